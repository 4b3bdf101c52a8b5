"""Transcripts are read masked; as they were said by permission alone, which is told (N8)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.interactions_api import wiring
from api.interactions_api.handler import lambda_handler
from debrief.interactions.conversations.events import UNMASKED
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Transcript,
    TranscriptReference,
    Turn,
)
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import AccountSettings
from debrief.people.rows_store import settings_row
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.interactions.people import put_people

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAID = ("Your card number?", "It's 4111 1111 1111 1111, write to jo@example.com.")


@pytest.fixture
def put(aws: None) -> SequentialIds:
    clock, ids = FixedClock(NOW), SequentialIds()
    key = "transcripts/int_1/1.json"
    store = InteractionStore(ObjectStore("test-content"))
    turns = tuple(
        Turn(index=at, speaker=who, text=text, start_ms=at)
        for at, (who, text) in enumerate(zip((Speaker.AGENT, Speaker.CUSTOMER), SAID, strict=True))
    )
    store.put_transcript(key, Transcript(interaction_id="int_1", turns=turns, source_format=SourceFormat.VCON))
    interaction = Interaction(
        id="int_1",
        contact_reference="C-1",
        agent_id="us_kim",
        started_at=NOW,
        duration_ms=60_000,
        channel=Channel.CHAT,
        queue="q",
        transcript=TranscriptReference(key=key, source_format=SourceFormat.VCON, turns=2, words=15),
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=NOW,
    )
    people = (("ada", "admin", None), ("sam", "supervisor", "us_ada"), ("kim", "agent", "us_sam"))
    with Transaction(clock, ids) as tx:
        store.put(tx, interaction)
    put_people(NOW, ids, *people)
    for part in (wiring.service, wiring.unmasking):
        part.forget()
    return ids


def read(who: str, **query: str | list[str]) -> Answer:
    path = "/interactions/int_1/transcript"
    return answer_of(lambda_handler(api_event("GET", path, f"us_{who}", query=query), LAMBDA_CONTEXT))


def said(answer: Answer) -> Any:
    assert answer.status == 200, answer.body
    return [turn["text"] for turn in answer.body["turns"]]


def looked() -> list[Event]:
    found = [Event.model_validate_json(row.body or "") for row in query_all(InteractionRow, "OUTBOX", index="GSI1")]
    return [event for event in found if event.type == UNMASKED]


@pytest.mark.feature("N8", "P2")
def test_everybody_reads_masks_and_the_right_to_see_more_is_used_by_hand_and_told(put: SequentialIds) -> None:
    masked = [SAID[0], "It's card•••••••••••••••, write to email•••••••••."]
    for who in ("ada", "sam", "kim"):
        assert said(read(who)) == masked
    for who in ("sam", "kim"):
        assert read(who, unmasked="true").status == 403
    assert looked() == []
    assert said(read("ada", unmasked="true")) == list(SAID)
    (event,) = looked()
    assert (event.subject, event.data) == ("int_1", {"agent_id": "us_kim", "by": "us_ada"})


@pytest.mark.feature("N8")
def test_the_account_settles_by_kind_what_is_masked(put: SequentialIds) -> None:
    with Transaction(FixedClock(NOW), put) as tx:
        tx.put(settings_row(AccountSettings.model_validate({"masking": {"card": "never"}})))
    assert said(read("kim"))[1] == "It's 4111 1111 1111 1111, write to email•••••••••."
