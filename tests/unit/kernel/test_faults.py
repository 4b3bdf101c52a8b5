"""Faults are written down with their kind and place: no kind of function lets content into its log or its error."""

import ast
import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.file_names import unit_of
from debrief.kernel.clock import SystemClock
from debrief.kernel.errors import DebriefError, Throttled
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.faults import UnexpectedFault, fault_of, safely
from debrief.kernel.ids import derived_id
from debrief.kernel.model import Entity
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import due_rows, schedule
from debrief.kernel.storage.outbox import KIND, Event
from debrief.kernel.storage.tables import Row, find
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.rows_store import user_row
from tests.unit.helpers import LAMBDA_CONTEXT, answer_of, api_event

CANARY = "4111-my-card-number"
ROOT = Path(__file__).parents[3]
FUNCTIONS = sorted(ROOT.glob("functions/**/handler.py"))


class Told:
    """Everything that a function has written or raised."""

    def __init__(self, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
        self._caplog, self._capsys, self._raised = caplog, capsys, ""

    def raising(self, call: Callable[[], Any]) -> Any:
        """What a call answers; what it raises is kept with everything that a log may print of it, and returned."""
        try:
            return call()
        except Exception as error:
            self._raised += f"{error} {error!r} {''.join(traceback.format_exception(error))}"
            return error

    def all(self) -> str:
        records = [f"{vars(each)} {logging.Formatter().format(each)}" for each in self._caplog.records]
        printed = self._capsys.readouterr()
        return f"{self._raised} {records} {printed.out} {printed.err}"

    def faults(self) -> list[str]:
        return [each["fault"] for each in map(vars, self._caplog.records) if "fault" in each]


@pytest.fixture
def told(
    aws: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> Told:
    for name in ("RECORDINGS_BUCKET", "CONTENT_BUCKET"):
        monkeypatch.setenv(name, f"test-{name.partition('_')[0].lower()}")
    monkeypatch.setenv("INTERACTION_PIPELINE_ARN", "arn:aws:states:eu-central-1:123456789012:stateMachine:pipeline")
    monkeypatch.setenv("BULK_IMPORT_ARN", "arn:aws:states:eu-central-1:123456789012:stateMachine:import")
    monkeypatch.setenv("EVENT_BUS_NAME", "test")
    monkeypatch.setenv("DEBRIEF_ENV", "test")
    return Told(caplog, capsys)


def broken(row: Row) -> None:
    """Store a row that nobody can read, with content in it."""
    row.body = json.dumps({"text": CANARY, "id": [CANARY]})
    row.save()


def message(envelope: dict[str, Any]) -> dict[str, Any]:
    record = {
        "messageId": "m1",
        "receiptHandle": "r",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:debrief-test-q",
        "attributes": {"ApproximateReceiveCount": "1"},
        "body": json.dumps(envelope),
    }
    return {"Records": [record]}


def test_an_api_that_meets_a_row_it_cannot_read(told: Told) -> None:
    from api.people_api.handler import lambda_handler

    admin = User(id="us_admin", name="Admin", email="a@example.com", role_ids=frozenset({"admin"}))
    user_row(admin).save()
    broken(user_row(admin.model_copy(update={"id": "us_broken"})))
    answer = told.raising(lambda: lambda_handler(api_event("GET", "/people/us_broken", "us_admin"), LAMBDA_CONTEXT))  # type: ignore[arg-type]
    assert answer_of(answer).status == 500
    signed_in = told.raising(lambda: lambda_handler(api_event("GET", "/people/us_admin", "us_broken"), LAMBDA_CONTEXT))  # type: ignore[arg-type]
    assert answer_of(signed_in).status == 500, "also who is calling is read from a row"
    assert told.faults() == ["ValidationError"] * 2
    assert CANARY not in f"{told.all()} {answer} {signed_in}"


def test_a_workflow_step_that_meets_a_row_it_cannot_read(told: Told) -> None:
    from workflows.interaction_pipeline.normalise_transcript.handler import lambda_handler

    broken(InteractionRow(PK="INTAKE#in_1", SK="ITEM", kind="intake_item"))
    given = {"intake_id": "in_1", "attempt": 1, "transcript_uri": None}
    error = told.raising(lambda: lambda_handler(given, LAMBDA_CONTEXT))
    assert isinstance(error, UnexpectedFault), error
    assert str(error).startswith("ValidationError at "), "kind and place are all that the run's history gets"
    assert told.faults() == ["ValidationError"]
    assert CANARY not in told.all()


def test_a_consumer_of_a_queue_that_meets_a_row_it_cannot_read(told: Told) -> None:
    from events.intake_recording.handler import lambda_handler

    key, intake_id = "calls/c1.wav", derived_id("in", "test-recordings", unit_of("calls/c1.wav").unit_key)
    broken(InteractionRow(PK=f"INTAKE#{intake_id}", SK="ITEM", kind="intake_item"))
    dropped = {"bucket": {"name": "test-recordings"}, "object": {"key": key, "etag": "e", "size": 4}}
    envelope = {"source": "aws.s3", "detail-type": "Object Created", "detail": dropped}
    told.raising(lambda: lambda_handler(message(envelope), LAMBDA_CONTEXT))
    assert told.faults() != []
    assert CANARY not in told.all()


def test_a_consumer_of_events_that_cannot_read_one(told: Told) -> None:
    from events.send_notices.handler import consumer, lambda_handler

    (kind, *_) = sorted(consumer.types)
    event = Event(id="evt_1", type=kind, subject="x", time=SystemClock().now(), data={"text": [CANARY]})
    error = told.raising(
        lambda: lambda_handler(message({"detail-type": kind, "detail": cloud_event(event)}), LAMBDA_CONTEXT)
    )
    assert isinstance(error, DebriefError)
    assert told.faults() != []
    assert CANARY not in told.all()


def test_a_stream_with_a_row_that_cannot_be_read(told: Told) -> None:
    from events.publish_events.handler import lambda_handler

    image = {"PK": {"S": "OUTBOX"}, "kind": {"S": KIND}, "body": {"S": json.dumps({"id": [CANARY]})}}
    change = {"NewImage": image, "SequenceNumber": "7"}
    record = {"eventName": "INSERT", "dynamodb": change, "eventSourceARN": "arn:aws:dynamodb:x:1:table/t/stream/s"}
    answer = told.raising(lambda: lambda_handler({"Records": [record]}, LAMBDA_CONTEXT))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "7"}]}
    assert told.faults() == ["Malformed"]
    assert CANARY not in told.all()


def test_a_schedule_with_a_row_that_cannot_be_read(told: Told) -> None:
    from debrief.kernel.ids import UlidIds
    from schedules.run_schedules.handler import lambda_handler

    clock = SystemClock()
    with Transaction(clock, UlidIds(clock)) as transaction:
        schedule(transaction, InteractionRow, Due(kind="sample.thing.due", subject="a", at=clock.now()))
    rows = due_rows("test-interactions")
    row = find(rows, "DUE#sample.thing.due#a", "DUE")
    assert row is not None
    row.update([rows.body.set(json.dumps({"kind": [CANARY]}))])
    context = SimpleNamespace(**(vars(LAMBDA_CONTEXT) | {"get_remaining_time_in_millis": lambda: 60_000}))
    assert told.raising(lambda: lambda_handler({}, context))["failed"] == 1
    assert told.faults() == ["ValidationError"]
    assert CANARY not in told.all()


def test_a_function_called_by_hand_names_the_field_and_not_what_is_in_it(told: Told) -> None:
    from operations.bootstrap_account.handler import lambda_handler

    error = told.raising(lambda: lambda_handler({"admin_name": [CANARY]}, LAMBDA_CONTEXT))  # type: ignore[arg-type]
    assert isinstance(error, DebriefError)
    assert "admin_name (string_type)" in str(error)
    assert CANARY not in told.all()


@pytest.mark.parametrize("handler", FUNCTIONS, ids=lambda path: path.parent.name)
def test_no_function_lets_a_foreign_error_leave(handler: Path) -> None:
    """An API answers with a problem; of every other function nothing but our own errors leaves."""
    tree = ast.parse(handler.read_text(encoding="utf-8"))
    (entry,) = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "lambda_handler"]
    if "api" in handler.parts:
        return
    assert [ast.unparse(each) for each in entry.decorator_list] == ["safely"]


def test_nothing_logs_the_text_of_an_error() -> None:
    for file in [*ROOT.glob("functions/**/*.py"), *ROOT.glob("layers/debrief/python/**/*.py")]:
        text = file.read_text(encoding="utf-8")
        for way in ("exc_info", "logger.exception", "stack_info", "print_exc", "format_exc"):
            assert way not in text, f"{file}: log_fault tells of faults"


def test_a_fault_tells_its_kind_its_place_and_what_it_came_from() -> None:
    def inner() -> None:
        raise ValueError(CANARY)

    try:
        try:
            inner()
        except ValueError as error:
            raise Throttled("busy") from error
    except Throttled as error:
        told = fault_of(error)
    assert (told["fault"], told["detail"], told["causes"]) == ("Throttled", "busy", ["ValueError"])
    assert str(told["places"]).count("test_faults.py:") == 1
    assert CANARY not in str(told)


def test_our_own_errors_leave_as_they_are_and_foreign_ones_as_ours(caplog: pytest.LogCaptureFixture) -> None:
    @safely
    def handler(event: Exception, context: object) -> None:
        raise event

    with pytest.raises(Throttled, match="busy"):
        handler(Throttled("busy"), None)
    assert caplog.records == []
    with pytest.raises(UnexpectedFault) as raised:
        handler(KeyError(CANARY), None)
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)
    assert CANARY not in f"{raised.value} {[vars(each) for each in caplog.records]}"


def test_what_a_model_refuses_is_not_quoted() -> None:
    class Number(Entity):
        number: int

    with pytest.raises(ValueError, match="number") as raised:
        Number.model_validate({"number": CANARY})
    assert CANARY not in str(raised.value)
