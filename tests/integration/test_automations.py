"""Automations, goals and forecasts on the deployed stacks: a conversation comes in, is taken, drawn, and done."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import QUESTION, card_of, change, conversation, evaluated, lead


def run_until(debrief: Debrief, subject: str, path: str, ready: str, within: str | None = None) -> Json:
    """Do what is due of the subject until what the path shows is `ready`."""

    def look() -> Json | None:
        debrief.hasten("QualityTable", subject)
        debrief.run_schedules()
        found: Json = debrief.get(path)
        state = (found.get(within) or {}).get("state") if within else found["status"]
        return found if state == ready else None

    return eventually(look, f"{subject} is {ready}", seconds=90)


def mail_to(debrief: Debrief, address: str, said: str) -> str:
    """The text of an e-mail that somebody got, once one with these words has come."""

    def look() -> str | None:
        with urllib.request.urlopen(f"{debrief.cloud.settings.url}/_ministack/ses/messages", timeout=30) as answer:
            sent = [each for many in json.load(answer)["messages"].values() for each in many]
        texts = [str(each.get("BodyText") or "") for each in sent if address in each["To"]]
        return next((each for each in texts if said in each), None)

    return eventually(look, f"an e-mail to {address} says {said!r}")


@pytest.mark.feature("S4.7", "S4.10", "S4.11", "N5", "N14", "N19")
def test_a_conversation_is_taken_drawn_and_forecast(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    group = debrief.post("/groups", {"name": debrief.name("Group")})
    boss, agent = lead(debrief, team_id=team["id"])
    evaluator = debrief.person("evaluator")
    change(debrief, "PATCH", f"/people/{evaluator['id']}", {"group_ids": [group["id"]]})
    card = debrief.scorecard(card_of(QUESTION))
    only = {"kind": "in", "field": "agent_id", "values": [agent["id"]]}
    content = {
        "name": "To the group",
        "condition": only,
        "then": [{"kind": "assign", "scorecard_id": card["id"], "group_id": group["id"]}],
    }
    plan = {"plan": {"kind": "automation", "content": content}, "days": 56}
    forecast = debrief.post("/forecasts", plan)
    done = run_until(debrief, forecast["id"], f"/forecasts/{forecast['id']}", "done")
    assert done["outlook"]["a_week"]["value"] >= 0

    automation = debrief.post("/automations", content)
    began = datetime.now(UTC) - timedelta(hours=3)
    recent = {"started_at": began.isoformat(), "ended_at": (began + timedelta(minutes=5)).isoformat()}
    first = conversation(debrief, agent, **recent)
    taken = debrief.get(f"/automations/decisions/{first['id']}")
    assert (taken["automation_id"], taken["done"][0]["evaluator_id"]) == (automation["id"], evaluator["id"])
    (given,) = debrief.get("/evaluations/assigned", as_user=evaluator["email"])["items"]
    assert given["interaction_id"] == first["id"]
    assert f"Scorecard: {card['name']}" in mail_to(debrief, evaluator["email"], f"/evaluations/{given['id']}")
    change(debrief, "DELETE", f"/automations/{automation['id']}")

    # A scorecard that people have evaluated with, forecast with another version.
    evaluated(debrief, agent, card, **recent)
    version = {"kind": "scorecard", "scorecard_id": card["id"], "content": card_of(QUESTION)}
    asked = debrief.post("/forecasts", {"plan": version, "days": 28})
    assert run_until(debrief, asked["id"], f"/forecasts/{asked['id']}", "done")["outlook"]["changing"]["value"] == 0

    second = conversation(debrief, agent, **recent)
    goal = debrief.post(
        "/goals",
        {
            "name": debrief.name("Goal"),
            "scorecard_id": card["id"],
            "evaluator_ids": [evaluator["id"]],
            "first_on": datetime.now(UTC).date().isoformat(),
            # A week may end, and with it the period that is drawn for, between two steps of a test.
            "recurrence": "once",
            "team_ids": [team["id"]],
            "group_ids": [group["id"]],
        },
    )
    drawn = run_until(debrief, goal["id"], f"/goals/{goal['id']}", "done", "current")["current"]
    assert drawn["drawn"] == 1
    given = debrief.get("/evaluations/assigned", as_user=evaluator["email"])["items"]
    assert {each["interaction_id"] for each in given} == {first["id"], second["id"]}
    of_goal = next(each["id"] for each in given if each["interaction_id"] == second["id"])
    mail = mail_to(debrief, evaluator["email"], f"/evaluations/{of_goal}")
    assert f"the conversation of {agent['name']} on " in mail
    assert f"Scorecard: {card['name']}" in mail
    offered = debrief.get("/people/evaluators", as_user=boss["email"])["items"]
    assert evaluator["id"] not in {each["id"] for each in debrief.get("/people", as_user=boss["email"])["items"]}
    named = debrief.get(f"/people/evaluators?id={evaluator['id']}", as_user=boss["email"])["items"]
    assert named == [{"id": evaluator["id"], "name": evaluator["name"]}]
    assert offered, "the first page of them"
    _has_a_row_again(debrief, evaluator["id"])
    (own,) = debrief.get(f"/draws?agent_id={agent['id']}")["items"]
    assert (own["drawn"], own["recomputed"]) == ([second["id"]], True)
    change(debrief, "PATCH", f"/goals/{goal['id']}", {"active": False})


@pytest.mark.feature("S4.11", "S4.16")
def test_a_conversation_entered_by_hand_is_taken_and_evaluated_once(debrief: Debrief) -> None:
    _, agent = lead(debrief)
    evaluator = debrief.person("evaluator")
    card, ai = debrief.scorecard(card_of(QUESTION)), debrief.scorecard(card_of({**QUESTION, "answerer": "ai"}))
    both = [
        {"kind": "in", "field": "channel", "values": ["offline"]},
        {"kind": "in", "field": "agent_id", "values": [agent["id"]]},
    ]
    automation = debrief.post(
        "/automations",
        {
            "name": "Visits",
            "condition": {"kind": "all", "of": both},
            "then": [
                {"kind": "assign", "scorecard_id": card["id"], "evaluator_ids": [evaluator["id"]]},
                {"kind": "start", "scorecard_id": ai["id"]},
            ],
        },
    )
    entered = debrief.post(
        "/interactions",
        {
            "agent_id": agent["id"],
            "started_at": (datetime.now(UTC) - timedelta(hours=2)).isoformat(),
            "about": "A visit",
            "notes": "The customer asked for a refund.\nThe agent explained how it goes and thanked them.",
        },
    )

    def decided() -> Json | None:
        debrief.hasten("InteractionsTable", entered["id"])
        debrief.run_schedules()
        found: Json = debrief.get(f"/automations/decisions/{entered['id']}")
        left = [row for row in debrief.due("InteractionsTable") if row["PK"]["S"].endswith(f"#{entered['id']}")]
        return found if found["at"] and not left else None

    taken = eventually(decided, "the automation has taken it, and nothing is left to do", seconds=90)
    assert (taken["automation_id"], taken["done"][0]["evaluator_id"]) == (automation["id"], evaluator["id"])
    (given,) = debrief.get("/evaluations/assigned", as_user=evaluator["email"])["items"]
    assert given["interaction_id"] == entered["id"]
    made = debrief.get(f"/evaluations?status=draft&interaction_id={entered['id']}")["items"]
    (by_ai,) = [each for each in made if each["scorecard_id"] == ai["id"]]
    assert (by_ai["status"], by_ai["evaluator_id"], "notes" in by_ai["to_review"]) == ("draft", None, True)
    change(debrief, "DELETE", f"/automations/{automation['id']}")


def _has_a_row_again(debrief: Debrief, user_id: str) -> None:
    """Whoever is from before people had rows by their roles has one once the migration was begun."""
    rows, table = debrief.boto("dynamodb"), debrief.cloud.outputs["PeopleTable"]
    key = {"PK": {"S": f"USER#{user_id}"}, "SK": {"S": "ROLE#evaluator"}}
    rows.delete_item(TableName=table, Key=key)
    assert debrief.cloud.invoke("run_schedules", {"migrate": "role_rows"}) == {"begun": "people.role_rows.missing"}

    def look() -> bool:
        return "Item" in rows.get_item(TableName=table, Key=key, ConsistentRead=True)

    debrief.once_due("PeopleTable", "account", look, "the row is there again")
