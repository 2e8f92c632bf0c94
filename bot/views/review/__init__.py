"""Review: one task after the other in a window."""
