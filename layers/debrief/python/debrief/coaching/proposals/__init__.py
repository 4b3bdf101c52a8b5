"""Good conversations that agents propose of their own as best responses, and what whoever leads them says to it."""
