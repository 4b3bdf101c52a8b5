"""The parts of the engine's patches that need no engine."""

from __future__ import annotations

import asyncio
import copy
import json
import threading
import types
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from local.engine.patches import PatchError, engine, required
from local.engine.patches.bedrock import passing_on
from local.engine.patches.cloudformation_gaps import cors, point_in_time_recovery, time_to_live
from local.engine.patches.error_type import exception_name, restore
from local.engine.patches.executions import repeats
from local.engine.patches.no_content import Answer, bodied
from local.engine.patches.persistence import (
    SHARE,
    Autosaver,
    SharedCopies,
    StateFiles,
    snapshot,
    without_rows,
    writes,
)
from local.engine.patches.ranges import Body, sliced
from local.engine.patches.read_capacity import correct, read_units
from local.engine.patches.retries import Found, wait, waiting
from local.engine.patches.sdk_integrations import error_name, fit, parse_resource, pascal, service_names
from local.engine.patches.streams import BatchDelivery, failed_at, unread
from local.engine.patches.transcribe import THROTTLED, channel_roles, output_place, throttling
from local.engine.patches.workers import invoked, limited, stepped
from local.model_server import ModelFault, error_message, fault_for, payload_for


def test_a_name_that_is_gone_is_said_in_one_sentence() -> None:
    module = types.ModuleType("ministack.services.some")
    with pytest.raises(PatchError, match=r"no ministack\.services\.some\._gone any more"):
        required(module, "_gone")
    with pytest.raises(PatchError, match=r"no module services\.unheard_of"):
        engine("services.unheard_of")


TRACE = (
    'INFO start\nTraceback (most recent call last):\n  File "h.py", line 1, in fail\n    raise RecordUnreadable(text)\n'
)


@pytest.mark.parametrize(
    ("ending", "message", "name"),
    [
        ("RecordUnreadable: gone\n", "gone", "RecordUnreadable"),
        ("debrief.kernel.errors.Conflict: it is\n", "it is", "Conflict"),
        ("KeyError: 'x'\n", "'x'", "KeyError"),
        ("StopHere\n", "", "StopHere"),
        ("Odd: a\nTraceback (most recent call last):\nValueError: b", "", "ValueError"),
        (
            "Odd: a\nTraceback (most recent call last):\nValueError: b",
            "a\nTraceback (most recent call last):\nValueError: b",
            "Odd",
        ),
        ("h.<locals>.Inner: no\n", "no", "Inner"),
    ],
)
def test_the_class_name_is_taken_from_the_traceback(ending: str, message: str, name: str) -> None:
    assert exception_name(TRACE + ending, message) == name


def test_only_failed_invocations_of_handlers_are_touched() -> None:
    assert exception_name("no traceback", "x") is None
    fine = {"body": {"errorType": "Runtime.HandlerError"}}
    assert restore(fine) == {"body": {"errorType": "Runtime.HandlerError"}}
    late = {"error": True, "body": {"errorType": "Sandbox.Timedout", "errorMessage": "late"}, "log": TRACE}
    assert restore(late)["body"]["errorType"] == "Sandbox.Timedout"
    unimportable = {
        "error": True,
        "body": {"errorType": "RuntimeError", "errorMessage": "Worker init failed: No module named 'x'"},
    }
    assert restore(unimportable)["body"]["errorType"] == "Runtime.ImportModuleError"


def test_template_properties_become_the_engines_settings() -> None:
    on = {"TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": "true"}}
    assert time_to_live(on) == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    assert time_to_live({}) is None
    assert point_in_time_recovery({"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}})
    assert not point_in_time_recovery({})
    given_cors = {"Name": "a", "CorsConfiguration": {"AllowOrigins": ["*"], "MaxAge": "60"}}
    assert cors(given_cors)["CorsConfiguration"] == {"allowOrigins": ["*"], "maxAge": 60}
    assert cors({"Name": "a"}) == {"Name": "a"}


def test_sdk_resources_are_parsed_and_known() -> None:
    resource = "arn:aws:states:::aws-sdk:transcribe:startCallAnalyticsJob"
    assert parse_resource(resource) == ("transcribe", "StartCallAnalyticsJob")
    assert parse_resource(resource + ".waitForTaskToken") == ("transcribe", "StartCallAnalyticsJob")
    assert service_names()["bedrockruntime"] == "bedrock-runtime"
    assert service_names()["sfn"] == "stepfunctions"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ConflictException", "Transcribe.ConflictException"),
        ("LimitExceededException", "Transcribe.LimitExceededException"),
        ("ThrottlingException", "Transcribe.TranscribeException"),
        ("AccessDeniedException", "Transcribe.TranscribeException"),
    ],
)
def test_an_error_that_a_service_does_not_model_is_named_as_the_class_above_all(code: str, name: str) -> None:
    import botocore.session

    assert error_name(botocore.session.get_session().get_service_model("transcribe"), code) == name


def test_a_job_named_for_it_is_refused_twice_by_each_operation() -> None:
    def answered(request: dict[str, Any]) -> str:
        return f"done {request['TranscriptionJobName']}"

    start, get = (throttling(answered, lambda code, *_: code) for _ in range(2))
    busy, other = {"TranscriptionJobName": f"{THROTTLED}1"}, {"TranscriptionJobName": "any"}
    assert [start(busy) for _ in range(3)] == ["ThrottlingException", "ThrottlingException", f"done {THROTTLED}1"]
    assert get(busy) == "ThrottlingException"
    assert start(other) == "done any"


def test_names_fit_the_services_model_both_ways() -> None:
    import botocore.session

    model = botocore.session.get_session().get_service_model("apigatewayv2")
    shape = model.operation_model("UpdateApi").input_shape
    asked = fit({"apiid": "1", "corsconfiguration": {"alloworigins": ["*"]}}, shape)
    assert asked == {"ApiId": "1", "CorsConfiguration": {"AllowOrigins": ["*"]}}
    output = botocore.session.get_session().get_service_model("stepfunctions")
    answer = {"executionArn": "a", "ResponseMetadata": {}}
    assert pascal(answer, output.operation_model("StartExecution").output_shape) == {"ExecutionArn": "a"}


def test_only_the_same_start_of_a_running_execution_repeats_it() -> None:
    running = {"status": "RUNNING", "input": '{"a": 1}'}
    assert repeats({"input": '{"a":1}'}, running)
    assert not repeats({"input": '{"a":2}'}, running)
    assert not repeats({"input": '{"a":1}'}, {**running, "status": "SUCCEEDED"})
    assert not repeats({}, None)


@pytest.mark.parametrize(
    ("retrier", "waits"),
    [
        ({}, [1.0, 2.0, 4.0, 8.0]),
        ({"IntervalSeconds": 3, "BackoffRate": 1.5}, [3.0, 4.5, 6.75, 10.125]),
        ({"IntervalSeconds": 1, "BackoffRate": 2, "MaxDelaySeconds": 3}, [1.0, 2.0, 3.0, 3.0]),
        ({"IntervalSeconds": 4, "MaxDelaySeconds": 8, "JitterStrategy": "FULL"}, [1.0, 2.0, 2.0, 2.0]),
        ({"IntervalSeconds": 4, "JitterStrategy": "NONE"}, [4.0, 8.0, 16.0, 32.0]),
    ],
)
def test_a_state_waits_before_another_try_as_long_as_its_retrier_says(
    retrier: dict[str, Any], waits: list[float]
) -> None:
    def find(retriers: list[dict[str, Any]], error: str, counts: dict[int, int]) -> Found:
        return (retriers[0], 0) if error == "Busy" else (None, -1)

    finding = waiting(find, lambda: 0.25)
    assert [wait(retrier, tries, lambda: 0.25) for tries in range(4)] == waits
    for tries, seconds in enumerate(waits):
        found, place = finding([retrier], "Busy", {0: tries})
        assert found is not None
        # As the engine reckons it.
        assert found["IntervalSeconds"] * found["BackoffRate"] ** tries == seconds
        assert place == 0
    assert finding([retrier], "Other", {}) == (None, -1)


@pytest.mark.parametrize(("said", "sent"), [(None, b""), (b"", b""), (b"{}", b"{}")])
def test_an_answer_without_a_body_has_an_empty_one(said: bytes | None, sent: bytes) -> None:
    async def invoke(status: int) -> Answer:
        return status, {"X": "1"}, said

    async def answered() -> Answer:
        return await bodied(invoke)(204)

    assert asyncio.run(answered()) == (204, {"X": "1"}, sent)


@pytest.mark.parametrize(
    ("size", "consistent", "units"),
    [(0, False, 0.5), (1, True, 1.0), (4096, False, 0.5), (4097, False, 1.0), (30_000, False, 4.0)],
)
def test_reads_cost_by_size(size: int, consistent: bool, units: float) -> None:
    assert read_units(size, consistent=consistent) == units


def test_only_the_part_that_was_read_is_corrected() -> None:
    capacity: dict[str, Any] = {
        "CapacityUnits": 0.5,
        "Table": {"CapacityUnits": 0.0},
        "GlobalSecondaryIndexes": {"GSI1": {"CapacityUnits": 0.5}},
    }
    correct(capacity, 4.0)
    assert (capacity["CapacityUnits"], capacity["Table"]["CapacityUnits"]) == (4.0, 0.0)
    assert capacity["GlobalSecondaryIndexes"]["GSI1"]["CapacityUnits"] == 4.0


def test_only_what_a_range_asks_for_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    (tmp_path / "empty").write_bytes(b"")
    whole: list[str] = []

    def read_body(bucket: str, key: str, found: dict[str, Any]) -> bytes:
        whole.append(key)
        return found.get("body") or (tmp_path / key).read_bytes()

    def get_object(bucket: str, key: str, headers: dict[str, str], query: dict[str, Any] | None) -> Body:
        body = reading(bucket, key, {"body": b"kept in memory"} if key == "memory" else {})
        return body[2:5] if "range" in headers else body

    getting, reading = sliced(get_object, read_body, lambda _, key: str(tmp_path / key))
    assert getting("b", "a", {"range": "bytes=2-4"}) == b"234"
    assert whole == []
    assert getting("b", "a", {}) == b"0123456789"
    assert getting("b", "a", {"range": "bytes=2-4"}, {"versionId": "v"}) == b"234"
    assert getting("b", "memory", {"range": "bytes=2-4"}) == b"pt "
    assert getting("b", "empty", {"range": "bytes=2-4"}) == b""
    assert whole == ["a", "a", "memory", "empty"]


def test_state_is_written_only_when_it_changed(tmp_path: Path) -> None:
    files = StateFiles(tmp_path, lambda _: 2, str)
    assert files.save("sqs", {"queues": {"a": 1}})
    assert not files.save("sqs", {"queues": {"a": 1}})
    assert files.save("sqs", {"queues": {"a": 2}})
    stored = json.loads((tmp_path / "sqs.json").read_text())
    assert stored == {"__ministack_format__": 2, "payload": {"queues": {"a": 2}}}
    assert [path.name for path in tmp_path.iterdir()] == ["sqs.json"]


def test_a_copy_disturbed_by_a_write_is_taken_again() -> None:
    answers = iter([RuntimeError("dictionary changed size during iteration"), {"a": 1}])

    def get_state() -> Any:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert snapshot(get_state) == {"a": 1}


def test_one_service_that_cannot_be_saved_does_not_stop_the_others(tmp_path: Path) -> None:
    def broken() -> Any:
        raise ValueError("no")

    saver = Autosaver(lambda: {"a": broken, "b": lambda: {"x": 1}}, StateFiles(tmp_path, lambda _: 2, str), None, 1)
    assert saver.save(), "a is still to be saved"
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]
    assert not saver.save_everything()


def test_what_takes_long_to_save_is_saved_less_often(tmp_path: Path) -> None:
    now, saved = 0.0, 0

    def histories() -> Any:
        nonlocal now, saved
        now, saved = now + 0.3, saved + 1
        return {"saved": saved}

    files = StateFiles(tmp_path, lambda _: 2, str)
    saver = Autosaver(lambda: {"stepfunctions": histories}, files, None, 3, clock=lambda: now)
    assert not saver.save()
    now = 5.0
    assert saver.save(), "it waits until it may be saved again"
    assert saved == 1
    assert saver.save_everything(), "a clean stop waits for nothing"
    assert saved == 2
    now = 5.3 + 0.3 * SHARE + 0.1
    assert not saver.save()
    assert saved == 3


def test_tables_without_rows_are_all_that_is_saved_of_them_beside_the_journal() -> None:
    scoped: Any = engine("core.responses").AccountRegionScopedDict()
    scoped.set_scoped("0", "r", "t", {"TableName": "t", "items": {"a": {}}, "ItemCount": 1, "TableSizeBytes": 200})
    left = without_rows({"tables": scoped, "tags": {"x": 1}})
    assert left["tags"] == {"x": 1}
    assert left["tables"].get_scoped("0", "r", "t") == {"TableName": "t"}
    assert scoped.get_scoped("0", "r", "t")["ItemCount"] == 1


def test_copies_are_left_out_only_by_the_saving_thread() -> None:
    copies = SharedCopies(copy)
    value: dict[str, list[int]] = {"a": []}
    elsewhere: list[bool] = []
    with copies.left_out():
        assert copies.deepcopy(value) is value
        other = threading.Thread(target=lambda: elsewhere.append(copies.deepcopy(value) is value))
        other.start()
        other.join()
    assert elsewhere == [False]
    assert copies.deepcopy(value) is not value
    assert copies.copy is copy.copy


def test_only_requests_that_may_write_count() -> None:
    assert writes({"type": "http", "method": "POST"})
    assert not writes({"type": "http", "method": "GET"})
    assert not writes({"type": "lifespan"})


@pytest.mark.parametrize(
    ("target", "may_write"),
    [
        ("DynamoDB_20120810.Query", False),
        ("DynamoDB_20120810.GetItem", False),
        ("DynamoDB_20120810.TransactWriteItems", True),
        ("AWSStepFunctions.StartExecution", True),
        ("AWSCognitoIdentityProviderService.GetTokensFromRefreshToken", True),
    ],
)
def test_an_operation_that_only_reads_is_no_reason_to_save(target: str, may_write: bool) -> None:
    headers = [(b"host", b"x"), (b"X-Amz-Target", target.encode())]
    assert writes({"type": "http", "method": "POST", "headers": headers}) == may_write


def record(number: int) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": str(number)}}


@given(st.integers(0, 50), st.integers(0, 30), st.lists(st.integers(0, 120), max_size=4))
def test_what_a_mapping_has_not_read_is_kept(trimmed: int, count: int, positions: list[int]) -> None:
    records = [record(trimmed + index) for index in range(count)]
    start, kept = unread(records, trimmed, positions)
    assert start + len(kept) == trimmed + count
    for position in positions:
        needed = [r for r in records if int(r["dynamodb"]["SequenceNumber"]) >= position]
        assert all(r in kept for r in needed)
    if not positions:
        assert kept == []


def test_the_first_failed_record_decides() -> None:
    batch = [record(number) for number in range(4)]
    fail = [{"itemIdentifier": "3"}, {"itemIdentifier": "1"}]
    assert failed_at({"body": {"batchItemFailures": fail}}, batch) == 1
    assert failed_at({"body": {"batchItemFailures": []}}, batch) is None
    assert failed_at({"body": None}, batch) is None
    assert failed_at({"body": {"batchItemFailures": [{"itemIdentifier": "unknown"}]}}, batch) == 0


class Mapping:
    """Delivers one batch again and again, as the engine does, and notes what the handler got."""

    def __init__(self, *answers: Any, **settings: Any) -> None:
        self.settings = {"UUID": "m", "FunctionResponseTypes": ["ReportBatchItemFailures"], **settings}
        self.answers = list(answers)
        self.got: list[list[str]] = []
        self.discarded: list[str] = []

    def run(self, batch: list[dict[str, Any]]) -> None:
        delivery = BatchDelivery()
        for _ in range(10):
            result = delivery.deliver(self.settings, batch, self.invoke, self.discard)
            if not result.get("error"):
                return
        raise AssertionError("delivered for ever")

    def invoke(self, left: list[dict[str, Any]]) -> dict[str, Any]:
        self.got.append([r["dynamodb"]["SequenceNumber"] for r in left])
        answer: dict[str, Any] = self.answers.pop(0)
        return answer

    def discard(self, left: list[dict[str, Any]], _: dict[str, Any]) -> None:
        self.discarded = [r["dynamodb"]["SequenceNumber"] for r in left]


BATCH = [record(number) for number in range(3)]
FAILED_1 = {"body": {"batchItemFailures": [{"itemIdentifier": "1"}]}}
FAILED_ALL: dict[str, Any] = {"error": True, "body": {"errorType": "ValueError"}}
FINE: dict[str, Any] = {"body": {"batchItemFailures": []}}


def test_a_batch_goes_on_from_the_failed_record() -> None:
    mapping = Mapping(FAILED_1, FINE)
    mapping.run(BATCH)
    assert mapping.got == [["0", "1", "2"], ["1", "2"]]
    assert mapping.discarded == []


def test_a_poisoned_record_is_given_up_after_its_retries() -> None:
    mapping = Mapping(FAILED_1, FAILED_1, FAILED_1, MaximumRetryAttempts=2)
    mapping.run(BATCH)
    assert mapping.got == [["0", "1", "2"], ["1", "2"], ["1", "2"]]
    assert mapping.discarded == ["1", "2"]


def test_a_thrown_exception_fails_the_whole_batch() -> None:
    mapping = Mapping(FAILED_ALL, FINE)
    mapping.run(BATCH)
    assert mapping.got == [["0", "1", "2"], ["0", "1", "2"]]


def test_without_partial_failures_a_report_is_not_read() -> None:
    mapping = Mapping(FAILED_1, FunctionResponseTypes=[])
    mapping.run(BATCH)
    assert len(mapping.got) == 1


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("s3://b", ("b", "job.json")),
        ("s3://b/folder", ("b", "folder/job.json")),
        ("s3://b/folder/", ("b", "folder/job.json")),
        ("s3://b/folder/mine.json", ("b", "folder/mine.json")),
    ],
)
def test_output_locations(location: str, place: tuple[str, str]) -> None:
    assert output_place(location, "job") == place


def test_channels_have_roles() -> None:
    assert channel_roles({}) == {0: "AGENT", 1: "CUSTOMER"}
    definitions = [
        {"ChannelId": 0, "ParticipantRole": "CUSTOMER"},
        {"ChannelId": 1, "ParticipantRole": "AGENT"},
    ]
    assert channel_roles({"ChannelDefinitions": definitions}) == {0: "CUSTOMER", 1: "AGENT"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (429, "ThrottlingException"),
        (401, "AccessDeniedException"),
        (504, "ModelTimeoutException"),
        (503, "ServiceUnavailableException"),
        (422, "ValidationException"),
        (500, "InternalServerException"),
    ],
)
def test_statuses_become_bedrocks_errors(status: int, code: str) -> None:
    assert fault_for(status, "m").code == code


def test_error_messages_and_payloads() -> None:
    assert error_message(b'{"error": {"message": "too much"}}') == "too much"
    assert error_message(b"<html>") == "<html>"
    payload = payload_for("m", [{"role": "user"}], [{"type": "function"}], "required", {"maxTokens": 5})
    assert payload["max_tokens"] == 5
    assert payload["tool_choice"] == "required"
    assert "tools" not in payload_for("m", [], [], None, {})


class Bedrock:
    """The real service's client, as far as passing on uses it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: dict[str, Any] = {}

    def converse(self, **asked: Any) -> Any:
        self.asked = asked
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_converse_is_passed_on_with_its_errors() -> None:
    client = Bedrock({"stopReason": "end_turn", "ResponseMetadata": {"RequestId": "x"}})
    status, _, body = passing_on(client)("model", {}, b'{"messages": []}')
    assert client.asked == {"modelId": "model", "messages": []}
    assert (status, json.loads(body)) == (200, {"stopReason": "end_turn"})
    error = ClientError(
        {
            "Error": {"Code": "ThrottlingException", "Message": "slow"},
            "ResponseMetadata": {"HTTPStatusCode": 429},  # type: ignore[typeddict-item]
        },
        "Converse",
    )
    with pytest.raises(ModelFault, match="slow") as caught:
        passing_on(Bedrock(error))("model", {}, b"{}")
    assert (caught.value.code, caught.value.status) == ("ThrottlingException", 429)


def test_a_function_has_a_few_workers_at_a_time_and_everybody_gets_one() -> None:
    lock, together = threading.Lock(), threading.Barrier(2, timeout=60)
    running: dict[str, int] = {"a": 0, "b": 0}
    highest = {"a": 0, "b": 0}

    def invoke(func: dict[str, Any], event: Any, request_id: str) -> str:
        name = func["config"]["FunctionName"]
        with lock:
            running[name] += 1
            highest[name] = max(highest[name], running[name])
        together.wait()
        with lock:
            running[name] -= 1
        return request_id

    waiting = limited(invoke, 2, invoked)
    answers: list[str] = []
    threads = [
        threading.Thread(
            target=lambda n=name, i=place: answers.append(waiting({"config": {"FunctionName": n}}, {}, f"{n}{i}"))
        )
        for name in ("a", "b")
        for place in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [f"{name}{place}" for name in ("a", "b") for place in range(4)]
    assert max(highest.values()) <= 2


def test_a_step_of_a_workflow_waits_for_a_worker_of_its_function_and_nothing_else_waits() -> None:
    arn = "arn:aws:lambda:eu-central-1:123456789012:function:one"
    invocation = "arn:aws:states:::lambda:invoke"
    assert stepped(invocation, {"FunctionName": arn, "Payload": {}}, 60) == arn
    assert stepped(arn, {}, 60) == arn
    assert stepped("arn:aws:states:::states:startExecution.sync:2", {}, 60) is None
    entered: list[str] = []

    def step(resource: str, given: Any, timeout: int) -> Any:
        entered.append(resource)
        # Within one that has the only worker: another one of the same function would wait for ever.
        return again("arn:aws:states:::aws-sdk:dynamodb:getItem", {}, 60) if resource == invocation else given

    again = limited(step, 1, stepped)
    assert again(invocation, {"FunctionName": arn}, 60) == {}
    assert entered == [invocation, "arn:aws:states:::aws-sdk:dynamodb:getItem"]
