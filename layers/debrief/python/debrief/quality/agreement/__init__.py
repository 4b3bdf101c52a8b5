"""How far several people, or people and the AI, answer alike (N4)."""
