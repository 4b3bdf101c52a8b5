"""Forecasts: what scorecards, automations and thresholds would change, run over past conversations first (N5)."""
