"""How well an agent does by inquiry, against themselves and against all others (S1)."""
