"""Tables that people hand in as files: from bytes to rows of text, whichever program wrote them."""
