"""Events leave their tables once they are on the bus, and not before."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from debrief.kernel.errors import Malformed, Throttled, Unavailable
from debrief.kernel.events.publishing import Publisher, cloud_event, forget, left_over, outbox_of, received, waiting
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.outbox import PARTITION, Event, outbox_row
from debrief.kernel.storage.tables import Row as BaseRow
from debrief.kernel.storage.tables import query_all, table_meta
from debrief.kernel.storage.transactions import Transaction
from events.publish_events import handler
from tests.doubles import FixedClock, SequentialIds

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TYPE = "debrief.quality.evaluation.completed.v1"
STREAM = "arn:aws:dynamodb:eu-central-1:123456789012:table/test-quality/stream/2026-03-10T09:00:00.000"


class Row(BaseRow):
    Meta = table_meta("QUALITY_TABLE")


class Bus:
    """Stands in for EventBridge: keeps entries, and refuses what it is told to."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.refused: set[str] = set()
        self.broken = False

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        if self.broken:
            raise EndpointConnectionError(endpoint_url="events")
        self.calls.append(Entries)
        results: list[dict[str, str]] = []
        for entry in Entries:
            refused = json.loads(entry["Detail"])["subject"] in self.refused
            results.append({"ErrorCode": "ThrottlingException"} if refused else {"EventId": "1"})
        return {"Entries": results}

    @property
    def subjects(self) -> list[str]:
        return [json.loads(entry["Detail"])["subject"] for call in self.calls for entry in call]


@pytest.fixture
def bus(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    made = Bus()
    monkeypatch.setattr("debrief.kernel.events.publishing.client", lambda service: {"events": made}[service])
    monkeypatch.setattr(handler, "clock", FixedClock(NOW + timedelta(minutes=10)))
    handler.publisher.forget()
    yield made
    handler.publisher.forget()


def announce(*subjects: str, at: datetime = NOW) -> list[dict[str, Any]]:
    """Write events into the quality table's outbox; returns their stream records."""
    with Transaction(FixedClock(at), SequentialIds()) as tx:
        ids = [tx.announce(Row, TYPE, subject, {"evaluation_id": subject}).id for subject in subjects]
    records = []
    for number, event_id in enumerate(ids):
        key = {"PK": {"S": f"OUTBOX#{event_id}"}, "SK": {"S": "EVENT"}}
        image = boto3.client("dynamodb").get_item(TableName="test-quality", Key=key)["Item"]
        records.append(record(image, number))
    return records


def record(image: dict[str, Any], number: int, name: str = "INSERT") -> dict[str, Any]:
    change = {"SequenceNumber": str(number), "NewImage": image}
    return {"eventName": name, "eventSourceARN": STREAM, "dynamodb": change}


def outbox() -> list[str]:
    return [row.PK for row in query_all(outbox_of("test-quality"), PARTITION, index="GSI1")]


def test_a_batch_is_published_in_tens_and_leaves_the_outbox(bus: Bus) -> None:
    records = announce(*(f"ev_{n}" for n in range(23)))
    assert handler.lambda_handler({"Records": records}, None) == {"batchItemFailures": []}
    assert [len(call) for call in bus.calls] == [10, 10, 3]
    assert bus.subjects == [f"ev_{n}" for n in range(23)]
    assert outbox() == []


def test_an_entry_is_a_cloud_event_in_an_eventbridge_envelope(bus: Bus) -> None:
    handler.lambda_handler({"Records": announce("ev_1")}, None)
    ((entry,),) = bus.calls
    assert (entry["EventBusName"], entry["Source"], entry["DetailType"]) == ("test-bus", "debrief.quality", TYPE)
    detail = json.loads(entry["Detail"])
    assert detail == {
        "specversion": "1.0",
        "id": detail["id"],
        "source": "/debrief/quality",
        "type": TYPE,
        "subject": "ev_1",
        "time": "2026-03-10T09:00:00.000Z",
        "datacontenttype": "application/json",
        "data": {"evaluation_id": "ev_1"},
    }
    event = received({"version": "0", "detail-type": TYPE, "detail": detail})
    assert (event.subject, event.time, event.data) == ("ev_1", NOW, {"evaluation_id": "ev_1"})
    assert cloud_event(event) == detail


def test_what_the_bus_refuses_comes_again_and_stays_in_the_outbox(bus: Bus) -> None:
    bus.refused = {"ev_1", "ev_3"}
    records = announce("ev_0", "ev_1", "ev_2", "ev_3")
    answer = handler.lambda_handler({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "3"}]}
    assert len(outbox()) == 2
    bus.refused = set()
    assert handler.lambda_handler({"Records": records[1:]}, None) == {"batchItemFailures": []}
    assert outbox() == []
    assert bus.subjects.count("ev_2") == 2, "what lies after the first failure comes again with it"


def test_a_bus_that_cannot_be_reached_fails_them_all(bus: Bus) -> None:
    bus.broken = True
    records = announce("ev_0", "ev_1")
    answer = handler.lambda_handler({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "1"}]}
    assert len(outbox()) == 2


def test_other_rows_and_other_changes_are_passed_over(bus: Bus) -> None:
    (own,) = announce("ev_0")
    image = own["dynamodb"]["NewImage"]
    records = [
        record({**image, "kind": {"S": "evaluation"}}, 1),
        record(image, 2, "MODIFY"),
        {"eventName": "REMOVE", "eventSourceARN": STREAM, "dynamodb": {"SequenceNumber": "3"}},
    ]
    assert handler.lambda_handler({"Records": records}, None) == {"batchItemFailures": []}
    assert bus.calls == []


def test_an_unreadable_row_does_not_hold_up_the_others(bus: Bus) -> None:
    records = announce("ev_0", "ev_1")
    records[0]["dynamodb"]["NewImage"]["body"] = {"S": "{"}
    answer = handler.lambda_handler({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert bus.subjects == ["ev_1"]


def test_published_events_that_cannot_be_removed_are_left_to_the_sweep(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(table: str, keys: list[str]) -> None:
        raise Unavailable("not now")

    records = announce("ev_0")
    with monkeypatch.context() as patched:
        patched.setattr(handler, "forget", refuse)
        assert handler.lambda_handler({"Records": records}, None) == {"batchItemFailures": []}
    assert len(outbox()) == 1
    assert handler.lambda_handler({"sweep": True}, None) == {"published": 1}
    assert outbox() == []


def test_the_sweep_takes_what_is_old_enough_oldest_first(bus: Bus) -> None:
    ids = SequentialIds()
    for subject, minutes in (("ev_new", 9), ("ev_older", 5), ("ev_oldest", 1), ("ev_limit", 8)):
        with Transaction(FixedClock(NOW + timedelta(minutes=minutes)), ids) as tx:
            tx.announce(Row, TYPE, subject, {})
    assert handler.lambda_handler({"sweep": True}, None) == {"published": 2}
    assert bus.subjects == ["ev_oldest", "ev_older"]
    assert len(outbox()) == 2
    assert handler.lambda_handler({"sweep": True}, None) == {"published": 0}


def test_a_sweep_takes_so_many_and_no_more(bus: Bus) -> None:
    announce(*(f"ev_{n}" for n in range(30)))
    assert len(left_over("test-quality", FixedClock(NOW + timedelta(hours=1)), most=12).events) == 12


def test_a_sweep_that_is_refused_fails_aloud_after_all_tables(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    announce("ev_0", "ev_1")
    bus.refused = {"ev_0"}
    with pytest.raises(Unavailable, match="1 left-over events"):
        handler.lambda_handler({"sweep": True}, None)
    assert bus.subjects == ["ev_0", "ev_1"]
    assert len(outbox()) == 1


def test_a_left_over_row_that_cannot_be_read_holds_up_no_other(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is the oldest of the first table, and stays: somebody has to look at it before it goes by itself."""
    unreadable = Event(id="evt_bad", type=TYPE, subject="ev_bad", time=NOW - timedelta(hours=1), data={})
    row = outbox_row(outbox_of("test-people"), unreadable)
    row.body = "{"
    row.save()
    with Transaction(FixedClock(NOW), SequentialIds()) as tx:
        tx.announce(outbox_of("test-people"), TYPE, "us_1", {})
    announce("ev_0")
    with pytest.raises(Unavailable, match=r"^1 left-over events can't be read$"):
        handler.lambda_handler({"sweep": True}, None)
    assert bus.subjects == ["us_1", "ev_0"]
    assert outbox() == []
    (line,) = [vars(each) for each in caplog.records if each.levelname == "ERROR"]
    assert (line["table"], line["row"], line["fault"]) == ("test-people", "OUTBOX#evt_bad", "Malformed")


def test_an_outbox_that_does_not_answer_holds_up_no_other(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    def sweep(table: str, clock: Any) -> Any:
        if table == "test-people":
            raise Throttled("busy")
        return left_over(table, clock)

    announce("ev_0")
    monkeypatch.setattr(handler, "left_over", sweep)
    with pytest.raises(Unavailable, match=r"^1 outboxes couldn't be swept$"):
        handler.lambda_handler({"sweep": True}, None)
    assert bus.subjects == ["ev_0"]


def test_removing_what_is_gone_is_harmless(bus: Bus) -> None:
    announce("ev_0")
    keys = outbox()
    forget("test-quality", [*keys, *keys, "OUTBOX#evt_never"])
    forget("test-quality", keys)
    assert outbox() == []


@pytest.mark.parametrize("envelope", [{}, {"detail": {}}, {"detail": {"specversion": "1.0", "id": "evt_1"}}])
def test_what_is_no_event_of_ours_is_refused(envelope: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        received(envelope)
    with pytest.raises(Malformed):
        waiting(envelope)


def test_the_entries_are_what_eventbridge_takes(aws: None) -> None:
    with Transaction(FixedClock(NOW), SequentialIds()) as tx:
        tx.announce(Row, TYPE, "ev_1", {})
    left = left_over("test-quality", FixedClock(NOW + timedelta(hours=1))).events
    assert Publisher("test-bus").publish(left).done == [each.key for each in left]
    assert client("events").describe_event_bus(Name="test-bus")["Name"] == "test-bus"
