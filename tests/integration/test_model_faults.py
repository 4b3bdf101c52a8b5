"""The language model fails in every way it can: what is worth another try is tried again, the rest is said openly."""

from typing import Any

import pytest

from local.engine.process import EngineProcess
from tests.integration import documents
from tests.integration.driver import Debrief, Json
from tests.integration.test_branches import FEBRUARY, summary_ended, summary_failed_with

ALWAYS = 12
"""More often than anybody asks."""


def drop_chat(debrief: Debrief, **metadata: Any) -> Json:
    name = debrief.name("fault")
    agent = debrief.agent["agent_references"][0]
    return debrief.settled(debrief.drop(f"chats/{name}.vcon.json", documents.chat(agent, name, **metadata)))


def fault(kind: str, times: int = ALWAYS) -> Json:
    return {"fault": kind, "times": times, "seconds": 0.2}


@pytest.mark.feature("I2", "S2.1")
@pytest.mark.parametrize(
    "faults",
    [
        [fault("throttle", 2)],
        [fault("unavailable", 1), fault("error_500", 1)],
        [fault("timeout", 1)],
        [fault("broken_json", 1)],
        [{"answer": {"summary": "No sentiment was given."}}],
    ],
    ids=["busy", "down", "slow", "half an answer", "an answer of another shape"],
)
def test_what_is_worth_another_try_is_tried_again(debrief: Debrief, engine: EngineProcess, faults: list[Json]) -> None:
    engine.script_faults(*faults, tool="record_analysis")
    item = drop_chat(debrief)
    assert item["status"] == "loaded", item
    found = debrief.get(f"/interactions/{item['interaction_id']}")
    assert found["analysis"]["summary"]["origin"] == "model"


@pytest.mark.feature("I2", "S2.1")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("throttle", "ModelThrottled"),
        ("model_timeout", "ModelTimedOut"),
        ("error_500", "ModelUnavailable"),
        ("garbage", "ModelRefused"),
        ("broken_json", "ModelAnswerInvalid"),
        ("text", "ModelAnswerInvalid"),
    ],
)
def test_what_stays_broken_fails_with_its_reason_and_is_released_later(
    debrief: Debrief, engine: EngineProcess, kind: str, code: str
) -> None:
    engine.script_faults(fault(kind), tool="record_analysis")
    item = drop_chat(debrief)
    assert item["status"] == "failed", item
    assert item["failure"]["code"] == code
    assert item["failure"]["sentence"].startswith("The language model")
    # The conversation is there all the same, without a word of the failure for an analysis.
    found = debrief.get(f"/interactions/{item['interaction_id']}")
    assert found["transcript"]
    assert not (found["analysis"] or {}).get("summary")
    engine.clear_faults()
    assert debrief.release(item["id"])["status"] == "loaded"
    assert debrief.get(f"/interactions/{item['interaction_id']}")["analysis"]["summary"]


@pytest.mark.feature("S4.7", "N2")
def test_an_evaluation_that_fails_leaves_no_half_evaluation_and_one_after_the_release(
    debrief: Debrief, engine: EngineProcess
) -> None:
    queue = debrief.name("queue")
    debrief.scorecard(documents.automatic_scorecard(queue))
    engine.script_faults(fault("broken_json"), tool="record_answers")
    item = drop_chat(debrief, queue=queue)
    assert item["failure"]["code"] == "ModelAnswerInvalid", item
    made = f"/evaluations?interaction_id={item['interaction_id']}"
    assert debrief.get(made)["items"] == []
    assert debrief.get(f"/interactions/{item['interaction_id']}")["analysis"]["summary"]
    engine.clear_faults()
    assert debrief.release(item["id"])["status"] == "loaded"
    assert [each["type"] for each in debrief.get(made)["items"]] == ["automatic"]


@pytest.mark.feature("S0.8")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("throttle", "model_busy"),
        ("garbage", "model_refused"),
        ("broken_json", "model_answer_invalid"),
    ],
)
def test_a_summary_that_fails_says_why_and_is_retried(
    debrief: Debrief, engine: EngineProcess, kind: str, reason: str
) -> None:
    drop_chat(debrief)
    engine.script_faults(fault(kind), tool="draft_summary")
    summary = debrief.post("/summaries", {"agent_id": debrief.agent["id"], "period": FEBRUARY})
    summary_failed_with(debrief, summary, reason)
    engine.clear_faults()
    debrief.post(f"/summaries/{summary['id']}/retries")
    ready = summary_ended(debrief, summary)
    assert ready["status"] == "ready", ready
    assert ready["report"]


@pytest.mark.feature("S0.8")
def test_a_summary_outlives_a_busy_model(debrief: Debrief, engine: EngineProcess) -> None:
    drop_chat(debrief)
    engine.script_faults(fault("throttle", 2), tool="draft_summary")
    summary = debrief.post("/summaries", {"agent_id": debrief.agent["id"], "period": FEBRUARY})
    assert summary["status"] == "generating"
    assert summary_ended(debrief, summary)["status"] == "ready"
