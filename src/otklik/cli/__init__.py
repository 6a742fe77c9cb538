"""The commands of ``otklik``: thin, each parses, makes one call and prints."""
