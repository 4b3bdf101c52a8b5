"""Drafts a practice situation by rule: a usual concern, in which the criterion can be shown.

The rules don't understand the conversation that it follows from, and take over nothing of it. A criterion that names a
condition ("if the customer asks …") gets a customer of whom that holds; any other one a delivery that is late, which
calls for most of what scorecards ask. The scenario says that the offline model wrote it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from local.offline.record_answers import CONDITION
from local.offline.texts import fenced

_MOST_NAMED = 90


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `draft_practice`."""
    criterion: dict[str, str] = json.loads(fenced(prompt, "criterion"))
    asked = criterion["question"].strip()
    told = " ".join(criterion.get(name, "") for name in ("question", "description", "context"))
    condition = CONDITION.search(told)
    calls = _short(condition[1]) if condition else ""
    opening = "Hello, my order should have been here last week and it still hasn't come. I'm quite annoyed."
    wants = (
        f"At some point you bring up this: {calls}." if calls else "You want to know what happens now, and until when."
    )
    return {
        "title": _short(f"Practise: {asked.rstrip('?')}")[:110],
        "situation": (
            "A customer writes in the chat because an order is late. You can see the order and may send it again or "
            f"refund it. Handle the chat as you would any other, and watch for this: {_short(asked)}"
        ),
        "customer": (
            "You ordered something that should have come last week. You are annoyed, but polite, and you have waited "
            f"long enough. {wants} You calm down where somebody listens and tells you plainly what happens next, and "
            "you are content once it is settled."
        ),
        "opening": f"{opening} And one more thing: {calls}." if calls else opening,
    }


def _short(text: str) -> str:
    """The text on one line, cut at a word."""
    line = re.sub(r"\s+", " ", text).strip(" .,:;-")
    if len(line) <= _MOST_NAMED:
        return line
    return line[:_MOST_NAMED].rsplit(" ", 1)[0] + " …"
