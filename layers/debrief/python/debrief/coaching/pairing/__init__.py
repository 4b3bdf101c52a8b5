"""Two colleagues brought together: one who would like to do something better, and one who does it well (N16)."""
