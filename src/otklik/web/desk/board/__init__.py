"""What burns today."""
