"""What waits for the person who comes in, and how those whom they lead stand."""
