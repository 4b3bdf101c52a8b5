"""Coaching assignments from the mark to the monitor, on the deployed stacks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import QUESTION, card_of, change, evaluated, lead

FOLLOW_UP = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


def said(debrief: Debrief, **more: object) -> Json:
    return {"name": debrief.name("Listen first"), "feedback": "Well begun.", "follow_up": FOLLOW_UP} | more


def status_is(debrief: Debrief, assignment: str, wanted: str) -> None:
    eventually(lambda: debrief.get(f"/assignments/{assignment}")["status"] == wanted, f"the assignment is {wanted}")


@pytest.mark.feature("S2.6", "S2.7", "S3.3", "S3.4", "S3.5", "S3.6", "S3.7", "N19")
def test_a_mark_becomes_an_assignment_that_follows_its_reviews_until_it_is_completed(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    supervisor, agent = lead(debrief, team_id=team["id"])
    boss, mine = {"as_user": supervisor["email"]}, {"as_user": agent["email"]}
    colleague = debrief.person(manager=supervisor["id"], references=(debrief.name("AG"),))
    change(debrief, "PATCH", f"/people/{colleague['id']}", {"team_id": team["id"]})
    card = debrief.scorecard(card_of(QUESTION | {"answerer": "human"}))
    audit, example = evaluated(debrief, agent, card, "no"), evaluated(debrief, colleague, card)
    bookmark = debrief.post("/bookmarks", {"interaction_id": example["interaction_id"], "note": "Calm."}, **boss)
    area = {"name": "Greeting", "scorecard_id": card["id"], "question_id": QUESTION["id"]}
    chosen = [{"interaction_id": audit["interaction_id"], "evaluation_id": audit["id"]}]
    mark = debrief.post("/coaching-marks", {"agent_id": agent["id"], "areas": [area], "interactions": chosen}, **boss)
    assert mark["id"] in {each["id"] for each in debrief.get("/coaching-marks", **boss)["items"]}
    given = debrief.post("/assignments", said(debrief, mark_id=mark["id"], best_responses=[bookmark["id"]]), **boss)
    path = f"/assignments/{given['id']}"
    assert given["status"] == "pending_agent_review"
    kinds = ["coaching_assigned", "evaluation_completed"]
    eventually(
        lambda: sorted(each["kind"] for each in debrief.get("/notices", **mine)["items"]) == kinds,
        "the agent is told of the evaluation and of the assignment",
    )
    # The agent reads how it is done well, disputes, and is decided upon; each step shows by itself.
    words = debrief.get(f"{path}/best-responses/{example['interaction_id']}", **mine)
    assert words["turns"]
    debrief.post(f"{path}/looks", {"interaction_id": example["interaction_id"]}, **mine)
    evaluation = f"/evaluations/{audit['id']}"
    body = {"answers": [{"question_id": QUESTION["id"], "reason": "I greeted them."}]}
    dispute = change(debrief, "POST", f"{evaluation}/disputes", body, of=evaluation, **mine)
    status_is(debrief, given["id"], "pending_supervisor_review")
    upheld = {"answers": [{"question_id": QUESTION["id"], "response": "You did.", "option_id": "yes"}]}
    change(debrief, "POST", f"/disputes/{dispute['id']}/decision", upheld, of=f"/disputes/{dispute['id']}")
    status_is(debrief, given["id"], "pending_agent_review")
    looked = debrief.post(f"{path}/looks", {"interaction_id": audit["interaction_id"]}, **mine)
    assert (looked["status"], looked["looked_at"]) == ("pending_agent_review", 2)
    counted = debrief.get("/assignments/in-coaching", **boss)["agents"]
    assert counted == 1
    change(debrief, "POST", f"{evaluation}/acknowledgement", of=evaluation, **mine)
    status_is(debrief, given["id"], "completed")
    assert debrief.get("/assignments/in-coaching", **boss)["agents"] == 0
    (shown,) = debrief.get(path, **mine)["conversations"]
    assert [(each["status"], each["rounds"]) for each in shown["reviews"]] == [("resolved", 1)]
    assert given["id"] in {
        each["assignment_id"] for each in debrief.get("/coaching-monitor?compare=true", **boss)["items"]
    }

    def held_against() -> bool:
        details = debrief.get(f"/coaching-monitor/{given['id']}", **boss)
        # The colleague of the team was looked at when it was assigned.
        return details["fixed_at"] is not None and details["considered"] == 1

    eventually(held_against, "whom the agent is held against is fixed")
    eventually(
        lambda: (
            [
                (each["question_id"], each["times"])
                for each in debrief.get(f"/improvement/criteria?agent_id={agent['id']}", **boss)["items"]
            ]
            == [(QUESTION["id"], 1)]
        ),
        "improvement follows the criterion that is coached",
    )
    told = debrief.get(f"/improvement/metrics?team_id={team['id']}&beside=true", **boss)
    # Whoever is coached in the days asked for was mostly picked for how they did in them, so doesn't count yet.
    assert (len(told["metrics"]), told["coached"]) == (5, 0)
    # The log of the answer that was disputed goes once that is decided, or is never written where that came first.
    eventually(
        lambda: (
            [
                (each["question_id"], each["coached"], each["logs"])
                for each in debrief.get("/improvement/flagged", **boss)["items"]
            ]
            == [(QUESTION["id"], True, 0)]
        ),
        "the criterion that is coached has no log any more",
    )
    assert debrief.get("/improvement/practice", **boss)["scenarios"] == 0
    follow_up = debrief.get(f"/coaching-monitor?follow_up_from={FOLLOW_UP}", **boss)["items"]
    assert given["id"] in {each["assignment_id"] for each in follow_up}
    # What was said in the best response is no longer kept: on AWS it takes a right of its own to be told so.
    content, s3 = debrief.cloud.content_bucket, debrief.boto("s3")
    (kept,) = s3.list_objects_v2(Bucket=content, Prefix=f"transcripts/{example['interaction_id']}/")["Contents"]
    s3.delete_object(Bucket=content, Key=kept["Key"])
    assert debrief.call("GET", f"{path}/best-responses/{example['interaction_id']}", **mine).status == 404
    changed = change(debrief, "PATCH", path, {"action_plan": "Go on like that."}, **boss)
    assert changed["action_plan"] == "Go on like that."
    change(debrief, "DELETE", path, **boss)
    gone = debrief.call("DELETE", f"/bookmarks/{bookmark['id']}", if_match='"1"', **boss)
    assert gone.status == 204
    assert debrief.call("GET", path, **mine).status == 404


@pytest.mark.feature("S3.1", "S3.2", "S3.5", "S3.8", "N19")
def test_a_group_of_several_is_sent_as_due_work_each_agent_their_own(debrief: Debrief) -> None:
    supervisor = debrief.person("supervisor")
    card = debrief.scorecard(card_of(QUESTION | {"answerer": "human"}))
    agents = [debrief.person(manager=supervisor["id"], references=(debrief.name("AG"),)) for _ in range(6)]
    audit = evaluated(debrief, agents[0], card, "no")
    name = debrief.name("Slow-starters")
    assert debrief.get(f"/coaching-groups/names?name={name}")["free"] is True
    wanted = {"name": name, "areas": [{"name": "Empathy"}]}
    with ThreadPoolExecutor(6) as pool:
        tried = [pool.submit(debrief.call, "POST", "/coaching-groups", wanted) for _ in range(6)]
        answers = [each.result() for each in tried]
    # Of six who make it in the same moment one does.
    assert sorted(each.status for each in answers) == [201, *[409] * 5]
    group = next(each.body for each in answers if each.status == 201)
    bookmark = debrief.post("/bookmarks", {"interaction_id": audit["interaction_id"]})
    for agent in agents:
        chosen = [{"interaction_id": audit["interaction_id"]}] if agent is agents[0] else []
        debrief.post("/coaching-marks", {"agent_id": agent["id"], "interactions": chosen, "group_id": group["id"]})
    path = f"/coaching-groups/{group['id']}"
    again = {"agent_id": agents[1]["id"], "areas": [{"name": "Empathy"}]}
    with ThreadPoolExecutor(4) as pool:
        marks = [pool.submit(debrief.call, "POST", "/coaching-marks", again) for _ in range(4)]
        assert [each.result().status for each in marks] == [409] * 4, "each of them is marked already"
    asked = debrief.post(f"{path}/dispatch", said(debrief, best_responses=[bookmark["id"]]))
    assert asked["state"] == "sending"

    def sent() -> Json | None:
        found: Json = debrief.get(path)
        return found if found["state"] == "sent" else None

    done = debrief.once_due("CoachingTable", group["id"], sent, "each agent has an assignment")
    assert (done["sent"], done["agents"], done["left_out"]) == (6, 0, 0)
    line = debrief.get(f"{path}/assignment")
    assert line["by_status"].keys() <= {"yet_to_start", "pending_agent_review"}
    one = debrief.get(f"{path}/assignments?agent={agents[1]['agent_references'][0]}")["items"]
    assert [each["agent_id"] for each in one] == [agents[1]["id"]]
    (own,) = debrief.get("/assignments", as_user=agents[1]["email"])["items"]
    assert own["type"] is None
    counted = debrief.get("/assignments/in-coaching", as_user=supervisor["email"])
    assert counted == {"agents": 6}

    debrief.post(f"/people/{agents[5]['id']}/deactivation")
    boss = {"as_user": supervisor["email"]}
    eventually(
        lambda: (
            debrief.get("/assignments/in-coaching", **boss) == {"agents": 5}
            and debrief.get(f"{path}/assignment")["by_status"].get("closed") == 1
        ),
        "the assignment of somebody who has left is closed",
    )
