"""Rollups, and what keeps them in step with evaluations and conversations."""
