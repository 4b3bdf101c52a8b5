"""How a model judges: beside people, beside itself, and with twins of the same conversations (N12)."""
