"""Who may see a conversation as it was said, without the masks that everybody else reads."""
