"""AI performance summaries."""
