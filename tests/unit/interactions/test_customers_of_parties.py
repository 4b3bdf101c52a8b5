"""A vCon that gives no roles, as conservers write it, still tells who the customer is once the agent is known."""

from typing import Any

import pytest

from debrief.interactions.intake.model import IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk
from tests.unit.interactions.test_known_agents import AGENT, ALMA, BERT, CUSTOMER, QUEUE, calls, known, speakers, taken

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize("agent_first", [True, False])
@pytest.mark.parametrize("given", [QUEUE, QUEUE | {"agent": "alma.elm@acme.example"}])
@pytest.mark.parametrize(
    ("party", "reference"),
    [
        (CUSTOMER, "+4930222"),
        ({"mailto": "carl@home.example"}, "carl@home.example"),
        ({"name": "Carl Ash", "uuid": "c-77"}, "c-77"),
        ({"name": "Carl Ash"}, None),
    ],
)
def test_the_party_that_is_left_is_the_customer(
    desk: Desk, party: dict[str, Any], reference: str | None, given: dict[str, str], agent_first: bool
) -> None:
    known(desk, ALMA)
    item = taken(desk, calls(*((AGENT, party) if agent_first else (party, AGENT))), given)
    assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_alma")
    assert item.metadata.customer_reference == reference
    assert speakers(desk, item)[:2] == (["agent", "customer"] if agent_first else ["customer", "agent"])
    assert item.interaction_id is not None
    desk.normaliser.run(item.id, item.attempt, None)
    interaction = desk.interactions.interaction(item.interaction_id)
    assert interaction is not None
    assert interaction.customer_reference == reference


def test_an_agent_who_is_filled_in_later_leaves_the_other_one_as_the_customer(desk: Desk) -> None:
    known(desk, ALMA)
    held = taken(desk, calls({"name": "A. E.", "tel": "+4930111"}, CUSTOMER), QUEUE | {"agent": "nobody"})
    assert held.status is IntakeStatus.HELD
    assert held.metadata.customer_reference is None
    done = desk.intake.complete(held, {"agent_reference": "alma.elm@acme.example"})
    assert (done.status, done.metadata.customer_reference) == (IntakeStatus.PROCESSING, "+4930222")


def test_another_agent_is_not_the_customer(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    parties = (AGENT, {"mailto": "bert.oak@acme.example"}, CUSTOMER)
    item = taken(desk, calls(*parties), QUEUE | {"agent": "alma.elm@acme.example"})
    assert item.metadata.customer_reference == "+4930222"
    assert speakers(desk, item)[:3] == ["agent", "colleague", "customer"]


def test_what_is_given_elsewhere_stands(desk: Desk) -> None:
    known(desk, ALMA)
    item = taken(desk, calls(AGENT, CUSTOMER), QUEUE | {"customer": "C-9"})
    assert item.metadata.customer_reference == "C-9"


def test_of_two_who_may_be_it_nobody_is(desk: Desk) -> None:
    known(desk, ALMA)
    item = taken(desk, calls(AGENT, CUSTOMER, {"tel": "+4930333"}), QUEUE | {"agent": "+4930111"})
    assert item.metadata.customer_reference is None


def test_a_guess_keeps_the_other_side_for_a_swap(desk: Desk) -> None:
    known(desk, ALMA)
    dialog = [
        {"type": "text", "start": f"2026-02-01T10:00:0{at}Z", "parties": at, "body": body}
        for at, body in enumerate(["How can I help you?", "I want to cancel."])
    ]
    item = taken(desk, calls({"tel": "+4930777"}, CUSTOMER, dialog=dialog), QUEUE | {"agent": "alma.elm@acme.example"})
    assert speakers(desk, item) == ["agent", "customer"]
    assert (item.metadata.customer_reference, item.metadata.other_side) == ("+4930222", "+4930777")


def words_of(*said: tuple[str, str]) -> list[dict[str, Any]]:
    turns = [
        {"speaker": who, "start": 2.0 * at, "end": 2.0 * at + 1, "text": text} for at, (who, text) in enumerate(said)
    ]
    return [{"type": "transcript", "dialog": 0, "vendor": "v", "encoding": "json", "body": turns}]


RECORDED = [{"type": "recording", "start": "2026-02-01T10:00:00Z", "duration": 30, "url": "https://x.example/1.wav"}]


@pytest.mark.parametrize(
    ("analysis", "reference"),
    [
        (words_of(("caller", "I call about your order."), ("callee", "Yes?")), "+4930222"),
        (words_of(("speaker 0", "How can I help you?"), ("speaker 1", "My bill is too high.")), "+4930222"),
        (words_of(("Agent", "How can I help you?"), ("Customer", "My bill is too high.")), "+4930222"),
        (words_of(("Alma Elm", "How can I help you?"), ("Dora Fir", "My bill is too high.")), None),
    ],
)
def test_voices_without_names_leave_the_other_party_as_the_customer(
    desk: Desk, analysis: list[dict[str, Any]], reference: str | None
) -> None:
    known(desk, ALMA)
    body = calls(AGENT, CUSTOMER, dialog=RECORDED, analysis=analysis)
    item = taken(desk, body, QUEUE | {"direction": "outbound"})
    assert speakers(desk, item) == ["agent", "customer"]
    assert item.metadata.customer_reference == reference
