"""Whoever is known as the agent is the agent: by name, address or reference, before who dialled is asked."""

from typing import Any

import pytest

from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from tests.unit.interactions import samples
from tests.unit.interactions.test_intake import Desk, desk
from tests.unit.interactions.test_intake_documents import KNOWN
from tests.unit.interactions.test_speakers import Corrected, corrected
from tests.unit.interactions.test_who_is_who import captions

__all__ = ["corrected", "desk"]
pytestmark = pytest.mark.feature("S2.1")
ALMA = User(id="us_alma", name="Alma Elm", email="alma.elm@acme.example", agent_references=("+4930111",))
BERT = User(id="us_bert", name="Bert Oak", email="bert.oak@acme.example", agent_references=("bo",))
AGENT = {"name": "Alma Elm", "mailto": "alma.elm@acme.example", "tel": "+4930111"}
CUSTOMER = {"name": "Carl Ash", "tel": "+4930222"}
QUEUE = {"queue": "billing"}


def known(desk: Desk, user: User) -> None:
    with Transaction(desk.clock, desk.ids) as transaction:
        write_users(transaction, [Change(None, user)])


def calls(*parties: dict[str, Any], **changes: Any) -> bytes:
    dialog = [
        {"type": "text", "start": f"2026-02-01T10:00:{at:02d}Z", "parties": at % len(parties), "body": f"words {at}"}
        for at in range(4)
    ]
    return samples.as_bytes(
        {
            "vcon": "0.0.1",
            "uuid": "0190a4b2-0000-7000-8000-000000000123",
            "parties": parties,
            "dialog": dialog,
            **changes,
        }
    )


def taken(desk: Desk, body: bytes, given: dict[str, str], name: str = "calls/k.vcon") -> IntakeItem:
    desk.drop(name, body, given)
    return desk.item(name)


def speakers(desk: Desk, item: IntakeItem) -> list[str]:
    read = desk.reader.conversation(item)
    assert read is not None
    return [str(turn.speaker) for turn in read.turns]


# Who dialled ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known_by", [{"name"}, {"mailto"}, {"tel"}, {"name", "mailto", "tel"}])
@pytest.mark.parametrize("given", [QUEUE, QUEUE | {"agent": "alma.elm@acme.example"}, QUEUE | {"agent": "+4930111"}])
@pytest.mark.parametrize("direction", [{}, {"direction": "inbound"}])
def test_a_known_agent_who_dialled_is_the_agent(
    desk: Desk, known_by: set[str], given: dict[str, str], direction: dict[str, str]
) -> None:
    known(desk, ALMA)
    party = {name: value for name, value in AGENT.items() if name in known_by}
    item = taken(desk, calls({**party, "role": "caller"}, {**CUSTOMER, "role": "callee"}), given | direction)
    assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_alma")
    assert item.metadata.customer_reference == "+4930222"
    assert not any("only who called" in each for each in item.warnings)
    read = desk.reader.conversation(item)
    assert read is not None
    # A name alone may be a namesake's; an address or a number is theirs, and so is who is given.
    assert (read.roles.basis, read.roles.guessed) == (RolesFrom.NAME, known_by == {"name"} and given == QUEUE)
    assert speakers(desk, item) == ["agent", "customer"] * 2


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("roles", [("caller", "callee"), ("callee", "caller"), ("caller", None), (None, "callee")])
def test_a_known_agent_is_the_agent_wherever_they_stand(
    desk: Desk, roles: tuple[str | None, str | None], first: bool
) -> None:
    known(desk, ALMA)
    people = [AGENT, CUSTOMER] if first else [CUSTOMER, AGENT]
    parties = [{**who, **({"role": role} if role else {})} for who, role in zip(people, roles, strict=True)]
    item = taken(desk, calls(*parties), QUEUE)
    assert (item.status, item.agent_id, item.metadata.customer_reference) == (
        IntakeStatus.PROCESSING,
        "us_alma",
        "+4930222",
    )
    assert speakers(desk, item)[:2] == (["agent", "customer"] if first else ["customer", "agent"])


def test_who_dialled_stays_a_guess_where_nobody_is_known(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    body = calls({**AGENT, "role": "caller"}, {"mailto": "bert.oak@acme.example", "role": "callee"})
    item = taken(desk, body, QUEUE)
    assert item.agent_id == "us_bert", "of two users who are called so, who was called"
    assert any("only who called" in each for each in item.warnings)
    told = taken(desk, body, QUEUE | {"agent": "alma.elm@acme.example"}, "calls/told.vcon")
    assert told.agent_id == "us_alma"
    assert speakers(desk, told)[:2] == ["agent", "customer"]


# The name of a user ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Alma Elm", "alma  ELM", "Elm, Alma"])
def test_the_one_user_of_a_name_is_the_agent(desk: Desk, name: str) -> None:
    known(desk, ALMA)
    spoken = captions((name, "Good morning."), ("Carl Ash", "Hello.")).encode()
    heard = taken(desk, spoken, QUEUE | {"dt": KNOWN["dt"]}, "calls/a.vtt")
    given = taken(desk, spoken, KNOWN | {"agent": name}, "calls/b.vtt")
    party = taken(desk, calls({"name": name}, CUSTOMER), QUEUE, "calls/c.vcon")
    for item in (heard, given, party):
        assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_alma"), item.reasons
        assert speakers(desk, item)[:2] == ["agent", "customer"]


def test_several_users_of_a_name_are_asked_about(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, ALMA.model_copy(update={"id": "us_other", "email": "other@acme.example", "agent_references": ()}))
    spoken = captions(("Alma Elm", "Good morning."), ("Carl Ash", "Hello.")).encode()
    given = taken(desk, spoken, KNOWN | {"agent": "Alma Elm"}, "calls/a.vtt")
    assert [each.code for each in given.reasons] == [HoldCode.AGENT_AMBIGUOUS]
    heard = taken(desk, spoken, QUEUE | {"dt": KNOWN["dt"]}, "calls/b.vtt")
    assert [each.code for each in heard.reasons] == [HoldCode.AGENT_MISSING]


# A second agent -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("second", ["Bert Oak", "bert.oak@acme.example", "bo"])
def test_a_second_agent_is_a_colleague_and_who_is_left_the_customer(desk: Desk, second: str) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    said = ("Alma Elm", "Good morning."), ("Carl Ash", "Hello."), (second, "I take over.")
    item = taken(desk, captions(*said).encode(), KNOWN | {"agent": "+4930111"}, "calls/a.vtt")
    assert speakers(desk, item) == ["agent", "customer", "colleague"]
    people = calls(AGENT, CUSTOMER, {"name": second})
    item = taken(desk, people, QUEUE | {"agent": "+4930111"}, "calls/b.vcon")
    assert speakers(desk, item)[:3] == ["agent", "customer", "colleague"]


def test_two_of_whom_both_are_users_are_agent_and_customer(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    said = captions(("Alma Elm", "Good morning."), ("Bert Oak", "My laptop is broken.")).encode()
    assert speakers(desk, taken(desk, said, KNOWN | {"agent": "+4930111"}, "calls/a.vtt")) == ["agent", "customer"]


def test_where_nobody_is_left_to_be_the_customer_who_it_is_cannot_be_told(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    third = {"id": "us_c", "name": "Cleo Fir", "email": "c@acme.example", "agent_references": ()}
    known(desk, BERT.model_copy(update=third))
    said = ("Alma Elm", "Good morning."), ("Bert Oak", "Hello."), ("Cleo Fir", "Hi.")
    item = taken(desk, captions(*said).encode(), KNOWN | {"agent": "+4930111"}, "calls/a.vtt")
    assert speakers(desk, item) == ["agent", "unknown", "unknown"]


# Said by a person -----------------------------------------------------------------------------------------------------


def test_the_customer_of_a_guess_is_the_other_one_once_both_are_swapped(corrected: Corrected) -> None:
    body = calls({"tel": "+4930111", "role": "caller"}, {"tel": "+4930222", "role": "callee"})
    desk = corrected.desk
    given = QUEUE | {"agent": "AG-1"}
    item = taken(desk, body, given)
    desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)
    assert item.interaction_id is not None
    guessed = corrected.now(item.interaction_id)
    assert (guessed.customer_reference, corrected.who(guessed)[0]) == ("+4930111", "customer")
    after = corrected.correct(guessed)
    assert (after.customer_reference, corrected.who(after)[0]) == ("+4930222", "agent")
    assert corrected.now(after.id).customer_reference == "+4930222"
    found = [find(InteractionRow, f"CUSTOMER#{number}", f"INT#{after.id}") for number in ("+4930111", "+4930222")]
    assert [each is not None for each in found] == [False, True], "it is found by the customer whose it is"
    back = corrected.correct(corrected.now(after.id))
    assert (back.customer_reference, corrected.who(back)[0]) == ("+4930111", "customer")


def test_the_agents_own_voice_ends_a_guess_without_a_remark_on_it(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    talk = [
        ("Carl Ash", "My parcel is late."),
        ("Alma Elm", "Thank you for calling, how can I help you today?"),
        ("Carl Ash", "I want my money back."),
        ("Bert Oak", "Bert here, I take over from Alma."),
    ]
    body = captions(*talk).encode()
    item = taken(desk, body, QUEUE | {"agent": "bo", "date": "2026-02-01T10:00:00Z"}, "calls/k.vtt")
    assert speakers(desk, item) == ["customer", "colleague", "customer", "agent"]
    assert not any("called as another user" in each for each in item.warnings)


def test_who_alone_has_no_role_beside_several_agents_is_the_customer(desk: Desk) -> None:
    known(desk, ALMA)
    second = {"name": "Bert Oak", "role": "agent"}
    item = taken(desk, calls({**AGENT, "role": "agent"}, CUSTOMER, second), QUEUE)
    assert item.metadata.customer_reference == "+4930222"
    assert speakers(desk, item) == ["agent", "customer", "colleague", "agent"]


def test_the_part_of_a_second_agent_is_told_nothing_untrue(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    parties = [
        {**AGENT, "role": "agent"},
        {**CUSTOMER, "role": "customer"},
        {"name": "Bert Oak", "mailto": "bert.oak@acme.example", "role": "agent"},
    ]
    item = taken(desk, calls(*parties), QUEUE | {"agent": "bo"}, "calls/second.vcon")
    assert speakers(desk, item) == ["colleague", "customer", "agent", "colleague"]
    assert not any("as another user" in each for each in item.warnings)
    other = taken(desk, calls(*parties[:2]), QUEUE | {"agent": "bo", "contact_reference": "c-2"}, "calls/other.vcon")
    assert any("as another user" in each for each in other.warnings)
