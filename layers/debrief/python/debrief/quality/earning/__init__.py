"""Which questions the AI may answer by itself, by what people answer blindly (N13)."""
