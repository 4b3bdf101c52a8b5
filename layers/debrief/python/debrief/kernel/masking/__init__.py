"""Personal data in text: what it looks like, and masks in its place (N8). Pure rules; nothing here knows an account."""
