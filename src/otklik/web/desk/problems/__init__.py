"""The page of problems: what the machine proposes to join, and the troubles that are open."""
