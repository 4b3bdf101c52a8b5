"""Events leave their tables once they are on the bus, and not before."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import repeat
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from debrief.kernel.errors import Malformed, Throttled, Unavailable
from debrief.kernel.events import sweeping
from debrief.kernel.events.publishing import (
    LeftOver,
    Publisher,
    cloud_event,
    forget,
    left_over,
    outbox_of,
    received,
    waiting,
)
from debrief.kernel.storage.clients import PATIENCE, client
from debrief.kernel.storage.outbox import PARTITION, Event, outbox_row
from debrief.kernel.storage.tables import Row as BaseRow
from debrief.kernel.storage.tables import query_all, table_meta
from debrief.kernel.storage.transactions import Transaction
from events.publish_events import handler
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TYPE = "debrief.quality.evaluation.completed.v1"
STREAM = "arn:aws:dynamodb:eu-central-1:123456789012:table/test-quality/stream/2026-03-10T09:00:00.000"


def running_for(looks: int | None = None) -> Any:
    """Lambda's context of a function that finds time left so many times that it looks, or always."""
    left = repeat(60_000) if looks is None else repeat(60_000, looks)
    return SimpleNamespace(**vars(LAMBDA_CONTEXT) | {"get_remaining_time_in_millis": lambda: next(left, 29_000)})


CONTEXT = running_for()


class Row(BaseRow):
    Meta = table_meta("QUALITY_TABLE")


class Bus:
    """Stands in for EventBridge: keeps entries, and refuses what it is told to."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.refused: set[str] = set()
        self.reason = "ThrottlingException"
        self.broken = False
        self.tried = 0

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.tried += 1
        if self.broken:
            raise EndpointConnectionError(endpoint_url="events")
        self.calls.append(Entries)
        results: list[dict[str, str]] = []
        for entry in Entries:
            refused = json.loads(entry["Detail"])["subject"] in self.refused
            results.append({"ErrorCode": self.reason} if refused else {"EventId": "1"})
        return {"Entries": results}

    @property
    def subjects(self) -> list[str]:
        return [json.loads(entry["Detail"])["subject"] for call in self.calls for entry in call]


@pytest.fixture
def bus(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    made = Bus()
    monkeypatch.setattr("debrief.kernel.events.publishing.client", lambda service: {"events": made}[service])
    monkeypatch.setattr(handler, "clock", FixedClock(NOW + timedelta(minutes=10)))
    monkeypatch.setattr(sweeping, "crc32", lambda _: 0)
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
    assert handler.lambda_handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert [len(call) for call in bus.calls] == [10, 10, 3]
    assert bus.subjects == [f"ev_{n}" for n in range(23)]
    assert outbox() == []


def test_an_entry_is_a_cloud_event_in_an_eventbridge_envelope(bus: Bus) -> None:
    handler.lambda_handler({"Records": announce("ev_1")}, CONTEXT)
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
    answer = handler.lambda_handler({"Records": records}, CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "3"}]}
    assert len(outbox()) == 2
    bus.refused = set()
    assert handler.lambda_handler({"Records": records[1:]}, CONTEXT) == {"batchItemFailures": []}
    assert outbox() == []
    assert bus.subjects.count("ev_2") == 2, "what lies after the first failure comes again with it"


def test_a_bus_that_cannot_be_reached_fails_them_all(bus: Bus) -> None:
    bus.broken = True
    records = announce("ev_0", "ev_1")
    answer = handler.lambda_handler({"Records": records}, CONTEXT)
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
    assert handler.lambda_handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert bus.calls == []


def test_an_unreadable_row_does_not_hold_up_the_others(bus: Bus) -> None:
    records = announce("ev_0", "ev_1")
    records[0]["dynamodb"]["NewImage"]["body"] = {"S": "{"}
    answer = handler.lambda_handler({"Records": records}, CONTEXT)
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
        assert handler.lambda_handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert len(outbox()) == 1
    assert handler.lambda_handler({"sweep": True}, CONTEXT) == {"published": 1}
    assert outbox() == []


def test_the_sweep_takes_what_is_old_enough_oldest_first(bus: Bus) -> None:
    ids = SequentialIds()
    for subject, minutes in (("ev_new", 9), ("ev_older", 5), ("ev_oldest", 1), ("ev_limit", 8)):
        with Transaction(FixedClock(NOW + timedelta(minutes=minutes)), ids) as tx:
            tx.announce(Row, TYPE, subject, {})
    assert handler.lambda_handler({"sweep": True}, CONTEXT) == {"published": 2}
    assert bus.subjects == ["ev_oldest", "ev_older"]
    assert len(outbox()) == 2
    assert handler.lambda_handler({"sweep": True}, CONTEXT) == {"published": 0}


def test_a_page_has_so_many_and_no_more(bus: Bus) -> None:
    announce(*(f"ev_{n}" for n in range(30)))
    assert len(next(left_over("test-quality", FixedClock(NOW + timedelta(hours=1)), page=12)).events) == 12


def fill(table: str, count: int) -> list[str]:
    """Write so many events into the outbox of a table, and return their subjects."""
    subjects = [f"{table}_{n}" for n in range(count)]
    rows = outbox_of(f"test-{table}")
    with rows.batch_write() as batch:
        for number, subject in enumerate(subjects):
            event = Event(id=f"evt_{number:04}", type=TYPE, subject=subject, time=NOW, data={})
            batch.save(outbox_row(rows, event))
    return subjects


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "left_over", partial(left_over, page=10))


def test_a_sweep_goes_on_until_nothing_is_left(bus: Bus) -> None:
    subjects = fill("quality", 1_012)
    assert handler.lambda_handler({"sweep": True}, CONTEXT) == {"published": 1_012}
    assert bus.subjects == subjects
    assert outbox() == []


def test_a_sweep_ends_before_the_function_and_the_next_one_goes_on(
    bus: Bus, small_pages: None, caplog: pytest.LogCaptureFixture
) -> None:
    subjects = fill("quality", 45)
    # Once before the page of each of the six tables, and once before each call.
    assert handler.lambda_handler({"sweep": True}, running_for(looks=8)) == {"published": 10}
    (line,) = [vars(each) for each in caplog.records if each.levelname == "WARNING"]
    assert (line["count"], line["unfinished"]) == (10, 5)
    assert len(outbox()) == 35
    assert handler.lambda_handler({"sweep": True}, CONTEXT) == {"published": 35}
    assert bus.subjects == subjects


def test_time_that_runs_out_within_a_page_leaves_the_rest_of_it(bus: Bus) -> None:
    fill("quality", 45)
    assert handler.lambda_handler({"sweep": True}, running_for(looks=6))["published"] in (10, 20, 30)
    assert len(outbox()) == 45 - len(bus.subjects)
    assert handler.lambda_handler({"sweep": True}, running_for(looks=0)) == {"published": 0}


def test_a_long_list_holds_up_no_other_table(bus: Bus, small_pages: None) -> None:
    fill("people", 300)
    short = [*fill("quality", 4), *fill("notices", 4)]
    handler.lambda_handler({"sweep": True}, running_for(looks=12))
    assert set(short) < set(bus.subjects)
    assert len(bus.subjects) < 50


@pytest.mark.parametrize("every", [1, 5, 6, 12, 15])
def test_no_table_is_always_the_first_or_never(bus: Bus, every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "crc32", crc32)
    begun: list[str] = []
    for sweep in range(60):
        clock = FixedClock(NOW + timedelta(minutes=every * sweep))
        tables = sweeping.Sweeper(handler.OUTBOXES, handler._publish, clock).turns()
        assert len({*tables}) == len(handler.OUTBOXES)
        begun.append(tables[0])
    assert len({*begun}) == len(handler.OUTBOXES)


@pytest.mark.parametrize("reason", ["ThrottlingException", "InternalFailure", "AccessDeniedException"])
def test_a_bus_that_takes_nothing_ends_the_sweep(bus: Bus, small_pages: None, reason: str) -> None:
    bus.reason = reason
    bus.refused = {*fill("people", 15), *fill("quality", 15)}
    with pytest.raises(Unavailable, match=r"^10 left-over events were refused$"):
        handler.lambda_handler({"sweep": True}, CONTEXT)
    assert bus.tried == 1
    assert len(outbox()) == 15


def test_events_that_the_bus_will_never_take_hold_up_no_others(bus: Bus, small_pages: None) -> None:
    bus.reason = "MalformedDetail"
    subjects = fill("quality", 25)
    bus.refused = set(subjects[:12])
    other = fill("notices", 1)
    with pytest.raises(Unavailable, match=r"^12 left-over events were refused$"):
        handler.lambda_handler({"sweep": True}, CONTEXT)
    assert set(bus.subjects) == {*subjects, *other}
    assert len(outbox()) == 12


def test_a_bus_that_does_not_answer_is_asked_once_for_a_batch(bus: Bus) -> None:
    """Each call that gets no answer takes as long as botocore is patient, three times over."""
    bus.broken = True
    records = announce(*(f"ev_{n}" for n in range(35)))
    failed = handler.lambda_handler({"Records": records}, CONTEXT)["batchItemFailures"]
    assert sorted(int(each["itemIdentifier"]) for each in failed) == list(range(35))
    assert bus.tried == 1


def test_a_batch_without_time_left_comes_again(bus: Bus) -> None:
    records = announce(*(f"ev_{n}" for n in range(25)))
    failed = handler.lambda_handler({"Records": records}, running_for(looks=1))["batchItemFailures"]
    assert [each["itemIdentifier"] for each in failed] == [str(n) for n in range(10, 25)]
    assert len(outbox()) == 15


def test_an_outbox_that_gives_nothing_up_is_left_for_the_next_sweep(
    bus: Bus, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all of it would be on the bus once more with each sweep."""

    def refuse(table: str, keys: list[str]) -> None:
        if table == "test-quality":
            raise Unavailable("not now")
        forget(table, keys)

    fill("quality", 25)
    fill("notices", 25)
    monkeypatch.setattr(sweeping, "forget", refuse)
    with pytest.raises(Unavailable, match=r"^1 outboxes couldn't be swept$"):
        handler.lambda_handler({"sweep": True}, CONTEXT)
    assert sum(each.startswith("quality") for each in bus.subjects) == 10
    assert sum(each.startswith("notices") for each in bus.subjects) == 25


def test_there_is_time_for_a_call_without_an_answer_after_the_last_look() -> None:
    longest = PATIENCE.attempts * (PATIENCE.connect_s + PATIENCE.read_s) + sum(
        2.0**n for n in range(PATIENCE.attempts - 1)
    )
    assert timedelta(seconds=longest) < handler.LAST


def test_a_sweep_that_is_refused_fails_aloud_and_keeps_what_was_refused(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce("ev_0", "ev_1")
    bus.refused = {"ev_0"}
    with pytest.raises(Unavailable, match="1 left-over events"):
        handler.lambda_handler({"sweep": True}, CONTEXT)
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
        handler.lambda_handler({"sweep": True}, CONTEXT)
    assert bus.subjects == ["us_1", "ev_0"]
    assert outbox() == []
    (line,) = [vars(each) for each in caplog.records if each.levelname == "ERROR"]
    assert (line["table"], line["row"], line["fault"]) == ("test-people", "OUTBOX#evt_bad", "Malformed")


def test_an_outbox_that_does_not_answer_holds_up_no_other(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    def sweep(table: str, clock: Any) -> Iterator[LeftOver]:
        if table == "test-people":
            raise Throttled("busy")
        yield from left_over(table, clock)

    announce("ev_0")
    monkeypatch.setattr(sweeping, "left_over", sweep)
    with pytest.raises(Unavailable, match=r"^1 outboxes couldn't be swept$"):
        handler.lambda_handler({"sweep": True}, CONTEXT)
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
    left = next(left_over("test-quality", FixedClock(NOW + timedelta(hours=1)))).events
    assert Publisher("test-bus").publish(left, go_on=lambda: True).done == [each.key for each in left]
    assert client("events").describe_event_bus(Name="test-bus")["Name"] == "test-bus"
