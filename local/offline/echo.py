"""Gives the prompt back: shows that a call arrives and returns through the whole chain."""

from __future__ import annotations

from typing import Any


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The texts, cut to what the schema asks for. A schema without properties gets both."""
    both = {"system": system, "prompt": prompt}
    wanted = schema.get("properties")
    return both if not wanted else {name: both[name] for name in wanted if name in both}
