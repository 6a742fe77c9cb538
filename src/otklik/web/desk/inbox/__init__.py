"""All cases: filters, search, saved views, assigning many at once."""
