"""Debrief: open quality management and coaching for contact centres."""
