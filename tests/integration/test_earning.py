"""The AI earns a question on the deployed stacks: it drafts, is checked blindly, and then scores alone."""

from __future__ import annotations

import pytest

from tests.integration import documents
from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import change, conversation, lead

RULES = {"ai_check_percent": 100, "ai_least_checks": 5, "ai_agreement_line": 50, "ai_checks_monthly": 20}
AS_BEFORE = {
    "ai_must_earn": False,
    "ai_checker_ids": [],
    "ai_check_percent": 10,
    "ai_least_checks": 20,
    "ai_agreement_line": 80,
    "ai_checks_monthly": 20,
}


@pytest.mark.feature("N13", "N14", "N19")
def test_from_an_evaluation_to_its_check_to_a_question_that_is_earned(debrief: Debrief) -> None:
    # Whoever checks sees this agent's work alone: what else comes in meanwhile isn't drawn for them.
    checker, agent = lead(debrief)
    theirs = {"as_user": checker["email"]}
    queue = debrief.name("queue")
    card = debrief.scorecard(documents.automatic_scorecard(queue))
    change(debrief, "PATCH", "/settings", {**RULES, "ai_must_earn": True, "ai_checker_ids": [checker["id"]]})
    try:
        for number in range(1, 6):
            made = _made(debrief, agent, queue, status="draft")
            assert made["to_review"] == ["not_earned"]
            assert debrief.call("GET", f"/evaluations/{made['id']}", **theirs).status == 404
            (check,) = _to_do(debrief, **theirs)
            path = f"/blind-checks/{check['id']}"
            asked = debrief.get(path, **theirs)
            assert (asked["answers"], asked["evaluation_id"]) == ([], None)
            # Who isn't blind knows what the AI answered; the checker says the same.
            answers = [{"question_id": "sorry", "option_id": made["answers"][0]["option_id"]}]
            done = debrief.post(f"{path}/answers", {"answers": answers}, **theirs)
            assert done["answers"][0]["alike"] is True
            assert debrief.get(f"/evaluations/{made['id']}", **theirs)["id"] == made["id"]
            (stands,) = debrief.get(f"/ai-questions?scorecard_id={card['id']}")["items"]
            assert (stands["agreement"]["checks"], stands["state"] == "earned") == (number, number == 5)
        made = _made(debrief, agent, queue, status="completed")
        assert made["type"] == "automatic"
        lines = debrief.get(f"/ai-questions/{stands['id']}/checks")["items"]
        assert [each["status"] for each in lines] == ["open", *["answered"] * 5]
        detail = debrief.get(f"/ai-questions/{stands['id']}")
        assert [each["state"] for each in detail["changes"]] == ["earned"]
        told = debrief.get(f"/evaluations/{made['id']}/ai-standing")
        assert told["draw"]["recomputes"] is True
        assert [(each["decided_by"], each["state"]) for each in told["questions"]] == [("ai_alone", "earned")]
    finally:
        change(debrief, "PATCH", "/settings", AS_BEFORE)


def _made(debrief: Debrief, agent: Json, queue: str, *, status: str) -> Json:
    """What the AI made of another conversation by itself."""
    found = conversation(debrief, agent, queue=queue)

    def look() -> Json | None:
        items: list[Json] = debrief.get(f"/evaluations?interaction_id={found['id']}&status={status}")["items"]
        return items[0] if items else None

    made: Json = debrief.get(f"/evaluations/{eventually(look, 'the AI has evaluated it')['id']}")
    return made


def _to_do(debrief: Debrief, **who: str) -> list[Json]:
    def look() -> list[Json] | None:
        items: list[Json] = debrief.get("/blind-checks", **who)["items"]
        return items or None

    return eventually(look, "the check is found")
