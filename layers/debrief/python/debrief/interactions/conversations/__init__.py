"""The interaction itself: what it is, where it lies, and how it is looked at."""
