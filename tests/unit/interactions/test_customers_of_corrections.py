"""Whose conversation it is, once a person has said who each voice is."""

from typing import Any

import pytest

from debrief.interactions.conversations.model import Interaction, Speaker
from debrief.interactions.conversations.speakers import is_turned, told, with_both_swapped
from debrief.interactions.speakers.model import SpeakersSaid
from tests.unit.interactions.samples import turns as turns_of
from tests.unit.interactions.test_intake import Desk, desk
from tests.unit.interactions.test_known_agents import ALMA, QUEUE, calls, known, taken
from tests.unit.interactions.test_speakers import Corrected, corrected

__all__ = ["corrected", "desk"]
pytestmark = pytest.mark.feature("S2.1")
A, C, B = "Ida Oak", "Carl Ash", "Bert Fir"
AGENT, CUSTOMER, COLLEAGUE = Speaker.AGENT, Speaker.CUSTOMER, Speaker.COLLEAGUE


def spoken() -> Any:
    """Three of whom Ida and Bert were read as customers, and Carl as the agent."""
    read = {A: CUSTOMER, C: AGENT, B: CUSTOMER}
    made = turns_of(*((who, f"words {at}") for at, who in enumerate((*read.values(), *read.values()))))
    names = [*read, *read]
    return tuple(turn.model_copy(update={"voice": name}) for turn, name in zip(made, names, strict=True))


@pytest.mark.parametrize(("said", "turned"), [
    ({B: AGENT}, False), ({B: COLLEAGUE}, False), ({A: AGENT}, False), ({C: CUSTOMER}, True),
    ({A: AGENT, B: AGENT}, True), ({A: AGENT, C: CUSTOMER}, True), ({C: COLLEAGUE}, False),
    ({C: Speaker.SYSTEM}, False),
    ({A: COLLEAGUE, B: COLLEAGUE}, False),
])  # fmt: skip
def test_one_of_several_customers_who_is_none_leaves_it_to_the_others(said: dict[str, Speaker], turned: bool) -> None:
    assert is_turned(told(spoken(), said)) is turned


def test_both_swapped_are_turned_and_twice_they_are_not() -> None:
    once = with_both_swapped(spoken())
    assert (is_turned(once), is_turned(with_both_swapped(once))) == (True, False)


def loaded(corrected: Corrected, given: dict[str, str], *, alma: bool = False) -> Interaction:
    desk: Desk = corrected.desk
    if alma:
        known(desk, ALMA)
    body = calls({"tel": "+4930111", "role": "caller"}, {"tel": "+4930222", "role": "callee"})
    item = taken(desk, body, QUEUE | given)
    desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)
    return corrected.now(item.interaction_id or "")


@pytest.mark.parametrize(("said", "customer"), [
    ({"agent": CUSTOMER}, "+4930222"), ({"customer": AGENT}, "+4930222"), ({"agent": COLLEAGUE}, "+4930111"),
    ({"customer": AGENT, "agent": CUSTOMER}, "+4930222"),
])  # fmt: skip
def test_the_customer_follows_what_is_said_voice_by_voice(
    corrected: Corrected, said: dict[str, Speaker], customer: str
) -> None:
    before = loaded(corrected, {"agent": "AG-1"})
    assert before.customer_reference == "+4930111"
    assert corrected.correct(before, SpeakersSaid(voices=said)).customer_reference == customer


def test_the_agents_own_number_never_becomes_the_customers(corrected: Corrected) -> None:
    before = loaded(corrected, {"agent": "alma.elm@acme.example"}, alma=True)
    assert (before.agent_id, before.customer_reference) == ("us_alma", "+4930222")
    assert corrected.correct(before).customer_reference == "+4930222"
