"""Nobody is told of a group that they are coached in, also not with a role that works with groups (S3.1)."""

from typing import Any

import pytest

from debrief.coaching.assignments.counting import Counts
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.model import Mark
from debrief.coaching.assignments.secrecy_access import GroupSecrecy
from debrief.kernel.auth import Caller
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore
from tests.unit.coaching.assigning import World, told_in
from tests.unit.helpers import Answer

GROUP_ROUTES = ("/coaching-groups/{}", "/coaching-groups/{}/assignments", "/coaching-groups/{}/assignment")


@pytest.fixture
def world(aws: None) -> World:
    return World()


def given_roles(world: World, name: str, *roles: str) -> None:
    """Let somebody have these roles from now on."""
    user = PeopleStore().find_user(f"us_{name}")
    assert user is not None
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(user, User(**{**dict(user), "role_ids": frozenset(roles)}))])


def with_marks(world: World, name: str, *agents: str, first: int = 1) -> Answer:
    """A group of eve's in which these agents are marked, each with a conversation."""
    group = world.group("eve", name)
    for place, agent in enumerate(agents):
        mark = world.marked("eve", agent, first + place, areas=[], group_id=group.body["id"])
        assert mark.status == 201, mark.body
    return group


def shown(world: World, who: str, group: Answer) -> dict[str, Any]:
    answer = world.coach(who, "GET", f"/coaching-groups/{group.body['id']}")
    assert answer.status == 200, answer.body
    return dict(answer.body)


@pytest.mark.feature("S3.1", "S3.5")
def test_whoever_works_with_a_group_is_not_put_into_it(world: World) -> None:
    world.add_person("quinn", "evaluator", "sam")
    eves, sams = world.group("eve", "Eves"), world.group("sam", "Sams")
    refused = world.marked("eve", "quinn", 1, areas=[], group_id=eves.body["id"])
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/group_id")
    alone = world.marked("eve", "quinn", 2)
    assert alone.status == 201, "by themselves they are coached like anybody"
    path = f"/coaching-marks/{alone.body['id']}"
    moved = world.coach("eve", "PATCH", path, {"group_id": eves.body["id"]}, if_match=alone.etag)
    assert (moved.status, moved.body["errors"][0]["pointer"]) == (422, "/group_id")
    # A supervisor works with their own groups alone.
    assert world.marked("eve", "sam", 3, areas=[], group_id=sams.body["id"]).status == 422
    assert world.marked("eve", "sam", 4, areas=[], group_id=eves.body["id"]).status == 201


@pytest.mark.feature("S3.1")
def test_a_group_in_which_somebody_waits_who_now_works_with_groups_reads_as_without_them(world: World) -> None:
    """kim waits in the first one, and nobody in the second: each field that kim is shown of both is the same."""
    first, second = with_marks(world, "First", "kim", "joe"), with_marks(world, "Second", "zoe", first=3)
    given_roles(world, "kim", "agent", "evaluator")
    theirs = {first.body["id"]: "group", second.body["id"]: "group", "First": "name", "Second": "name"}

    def plain(value: dict[str, Any]) -> dict[str, Any]:
        return {name: theirs.get(each, each) if isinstance(each, str) else each for name, each in value.items()}

    assert plain(shown(world, "kim", first)) == plain(shown(world, "kim", second))
    assert (shown(world, "eve", first)["agents"], shown(world, "eve", first)["conversations"]) == (2, 2)
    listed = world.coach("kim", "GET", "/coaching-groups").body["items"]
    assert [(each["name"], each["agents"], each["conversations"]) for each in listed] == [
        ("Second", 1, 1),
        ("First", 1, 1),
    ]
    marks = world.coach("kim", "GET", "/coaching-marks", query={"group_id": first.body["id"]}).body["items"]
    assert [each["agent_id"] for each in marks] == ["us_joe"]
    assert (
        world.coach("kim", "GET", "/coaching-marks", query={"agent_id": "us_kim"}).body["items"][0]["group_id"] is None
    )


@pytest.mark.feature("S3.1", "S3.5")
@pytest.mark.parametrize("what", ["delete", "areas", "dispatch", "mark"])
def test_what_they_do_with_a_group_in_which_they_alone_wait_comes_out_as_with_an_empty_one(
    world: World, what: str
) -> None:
    waits, empty = with_marks(world, "Waits", "kim"), world.group("eve", "Empty")
    given_roles(world, "kim", "agent", "evaluator")
    answers: list[tuple[int, Any]] = []
    for number, group in enumerate((waits, empty), 5):
        path = f"/coaching-groups/{group.body['id']}"
        if what == "delete":
            answer = world.coach("kim", "DELETE", path, if_match=group.etag)
        elif what == "areas":
            answer = world.coach("kim", "PATCH", path, {"areas": [{"name": "Pace"}]}, if_match=group.etag)
        elif what == "dispatch":
            answer = world.dispatched("kim", group)
        else:
            agent = "joe" if group is waits else "zoe"
            answer = world.marked("kim", agent, number, areas=[], group_id=group.body["id"])
        assert what == "delete" or shown(world, "kim", group)["agents"] == (what == "mark")
        answers.append((answer.status, answer.body.get("detail") if answer.body else None))
    assert answers[0] == answers[1]
    assert answers[0][0] == {"delete": 204, "areas": 200, "dispatch": 409, "mark": 201}[what]
    (own,) = world.coach("eve", "GET", "/coaching-marks", query={"agent_id": "us_kim"}).body["items"]
    refused = what == "dispatch"
    assert own["group_id"] == (waits.body["id"] if refused else None), "their mark waits among Individuals"


REFUSED = (
    "name",
    "areas",
    "unknown area",
    "delete",
    "past",
    "called so",
    "marked",
    "marked for it",
    "moved",
    "no areas",
)


@pytest.mark.feature("S3.1", "S3.5")
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_leaves_their_mark_where_it_is(world: World, what: str) -> None:
    group = with_marks(world, "Group", "kim", "joe")
    world.group("eve", "Taken")
    given_roles(world, "kim", "agent", "evaluator")
    id, path = group.body["id"], f"/coaching-groups/{group.body['id']}"
    alone = world.marked("kim", "zoe", 7)
    bodies = {
        "name": {"name": "taken"},
        "areas": {"areas": [{"name": "Pace"}]},
        "unknown area": {"areas": [{"name": "x", "scorecard_id": "sc_nowhere", "question_id": "a"}]},
    }
    if what in bodies:
        answer = world.coach("kim", "PATCH", path, bodies[what], if_match=group.etag)
    elif what == "delete":
        answer = world.coach("kim", "DELETE", path, if_match=group.etag)
    elif what == "past":
        answer = world.dispatched("kim", group, follow_up="2020-01-01")
    elif what == "called so":
        answer = world.dispatched("kim", group, name="group")
    elif what == "moved":
        other = world.marked("eve", "sam", 8, areas=[{"name": "Pace"}])
        assert world.marked("ada", "sam", 9).status == 201
        path = f"/coaching-marks/{other.body['id']}"
        answer = world.coach("kim", "PATCH", path, {"group_id": id}, if_match=other.etag)
    else:
        agent = {"marked": "zoe", "marked for it": "joe", "no areas": "sam"}[what]
        areas = [{"name": "Pace"}] if what == "no areas" else []
        answer = world.marked("kim", agent, 8, areas=areas, group_id=id)
    assert alone.status == 201
    assert answer.status in (409, 422), answer.body
    marks = world.coach("eve", "GET", "/coaching-marks", query={"agent_id": "us_kim"}).body["items"]
    assert [each["group_id"] for each in marks] == [id]
    assert (shown(world, "kim", group)["agents"], shown(world, "eve", group)["agents"]) == (1, 2)


@pytest.mark.feature("S3.1")
def test_their_own_mark_is_taken_off_what_is_counted_once_however_far_an_index_is_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = with_marks(world, "Group", "kim", "joe")
    given_roles(world, "kim", "agent", "evaluator")
    before = MarkStore().marks_of("us_kim")
    monkeypatch.setattr(MarkStore, "marks_of", lambda self, agent_id: before if agent_id == "us_kim" else [])
    path = f"/coaching-groups/{group.body['id']}"
    changed = world.coach("kim", "PATCH", path, {"description": "Who began in May"}, if_match=group.etag)
    assert (changed.status, changed.body["agents"], changed.body["conversations"]) == (200, 1, 1)
    assert shown(world, "kim", group)["agents"] == shown(world, "eve", group)["agents"] == 1
    sent = world.dispatched("kim", group)
    assert (sent.status, sent.body["agents"], sent.body["sent"]) == (202, 0, 1)
    monkeypatch.setattr(MarkStore, "marks_of", lambda self, agent_id: [])
    later = with_marks(world, "Later", "sam", first=5)
    with_marks(world, "Other", "zoe", first=6)
    given_roles(world, "sam", "evaluator")
    assert shown(world, "sam", later)["agents"] == 0, "an index that doesn't have the mark yet"
    assert Counts(0, 0, 0, {}).without(before[0])[:2] == (0, 0)


@pytest.mark.feature("S3.1")
@pytest.mark.parametrize("what", ["taken out", "more"])
def test_whoever_changes_their_mark_at_that_moment_keeps_nobody_from_changing_the_group(
    world: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    group = with_marks(world, "Group", "kim", "joe")
    given_roles(world, "kim", "agent", "evaluator")
    (mark,) = MarkStore().marks_of("us_kim")
    more = [{"interaction_id": world.add_interaction(8, "kim").id}]
    waiting, left = GroupSecrecy.waiting, [True]

    def meanwhile(self: GroupSecrecy, caller: Caller) -> dict[str, Mark]:
        found = waiting(self, caller)
        if caller.user_id == "us_kim" and left:
            left.clear()
            changes = {"group_id": None} if what == "taken out" else {"add_interactions": more}
            changed = world.coach("eve", "PATCH", f"/coaching-marks/{mark.id}", changes, if_match=f'"{mark.revision}"')
            assert changed.status == 200, changed.body
        return found

    kim = world.services.marks._reach.standing("us_kim")
    found = MarkStore().group(group.body["id"])
    assert kim is not None
    assert found is not None
    monkeypatch.setattr(GroupSecrecy, "waiting", meanwhile)
    world.services.marks.leave(kim, found)
    now = MarkStore().mark(mark.id)
    assert now is not None
    assert (now.group_id, len(now.interactions)) == (None, 1 if what == "taken out" else 2)
    counts = MarkStore().counts([found.id])[found.id]
    assert (counts.agents, counts.conversations) == (1, 1)


@pytest.mark.feature("S3.1", "S3.5")
def test_sending_leaves_out_who_works_with_the_group_by_then_and_counts_nothing_of_them(world: World) -> None:
    group = with_marks(world, "Group", "kim", "joe")
    given_roles(world, "kim", "agent", "evaluator")
    before = shown(world, "kim", group)
    assert world.dispatched("eve", group).status == 202
    after = shown(world, "kim", group)
    assert (before["agents"], after["sent"], after["left_out"]) == (1, 1, 0)
    assert world.coach("kim", "GET", "/assignments", query={"agent_id": "us_kim"}).body["items"] == []
    individuals = world.coach("eve", "GET", "/coaching-marks").body["items"]
    assert [each["agent_id"] for each in individuals] == ["us_kim"]


@pytest.mark.feature("S3.1", "S3.2")
def test_whoever_was_given_an_assignment_of_a_group_and_works_with_groups_now_is_shown_none_of_it(world: World) -> None:
    """To kim all that was made of it is single assignments; to others it is one line."""
    group = with_marks(world, "Slow starters", "kim", "joe")
    assert world.dispatched("eve", group).status == 202
    alone = world.given("eve", "kim", 9, name="By itself").body["id"]
    given_roles(world, "kim", "agent", "evaluator")
    id, (kims,) = group.body["id"], [each["id"] for each in world.own("joe")]
    joes, kims = (
        kims,
        next(each["id"] for each in world.own("kim") if each["agent_id"] == "us_kim" and each["id"] != alone),
    )
    lists = (
        "/assignments",
        "/assignments?type=group",
        "/assignments?type=individual",
        "/assignments?agent_id=us_joe",
        "/assignments?agent_id=us_kim",
        f"/assignments/{joes}",
        f"/assignments/{kims}",
        "/coaching-groups",
        "/coaching-marks",
        "/coaching-monitor",
    )
    for route in lists:
        path, _, query = route.partition("?")
        answer = world.coach("kim", "GET", path, query=dict([query.split("=")]) if query else {})
        assert answer.status == 200, answer.body
        assert not any(secret in each for each in told_in(answer) for secret in (id, "Slow starters")), route
    for path in GROUP_ROUTES:
        real, none = (world.coach("kim", "GET", path.format(each)) for each in (id, "cg_nowhere"))
        assert (real.status, real.body["detail"]) == (none.status, none.body["detail"]) == (404, real.body["detail"])
    assert world.coach("kim", "GET", "/coaching-groups/names", query={"name": "Slow starters"}).body["free"]

    def lines(who: str, **query: str) -> list[tuple[str, str | None]]:
        items = world.coach(who, "GET", "/assignments", query=query).body["items"]
        return sorted((each["id"], each["type"]) for each in items)

    singles = sorted([(joes, "individual"), (kims, None), (alone, None)])
    assert lines("kim") == singles, "their own stand there alike, however they came about"
    assert lines("kim", type="individual") == singles
    assert lines("kim", type="group") == sorted([(kims, None), (alone, None)])
    assert lines("ada") == sorted([(id, "group"), (alone, "individual")])
    assert world.coach("kim", "GET", f"/assignments/{joes}").body["grouped"] is None
    one = world.coach("ada", "GET", f"/assignments/{joes}")
    assert one.body["grouped"] == {"group_id": id, "name": "Slow starters"}
    refused = world.coach("kim", "PATCH", f"/assignments/{joes}", {"name": "slow starters"}, if_match=one.etag)
    assert refused.status == 422
    assert not any("group" in each for each in told_in(refused))
    # Once their own is taken away they are in no group.
    own = world.coach("ada", "GET", f"/assignments/{kims}")
    assert world.coach("ada", "DELETE", f"/assignments/{kims}", if_match=own.etag).status == 204
    assert world.coach("kim", "GET", GROUP_ROUTES[0].format(id)).status == 200


@pytest.mark.feature("S3.1")
def test_a_supervisor_who_is_coached_in_a_group_with_their_agents_reads_of_none_at_theirs(world: World) -> None:
    group = with_marks(world, "Everybody", "sam", "kim")
    assert world.dispatched("eve", group).status == 202
    (kims,) = [each["id"] for each in world.own("kim")]
    for path, query in (("/assignments", {}), ("/assignments", {"agent_id": "us_kim"}), (f"/assignments/{kims}", {})):
        answer = world.coach("sam", "GET", path, query=query)
        assert not any(each in told_in(answer) for each in ('"group"', f'"{group.body["id"]}"', '"Everybody"')), path
    listed = {each["id"]: each["type"] for each in world.coach("sam", "GET", "/assignments").body["items"]}
    assert listed[kims] == "individual"
