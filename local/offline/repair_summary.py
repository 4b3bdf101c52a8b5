"""Writes places of a performance summary anew by rule: what the drafter would say in the same part, and no more.

Of quotes it gives none: that another one fits the example is nothing that a rule can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from local.offline.draft_summary import drafter_of
from local.offline.texts import fenced


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `repair_summary`."""
    drafter = drafter_of(prompt)
    fresh: dict[str, Iterator[str]] = {
        "trends": iter(drafter.trends()),
        "strengths: texts": iter(drafter.strengths()["texts"]),
        "development: texts": iter(drafter.development()["texts"]),
        "talking_points": iter(drafter.talking_points({})),
        "action_items": iter(drafter.action_items()),
        "questions": iter(drafter.questions()),
    }
    lines = [json.loads(line) for line in fenced(prompt, "places").split("\n")]
    staying = {text for line in lines for text in line.get("stays", ())}
    found = []
    for place in (line for line in lines if "place" in line and "quote" not in line):
        text = next((text for text in fresh.get(place["part"], ()) if text not in staying), None)
        if text is not None:
            found.append({"place": place["place"], "text": text})
    return {"places": found}
