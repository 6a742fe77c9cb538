"""What citizens think of the answers: links, calls, the survey, and the figures of it."""
