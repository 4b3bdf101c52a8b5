"""Batches: one answer for many held items."""
