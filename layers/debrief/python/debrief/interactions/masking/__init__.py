"""Conversations with masks over what is personal in them: who reads them so, and who may see them as they were said."""
