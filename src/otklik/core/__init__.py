"""Foundations that know no word of the domain: text, tables, documents, reasons."""
