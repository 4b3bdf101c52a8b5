"""What people do with Debrief, once each, on the deployed stacks.

Together with the other tests this uses every right of every function (`tests.rights_proof`): what a function may do and
nobody does here fails the run.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from debrief.interactions.deadlines import objects_to_remove
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.schedules import places
from debrief.kernel.storage.outbox import Event
from local.cloud import ADMIN_EMAIL
from tests.integration import documents
from tests.integration.driver import IMPORT, PIPELINE, Debrief, Json, eventually
from tools.rights.proof import NOWHERE

FEBRUARY = {"kind": "custom", "first_day": "2026-02-01", "last_day": "2026-02-28"}
IN_FEBRUARY = "from=2026-02-01&to=2026-02-28"
QUESTION: Json = {
    "id": "greeting",
    "text": "Did the agent greet?",
    "kind": "yes_no",
    "options": [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}],
}


def card_of(*questions: Json) -> Json:
    return {"sections": [{"id": "a", "title": "All", "weight": 100, "questions": list(questions)}]}


def etag_of(debrief: Debrief, path: str, **options: Any) -> str:
    answer = debrief.call("GET", path, **options)
    assert answer.status == 200, answer
    return answer.headers["etag"]


def change(debrief: Debrief, method: str, path: str, body: Any = None, *, of: str = "", **options: Any) -> Json:
    """Change or delete what is there as it is now. of: what is read for it, if it isn't the path itself."""
    answer = debrief.call(method, path, body, if_match=etag_of(debrief, of or path, **options), **options)
    assert 200 <= answer.status < 300, (path, answer)
    return answer.body if isinstance(answer.body, dict) else {}


def everything(debrief: Debrief, path: str, **options: Any) -> list[Json]:
    """All items of a list, one a page, so that its cursors are used."""
    items: list[Json] = []
    more = "&" if "?" in path else "?"
    cursor = ""
    while True:
        page = debrief.get(f"{path}{more}limit=1{cursor}", **options)
        items += page["items"]
        if page["next_cursor"] is None or len(items) >= 3:
            return items
        cursor = f"&cursor={page['next_cursor']}"


def conversation(debrief: Debrief, agent: Json, **metadata: Any) -> Json:
    name = debrief.name("work")
    chat = documents.chat(agent["agent_references"][0], name, **metadata)
    return debrief.load(f"chats/{name}.vcon.json", chat)


def lead(debrief: Debrief, *, team_id: str | None = None) -> tuple[Json, Json]:
    """A supervisor who can sign in, and somebody who reports to them."""
    supervisor = debrief.person("supervisor")
    agent = debrief.person(manager=supervisor["id"], references=(debrief.name("AG"),))
    if team_id:
        change(debrief, "PATCH", f"/people/{agent['id']}", {"team_id": team_id})
    return supervisor, agent


def evaluated(debrief: Debrief, agent: Json, card: Json, option: str = "yes", **metadata: Any) -> Json:
    """A conversation of the agent, evaluated by hand with everything answered."""
    found = conversation(debrief, agent, **metadata)
    draft = debrief.post("/evaluations", {"interaction_id": found["id"], "scorecard_id": card["id"]})
    path = f"/evaluations/{draft['id']}"
    answers = [{"question_id": QUESTION["id"], "option_id": option, "comment": "So it was."}]
    change(debrief, "PATCH", f"{path}/answers", {"answers": answers}, of=path)
    done: Json = debrief.post(f"{path}/completion")
    return done


def summarised(debrief: Debrief, asked: Json, **options: Any) -> Json:
    def look() -> Json | None:
        found: Json = debrief.get(f"/summaries/{asked['id']}", **options)
        return found if found["status"] != "generating" else None

    found = eventually(look, f"{asked['id']} is ready or failed")
    assert found["status"] == "ready", found
    return found


# People --------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("P1", "P2", "N19")
def test_people_come_move_and_go(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    group = debrief.post("/groups", {"name": debrief.name("Group")})
    role = debrief.post("/roles", {"name": debrief.name("Role"), "permissions": []})
    name, manager = debrief.name("moves"), debrief.employee()
    asked = {
        "name": f"Sample {name}",
        "email": f"{name}@sample.example",
        "role_ids": ["agent", role["id"]],
        "team_id": team["id"],
        "group_ids": [group["id"]],
        "agent_references": [debrief.name("AG")],
    }
    made = debrief.post("/people", asked)
    path = f"/people/{made['id']}"
    debrief.post(f"{path}/invitation")
    debrief.post(f"{path}/invitation")
    for listed in (f"/people?team={team['id']}", f"/people?group={group['id']}"):
        assert [each["id"] for each in debrief.get(listed)["items"]] == [made["id"]]
    assert len(everything(debrief, "/people")) == 3
    change(debrief, "PATCH", path, {"email": f"new-{name}@sample.example", "manager_id": manager["id"]})
    assert [each["id"] for each in debrief.get(f"/people/{manager['id']}/reports")["items"]] == [made["id"]]
    users = debrief.boto("cognito-idp")

    def sign_in() -> Any:
        return users.admin_get_user(UserPoolId=debrief.cloud.user_pool_id, Username=made["id"])

    assert {"Name": "email", "Value": f"new-{name}@sample.example"} in sign_in()["UserAttributes"]
    debrief.post(f"{path}/deactivation")
    assert sign_in()["Enabled"] is False
    debrief.post(f"{path}/activation")
    assert sign_in()["Enabled"] is True
    kept = debrief.call("DELETE", f"/teams/{team['id']}", if_match=etag_of(debrief, f"/teams/{team['id']}"))
    assert kept.status == 422, "somebody is in it"
    change(debrief, "PATCH", path, {"team_id": None, "group_ids": [], "role_ids": ["agent"], "agent_references": []})
    for place in (f"/teams/{team['id']}", f"/groups/{group['id']}", f"/roles/{role['id']}"):
        change(debrief, "PATCH", place, {"name": debrief.name("Other")})
        change(debrief, "DELETE", place)
        assert debrief.call("GET", place).status == 404


@pytest.mark.feature("P1", "P4", "N19")
def test_an_address_that_was_changed_no_longer_signs_in(debrief: Debrief) -> None:
    person = debrief.person()
    assert debrief.token(person["email"])
    other = f"other-{person['email']}"
    change(debrief, "PATCH", f"/people/{person['id']}", {"email": other})
    assert debrief.token(other)
    users = debrief.boto("cognito-idp")
    with pytest.raises((users.exceptions.NotAuthorizedException, users.exceptions.UserNotFoundException)):
        users.initiate_auth(
            ClientId=debrief.cloud.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": person["email"], "PASSWORD": debrief.cloud.password},
        )
    assert debrief.call("POST", f"/people/{person['id']}/invitation").status == 409, "they have a password"
    again = debrief.cloud.invoke("bootstrap_account", {"admin_name": "Sample", "admin_email": ADMIN_EMAIL})
    assert (again["created"], again["invited"]) == (False, False)


@pytest.mark.feature("P1", "P2", "N19")
def test_an_admin_is_invited_again_at_their_own_address(debrief: Debrief) -> None:
    """Whatever the pool has by then."""
    email = f"{debrief.name('admin')}@sample.example"
    event = {"admin_name": "Sample", "admin_email": email, "further_admin": True}
    made = debrief.cloud.invoke("bootstrap_account", event)
    users = debrief.boto("cognito-idp")
    sign_in = {"UserPoolId": debrief.cloud.user_pool_id, "Username": made["admin_id"]}
    other = [{"Name": "email", "Value": f"other-{email}"}, {"Name": "email_verified", "Value": "true"}]
    users.admin_update_user_attributes(**sign_in, UserAttributes=other)
    again = debrief.cloud.invoke("bootstrap_account", event)
    assert (made["created"], again["created"], again["invited"]) == (True, False, True)
    attributes = users.admin_get_user(**sign_in)["UserAttributes"]
    assert {"Name": "email", "Value": email} in attributes
    assert {"Name": "custom:invitation", "Value": "sent"} in attributes


@pytest.mark.feature("P1", "P4", "N19")
def test_a_sign_in_follows_its_person_also_when_the_request_breaks_off(debrief: Debrief) -> None:
    """The API loses its user pool, as if it had died on the way there; what is due does the rest."""
    name = debrief.name("behind")
    made = debrief.post("/people", {"name": f"Sample {name}", "email": f"{name}@sample.example"})
    path, users = f"/people/{made['id']}", debrief.boto("cognito-idp")
    debrief.post(f"{path}/invitation")

    def sign_in() -> Any:
        return users.admin_get_user(UserPoolId=debrief.cloud.user_pool_id, Username=made["id"])

    def break_off(method: str, place: str, body: Any = None, **headers: str) -> None:
        with debrief.altered("people_api", USER_POOL_ID=f"us-east-1_{NOWHERE}"):
            assert debrief.call(method, place, body, **headers).status == 500

    def follows(look: Callable[[], bool]) -> None:
        debrief.once_due("PeopleTable", made["id"], look, "the sign-in follows")

    break_off("PATCH", path, {"email": f"new-{name}@sample.example"}, if_match=etag_of(debrief, path))
    follows(lambda: {"Name": "email", "Value": f"new-{name}@sample.example"} in sign_in()["UserAttributes"])
    break_off("POST", f"{path}/deactivation")
    follows(lambda: sign_in()["Enabled"] is False)
    break_off("POST", f"{path}/activation")
    follows(lambda: sign_in()["Enabled"] is True)


@pytest.mark.feature("P1", "N19")
def test_people_from_a_file_are_moved_by_the_next_one(debrief: Debrief) -> None:
    stem = debrief.name("moved")
    header = ("name", "email", "manager_email", "team", "groups", "agent_references")
    lead, one = f"{stem}-lead@sample.example", f"{stem}-one@sample.example"
    before = [header, ("Lead", lead, "", f"A {stem}", "", ""), ("One", one, lead, f"A {stem}", f"G {stem}", stem)]
    after = [header, ("Lead", lead, "", "", "", ""), ("One", one, "", f"B {stem}", f"H {stem}", f"other-{stem}")]
    for rows, wanted in ((before, (2, 0)), (after, (0, 2))):
        done = debrief.people_imported(debrief.import_people(rows))
        assert (done["status"], done["created"], done["updated"]) == ("finished", *wanted), done
    found = debrief.get(f"/people?q={one}")["items"][0]
    assert (found["manager"], found["agent_references"]) == (None, [f"other-{stem}"])
    # Somebody with reports is moved: the line above them is checked with it.
    further = [header[:3], ("Top", f"{stem}-top@sample.example", ""), ("Lead", lead, f"{stem}-top@sample.example")]
    back = [header[:3], ("One", one, lead)]
    for moved in (back, further):
        assert debrief.people_imported(debrief.import_people(moved))["status"] == "finished"


@pytest.mark.feature("P4", "N19")
def test_a_supervisor_sees_their_line_in_every_list(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    supervisor, agent = lead(debrief, team_id=team["id"])
    stranger = debrief.employee()
    for each in (agent, stranger):
        evaluated(debrief, each, debrief.scorecard(card_of(QUESTION)))
    mine = {"as_user": supervisor["email"]}
    for path in ("/interactions", "/evaluations"):
        assert [each["agent_id"] for each in debrief.get(path, **mine)["items"]] == [agent["id"]]
    assert debrief.get("/meetings", **mine)["items"] == []

    def counted() -> Any:
        report = debrief.get(f"/reports/conversations?team_id={team['id']}&{IN_FEBRUARY}", **mine)
        return json.dumps(report).count('"2026-02-02"') or None

    eventually(counted, "the team's conversation is in the report")
    assert debrief.get(f"/reports/conversations?{IN_FEBRUARY}", **mine)


@pytest.mark.feature("P4", "S4.9", "N19")
def test_a_team_is_shown_as_an_average_to_those_who_may_not_see_each_of_its_people(debrief: Debrief) -> None:
    team = debrief.post("/teams", {"name": debrief.name("Team")})
    supervisor, theirs = lead(debrief, team_id=team["id"])
    others = [debrief.employee() for _ in range(4)]
    for each in others:
        change(debrief, "PATCH", f"/people/{each['id']}", {"team_id": team["id"]})
    for each in (theirs, *others):
        conversation(debrief, each)
    asked = f"/reports/conversations?team_id={team['id']}&{IN_FEBRUARY}"

    def counted(**options: Any) -> int:
        return int(debrief.get(asked, **options)["totals"]["count"])

    eventually(lambda: counted() == 5, "everybody's conversation is in the report")
    # One sees nobody but themselves, the other one of the five.
    for who in (others[0], supervisor):
        assert debrief.get(asked, as_user=who["email"])["frame"]["anonymous"]
        assert counted(as_user=who["email"]) == 5
        alone = debrief.call("GET", f"/reports/conversations?agent_id={others[1]['id']}", as_user=who["email"])
        assert alone.status == 404


# Quality -------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S4.4", "S4.6", "S4.7", "S4.9", "N19")
def test_an_evaluation_by_hand_from_draft_to_report(debrief: Debrief) -> None:
    agent = debrief.employee()
    card = debrief.scorecard(card_of(QUESTION))
    assert len(debrief.get(f"/scorecards/{card['id']}/versions")["items"]) == 1
    assert everything(debrief, "/scorecards")
    done = evaluated(debrief, agent, card)
    for listed in (f"agent_id={agent['id']}", f"scorecard_id={card['id']}", f"evaluator_id={done['evaluator_id']}", ""):
        assert done["id"] in {each["id"] for each in debrief.get(f"/evaluations?{listed}&limit=100")["items"]}
    answered = f"/reports/responses?scorecard_id={card['id']}&agent_id={agent['id']}&{IN_FEBRUARY}"
    eventually(lambda: "greeting" in json.dumps(debrief.get(answered)) or None, "the answers are in the report")
    behind = debrief.get(f"/evaluations?scorecard_id={card['id']}&question_id=greeting&outcome=passed")["items"]
    assert [(each["id"], each["answer"]["option"]) for each in behind] == [(done["id"], "Yes")]
    apart = f"/reports/breakdown?scorecard_id={card['id']}&question_id=greeting&{IN_FEBRUARY}"
    for by, id in (("evaluator", done["evaluator_id"]), ("version", "1")):
        (row,) = debrief.get(f"{apart}&by={by}")["rows"]
        assert (row["id"], row["now"]["sample"], row["now"]["passed"]) == (id, 1, 1)
    (row,) = debrief.get(f"{apart}&by=team")["rows"]
    assert (row["kind"], row["now"]["sample"], row["now"]["passed"]) == ("no_team", 1, 1)
    made_so = f"/evaluations?scorecard_id={card['id']}&scorecard_version=1&evaluator_id={done['evaluator_id']}"
    assert [each["id"] for each in debrief.get(made_so)["items"]] == [done["id"]]
    found = conversation(debrief, agent)
    draft = debrief.post("/evaluations", {"interaction_id": found["id"], "scorecard_id": card["id"]})
    assert draft["id"] in {each["id"] for each in debrief.get("/evaluations?status=draft&limit=100")["items"]}
    change(debrief, "DELETE", f"/evaluations/{draft['id']}")
    assert debrief.call("GET", f"/evaluations/{draft['id']}").status == 404


@pytest.mark.feature("S4.4")
def test_the_next_conversation_is_found_for_whoever_scores(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    card, evaluator = debrief.scorecard(card_of(QUESTION)), debrief.person("evaluator")
    found = conversation(debrief, agent)
    for who in (supervisor, evaluator):
        taken = debrief.post("/evaluations/next", {"scorecard_id": card["id"]}, as_user=who["email"])
        assert taken["evaluator_id"] == who["id"]
        # Whoever evaluates for the whole account may be given what somebody else's test has just loaded.
        assert who is evaluator or taken["interaction_id"] == found["id"]
        change(debrief, "DELETE", f"/evaluations/{taken['id']}", as_user=who["email"])


@pytest.mark.feature("S4.7", "N19")
def test_what_is_no_longer_kept_is_not_found(debrief: Debrief) -> None:
    """On AWS that takes a right of its own; without it, these would be errors."""
    card = debrief.scorecard(card_of({**QUESTION, "answerer": "ai"}))
    found = conversation(debrief, debrief.employee())
    draft = debrief.post("/evaluations", {"interaction_id": found["id"], "scorecard_id": card["id"]})
    content, s3 = debrief.cloud.content_bucket, debrief.boto("s3")
    (transcript,) = s3.list_objects_v2(Bucket=content, Prefix=f"transcripts/{found['id']}/")["Contents"]
    s3.delete_object(Bucket=content, Key=transcript["Key"])
    assert debrief.call("GET", f"/interactions/{found['id']}/transcript").status == 404
    assert debrief.call("POST", f"/evaluations/{draft['id']}/ai-answers").status == 404

    held = debrief.settled(debrief.drop(f"calls/{debrief.name('gone')}.wav", documents.recording()))
    assert held["status"] == "held"
    s3.delete_object(Bucket=debrief.bucket, Key=held["recording"]["key"])
    assert debrief.call("POST", f"/intake/{held['id']}/release", {}).status == 404


# Coaching ------------------------------------------------------------------------------------------------------------


def meeting_of(debrief: Debrief, agent: Json, **options: Any) -> Json:
    # Ahead, whenever that is: a night before it comes, and none while a test goes on.
    at = datetime.now(UTC) + timedelta(days=25)
    asked = {"title": "1-to-1", "participant_id": agent["id"], "scheduled_at": at.isoformat()}
    made: Json = debrief.post("/meetings", asked, **options)
    return made


@pytest.mark.feature("S4.13", "N19")
def test_a_meeting_with_what_comes_of_it(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    mine = {"as_user": supervisor["email"]}
    meeting = meeting_of(debrief, agent, **mine)
    path = f"/meetings/{meeting['id']}"
    change(debrief, "PATCH", path, {"notes": "Bring tea.", "goals": [{"text": "Greet first."}]}, **mine)
    debrief.post(f"{path}/start", **mine)
    action = debrief.post(
        "/actions", {"title": "Try it", "assignee_id": agent["id"], "meeting_id": meeting["id"]}, **mine
    )
    debrief.post(f"/actions/{action['id']}/completion", as_user=agent["email"])
    debrief.post("/feedback", {"agent_id": agent["id"], "text": "Well done."}, **mine)
    for listed in (
        f"/actions?assignee_id={agent['id']}",
        f"/actions?created_by={supervisor['id']}",
        f"/actions?attached_to={meeting['id']}",
        f"/feedback?agent_id={agent['id']}",
        f"/meetings?participant_id={agent['id']}",
        f"/meetings?facilitator_id={supervisor['id']}",
    ):
        assert len(everything(debrief, listed, **mine)) == 1, listed
    elsewhere = debrief.get("/people?limit=1")["next_cursor"]
    assert debrief.call("GET", f"/meetings?facilitator_id={supervisor['id']}&cursor={elsewhere}", **mine).status == 400
    debrief.post(f"{path}/completion", **mine)
    debrief.post(f"{path}/acknowledgement", as_user=agent["email"])
    change(debrief, "DELETE", f"/actions/{action['id']}", **mine)
    other = meeting_of(debrief, agent, **mine)
    change(debrief, "DELETE", f"/meetings/{other['id']}", **mine)
    assert debrief.messages("UnpublishedEventsDeadLettersUrl") == 0


@pytest.mark.feature("S4.13", "N19")
def test_people_read_what_they_are_told_and_choose_what_they_hear_of(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    theirs = {"as_user": agent["email"]}

    def told(number: int) -> list[Json]:
        meeting_of(debrief, agent, as_user=supervisor["email"])

        def look() -> list[Json] | None:
            found: list[Json] = debrief.get("/notices?unread=true", **theirs)["items"]
            return found if len(found) == number else None

        return eventually(look, f"{number} notices are unread")

    (first,) = told(1)
    debrief.post(f"/notices/{first['id']}/reading", **theirs)
    (second,) = told(1)
    assert debrief.post("/notices/readings", {"up_to": second["id"]}, **theirs)["unread"] == 0
    assert [each["id"] for each in everything(debrief, "/notices", **theirs)] == [second["id"], first["id"]]
    quiet = {"notices": {"meeting_scheduled": {"email": False}}}
    change(debrief, "PATCH", "/preferences", quiet, **theirs)
    chosen = {each["kind"]: each["channels"] for each in debrief.get("/preferences", **theirs)["notices"]}
    assert chosen["meeting_scheduled"]["email"] is False


@pytest.mark.feature("S4.13", "N19")
def test_a_message_that_fails_is_hidden_for_as_long_as_the_function_says(debrief: Debrief) -> None:
    """Of two messages made up here, one is no event and the other is of no interest; the queue has neither."""
    queue = debrief.cloud.outputs["NoticesQueueUrl"].rsplit("/", 1)[1]
    arn = f"arn:aws:sqs:{debrief.cloud.region}:000000000000:{queue}"
    other = Event(
        id="evt_1",
        type="debrief.people.user.created.v1",
        subject="us_1",
        time=datetime(2026, 2, 2, tzinfo=UTC),
        data={},
    )
    records = [
        {
            "messageId": name,
            "receiptHandle": f"of-{name}",
            "eventSource": "aws:sqs",
            "eventSourceARN": arn,
            "attributes": {"ApproximateReceiveCount": "1"},
            "body": body,
        }
        for name, body in (
            ("broken", "{"),
            ("other", json.dumps({"detail-type": other.type, "detail": cloud_event(other)})),
        )
    ]
    answer = debrief.cloud.invoke("send_notices", {"Records": records})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "broken"}]}


# Summaries -----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S0.2", "S0.6", "S0.12", "N19")
def test_a_summary_before_a_meeting_looks_back_at_the_last_one(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    mine = {"as_user": supervisor["email"]}
    last = meeting_of(debrief, agent, **mine)
    for verb in ("start", "completion"):
        debrief.post(f"/meetings/{last['id']}/{verb}", **mine)
    debrief.post("/actions", {"title": "Greet", "assignee_id": agent["id"], "meeting_id": last["id"]}, **mine)
    card = debrief.scorecard(card_of(QUESTION))
    evaluated(debrief, agent, card)
    forget_rollups(debrief, agent)
    coming = meeting_of(debrief, agent, **mine)
    asked = {"meeting_id": coming["id"], "period": FEBRUARY, "scorecard_type": "manual"}
    ready = summarised(debrief, debrief.post("/summaries", asked, **mine), **mine)
    assert ready["report"]
    assert [each["id"] for each in debrief.get(f"/summaries?meeting_id={coming['id']}", **mine)["items"]] == [
        ready["id"]
    ]
    change(debrief, "DELETE", f"/summaries/{ready['id']}", **mine)
    assert debrief.get(f"/summaries?meeting_id={coming['id']}", **mine)["items"] == []


@pytest.mark.feature("S4.13", "S0.1", "N19")
def test_a_report_is_made_in_the_night_before_a_meeting_and_home_says_so(debrief: Debrief) -> None:
    """The night is made to have come by now; what else there is, is as it is deployed."""
    supervisor, agent = lead(debrief)
    mine = {"as_user": supervisor["email"]}
    last = meeting_of(debrief, agent, **mine)
    for verb in ("start", "completion"):
        debrief.post(f"/meetings/{last['id']}/{verb}", **mine)
    # Since that 1-to-1.
    debrief.post("/feedback", {"agent_id": agent["id"], "text": "Well done."}, **mine)
    evaluated(debrief, agent, debrief.scorecard(card_of(QUESTION)))
    at = datetime.now(UTC) + timedelta(days=2)
    coming = debrief.post(
        "/meetings", {"title": "Ahead", "participant_id": agent["id"], "scheduled_at": at.isoformat()}, **mine
    )
    change(debrief, "PATCH", "/settings", {"reports_overnight": True})
    try:

        def told() -> Any:
            notices = debrief.get("/notices", **mine)["items"]
            return [each for each in notices if each["kind"] == "report_ready"]

        (notice,) = debrief.once_due("CoachingTable", coming["id"], told, "the report is made, its facilitator told")
    finally:
        change(debrief, "PATCH", "/settings", {"reports_overnight": False})
    assert (notice["about"], notice["path"]) == (coming["id"], f"/meetings/{coming['id']}")
    home = debrief.get("/home", **mine)
    row = next(each for each in home["agents"] if each["agent"]["id"] == agent["id"])
    assert (row["next_meeting"]["id"], row["next_meeting"]["report"]) == (coming["id"], "ready")
    (standing,) = debrief.get(f"/home/standings?agent_id={agent['id']}", **mine)["items"]
    assert standing["agent_id"] == agent["id"]
    # Those who lead others see teams; who evaluates and who runs the account their own part.
    team = debrief.post("/teams", {"name": debrief.name("Team"), "supervisor_id": supervisor["id"]})
    change(debrief, "PATCH", f"/people/{agent['id']}", {"team_id": team["id"]})
    head = debrief.person("supervisor")
    change(debrief, "PATCH", f"/people/{supervisor['id']}", {"manager_id": head["id"]})
    above = {"as_user": head["email"]}
    assert [each["team"]["id"] for each in debrief.get("/home", **above)["teams"]] == [team["id"]]
    assert debrief.get(f"/home/standings?team_id={team['id']}", **above)["items"][0]["team_id"] == team["id"]
    account = debrief.get("/home")["account"]
    assert len(account["spending"]) == 5


@pytest.mark.feature("S0.10", "N3", "N19")
def test_home_compares_four_weeks_with_those_before(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    card, today = debrief.scorecard(card_of(QUESTION)), datetime.now(UTC).date()
    minimum = debrief.get("/settings")["minimum_sample"]
    change(debrief, "PATCH", "/settings", {"minimum_sample": 1})
    try:
        for days, option in ((40, "no"), (2, "yes")):
            evaluated(debrief, agent, card, option, day=str(today - timedelta(days=days)))

        def compared() -> Any:
            (found,) = debrief.get(f"/home/standings?agent_id={agent['id']}", as_user=supervisor["email"])["items"]
            score = found["change"] if found["change"] and found["change"]["measure"] == "score" else None
            return score if score and (score["sample_before"], score["sample"]) == (1, 1) else None

        change_found = eventually(compared, "both evaluations are counted")
    finally:
        change(debrief, "PATCH", "/settings", {"minimum_sample": minimum})
    assert (change_found["before"], change_found["now"]) == (0, 100)
    assert change_found["direction"] == "unclear", "one of each says nothing"


def counts_of(debrief: Debrief, agent: Json) -> list[Json]:
    """The counts of the agent's line items, once the evaluations were counted, which follows a moment after each."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["InsightsTable"]
    partition = {"PK": {"AttributeValueList": [{"S": f"AGENT#{agent['id']}#LINES"}], "ComparisonOperator": "EQ"}}

    def rows() -> Any:
        return dynamodb.query(TableName=table, KeyConditions=partition)["Items"]

    found: list[Json] = eventually(rows, "the evaluation is counted")
    return found


def forget_rollups(debrief: Debrief, agent: Json) -> None:
    """As if the agent's evaluations hadn't been counted yet."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["InsightsTable"]
    for row in counts_of(debrief, agent):
        dynamodb.delete_item(TableName=table, Key={"PK": row["PK"], "SK": row["SK"]})


@pytest.mark.feature("S0.3", "S0.14", "S0.15", "N2", "N19")
def test_a_summary_is_read_edited_shared_replayed_and_deleted(debrief: Debrief) -> None:
    agent, card = debrief.employee(), debrief.scorecard(card_of(QUESTION))
    # Of fewer answers nothing is concluded.
    enough = debrief.get("/settings")["minimum_sample"]
    for _ in range(enough):
        evaluated(debrief, agent, card, "no")

    def counted() -> bool:
        (item,) = debrief.get(f"/reports/line-items?agent_id={agent['id']}&{IN_FEBRUARY}")["items"] or [{}]
        return bool(item.get("applicable") == enough)

    eventually(counted, "all evaluations are counted, which what is recommended rests on")
    ready = summarised(debrief, debrief.post("/summaries", {"agent_id": agent["id"], "period": FEBRUARY}))
    path = f"/summaries/{ready['id']}"
    assert debrief.get(f"{path}/provenance")["facts"]
    change(debrief, "PATCH", path, {"strengths": ["Calm."]})
    theirs = {"as_user": agent["email"]}

    def unread() -> int:
        return int(debrief.get("/notices/count", **theirs)["unread"])

    eventually(lambda: unread() == enough, "the agent is told of each evaluation")
    debrief.post("/notices/readings", {"up_to": f"nt_{26 * 'Z'}"}, **theirs)
    debrief.post(f"{path}/sharing")
    assert [each["id"] for each in debrief.get(f"/summaries?agent_id={agent['id']}", **theirs)["items"]]
    eventually(lambda: unread() == 1, "the agent is told")
    waiting = debrief.get("/home", **theirs)["for_you"]
    # Its evaluations wait for the agent's answer besides.
    asking = [(each["kind"], each["path"]) for each in waiting if each["kind"] != "to_acknowledge"]
    assert asking == [("notice", path)]
    assert len(waiting) == enough + 1
    change(debrief, "DELETE", f"{path}/sharing", of=path)
    eventually(lambda: unread() == 0, "that is taken back")
    assert [each["id"] for each in debrief.get(f"/summaries?agent_id={agent['id']}")["items"]] == [ready["id"]]
    elsewhere = debrief.get("/people?limit=1")["next_cursor"]
    assert debrief.call("GET", f"/summaries?agent_id={agent['id']}&cursor={elsewhere}").status == 400
    assert ready["report"]["recommendations"]
    debrief.post(f"{path}/actions", {"recommendation_index": 0})
    replay = debrief.post(f"{path}/replays")

    def replayed() -> Any:
        found = debrief.get(f"{path}/replays/{replay['id']}")
        return found if found["status"] != "generating" else None

    assert eventually(replayed, "the replay is ready")["status"] == "ready"
    assert len(debrief.get(f"{path}/replays")["items"]) == 1
    # Retention may have removed what it was made from; the report is read without.
    answer = f"summaries/{ready['id']}/1/answer.json"
    debrief.boto("s3").delete_object(Bucket=debrief.cloud.content_bucket, Key=answer)
    assert debrief.call("GET", f"{path}/provenance").status == 404
    assert debrief.call("DELETE", path, if_match=etag_of(debrief, path)).status == 409, "an action hangs on it"
    change(debrief, "DELETE", f"{path}?cascade=true", of=path)
    assert debrief.call("GET", path).status == 404

    def gone() -> bool:
        prefixes = [f"summaries/{id}/" for id in (ready["id"], replay["id"])]
        bucket, s3 = debrief.cloud.content_bucket, debrief.boto("s3")
        return all(s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["KeyCount"] == 0 for prefix in prefixes)

    def swept() -> bool:
        # The first look removes the replay's row and writes the look at its objects.
        debrief.run_schedules()
        return gone()

    eventually(swept, "the objects of the summary and of its replay are removed")


@pytest.mark.feature("N8", "N19")
def test_the_objects_of_an_erased_conversation_are_removed(debrief: Debrief) -> None:
    """The work is written here as the transaction that empties a conversation writes it; no route does so yet."""
    s3, name = debrief.boto("s3"), debrief.name("erased")
    manifest = (debrief.bucket, f"debrief/manifests/{name}.json")
    kept = [manifest, (debrief.cloud.content_bucket, f"transcripts/{name}/1.json")]
    folder = f"transcription/{name}/"
    recognised = (debrief.cloud.content_bucket, f"{folder}job.json")
    for bucket, key in (*kept, recognised):
        s3.put_object(Bucket=bucket, Key=key, Body=b"{}")
    now = datetime.now(UTC)
    folders = [f"{debrief.cloud.content_bucket}/{folder}"]
    due = objects_to_remove(name, [f"{bucket}/{key}" for bucket, key in kept], now, folders)
    key = places.due_key(due.kind, due.subject)
    row = {
        "PK": f"DUE#{key}",
        "SK": "DUE",
        "kind": "due",
        "body": due.model_dump_json(),
        "GSI1PK": places.partition(places.shard_of(key)),
        "GSI1SK": places.place(now, key),
    }
    item = {each: {"S": text} for each, text in row.items()} | {"tries": {"N": "0"}, "revision": {"N": "1"}}
    debrief.boto("dynamodb").put_item(TableName=debrief.cloud.outputs["InteractionsTable"], Item=item)

    def gone() -> bool:
        found = (s3.list_objects_v2(Bucket=bucket, Prefix=key) for bucket, key in (*kept, recognised))
        return all(each["KeyCount"] == 0 for each in found)

    debrief.run_schedules()
    eventually(gone, "the objects are removed")


# The intake ----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.1", "N19")
def test_a_file_handed_in_through_the_api_is_loaded(debrief: Debrief) -> None:
    name = debrief.name("upload")
    body = json.dumps(documents.chat(debrief.agent["agent_references"][0], name)).encode()
    place = debrief.post("/intake/uploads", {"name": f"{name}.vcon.json", "size": len(body)})
    right = {"Content-Type": place["content_type"]}
    # The address takes what it was asked for: of this size, and of this kind.
    for other, headers in ((body + b" ", right), (body, {"Content-Type": "text/html"})):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(place["url"], other, headers, method="PUT"))
        assert refused.value.code == 403
    with urllib.request.urlopen(urllib.request.Request(place["url"], body, right, method="PUT")) as answer:
        assert answer.status == 200
    assert debrief.settled(debrief.intake_id(place["key"]))["status"] == "loaded"
    assert everything(debrief, "/interactions")


@pytest.mark.feature("S2.1", "N19")
def test_an_import_whose_run_was_lost_begins_again_when_it_is_due(debrief: Debrief) -> None:
    name = debrief.name("lost")
    key = f"bulk/{name}.jsonl"
    with debrief.broken("import_lines", "settle_intake"):
        debrief.drop(key, documents.jsonl(documents.chat(debrief.agent["agent_references"][0], name)))
        bulk = known(debrief, key)
        assert debrief.ended(debrief.execution(IMPORT, f"{bulk['id']}-1")).status == "FAILED"
    debrief.hasten("InteractionsTable", bulk["id"])
    debrief.run_schedules()
    again = debrief.import_of(key)
    assert (again["attempt"], again["counts"]["loaded"]) == (2, 1)


def known(debrief: Debrief, key: str) -> Json:
    """The import of a file, as soon as it is there."""
    return eventually(
        lambda: next((each for each in debrief.get("/imports")["items"] if each["key"] == key), None),
        "the import is known",
    )


@pytest.mark.feature("S2.1", "N19")
def test_an_import_whose_end_nobody_wrote_down_is_looked_after(debrief: Debrief) -> None:
    """All of its lines are read, so there is nothing to do for it; its line is started again."""
    key, agent = f"bulk/{debrief.name('bulk')}.jsonl", debrief.agent["agent_references"][0]
    with debrief.broken("settle_intake"):
        debrief.drop(key, documents.jsonl(documents.chat(agent, debrief.name("line"))))
        bulk = known(debrief, key)
        assert debrief.ended(debrief.execution(IMPORT, f"{bulk['id']}-1")).status == "FAILED"
        (line,) = debrief.get(f"/imports/{bulk['id']}/lines?status=processing")["items"]
        assert debrief.ended(debrief.execution(PIPELINE, f"{line['id']}-1")).status == "FAILED"
    debrief.hasten("InteractionsTable", bulk["id"], line["id"])
    debrief.run_schedules()
    assert debrief.settled(line["id"])["status"] == "loaded"
    assert debrief.import_of(key)["status"] == "finished"
    eventually(lambda: not deadlines(debrief, bulk["id"], line["id"]), "neither is looked after any more")


@pytest.mark.feature("S2.1", "N19")
def test_what_changes_for_the_worse_while_it_runs_is_held_and_looked_after_no_more(debrief: Debrief) -> None:
    name, agent = debrief.name("worse"), debrief.agent["agent_references"][0]
    key = f"chats/{name}.vcon.json"
    with debrief.broken("settle_intake"):
        intake_id = debrief.drop(key, documents.chat(agent, name))
        debrief.ended(debrief.execution(PIPELINE, f"{intake_id}-1"))
        assert deadlines(debrief, intake_id) == [intake_id]
    debrief.drop(key, documents.chat(agent, name, queue=None))
    debrief.settled(intake_id, "held")
    assert deadlines(debrief, intake_id) == []


@pytest.mark.feature("S2.1", "N19")
def test_what_is_being_loaded_is_held_when_something_unreadable_comes_beside_it(debrief: Debrief) -> None:
    name = debrief.name("beside")
    with debrief.broken("settle_intake"):
        loading = debrief.drop(f"chats/{name}.vcon.json", documents.chat(debrief.agent["agent_references"][0], name))
        assert debrief.settled(loading, "processing")["status"] == "processing"
        beside = debrief.drop(f"chats/{name}.json", b"{")
        assert beside == loading
        assert debrief.settled(loading, "held")["reasons"]


def deadlines(debrief: Debrief, *subjects: str) -> list[str]:
    """Those of the subjects that are going to be looked after."""
    found = [row["PK"]["S"].rpartition("#")[2] for row in debrief.due("InteractionsTable")]
    return [each for each in found if each in subjects]


@pytest.mark.feature("S4.9", "N19")
def test_an_agents_rollups_are_built_anew(debrief: Debrief) -> None:
    agent = debrief.employee()
    evaluated(debrief, agent, debrief.scorecard(card_of(QUESTION)))
    eventually(lambda: debrief.get(f"/evaluations?agent_id={agent['id']}")["items"], "the evaluation is listed")
    looked_at, place = 0, None
    while True:
        done = debrief.cloud.invoke("roll_up", {"rebuild": {"agent_id": agent["id"], "place": place}})
        looked_at += done["looked_at"]
        place = done["next"]
        if place is None:
            break
    assert looked_at == 2
