"""What is read out of a conversation, by rule and by model."""
