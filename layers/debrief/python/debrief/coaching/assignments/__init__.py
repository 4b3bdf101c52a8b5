"""Coaching assignments: marks, groups, bookmarks, and what agents are given (S3)."""
