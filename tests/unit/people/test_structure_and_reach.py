"""Who may change what others see: teams and groups, who supervises them, and who is put into them."""

from typing import Any

import pytest

from debrief.kernel.auth import Permission
from debrief.kernel.clock import SystemClock
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Team
from debrief.people.roles import BUILT_IN_ROLES
from debrief.people.rows_store import name_row, team_row
from tests.unit.people.world import World

feature = pytest.mark.feature
MANAGE = [Permission.PEOPLE_VIEW, Permission.PEOPLE_MANAGE, *sorted(BUILT_IN_ROLES["agent"].permissions)]


@pytest.fixture
def branch(world: World) -> World:
    """moe manages people in her own line only (her and mia); ren has the same, and reaches just himself."""
    world.add("max", "agent", manager="sam")
    for name, reach in (("moe", "line"), ("ren", "own"), ("pat", "everyone")):
        role = world.call("ada", "POST", "/roles", {"name": f"Manages {reach}", "permissions": MANAGE, "reach": reach})
        world.add(name, role.body["id"], manager="ada")
    world.add("mia", "agent", manager="moe")
    with Transaction(SystemClock(), world.ids) as tx:
        for id, name, supervisor in (("tm_own", "Own Team", "us_moe"), ("tm_none", "No Team", None)):
            tx.create(team_row(Team(id=id, name=name, supervisor_id=supervisor)))
            tx.create(name_row("team", name, id))
    world.call("ada", "POST", "/groups", {"name": "Group"})
    return world


@feature("P2", "P4")
@pytest.mark.parametrize("who", ["moe", "ren"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/teams", {"name": "New"}),
        ("POST", "/teams", {"name": "New", "supervisor_id": "{me}"}),
        ("PATCH", "/teams/tm_1", {"supervisor_id": "{me}"}),
        ("PATCH", "/teams/tm_1", {"name": "Other"}),
        ("PATCH", "/teams/tm_none", {"supervisor_id": "{me}"}),
        ("PATCH", "/teams/tm_own", {"name": "Other"}),
        ("DELETE", "/teams/tm_none", None),
        ("POST", "/groups", {"name": "New"}),
        ("PATCH", "/groups/{group}", {"name": "Other"}),
        ("DELETE", "/groups/{group}", None),
    ],
)
def test_teams_and_groups_are_changed_by_those_who_reach_everyone(
    branch: World, who: str, method: str, path: str, body: Any
) -> None:
    group = branch.call("ada", "GET", "/groups").body["items"][0]["id"]
    place = path.format(group=group)
    sent = {key: value.format(me=f"us_{who}") for key, value in body.items()} if body else None
    tag = {} if method == "POST" else {"if_match": branch.call("ada", "GET", place).etag}
    assert branch.call(who, method, place, sent, **tag).status == 403
    assert branch.call("pat", method, place, sent, **tag).status in {200, 201, 204}


@feature("P4")
def test_what_may_be_done_with_a_team_is_what_is_said(branch: World) -> None:
    for path in ("/teams", "/groups"):
        assert {tuple(each["actions"]) for each in branch.call("moe", "GET", path).body["items"]} == {()}
        shown = {tuple(each["actions"]) for each in branch.call("pat", "GET", path).body["items"]}
        assert shown == {("edit", "delete")}


@feature("P2", "P4")
@pytest.mark.parametrize(
    ("who", "person", "team", "status"),
    [
        ("moe", "us_mia", "tm_1", 422),
        ("moe", "us_moe", "tm_1", 422),
        ("ren", "us_ren", "tm_1", 422),
        ("ren", "us_ren", "tm_own", 422),
        ("moe", "us_mia", "tm_own", 200),
        ("moe", "us_mia", "tm_none", 200),
        ("pat", "us_mia", "tm_1", 200),
    ],
)
def test_nobody_is_put_into_a_team_that_the_mover_does_not_see(
    branch: World, who: str, person: str, team: str, status: int
) -> None:
    answer = branch.change("x", f"/people/{person}", {"team_id": team}, as_=who)
    assert answer.status == status
    if status == 422:
        assert [each["pointer"] for each in answer.body["errors"]] == ["/team_id"]


@feature("P2", "P4")
def test_a_new_person_is_not_put_into_a_team_that_is_not_seen(branch: World) -> None:
    person = {"name": "New", "email": "new@example.com", "manager_id": "us_moe", "team_id": "tm_1"}
    assert branch.call("moe", "POST", "/people", person).status == 422
    assert branch.call("moe", "POST", "/people", person | {"team_id": "tm_own"}).status == 201


@feature("P2", "P4")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"manager_id": "us_sam"}, 422),
        ({"manager_id": None}, 422),
        ({"role_ids": ["evaluator"]}, 403),
        ({"role_ids": ["supervisor"]}, 403),
        ({"name": "Mia Other"}, 200),
    ],
)
def test_nobody_widens_what_somebody_sees_beyond_their_own_line(
    branch: World, changes: dict[str, Any], status: int
) -> None:
    assert branch.change("x", "/people/us_mia", changes, as_="moe").status == status
    assert branch.call("moe", "PATCH", "/people/us_max", changes, if_match='"1"').status == 404
