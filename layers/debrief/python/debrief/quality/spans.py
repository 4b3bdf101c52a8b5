"""Stretches of ordered lists."""

from typing import NamedTuple


class Span(NamedTuple):
    """Bounds of sort keys, both included; None is open. A key of an instant sorts before those that begin with it."""

    low: str | None = None
    high: str | None = None
