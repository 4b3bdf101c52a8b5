"""Tables of words, by language."""
