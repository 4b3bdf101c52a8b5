"""Coaching logs: what of a flagged conversation is worth talking about with its agent, criterion by criterion."""
