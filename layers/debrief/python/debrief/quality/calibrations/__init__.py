"""Calibrations: whether several people apply a scorecard to the same conversation alike (S4.12)."""
