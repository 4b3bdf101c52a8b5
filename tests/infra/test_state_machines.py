"""The state machine files: time-outs, retries and catches everywhere, and no way that ends silently."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.interactions.erasing import prefixes_of_item
from debrief.interactions.intake.model import IntakeItem, IntakeStatus, StoredObject
from infra.constructs.definition import STATE_MACHINES, DefinitionError, definition
from infra.settings import load
from infra.stacks.data import RAW_TRANSCRIPTS, TRANSCRIPTS

NAMES = [
    "bulk_import",
    "draft_answers",
    "held_batch",
    "interaction_pipeline",
    "people_import",
    "performance_summary",
    "practice",
]
State = dict[str, Any]


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((STATE_MACHINES / f"{name}.asl.json").read_text(encoding="utf-8"))
    return found


def machines(machine: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The machine itself and the ones inside its maps."""
    yield machine
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield from machines(state["ItemProcessor"])


def states(name: str) -> Iterator[tuple[str, State, dict[str, State]]]:
    for machine in machines(read(name)):
        for key, state in machine["States"].items():
            yield key, state, machine["States"]


def next_states(state: State) -> set[str]:
    found = {state[key] for key in ("Next", "Default") if key in state}
    found |= {choice["Next"] for choice in state.get("Choices", [])}
    return found | {catch["Next"] for catch in state.get("Catch", [])}


def test_every_file_is_tested() -> None:
    assert sorted(path.name.removesuffix(".asl.json") for path in STATE_MACHINES.glob("*.asl.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_machine_has_a_time_out(name: str) -> None:
    assert 0 < read(name)["TimeoutSeconds"] <= 86_400


@pytest.mark.feature("S0.16")
@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_a_time_out_retries_with_jitter_and_a_catch(name: str) -> None:
    for key, state, _ in states(name):
        if state["Type"] != "Task":
            continue
        assert state["TimeoutSeconds"] > 0, key
        assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], key
        assert state["Retry"], key
        for retry in state["Retry"]:
            assert "States.ALL" not in retry["ErrorEquals"], (key, "a retry names what it can heal")
            assert retry["JitterStrategy"] == "FULL", key
            assert retry["BackoffRate"] >= 1.5, key
            assert retry["MaxDelaySeconds"], key


BUSY = {
    "arn:aws:states:::lambda:invoke": {
        "Lambda.TooManyRequestsException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
    },
    "arn:aws:states:::aws-sdk:transcribe": {
        "Transcribe.LimitExceededException",
        "Transcribe.InternalFailureException",
        "Transcribe.SdkClientException",
        # `ThrottlingException: Rate exceeded` isn't in Transcribe's model, so that it comes as the class above all.
        "Transcribe.TranscribeException",
    },
    "arn:aws:states:::s3:getObject": {"States.ItemReaderFailed"},
}
"""What each integration raises when a service is too busy or out of order. A new one needs its row here."""


@pytest.mark.feature("S0.16")
@pytest.mark.parametrize("name", NAMES)
def test_what_a_busy_service_answers_is_tried_again(name: str) -> None:
    for key, state, _ in states(name):
        resource = state.get("Resource") or state.get("ItemReader", {}).get("Resource")
        if resource is None:
            continue
        parts = resource.split(":")
        busy = BUSY[":".join(parts[:-1]) if "aws-sdk" in parts else resource]
        assert busy <= {error for retry in state["Retry"] for error in retry["ErrorEquals"]}, key


GONE = {
    "States.Timeout",
    "Sandbox.Timedout",
    "Sandbox.Failure",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.OutOfMemory",
    "Runtime.Unknown",
}
"""How it is told that a function's process came to an end before its answer: its time or its memory was up, or it
crashed. Older runtimes say `Lambda.Unknown` where the present ones say what it was."""


@pytest.mark.feature("S0.16")
@pytest.mark.parametrize("name", NAMES)
def test_a_function_whose_process_is_gone_is_called_again_twice(name: str) -> None:
    for key, state, _ in states(name):
        if state.get("Resource") != "arn:aws:states:::lambda:invoke":
            continue
        (retry,) = (each for each in state["Retry"] if GONE & set(each["ErrorEquals"]))
        assert set(retry["ErrorEquals"]) == GONE, key
        assert retry["MaxAttempts"] == 2, key


@pytest.mark.feature("S2.1")
def test_a_busy_transcribe_is_waited_for_some_minutes() -> None:
    """FULL jitter waits half of its bound in the mean; a day's recordings that come at once need their time."""
    pipeline = definition(
        "interaction_pipeline",
        {
            "ThrottleRetryIntervalSeconds": load("prod").retry.throttle_interval_seconds,
            "ThrottleRetryMaxDelaySeconds": load("prod").retry.throttle_max_delay_seconds,
        },
    )["States"]
    for key in ("StartCallAnalyticsJob", "StartTranscriptionJob", "GetCallAnalyticsJob", "GetTranscriptionJob"):
        (retry,) = (each for each in pipeline[key]["Retry"] if "Transcribe.TranscribeException" in each["ErrorEquals"])
        waits = [
            min(retry["IntervalSeconds"] * retry["BackoffRate"] ** tries, retry["MaxDelaySeconds"]) / 2
            for tries in range(retry["MaxAttempts"])
        ]
        assert 8 * 60 < sum(waits) < 15 * 60, key


GOES_ON = {("performance_summary", "Repair"), ("performance_summary", "Check")}
"""Without which the work has its end all the same: the next state is told why there is nothing of them."""


@pytest.mark.parametrize("name", NAMES)
def test_every_catch_keeps_the_input_and_ends_in_fail(name: str) -> None:
    for key, state, siblings in states(name):
        for catch in state.get("Catch", []):
            assert catch["ResultPath"].startswith("$."), key
            if catch["ErrorEquals"] != ["States.ALL"] or (name, key) in GOES_ON:
                continue
            recorder = siblings[catch["Next"]]
            if "error.$" not in recorder.get("Parameters", {}).get("Payload", {}) and recorder["Type"] != "Fail":
                # It clears up first, and whatever becomes of that, the first error is the one that is recorded.
                assert recorder["ResultPath"] is None, key
                (clearing,) = recorder["Catch"]
                assert clearing["ErrorEquals"] == ["States.ALL"], key
                assert clearing["ResultPath"] != "$.error", key
                assert clearing["Next"] == recorder["Next"], key
                recorder = siblings[recorder["Next"]]
            if recorder["Type"] != "Fail":
                assert recorder["Parameters"]["Payload"]["error.$"] == "$.error", key
                following = siblings[recorder["Next"]]
                if following["Type"] != "Fail":
                    # What a Map has collected of items must stay small: whatever is longer is caught by nobody. Once
                    # it is recorded why one failed, it ends like the others; if that can't be done, it fails.
                    assert siblings != read(name)["States"], key
                    assert following == {**following, "Type": "Pass", "Result": {}, "End": True}, key
                    assert [siblings[catch["Next"]]["Type"] for catch in recorder["Catch"]] == ["Fail"], key


@pytest.mark.parametrize("name", NAMES)
def test_every_state_is_reached_and_every_next_exists(name: str) -> None:
    for machine in machines(read(name)):
        found, waiting = set(), {machine["StartAt"]}
        while waiting:
            key = waiting.pop()
            assert key in machine["States"], key
            found.add(key)
            waiting |= next_states(machine["States"][key]) - found
        assert found == set(machine["States"])


@pytest.mark.parametrize("name", NAMES)
def test_functions_are_named_by_placeholders_only(name: str) -> None:
    for key, state, _ in states(name):
        if state.get("Resource") == "arn:aws:states:::lambda:invoke":
            assert re.fullmatch(r"\$\{\w+Function\}", state["Parameters"]["FunctionName"]), key
    assert not re.search(r"\b\d{12}\b", json.dumps(read(name)))


@pytest.mark.parametrize("name", NAMES)
def test_model_calls_wait_for_the_model_to_recover(name: str) -> None:
    asking = {"AnalyseInteraction", "EvaluateAutomatically", "Prompt", "Repair", "Check", "AnswerDraft"}
    for key, state, _ in states(name):
        if key in asking:
            retried = {error for retry in state["Retry"] for error in retry["ErrorEquals"]}
            assert {"ModelThrottled", "ModelUnavailable", "ModelTimedOut", "Conflict"} <= retried
            final = {"ModelAnswerInvalid", "ModelAnswerCut", "ModelRefused", "ModelBlocked", "ModelInputTooLong"}
            assert not {*final, "BudgetSpent"} & retried


@pytest.mark.feature("S0.16", "N9")
def test_a_summary_stands_without_the_further_rounds_whatever_becomes_of_them() -> None:
    states = read("performance_summary")["States"]
    assert {("performance_summary", key) for key in ("Repair", "Check")} == GOES_ON
    for key, following in (("Repair", "Check"), ("Check", "FilterChips")):
        ended, others = states[key]["Catch"]
        assert (set(ended["ErrorEquals"]), ended["Next"]) == ({"NotFound", "Superseded"}, "RecordFailure")
        assert (others["ErrorEquals"], others["ResultPath"]) == (["States.ALL"], "$.unasked")
        assert others["Next"] == states[key]["Next"] == following
        assert states[following]["Parameters"]["Payload"]["unasked.$"] == "$.unasked"
        assert "unasked" in {each.removesuffix(".$") for each in states[key]["ResultSelector"]} | {
            each.removesuffix(".$") for each in states["Prompt"]["ResultSelector"]
        }


def test_a_replay_goes_on_with_the_job_that_is_already_there() -> None:
    pipeline = read("interaction_pipeline")["States"]
    for key in ("StartCallAnalyticsJob", "StartTranscriptionJob"):
        first = pipeline[key]["Catch"][0]
        assert first["ErrorEquals"] == ["Transcribe.ConflictException"]
        assert first["Next"] == pipeline[key]["Next"] == "CountPolls"


@pytest.mark.feature("N8")
def test_what_is_erased_of_a_recording_is_what_a_transcription_writes() -> None:
    """The folder stands in the pipeline, in the rights and in the domain: they can't import it from one another."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    recording = StoredObject(key="a.wav", etag="e", size=1)
    item = IntakeItem(
        id="in_1",
        bucket="b",
        unit_key="a",
        recording=recording,
        status=IntakeStatus.LOADED,
        interaction_id="int_1",
        received_at=at,
        updated_at=at,
    )
    recognised, kept, inside = prefixes_of_item(item, "content")
    assert recognised == f"content/{RAW_TRANSCRIPTS}in_1/"
    assert kept == f"content/{TRANSCRIPTS}int_1/in_1-"
    assert inside == "b/debrief/inside/in_1/"
    pipeline = read("interaction_pipeline")["States"]
    written = [pipeline[key]["Parameters"] for key in ("StartCallAnalyticsJob", "StartTranscriptionJob")]
    assert f"/{RAW_TRANSCRIPTS}{{}}/'" in written[0]["OutputLocation.$"]
    assert f"'{RAW_TRANSCRIPTS}{{}}/" in written[1]["OutputKey.$"]


def test_waiting_for_transcription_comes_to_an_end() -> None:
    pipeline = read("interaction_pipeline")["States"]
    choices = pipeline["JobDone"]["Choices"]
    assert choices[-1] == {
        "Variable": "$.poll.count",
        "NumericGreaterThanEquals": "${PollLimit}",
        "Next": "TranscriptionTimedOut",
    }
    assert pipeline["TranscriptionTimedOut"]["Result"]["Error"] == "TranscriptionTimedOut"
    assert pipeline["TranscriptionTimedOut"]["Next"] == "SettleIntakeFailed"


def test_one_broken_batch_does_not_stop_an_import() -> None:
    each = read("bulk_import")["States"]["EachBatch"]
    assert each["ToleratedFailurePercentage"] == 100
    assert each["ItemReader"]["ReaderConfig"] == {"InputType": "JSON"}
    inside = each["ItemProcessor"]["States"]
    assert inside["ImportLines"]["Catch"][0]["Next"] == "RecordBatchFailure"
    # What a Map collects may be 256 KiB, and what is more is caught by no `States.ALL`: a batch whose failure is
    # written down ends as short as the others, and one whose failure isn't, without the text of the error.
    assert inside["RecordBatchFailure"]["Next"] == "BatchDone"
    assert (inside["BatchDone"]["Result"], inside["BatchDone"].get("Next")) == ({}, None)
    (failed,) = [state for state in inside.values() if state["Type"] == "Fail"]
    assert not {"ErrorPath", "CausePath"} & set(failed)
    assert len(json.dumps(failed)) < 300


def test_numbers_become_numbers_and_texts_stay() -> None:
    numbers = {
        "PollSeconds": 7,
        "PollLimit": 9,
        "RetryIntervalSeconds": 1,
        "RetryMaxDelaySeconds": 2,
        "ThrottleRetryIntervalSeconds": 5,
        "ThrottleRetryMaxDelaySeconds": 6,
        "ModelRetryIntervalSeconds": 3,
        "ModelRetryMaxDelaySeconds": 4,
    }
    found = definition("interaction_pipeline", numbers)
    assert found["States"]["WaitForJob"]["Seconds"] == 7
    assert found["States"]["JobDone"]["Choices"][-1]["NumericGreaterThanEquals"] == 9
    left = set(re.findall(r"\$\{(\w+)\}", json.dumps(found)))
    assert left == {
        "NormaliseTranscriptFunction",
        "PayForTranscriptionFunction",
        "AnalyseInteractionFunction",
        "EvaluateAutomaticallyFunction",
        "SettleIntakeFunction",
        "ContentBucket",
        "TranscribeRole",
    }


def test_a_number_without_a_place_is_refused() -> None:
    with pytest.raises(DefinitionError, match="PollSecond"):
        definition("performance_summary", {"PollSecond": 1})
