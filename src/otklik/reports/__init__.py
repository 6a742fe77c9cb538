"""What the head, the region and the citizen read: printed from frozen figures."""
