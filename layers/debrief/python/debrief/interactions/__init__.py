"""Conversations: intake, transcripts, analysis."""
