"""The strip of red flags above every page."""
