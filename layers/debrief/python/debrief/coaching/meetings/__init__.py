"""1-to-1 meetings."""
