"""A coaching plan from what was counted of an agent's conversations to the night after its last day."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import change, conversation, everything, lead

INQUIRY = "Billing"


@pytest.mark.timeout(600, func_only=True)
@pytest.mark.feature("S1.7", "S1.8", "S2.5")
def test_a_plan_from_commitment_to_its_last_night(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    mine, theirs = {"as_user": agent["email"]}, {"as_user": supervisor["email"]}
    today = datetime.now(UTC).date()
    for number in range(6):
        conversation(
            debrief,
            agent,
            day=(today - timedelta(days=3 + number)).isoformat(),
            inquiry=INQUIRY,
            talk_time=200 + 10 * number,
            hold_time=20,
            after_call_work=30,
        )
    about = f"channel=chat&inquiry={INQUIRY}"

    def counted() -> Json | None:
        metrics = debrief.get(f"/plans/advice?{about}", **mine)["metrics"]
        return next((each for each in metrics if each["metric"] == "handle_time" and each["start"]["n"] == 6), None)

    advice = eventually(counted, "what was loaded is counted by inquiry")
    assert advice["start"]["value"] == 275_000
    poor = debrief.get(f"/plans/poor-conversations?{about}&metric=handle_time", **mine)["items"]
    assert [each["value"] for each in poor] == [300_000, 290_000, 280_000, 270_000, 260_000, 250_000]
    plan = debrief.post(
        "/plans",
        {
            "channel": "chat",
            "inquiry": INQUIRY,
            "metric": "handle_time",
            "percent": 10,
            "ends_on": (today + timedelta(days=30)).isoformat(),
            "planned_actions": ["Sum up", "Ask first"],
            "assistance": ["Training on our systems"],
        },
        **mine,
    )
    path = f"/plans/{plan['id']}"
    assert (plan["target"], plan["now"]["value"], plan["status"]) == (247_500, 275_000, "in_progress")
    assert [each["id"] for each in everything(debrief, "/plans?status=in_progress", **theirs)] == [plan["id"]]
    assert [each["id"] for each in everything(debrief, "/plans?status=in_progress")].count(plan["id"]) == 1
    change(debrief, "PATCH", f"{path}/planned-actions/1", {"done": True}, of=path, **mine)
    eventually(lambda: _told(debrief, theirs, "plan_started"), "who leads them is told")

    # As if it had been begun some days ago and its last day were over.
    _begun(debrief, plan["id"], today - timedelta(days=3), today - timedelta(days=1))
    seen = debrief.once_due("CoachingTable", plan["id"], lambda: _ended(debrief, path, theirs), "the plan ends")
    assert (seen["status"], seen["now"]["n"], seen["now"]["day"]) == ("missed", 6, seen["ends_on"])
    assert seen["planned_actions"][0]["done_at"]
    for who in (mine, theirs):
        eventually(lambda who=who: _told(debrief, who, "plan_ended"), "both are told how it ended")  # type: ignore[misc]
    again = debrief.post("/plans", _draft_of(plan, today), **mine)
    cancelled = change(debrief, "POST", f"/plans/{again['id']}/cancellation", of=f"/plans/{again['id']}", **mine)
    assert (cancelled["status"], cancelled["ended_because"]) == ("cancelled", None)

    last = debrief.post("/plans", _draft_of(plan, today), **mine)
    debrief.post(f"/people/{agent['id']}/deactivation")

    def left_behind() -> bool:
        found = debrief.get(f"/plans/{last['id']}", **theirs)
        return (found["status"], found["ended_because"]) == ("cancelled", "agent_left")

    eventually(left_behind, "the plan of somebody who has left is cancelled")


def _draft_of(plan: Json, today: Any) -> Json:
    kept = {name: plan[name] for name in ("channel", "inquiry", "metric", "percent", "assistance")}
    ends_on = (today + timedelta(days=14)).isoformat()
    return kept | {"planned_actions": ["Sum up"], "ends_on": ends_on}


def _begun(debrief: Debrief, plan_id: str, first: Any, last: Any) -> None:
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["CoachingTable"]
    key = {"PK": {"S": f"PLAN#{plan_id}"}, "SK": {"S": "PLAN"}}
    row = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    kept = json.loads(row["body"]["S"]) | {"begins_on": first.isoformat(), "ends_on": last.isoformat()}
    dynamodb.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": json.dumps(kept)}},
    )


def _ended(debrief: Debrief, path: str, who: dict[str, Any]) -> Json | None:
    seen: Json = debrief.get(path, **who)
    return seen if seen["status"] != "in_progress" else None


def _told(debrief: Debrief, who: dict[str, Any], kind: str) -> list[Json] | None:
    notices: list[Json] = debrief.get("/notices", **who)["items"]
    return [each for each in notices if each["kind"] == kind] or None
