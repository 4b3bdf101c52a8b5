"""The stack of what isn't asked through the API; `stack` is what it is made of."""
