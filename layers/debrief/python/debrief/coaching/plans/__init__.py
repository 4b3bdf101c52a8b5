"""Coaching plans: what an agent sets out to reach by a day, and how far they have come."""
