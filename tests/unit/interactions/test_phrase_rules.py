import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from debrief.interactions.analysis.indicators import Indicator, from_contact_lens_rule, hits_of
from debrief.interactions.conversations.model import Speaker
from debrief.kernel.errors import Malformed
from tests.unit.interactions.samples import turns

pytestmark = pytest.mark.feature("I2")

CALL = turns(
    ("agent", "Good morning, how can I help you?"),
    ("customer", "I'm really frustrated, I want to CANCEL my plan."),
    ("agent", "I understand your great frustration."),
)


def rule(*phrases: str, **more: object) -> Indicator:
    return Indicator.model_validate({"id": "in_1", "name": "Rule", "any_of": phrases, **more})


@pytest.mark.parametrize(
    "phrase, index",
    [
        ("good morning", 0),
        ("im really", 1),
        ("I’m  really", 1),
        ("cancel", 1),
        ("frustrat*", 1),
        ("understand ~2 frustrat*", 2),
        ("help you?", 0),
    ],
)
def test_phrases_are_found(phrase: str, index: int) -> None:
    (hit,) = hits_of([rule("never said", phrase)], CALL)
    assert (hit.turn_index, hit.phrase, hit.start_ms) == (index, phrase, CALL[index].start_ms)


@pytest.mark.parametrize("phrase", ["can", "frustrat", "morn", "understand ~1 frustrat*", "cancel plan"])
def test_parts_of_words_and_wide_gaps_are_not(phrase: str) -> None:
    assert hits_of([rule(phrase)], CALL) == () or phrase == "can"
    assert hits_of([rule(phrase)], CALL[1:]) == ()


def test_speaker_and_time_narrow_a_rule() -> None:
    assert hits_of([rule("cancel", speaker="agent")], CALL) == ()
    assert hits_of([rule("understand", first_ms=15_000)], CALL) == ()
    assert len(hits_of([rule("understand", last_ms=15_000)], CALL)) == 1


def test_absence_holds_when_nothing_was_said() -> None:
    (hit,) = hits_of([rule("goodbye", speaker="agent", absence=True)], CALL)
    assert hit.turn_index is None
    assert hits_of([rule("understand", speaker="agent", absence=True)], CALL) == ()
    assert hits_of([rule("goodbye", speaker="agent", absence=True)], CALL[1:2]) == ()


@pytest.mark.parametrize("changes", [{"any_of": []}, {"any_of": ["?!"]}, {"name": ""}, {"first_ms": 1, "last_ms": 1}])
def test_senseless_rules_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Indicator.model_validate({"id": "in_1", "name": "Rule", "any_of": ["x"], **changes})


@given(st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_no_phrase_breaks_the_search(phrase: str, said: str) -> None:
    try:
        wanted = rule(phrase)
    except ValidationError:
        return
    hits_of([wanted], turns(("agent", said)))


def contact_lens(*operands: dict[str, object], operator: str = "OR") -> dict[str, object]:
    function = {"Version": "2022-11-25", "RuleFunction": {"Operator": operator, "Operands": list(operands)}}
    return {"Name": "Sample-Rule", "Function": json.dumps(function)}


def condition(role: str, operands: list[object], **more: object) -> dict[str, object]:
    return {
        "Operator": "CONTAINS_ANY",
        "Operands": operands,
        "ComparisonValue": "$.ContactLens.PostCall.PatternMatch.Transcript",
        "FilterClause": {"Filters": [{"Type": "ParticipantRole", "Data": role}]},
        "Negate": False,
        **more,
    }


def test_a_vendors_rule_becomes_an_indicator() -> None:
    pattern = [
        {"Type": "PLAIN", "Value": "understand "},
        {"Type": "PROXIMITY", "Value": {"Distance": 2, "IsWithin": True}},
        {"Type": "LIST", "Value": [{"Type": "PLAIN", "Value": "concern"}, {"Type": "PLAIN", "Value": "frustrat*"}]},
    ]
    imported = from_contact_lens_rule(contact_lens(condition("AGENT", ["sorry", pattern])))
    (indicator,) = imported.indicators
    assert indicator.any_of == ("sorry", "understand ~2 concern", "understand ~2 frustrat*")
    assert indicator.speaker is Speaker.AGENT
    assert imported.left_out == ()
    assert [hit.turn_index for hit in hits_of([indicator], CALL)] == [2]
    assert from_contact_lens_rule(contact_lens(condition("AGENT", ["sorry"]))).indicators[0].id == indicator.id


def test_what_a_rule_cannot_become_is_told() -> None:
    far: list[object] = [
        {"Type": "PLAIN", "Value": "a"},
        {"Type": "PROXIMITY", "Value": {"Distance": 2, "IsWithin": False}},
    ]
    mood: dict[str, object] = {
        "Operator": "EQUALS",
        "Operands": ["NEGATIVE"],
        "ComparisonValue": "$.ContactLens.PostCall.Sentiment.State",
    }
    meant = condition("AGENT", ["x"], ComparisonValue="$.ContactLens.PostCall.SemanticMatch.Transcript")
    imported = from_contact_lens_rule(contact_lens(condition("AGENT", [far]), mood, meant))
    assert imported.indicators == ()
    assert len(imported.left_out) == 3
    both = from_contact_lens_rule(contact_lens(mood, condition("AGENT", ["x"]), operator="AND"))
    assert both.indicators == ()
    assert len(both.left_out) == 1


@pytest.mark.parametrize("broken", [{}, {"Name": "x"}, {"Name": "x", "Function": "{"}, {"Function": "{}"}])
def test_what_is_no_rule_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        from_contact_lens_rule(broken)


def test_real_rules_are_taken_over(shared_data: Path) -> None:
    rules = sorted((shared_data / "contact_lens_rules").rglob("*.json"))
    imported = [from_contact_lens_rule(json.loads(path.read_text())) for path in rules]
    assert len(imported) == 33
    assert all(one.indicators or one.left_out for one in imported)
    assert sum(bool(one.indicators) for one in imported) == 27
    empathy = next(one for one in imported if one.name.startswith("Empathy"))
    said = turns(("agent", "I know that this is really upsetting for you."))
    assert len(hits_of(empathy.indicators, said)) == 1
