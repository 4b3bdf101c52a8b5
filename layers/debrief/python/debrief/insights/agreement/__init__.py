"""The AI against people, and people among each other, question by question over time (N4)."""
