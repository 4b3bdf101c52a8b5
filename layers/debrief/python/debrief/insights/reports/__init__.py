"""The reports that are read from the rollups."""
