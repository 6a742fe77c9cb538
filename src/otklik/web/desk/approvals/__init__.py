"""What waits for a person's approval: whole texts, approved many at a time."""
