"""Events from the transaction that makes them true to those who listen."""
