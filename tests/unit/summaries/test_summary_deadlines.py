"""A summary whose workflow died ends; an execution that comes late touches no later attempt (S0.8, S0.16)."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import find, query_all
from debrief.summaries.deadlines import UNFINISHED, WORKFLOW_TIMEOUT
from debrief.summaries.drafting.attempt_step import Superseded
from debrief.summaries.drafting.steps import Steps
from debrief.summaries.failures import TIMED_OUT
from debrief.summaries.model import Summary
from debrief.summaries.store import SummariesRow
from tests.unit.coaching.world import AGENT, LEAD
from tests.unit.summaries.world import World

MACHINE = Path(__file__).parents[3] / "statemachines/performance_summary.asl.json"
BODY = {"agent_id": AGENT, "period": {"kind": "last_week"}}
STEPS = ("gather", "cap", "prompt", "filter_chips", "save")


def asked(world: World) -> str:
    answer = world.call("POST", "/summaries", LEAD, BODY)
    assert answer.status == 202, answer
    return str(answer.body["id"])


def retried(world: World, id: str) -> None:
    assert world.call("POST", f"/summaries/{id}/retries", LEAD).status == 202


def summary(world: World, id: str) -> Summary:
    found = world.store.summary(id)
    assert found is not None
    return found


def deadlines(world: World) -> list[str]:
    """The summaries that have one."""
    far = world.clock.now() + timedelta(days=365)
    keys = [each.key for shard in range(SHARDS) for each in DueStore("test-summaries").due(shard, far)]
    assert all(key.startswith(f"{UNFINISHED}#") for key in keys)
    return [key.partition("#")[2] for key in keys]


def announced(type: str) -> list[str]:
    """The subjects of what was announced, by the last words of its type."""
    events = [Event.model_validate_json(row.body or "") for row in query_all(SummariesRow, "OUTBOX", index="GSI1")]
    return [each.subject for each in events if each.type == f"debrief.summaries.summary.{type}.v1"]


def busy(found: Summary) -> bool:
    return find(SummariesRow, f"TARGET#{found.target}", "BUSY") is not None


@pytest.mark.feature("S0.8")
def test_a_summary_whose_workflow_died_fails_when_its_time_is_over(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = asked(filled)
    filled.steps().gather(id, 1)
    filled.clock.advance(WORKFLOW_TIMEOUT - timedelta(milliseconds=1))
    assert filled.run_schedules(monkeypatch)["done"] == 0
    assert summary(filled, id).status == "generating"
    assert busy(summary(filled, id))

    filled.clock.advance(timedelta(milliseconds=1))
    assert filled.run_schedules(monkeypatch)["done"] == 1
    failed = summary(filled, id)
    assert (failed.status, failed.progress) == ("failed", None)
    assert failed.failure is not None
    assert (failed.failure.reason, failed.failure.at) == ("timed_out", filled.clock.now())
    assert not busy(failed)
    assert announced("failed") == [id]

    filled.clock.advance(timedelta(days=1))
    assert filled.run_schedules(monkeypatch)["done"] == 0
    assert summary(filled, id) == failed
    retried(filled, id)
    filled.run(id)
    assert filled.call("GET", f"/summaries/{id}", LEAD).body["status"] == "ready"


@pytest.mark.feature("S0.8")
def test_a_deadline_stands_exactly_while_a_summary_is_generated(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id = asked(filled)
    assert deadlines(filled) == [id]
    filled.steps().fail(id, 1, "ModelThrottled")
    assert deadlines(filled) == []
    retried(filled, id)
    assert deadlines(filled) == [id]
    filled.run(id)
    assert deadlines(filled) == []
    replay = filled.call("POST", f"/summaries/{id}/replays", LEAD).body["id"]
    assert deadlines(filled) == [replay]
    filled.run(replay)
    assert deadlines(filled) == []

    from debrief.kernel import workflows

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "StateMachineDoesNotExist"}}, "StartExecution")

    monkeypatch.setattr(workflows, "client", lambda _: SimpleNamespace(start_execution=refuse))
    assert filled.call("POST", "/summaries", LEAD, BODY).body["failure"]["reason"] == "not_started"
    assert deadlines(filled) == []


@pytest.mark.feature("S0.8", "S0.16")
def test_the_deadline_of_an_earlier_attempt_does_not_end_a_later_one(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = asked(filled)
    filled.clock.advance(timedelta(minutes=20))
    filled.steps().fail(id, 1, "ModelThrottled")
    retried(filled, id)
    filled.clock.advance(timedelta(minutes=20))
    assert filled.run_schedules(monkeypatch)["done"] == 0, "the later attempt has its own time"
    filled.steps().fail(id, 1, TIMED_OUT)
    assert summary(filled, id).status == "generating", "what was due for the first attempt comes late"
    assert busy(summary(filled, id))
    filled.clock.advance(timedelta(minutes=11))
    assert filled.run_schedules(monkeypatch)["done"] == 1
    assert summary(filled, id).status == "failed"
    assert announced("failed") == [id, id]


def at_second_attempt(world: World) -> tuple[str, Steps]:
    """A summary whose second attempt has gone as far as its answer, while the first one's execution still lives."""
    id, steps = asked(world), world.steps()
    steps.gather(id, 1)
    steps.fail(id, 1, "ModelThrottled")
    retried(world, id)
    for step in (steps.gather, steps.cap, steps.prompt):
        step(id, 2)
    return id, steps


@pytest.mark.feature("S0.16")
@pytest.mark.parametrize("name", STEPS)
def test_a_late_execution_does_not_write_into_a_newer_attempt(filled: World, name: str) -> None:
    id, steps = at_second_attempt(filled)
    before = summary(filled, id)
    objects = filled.content.list(f"summaries/{id}/", 100)
    with pytest.raises(Superseded):
        getattr(steps, name)(id, 1)
    assert steps.fail(id, 1, "Superseded").keys == {}
    assert summary(filled, id) == before
    assert filled.content.list(f"summaries/{id}/", 100) == objects
    assert len(filled.asked) == 1, "and asks no model"
    for step in (steps.filter_chips, steps.save):
        step(id, 2)
    assert filled.call("GET", f"/summaries/{id}", LEAD).body["status"] == "ready"


@pytest.mark.feature("S0.16")
def test_every_state_tells_its_attempt_and_none_repeats_one_that_was_superseded() -> None:
    machine = json.loads(MACHINE.read_text(encoding="utf-8"))
    tasks = {name: state for name, state in machine["States"].items() if state["Type"] == "Task"}
    assert set(tasks) == {"Gather", "Cap", "Prompt", "Repair", "Check", "FilterChips", "Save", "RecordFailure"}
    for name, state in tasks.items():
        assert state["Parameters"]["Payload"]["attempt.$"] == "$$.Execution.Input.attempt", name
        assert "Superseded" not in {error for retry in state["Retry"] for error in retry["ErrorEquals"]}, name


@pytest.mark.feature("S0.16")
def test_the_execution_is_started_with_its_attempt(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from debrief.kernel import workflows

    started: list[Any] = []
    monkeypatch.setattr(
        workflows, "client", lambda _: SimpleNamespace(start_execution=lambda **given: started.append(given))
    )
    id = asked(filled)
    filled.steps().fail(id, 1, "ModelThrottled")
    retried(filled, id)
    assert [(each["name"], json.loads(each["input"])) for each in started] == [
        (f"{id}-{attempt}", {"summary_id": id, "attempt": attempt}) for attempt in (1, 2)
    ]
