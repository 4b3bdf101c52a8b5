"""An evaluation on its way between its agent and who decides, and what silence comes to, on the deployed stacks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from debrief.kernel.clock import iso
from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import IN_FEBRUARY, QUESTION, card_of, change, evaluated, lead

SETTLED: Json = {"require_acknowledgement": True, "acknowledgement_reminder_days": 1}
AS_IT_WAS: Json = {"require_acknowledgement": False, "acknowledgement_reminder_days": 2}


@pytest.mark.feature("S4.8", "S2.3", "S2.4", "N15", "N19")
def test_an_agent_disputes_another_decides_and_others_like_it_are_rescored(debrief: Debrief) -> None:
    _, agent = lead(debrief)
    card = debrief.scorecard(card_of(QUESTION | {"answerer": "human"}))
    first, other = (evaluated(debrief, agent, card, "no") for _ in range(2))
    mine = {"as_user": agent["email"]}
    waiting = [each for each in debrief.get("/home", **mine)["for_you"] if each["kind"] == "to_acknowledge"]
    assert {each["about"] for each in waiting} == {first["id"], other["id"]}

    def told() -> bool:
        kinds = [each["kind"] for each in debrief.get("/notices", **mine)["items"]]
        return kinds == ["evaluation_completed"] * 2

    eventually(told, "the agent is told of each")

    def flagged(state: str) -> bool:
        calls = {each["interaction_id"] for each in (first, other)}
        found = [each for call in calls for each in debrief.get(f"/flags/of-conversations/{call}")["items"]]
        return [each["state"] for each in found if each["kind"] == "low_score"] == [state] * 2

    eventually(lambda: flagged("open"), "both are flagged for a low score")
    log = _released_log(debrief, first, agent)
    path = f"/evaluations/{first['id']}"
    body = {"answers": [{"question_id": "greeting", "reason": "I greeted them."}]}
    dispute = change(debrief, "POST", f"{path}/disputes", body, of=path, **mine)
    assert dispute["id"] in {each["id"] for each in debrief.get("/disputes")["items"]}
    assert dispute["id"] in {each["about"] for each in debrief.get("/home")["for_you"]}
    assert dispute["id"] in {each["id"] for each in debrief.get("/disputes?whose=everybody")["items"]}
    assert [each["id"] for each in debrief.get("/disputes", **mine)["items"]] == [dispute["id"]]
    upheld = {"answers": [{"question_id": "greeting", "response": "You did.", "option_id": "yes"}]}
    at = f"/disputes/{dispute['id']}"
    done = change(debrief, "POST", f"{at}/decision", upheld, of=at)
    assert done["decision"]["outcome"] == "re_evaluated"

    def like_it() -> list[Json] | None:
        return debrief.get(f"{at}/similar?question_id=greeting")["items"] or None

    (alike,) = eventually(like_it, "the other one's answers are kept")
    assert alike["id"] == other["id"]
    given = {"question_id": "greeting", "evaluation_ids": [other["id"]]}
    rescoring = debrief.post(f"{at}/rescorings", given)

    def ended() -> Json | None:
        (found,) = debrief.get(f"{at}/rescorings")["items"]
        assert found["id"] == rescoring["id"]
        return found if found["finished_at"] else None

    through = debrief.once_due("QualityTable", rescoring["id"], ended, "the re-scoring is through")
    assert through["rescored"] == 1
    eventually(lambda: flagged("withdrawn"), "their flags go with the scores")

    def withdrawn() -> Json | None:
        found: Json = debrief.get(f"/coaching-logs/{log['id']}")
        return found if found["state"] == "withdrawn" else None

    followed = eventually(withdrawn, "its coaching log is withdrawn with notes")
    steps = [each["kind"] for each in followed["history"]]
    assert (steps[-1], followed["percent"]) == ("withdrawn", 100)
    assert {"written", "noted", "released", "acknowledged", "changed"} <= {*steps}
    kinds = [each["kind"] for each in debrief.get(f"{path}/history", **mine)["items"]]
    assert kinds == ["completed", "disputed", "re_evaluated"]
    assert change(debrief, "POST", f"{path}/acknowledgement", of=path, **mine)["status"] == "acknowledged"
    drafted = debrief.post(f"{at}/definition", {"question_id": "greeting", "description": "Any greeting counts."})
    held = f"/scorecards/{card['id']}/question-drafts"
    assert debrief.get(held)["items"] == [drafted]
    again = debrief.call("POST", f"{held}/greeting/publication", if_match=f'"{drafted["revision"]}"')
    assert again.body["sections"][0]["questions"][0]["description"] == "Any greeting counts."
    # Exact after all of it: two evaluations, both passed.
    report = f"/reports/line-items?scorecard_id={card['id']}&agent_id={agent['id']}&{IN_FEBRUARY}"

    def counted() -> Any:
        items = debrief.get(report)["items"]
        return items if [(each["passed"], each["applicable"]) for each in items] == [(2, 2)] else None

    eventually(counted, "the report counts what holds now")


def _released_log(debrief: Debrief, evaluation: Json, agent: Json) -> Json:
    """The coaching log of a flagged evaluation, which its agent reads and acknowledges once it is released."""
    call = evaluation["interaction_id"]

    def written() -> Json | None:
        found: list[Json] = debrief.get(f"/coaching-logs/of-conversations/{call}")["items"]
        return found[0] if found else None

    log = eventually(written, "the flagged call has a coaching log")
    path = f"/coaching-logs/{log['id']}"
    mine = {"as_user": agent["email"]}
    assert debrief.call("GET", path, **mine).status == 404
    whole = debrief.get(path)
    assert (whole["evaluation_id"], whole["percent"], whole["question_id"]) == (evaluation["id"], 0, "greeting")
    said = {each["index"]: each for each in debrief.get(f"/interactions/{call}/transcript")["turns"]}
    for each in whole["criteria"]:
        if quote := each["quote"]:
            turn = said[quote["turn_index"]]
            assert (quote["start_ms"], quote["text"] in turn["text"]) == (turn["start_ms"], True)
    assert whole["dropped"] == 0
    assert change(debrief, "POST", f"{path}/notes", {"text": "Ask what kept them."}, of=path)["state"] == "written"
    assert change(debrief, "POST", f"{path}/release", {}, of=path)["state"] == "released"
    assert [each["id"] for each in debrief.get("/coaching-logs", **mine)["items"]] == [log["id"]]
    assert change(debrief, "POST", f"{path}/acknowledgement", {"text": "I see."}, of=path, **mine)["actions"] == []
    return log


@pytest.mark.feature("S4.8", "N19")
def test_an_agent_is_reminded_and_silence_acknowledges(debrief: Debrief) -> None:
    """Days are made to have passed; what else there is, is as it is deployed."""
    _, agent = lead(debrief)
    card = debrief.scorecard(card_of(QUESTION))
    change(debrief, "PATCH", "/settings", SETTLED)
    try:
        done = evaluated(debrief, agent, card)
    finally:
        change(debrief, "PATCH", "/settings", AS_IT_WAS)
    ago = iso(datetime.now(UTC) - timedelta(minutes=1))
    _let_it_be(debrief, done["id"], remind_at=ago)

    def told() -> Any:
        kinds = [each["kind"] for each in debrief.get("/notices", as_user=agent["email"])["items"]]
        return "evaluation_unanswered" in kinds or None

    debrief.once_due("QualityTable", done["id"], told, "the agent is reminded")
    _let_it_be(debrief, done["id"], answer_by=ago)

    def silent() -> Any:
        found = debrief.get(f"/evaluations/{done['id']}")
        return found if found["status"] == "acknowledged" else None

    acknowledged = debrief.once_due("QualityTable", done["id"], silent, "silence has acknowledged it")
    assert acknowledged["review"]["by_silence"] is True


def _let_it_be(debrief: Debrief, evaluation_id: str, **review: str) -> None:
    """Let an instant of the evaluation's review be another one."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["QualityTable"]
    key = {"PK": {"S": f"EV#{evaluation_id}"}, "SK": {"S": "EVALUATION"}}
    body = json.loads(dynamodb.get_item(TableName=table, Key=key)["Item"]["body"]["S"])
    body["review"] |= review
    dynamodb.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": json.dumps(body)}},
    )
