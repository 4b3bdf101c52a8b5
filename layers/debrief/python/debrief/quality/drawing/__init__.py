"""Draws by lot that anybody can recompute: from a seed and what was drawn from, always the same (N14)."""
