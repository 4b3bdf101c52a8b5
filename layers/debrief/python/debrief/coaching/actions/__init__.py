"""Actions that were agreed, and how far they have come."""
