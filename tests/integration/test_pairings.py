"""Colleagues who are paired, and what agents propose and read of their own scores, on the deployed stacks."""

from __future__ import annotations

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import QUESTION, card_of, change, conversation, lead

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
ENOUGH = 5


def scored(debrief: Debrief, agent: Json, card: Json, option: str) -> Json:
    """A conversation of the agent of yesterday, scored on words that they said."""
    found = conversation(debrief, agent, day=YESTERDAY)
    turns = debrief.get(f"/interactions/{found['id']}/transcript")["turns"]
    said = next(each for each in turns if each["speaker"] == "agent")
    draft = debrief.post("/evaluations", {"interaction_id": found["id"], "scorecard_id": card["id"]})
    path = f"/evaluations/{draft['id']}"
    quote = {"turn_index": said["index"], "text": said["text"]}
    answers = [{"question_id": QUESTION["id"], "option_id": option, "quote": quote}]
    change(debrief, "PATCH", f"{path}/answers", {"answers": answers}, of=path)
    done: Json = debrief.post(f"{path}/completion")
    return done


@pytest.mark.feature("N16", "N17", "S4.13", "N19")
def test_a_strong_colleague_is_asked_agrees_and_both_have_a_page_and_a_time(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    supervisor, learner = lead(debrief, team_id=team["id"])
    colleague = debrief.person(manager=supervisor["id"], references=(debrief.name("AG"),))
    change(debrief, "PATCH", f"/people/{colleague['id']}", {"team_id": team["id"]})
    boss, mine, theirs = ({"as_user": each["email"]} for each in (supervisor, learner, colleague))
    card = debrief.scorecard(card_of(QUESTION | {"answerer": "human"}))
    with ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(scored, debrief, learner, card, "no") for _ in range(ENOUGH)]
        jobs += [pool.submit(scored, debrief, colleague, card, "yes") for _ in range(ENOUGH)]
        evaluations = [each.result() for each in jobs]
    asked = f"learner_id={learner['id']}&scorecard_id={card['id']}&question_id={QUESTION['id']}"

    def suggested() -> Json | None:
        found: Json = debrief.get(f"/pairings/suggestions?{asked}", **boss)
        counted = found["own"]["sample"] == ENOUGH and len(found["items"]) == 1
        return found["items"][0] if counted and found["items"][0]["rate"]["sample"] == ENOUGH else None

    # What the colleague passed is counted, and found again by its question, a moment later.
    peer = eventually(suggested, "the colleague stands out")
    eventually(lambda: (suggested() or {}).get("moment") is not None, "their moment is found")
    assert (peer["agent_id"], peer["rate"]["percent"]) == (colleague["id"], 100)
    criteria = debrief.get(f"/pairings/criteria?agent_id={learner['id']}", **boss)["items"]
    assert criteria[0]["criterion"]["question_id"] == QUESTION["id"]
    pair = {"learner_id": learner["id"], "colleague_id": colleague["id"]}
    pair |= {"scorecard_id": card["id"], "question_id": QUESTION["id"]}
    made = debrief.post("/pairings", pair, **boss)
    path = f"/pairings/{made['id']}"
    assert debrief.call("GET", path, **mine).status == 404
    change(debrief, "POST", f"{path}/acceptance", {"answer": "Gladly"}, of=path, **theirs)
    eventually(
        lambda: "pairing_agreed" in {each["kind"] for each in debrief.get("/notices", **mine)["items"]},
        "the learner is told",
    )
    sheet = debrief.get(f"{path}/sheet", **mine)
    assert [each["shows"] for each in sheet["exchange"]].count(True) == 1
    at = datetime.now(UTC) + timedelta(days=10)
    day = at.date().isoformat()
    assert debrief.get(f"{path}/slots?first_day={day}&last_day={day}", **boss)["volume"]
    instant = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert debrief.get(f"{path}/clashes?scheduled_at={instant}", **boss)["items"] is not None
    body = {"scheduled_at": instant, "kind": "in_person", "location": "Kitchen"}
    met = change(debrief, "POST", f"{path}/meeting", body, of=path, **boss)
    feed = debrief.call("PUT", "/calendar-feeds/mine", **theirs).body
    with urllib.request.urlopen(debrief.cloud.api_url.rstrip("/") + feed["path"], timeout=30) as answer:
        assert met["meeting_id"] in answer.read().decode()
    assert debrief.get(f"/meetings/{met['meeting_id']}", **theirs)["notes"] == ""
    done = change(debrief, "POST", f"{path}/completion", {"takeaway": "Greet first"}, of=path, **mine)
    assert done["state"] == "met"
    refused = debrief.call("PUT", "/pairings/willingness", {"may_be_asked": False}, **theirs)
    assert refused.status == 200
    assert debrief.get(f"/pairings/suggestions?{asked}", **boss)["items"] == []

    # The agent reads what a score rests on, and proposes a conversation of their own.
    own = evaluations[0]
    grounds = debrief.get(f"/evaluations/{own['id']}/grounds", **mine)
    assert grounds["answering"]["may_dispute"] is True
    assert grounds["answers"][0]["quote"]["turn_index"] >= 0
    proposal = debrief.post("/proposals", {"interaction_id": own["interaction_id"], "note": "Calm"}, **mine)
    waiting = f"/proposals/{proposal['id']}"
    change(debrief, "POST", f"{waiting}/acceptance", {"answer": "Well done"}, of=waiting, **boss)
    kept = debrief.get("/bookmarks", **boss)["items"]
    assert [each["interaction_id"] for each in kept] == [own["interaction_id"]]
    eventually(
        lambda: "proposal_decided" in {each["kind"] for each in debrief.get("/notices", **mine)["items"]},
        "the agent is told what became of it",
    )
