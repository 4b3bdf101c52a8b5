import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from debrief.interactions.analysis.indicators import Indicator, hits_of
from debrief.kernel.conditions.phrases import Utterance, has_words, search
from tests.sizes import soaked
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


# How long it takes -------------------------------------------------------------------------------------------------


def meant(phrase: str) -> str:
    """The phrase as an expression, for texts without apostrophes: what it means, not the way to find it."""
    built, between = "", r"[\W_]+"
    for token in phrase.split():
        if token.startswith("~"):
            between = rf"[\W_]+(?:[^\W_]+[\W_]+){{0,{int(token[1:])}}}"
            continue
        word = re.escape(token.rstrip("*")) + (r"[^\W_]*" if token.endswith("*") else "")
        built += (between if built else "") + word
        between = r"[\W_]+"
    return rf"(?<![^\W_]){built}(?![^\W_])"


WORDS = st.sampled_from(["a", "ab", "abc", "b", "c1", "è"])
PHRASES = st.lists(
    st.one_of(WORDS, WORDS.map(lambda word: f"{word}*"), st.sampled_from(["~0", "~1", "~3"])), min_size=1
)
SEPARATORS = st.sampled_from([" ", ", ", "_", " _ ", "__", ".\n", "–", "\u3000"])


@settings(max_examples=soaked(300))
@given(PHRASES.map(" ".join).filter(has_words), st.lists(st.tuples(WORDS, SEPARATORS), max_size=12))
def test_phrases_mean_what_they_meant(phrase: str, said: list[tuple[str, str]]) -> None:
    text = "".join(word + separator for word, separator in said)
    expected = re.search(meant(phrase), unicodedata.normalize("NFKC", text))
    found = search([Utterance(0, "agent", text)], [phrase]).found
    assert (found.words if found else None) == (expected[0] if expected else None)


HOSTILE = st.sampled_from(["_", " ", "a", "a ", "_a", "\u0301", "'", "ª", "～", "\u200b", "a\u0301 ", "💬", "-"])


@settings(max_examples=soaked(100), deadline=2000)
@given(st.lists(HOSTILE, min_size=1, max_size=4).map("".join), PHRASES.map(" ".join), st.integers(0, 99))
def test_no_text_keeps_the_search_busy(part: str, phrase: str, gap: int) -> None:
    texts = [Utterance(0, "agent", part * (20_000 // len(part)))]
    search(texts, [phrase, f"a ~{gap} " * 20 + "b", f"{phrase} ~{gap} never"])


@pytest.mark.parametrize(
    "phrase, said",
    [
        ("refund ~3 money", "refund " + "_" * 60),
        ("refund ~3 money", "refund " + "_" * 20_000),
        ("a ~9 a ~9 a ~9 a ~9 a ~9 a ~9 b", "a " * 5_000),
        ("a* ~99 a* ~99 a* ~99 b", "aa_ab " * 5_000),
    ],
)
def test_words_that_nearly_fit_are_passed_over_quickly(phrase: str, said: str) -> None:
    begun = time.process_time()
    assert search([Utterance(0, "agent", said)], [phrase]).found is None
    # A hundredth of it is the rule; trying every way to part the text takes minutes and more.
    assert time.process_time() - begun < 1


def test_a_stored_rule_of_underscores_is_still_read() -> None:
    assert hits_of([rule("___")], turns(("agent", "___ and ___"))) == ()
    assert not has_words("___")
