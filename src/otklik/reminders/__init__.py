"""What people are told of, when, and by which way: notices, escalation, letters."""
