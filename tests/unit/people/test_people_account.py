"""Roles, flags, settings, teams and groups; and an account's first state."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.errors import Forbidden, NotFound, RuleBroken
from debrief.kernel.storage.clients import ONCE, client
from debrief.people.access import Access
from debrief.people.roles import BUILT_IN_ROLES, check_may_give, permissions_of, widest_reach
from debrief.people.rows_store import PeopleRow
from operations.bootstrap_account.handler import lambda_handler
from tests.unit.people.world import STORE, World

feature = pytest.mark.feature


@feature("P2")
def test_default_roles() -> None:
    holders = {p: {name for name, role in BUILT_IN_ROLES.items() if p in role.permissions} for p in Permission}
    assert all("admin" in roles for roles in holders.values())
    assert holders[Permission.GOALS_VIEW] == holders[Permission.GOALS_EDIT] == {"admin", "supervisor"}
    assert holders[Permission.INTAKE_MANAGE] == {"admin", "evaluator"}
    assert holders[Permission.SETTINGS_MANAGE] == holders[Permission.PEOPLE_MANAGE] == {"admin"}
    assert holders[Permission.EVALUATIONS_DELETE_AUTOMATED] == {"admin"}
    assert "agent" not in holders[Permission.COACHING_MANAGE] | holders[Permission.PEOPLE_VIEW]
    assert {name: role.reach for name, role in BUILT_IN_ROLES.items()} == {
        "agent": Reach.OWN,
        "supervisor": Reach.LINE,
        "evaluator": Reach.EVERYONE,
        "admin": Reach.EVERYONE,
    }


@feature("P2")
def test_several_roles_add_up() -> None:
    agent, supervisor = BUILT_IN_ROLES["agent"], BUILT_IN_ROLES["supervisor"]
    assert permissions_of([agent, supervisor]) == agent.permissions | supervisor.permissions
    assert widest_reach([agent, supervisor]) is Reach.LINE
    assert widest_reach([]) is Reach.OWN
    with pytest.raises(Forbidden):
        check_may_give(agent.permissions | supervisor.permissions, Reach.OWN, [supervisor])


@feature("P2")
def test_an_edited_role_takes_effect_with_the_next_request(world: World) -> None:
    edited = world.change("ada", "/roles/supervisor", {"permissions": ["people.view", "people.manage"]})
    assert edited.body["permissions"] == ["people.manage", "people.view"]
    assert world.call("sam", "GET", "/me").body["permissions"] == ["people.manage", "people.view"]


@feature("P2")
def test_what_a_later_version_wrote_locks_nobody_out(world: World) -> None:
    assert world.change("ada", "/settings", {"time_zone": "Europe/Berlin"}).status == 200
    assert world.change("ada", "/roles/supervisor", {"permissions": ["people.view", "people.manage"]}).status == 200
    later: dict[str, dict[str, Any]] = {
        "settings": {"a_later_one": {"any": ["thing"]}},
        "role": {"permissions": ["people.view", "a.later.one"]},
    }
    written = 0
    for row in PeopleRow.scan():
        kind = {"SETTINGS": "settings"}.get(row.SK) or ("role" if row.SK == "ROLE#supervisor" else None)
        if kind and row.body:
            row.body = json.dumps({**json.loads(row.body), "a_later_field": 1, **later[kind]})
            row.save()
            written += 1
    assert written == 2
    me = world.call("sam", "GET", "/me")
    assert (me.status, me.body["permissions"]) == (200, ["people.view"])
    refused = world.change("ada", "/roles/supervisor", {"permissions": ["people.view", "a.later.one"]})
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (400, "/permissions/1")


@feature("P2")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"permissions": ["people.view"]}, 422),
        ({"reach": "own"}, 422),
        ({"name": "Boss"}, 422),
        ({"permissions": ["people.view", "people.manage", "settings.manage"]}, 200),
        ({"permissions": ["fly"]}, 400),
    ],
)
def test_admins_cannot_lock_themselves_out(world: World, changes: dict[str, Any], status: int) -> None:
    assert world.change("ada", "/roles/admin", changes).status == status


@feature("P2")
def test_roles_are_added_and_removed_while_nobody_has_them(world: World) -> None:
    role = world.call("ada", "POST", "/roles", {"name": "Listener", "permissions": ["interactions.view"]})
    path = role.headers["location"]
    assert world.call("ada", "POST", "/roles", {"name": "LISTENER", "permissions": []}).status == 409
    assert world.call("ada", "POST", "/roles", {"name": "admin", "permissions": []}).status == 409
    world.change("ada", "/people/us_kim", {"role_ids": [role.body["id"]]})
    assert world.call("kim", "GET", "/me").body["permissions"] == ["interactions.view"]
    assert world.call("ada", "DELETE", path, if_match=role.etag).status == 422
    world.change("ada", "/people/us_kim", {"role_ids": []})
    assert world.call("ada", "DELETE", path, if_match=role.etag).status == 204
    assert world.call("ada", "GET", path).status == 404
    assert world.call("ada", "DELETE", "/roles/agent", if_match='"0"').status == 422
    assert world.call("ada", "POST", "/roles", {"name": "Listener", "permissions": []}).status == 201


@feature("P3", "S0.1")
def test_a_flag_turns_a_feature_on_and_off(world: World) -> None:
    access = Access(STORE)
    with pytest.raises(NotFound):
        access.require_flag(access.caller("us_kim"), "feature_ai_coaching")
    assert world.change("ada", "/feature-flags/feature_ai_coaching", {"on": True}).body["on"] is True
    access.require_flag(access.caller("us_kim"), "feature_ai_coaching")
    assert STORE.flags() == {"feature_ai_coaching": True}
    world.change("ada", "/feature-flags/feature_ai_coaching", {"on": False})
    with pytest.raises(NotFound):
        access.require_flag(access.caller("us_kim"), "feature_ai_coaching")


@feature("P3")
def test_unknown_flags_cannot_be_switched(world: World) -> None:
    assert world.call("ada", "PATCH", "/feature-flags/feature_flying", {"on": True}, if_match='"0"').status == 404
    listed = world.call("ada", "GET", "/feature-flags").body["items"]
    assert [(flag["name"], flag["on"], flag["actions"]) for flag in listed] == [
        ("feature_ai_coaching", False, ["switch"])
    ]


@feature("P3")
def test_settings_change_one_by_one(world: World) -> None:
    etag = world.call("ada", "GET", "/settings").etag
    changes = {
        "time_zone": "Europe/Berlin",
        "inquiries": ["Billing", "Returns"],
        "model_budget_usd_month": {"summary": 20},
    }
    changed = world.call("ada", "PATCH", "/settings", changes, if_match=etag)
    assert (changed.body["time_zone"], changed.body["minimum_sample"]) == ("Europe/Berlin", 5)
    assert world.call("ada", "PATCH", "/settings", {"minimum_sample": 9}, if_match=etag).status == 412
    world.change("ada", "/settings", {"minimum_sample": 9})
    assert (STORE.settings().time_zone, STORE.settings().minimum_sample) == ("Europe/Berlin", 9)
    assert Access(STORE).caller("us_kim").time_zone == "Europe/Berlin"


@feature("P2", "P3", "P4")
@pytest.mark.parametrize("who", ["kim", "lee", "eve"])
def test_of_the_settings_everybody_is_told_what_a_day_is_and_what_contacts_are_about(world: World, who: str) -> None:
    """Who checks the AI, what it may cost and how scores are judged is for those who settle it."""
    changes = {"inquiries": ["Billing"], "ai_checker_ids": ["us_eve"], "alert_keywords": ["lawyer"]}
    assert world.change("ada", "/settings", changes).status == 200
    assert world.call(who, "GET", "/settings").status == 403
    me = world.call(who, "GET", "/me")
    assert me.body["settings"] == {"time_zone": "UTC", "inquiries": ["Billing"]}
    assert "lawyer" not in str(me.body)
    assert world.call("ada", "GET", "/me").body["settings"] == me.body["settings"]


@feature("P3")
@pytest.mark.parametrize(
    "change",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "Europe"},
        {"time_zone": "../etc/passwd"},
        {"score_threshold": 101},
        {"score_threshold": -1},
        {"pattern_length": 1},
        {"minimum_sample": 0},
        {"minimum_sample": None},
        {"acknowledgement_window_days": 0},
        {"inquiries": [""]},
        {"revision": 7},
        {"colour": "red"},
    ],
)
def test_settings_out_of_range_are_refused(world: World, change: dict[str, Any]) -> None:
    answer = world.change("ada", "/settings", change)
    assert answer.status == 400
    assert next(iter(change)) in answer.body["errors"][0]["pointer"]
    assert STORE.settings().revision == 0


@feature("P3", "S4.8")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"acknowledgement_window_days": 2}, "/acknowledgement_reminder_days"),
        ({"disputes_decided_by": "reviewer"}, "/dispute_reviewer_id"),
        ({"dispute_reviewer_id": "us_unknown"}, "/dispute_reviewer_id"),
        ({"dispute_reviewer_id": "us_kim"}, "/dispute_reviewer_id"),
    ],
)
def test_what_is_settled_about_disputes_goes_together(world: World, change: dict[str, Any], pointer: str) -> None:
    answer = world.change("ada", "/settings", change)
    assert (answer.status, [each["pointer"] for each in answer.body["errors"]]) == (422, [pointer])
    assert STORE.settings().revision == 0
    sound = {"disputes_decided_by": "reviewer", "dispute_reviewer_id": "us_ada", "acknowledgement_window_days": 3}
    assert world.change("ada", "/settings", sound).status == 200


@feature("P3", "N13")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"ai_must_earn": True}, "/ai_checker_ids"),
        ({"ai_checker_ids": ["us_ada", "us_ada"]}, "/ai_checker_ids"),
        ({"ai_checker_ids": ["us_ada", "us_unknown"]}, "/ai_checker_ids/1"),
        ({"ai_checker_ids": ["us_kim"]}, "/ai_checker_ids/0"),
    ],
)
def test_who_checks_the_ai_has_to_be_able_to(world: World, change: dict[str, Any], pointer: str) -> None:
    answer = world.change("ada", "/settings", change)
    assert (answer.status, [each["pointer"] for each in answer.body["errors"]]) == (422, [pointer])
    sound = {"ai_must_earn": True, "ai_checker_ids": ["us_ada"]}
    assert world.change("ada", "/settings", sound).status == 200
    assert STORE.settings().ai_must_earn


@feature("P1")
@pytest.mark.parametrize("kind", ["teams", "groups"])
def test_teams_and_groups_come_and_go(world: World, kind: str) -> None:
    made = world.call("ada", "POST", f"/{kind}", {"name": "Café"})
    path = made.headers["location"]
    assert world.call("ada", "POST", f"/{kind}", {"name": "CAFE"}).status == 409
    renamed = world.change("ada", path, {"name": "Bistro"})
    assert (renamed.status, renamed.body["name"]) == (200, "Bistro")
    assert world.call("ada", "POST", f"/{kind}", {"name": "Cafe"}).status == 201
    fields = {"team_id": made.body["id"]} if kind == "teams" else {"group_ids": [made.body["id"]]}
    world.change("ada", "/people/us_kim", fields)
    refused = world.call("ada", "DELETE", path, if_match=renamed.etag)
    assert (refused.status, "(1 of them)" in refused.body["detail"]) == (422, True)
    world.change("ada", "/people/us_kim", {"team_id": None, "group_ids": []})
    assert world.call("ada", "DELETE", path, if_match=renamed.etag).status == 204
    assert world.call("ada", "GET", path).status == 404
    first = world.call("sam", "GET", f"/{kind}", query={"limit": "1"})
    assert first.body["items"][0]["actions"] == []
    assert world.call("kim", "GET", f"/{kind}").status == 403


def test_a_team_has_a_supervisor_who_is_there(world: World) -> None:
    assert world.call("ada", "POST", "/teams", {"name": "A", "supervisor_id": "us_none"}).status == 422
    assert world.call("ada", "POST", "/teams", {"name": "A", "supervisor_id": "us_bob"}).status == 422
    assert world.change("ada", "/teams/tm_1", {"supervisor_id": "us_lee"}).body["supervisor_id"] == "us_lee"


def test_the_api_description_is_for_those_signed_in(world: World) -> None:
    answer = world.call("kim", "GET", "/openapi.json")
    assert answer.status == 200
    assert answer.body["openapi"].startswith("3.1")
    assert world.call(None, "GET", "/openapi.json").status == 401


@feature("P2", "P3")
@pytest.mark.usefixtures("aws")
def test_an_account_gets_its_first_state_once() -> None:
    event = {"admin_name": "First Sample", "admin_email": "first@example.com", "time_zone": "Europe/Paris"}
    with Stubber(client("cognito-idp")) as cognito, Stubber(client("cognito-idp", None, ONCE)) as inviting:
        inviting.add_response("admin_create_user", {})
        inviting.add_client_error("admin_create_user", "UsernameExistsException")
        cognito.add_response("admin_get_user", {"Username": "us_1", "UserStatus": "CONFIRMED"})
        first = lambda_handler(event, None)  # type: ignore[arg-type]
        second = lambda_handler(event | {"time_zone": "Asia/Tokyo"}, None)  # type: ignore[arg-type]
    assert first == {"admin_id": first["admin_id"], "created": True, "invited": True}
    assert second == {"admin_id": first["admin_id"], "created": False, "invited": False}
    caller = Access(STORE).caller(first["admin_id"])
    assert (caller.permissions, caller.reach) == (frozenset(Permission), Reach.EVERYONE)
    assert (caller.flags, caller.time_zone) == (frozenset({"feature_ai_coaching"}), "Europe/Paris")
    assert STORE.active_admins() == 1
    with pytest.raises(RuleBroken):
        lambda_handler(event | {"flags": ["feature_flying"]}, None)  # type: ignore[arg-type]


@feature("P2")
def test_a_further_admin_is_made_by_an_admin_unless_it_is_said_outright(world: World) -> None:
    event = {"admin_name": "Other Sample", "admin_email": "other@example.com", "invite": False}
    with pytest.raises(RuleBroken, match="has an admin"):
        lambda_handler(event, None)  # type: ignore[arg-type]
    assert STORE.user_by_email("other@example.com") is None
    for taken in ("kim@example.com", "eve@example.com"):
        with pytest.raises(RuleBroken, match="no active admin"):
            lambda_handler(event | {"admin_email": taken, "further_admin": True}, None)  # type: ignore[arg-type]
    again = lambda_handler(event | {"admin_email": "ada@example.com"}, None)  # type: ignore[arg-type]
    assert (again["admin_id"], again["created"]) == ("us_ada", False)
    made = lambda_handler(event | {"further_admin": True}, None)  # type: ignore[arg-type]
    assert (made["created"], STORE.active_admins()) == (True, 2)
