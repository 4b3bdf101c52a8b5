"""Rules over text that strangers or a model wrote, and that is read by a model or shown to people (N1, N6)."""
