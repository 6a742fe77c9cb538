"""What a person is told: the bell, the list, his choice of letters, and letters that failed."""
