"""The page behind the link under an answer: stars, reasons, a comment, a few questions."""
