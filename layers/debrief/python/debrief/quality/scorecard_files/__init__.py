"""Scorecards as files: CSV of every field, and evaluation forms of Amazon Connect."""
