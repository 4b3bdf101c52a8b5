"""A queue is worked off by type: what fails comes again by itself, and what is heard twice happens once."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pynamodb.attributes import NumberAttribute

from debrief.kernel import faults
from debrief.kernel.errors import Conflict, RuleBroken, Unavailable
from debrief.kernel.events import consumers
from debrief.kernel.events.consumers import KEEP_MARKERS, LONGEST_DELAY_S, Consumer, Inbox, NothingHandled
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import Row, find, table_meta
from debrief.kernel.storage.transactions import Transaction
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WRITTEN, READ, LOST = (f"debrief.people.note.{what}.v1" for what in ("written", "read", "lost"))
QUEUE = "arn:aws:sqs:eu-central-1:123456789012:debrief-test-notes"


class CountRow(Row):
    """A row that counts."""

    Meta = table_meta("PEOPLE_TABLE")

    hits = NumberAttribute(null=True)


def message(type: str, number: int, *, tries: int = 1, event_id: str = "") -> dict[str, Any]:
    """An event as a queue hands it over."""
    event = Event(id=event_id or f"evt_{number}", type=type, subject=f"note_{number}", time=NOW, data={})
    return raw(json.dumps({"detail-type": type, "detail": cloud_event(event)}), number, tries=tries)


def raw(body: str, number: int, *, tries: int = 1) -> dict[str, Any]:
    """A message with any body."""
    return {
        "messageId": f"m{number}",
        "receiptHandle": f"r{number}",
        "eventSource": "aws:sqs",
        "eventSourceARN": QUEUE,
        "attributes": {"ApproximateReceiveCount": str(tries)},
        "body": body,
    }


def work_off(consumer: Consumer, *messages: dict[str, Any]) -> list[str]:
    """Work off a batch; the messages that come again."""
    answer = consumer.work_off({"Records": list(messages)}, LAMBDA_CONTEXT)
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the consumer logs."""
    lines: list[dict[str, Any]] = []

    def tell(text: str, extra: dict[str, Any] | None = None, **what: Any) -> None:
        lines.append({"text": text, **what, **(extra or {})})

    monkeypatch.setattr(consumers.logger, "info", tell)
    for level in ("warning", "error"):
        monkeypatch.setattr(faults.logger, level, tell)
    return lines


def test_each_type_goes_to_its_handler_and_unknown_ones_are_passed_over_openly(told: list[dict[str, Any]]) -> None:
    consumer, heard = Consumer("notes"), []
    consumer.on(WRITTEN)(lambda event: heard.append(("written", event.subject)))
    consumer.on(READ)(lambda event: heard.append(("read", event.subject)))
    assert work_off(consumer, message(WRITTEN, 1), message(READ, 2), message(LOST, 3)) == []
    assert heard == [("written", "note_1"), ("read", "note_2")]
    assert told == [{"text": "an event not handled here", "consumer": "notes", "type": LOST, "event_id": "evt_3"}]
    assert consumer.types == {WRITTEN, READ}


def test_what_fails_comes_again_by_itself_and_its_reason_is_in_the_log(told: list[dict[str, Any]]) -> None:
    consumer = Consumer("notes")

    @consumer.on(WRITTEN)
    def refuse_the_second(event: Event) -> None:
        if event.subject == "note_2":
            raise RuleBroken("no")

    many = [message(WRITTEN, 1), message(WRITTEN, 2, tries=3), message(WRITTEN, 4), raw("{", 5), raw("{}", 6)]
    assert work_off(consumer, *many) == ["m2", "m5", "m6"]
    assert [(each["message_id"], each["tries"], each["fault"]) for each in told] == [
        ("m2", 3, "RuleBroken"),
        ("m5", 1, "JSONDecodeError"),
        ("m6", 1, "Malformed"),
    ]


def test_a_batch_of_which_nothing_succeeds_is_an_error_of_the_function() -> None:
    with pytest.raises(NothingHandled):
        work_off(Consumer("notes"), raw("{", 1), raw("{}", 2))


def test_the_log_does_not_quote_what_a_handler_stumbled_over(told: list[dict[str, Any]]) -> None:
    consumer = Consumer("notes")

    @consumer.on(WRITTEN)
    def stumble(event: Event) -> None:
        raise ValueError("my card number is 4111") if event.subject == "note_1" else RuleBroken("note_2 is too long")

    with pytest.raises(NothingHandled) as raised:
        work_off(consumer, message(WRITTEN, 1), message(WRITTEN, 2))
    assert "4111" not in f"{told} {raised.value}"
    assert [each.get("detail") for each in told] == [None, "note_2 is too long"]
    assert "test_consumers.py" in str(told[0]["places"])


def test_a_type_has_one_handler() -> None:
    consumer = Consumer("notes")
    consumer.on(WRITTEN)(print)
    for add in (consumer.on(READ, WRITTEN), consumer.together(WRITTEN), consumer.from_aws(WRITTEN)):
        with pytest.raises(ValueError, match="written"):
            add(lambda *_: {})


# Together ----------------------------------------------------------------------------------------------------------


def test_events_of_a_batch_are_handled_together_and_fail_one_by_one() -> None:
    consumer = Consumer("notes")
    calls: list[list[str]] = []

    @consumer.together(WRITTEN, READ)
    def count(events: Sequence[Event], seconds_left: consumers.SecondsLeft) -> Mapping[str, Exception]:
        calls.append([event.subject for event in events])
        assert seconds_left() == 30
        return {"evt_2": Unavailable("busy")}

    heard: list[str] = []
    consumer.on(LOST)(lambda event: heard.append(event.subject))
    many = [message(WRITTEN, 1), message(READ, 2), message(LOST, 3), raw("?", 4), message(READ, 5, event_id="evt_2")]
    assert work_off(consumer, *many) == ["m2", "m4", "m5"]
    assert calls == [["note_1", "note_5"]], "an event that is there twice is handled once"
    assert heard == ["note_3"]


def test_a_handler_that_breaks_fails_its_own_events_and_no_others() -> None:
    consumer = Consumer("notes")

    @consumer.together(WRITTEN)
    def broken(events: Sequence[Event], seconds_left: consumers.SecondsLeft) -> Mapping[str, Exception]:
        raise ZeroDivisionError

    consumer.on(READ)(lambda _: None)
    assert work_off(consumer, message(WRITTEN, 1), message(READ, 2), message(WRITTEN, 3)) == ["m1", "m3"]


# Once --------------------------------------------------------------------------------------------------------------


def counting(consumer: Consumer, *, refuse: bool = False) -> None:
    @consumer.once(WRITTEN)
    def count(event: Event, transaction: Transaction) -> None:
        transaction.update(
            CountRow(PK="COUNT", SK="COUNT", kind="count"), [CountRow.kind.set("count"), CountRow.hits.add(1)]
        )
        if refuse:
            transaction.check(CountRow, "NOTHING", "HERE", CountRow.PK.exists(), Conflict("not yet"))


def counted() -> int:
    row = find(CountRow, "COUNT", "COUNT")
    return int(row.hits) if row and row.hits else 0


def test_what_is_heard_twice_happens_once_for_each_consumer(aws: None) -> None:
    clock = FixedClock(NOW)
    inbox = Inbox(CountRow, clock, SequentialIds())
    first, second = Consumer("first", inbox=inbox), Consumer("second", inbox=inbox)
    counting(first)
    counting(second)
    assert work_off(first, message(WRITTEN, 1), message(WRITTEN, 2, event_id="evt_1")) == []
    assert work_off(first, message(WRITTEN, 3, event_id="evt_1", tries=2)) == []
    assert counted() == 1
    assert work_off(second, message(WRITTEN, 1)) == []
    assert counted() == 2
    marker = find(CountRow, "HEARD#evt_1", "first")
    assert marker is not None
    assert marker.expires_at == NOW + KEEP_MARKERS


def test_a_failure_leaves_no_marker_and_is_tried_again(aws: None) -> None:
    inbox = Inbox(CountRow, FixedClock(NOW), SequentialIds())
    failing, working = Consumer("notes", inbox=inbox), Consumer("notes", inbox=inbox)
    counting(failing, refuse=True)
    counting(working)
    with pytest.raises(NothingHandled):
        work_off(failing, message(WRITTEN, 1))
    assert counted() == 0
    assert work_off(working, message(WRITTEN, 1)) == []
    assert counted() == 1


def test_once_needs_a_place_for_its_markers() -> None:
    with pytest.raises(TypeError, match="inbox"):
        Consumer("notes").once(WRITTEN)


def test_markers_outlive_the_archive_of_the_bus() -> None:
    assert timedelta(days=90) < KEEP_MARKERS


# From AWS, and later ----------------------------------------------------------------------------------------------


def test_events_of_aws_services_have_handlers_of_their_own() -> None:
    consumer, heard = Consumer("notes"), []
    consumer.from_aws("Email Bounced")(lambda detail: heard.append(detail["mail"]))
    bounced = raw(json.dumps({"source": "aws.ses", "detail-type": "Email Bounced", "detail": {"mail": 1}}), 1)
    other = raw(json.dumps({"source": "aws.ses", "detail-type": "Email Opened", "detail": {}}), 2)
    assert work_off(consumer, bounced, other) == ["m2"], "what nobody handles is no event of ours"
    assert heard == [1]
    assert consumer.aws_types == {"Email Bounced"}


class Sqs:
    """Takes delays."""

    def __init__(self) -> None:
        self.hidden: dict[str, int] = {}
        self.broken = False

    def get_queue_url(self, QueueName: str) -> dict[str, str]:  # noqa: N803 - as boto3 has it
        return {"QueueUrl": f"https://queues.example.com/{QueueName}"}

    def change_message_visibility(self, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> None:  # noqa: N803
        if self.broken:
            raise RuntimeError("not now")
        assert QueueUrl == "https://queues.example.com/debrief-test-notes"
        self.hidden[ReceiptHandle] = VisibilityTimeout


def test_what_fails_again_and_again_waits_longer_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sqs = Sqs()
    monkeypatch.setattr(consumers, "client", lambda _: sqs)
    consumer = Consumer("notes", delays=(60, 600, 10 * 24 * 3600))

    @consumer.on(WRITTEN)
    def refuse(event: Event) -> None:
        if event.subject != "note_0":
            raise Unavailable("busy")

    many = [message(WRITTEN, tries, tries=max(1, tries)) for tries in range(6)]
    assert work_off(consumer, *many) == ["m1", "m2", "m3", "m4", "m5"]
    assert set(sqs.hidden) == {"r1", "r2", "r3", "r4", "r5"}
    assert 54 <= sqs.hidden["r1"] <= 66
    assert 540 <= sqs.hidden["r2"] <= 660
    assert all(30_000 < sqs.hidden[f"r{n}"] <= LONGEST_DELAY_S < 12 * 3600 for n in (3, 4, 5))


def test_a_delay_that_cannot_be_set_is_told_and_the_message_comes_again_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, told: list[dict[str, Any]]
) -> None:
    sqs = Sqs()
    sqs.broken = True
    monkeypatch.setattr(consumers, "client", lambda _: sqs)
    consumer = Consumer("notes", delays=(60,))
    consumer.on(WRITTEN)(lambda event: 1 // int(event.subject[-1]))
    with caplog.at_level(logging.DEBUG):
        assert work_off(consumer, message(WRITTEN, 0), message(WRITTEN, 1)) == ["m0"]
    assert [each["text"] for each in told] == ["a message failed", "a message's delay couldn't be set"]
