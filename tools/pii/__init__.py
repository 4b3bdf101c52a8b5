"""How much personal data the masks find, and how much of what they cover is none, by kind (N8)."""
