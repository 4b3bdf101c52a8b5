"""Of a contact centre's legs the agent is who spoke first, whoever it rang at before, and however they are ordered."""

from typing import Any

import pytest

from debrief.interactions.formats.parsed import ParsedConversation
from tests.unit.interactions.test_who_is_who import read, who

pytestmark = pytest.mark.feature("S2.1")


def call(*agents: dict[str, Any], customer: dict[str, Any] | None = None, **changes: Any) -> ParsedConversation:
    phrases = [
        {"text": "Yes hello", "participantPurpose": "internal", "startTimeMs": 3000},
        {"text": "My parcel", "participantPurpose": "external", "startTimeMs": 5000},
        {"text": "I look", "participantPurpose": "internal", "startTimeMs": 9000},
    ]
    participants = [{"participantPurpose": "agent", **agent} for agent in agents]
    if customer:
        participants.append({"participantPurpose": "external", **customer})
    return read({"conversationId": "g", "transcripts": [{"phrases": phrases}], "participants": participants, **changes})


RANG = {"userId": "ringer", "startTimeMs": 0, "endTimeMs": 700}


@pytest.mark.parametrize("agents", [
    (RANG, {"userId": "talker", "startTimeMs": 900}),
    ({"userId": "talker", "startTimeMs": 900}, RANG),
    (RANG, {**RANG, "userId": "other", "startTimeMs": 750, "endTimeMs": 800}, {"userId": "talker", "startTimeMs": 900}),
])  # fmt: skip
def test_whoever_it_only_rang_at_is_not_the_agent(agents: tuple[dict[str, Any], ...]) -> None:
    parsed = call(*agents)
    assert (parsed.metadata.agent_reference, who(parsed)) == ("talker", ["agent", "customer", "agent"])
    assert not any("More than one agent" in each for each in parsed.warnings)


@pytest.mark.parametrize("turned", [False, True])
def test_the_first_is_the_first_in_time(turned: bool) -> None:
    agents = [{"userId": "a", "startTimeMs": 0, "endTimeMs": 6000}, {"userId": "b", "startTimeMs": 6500}]
    parsed = call(*(reversed(agents) if turned else agents))
    assert (parsed.metadata.agent_reference, who(parsed)) == ("a", ["agent", "customer", "colleague"])


@pytest.mark.parametrize("shared", [{"participantId": "p"}, {"name": "Ann Ash"}, {"id": "p"}])
@pytest.mark.parametrize("first_named", [True, False])
def test_a_second_leg_that_shares_an_id_is_of_the_same_person(shared: dict[str, str], first_named: bool) -> None:
    user = {"userId": "a"}
    parsed = call(
        {**shared, **(user if first_named else {}), "startTimeMs": 0, "endTimeMs": 6000},
        {**shared, **({} if first_named else user), "startTimeMs": 6500},
    )
    assert (parsed.metadata.agent_reference, who(parsed)) == ("a", ["agent", "customer", "agent"])
    assert parsed.warnings == ()


def test_a_leg_that_tells_no_person_may_be_anybodys() -> None:
    first = {"userId": "a", "participantId": "p1", "startTimeMs": 0, "endTimeMs": 6000}
    parsed = call(first, {"participantId": "p2", "startTimeMs": 6500})
    assert (parsed.metadata.agent_reference, who(parsed)) == ("a", ["agent", "customer", "unknown"])
    assert any("doesn't always tell" in each for each in parsed.warnings)


@pytest.mark.parametrize(("line", "customer"), [
    ("sip:+4930555@trunk.acme.example", "+4930555"), ("sips:+4930555@10.0.0.1;user=phone", "+4930555"),
    ("tel:+4930555;ext=4", "+4930555"), ("<sip:030555@x>", "030555"), ("sip:ida@acme.example", "ida@acme.example"),
])  # fmt: skip
@pytest.mark.parametrize(("side", "direction"), [("ani", "inbound"), ("dnis", "outbound")])
def test_a_number_is_a_number_without_its_host(line: str, customer: str, side: str, direction: str) -> None:
    parsed = call({"userId": "a"}, customer={side: line, "initialDirection": direction})
    assert parsed.metadata.customer_reference == customer
