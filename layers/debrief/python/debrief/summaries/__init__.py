"""AI performance reports."""
