"""The checklist of an answer as a page shows it: marks, reasons, places in the text."""
