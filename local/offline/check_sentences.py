"""Looks at sentences beside their sources by rule: values beside their own names, movements, standings, met and missed.

What no rule here speaks about counts as borne out: a rule doesn't understand a sentence, and the report says that the
offline model looked at it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from local.offline.texts import fenced

_MARK = re.compile(r"\[([FE]\d+)\]")
_UP = re.compile(r"\b(?:improved|rose|climbed|increased|went up|grew)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:declined|fell|dropped|decreased|went down|slipped)\b", re.IGNORECASE)
_UNCLEAR = re.compile(r"\bno clear\b|\bnot? clearly\b", re.IGNORECASE)
_STRONGEST = re.compile(r"\b(?:strongest|passes most often)\b", re.IGNORECASE)
_WEAKEST = re.compile(r"\b(?:weakest|passes least often)\b", re.IGNORECASE)
_SHOWN = re.compile(r"\b(?:was (?:shown|met)|met even)\b", re.IGNORECASE)
_MISSED = re.compile(r"\b(?:was missed|missed even)\b", re.IGNORECASE)


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `check_sentences`."""
    told = [json.loads(line) for line in fenced(prompt, "sentences").split("\n") if line]
    return {each["id"]: _verdict(each) for each in told}


def _verdict(told: dict[str, Any]) -> str:
    sentence: str = told["sentence"]
    if sentence.endswith("?") or not told["sources"]:
        return "no_claim"
    facts = [each for each in told["sources"] if str(each.get("id", "")).startswith("F")]
    evidence = [each for each in told["sources"] if str(each.get("id", "")).startswith("E")]
    named = set(_MARK.findall(sentence))
    wrong = (
        _moves_wrongly(sentence, facts)
        or _stands_wrongly(sentence, [fact for fact in facts if fact["id"] in named])
        or _met_wrongly(sentence, named, evidence)
    )
    return "not_supported" if wrong else "supported"


def _moves_wrongly(sentence: str, facts: list[dict[str, Any]]) -> bool:
    directions = {fact.get("direction") for fact in facts if fact["kind"] == "change"}
    if _UNCLEAR.search(sentence):
        return False
    return bool(
        (_UP.search(sentence) and "up" not in directions) or (_DOWN.search(sentence) and "down" not in directions)
    )


def _stands_wrongly(sentence: str, facts: list[dict[str, Any]]) -> bool:
    standings = {fact.get("standing", "") for fact in facts if fact["kind"] == "line_item"}
    if not standings:
        return False
    return bool(
        (_STRONGEST.search(sentence) and "strongest" not in standings)
        or (_WEAKEST.search(sentence) and "weakest" not in standings)
    )


def _met_wrongly(sentence: str, named: set[str], evidence: list[dict[str, Any]]) -> bool:
    for side, told in (("missed", _SHOWN), ("met", _MISSED)):
        opposite = {mark for each in evidence for name in each.get(side, []) for mark in _MARK.findall(name)}
        right = {
            mark
            for each in evidence
            for name in each.get("met" if side == "missed" else "missed", [])
            for mark in _MARK.findall(name)
        }
        if told.search(sentence) and named & opposite - right:
            return True
    return False
