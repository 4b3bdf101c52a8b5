"""Acknowledging and disputing evaluations, and what an upheld dispute leads to (S4.8, N15)."""
