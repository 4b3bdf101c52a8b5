"""Steps that run twice at once, and rounds that something else than the model ends: the report is of what was
checked."""

from typing import Any

import pytest

from debrief.kernel.errors import ModelThrottled, ModelTimedOut
from debrief.summaries.drafting.asking_steps import AskingSteps
from debrief.summaries.drafting.checking import Checked, hash_of
from debrief.summaries.drafting.draft import Answer
from debrief.summaries.drafting.repairing import Repaired
from debrief.summaries.failures import unasked_in
from debrief.summaries.store import ANSWER, CHECK, REPAIR
from tests.unit.coaching.world import LEAD
from tests.unit.summaries.test_further_rounds import LIE, giving, lying
from tests.unit.summaries.test_summary_workflow import asked
from tests.unit.summaries.world import World

FIRST = "A word on how conversations begin."
LATE = "A word on how conversations end."


def drafted(world: World) -> tuple[str, Any]:
    lying(world, LIE, part="talking_points")
    id, steps = asked(world), world.steps()
    for step in (steps.gather, steps.cap, steps.prompt):
        step(id, 1)
    return id, steps


@pytest.mark.feature("S0.16", "N1")
def test_a_late_twin_changes_nothing_that_was_checked(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id, _ = drafted(filled)
    slow = filled.steps()
    told = AskingSteps._repaired

    def overtaken(self: Any, *given: Any) -> Repaired:
        # While it waits for its model, a second run ends, and the workflow goes on.
        monkeypatch.setattr(AskingSteps, "_repaired", told)
        filled.repairs = giving(FIRST)
        quick = filled.steps()
        quick.repair(id, 1)
        quick.check(id, 1)
        filled.repairs = giving(LATE)
        return told(self, *given)

    monkeypatch.setattr(AskingSteps, "_repaired", overtaken)
    slow.repair(id, 1)
    assert len(filled.repairs_asked) == 2
    slow.check(id, 1)
    slow.filter_chips(id, 1)
    slow.save(id, 1)
    shown = str(filled.call("GET", f"/summaries/{id}", LEAD).body["report"]["talking_points"])
    assert FIRST in shown
    assert LATE not in shown


@pytest.mark.feature("S0.16", "N1")
def test_an_answer_that_comes_once_the_check_has_begun_is_too_late(filled: World) -> None:
    id, steps = drafted(filled)
    steps.check(id, 1, "States.Timeout")
    filled.repairs = giving(LATE)
    steps.repair(id, 1)
    steps.filter_chips(id, 1)
    steps.save(id, 1)
    body = filled.call("GET", f"/summaries/{id}", LEAD).body
    assert body["repair"]["reason"] == "stopped"
    assert LATE not in str(body["report"])
    assert body["check"]["status"] == "made"


@pytest.mark.feature("S0.16", "N1")
def test_a_check_of_another_draft_is_none(filled: World) -> None:
    id, steps = drafted(filled)
    steps.repair(id, 1)
    steps.check(id, 1)
    summary = filled.store.summary(id)
    assert summary is not None
    kept = filled.store.object(summary, CHECK, Checked)
    assert kept is not None
    filled.store.replace_object(summary, CHECK, kept.model_copy(update={"draft_sha256": "another"}))
    steps.filter_chips(id, 1)
    steps.save(id, 1)
    check = filled.call("GET", f"/summaries/{id}", LEAD).body["check"]
    assert (check["status"], check["reason"]) == ("not_made", "stopped")


@pytest.mark.feature("S0.16")
def test_the_check_says_which_draft_it_is_of(filled: World) -> None:
    id, steps = drafted(filled)
    filled.repairs = lambda *_: {"places": []}
    steps.repair(id, 1)
    steps.check(id, 1)
    summary = filled.store.summary(id)
    assert summary is not None
    answer, checked = filled.store.object(summary, ANSWER, Answer), filled.store.object(summary, CHECK, Checked)
    assert answer is not None
    assert checked is not None
    assert checked.draft_sha256 == hash_of(answer.draft)
    assert not filled.store.put_object(summary, REPAIR, Repaired(round=checked.round)), "there is one already"


@pytest.mark.feature("S0.8", "S0.16")
@pytest.mark.parametrize(
    ("error", "reason"),
    [("Lambda.Unknown", "stopped"), ("Runtime.OutOfMemory", "stopped"), ("ModelTimedOut", "model_unavailable")],
)
def test_whatever_ends_a_round_the_draft_becomes_a_report(filled: World, error: str, reason: str) -> None:
    id, steps = drafted(filled)
    caught = unasked_in({"unasked": {"Error": error, "Cause": "x"}})
    filled.checks = lambda *_: (_ for _ in ()).throw(ModelThrottled("The model is busy"))
    with pytest.raises(ModelThrottled):
        steps.check(id, 1, caught)
    steps.filter_chips(id, 1, caught)
    steps.save(id, 1)
    body = filled.call("GET", f"/summaries/{id}", LEAD).body
    assert body["status"] == "ready"
    assert [body[name]["reason"] for name in ("repair", "check")] == [reason, reason]
    assert unasked_in({"unasked": ""}) is unasked_in({}) is None


@pytest.mark.feature("N9", "S0.16")
def test_what_rounds_cost_that_came_to_nothing_is_told(filled: World) -> None:
    id, steps = drafted(filled)
    filled.repairs = filled.checks = lambda *_: (_ for _ in ()).throw(ModelTimedOut("The model is slow"))
    with pytest.raises(ModelTimedOut):
        steps.repair(id, 1)
    for _ in range(2):
        with pytest.raises(ModelTimedOut):
            steps.check(id, 1, "ModelTimedOut")
    steps.filter_chips(id, 1, "ModelTimedOut")
    steps.save(id, 1)
    summary = filled.store.summary(id)
    assert summary is not None
    assert summary.repair is not None
    assert summary.check is not None
    for round in (summary.repair, summary.check):
        assert round.status == "not_made"
        assert round.provenance is not None
        assert round.provenance.cost_micro_usd > 0
