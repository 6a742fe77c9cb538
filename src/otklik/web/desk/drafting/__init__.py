"""What helps to write an answer: templates, answers given before, the checklist."""
