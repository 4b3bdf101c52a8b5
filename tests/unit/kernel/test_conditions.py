"""One language of conditions: what holds, why, and what can't be asked."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from debrief.kernel.conditions import phrases
from debrief.kernel.conditions.evaluation import Explained, evaluate
from debrief.kernel.conditions.fields import DEEPEST, MOST_NODES, Fields, choice, choices, mistakes, number, words
from debrief.kernel.conditions.model import (
    LONGEST_VALUE,
    MOST_VALUES,
    AllOf,
    AnyOf,
    Condition,
    IsAbsent,
    IsIn,
    IsPresent,
    NotIn,
    NotSaid,
    Said,
    Within,
)
from debrief.kernel.conditions.phrases import Utterance
from debrief.kernel.text import Word, each_word

CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)


class Call(NamedTuple):
    queue: str | None = None
    topics: tuple[str, ...] = ()
    duration_ms: float | None = None
    said: tuple[Utterance, ...] = ()


def spoken(call: Call) -> Sequence[Utterance]:
    return call.said


FIELDS: Fields[Call] = {
    "queue": choice("queue", lambda call: call.queue),
    "channel": choice("channel", lambda _: "voice", ["voice", "chat"]),
    "topics": choices("topic", lambda call: call.topics),
    "duration_ms": number("duration", lambda call: call.duration_ms, "ms"),
    "words": words("words", spoken),
}
NAMES = st.sampled_from(["Sales", "Sales, EMEA", "Billing", "Ünïcode", "a", "0"])
LISTS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
BOUNDS = st.one_of(st.none(), st.integers(-5, 5).map(float))
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.builds(IsIn, field=st.sampled_from(["queue", "topics"]), values=LISTS),
    st.builds(NotIn, field=st.sampled_from(["queue", "topics"]), values=LISTS),
    st.builds(Within, field=st.just("duration_ms"), at_least=BOUNDS, at_most=BOUNDS),
    st.builds(IsAbsent, field=st.sampled_from(["queue", "topics", "duration_ms"])),
    st.builds(IsPresent, field=st.sampled_from(["queue", "topics", "duration_ms"])),
    st.builds(Said, field=st.just("words"), any_of=LISTS, by=st.sampled_from([None, "agent"])),
    st.builds(NotSaid, field=st.just("words"), any_of=LISTS, by=st.sampled_from([None, "agent"])),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(AllOf, of=st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, of=st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
CALLS = st.builds(
    Call,
    queue=st.one_of(st.none(), NAMES),
    topics=st.lists(NAMES, max_size=2).map(tuple),
    duration_ms=st.one_of(st.none(), st.integers(-5, 5).map(float)),
    said=st.lists(
        st.builds(Utterance, turn=st.just(0), by=st.sampled_from(["agent", "customer"]), text=NAMES), max_size=2
    ).map(tuple),
)


def told(condition: Condition, call: Call) -> bool:
    """The same by the plain meaning of the words, without the evaluator."""
    if isinstance(condition, AllOf):
        return all(told(part, call) for part in condition.of)
    if isinstance(condition, AnyOf):
        return any(told(part, call) for part in condition.of)
    if isinstance(condition, Said):
        heard = [each.text for each in call.said if condition.by in (None, each.by)]
        tokens = [set(text.casefold().replace(",", "").split()) for text in heard]
        wanted = [phrase.casefold().replace(",", "").split() for phrase in condition.any_of]
        found = any(set(phrase) <= said for phrase in wanted for said in tokens)
        return bool(heard) and not found if isinstance(condition, NotSaid) else found
    if condition.field == "duration_ms":
        value = call.duration_ms
        if isinstance(condition, Within):
            low = condition.at_least if condition.at_least is not None else float("-inf")
            high = condition.at_most if condition.at_most is not None else float("inf")
            return value is not None and low <= value <= high
        return (value is None) is isinstance(condition, IsAbsent)
    values = set(call.topics) if condition.field == "topics" else {call.queue} - {None}
    if isinstance(condition, IsIn | NotIn):
        return bool(values & set(condition.values)) is isinstance(condition, IsIn)
    return bool(values) is isinstance(condition, IsPresent)


def follows(explained: Explained, condition: Condition) -> bool:
    """Whether a group's answer follows from those of its parts, all the way down."""
    if not isinstance(condition, AllOf | AnyOf):
        return not explained.parts and explained.sentence != ""
    held = [part.holds for part in explained.parts]
    right = (all(held) if isinstance(condition, AllOf) else any(held)) is explained.holds
    return right and all(follows(part, of) for part, of in zip(explained.parts, condition.of, strict=True))


@pytest.mark.feature("S4.11")
@given(TREES, CALLS)
def test_it_holds_exactly_when_its_words_mean_so_and_says_why(condition: Condition, call: Call) -> None:
    explained = evaluate(condition, call, FIELDS)
    assert explained.holds is told(condition, call)
    assert follows(explained, condition)


@pytest.mark.feature("S4.11")
def test_what_was_said_is_read_once_for_all_parts_of_a_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(text: str) -> Iterator[Word]:
        read.append(text)
        return each_word(text)

    monkeypatch.setattr(phrases, "each_word", counted)
    parts = tuple(Said(field="words", any_of=(f"unheard {number}",)) for number in range(5))
    call = Call(said=(Utterance(0, "agent", "good morning"), Utterance(1, "customer", "my plan")))
    assert not evaluate(AllOf(of=(AnyOf(of=parts), *parts)), call, FIELDS).holds
    assert (read.count("good morning"), read.count("my plan")) == (1, 1)


@given(TREES)
def test_what_is_stored_reads_back_equal(condition: Condition) -> None:
    assert CONDITIONS.validate_json(CONDITIONS.dump_json(condition)) == condition


@given(TREES, CALLS)
def test_what_has_no_mistake_can_be_asked(condition: Condition, call: Call) -> None:
    if not mistakes(condition, FIELDS):
        evaluate(condition, call, FIELDS)


@pytest.mark.parametrize(
    ("condition", "pointer", "message"),
    [
        (IsIn(field="mood", values=("good",)), "/when/field", "there is no such field"),
        (IsIn(field="duration_ms", values=("1",)), "/when/kind", "can't be asked of the duration"),
        (IsIn(field="channel", values=("voice", "fax")), "/when/values/1", "is none of voice, chat"),
        (Within(field="duration_ms"), "/when", "needs at_least or at_most"),
        (Within(field="duration_ms", at_least=2, at_most=1), "/when/at_most", "lies below at_least"),
        (Said(field="words", any_of=("ok", "?!")), "/when/any_of/1", 'the phrase "?!" has no word'),
        (Said(field="words", any_of=("ok",), first_ms=1, last_ms=1), "/when/last_ms", "not at both"),
        (AnyOf(of=(AllOf(of=(IsAbsent(field="mood"),)),)), "/when/of/0/of/0/field", "there is no such field"),
    ],
)
def test_a_mistake_is_named_with_its_place(condition: Condition, pointer: str, message: str) -> None:
    (mistake,) = mistakes(condition, FIELDS, "/when")
    assert mistake.pointer == pointer
    assert message in mistake.message


def test_a_tree_is_bounded_in_depth_and_size() -> None:
    deep: Condition = IsAbsent(field="queue")
    for _ in range(DEEPEST):
        deep = AllOf(of=(deep,))
    assert not mistakes(deep, FIELDS)
    assert "groups deep" in mistakes(AllOf(of=(deep,)), FIELDS)[0].message
    wide = AllOf(of=tuple(AnyOf(of=tuple(IsAbsent(field="queue") for _ in range(20))) for _ in range(20)))
    assert mistakes(wide, FIELDS)[0].message == f"has more than {MOST_NODES} parts"


@pytest.mark.parametrize("bad", [{"kind": "eval", "code": "1"}, {"kind": "in", "field": "queue", "values": []}])
def test_what_is_no_condition_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CONDITIONS.validate_python(bad)


@pytest.mark.parametrize(
    "values, place",
    [(("",), "/values/0"), (("a", "b" * (LONGEST_VALUE + 1)), "/values/1"), (("a",) * (MOST_VALUES + 1), "/values")],
)
def test_a_list_without_measure_is_read_and_asked_but_not_written(values: tuple[str, ...], place: str) -> None:
    stored = CONDITIONS.validate_python({"kind": "in", "field": "queue", "values": values})
    assert evaluate(stored, Call(queue="a"), FIELDS).holds is ("a" in values)
    assert [each.pointer for each in mistakes(stored, FIELDS)] == [place]


def test_sentences_are_for_people() -> None:
    call = Call(queue="Sales", duration_ms=90_000, said=(Utterance(3, "agent", "Thank you for calling.", 1000),))
    asked = AllOf(
        of=(
            IsIn(field="queue", values=("Billing", "Orders")),
            Within(field="duration_ms", at_most=60_000),
            Said(field="words", any_of=("thank* you",), by="agent"),
            NotSaid(field="words", any_of=("refund",), by="customer"),
            IsPresent(field="topics"),
        )
    )
    explained = evaluate(asked, call, FIELDS)
    assert explained.sentence == "1 of 5 hold, all have to"
    assert [part.sentence for part in explained.parts] == [
        "the queue is Sales, not Billing, Orders",
        "the duration is 90000 ms, above 60000 ms",
        '"thank* you" was said',
        "there are no words of the customer to look at",
        "the topic isn't known",
    ]
    said = explained.parts[2].said
    assert said is not None
    assert (said.turn, said.start_ms, said.words) == (3, 1000, "thank you")


@pytest.mark.parametrize(
    ("known", "bounds", "sentence"),
    [
        (300_000, {"at_least": 300_000.4}, "the duration is 300000 ms, below 300000.4 ms"),
        (1_234_567.5, {"at_least": 1_234_567.9}, "the duration is 1234567.5 ms, below 1234567.9 ms"),
        (99.999_999_9, {"at_least": 100}, "the duration is 99.9999999 ms, below 100 ms"),
        (0.1 + 0.2, {"at_most": 0.3}, "the duration is 0.30000000000000004 ms, above 0.3 ms"),
        (-0.5, {"at_least": 0}, "the duration is -0.5 ms, below 0 ms"),
    ],
)
def test_a_sentence_shows_on_which_side_of_a_bound_a_number_lies(
    known: float, bounds: dict[str, Any], sentence: str
) -> None:
    explained = evaluate(Within(field="duration_ms", **bounds), Call(duration_ms=known), FIELDS)
    assert (explained.holds, explained.sentence) == (False, sentence)
