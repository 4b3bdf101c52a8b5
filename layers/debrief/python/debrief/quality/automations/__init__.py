"""Automations: what is done with a conversation by itself, decided by the first card whose conditions hold (S4.11)."""
