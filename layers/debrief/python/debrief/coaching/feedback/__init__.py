"""Feedback between 1-to-1s."""
