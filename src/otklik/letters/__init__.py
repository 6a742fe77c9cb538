"""Letters and cards as Word documents, made from the register by templates that are data."""
