"""How well an exact match finds what was said, and only that."""
