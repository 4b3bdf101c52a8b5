"""Which automation takes a conversation, and whether what is said of it is true."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.conditions.apart import Apart, apart
from debrief.kernel.conditions.evaluation import Explained
from debrief.kernel.conditions.model import AllOf, AnyOf, Condition, IsIn
from debrief.quality.automations.choosing import choose, explained, reasons
from debrief.quality.automations.model import MOST_KEPT, MOST_REASONS, Automation, StartEvaluation
from tests.sizes import soaked
from tests.unit.quality.conditions import AT, READ, conditions, holds, interaction, interactions


def card(number: int, condition: Condition, *, enabled: bool = True) -> Automation:
    return Automation(
        id=f"au_{number}",
        revision=number,
        name=f"Card {number}",
        enabled=enabled,
        condition=condition,
        then=(StartEvaluation(scorecard_id="sc_1"),),
        created_at=AT,
        created_by="us_x",
        updated_at=AT,
        updated_by="us_x",
    )


def walked(condition: Condition, answer: Explained) -> list[tuple[Condition, Explained]]:
    """Every part of a condition beside what was said of it."""
    inner = zip(condition.of, answer.parts, strict=True) if isinstance(condition, AllOf | AnyOf) else ()
    return [(condition, answer), *(pair for each in inner for pair in walked(*each))]


@pytest.mark.feature("S4.11")
@settings(max_examples=soaked(60), deadline=None)
@given(conditions, interactions)
def test_every_part_of_an_explanation_is_true(condition: Condition, subject: Interaction) -> None:
    for part, answer in walked(condition, explained(condition, subject)):
        assert answer.holds is holds(part, subject)
        if isinstance(part, AllOf | AnyOf):
            continue
        value = READ[part.field](subject)
        label = INTERACTION_FIELDS[part.field].label
        assert answer.sentence.startswith(f"the {label} is")
        absent = value is None or value == []
        assert answer.sentence.endswith("isn't known") is absent
        shown = [value] if isinstance(value, int) else value or []
        assert absent or any(str(each) in answer.sentence for each in shown)


def settled(condition: Condition, answer: Explained, fixed: set[int], others: bool) -> bool:
    """What a condition comes to where the leaves with these sentences stay and all others answer `others`."""
    if isinstance(condition, AllOf | AnyOf):
        parts = [settled(*each, fixed, others) for each in zip(condition.of, answer.parts, strict=True)]
        return all(parts) if isinstance(condition, AllOf) else any(parts)
    return answer.holds if id(answer) in fixed else others


def deciding(condition: Condition, answer: Explained, holding: bool) -> set[int]:
    if answer.holds is not holding:
        return set()
    if not answer.parts:
        return {id(answer)}
    assert isinstance(condition, AllOf | AnyOf)
    return set().union(*(deciding(*each, holding) for each in zip(condition.of, answer.parts, strict=True)))


@pytest.mark.feature("S4.11")
@settings(max_examples=soaked(60), deadline=None)
@given(conditions, interactions, st.booleans())
def test_the_reasons_alone_decide_whatever_the_other_parts_say(
    condition: Condition, subject: Interaction, others: bool
) -> None:
    answer = explained(condition, subject)
    fixed = deciding(condition, answer, answer.holds)
    assert settled(condition, answer, fixed, others) is answer.holds or not fixed
    told = reasons(answer, most=1_000)
    leaves = {each.sentence: each for _, each in walked(condition, answer) if not each.parts}
    assert told
    assert all(any(each.sentence == one for each in leaves.values()) for one in told)


@pytest.mark.feature("S4.11")
@settings(max_examples=soaked(30), deadline=None)
@given(st.lists(st.tuples(conditions, st.booleans()), max_size=8), interactions)
def test_the_first_card_that_is_on_and_holds_takes_it(
    cards: list[tuple[Condition, bool]], subject: Interaction
) -> None:
    made = [card(number, condition, enabled=on) for number, (condition, on) in enumerate(cards)]
    choice = choose(made, subject)
    fitting = [each for each in made if each.enabled and holds(each.condition, subject)]
    assert choice.automation == (fitting[0] if fitting else None)
    asked = [each for each in made if each.enabled]
    asked = asked[: asked.index(fitting[0]) + 1] if fitting else asked
    assert [each.automation_id for each in choice.looked_at] == [each.id for each in asked]
    assert [each.holds for each in choice.looked_at] == [each in fitting[:1] for each in asked]
    assert all(0 < len(each.why) <= MOST_REASONS for each in choice.looked_at)


@pytest.mark.feature("S4.11")
def test_what_is_kept_of_many_cards_is_bounded_and_names_the_one_that_took_it() -> None:
    never = IsIn(field="queue", values=tuple(f"queue {number}" for number in range(150)))
    cards = [card(number, never) for number in range(49)] + [card(49, AllOf())]
    choice = choose(cards, interaction())
    kept, more = choice.kept
    assert (len(kept), more) == (MOST_KEPT, 50 - MOST_KEPT)
    assert kept[-1].automation_id == "au_49"
    assert max(len(reason) for each in kept for reason in each.why) <= 200
    nobody, none_more = choose(cards[:3], interaction()).kept
    assert (len(nobody), none_more) == (3, 0)


@pytest.mark.feature("S4.11")
def test_a_card_for_a_field_that_is_gone_keeps_none_of_the_others_from_it() -> None:
    gone = card(1, IsIn(field="mood", values=("bad",)))
    choice = choose([gone, card(2, AllOf())], interaction())
    assert choice.automation is not None
    assert choice.automation.id == "au_2"
    assert choice.looked_at[0].why == ("it asks for something that isn't known any more",)


@pytest.mark.feature("S4.11")
@settings(max_examples=soaked(150), deadline=None)
@given(conditions, conditions, interactions)
def test_conditions_that_are_told_apart_never_hold_together(
    one: Condition, other: Condition, subject: Interaction
) -> None:
    if apart(one, other, INTERACTION_FIELDS) is not None:
        assert not (holds(one, subject) and holds(other, subject))


@pytest.mark.feature("S4.11")
def test_conditions_are_told_apart_by_the_values_of_a_field_that_both_name() -> None:
    queue, chat = IsIn(field="queue", values=("a", "b")), IsIn(field="channel", values=("chat",))
    other, calls = IsIn(field="queue", values=("c",)), IsIn(field="channel", values=("voice",))
    told = apart(AllOf(of=(queue, chat)), AllOf(of=(chat, other)), INTERACTION_FIELDS)
    assert told == Apart("queue", ("a", "b"), ("c",))
    assert apart(AnyOf(of=(queue, other)), other, INTERACTION_FIELDS) is None
    assert apart(AnyOf(of=(queue, chat)), AllOf(of=(other, calls)), INTERACTION_FIELDS) is None, "each may do"
    assert apart(AnyOf(of=(queue, queue)), other, INTERACTION_FIELDS) == told
    one, another = (IsIn(field="topics", values=(each,)) for each in ("a", "b"))
    assert apart(one, another, INTERACTION_FIELDS) is None, "a conversation has several topics"
    assert apart(AllOf(), AllOf(of=(queue,)), INTERACTION_FIELDS) is None
