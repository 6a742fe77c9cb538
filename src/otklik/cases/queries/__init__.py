"""Questions to the case files: read only."""
