"""A report that failed because the month's budget was spent is made once there is some again (N9, S0.8)."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.kernel.schedules.store import is_scheduled
from debrief.people.model import ModelBudget
from debrief.summaries.deadlines import BUDGET_AWAITED, next_look
from debrief.summaries.store import SummariesRow
from tests.unit.coaching.world import AGENT
from tests.unit.summaries.world import World

pytestmark = pytest.mark.feature("N9", "S0.8")


def failed(world: World, error: str = "BudgetSpent") -> str:
    """A report that was asked for and failed so."""
    asked = world.call("POST", "/summaries", body={"agent_id": AGENT, "period": {"kind": "last_week"}})
    assert asked.status == 202, asked
    id = str(asked.body["id"])
    world.steps().fail(id, 1, error)
    return id


def status(world: World, id: str) -> Any:
    return world.call("GET", f"/summaries/{id}").body["status"]


def look(world: World, monkeypatch: pytest.MonkeyPatch, after: timedelta = timedelta(minutes=6)) -> None:
    world.clock.advance(after)
    ran = world.run_schedules(monkeypatch)
    assert (ran["failed"], ran["given_up"]) == (0, 0)


def test_it_is_asked_for_again_once_there_is_budget(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.settle(model_budget_usd_month=ModelBudget(summary=0))
    id = failed(filled)
    look(filled, monkeypatch)
    assert status(filled, id) == "failed", "there is none yet"
    filled.settle(model_budget_usd_month=ModelBudget())
    look(filled, monkeypatch)
    assert status(filled, id) == "generating"
    assert filled.started[-1].startswith(id)
    look(filled, monkeypatch)
    assert len([each for each in filled.started if each.startswith(id)]) == 2, "once"


def test_what_failed_for_another_reason_or_was_tried_by_hand_isnt(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = failed(filled, "ModelRefused")
    assert not is_scheduled(SummariesRow, BUDGET_AWAITED, id)
    filled.settle(model_budget_usd_month=ModelBudget(summary=0))
    filled.call("POST", f"/summaries/{id}/retries")
    filled.steps().fail(id, 2, "BudgetSpent")
    assert is_scheduled(SummariesRow, BUDGET_AWAITED, id)
    filled.call("POST", f"/summaries/{id}/retries")
    begun = len(filled.started)
    filled.settle(model_budget_usd_month=ModelBudget())
    look(filled, monkeypatch)
    assert len(filled.started) == begun
    assert not is_scheduled(SummariesRow, BUDGET_AWAITED, id)


def test_after_two_months_nobody_waits_for_it(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.settle(model_budget_usd_month=ModelBudget(summary=0))
    id = failed(filled)
    look(filled, monkeypatch, timedelta(days=63))
    assert status(filled, id) == "failed"
    assert not is_scheduled(SummariesRow, BUDGET_AWAITED, id)


@pytest.mark.parametrize(
    ("waited", "minutes"),
    [({"minutes": 5}, 5), ({"hours": 1}, 5), ({"hours": 6}, 30), ({"hours": 12}, 60), ({"days": 40}, 60)],
)
def test_what_waits_long_is_looked_at_less_often(waited: dict[str, int], minutes: int) -> None:
    assert next_look(timedelta(**waited)) == timedelta(minutes=minutes)


def test_a_report_that_has_waited_for_a_day_is_looked_at_each_hour(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.settle(model_budget_usd_month=ModelBudget(summary=0))
    id = failed(filled)
    look(filled, monkeypatch, timedelta(days=1))
    filled.settle(model_budget_usd_month=ModelBudget())
    look(filled, monkeypatch, timedelta(minutes=50))
    assert status(filled, id) == "failed"
    look(filled, monkeypatch, timedelta(minutes=11))
    assert status(filled, id) == "generating"
