"""The offline model's further rounds: places written anew and sentences looked at, by rule."""

import json
from typing import Any

import pytest

from local.offline import drafter

Json = dict[str, Any]
STRONG = {"id": "F1", "kind": "line_item", "name": "Greeting", "value": "92%", "standing": "strongest"}
WEAK = {"id": "F2", "kind": "line_item", "name": "Identity", "value": "20%", "standing": "weakest"}
UP = {"id": "F3", "kind": "change", "name": "change", "value": "+12 points", "direction": "up", "of": "F1"}
UNCLEAR = {"id": "F4", "kind": "change", "name": "change", "value": "+1 points", "direction": "unclear", "of": "F2"}
EVIDENCE = {"id": "E1", "kind": "evaluation", "met": ["Greeting [F1]"], "missed": ["Identity [F2]"]}


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    ("sentence", "sources", "verdict"),
    [
        ("Greeting [F1] at 92% [F1] is among the strongest line items.", [STRONG], "supported"),
        ("Identity [F2] at 20% [F2] is among the strongest line items.", [WEAK], "not_supported"),
        ("Identity [F2] passes least often.", [WEAK, EVIDENCE], "supported"),
        ("Greeting [F1] passes least often.", [STRONG], "not_supported"),
        ("Greeting [F1] improved: +12 points [F3].", [STRONG, UP], "supported"),
        ("Greeting [F1] declined: +12 points [F3].", [STRONG, UP], "not_supported"),
        ("Identity [F2] improved: +1 points [F4].", [WEAK, UNCLEAR], "not_supported"),
        ("There is no clear change in Identity [F2]: +1 points [F4].", [WEAK, UNCLEAR], "supported"),
        ("Greeting [F1] was shown here.", [STRONG, EVIDENCE], "supported"),
        ("Greeting [F1] was missed here.", [STRONG, EVIDENCE], "not_supported"),
        ("Identity [F2] was shown here.", [WEAK, EVIDENCE], "not_supported"),
        ("What would make Identity [F2] easier?", [WEAK], "no_claim"),
        ("Listen to a conversation together.", [], "no_claim"),
    ],
)
def test_sentences_are_held_against_their_sources_by_rule(sentence: str, sources: list[Json], verdict: str) -> None:
    lines = [json.dumps({"id": "S1", "part": "highlights", "sentence": sentence, "sources": sources})]
    prompt = "\n".join(["<sentences>", *lines, "</sentences>"])
    assert drafter("check_sentences")("", prompt, {}) == {"S1": verdict}


def repaired(*lines: Json) -> list[Json]:
    facts = [STRONG, WEAK]
    parts = {"facts": json.dumps(facts), "evidence": "[]", "places": "\n".join(map(json.dumps, lines))}
    prompt = "\n\n".join(f"<{label}>\n{text}\n</{label}>" for label, text in parts.items())
    found: list[Json] = drafter("repair_summary")("", prompt, {})["places"]
    return found


@pytest.mark.feature("N1")
def test_a_place_gets_what_the_drafter_would_say_in_its_part_and_nothing_twice() -> None:
    place = {"place": "P1", "part": "strengths: texts", "sentence": "It is at 40%.", "why": "A number."}
    (first,) = repaired(place)
    assert first == {"place": "P1", "text": "No line item stands out as strong in this period."}
    assert repaired(place, {"part": "strengths: texts", "stays": [first["text"]]}) == []
    two = repaired(place, {**place, "place": "P2"})
    assert [each["place"] for each in two] == ["P1"], "there is one thing to say, and it is said once"


def test_of_quotes_and_parts_that_rules_say_nothing_in_none_is_given() -> None:
    quote = {"place": "P1", "part": "examples: quote", "quote": {"evidence": "E1", "turn": 0, "text": "x"}, "why": "w"}
    other = {"place": "P2", "part": "recommendations: area", "sentence": "x", "why": "w"}
    assert repaired(quote, other) == []
