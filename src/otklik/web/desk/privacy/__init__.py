"""Pages of personal data: terms of keeping, acts, leaks."""
