"""A name alone is a guess at who the agent is: not against the words, not for who handles no conversations."""

from typing import Any

import pytest

from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.people.model import User, UserKind
from tests.unit.interactions.test_intake import Desk, desk
from tests.unit.interactions.test_intake_documents import KNOWN
from tests.unit.interactions.test_known_agents import AGENT, ALMA, BERT, CUSTOMER, QUEUE, calls, known, speakers, taken
from tests.unit.interactions.test_who_is_who import captions

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")
DATED = QUEUE | {"dt": KNOWN["dt"]}
HELPS, CANCELS = "Thanks for contacting us, how may I assist?", "I'd like to order a second router"


def roles(desk: Desk, item: IntakeItem) -> tuple[RolesFrom, bool]:
    read = desk.reader.conversation(item)
    assert read is not None
    return read.roles.basis, read.roles.guessed


@pytest.mark.parametrize("said", [[("Ida Oak", HELPS), ("Alma Elm", CANCELS)], [("Elm, Alma", CANCELS), ("2", HELPS)]])
def test_a_customer_who_is_called_as_a_user_is_not_the_agent(desk: Desk, said: list[tuple[str, str]]) -> None:
    known(desk, ALMA)
    item = taken(desk, captions(*said).encode(), DATED, "calls/a.vtt")
    assert (item.status, item.agent_id) == (IntakeStatus.HELD, None)
    assert [(each.code, each.field) for each in item.reasons] == [(HoldCode.AGENT_MISSING, "agent_reference")]
    assert "speaks as the customer does" in item.reasons[0].sentence
    given = taken(desk, captions(*said).encode(), DATED | {"agent": "Alma Elm"}, "calls/b.vtt")
    assert given.agent_id == "us_alma"
    assert any("the wording is the other way round" in each for each in given.warnings)


def test_a_party_who_is_called_as_a_user_and_speaks_as_a_customer_is_not_the_agent(desk: Desk) -> None:
    known(desk, ALMA)
    dialog = [
        {"type": "text", "start": "2026-02-01T10:00:00Z", "parties": 1, "body": HELPS},
        {"type": "text", "start": "2026-02-01T10:00:09Z", "parties": 0, "body": CANCELS},
    ]
    parties = {"name": "Alma Elm", "role": "caller"}, {"name": "Ida Oak", "role": "callee"}
    item = taken(desk, calls(*parties, dialog=dialog), QUEUE)
    assert (item.status, item.agent_id) == (IntakeStatus.HELD, None)


def test_a_name_alone_is_a_guess_that_is_told(desk: Desk) -> None:
    known(desk, ALMA)
    said = captions(("Alma Elm", HELPS), ("Carl Ash", CANCELS)).encode()
    item = taken(desk, said, DATED, "calls/a.vtt")
    assert (item.agent_id, speakers(desk, item)) == ("us_alma", ["agent", "customer"])
    assert roles(desk, item) == (RolesFrom.NAME, True)
    assert any("a name alone" in each for each in item.warnings)
    given = taken(desk, said, DATED | {"agent": "Alma Elm"}, "calls/b.vtt")
    assert roles(desk, given) == (RolesFrom.NAME, False)
    addressed = captions(("alma.elm@acme.example", HELPS), ("Carl Ash", CANCELS)).encode()
    assert roles(desk, taken(desk, addressed, DATED, "calls/c.vtt")) == (RolesFrom.NAME, False)


@pytest.mark.parametrize(("role", "references"), [("agent", ()), ("supervisor", ("cash",))])
def test_a_role_of_their_own_work_or_a_reference_tells_who_handles_conversations(
    desk: Desk, role: str, references: tuple[str, ...]
) -> None:
    roles = frozenset({role})
    known(
        desk,
        User(id="us_x", name="Carl Ash", email="carl@acme.example", role_ids=roles, agent_references=references),
    )
    item = taken(desk, captions(("Carl Ash", "Morning."), ("Ida Oak", "Hello.")).encode(), DATED, "calls/a.vtt")
    assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_x")


@pytest.mark.parametrize(
    "who",
    [
        User(id="us_x", name="Carl Ash", email=None, kind=UserKind.BOT),
        User(id="us_x", name="Carl Ash", email="carl@acme.example", role_ids=frozenset({"admin"})),
        User(id="us_x", name="Carl Ash", email="carl@acme.example", role_ids=frozenset({"evaluator", "supervisor"})),
    ],
    ids=["a bot", "an administrator", "an evaluator"],
)
def test_who_handles_no_conversations_is_nobody_in_them(desk: Desk, who: User) -> None:
    known(desk, who)
    item = taken(desk, captions(("Ida Oak", "Morning."), ("Carl Ash", "Hello.")).encode(), DATED, "calls/a.vtt")
    assert (item.status, item.agent_id) == (IntakeStatus.HELD, None)
    known(desk, ALMA)
    item = taken(desk, captions(("Alma Elm", "Morning."), ("Carl Ash", "Hello.")).encode(), DATED, "calls/b.vtt")
    assert (item.agent_id, speakers(desk, item)) == ("us_alma", ["agent", "customer"])


def test_an_address_is_before_a_name(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    said = ("alma.elm@acme.example", "Good morning."), ("Bert Oak", "Hello.")
    item = taken(desk, captions(*said).encode(), DATED, "calls/a.vtt")
    assert (item.agent_id, speakers(desk, item)) == ("us_alma", ["agent", "customer"])
    said = ("alma.elm@acme.example", CANCELS), ("Bert Oak", HELPS)
    item = taken(desk, captions(*said).encode(), DATED, "calls/b.vtt")
    assert (item.status, item.agent_id) == (IntakeStatus.HELD, None)


# The customer's reference ---------------------------------------------------------------------------------------------


def numbered() -> dict[str, Any]:
    lines = [("0", "Good day"), ("1", "Hello"), ("0", "Is it about the router")]
    segments = [
        {"id": at, "start": at, "end": at + 1, "text": said, "speaker": who} for at, (who, said) in enumerate(lines)
    ]
    body = {"transcript": {"text": "-", "language": "en", "duration": 3, "confidence": 1}, "segments": segments}
    return {"type": "wtf_transcription", "dialog": 0, "encoding": "json", "body": body}


@pytest.mark.parametrize("agent", [{}, {"agent": "+4930111"}, {"agent": "alma.elm@acme.example"}])
@pytest.mark.parametrize("attached", [False, True])
def test_a_known_agent_who_dialled_is_not_the_customer_though_voices_are_numbers(
    desk: Desk, agent: dict[str, str], attached: bool
) -> None:
    known(desk, ALMA)
    dialog = [{"type": "recording", "start": "2026-02-01T10:00:00Z", "duration": 3, "parties": [0, 1]}]
    metadata = {"purpose": "metadata", "encoding": "json", "body": {"agent": "alma.elm@acme.example"}}
    body = calls(
        {"name": "Alma Elm", "tel": "+4930111", "role": "caller"},
        {**CUSTOMER, "role": "callee"},
        dialog=dialog,
        analysis=[numbered()],
        attachments=[metadata] if attached else [],
    )
    item = taken(desk, body, QUEUE | agent)
    assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_alma"), item.reasons
    assert item.metadata.customer_reference == "+4930222"
    assert not any("only who called" in each for each in item.warnings)


@pytest.mark.parametrize(("given", "customer"), [({}, None), ({"callee": "+4930222"}, "+4930222")])
def test_a_caller_who_is_the_agent_is_not_the_customer(desk: Desk, given: dict[str, str], customer: str | None) -> None:
    known(desk, ALMA)
    said = captions(("Agent", "Good morning."), ("Customer", "Hello.")).encode()
    told = DATED | {"agent": "alma.elm@acme.example", "caller": "tel:+4930111"} | given
    item = taken(desk, said, told, "calls/a.vtt")
    assert (item.status, item.metadata.customer_reference) == (IntakeStatus.PROCESSING, customer)
    assert any("agent's own" in each for each in item.warnings) is (customer is None)


def test_the_agents_own_number_is_left_out_of_what_is_loaded_too(desk: Desk) -> None:
    known(desk, ALMA)
    party = {"tel": "tel:+4930111", "role": "customer"}
    item = taken(desk, calls(party, {"name": "Desk", "role": "agent"}), QUEUE | {"agent": "alma.elm@acme.example"})
    desk.normaliser.run(item.id, item.attempt, None)
    loaded = desk.interactions.interaction(item.interaction_id or "")
    assert loaded is not None
    assert (loaded.agent_id, loaded.customer_reference) == ("us_alma", None)


# Contradictions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        [("Agent Bert Oak", "Morning."), ("Customer", "Hello.")],
        [("Bert Oak", HELPS), ("Ida Fir", CANCELS)],
        [("bert.oak@acme.example", HELPS), ("Ida Fir", CANCELS)],
        [("Agent", "Morning."), ("Customer Alma Elm", "Hello.")],
    ],
)
def test_an_agent_of_the_metadata_whom_the_transcript_contradicts_is_told(
    desk: Desk, said: list[tuple[str, str]]
) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    item = taken(desk, captions(*said).encode(), DATED | {"agent": "+4930111"}, "calls/a.vtt")
    about = [each for each in item.warnings if "the agent that is given" in each or "given as the agent" in each]
    assert item.status is IntakeStatus.HELD or about, item.warnings


@pytest.mark.parametrize("customer", [AGENT, {"name": "Alma Elm"}])
def test_an_agent_of_the_metadata_who_is_the_customer_of_a_vcon_is_told(desk: Desk, customer: dict[str, str]) -> None:
    known(desk, ALMA)
    body = calls({**customer, "role": "customer"}, {**CUSTOMER, "role": "agent"})
    item = taken(desk, body, QUEUE | {"agent": "alma.elm@acme.example"})
    assert item.status is IntakeStatus.HELD or any(
        "given as the agent is the customer" in each for each in item.warnings
    )


def test_an_agent_whom_the_transcript_calls_so_is_not_contradicted(desk: Desk) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    for at, voice in enumerate(("Agent Alma Elm", "Alma Elm", "Agent", "Agent 1", "Bertha")):
        said = captions((voice, HELPS), ("Customer Bert Oak", CANCELS)).encode()
        item = taken(desk, said, DATED | {"agent": "+4930111"}, f"calls/{at}.vtt")
        assert not any("given" in each for each in item.warnings), (voice, item.warnings)


# More than two --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", [{"agent": "+4930111"}, {"agent": "alma.elm@acme.example"}])
@pytest.mark.parametrize("roles_given", [("caller", "callee", "callee"), ("callee", "caller", "callee")])
@pytest.mark.parametrize("second", [{"name": "Bert Oak"}, {"mailto": "bert.oak@acme.example"}, {"sip": "bo"}])
def test_of_several_who_were_called_a_user_is_a_colleague(
    desk: Desk, roles_given: tuple[str, ...], second: dict[str, str], agent: dict[str, str]
) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    parties = [{**who, "role": role} for who, role in zip((AGENT, CUSTOMER, second), roles_given, strict=True)]
    for at, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 2, 0))):
        item = taken(
            desk, calls(*(parties[place] for place in order), uuid=f"call-{at}"), QUEUE | agent, f"calls/{at}.vcon"
        )
        assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_alma"), item.reasons
        who = ["agent", "customer", "colleague"]
        assert speakers(desk, item)[:3] == [who[place] for place in order]
        assert item.metadata.customer_reference == "+4930222"


@pytest.mark.parametrize("voice", ["Music", "Hold music", "Announcement 2", "voicemail", "[Ringing]"])
def test_what_is_nobody_does_not_become_the_customer(desk: Desk, voice: str) -> None:
    known(desk, ALMA)
    known(desk, BERT)
    three = captions(("Alma Elm", "Good morning."), ("Bert Oak", "Hello."), (voice, "la la")).encode()
    assert speakers(desk, taken(desk, three, DATED | {"agent": "+4930111"}, "calls/a.vtt"))[2] != "customer"
    two = captions(("Alma Elm", "Good morning."), (voice, "la la")).encode()
    assert speakers(desk, taken(desk, two, DATED | {"agent": "+4930111"}, "calls/b.vtt"))[1] != "customer"
    four = captions(("Alma Elm", "Good morning."), (voice, "la"), ("Bert Oak", "Hello."), ("Ida Fir", "Hi.")).encode()
    item = taken(desk, four, DATED | {"agent": "+4930111"}, "calls/c.vtt")
    assert [speakers(desk, item)[at] for at in (0, 2, 3)] == ["agent", "colleague", "customer"]


# Bounds ---------------------------------------------------------------------------------------------------------------


def test_however_many_voices_speak_few_are_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    known(desk, ALMA)
    asked: list[str] = []
    named = desk.people.users_named

    def counted(name: str) -> list[User]:
        asked.append(name)
        return named(name)

    monkeypatch.setattr(desk.people, "users_named", counted)
    blocks = [
        f"00:{at // 60:02d}:{at % 60:02d}.000 --> 00:{at // 60:02d}:{at % 60:02d}.900\n<v Guest{at} Fir{at}>Hi."
        for at in range(400)
    ]
    body = "\n\n".join(["WEBVTT", "00:00.000 --> 00:00.900\n<v Alma Elm>Hello.", *blocks]).encode()
    item = taken(desk, body, DATED | {"agent": "+4930111"}, "calls/a.vtt")
    assert item.agent_id == "us_alma"
    assert len(asked) < 60, len(asked)
