"""Looks at answers beside the sentences that they rest on by rule: with the same words by which they were drafted.

A rule knows the words and understands no sentence; the evaluation says that the offline model answered.
"""

from __future__ import annotations

import json
import re
from typing import Any

from local.offline.record_answers import BEHAVIOURS, UNWANTED, UNWANTED_SHOWN, stems
from local.offline.texts import fenced


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `check_answers`."""
    told = [json.loads(line) for line in fenced(prompt, "answers").split("\n") if line]
    return {each["id"]: "supported" if _shows(each) else "not_supported" for each in told}


def _shows(told: dict[str, Any]) -> bool:
    question, said = told["question"], told["agent_said"]
    if UNWANTED.search(question):
        # What shouldn't happen: only words of that kind show that it did, and none show that it didn't.
        return bool(UNWANTED_SHOWN.search(said))
    known = [each for each in BEHAVIOURS if each.asked.search(question)]
    if known:
        return any(each.shown.search(said) for each in known)
    asked = " ".join(str(told.get(name, "")) for name in ("question", "description", "what_good_looks_like", "answer"))
    return bool(stems(asked) & stems(re.sub(r"\W+", " ", said)))
