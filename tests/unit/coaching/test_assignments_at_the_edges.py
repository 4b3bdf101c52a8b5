"""Assignments where much of a kind comes together, two act at once, or a conversation goes away (S3, N8)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, get_ident
from typing import Any

import pytest

from debrief.coaching.assignments import events as assignment_events
from debrief.coaching.assignments import store as assignment_store
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.model import Assignment, Mark
from debrief.coaching.assignments.store import AssignmentStore
from debrief.kernel.errors import RuleBroken, Unavailable
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from tests.unit.coaching.assigning import World, coaching_items, told_in
from tests.unit.coaching.test_assignment_privacy import erase
from tests.unit.contention import Contention
from tests.unit.quality.test_disputes import decided, disputed


@pytest.fixture
def world(aws: None) -> World:
    return World()


def _bookmarked(world: World, by: str, number: int, agent: str, **more: Any) -> str:
    kept = {"interaction_id": world.add_interaction(number, agent).id} | more
    return str(world.coach(by, "POST", "/bookmarks", kept).body["id"])


# A conversation that many assignments show -------------------------------------------------------------------------


@pytest.mark.feature("N8", "S3.4")
def test_a_customer_is_erased_from_all_assignments_that_show_their_conversation(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A best response of a group is in as many assignments as the group has agents."""
    monkeypatch.setattr(assignment_store, "_MOST_ABOUT", 2)
    best = _bookmarked(world, "eve", 9, "zoe")
    made = [
        world.given("eve", agent, number, best_responses=[best]).body["id"]
        for number, agent in enumerate(("kim", "kim", "kim", "joe", "joe"), 1)
    ]
    erase(world, "contact", "C-9")
    shown = [world.coach("eve", "GET", f"/assignments/{each}").body["best_responses"] for each in made]
    assert shown == [[]] * len(made)
    assert "int_9" not in str([item for item in coaching_items() if item["kind"]["S"] in {"assignment", "about"}])


@pytest.mark.feature("S3.3", "S3.4")
def test_a_review_is_followed_however_many_assignments_show_its_conversation_as_a_best_response(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment_store, "_MOST_ABOUT", 2)
    world.settle(accept_and_dispute=True)
    best = _bookmarked(world, "eve", 9, "zoe")
    for number, agent in enumerate(("kim", "kim", "joe", "joe"), 1):
        world.given("eve", agent, number, best_responses=[best])
    own = [world.given("eve", "zoe", 9).body["id"] for _ in range(2)]
    world.follow()
    (conversation,) = world.interactions.interactions(["int_9"])
    world.completed("eve", conversation, world.card, a="no", b="no")
    world.follow()
    assert [world.status(each) for each in own] == ["pending_agent_review"] * 2


@pytest.mark.feature("N8")
def test_a_group_that_was_sent_keeps_nothing_of_its_best_responses(world: World) -> None:
    best = _bookmarked(world, "eve", 9, "zoe", note="How he calms Mr Sample")
    group = world.group("eve")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    assert world.dispatched("eve", group, best_responses=[best]).body["state"] == "sent"
    erase(world, "contact", "C-9")
    assert "Mr Sample" not in str(coaching_items())
    line = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}/assignment").body
    assert (line["name"], line["follow_up"]) == ("Listen first", world.follow_up)


@pytest.mark.feature("S3.1", "S3.4")
def test_nobody_is_given_their_own_conversation_as_a_best_response(world: World) -> None:
    best = _bookmarked(world, "eve", 9, "zoe")
    group = world.group("eve")
    for number, agent in ((1, "kim"), (2, "zoe")):
        world.marked("eve", agent, number, areas=[], group_id=group.body["id"])
    assert world.dispatched("eve", group, best_responses=[best]).body["state"] == "sent"
    shown = {
        agent: world.coach(agent, "GET", f"/assignments/{world.own(agent)[0]['id']}").body for agent in ("kim", "zoe")
    }
    assert [each["interaction_id"] for each in shown["kim"]["best_responses"]] == ["int_9"]
    assert shown["zoe"]["best_responses"] == []
    assert "int_2" in str(shown["zoe"])
    assert "int_9" not in str(shown["zoe"])
    refused = world.given("eve", "zoe", 3, best_responses=[best])
    assert (refused.status, [each["pointer"] for each in refused.body["errors"]]) == (422, ["/best_responses/0"])


@pytest.mark.feature("N8", "S3.5")
def test_what_was_erased_while_a_group_is_sent_is_not_given_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = _bookmarked(world, "eve", 9, "zoe", note="How he calms Mr Sample")
    group = world.group("eve")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    monkeypatch.setattr("debrief.coaching.assignments.groups_service._FEW", 0)
    assert world.dispatched("eve", group, best_responses=[best]).body["state"] == "sending"
    (conversation,) = world.interactions.interactions(["int_9"])
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, conversation.model_copy(update={"erased_at": world.clock.now()}))
    world.services.groups.go_on(group.body["id"])
    (given,) = world.own("kim")
    assert world.coach("kim", "GET", f"/assignments/{given['id']}").body["best_responses"] == []


@pytest.mark.feature("S3.3", "N8")
def test_an_assignment_of_which_nothing_is_left_to_look_at_keeps_nobody_in_coaching(world: World) -> None:
    made = world.given("sam", "kim", 1).body["id"]
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 1}
    erase(world, "contact", "C-1")
    assert world.status(made) == "completed"
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 0}


# Who is told what --------------------------------------------------------------------------------------------------


@pytest.mark.feature("P4", "S3.4")
def test_whose_a_best_response_is_reads_who_sees_them_alone(world: World) -> None:
    best = _bookmarked(world, "eve", 9, "zoe")
    made = world.given("eve", "kim", 1, best_responses=[best]).body["id"]
    seen = {
        who: world.coach(who, "GET", f"/assignments/{made}").body["best_responses"][0]["agent_id"]
        for who in ("eve", "sam", "kim")
    }
    assert seen == {"eve": "us_zoe", "sam": None, "kim": None}, "zoe is pat's, and not sam's"
    assert "zoe" not in str(world.coach("sam", "GET", f"/assignments/{made}").body).casefold()


@pytest.mark.feature("S3.1")
def test_an_assignment_can_not_be_called_as_its_group_later(world: World) -> None:
    group = world.group("eve", "Slow starters")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    world.dispatched("eve", group)
    (given,) = world.own("kim")
    path = f"/assignments/{given['id']}"
    etag = world.coach("eve", "GET", path).etag
    refused = world.coach("eve", "PATCH", path, {"name": " slow  STARTERS"}, if_match=etag)
    assert refused.status == 422, refused.body
    assert refused.body["errors"][0]["pointer"] == "/name"
    assert world.coach("eve", "PATCH", path, {"name": "Begin at once"}, if_match=etag).status == 200


# Two at once -------------------------------------------------------------------------------------------------------


@contextmanager
def _between(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, act: Any) -> Iterator[None]:
    """Let something happen right after a method has read, once."""
    original = getattr(owner, name)
    done: list[bool] = []

    def late(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if not done:
            done.append(True)
            act()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, late)
        yield


@pytest.mark.feature("S3.5")
def test_who_joins_a_group_has_its_areas_also_where_these_change_at_that_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = world.group("eve", "Slow starters", "Pace")
    path = f"/coaching-groups/{group.body['id']}"

    def changed() -> None:
        answer = world.coach("ada", "PATCH", path, {"areas": [{"name": "Closing"}]}, if_match=group.etag)
        assert answer.status == 200, answer.body

    with _between(monkeypatch, world.services.marks, "_pending", changed):
        refused = world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    assert refused.status == 409, refused.body
    joined = world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    assert [each["name"] for each in joined.body["areas"]] == ["Closing"]


@pytest.mark.feature("S3.5")
def test_two_marks_and_two_names_at_the_same_moment_are_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is written whole between what the first has read and what it writes."""
    service = world.services
    answers: list[int] = []

    def marks() -> None:
        answers.append(world.marked("eve", "kim", 1).status)

    with _between(monkeypatch, service.marks._material, "areas", marks):
        assert world.marked("sam", "kim", 2).status == 409, "for the same area"

    def groups() -> None:
        answers.append(world.group("sam", "slow  starters").status)

    with _between(monkeypatch, service.groups._material, "areas", groups):
        assert world.group("eve", "Slow starters").status == 409
    assert answers == [201, 201]
    names = [each["name"] for each in world.coach("eve", "GET", "/coaching-groups").body["items"]]
    assert names == ["slow  starters"]
    assert len(world.coach("eve", "GET", "/coaching-marks").body["items"]) == 1


@pytest.mark.feature("S3.5")
def test_one_agent_who_can_not_be_given_theirs_keeps_nobody_else_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = world.group("eve")
    for number, agent in enumerate(("joe", "kim", "zoe"), 1):
        world.marked("eve", agent, number, areas=[], group_id=group.body["id"])
    add = AssignmentStore.add

    def refusing(self: AssignmentStore, tx: Transaction, assignment: Assignment) -> None:
        if assignment.agent_id == "us_joe":
            raise RuleBroken("Something is the matter with this one")
        add(self, tx, assignment)

    with monkeypatch.context() as patch:
        patch.setattr(AssignmentStore, "add", refusing)
        patch.setattr("debrief.coaching.assignments.groups_service._FEW", 0)
        world.dispatched("eve", group)
        with pytest.raises(RuleBroken):
            world.services.groups.go_on(group.body["id"])
    assert [len(world.own(each)) for each in ("joe", "kim", "zoe")] == [0, 1, 1]
    assert world.services.groups.go_on(group.body["id"]) is None
    assert [len(world.own(each)) for each in ("joe", "kim", "zoe")] == [1, 1, 1]


@pytest.mark.feature("S3.3", "S3.6")
def test_a_dispute_that_is_decided_while_agents_have_no_say_waits_for_nobody_also_later(world: World) -> None:
    """Switched off between a dispute and its decision: its agent isn't asked again, whatever is switched on later."""
    made = world.given("sam", "kim", 1).body["id"]
    interaction = world.interactions.interaction("int_1")
    assert interaction is not None
    dispute = disputed(world, world.completed("eve", interaction, world.card, a="no", b="no"), "a")
    world.settle(accept_and_dispute=False)
    decided(world, dispute, "eve", a="yes")
    world.follow()
    for on in (False, True):
        world.settle(accept_and_dispute=on)
        assert world.status(made) == "yet_to_start"
        (review,) = world.coach("kim", "GET", f"/assignments/{made}").body["conversations"][0]["reviews"]
        assert (review["tabs"], review["status"], review["rounds"]) == (["resolved"], "resolved", 1)
    world.look("kim", made, "int_1")
    assert world.status(made) == "completed"


@pytest.mark.feature("S3.1", "S3.8")
def test_the_first_two_that_somebody_is_given_at_the_same_moment_both_come_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find that the agent was never given anything, and write that they are in coaching now."""
    answers: list[int] = []

    def second() -> None:
        answers.append(world.given("eve", "kim", 1).status)

    with _between(monkeypatch, assignment_events, "assignment_data", second):
        assert world.given("sam", "kim", 2).status == 201
    assert answers == [201]
    assert len(world.own("kim")) == 2
    assert world.coach("sam", "GET", "/assignments/in-coaching").body == {"agents": 1}


@pytest.mark.feature("S3.1", "S3.5")
def test_who_coaches_and_is_coached_reads_of_no_group_in_their_own_mark(world: World) -> None:
    """sam is marked by those above: once in a group, once among Individuals; both read the same to sam."""
    group = world.group("eve", "Slow starters", "Calm")
    grouped = world.marked("eve", "sam", 1, areas=[], group_id=group.body["id"]).body
    alone = world.marked("ada", "sam", 2).body
    own = world.coach("sam", "GET", "/coaching-marks", query={"agent_id": "us_sam"})
    assert {each["id"] for each in own.body["items"]} == {grouped["id"], alone["id"]}
    assert [(each["group_id"], each["actions"]) for each in own.body["items"]] == [(None, [])] * 2
    assert not any(group.body["id"] in each for each in told_in(own))
    assert world.coach("sam", "GET", "/coaching-marks").body["items"] == []
    for each in (grouped, alone):
        path = f"/coaching-marks/{each['id']}"
        assert world.coach("sam", "GET", path).body["group_id"] is None
        refused = [
            world.coach("sam", "PATCH", path, {"areas": [{"name": "Else"}]}, if_match='"1"'),
            world.coach("sam", "DELETE", path, if_match='"1"'),
        ]
        assert [(one.status, one.body["detail"]) for one in refused] == [
            (403, "Nobody works on a mark of their own work")
        ] * 2


@pytest.mark.feature("S3.5")
def test_a_group_whose_index_is_behind_goes_on_in_the_next_minute_and_asks_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = world.group("eve")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    looks: list[str] = []

    def nobody(self: MarkStore, group_id: str, most: int) -> list[Mark]:
        looks.append(group_id)
        return []

    with monkeypatch.context() as patch:
        patch.setattr(MarkStore, "first_in", nobody)
        sent = world.dispatched("eve", group)
        assert (sent.status, sent.body["state"]) == (202, "sending")
        assert 1 < len(looks) < 10
        assert world.services.groups.go_on(group.body["id"]) == world.clock.now()
    assert world.services.groups.go_on(group.body["id"]) is None
    assert len(world.own("kim")) == 1


@pytest.mark.feature("S3.1", "S3.5", "S3.8")
def test_two_runs_that_send_a_group_at_once_give_nobody_anything_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request that sends it and the clock that finds it due, or a clock that comes while one is still at work."""
    group = world.group("eve")
    agents = [f"agent{number}" for number in range(4)]
    for number, agent in enumerate(agents, 1):
        world.add_person(agent, "agent", "sam")
        world.marked("eve", agent, number, areas=[], group_id=group.body["id"])
    monkeypatch.setattr("debrief.coaching.assignments.groups_service._FEW", 0)
    assert world.dispatched("eve", group).body["state"] == "sending", "of so many none within the request"
    groups = world.services.groups
    monkeypatch.setattr(groups, "_ids", UlidIds(world.clock))
    Contention(monkeypatch, under_way_s=0.005)
    both_have_read, have_read = Barrier(2, timeout=60), set[int]()
    mark = MarkStore.mark

    def read_together(self: MarkStore, mark_id: str) -> Mark | None:
        """What each of them reads first is read by both before either writes."""
        found = mark(self, mark_id)
        if get_ident() not in have_read:
            have_read.add(get_ident())
            both_have_read.wait()
        return found

    monkeypatch.setattr(MarkStore, "mark", read_together)

    def run(_: int) -> None:
        for _again in range(50):
            try:
                if groups.go_on(group.body["id"]) is None:
                    return
            except Unavailable:
                # As due work it has its turn again.
                continue
        raise AssertionError("the group isn't sent")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))
    assert len(have_read) == 2, "both were at work at once"
    done = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body
    assert (done["state"], done["sent"], done["agents"], done["left_out"]) == ("sent", 4, 0, 0)
    assert [len(world.own(each)) for each in agents] == [1] * 4
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 4}
    told = [each.data["recipient_ids"] for each in world.coaching_events() if each.type == NOTICE_REQUESTED]
    assert sorted(told) == [[f"us_{each}"] for each in agents]
