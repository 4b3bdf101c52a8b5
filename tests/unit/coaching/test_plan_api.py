"""The API of plans: paths, statuses and headers (S1.7, S1.8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.coaching.plan_world import PlanWorld, conversation, count
from tests.unit.coaching.world import AGENT, LEAD
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

pytestmark = pytest.mark.feature("S1.7", "S1.8")


def call(method: str, path: str, who: str | None, body: Any = None, **options: Any) -> Answer:
    from api.coaching_api.handler import lambda_handler

    return answer_of(lambda_handler(api_event(method, path, who, body, **options), LAMBDA_CONTEXT))


@pytest.fixture
def world(aws: None) -> PlanWorld:
    """The agent's conversations of the past days, by the clock of the machine, which handlers go by."""
    at = datetime.now(UTC) - timedelta(days=2)
    count(conversation(each, at - timedelta(hours=each), handle_ms=540_000 + 20_000 * each) for each in range(7))
    return PlanWorld()


def draft(**changes: Any) -> dict[str, Any]:
    ends_on = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    return {
        "channel": "voice",
        "inquiry": "billing",
        "metric": "handle_time",
        "percent": 10,
        "ends_on": ends_on,
        "planned_actions": ["Ask what they have tried"],
        "assistance": ["Training on our systems"],
        **changes,
    }


def test_from_advice_to_a_plan_that_is_ticked_and_cancelled(world: PlanWorld) -> None:
    about = {"channel": "voice", "inquiry": "billing"}
    advice = call("GET", "/plans/advice", AGENT, query=about)
    assert advice.status == 200
    handle = next(each for each in advice.body["metrics"] if each["metric"] == "handle_time")
    assert handle["start"]["value"] == 600_000
    assert handle["targets"][5] == {"percent": 10, "value": 540_000}
    poor = call("GET", "/plans/poor-conversations", AGENT, query=about | {"metric": "handle_time"})
    assert [each["value"] for each in poor.body["items"]][:2] == [660_000, 640_000]

    made = call("POST", "/plans", AGENT, draft(), headers={"Idempotency-Key": "one"})
    assert (made.status, made.etag) == (201, '"1"')
    path = f"/plans/{made.body['id']}"
    assert made.headers["location"] == path
    again = call("POST", "/plans", AGENT, draft(), headers={"Idempotency-Key": "one"})
    assert (again.status, again.body["id"]) == (201, made.body["id"])
    assert call("POST", "/plans", AGENT, draft()).status == 409

    seen = call("GET", path, LEAD)
    assert (seen.status, seen.body["actions"], seen.body["agent_name"]) == (200, [], "Sample agent")
    assert seen.body["series"][0]["n"] == 7
    action = f"{path}/planned-actions/1"
    assert call("PATCH", action, AGENT, {"done": True}).status == 428
    ticked = call("PATCH", action, AGENT, {"done": True}, headers={"If-Match": made.etag})
    assert (ticked.status, ticked.etag) == (200, '"2"')
    assert ticked.body["planned_actions"][0]["done_at"] is not None
    assert call("PATCH", action, AGENT, {"done": False}, headers={"If-Match": made.etag}).status == 412
    assert call("PATCH", f"{path}/planned-actions/2", AGENT, {"done": True}, headers={"If-Match": '"2"'}).status == 422
    assert call("PATCH", f"{path}/planned-actions/9", AGENT, {"done": True}, headers={"If-Match": '"2"'}).status == 400
    ended = call("POST", f"{path}/cancellation", AGENT, headers={"If-Match": '"2"'})
    assert (ended.status, ended.body["status"], ended.body["actions"]) == (200, "cancelled", [])
    listed = call("GET", "/plans", LEAD, query={"status": "cancelled"}).body["items"]
    assert [each["id"] for each in listed] == [made.body["id"]]
    assert "series" not in listed[0]


@pytest.mark.feature("P4")
def test_everybody_who_is_signed_in_changes_their_own_alone() -> None:
    from api.coaching_api.wiring import app
    from debrief.kernel.web.api import SIGNED_IN

    app.open_room("plans")
    own = {allow for route, allow in app.admissions.items() if route[1].split("/")[1] == "plans"}
    assert own == {SIGNED_IN}, "whose plan it is, the use case asks: see test_only_whose_plan_it_is_ticks_and_cancels"


def test_what_is_wrong_is_told_with_its_field(world: PlanWorld) -> None:
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"percent": 4}, 400, "/percent"),
        ({"percent": 51}, 400, "/percent"),
        ({"planned_actions": []}, 400, "/planned_actions"),
        ({"planned_actions": ["a", "b", "c", "d"]}, 400, "/planned_actions"),
        ({"assistance": []}, 400, "/assistance"),
        ({"assistance": [" "]}, 400, "/assistance/0"),
        ({"metric": "speed"}, 400, "/metric"),
        ({"ends_on": "2020-01-01"}, 422, "/ends_on"),
        ({"inquiry": "refund"}, 422, "/inquiry"),
    ]
    for changes, status, pointer in wrong:
        refused = call("POST", "/plans", AGENT, draft(**changes))
        assert (refused.status, refused.body["errors"][0]["pointer"]) == (status, pointer), changes
