"""The stack of the HTTP API; `stack` is what it is made of."""
