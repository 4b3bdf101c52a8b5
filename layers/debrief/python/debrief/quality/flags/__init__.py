"""Flags: what of a conversation somebody has to look at, in a queue for compliance and one for quality."""
