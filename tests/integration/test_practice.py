"""A coaching log's practice on the deployed stacks: written, approved, talked twice, scored, with its trend."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import change, conversation, lead
from tests.unit.notices.receivers import Receiver

EMPATHY: Json = {
    "id": "empathy",
    "text": "Did the agent show empathy?",
    "kind": "yes_no",
    "answerer": "ai",
    "check": "intent",
    "options": [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}],
}


def flagged(debrief: Debrief, agent: Json, card: Json) -> Json:
    """A conversation of yesterday, evaluated by hand so that it is flagged: it missed the criterion."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    found = conversation(debrief, agent, day=yesterday)
    draft = debrief.post("/evaluations", {"interaction_id": found["id"], "scorecard_id": card["id"]})
    path = f"/evaluations/{draft['id']}"
    answers = [{"question_id": EMPATHY["id"], "option_id": "no", "comment": "None was shown."}]
    change(debrief, "PATCH", f"{path}/answers", {"answers": answers}, of=path)
    done: Json = debrief.post(f"{path}/completion")
    return done


@pytest.mark.feature("S2.4", "S2.6", "N19")
def test_a_log_brings_a_practice_that_is_approved_and_done_twice(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    boss, mine = {"as_user": supervisor["email"]}, {"as_user": agent["email"]}
    questions = {"sections": [{"id": "a", "title": "All", "weight": 100, "questions": [EMPATHY]}]}
    card = debrief.scorecard(questions)
    evaluation = flagged(debrief, agent, card)
    call = evaluation["interaction_id"]

    def written() -> Json | None:
        found: list[Json] = debrief.get(f"/coaching-logs/of-conversations/{call}")["items"]
        return found[0] if found else None

    log_id = eventually(written, "the flagged call has a coaching log")["id"]

    def waiting() -> Json | None:
        items = debrief.get(f"/practice?log_id={log_id}", **boss)["items"]
        return items[0] if items and items[0]["state"] == "waiting" else None

    scenario = eventually(waiting, "the scenario waits for approval")
    path = f"/practice/{scenario['id']}"
    assert scenario["offline"]
    assert scenario["interaction_id"] == call
    assert debrief.call("GET", path, **mine).status == 404
    assert len(debrief.get(f"/practice?agent_id={agent['id']}", **boss)["items"]) == 1
    eventually(
        lambda: "practice_to_approve" in {each["kind"] for each in debrief.get("/notices", **boss)["items"]},
        "who leads the agent is told",
    )
    # Asked for anew it can't be written, of which they are told as well unless they judge the conversation blindly.
    with debrief.broken("work_practice"):
        change(debrief, "POST", f"{path}/redraft", of=path, **boss)
        eventually(lambda: debrief.get(path, **boss)["state"] == "failed", "it couldn't be written")
    change(debrief, "POST", f"{path}/redraft", of=path, **boss)
    scenario = eventually(waiting, "the scenario waits again")
    words = {name: scenario[name] for name in ("title", "situation", "customer", "opening")}

    def for_you(**who: str) -> set[tuple[str, str]]:
        return {(each["kind"], each["about"]) for each in debrief.get("/home", **who)["for_you"]}

    eventually(lambda: ("practice_to_approve", scenario["id"]) in for_you(**boss), "it waits in who leads's list")
    with closing(Receiver()) as receiver:
        channel = debrief.post(
            "/channels",
            {
                "type": "webhook",
                "name": debrief.name("hook"),
                "kinds": ["practice_for_you"],
                "access": {"address": f"{receiver.url}/hook"},
            },
        )
        change(debrief, "POST", f"{path}/approval", {"text": words | {"title": "A late order"}}, of=path, **boss)
        eventually(lambda: ("practice", scenario["id"]) in for_you(**mine), "it waits in the agent's list")
        # Of which criterion it is is looked up as it leaves.
        eventually(lambda: receiver.got, "a channel is told as well")
        told = receiver.got[0].json
        assert (told["subject"], told["data"]["recipient_ids"]) == (scenario["id"], [agent["id"]])
        change(debrief, "DELETE", f"/channels/{channel['id']}", of=f"/channels/{channel['id']}")
    scores = [
        attempted(debrief, path, mine, "Your order number, please."),
        attempted(debrief, path, mine, "I am so sorry about that, I completely understand how annoying it is."),
    ]
    assert [each["score"]["percent"] for each in scores] == [0, 100], scores
    assert scores[1]["score"]["quote"]["turn_index"] == 1
    stands = debrief.get(path, **boss)
    assert (stands["attempts"], stands["best"], stands["customer"]) == (2, 100, words["customer"])
    trend = debrief.get(f"{path}/attempts", **boss)["items"]
    assert [each["score"]["percent"] for each in trend] == [100, 0]
    assert [each["id"] for each in debrief.get(f"/interactions?agent_id={agent['id']}")["items"]] == [call]
    assert [each["id"] for each in debrief.get(f"/evaluations?agent_id={agent['id']}")["items"]] == [evaluation["id"]]
    eventually(
        lambda: "practice_passed" in {each["kind"] for each in debrief.get("/notices", **boss)["items"]},
        "who leads the agent is told that it passed",
    )
    # One by hand that the model writes, and one that it is asked to write anew.
    body = {"agent_id": agent["id"], "scorecard_id": card["id"], "question_id": "empathy"}
    made = debrief.post("/practice", body, **boss)
    again = f"/practice/{made['id']}"
    eventually(lambda: debrief.get(again, **boss)["state"] == "waiting", "it is written")
    change(debrief, "POST", f"{again}/redraft", of=again, **boss)
    eventually(lambda: debrief.get(again, **boss)["state"] == "waiting", "it is written anew")
    change(debrief, "POST", f"{again}/refusal", {"reason": "One is enough"}, of=again, **boss)


def attempted(debrief: Debrief, path: str, mine: dict[str, str], says: str) -> Json:
    """An attempt of one turn, scored."""
    attempt = debrief.post(f"{path}/attempts", **mine)
    own = f"{path}/attempts/{attempt['id']}"
    change(debrief, "POST", f"{own}/turns", {"text": says}, of=own, **mine)
    eventually(lambda: debrief.get(own, **mine)["turns"][-1]["speaker"] == "customer", "the customer answers")
    change(debrief, "POST", f"{own}/completion", of=own, **mine)

    def scored() -> Json | None:
        found: Json = debrief.get(own, **mine)
        return found if found["state"] in ("scored", "to_review", "unscored") else None

    return eventually(scored, "the attempt is scored")
