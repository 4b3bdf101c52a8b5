"""Comments at a place of a conversation (S4.17)."""
