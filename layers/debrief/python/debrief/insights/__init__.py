"""Rollups and the reports that are read from them."""
