"""Plays the customer of a practice by rule: it knows a few words of the agent's, and understands no sentence.

It answers a question, calms down at an apology, is content with a promise, and else asks on. The chat says that the
offline model plays.
"""

from __future__ import annotations

import json
import re
from typing import Any

from local.offline.texts import fenced

_SORRY = re.compile(r"\b(?:sorry|apolog|understand|frustrat|imagine)", re.IGNORECASE)
_SETTLES = re.compile(
    r"\b(?:i(?:'ll| will| can|'ve| have)|we(?:'ll| will| can)|let me)\b.{0,60}"
    r"\b(?:send|refund|check|replace|arrange|deliver|call|cancel|credit|look|fix|order)",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\b(?:anything else|goodbye|have a (?:nice|good)|bye)\b", re.IGNORECASE)
_TALKS_TO_AI = re.compile(r"\b(?:ignore|instruction|prompt|system|score|points|evaluat\w+|criterion)\b", re.IGNORECASE)

_ANSWERS = (
    "I don't have the number at hand. I ordered it about two weeks ago.",
    "Yes, the address is still the same as before.",
    "The message said it would come last Tuesday, and nothing came.",
)
_CALMER = (
    "Thank you for saying that. So what happens now?",
    "All right. I just want to know when it comes.",
    "I appreciate that. Can you tell me what you will do?",
)
_CONTENT = (
    "That would help. When can I expect it?",
    "Good, let's do it that way.",
    "Fine, thank you.",
)
_ASKS_ON = (
    "I still don't know what happens with it now.",
    "That doesn't tell me much. What are you going to do?",
    "I have been waiting for quite a while already.",
    "And what does that mean for my order?",
)


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `play_customer`."""
    turns: list[dict[str, str]] = [json.loads(line) for line in fenced(prompt, "chat").split("\n") if line]
    said = [turn["text"] for turn in turns if turn["speaker"] == "agent"]
    last, number = (said[-1] if said else ""), max(0, len(said) - 1)
    return {"text": _next(last, number)}


def _next(last: str, number: int) -> str:
    if _TALKS_TO_AI.search(last):
        return "I'm not sure what you mean by that. I only want to know about my order."
    if _CLOSES.search(last):
        return "No, that's all. Thank you."
    if _SETTLES.search(last):
        return _CONTENT[number % len(_CONTENT)]
    if "?" in last:
        return _ANSWERS[number % len(_ANSWERS)]
    if _SORRY.search(last):
        return _CALMER[number % len(_CALMER)]
    return _ASKS_ON[number % len(_ASKS_ON)]
