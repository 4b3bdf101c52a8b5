"""The API of summaries: who may do what, and what comes of it (S0.1–S0.15)."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.coaching.actions.store import ActionStore
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Permission
from debrief.kernel.clock import iso
from debrief.kernel.errors import Stale, Unavailable
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries.deadlines import WORKFLOW_TIMEOUT
from debrief.summaries.model import Summary
from debrief.summaries.store import SummaryStore
from debrief.summaries.workflow_client import StepFunctionsWorkflow
from tests.doubles import metered
from tests.unit.coaching.world import ADMIN, AGENT, BOT, EVALUATOR, HEAD, LEAD, OTHER_LEAD, PEER, STRANGER
from tests.unit.summaries.world import World

BODY = {"agent_id": AGENT, "period": {"kind": "last_week"}}


@pytest.mark.feature("S0.1", "P3")
def test_with_the_feature_off_there_is_nothing(world: World) -> None:
    from api.summaries_api.handler import app

    world.switch_off()
    bodies = {"/summaries": BODY, "/summaries/<summary_id>/actions": {"recommendation_index": 0}}
    for method, rule in app.admissions:
        path = rule.replace("<summary_id>", "sm_1").replace("<replay_id>", "sm_2")
        body = bodies.get(rule, {}) if method in {"POST", "PATCH"} else None
        answer = world.call(method, path, ADMIN, body, query={"period": "last_week"})
        assert (answer.status, answer.body["type"]) == (404, "urn:debrief:problem:not-found"), (method, rule)


@pytest.mark.feature("S0.3", "P4")
@pytest.mark.parametrize(
    ("who", "agent", "status"),
    [
        (LEAD, AGENT, 202),
        (HEAD, AGENT, 202),
        (AGENT, AGENT, 202),
        (LEAD, LEAD, 202),
        (LEAD, BOT, 422),
        (OTHER_LEAD, AGENT, 404),
        (LEAD, STRANGER, 404),
        (AGENT, PEER, 404),
        (AGENT, LEAD, 404),
        (EVALUATOR, AGENT, 403),
        (ADMIN, AGENT, 403),
        (LEAD, "us_nobody", 404),
    ],
)
def test_detached_summaries_are_made_by_the_line_above_and_oneself(
    world: World, who: str, agent: str, status: int
) -> None:
    answer = world.call("POST", "/summaries", who, BODY | {"agent_id": agent})
    assert answer.status == status
    assert len(world.started) == (status == 202)


@pytest.mark.feature("S0.3", "P2")
def test_the_permission_is_needed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.summaries_api import handler

    def without(user_id: str) -> Any:
        caller = world.access.caller(user_id)
        return caller.model_copy(update={"permissions": caller.permissions - {Permission.SUMMARIES_GENERATE}})

    monkeypatch.setattr(handler.app, "_authenticate", without)
    assert world.call("POST", "/summaries", LEAD, BODY).status == 403


@pytest.mark.feature("S0.2", "S0.4")
def test_in_a_meeting_only_the_facilitator_generates(filled: World) -> None:
    meeting = filled.meeting()
    body = {"meeting_id": meeting, "period": {"kind": "last_week"}}
    assert [filled.call("POST", "/summaries", who, body).status for who in (AGENT, HEAD, PEER, OTHER_LEAD)] == [
        403,
        403,
        404,
        404,
    ]
    tab = filled.call("GET", "/summaries", AGENT, query={"meeting_id": meeting})
    assert tab.body["items"] == []
    assert tab.body["actions"] == []
    message = "The facilitator can generate an AI-powered performance summary for this meeting."
    assert tab.body["message"] == message
    lead_tab = filled.call("GET", "/summaries", LEAD, query={"meeting_id": meeting})
    assert (lead_tab.body["actions"], lead_tab.body["message"]) == (["generate"], "")
    asked = filled.call("POST", "/summaries", LEAD, body)
    assert asked.status == 202
    path = asked.headers["location"]
    # While it is being made the participant still sees none.
    assert filled.call("GET", path, AGENT).status == 404
    assert filled.call("GET", "/summaries", AGENT, query={"meeting_id": meeting}).body["message"] == message
    filled.run(asked.body["id"])
    seen = filled.call("GET", path, AGENT)
    assert (seen.status, seen.body["actions"]) == (200, ["export_pdf"])
    own = filled.call("GET", path, LEAD)
    assert own.body["actions"] == ["edit", "add_action", "export_pdf", "replay", "delete"]
    assert filled.call("GET", path, PEER).status == 404
    assert filled.call("PATCH", path, AGENT, {"questions": ["?"]}, if_match=seen.etag).status == 403
    assert filled.call("DELETE", path, AGENT, if_match=seen.etag).status == 403
    assert filled.call("POST", "/summaries", LEAD, body).status == 409
    detached = filled.ready(LEAD).body["report"]
    assert detached.keys() == own.body["report"].keys()
    assert [item["text"] for item in detached["development"]["line_items"]] == [
        item["text"] for item in own.body["report"]["development"]["line_items"]
    ]


@pytest.mark.feature("S0.3", "S0.15", "P4")
def test_drafts_stay_hidden_until_shared(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    reports = {"query": {"agent_id": AGENT}}

    def listed(who: str) -> list[str]:
        return [each["id"] for each in filled.call("GET", "/summaries", who, **reports).body["items"]]

    assert filled.call("GET", path, AGENT).status == 404
    assert filled.call("GET", f"{path}/pdf", AGENT).status == 404
    assert filled.call("GET", f"{path}/provenance", AGENT).status == 404
    assert (listed(AGENT), listed(LEAD), listed(HEAD)) == ([], [got.body["id"]], [got.body["id"]])
    assert filled.call("GET", "/summaries", PEER, **reports).status == 404
    assert filled.call("POST", f"{path}/sharing", HEAD).status == 403
    shared = filled.call("POST", f"{path}/sharing", LEAD)
    assert shared.body["sharing"]["user_ids"] == [AGENT]
    assert "unshare" in shared.body["actions"]
    assert listed(AGENT) == [got.body["id"]]
    assert filled.call("GET", path, AGENT).body["actions"] == ["export_pdf"]
    assert filled.call("DELETE", f"{path}/sharing", LEAD).body["sharing"] is None
    assert (listed(AGENT), filled.call("GET", path, AGENT).status) == ([], 404)
    own = filled.ready(AGENT)
    assert listed(AGENT) == [own.body["id"]]
    assert "share" not in own.body["actions"]


@pytest.mark.feature("S0.3")
def test_reports_come_ten_a_page_newest_first(filled: World) -> None:
    made = []
    for _ in range(11):
        filled.clock.advance(timedelta(minutes=1))
        made.append(filled.ready(LEAD).body["id"])
    first = filled.call("GET", "/summaries", LEAD, query={"agent_id": AGENT})
    assert [each["id"] for each in first.body["items"]] == made[:0:-1]
    rest = filled.call("GET", "/summaries", LEAD, query={"agent_id": AGENT, "cursor": first.body["next_cursor"]})
    assert [each["id"] for each in rest.body["items"]] == made[:1]
    other = {"agent_id": PEER, "cursor": first.body["next_cursor"]}
    assert filled.call("GET", "/summaries", LEAD, query=other).status == 400


@pytest.mark.feature("S0.5")
def test_periods_say_why_they_cannot_be_chosen(world: World) -> None:
    first = world.call("GET", "/summaries/periods", LEAD, query={"agent_id": AGENT}).body[0]
    assert (first["kind"], first["available"], first["reason"]) == (
        "since_last_meeting",
        False,
        "Only in a 1-to-1 meeting",
    )
    meeting = world.meeting()
    first = world.call("GET", "/summaries/periods", LEAD, query={"meeting_id": meeting}).body[0]
    assert first["reason"] == "There is no previous completed 1-to-1"
    world.previous_session()
    first = world.call("GET", "/summaries/periods", LEAD, query={"meeting_id": meeting}).body[0]
    assert (first["available"], first["first_day"]) == (True, "2026-03-04")
    bad = {"agent_id": AGENT, "period": {"kind": "custom", "first_day": "2026-03-02", "last_day": "2026-03-01"}}
    refused = world.call("POST", "/summaries", LEAD, bad)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/period/last_day")
    query = {"agent_id": AGENT, "period": "since_last_meeting"}
    refused = world.call("GET", "/summaries/sources", LEAD, query=query)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "?period")


@pytest.mark.feature("S0.6", "S0.7")
def test_sources_are_counted_and_follow_the_scorecard_type(filled: World) -> None:
    filled.previous_session()
    at = filled.clock.now() - timedelta(days=1)
    filled.evaluation(20, at, {"qn_greet": "yes", "qn_verify": "no", "qn_listen": "no"}, type="automatic")
    query = {"agent_id": AGENT, "period": "last_week"}
    counted = filled.call("GET", "/summaries/sources", LEAD, query=query).body
    assert counted["evaluations"] == {"available": 9, "analysed": 9, "note": ""}
    assert counted["conversations"]["available"] == 8
    assert counted["coaching"]["available"] == 3
    assert counted["previous_meeting"]["available"] == 0
    for type, count in (("manual", 8), ("automatic", 1), ("blended", 0)):
        body = filled.call("GET", "/summaries/sources", LEAD, query=query | {"scorecard_type": type}).body
        assert body["evaluations"]["available"] == count
    meeting = filled.meeting()
    body = filled.call("GET", "/summaries/sources", LEAD, query={"meeting_id": meeting, "period": "last_week"}).body
    assert body["previous_meeting"]["available"] == 3


@pytest.mark.feature("S0.6")
def test_counting_while_somebody_chooses_costs_a_few_round_trips(filled: World) -> None:
    filled.previous_session()
    meeting = filled.meeting()
    for target, most in (({"agent_id": AGENT}, 10), ({"meeting_id": meeting}, 12)):
        with metered() as usage:
            answer = filled.call("GET", "/summaries/sources", LEAD, query={**target, "period": "last_quarter"})
        assert answer.status == 200
        assert usage.round_trips <= most, (target, usage)


@pytest.mark.feature("S0.7", "S0.10")
def test_the_scorecard_type_decides_what_is_analysed(filled: World) -> None:
    at = filled.clock.now() - timedelta(days=1)
    for number in range(20, 26):
        filled.evaluation(number, at, {"qn_greet": "no", "qn_verify": "no", "qn_listen": "no"}, type="automatic")
    asked = filled.call("POST", "/summaries", LEAD, BODY | {"scorecard_type": "automatic"})
    filled.run(asked.body["id"])
    got = filled.call("GET", asked.headers["location"], LEAD).body
    assert got["sources"]["evaluations"]["analysed"] == 6
    assert {item["applicable"] for item in got["report"]["development"]["line_items"]} == {6}


@pytest.mark.feature("S0.8")
def test_one_at_a_time_and_progress(filled: World) -> None:
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    assert filled.call("POST", "/summaries", LEAD, BODY).status == 409
    assert filled.call("POST", "/summaries", HEAD, BODY).status == 202
    steps, path = filled.steps(), asked.headers["location"]
    steps.gather(asked.body["id"], 1)
    progress = filled.call("GET", path, LEAD).body["progress"]
    assert progress == {"step": "gathering", "sentence": "Reading 8 evaluations and 8 conversations"}
    assert filled.call("DELETE", path, LEAD, if_match=filled.call("GET", path, LEAD).etag).status == 409


@pytest.mark.feature("S0.8")
def test_a_failure_says_why_and_is_tried_again(filled: World) -> None:
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    path, id = asked.headers["location"], asked.body["id"]
    filled.steps().fail(id, 1, "ModelThrottled")
    failed = filled.call("GET", path, LEAD).body
    assert (failed["status"], failed["failure"]["reason"], failed["actions"]) == (
        "failed",
        "model_busy",
        ["retry", "delete"],
    )
    assert filled.call("POST", f"{path}/retries", HEAD).status == 403
    again = filled.call("POST", f"{path}/retries", LEAD)
    assert (again.status, again.body["status"], again.body["attempt"]) == (202, "generating", 2)
    assert filled.started == [f"{id}-1", f"{id}-2"]
    filled.run(id)
    assert filled.call("GET", path, LEAD).body["status"] == "ready"
    assert filled.call("POST", f"{path}/retries", LEAD).status == 409


@pytest.mark.feature("S0.8")
def test_what_never_ended_has_failed(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    filled.clock.advance(WORKFLOW_TIMEOUT + timedelta(seconds=1))
    assert filled.run_schedules(monkeypatch)["done"] == 1
    seen = filled.call("GET", asked.headers["location"], LEAD).body
    assert (seen["status"], seen["failure"]["reason"]) == ("failed", "timed_out")
    assert filled.call("POST", f"{asked.headers['location']}/retries", LEAD).status == 202


@pytest.mark.feature("S0.8")
def test_a_workflow_that_cannot_start_is_told(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from debrief.kernel import workflows

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "StateMachineDoesNotExist"}}, "StartExecution")

    monkeypatch.setattr(workflows, "client", lambda _: type("C", (), {"start_execution": staticmethod(refuse)}))
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    assert (asked.status, asked.body["status"], asked.body["failure"]["reason"]) == (202, "failed", "not_started")


def start_fails_after(
    filled: World, monkeypatch: pytest.MonkeyPatch, happening: Callable[[Summary], object]
) -> list[str]:
    """Let starts fail, after something has happened to the summary. The ids of those that were to be started."""
    ids: list[str] = []

    def refuse(_: Any, summary: Summary) -> None:
        ids.append(summary.id)
        happening(summary)
        raise Unavailable("Step Functions can't be reached")

    monkeypatch.setattr(StepFunctionsWorkflow, "start", refuse)
    return ids


@pytest.mark.feature("S0.8")
def test_a_workflow_that_cannot_start_is_told_also_when_the_summary_was_changed_meanwhile(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(summary: Summary) -> None:
        with Transaction(filled.clock, filled.ids) as tx:
            filled.steps()._store.put(tx, summary)

    start_fails_after(filled, monkeypatch, change)
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    assert (asked.status, asked.body["status"], asked.body["failure"]["reason"]) == (202, "failed", "not_started")


@pytest.mark.feature("S0.8")
def test_a_workflow_that_goes_on_after_all_is_left_alone(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of the calls that start it was heard; its answer was lost, and the others were refused."""
    start_fails_after(filled, monkeypatch, lambda summary: filled.steps().gather(summary.id, 1))
    asked = filled.call("POST", "/summaries", LEAD, BODY)
    assert (asked.status, asked.body["status"], asked.body["failure"]) == (202, "generating", None)


@pytest.mark.feature("S0.8")
def test_a_workflow_that_cannot_start_where_that_cannot_be_noted_is_told_as_that(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Stale("Changed")

    ids = start_fails_after(filled, monkeypatch, lambda _: monkeypatch.setattr(SummaryStore, "release", refuse))
    assert filled.call("POST", "/summaries", LEAD, BODY).status == 503
    assert len(ids) == 1


@pytest.mark.feature("S0.2", "S0.3")
def test_it_is_told_whether_the_agent_can_read_it(filled: World) -> None:
    draft = filled.ready(LEAD)
    path = f"/summaries/{draft.body['id']}"
    assert not draft.body["agent_reads"]
    assert filled.call("POST", f"{path}/sharing", LEAD).body["agent_reads"]
    assert filled.call("GET", path, AGENT).status == 200
    assert not filled.call("DELETE", f"{path}/sharing", LEAD).body["agent_reads"]
    meeting = filled.meeting(filled.clock.now() + timedelta(days=1))
    assert filled.ready(LEAD, meeting_id=meeting).body["agent_reads"], "the participant reads it at once"


@pytest.mark.feature("S0.15")
def test_editing_keeps_what_was_computed(filled: World) -> None:
    got = filled.ready(LEAD)
    path, report = f"/summaries/{got.body['id']}", got.body["report"]
    kept = report["strengths"]["passages"][0]["text"]
    recommendation = report["recommendations"][0]
    edit = {
        "strengths": [kept, "  Three calls were excellent. "],
        "recommendations": [
            {"index": 0, "area": "Identity", "action": recommendation["action"]["text"], "rationale": "We agreed."},
            {"area": "New", "action": "Try it", "rationale": "Why not"},
        ],
    }
    assert filled.call("PATCH", path, LEAD, edit).status == 428
    edited = filled.call("PATCH", path, LEAD, edit, if_match=got.etag)
    assert edited.status == 200
    first, second = edited.body["report"]["strengths"]["passages"]
    assert first == report["strengths"]["passages"][0]
    assert (second["text"], second["edited"]) == ("Three calls were excellent.", True)
    changed, added = edited.body["report"]["recommendations"]
    assert (changed["chips"], changed["target"]) == (recommendation["chips"], recommendation["target"])
    assert (added["chips"], added["target"]) == ([], None)
    assert edited.body["edited_by"] == LEAD
    assert edited.body["report"]["questions"] == report["questions"]
    assert filled.call("PATCH", path, LEAD, edit, if_match=got.etag).status == 412
    assert filled.call("PATCH", path, HEAD, edit, if_match=edited.etag).status == 403
    wrong = {"examples": [{"index": 9, "text": "x"}]}
    refused = filled.call("PATCH", path, LEAD, wrong, if_match=edited.etag)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/examples/0/index")
    assert filled.call("PATCH", path, LEAD, {"questions": [""]}, if_match=edited.etag).status in {400, 422}
    # A step that is repeated late changes nothing.
    filled.run(got.body["id"])
    assert filled.call("GET", path, LEAD).body["report"]["strengths"]["passages"][1]["edited"]


@pytest.mark.feature("S0.14", "S0.15")
def test_actions_and_their_cascade(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    assert got.body["action_title"] == "Assign action to Sample agent"
    chosen = got.body["report"]["recommendations"][0]
    made = filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0, "due_date": "2026-03-20"})
    assert made.status == 201
    action = made.body
    assert (action["assignee_id"], action["origin_label"], action["attached_to"]) == (
        AGENT,
        "AI Coaching Report",
        got.body["id"],
    )
    for part in ("area", "action", "rationale"):
        assert chosen[part]["text"] in action["description"]
    assert action["target"]["question_id"] == "qn_verify"
    assert filled.call("POST", f"{path}/actions", HEAD, {"recommendation_index": 0}).status == 403
    assert filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 99}).status == 422
    unseen = {"recommendation_index": 0, "description": "a\u202eb"}
    assert filled.call("POST", f"{path}/actions", LEAD, unseen).status == 400
    assert filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0, "assignee_id": PEER}).status == 400
    now = filled.call("GET", path, LEAD)
    assert now.body["linked_actions"] == 1
    refused = filled.call("DELETE", path, LEAD, if_match=now.etag)
    assert (refused.status, refused.body["type"]) == (409, "urn:debrief:problem:linked-actions")
    assert filled.actions.get(filled.caller(LEAD), action["id"]).status == "open"
    assert filled.call("DELETE", path, LEAD, if_match=now.etag, query={"cascade": "true"}).status == 204
    assert filled.call("GET", path, LEAD).status == 404
    with pytest.raises(Exception, match="no such action"):
        filled.actions.get(filled.caller(LEAD), action["id"])
    # Where it was found by its due date there was no room for in the transaction; it goes whatever dies meanwhile.
    assert len(query_all(CoachingRow, f"TODO#{AGENT}")) == 1
    filled.run_schedules(monkeypatch)
    assert query_all(CoachingRow, f"TODO#{AGENT}") == []
    assert filled.content.list(f"summaries/{got.body['id']}/", 10) == []


@pytest.mark.feature("S0.14", "S0.15")
def test_actions_stand_beside_their_recommendation_whatever_is_edited(filled: World) -> None:
    got = filled.ready(LEAD)
    path, report = f"/summaries/{got.body['id']}", got.body["report"]
    beside = got.body["recommendation_actions"]
    assert len(beside) == len(report["recommendations"]) >= 1
    assert beside[0]["title"] == report["recommendations"][0]["action"]["text"]
    made = filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0}).body
    assert (made["title"], made["description"]) == (beside[0]["title"], beside[0]["description"])
    new = {"area": "New", "action": "Try it", "rationale": "Why not"}
    texts = {part: report["recommendations"][0][part]["text"] for part in ("area", "action", "rationale")}

    def now(who: str = LEAD) -> list[list[str]]:
        shown = filled.call("GET", path, who).body["recommendation_actions"]
        return [[action["id"] for action in each["made"]] for each in shown]

    def edit(*recommendations: object) -> None:
        etag = filled.call("GET", path, LEAD).etag
        answer = filled.call("PATCH", path, LEAD, {"recommendations": list(recommendations)}, if_match=etag)
        assert (answer.status, answer.body["edited_by_name"]) == (200, "Sample lead")

    edit(new, {"index": 0, **texts})
    assert now() == [[], [made["id"]]]
    later = filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0}).body
    assert later["title"] == "Try it"
    assert now() == [[later["id"]], [made["id"]]]
    edit(new)
    assert now() == [[]], "a new recommendation isn't one that is gone"
    assert filled.call("GET", path, LEAD).body["linked_actions"] == 2
    filled.call("POST", f"{path}/sharing", LEAD)
    read = filled.call("GET", path, AGENT).body
    assert (read["recommendation_actions"], read["linked_actions"]) == (
        [{"title": None, "description": None, "made": []}],
        0,
    )


@pytest.mark.feature("S0.14", "S0.15", "S0.12")
def test_a_meetings_actions_hang_on_the_session(filled: World) -> None:
    meeting = filled.meeting()
    got = filled.ready(LEAD, meeting_id=meeting)
    path = f"/summaries/{got.body['id']}"
    own = filled.action(meeting_id=meeting)
    made = filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0})
    assert made.body["attached_to"] == meeting
    assert {each.id for each in ActionStore().attached_actions(meeting)} == {own, made.body["id"]}
    etag = filled.call("GET", path, LEAD).etag
    assert filled.call("DELETE", path, LEAD, if_match=etag, query={"cascade": "true"}).status == 204
    # Only what was made from the report goes; the meeting is free for another one.
    assert [each.id for each in ActionStore().attached_actions(meeting)] == [own]
    body = {"meeting_id": meeting, "period": {"kind": "last_week"}}
    assert filled.call("POST", "/summaries", LEAD, body).status == 202


@pytest.mark.feature("S0.15")
def test_deleting_without_actions_goes_straight(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    assert filled.call("DELETE", path, LEAD).status == 428
    assert filled.call("DELETE", path, LEAD, if_match='"1"').status == 412
    assert filled.call("DELETE", path, HEAD, if_match=got.etag).status == 403
    assert filled.call("DELETE", path, LEAD, if_match=got.etag).status == 204
    assert filled.call("GET", "/summaries", LEAD, query={"agent_id": AGENT}).body["items"] == []


@pytest.mark.feature("S0.15")
def test_the_pdf_is_a_document(filled: World) -> None:
    from api.summaries_api import handler
    from debrief.summaries.report.print_service import pdf_of
    from tests.pdf_text import text_of

    got = filled.ready(LEAD)
    answer = filled.call("GET", f"/summaries/{got.body['id']}/pdf", LEAD)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    raw = base64.b64decode(answer.body)
    assert raw.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type /Page\b", raw))
    assert 1 <= pages <= 3
    summary, report, by = handler.readings().document(filled.caller(LEAD), got.body["id"])
    assert pdf_of(summary, report, by) == raw
    text = text_of(raw)
    for said in (
        "Sample agent",
        "Verifies identity",
        "One thing to praise",
        "25%",
        "Recommendations",
        f"Page {pages} of {pages}",
        "offline model",
    ):
        assert said in text, said
    assert re.search(r"\d+ \w+ – \d+ \w+: [\d.]+% over \d+ evaluations; 95% interval \d+ to \d+%", text)


@pytest.mark.feature("N1", "N2")
def test_provenance_leads_from_every_number_to_its_sources(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    shown = filled.call("GET", f"{path}/provenance", LEAD).body
    facts = {fact["id"]: fact for fact in shown["facts"]}
    cited = [
        span["fact_id"]
        for passage in got.body["report"]["strengths"]["passages"]
        for span in passage["spans"]
        if span["fact_id"]
    ]
    assert cited
    for each in cited:
        assert facts[each]["source_ids"]
    provenance = shown["provenance"]
    assert provenance["prompt_version"] == "performance_summary.v3"
    assert "sc_1@1" in provenance["inputs"]
    assert len([each for each in provenance["inputs"] if each.startswith("ev_")]) == 8
    assert provenance["cost_micro_usd"] == 3 * 1000 + 15 * 200
    assert provenance["parameters"]["temperature"] == 0.0
    assert {each["turn_index"] for each in shown["quotes"]} == {0, 2}


@pytest.mark.feature("N1", "S0.13")
def test_a_figure_leads_to_those_that_missed_it_and_those_that_met_it_dated(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    items = [each for each in got.body["report"]["facts"] if each["kind"] == "line_item"]
    fact = next(each for each in items if each["question_id"] == "qn_verify")
    behind = filled.call("GET", f"{path}/facts/{fact['id']}/sources", LEAD)
    assert behind.status == 200, behind.body
    found = behind.body["items"]
    missed = [each for each in found if each["outcome"] == "missed"]
    met = [each for each in found if each["outcome"] == "met"]
    assert (len(met), len(met) + len(missed)) == (fact["passed"], fact["sample"])
    assert missed
    assert met
    assert (behind.body["met"], behind.body["missed"]) == (len(met), len(missed))
    for each in found:
        evaluation = filled.evaluations.evaluation(each["evaluation_id"])
        assert evaluation is not None
        answer = next(one for one in evaluation.answers if one.question_id == "qn_verify")
        assert each["outcome"] == ("met" if answer.option_id == "yes" else "missed")
        assert each["question_id"] == "qn_verify"
        assert each["interaction_started_at"] == iso(evaluation.interaction_started_at)
        assert each["contact_reference"] == evaluation.contact_reference
    starts = [each["interaction_started_at"] for each in found]
    assert starts == sorted(starts, reverse=True)
    talks = next(each for each in got.body["report"]["facts"] if each["kind"] == "metric")
    of_talks = filled.call("GET", f"{path}/facts/{talks['id']}/sources", LEAD).body["items"]
    assert {each["outcome"] for each in of_talks} == {None}
    assert {each["evaluation_id"] for each in of_talks} == {None}
    assert filled.call("GET", f"{path}/facts/F999/sources", LEAD).status == 404
    assert filled.call("GET", f"{path}/facts/{fact['id']}/sources", PEER).status == 404


@pytest.mark.feature("N2")
def test_a_replay_compares_and_changes_nothing(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"

    def replayed() -> Any:
        asked = filled.call("POST", f"{path}/replays", LEAD)
        assert asked.status == 202
        assert filled.call("POST", f"{path}/replays", LEAD).status == 409
        filled.run(asked.body["id"])
        return filled.call("GET", asked.headers["location"], LEAD).body

    same = replayed()
    assert (same["status"], same["same_prompt"], same["differing"]) == ("ready", True, [])
    filled.conversation(30, filled.clock.now())
    drafted = filled.answers
    filled.answers = lambda *parts: drafted(*parts) | {"questions": ["How are you today?"]}
    other = replayed()
    assert (other["same_prompt"], other["differing"]) == (True, ["questions"])
    assert other["first"]["prompt_hash"] == other["replayed"]["prompt_hash"]
    listed = filled.call("GET", f"{path}/replays", LEAD).body["items"]
    assert [each["id"] for each in listed] == [other["id"], same["id"]]
    assert filled.call("GET", path, LEAD).body["report"] == got.body["report"]
    assert filled.call("GET", f"/summaries/{other['id']}", LEAD).status == 404
    assert filled.call("POST", f"{path}/replays", HEAD).status == 403
