"""Every number and piece of evidence that a summary may use, computed before a word is written."""
