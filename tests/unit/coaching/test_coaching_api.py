"""The API of coaching: paths, statuses, headers, and what each role gets."""

import base64
from typing import Any

import pytest

from debrief.kernel.auth import Permission
from debrief.kernel.storage.tables import find, loaded
from debrief.kernel.web.api import SIGNED_IN
from debrief.people.model import User
from debrief.people.rows_store import PeopleRow, user_row
from tests.unit.coaching.world import ADMIN, AGENT, HEAD, LEAD, OTHER_LEAD, PEER, World
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

MEETING = {"title": "1-to-1", "participant_id": AGENT, "scheduled_at": "2026-03-10T09:00:00Z"}
ACTION = {"title": "Ask first", "assignee_id": AGENT}


def call(method: str, path: str, who: str | None, body: Any = None, **options: Any) -> Answer:
    from api.coaching_api.handler import lambda_handler

    return answer_of(lambda_handler(api_event(method, path, who, body, **options), LAMBDA_CONTEXT))


@pytest.mark.feature("S4.13")
def test_the_next_meeting_comes_first_where_it_is_asked_for(world: World) -> None:
    made = [
        call("POST", "/meetings", LEAD, MEETING | {"scheduled_at": f"2026-03-{day}T09:00:00Z"}).body["id"]
        for day in (12, 10, 11)
    ]
    for who in (LEAD, AGENT):
        query = {"status": "scheduled", "from": "2026-03-09T00:00:00Z", "order": "oldest"}
        page = call("GET", "/meetings", who, query=query)
        assert [item["id"] for item in page.body["items"]] == [made[1], made[2], made[0]]
    assert call("GET", "/meetings", LEAD, query={"order": "sideways"}).status == 400


@pytest.mark.feature("S4.13", "S0.2", "P4")
def test_a_meeting_from_scheduling_to_acknowledgement(world: World) -> None:
    made = call("POST", "/meetings", LEAD, MEETING | {"private_notes": "mine", "goals": [{"text": "Listen"}]})
    assert made.status == 201
    path = f"/meetings/{made.body['id']}"
    assert made.headers["location"] == path
    assert made.body["actions"] == ["edit", "start", "complete", "cancel", "add_action", "delete"]
    assert made.body["scheduled_at"] == "2026-03-10T09:00:00.000Z"
    seen = call("GET", path, AGENT)
    assert (seen.status, seen.body["private_notes"], seen.body["actions"]) == (200, None, [])
    assert seen.body["facilitator_name"] == "Sample lead"
    assert call("PATCH", path, LEAD, {"notes": "ours"}).status == 428
    assert call("PATCH", path, AGENT, {"notes": "ours"}, headers={"If-Match": seen.etag}).status == 403
    changed = call("PATCH", path, LEAD, {"notes": "ours", "link": None}, headers={"If-Match": seen.etag})
    assert (changed.status, changed.body["notes"], changed.body["private_notes"]) == (200, "ours", "mine")
    assert call("PATCH", path, LEAD, {"notes": "x"}, headers={"If-Match": seen.etag}).status == 412
    assert call("POST", f"{path}/start", LEAD).body["status"] == "in_progress"
    assert call("POST", f"{path}/completion", HEAD).status == 403
    assert call("POST", f"{path}/acknowledgement", AGENT).status == 409
    assert call("POST", f"{path}/completion", LEAD).body["status"] == "completed"
    assert call("POST", f"{path}/acknowledgement", LEAD).status == 403
    assert call("POST", f"{path}/acknowledgement", AGENT).body["status"] == "acknowledged"
    assert call("POST", f"{path}/cancellation", LEAD).status == 409
    fixed = call("PATCH", path, LEAD, {"notes": "x"}, headers={"If-Match": '"5"'})
    assert (fixed.status, fixed.body["errors"][0]["pointer"]) == (409, "/notes")


@pytest.mark.feature("P4")
def test_others_find_nothing(world: World) -> None:
    meeting = f"/meetings/{call('POST', '/meetings', LEAD, MEETING).body['id']}"
    action = f"/actions/{call('POST', '/actions', LEAD, ACTION).body['id']}"
    note = f"/feedback/{call('POST', '/feedback', LEAD, {'agent_id': AGENT, 'text': 'Good'}).body['id']}"
    for path in (meeting, action, note):
        assert call("GET", path, AGENT).status == 200
        assert call("GET", path, HEAD).status == 200
        for who in (PEER, OTHER_LEAD):
            assert call("GET", path, who).status == 404
    for verb in (f"{meeting}/start", f"{meeting}/acknowledgement", f"{action}/completion"):
        assert call("POST", verb, OTHER_LEAD).status == 404
    for path, name in (("/meetings", "participant_id"), ("/actions", "assignee_id"), ("/feedback", "agent_id")):
        assert call("GET", path, PEER, query={name: AGENT}).status == 404
        assert len(call("GET", path, HEAD, query={name: AGENT}).body["items"]) == 1
        assert len(call("GET", path, AGENT).body["items"]) == 1
        assert call("GET", path, PEER).body == {"items": [], "next_cursor": None}
        assert call("GET", path, None).status == 401


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    "path,body", [("/meetings", MEETING), ("/actions", ACTION), ("/feedback", {"agent_id": AGENT, "text": "x"})]
)
def test_agents_make_nothing_and_other_lines_reach_nobody(world: World, path: str, body: dict[str, Any]) -> None:
    assert call("POST", path, AGENT, body).status == 403
    assert call("POST", path, OTHER_LEAD, body).status == 404
    assert call("POST", path, ADMIN, body).status == 201


@pytest.mark.feature("S4.13")
def test_filters_repeat_and_mistakes_are_named(world: World) -> None:
    first = call("POST", "/meetings", LEAD, MEETING).body["id"]
    second = call("POST", "/meetings", LEAD, MEETING | {"scheduled_at": "2026-03-12T09:00:00Z"}).body["id"]
    call("POST", f"/meetings/{first}/start", LEAD)

    def ids(**query: Any) -> list[str]:
        found = call("GET", "/meetings", LEAD, query={name.rstrip("_"): value for name, value in query.items()})
        assert found.status == 200, found.body
        return [item["id"] for item in found.body["items"]]

    assert ids() == [second, first]
    assert ids(status=["scheduled", "in_progress"]) == [second, first]
    assert ids(status=["in_progress"]) == [first]
    assert ids(from_="2026-03-11T00:00:00Z") == [second]
    assert ids(to="2026-03-12T09:00:00Z") == [first]
    assert call("GET", "/meetings", LEAD, query={"status": "lost"}).status == 400
    assert call("GET", "/meetings", LEAD, query={"limit": "0"}).status == 400
    wrong = call("POST", "/meetings", LEAD, MEETING | {"link": "javascript:alert(1)", "duration_ms": 1, "spare": 1})
    assert wrong.status == 400
    assert {error["pointer"] for error in wrong.body["errors"]} == {"/link", "/duration_ms", "/spare"}
    nulled = call("PATCH", f"/meetings/{second}", LEAD, {"title": None}, headers={"If-Match": '"1"'})
    assert nulled.status == 400


@pytest.mark.feature("S0.12", "S0.14")
def test_an_action_over_the_api(world: World) -> None:
    made = call("POST", "/actions", LEAD, ACTION | {"due_date": "2999-01-31"})
    path = f"/actions/{made.body['id']}"
    assert (made.status, made.headers["location"], made.body["due_date"]) == (201, path, "2999-01-31")
    assert made.body["actions"] == ["edit", "complete", "delete"]
    assert call("POST", f"{path}/completion", AGENT).body["status"] == "completed"
    assert call("POST", f"{path}/completion", AGENT).status == 409
    assert call("POST", f"{path}/reopening", AGENT).status == 403
    opened = call("POST", f"{path}/reopening", LEAD)
    assert opened.body["actions"] == ["edit", "complete", "delete"]
    assert call("PATCH", path, LEAD, {"assignee_id": PEER}, headers={"If-Match": opened.etag}).status == 400
    assert call("DELETE", path, LEAD).status == 428
    gone = call("DELETE", path, LEAD, headers={"If-Match": opened.etag})
    assert (gone.status, gone.body) == (204, "")
    assert call("GET", path, LEAD).status == 404
    passed = call("POST", "/actions", LEAD, ACTION | {"due_date": "2000-01-01"})
    assert (passed.status, passed.body["errors"][0]["pointer"]) == (422, "/due_date")


@pytest.mark.feature("S4.13")
def test_a_repeated_post_makes_one_meeting(world: World) -> None:
    once, twice = (call("POST", "/meetings", LEAD, MEETING, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert once.body["id"] == twice.body["id"]
    assert len(call("GET", "/meetings", LEAD).body["items"]) == 1


@pytest.mark.feature("P4")
def test_whoever_only_reads_their_own_changes_nothing_but_what_is_theirs() -> None:
    import api.coaching_api.handler  # noqa: F401
    from api.coaching_api.wiring import app

    # Each room asserts its own; a room's routes are there as well once somebody has asked for one.
    roots, rooms = ("meetings", "actions", "feedback"), ("clashes", "slots", "volume", "calendar")
    own = {
        route: allow
        for route, allow in app.admissions.items()
        if (parts := route[1].split("/"))[1] in roots and not set(parts) & set(rooms)
    }
    for_all = {route for route, allow in own.items() if allow is SIGNED_IN and route[0] != "GET"}
    assert for_all == {
        ("POST", "/meetings/<meeting_id>/acknowledgement"),
        ("POST", "/actions/<action_id>/completion"),
    }
    assert {allow for allow in own.values() if allow is not SIGNED_IN} == {Permission.COACHING_MANAGE}


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/feedback", {"agent_id": AGENT, "text": "Well\u0000done"}, "/text"),
        ("/actions", {"assignee_id": AGENT, "title": "Listen", "description": "a\u202eb"}, "/description"),
    ],
)
def test_what_is_not_to_be_seen_is_refused_in_long_text_too(
    world: World, path: str, body: dict[str, str], pointer: str
) -> None:
    refused = call("POST", path, LEAD, body)
    assert refused.status == 400
    (error,) = refused.body["errors"]
    assert error["pointer"] == pointer
    assert error["message"].startswith("holds a character that isn't shown")
    assert call("POST", path, LEAD, body | {pointer[1:]: "Of two\n\tlines"}).status == 201


@pytest.mark.feature("P4")
def test_a_list_does_not_tell_of_feedback_that_is_hidden(world: World) -> None:
    """Neither that private feedback exists, nor when, nor its id, whatever the page's size."""
    text = {"agent_id": AGENT, "text": "Well done."}
    shown = call("POST", "/feedback", LEAD, text).body["id"]
    hidden = [call("POST", "/feedback", LEAD, text | {"visibility": "private"}).body["id"] for _ in range(12)]
    last = call("POST", "/feedback", LEAD, text).body["id"]
    for limit in ("1", "2"):
        found, cursor, pages = [], None, 0
        while True:
            query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
            page = call("GET", "/feedback", AGENT, query=query)
            pages += 1
            found += [each["id"] for each in page.body["items"]]
            cursor = page.body["next_cursor"]
            if cursor is None:
                break
            raw = base64.urlsafe_b64decode(cursor + "==")
            assert not any(each.encode() in raw for each in (*hidden, AGENT, "fb_"))
            assert page.body["items"], "an empty page would tell that something was left out"
        assert found == [last, shown]
        assert pages <= 3


@pytest.mark.feature("P4")
def test_a_kept_answer_is_no_longer_for_whose_line_the_agent_has_left(world: World) -> None:
    feedback = {"agent_id": AGENT, "text": "You listened well"}
    options = {"headers": {"Idempotency-Key": "k"}}
    given = call("POST", "/feedback", LEAD, feedback, **options)
    assert given.status == 201
    assert call("POST", "/feedback", LEAD, feedback, **options).body == given.body
    row = find(PeopleRow, f"USER#{AGENT}", "USER")
    assert row is not None
    moved = loaded(row, User).model_copy(update={"manager_id": OTHER_LEAD})
    user_row(moved).save()
    assert call("GET", given.headers["location"], LEAD).status == 404
    kept = call("POST", "/feedback", LEAD, feedback, **options)
    assert (kept.status, "listened" in str(kept)) == (409, False)
    for who in (HEAD, ADMIN):
        mine = call("POST", "/feedback", who, feedback | {"agent_id": PEER}, **options)
        assert call("POST", "/feedback", who, feedback | {"agent_id": PEER}, **options).body == mine.body
