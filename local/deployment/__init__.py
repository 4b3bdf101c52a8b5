"""Synthesises the stacks of the local environment, and deploys them on the local engine."""
