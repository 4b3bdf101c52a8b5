"""Tables of words that are nobody's name."""
