"""A calibration of a conversation that was entered by hand, with comments beside it, on the deployed stacks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import QUESTION, card_of, change, lead


@pytest.mark.feature("S4.12", "S4.16", "S4.17", "N4")
def test_a_calibration_from_its_beginning_to_the_report(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    evaluator = debrief.person("evaluator")
    mine, theirs = {"as_user": supervisor["email"]}, {"as_user": evaluator["email"]}
    at = "2026-02-10T09:00:00Z"
    entered = debrief.post(
        "/interactions",
        {"agent_id": agent["id"], "started_at": at, "about": "A visit", "notes": "They greeted."},
        **mine,
    )
    comments = f"/interactions/{entered['id']}/comments"
    said = debrief.post(comments, {"text": "Well put.", "turn_index": 0, "tagged_ids": [agent["id"]]}, **mine)
    etag = f'"{said["revision"]}"'
    edited = debrief.call("PATCH", f"{comments}/{said['id']}", {"text": "Very well put."}, if_match=etag, **mine)
    assert edited.status == 200, edited
    card = debrief.scorecard(card_of(QUESTION))
    due = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    begun = debrief.post(
        "/calibrations",
        {
            "name": debrief.name("Calibration"),
            "interaction_id": entered["id"],
            "scorecard_id": card["id"],
            "assessor_ids": [supervisor["id"], evaluator["id"]],
            "due_at": due,
        },
        **mine,
    )
    path = f"/calibrations/{begun['id']}"
    change(debrief, "PATCH", path, {"name": debrief.name("Renamed")}, **mine)

    def reminded() -> list[Json] | None:
        return _told(debrief, theirs, "calibration_due")

    debrief.once_due("QualityTable", begun["id"], reminded, "who hasn't handed in is reminded")
    assert begun["id"] in {each["id"] for each in debrief.get("/calibrations", **theirs)["items"]}
    # Somebody else takes the place of who hasn't handed in, and finds it at home.
    other = debrief.person("evaluator")
    exchange = {"assessor_id": evaluator["id"], "by_id": other["id"]}
    change(debrief, "POST", f"{path}/exchanges", exchange, of=path, **mine)
    theirs = {"as_user": other["email"]}
    eventually(lambda: _told(debrief, theirs, "calibration_assigned"), "whoever takes their place is told")
    assert begun["id"] in {each["about"] for each in debrief.get("/home", **theirs)["for_you"]}
    for who, option in ((mine, "yes"), (theirs, "no")):
        assert debrief.call("GET", f"{path}/results", **who).status == 409
        own = next(each for each in debrief.get(path, **who)["assessors"] if each["evaluation_id"])
        draft = f"/evaluations/{own['evaluation_id']}"
        answers = {"answers": [{"question_id": QUESTION["id"], "option_id": option}]}
        change(debrief, "PATCH", f"{draft}/answers", answers, of=draft, **who)
        debrief.post(f"{draft}/completion", **who)
    results = debrief.get(f"{path}/results", **mine)
    assert (results["average"], results["questions"][0]["agree_percent"]) == (50, 0)
    eventually(lambda: _told(debrief, mine, "calibration_closed"), "it is told that all is open")
    report = f"/reports/agreement?scorecard_id={card['id']}&from=2026-02-01&to=2026-02-28"
    eventually(lambda: QUESTION["id"] in json.dumps(debrief.get(report)) or None, "it is counted who agreed")
    assert debrief.get(f"/reports/evaluations?agent_id={agent['id']}&from=2026-02-01&to=2026-02-28")["items"] == []
    change(debrief, "DELETE", path, **mine)
    change(debrief, "PATCH", f"/interactions/{entered['id']}", {"notes": "They greeted at once."}, **mine)
    gone: list[Json] = debrief.get(comments, **mine)["items"]
    assert [each["text"] for each in gone] == ["Very well put."]
    change(debrief, "DELETE", f"/interactions/{entered['id']}", **mine)
    assert debrief.call("GET", f"/interactions/{entered['id']}", **mine).status == 404


def _told(debrief: Debrief, who: dict[str, Any], kind: str) -> list[Json] | None:
    notices: list[Json] = debrief.get("/notices", **who)["items"]
    return [each for each in notices if each["kind"] == kind] or None
