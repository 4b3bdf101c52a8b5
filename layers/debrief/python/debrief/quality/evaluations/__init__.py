"""Evaluations: opened, answered, scored, completed."""
