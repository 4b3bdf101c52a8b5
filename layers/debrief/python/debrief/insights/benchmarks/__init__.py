"""What all agents come to by inquiry: made once a day, so that a page reads a few rows of it."""
