"""Tables of words: those numbers are spelt with, and those for parts, wholes and how often, by language."""
