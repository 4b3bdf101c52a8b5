"""Agents' performance by inquiry on the deployed stacks: conversations are counted, compared, and taken back."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from debrief.insights.benchmarks.deadlines import SUBJECT
from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import change, conversation, lead

LATE = "Late parcel"
AT = "%Y-%m-%dT%H:%M:%SZ"


@pytest.mark.feature("S1.1", "S1.2", "S1.3", "S1.4", "S1.5", "S1.6", "N10", "N19")
def test_conversations_are_counted_compared_and_taken_back(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    supervisor, agent = lead(debrief, team_id=team["id"])
    # Compared are the three months up to the newest conversation of all, which other tests may have had today.
    began = datetime.now(UTC) - timedelta(hours=1)
    for minutes in (5, 7):
        span = {"started_at": f"{began:{AT}}", "ended_at": f"{began + timedelta(minutes=minutes):{AT}}"}
        conversation(debrief, agent, inquiry=LATE, talk=60 * minutes, hold=0, after_call_work=0, **span)
    who = f"agent_id={agent['id']}&channel=chat"
    own = {"as_user": agent["email"]}

    def counted() -> Json | None:
        (channel,) = debrief.get("/performance/channels", **own)["items"] or (None,)
        if channel is None or channel["channel"] != "chat":
            return None
        table: Json = debrief.get("/performance/inquiries?channel=chat", **own)
        known = [each["figures"][0]["number"] for each in table["items"] if each["inquiry"] == LATE]
        # Predicted values come with the analysis, after the conversation itself.
        return table if known == [2] else None

    table = eventually(counted, "both conversations are counted with what was predicted")
    (line,) = table["items"]
    assert line["number"] == 2
    minutes = line["figures"][1]["value"]
    assert line["figures"][1]["metric"] == "handle_time"
    assert minutes == 6 * 60_000

    def compared() -> Json | None:
        found: Json = debrief.get(f"/performance/leaderboard?channel=chat&team_id={team['id']}")
        mine = [each for each in found["items"] if each["agent_id"] == agent["id"]]
        return mine[0] if mine and mine[0]["number"] == 2 else None

    # All agents are compared as at night; they are those of all other tests too.
    row = debrief.once_due("InsightsTable", SUBJECT, compared, "everybody is compared")
    assert row["rank"] is None, "two conversations are too few"
    details = f"/performance/inquiries/details?{who}&inquiry={quote(LATE)}&beside=true"

    def benchmarked() -> Json | None:
        found: Json = debrief.get(details, as_user=supervisor["email"])
        return found if found["frame"]["compared_at"] else None

    found = debrief.once_due("InsightsTable", SUBJECT, benchmarked, "the benchmark is made")
    assert len(found["recent"]) == 2
    assert found["figures"][0]["value"] is not None
    assert found["team"][0]["value"] is None, "nobody else is behind it: it is the agent's own"
    assert debrief.call("GET", "/performance/leaderboard?channel=chat", **own).status == 403
    assert debrief.call("GET", details, as_user=debrief.agent["email"]).status == 404

    # Entered by hand, and deleted: nothing is left of it.
    entered = debrief.post(
        "/interactions", {"agent_id": agent["id"], "started_at": f"{began:{AT}}", "about": "A visit"}
    )
    offline = "/performance/inquiries?channel=offline"
    eventually(lambda: debrief.get(offline, **own)["number"] == 1, "what was entered by hand is counted")
    change(debrief, "DELETE", f"/interactions/{entered['id']}")
    eventually(lambda: debrief.get(offline, **own)["number"] == 0, "what was deleted isn't")
    channels = debrief.get("/performance/channels", **own)["items"]
    assert [each["channel"] for each in channels] == ["chat"]
