"""Every hold names an act that leads out of it: for each code something is held, and what its reason says is done."""

import json
from typing import Any, NamedTuple

import pytest

from debrief.interactions.holds import HoldAct, HoldCode, HoldReason
from debrief.interactions.intake.model import Dismissal, IntakeItem, IntakeStatus
from debrief.interactions.intake.verification import AgentMatch, reasons_to_hold
from tests.unit.interactions.test_audio import wav as tone
from tests.unit.interactions.test_intake import NOW, Desk, desk, vcon
from tests.unit.interactions.test_intake_kinds import KNOWN, words

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

CHAT, CALL = "chats/a.vcon.json", "calls/call_GUID_1_.wav"
SPEECH = json.dumps(words(("spk_0", "Thank you for calling."), ("spk_1", "My bill is wrong."))).encode()


def heard_of(address: str) -> bytes:
    """A vCon whose only recording lies elsewhere."""
    document = json.loads(vcon())
    document["dialog"] = [
        {
            "type": "recording",
            "start": "2026-02-01T10:00:00Z",
            "duration": 2,
            "parties": [0, 1],
            "mediatype": "audio/x-wav",
            "url": address,
            "content_hash": "sha512-x",
        }
    ]
    return json.dumps(document).encode()


def unread() -> bytes:
    """A vCon whose transcript is of a form that isn't read."""
    document = json.loads(heard_of("https://elsewhere.example/a.wav"))
    document["analysis"] = [
        {"type": "transcript", "dialog": 0, "vendor": "Sample", "encoding": "json", "body": {"lattice": [1, 2]}}
    ]
    return json.dumps(document).encode()


class Case(NamedTuple):
    """How something comes to be held, and what is done about it.

    drops: keys and what is dropped under them, the last one held. field, value: what is filled in; of DROP_AGAIN and
    ADD, the key and what is dropped there.
    """

    code: HoldCode
    act: HoldAct
    drops: tuple[tuple[str, bytes, dict[str, str] | None], ...]
    field: str
    value: Any


def chat(code: HoldCode, field: str, value: str, **metadata: Any) -> Case:
    """A chat that lacks something, which is filled in."""
    return Case(code, HoldAct.COMPLETE, ((CHAT, vcon(**metadata), None),), field, value)


def again(code: HoldCode, body: bytes, key: str = CHAT, mended: bytes | None = None) -> Case:
    """What is dropped again, mended."""
    return Case(code, HoldAct.DROP_AGAIN, ((key, body, KNOWN),), key, mended or vcon())


KNOWN_ORDERS = ("known/a.vcon.json", vcon(queue="Orders", contact_reference="C-0"), None)
UNDATED = {name: value for name, value in KNOWN.items() if name != "dt"}
CASES = [
    chat(HoldCode.AGENT_MISSING, "agent_reference", "AG-1", agent_id=None),
    chat(HoldCode.AGENT_UNKNOWN, "agent_reference", "AG-1", agent_id="nobody"),
    Case(HoldCode.DATE_MISSING, HoldAct.COMPLETE, ((CALL, tone(8000), UNDATED),), "started_at", "2026-02-01T10:00:00Z"),
    chat(
        HoldCode.DATE_IN_FUTURE,
        "started_at",
        "2026-02-01T10:00:00Z",
        started_at="2030-01-01T00:00:00Z",
        ended_at=None,
    ),
    chat(HoldCode.QUEUE_MISSING, "queue", "billing", queue=None),
    Case(
        HoldCode.QUEUE_UNKNOWN,
        HoldAct.COMPLETE,
        (KNOWN_ORDERS, (CHAT, vcon(queue="Ordres"), None)),
        "queue",
        "Orders",
    ),
    Case(HoldCode.DURATION_MISSING, HoldAct.COMPLETE, ((CALL, b"no sound", KNOWN),), "duration_ms", "65000"),
    chat(HoldCode.END_BEFORE_START, "ended_at", "2026-02-01T10:05:00Z", ended_at="2026-02-01T09:00:00Z"),
    again(HoldCode.DOCUMENT_UNREADABLE, b'{"vcon": "0.4.0", "parties": ['),
    again(HoldCode.DOCUMENT_UNSUPPORTED, b'{"evaluationId": 1, "questions": []}'),
    again(HoldCode.DOCUMENT_EMPTY, b""),
    again(
        HoldCode.TRANSCRIPTION_FAILED,
        json.dumps({**json.loads(SPEECH), "status": "FAILED"}).encode(),
        key="calls/a.json",
        mended=SPEECH,
    ),
    Case(
        HoldCode.RECORDING_NOT_FETCHED,
        HoldAct.ADD,
        ((CHAT, heard_of("https://elsewhere.example/a.wav"), None),),
        "chats/a.wav",
        tone(16_000),
    ),
    again(HoldCode.TRANSCRIPT_UNREAD, unread()),
    chat(HoldCode.CHANNEL_UNKNOWN, "channel", "chat", channel="smoke signals"),
    Case(
        HoldCode.CONTENT_MISSING,
        HoldAct.ADD,
        (("calls/call_GUID_1_.json", json.dumps(KNOWN).encode(), None),),
        CALL,
        tone(8000),
    ),
    Case(
        HoldCode.DUPLICATE,
        HoldAct.REPLACE,
        (("chats/first.vcon.json", vcon(), None), (CHAT, vcon("Give me a moment."), None)),
        "contact_reference",
        "C-2",
    ),
    Case(
        HoldCode.LANGUAGE_UNSUPPORTED,
        HoldAct.COMPLETE,
        ((CALL, tone(8000), {**KNOWN, "language": "tlh"}),),
        "language",
        "en-GB",
    ),
    chat(HoldCode.TOO_LARGE, "queue", "billing", queue="q" * 5_000),
]
EACH = pytest.mark.parametrize("case", CASES, ids=[each.code.value for each in CASES])


def held(desk: Desk, case: Case) -> IntakeItem:
    """The item that is held for the case's reason."""
    for key, body, metadata in case.drops:
        desk.drop(key, body, metadata)
    item = desk.item(case.drops[-1][0])
    assert item.status is IntakeStatus.HELD, item
    assert case.code in [each.code for each in item.reasons], item.reasons
    return item


def reason_of(item: IntakeItem, code: HoldCode) -> HoldReason:
    return next(each for each in item.reasons if each.code is code)


def test_every_code_has_a_way_out() -> None:
    # That several users answer to one reference can't come about while references are unique; its rule stands. A spent
    # budget holds what was already found complete, see `test_transcription_budget`.
    assert {each.code for each in CASES} | {HoldCode.AGENT_AMBIGUOUS, HoldCode.BUDGET_SPENT} == set(HoldCode)
    from debrief.interactions.formats.metadata import Metadata

    both = AgentMatch(reference="AG-1", user_ids=("us_1", "us_2"))
    (reason,) = [
        each
        for each in reasons_to_hold(Metadata(agent_reference="AG-1"), agent=both, now=NOW)
        if each.code is HoldCode.AGENT_AMBIGUOUS
    ]
    assert (reason.act, reason.field) == (HoldAct.COMPLETE, "agent_reference")


@EACH
def test_the_act_that_a_hold_names_leads_out_of_it(desk: Desk, case: Case) -> None:
    item = held(desk, case)
    reason = reason_of(item, case.code)
    assert reason.act is case.act
    if reason.act in (HoldAct.COMPLETE, HoldAct.REPLACE):
        assert reason.field == case.field
        done = desk.intake.complete(item, {case.field: case.value})
    else:
        assert reason.field is None
        desk.drop(case.field, case.value, KNOWN)
        done = desk.item(case.drops[-1][0])
    assert done.status is IntakeStatus.PROCESSING, done.reasons
    assert done.reasons == ()


def test_a_duplicate_takes_the_place_of_the_other_one(desk: Desk) -> None:
    case = next(each for each in CASES if each.code is HoldCode.DUPLICATE)
    assert desk.intake.release(held(desk, case), replace=True).status is IntakeStatus.PROCESSING


@EACH
def test_dismissing_leads_out_of_every_hold_and_releasing_back(desk: Desk, case: Case) -> None:
    item = held(desk, case)
    dismissed = desk.intake.dismiss(item, Dismissal(reason="A test", by="us_admin", at=NOW))
    assert dismissed.status is IntakeStatus.DISMISSED
    back = desk.intake.release(dismissed)
    assert (back.status, [each.code for each in back.reasons]) == (
        IntakeStatus.HELD,
        [each.code for each in item.reasons],
    )


def test_a_reason_from_before_acts_were_told_has_one() -> None:
    old = '{"code": "content_missing", "field": null, "sentence": "Only metadata came so far."}'
    assert HoldReason.from_kept(old).act is HoldAct.ADD
    assert HoldReason(code=HoldCode.TOO_LARGE, sentence="Its further can't be taken.").act is HoldAct.DROP_AGAIN
