"""Scorecards, scoring and evaluations."""
