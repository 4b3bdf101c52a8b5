"""Readers of the documents in which conversations come in, one module for each format (S2.1, N7)."""
