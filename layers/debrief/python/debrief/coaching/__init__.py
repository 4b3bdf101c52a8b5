"""1-to-1 meetings and the actions agreed in them."""
