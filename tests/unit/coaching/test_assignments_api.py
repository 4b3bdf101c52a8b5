"""Marks, groups, bookmarks and assignments over the API, with real evaluations, reviews and disputes (S3)."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching.assignments.drafts import AreaDraft, MarkDraft
from debrief.coaching.assignments.marks_service import MarkFilter
from debrief.coaching.assignments.store import AssignmentStore
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.people.model import Change, UserStatus
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore
from tests.doubles import metered
from tests.unit.coaching.assigning import World, coaching_items, told_in
from tests.unit.helpers import Answer
from tests.unit.quality.test_disputes import acknowledged, decided, disputed


@pytest.fixture
def world(aws: None) -> World:
    return World()


# Marks


@pytest.mark.feature("S3.5")
def test_a_mark_waits_among_individuals_until_it_is_assigned_or_removed(world: World) -> None:
    made = world.marked("sam", "kim", 1)
    assert made.status == 201, made.body
    assert made.body["actions"] == ["edit", "delete", "assign"]
    page = world.coach("sam", "GET", "/coaching-marks")
    assert [each["id"] for each in page.body["items"]] == [made.body["id"]]
    assert world.coach("pat", "GET", "/coaching-marks").body["items"] == [], "not pat's agent"
    assert world.coach("pat", "GET", f"/coaching-marks/{made.body['id']}").status == 404
    assert world.coach("kim", "GET", "/coaching-marks").status == 403
    gone = world.coach("sam", "DELETE", f"/coaching-marks/{made.body['id']}", if_match=made.etag)
    assert gone.status == 204
    assert world.coach("sam", "GET", "/coaching-marks").body["items"] == []
    assert world.marked("sam", "kim", 1).status == 201, "and the agent can be marked again"


@pytest.mark.feature("S3.5")
def test_nobody_marks_an_agent_twice_and_nobody_for_an_area_that_waits(world: World) -> None:
    assert world.marked("sam", "kim", 1).status == 201
    same_person = world.marked("sam", "kim", 2, areas=[{"name": "Pace"}])
    assert same_person.status == 409
    assert "already" in same_person.body["detail"]
    same_area = world.marked("eve", "kim", 2, areas=[{"name": "Pace"}, {"name": " empathy"}])
    assert same_area.status == 409
    assert same_area.body["errors"][0]["message"].startswith("empathy")
    assert world.marked("eve", "kim", 2, areas=[{"name": "Pace"}]).status == 201
    assert world.marked("sam", "joe", 3).status == 201, "another agent"


@pytest.mark.feature("S3.5")
def test_the_claim_decides_who_marks_and_not_who_looked_first(world: World) -> None:
    first = world.services.marks
    caller = world.access.caller("us_sam")
    draft = MarkDraft(agent_id="us_kim", areas=(AreaDraft(name="Empathy"),))
    first.mark(caller, draft)
    for _ in range(5):
        with pytest.raises(Conflict):
            first.mark(caller, draft)
    assert len(first.page(caller, MarkFilter(), None, None).items) == 1


@pytest.mark.feature("S3.5")
def test_conversations_areas_and_groups_of_a_mark_change(world: World) -> None:
    made = world.marked("eve", "kim", 1)
    path = f"/coaching-marks/{made.body['id']}"
    two = world.add_interaction(2, "kim").id
    more = world.coach("eve", "PATCH", path, {"add_interactions": [{"interaction_id": two}]}, if_match=made.etag)
    assert [each["interaction_id"] for each in more.body["interactions"]] == ["int_1", "int_2"]
    other = world.add_interaction(3, "joe").id
    wrong = world.coach("eve", "PATCH", path, {"add_interactions": [{"interaction_id": other}]}, if_match=more.etag)
    assert wrong.status == 422
    assert wrong.body["errors"][0]["pointer"] == "/add_interactions/0/interaction_id"
    group = world.group("eve", "Slow starters", "Pace")
    within = world.coach("eve", "PATCH", path, {"group_id": group.body["id"]}, if_match=more.etag)
    assert [each["name"] for each in within.body["areas"]] == ["Pace"]
    assert world.marked("sam", "kim", 4).status == 201, "Empathy is free again"
    counted = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body
    assert (counted["agents"], counted["conversations"]) == (1, 2)
    assert world.coach("eve", "GET", "/coaching-marks", query={"group_id": group.body["id"]}).body["items"]
    alone = world.coach("eve", "PATCH", path, {"group_id": None}, if_match=within.etag)
    assert alone.status == 200
    counted = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body
    assert (counted["agents"], counted["conversations"], counted["actions"]) == (0, 0, ["edit", "delete"])


@pytest.mark.feature("S3.5", "S3.7")
def test_an_area_of_a_scorecard_has_the_name_of_its_question_and_one_that_is_not_there_is_refused(world: World) -> None:
    area = {"name": "as typed", "scorecard_id": world.card, "question_id": "a"}
    made = world.marked("sam", "kim", 1, areas=[area])
    assert made.body["areas"][0]["name"] == "Question a?"
    wrong = world.marked("eve", "kim", 1, areas=[area | {"question_id": "nowhere"}])
    assert wrong.status == 422
    assert wrong.body["errors"][0]["pointer"] == "/areas/0"


# Groups


@pytest.mark.feature("S3.5")
def test_a_groups_name_is_free_while_no_other_that_is_not_sent_has_it(world: World) -> None:
    def free(name: str) -> bool:
        return bool(world.coach("sam", "GET", "/coaching-groups/names", query={"name": name}).body["free"])

    assert free("Slow starters")
    made = world.group("eve")
    assert not free(" slow  STARTERS ")
    again = world.group("sam", "slow starters")
    assert again.status == 409
    assert again.body["errors"][0]["pointer"] == "/name"
    other = world.group("sam", "Others")
    taken = world.coach(
        "sam", "PATCH", f"/coaching-groups/{other.body['id']}", {"name": "Slow Starters"}, if_match=other.etag
    )
    assert taken.status == 409
    renamed = world.coach(
        "eve", "PATCH", f"/coaching-groups/{made.body['id']}", {"name": "Early birds"}, if_match=made.etag
    )
    assert renamed.status == 200
    assert free("Slow starters")
    world.coach("eve", "DELETE", f"/coaching-groups/{made.body['id']}", if_match=renamed.etag)
    assert free("Early birds")
    assert not world.coach("sam", "GET", "/coaching-groups/names", query={"name": " "}).body["free"]


@pytest.mark.feature("S3.5", "P4")
def test_supervisors_work_with_their_own_groups_and_those_who_reach_everyone_with_all(world: World) -> None:
    sams, eves = world.group("sam", "Sams"), world.group("eve", "Eves")
    seen = {
        who: [each["name"] for each in world.coach(who, "GET", "/coaching-groups").body["items"]]
        for who in ("sam", "pat", "eve")
    }
    assert seen == {"sam": ["Sams"], "pat": [], "eve": ["Eves", "Sams"]}
    assert world.coach("pat", "GET", f"/coaching-groups/{sams.body['id']}").status == 404
    assert world.marked("sam", "kim", 1, areas=[], group_id=eves.body["id"]).status == 404
    assert world.coach("kim", "GET", f"/coaching-groups/{sams.body['id']}").status == 403
    assert world.coach("kim", "GET", "/coaching-groups/cg_nowhere").status == 403


@pytest.mark.feature("S3.5")
def test_a_group_without_conversations_is_not_sent_and_one_with_agents_stays(world: World) -> None:
    group = world.group()
    assert world.dispatched("eve", group).status == 409
    assert world.marked("eve", "kim", areas=[], group_id=group.body["id"]).status == 201
    refused = world.dispatched("eve", group)
    assert refused.status == 409
    assert "no conversations" in refused.body["detail"]
    path = f"/coaching-groups/{group.body['id']}"
    assert world.coach("eve", "DELETE", path, if_match=group.etag).status == 409
    assert world.coach("eve", "PATCH", path, {"areas": [{"name": "Pace"}]}, if_match=group.etag).status == 409


# Sending


def _two_in_a_group(world: World) -> Answer:
    group = world.group()
    for place, agent in enumerate(("kim", "joe")):
        assert world.marked("eve", agent, place + 1, areas=[], group_id=group.body["id"]).status == 201
    return group


@pytest.mark.feature("S3.1", "S3.5")
def test_sending_a_group_gives_each_agent_an_assignment_of_their_own_once(world: World) -> None:
    group = _two_in_a_group(world)
    sent = world.dispatched("eve", group)
    assert sent.status == 202, sent.body
    assert (sent.body["state"], sent.body["sent"], sent.body["agents"]) == ("sent", 2, 0)
    assert [len(world.own(agent)) for agent in ("kim", "joe", "zoe")] == [1, 1, 0]
    assert world.dispatched("eve", group).status == 409
    assert world.services.groups.go_on(group.body["id"]) is None
    assert [len(world.own(agent)) for agent in ("kim", "joe")] == [1, 1]
    assert world.coach("eve", "GET", "/coaching-groups").body["items"] == []
    assert world.coach("eve", "GET", "/coaching-marks").body["items"] == []
    assert world.group().status == 201, "the name is free again"
    told = [each.data for each in world.coaching_events() if each.type == NOTICE_REQUESTED]
    assert sorted(each["recipient_ids"] for each in told) == [["us_joe"], ["us_kim"]]


@pytest.mark.feature("S3.1", "S3.5")
def test_a_sending_that_breaks_off_goes_on_and_gives_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = _two_in_a_group(world)
    groups, send = world.services.groups, type(world.services.groups)._send_one
    calls: list[str] = []

    def broken(self: Any, *args: Any) -> None:
        calls.append("send")
        if len(calls) == 2:
            raise RuntimeError("the process ends")
        send(self, *args)

    with monkeypatch.context() as patched:
        patched.setattr(type(groups), "_send_one", broken)
        sent = world.dispatched("eve", group)
    assert (sent.status, sent.body["state"]) == (202, "sending"), "it is asked for; what is left is due"
    half = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body
    assert (half["state"], half["sent"], half["agents"]) == ("sending", 1, 1)
    # Marks of a group on its way can't be moved.
    left = world.coach("eve", "GET", "/coaching-marks", query={"group_id": group.body["id"]}).body["items"]
    path = f"/coaching-marks/{left[0]['id']}"
    assert world.coach("eve", "DELETE", path, if_match='"1"').status == 409
    assert groups.go_on(group.body["id"]) is None
    assert groups.go_on(group.body["id"]) is None
    done = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body
    assert (done["state"], done["sent"], done["agents"]) == ("sent", 2, 0)
    assert [len(world.own(agent)) for agent in ("kim", "joe")] == [1, 1]


@pytest.mark.feature("S3.5")
def test_who_can_not_be_coached_when_it_is_sent_goes_back_among_individuals(world: World) -> None:
    group = _two_in_a_group(world)
    user = PeopleStore().find_user("us_joe")
    assert user is not None
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(user, user.model_copy(update={"status": UserStatus.INACTIVE}))])
    sent = world.dispatched("eve", group).body
    assert (sent["state"], sent["sent"], sent["left_out"]) == ("sent", 1, 1)
    left = world.coach("eve", "GET", "/coaching-marks").body["items"]
    assert [(each["agent_id"], each["group_id"]) for each in left] == [("us_joe", None)]


@pytest.mark.feature("S3.1")
def test_thirty_agents_are_sent_with_bounded_work_for_each(world: World) -> None:
    group = world.group()
    for number in range(30):
        world.add_person(f"agent{number:02d}", "agent", "sam")
        mark = world.marked("eve", f"agent{number:02d}", number + 1, areas=[], group_id=group.body["id"])
        assert mark.status == 201
    with metered() as usage:
        assert world.dispatched("eve", group).status == 202
        # What isn't sent within the request is due work.
        while world.services.groups.go_on(group.body["id"]) is not None:
            pass
    assert usage.round_trips / 30 < 25
    assert world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}").body["sent"] == 30
    first = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}/assignments").body
    assert len(first["items"]) == 25
    following = {"cursor": first["next_cursor"]}
    second = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}/assignments", query=following).body
    assert len(second["items"]) == 5
    one = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}/assignments", query={"agent": "us_agent07"})
    assert [each["agent_id"] for each in one.body["items"]] == ["us_agent07"]
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 30}


# Secrecy


AGENT_ROUTES = ("/assignments", "/assignments/{id}", "/assignments/{id}/best-responses/int_90")


@pytest.mark.feature("S3.1")
def test_no_field_of_what_an_agent_is_shown_tells_whether_there_was_a_group(world: World) -> None:
    """kim's comes of a group, joe's of a mark of his own; apart from what is theirs both read the same."""
    best = world.add_interaction(90, "zoe").id
    keep = world.coach("eve", "POST", "/bookmarks", {"interaction_id": best, "note": "Note how she waits"})
    more = {"best_responses": [keep.body["id"]]}
    group = world.group()
    assert world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"]).status == 201
    alone = world.marked("eve", "joe", 2)
    assert world.dispatched("eve", group, **more).status == 202
    given = world.coach("eve", "POST", "/assignments", world.said(mark_id=alone.body["id"], **more))
    assert given.status == 201, given.body
    kims, joes = world.own("kim")[0], world.own("joe")[0]
    theirs = {
        kims["id"]: "assignment", joes["id"]: "assignment", "us_kim": "agent", "us_joe": "agent",
        "Kim Sample": "name", "Joe Sample": "name", "int_1": "conversation", "int_2": "conversation",
        "2026-03-02T10:00:00.000Z": "start", "2026-03-02T11:00:00.000Z": "start",
    }  # fmt: skip

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items()}
        if isinstance(value, list):
            return [plain(each) for each in value]
        return theirs.get(value, value) if isinstance(value, str) else value

    for route in AGENT_ROUTES:
        of_group = world.coach("kim", "GET", route.format(id=kims["id"]))
        of_mark = world.coach("joe", "GET", route.format(id=joes["id"]))
        assert of_group.status == 200, of_group.body
        assert plain(of_group.body) == plain(of_mark.body), route
        assert set(of_group.headers) == set(of_mark.headers)
        assert of_group.headers.get("etag") == of_mark.headers.get("etag")
        for secret in (group.body["id"], "Slow starters"):
            assert not any(secret in each for each in told_in(of_group)), (route, secret)
    # Nor do errors: whatever an agent asks of groups is refused alike, whether it exists or not.
    for path in ("/coaching-groups/{}", "/coaching-groups/{}/assignments", "/coaching-groups/{}/assignment"):
        real, none = (world.coach("kim", "GET", path.format(id)) for id in (group.body["id"], "cg_nowhere"))
        assert (real.status, real.body["detail"]) == (none.status, none.body["detail"]) == (403, real.body["detail"])
    # Nor does narrowing their own list by type.
    for kind in ("group", "individual"):
        assert len(world.coach("kim", "GET", "/assignments", query={"type": kind}).body["items"]) == 1
    # Nor events and notices.
    about = [each for each in world.coaching_events() if each.subject in {kims["id"], joes["id"]}]
    shapes = {
        each.subject: sorted((one.type, tuple(one.data)) for one in about if one.subject == each.subject)
        for each in about
    }
    assert shapes[kims["id"]] == shapes[joes["id"]]
    assert not any(group.body["id"] in each.model_dump_json() for each in about)


@pytest.mark.feature("S3.1")
def test_an_agent_is_not_told_by_when_it_was_given_that_others_were_given_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = _two_in_a_group(world)
    now = world.clock.now

    def ticking() -> Any:
        world.clock.advance(timedelta(milliseconds=1))
        return now()

    with monkeypatch.context() as patched:
        patched.setattr(world.clock, "now", ticking)
        assert world.dispatched("eve", group).status == 202
    assert world.own("kim")[0]["assigned_at"] != world.own("joe")[0]["assigned_at"]


# Assignments


@pytest.mark.feature("S3.4")
def test_an_assignment_is_made_changed_and_taken_away(world: World) -> None:
    made = world.given("sam", "kim", 1, 2, action_plan="Wait two seconds")
    assert made.status == 201, made.body
    assert (made.body["name"], made.body["status"], made.body["to_look_at"]) == ("Listen first", "yet_to_start", 2)
    path = f"/assignments/{made.body['id']}"
    assert world.coach("pat", "GET", path).status == 404
    assert world.coach("kim", "PATCH", path, {"name": "Mine"}, if_match=made.etag).status == 403
    changed = world.coach("sam", "PATCH", path, {"feedback": "Better"}, if_match=made.etag)
    assert (changed.status, changed.body["feedback"], changed.body["name"]) == (200, "Better", "Listen first")
    assert world.coach("sam", "PATCH", path, {"feedback": "x"}, if_match=made.etag).status == 412
    late = world.coach("sam", "PATCH", path, {"follow_up": "2020-01-01"}, if_match=changed.etag)
    assert late.status == 422
    assert world.coach("sam", "DELETE", path, if_match=changed.etag).status == 204
    assert world.own("kim") == []
    assert {item["kind"]["S"] for item in coaching_items()} <= {"coached", "in_coaching"}, "nothing is left behind"
    assert world.coach("sam", "GET", "/assignments/in-coaching").body == {"agents": 0}


@pytest.mark.feature("S3.4", "P4")
def test_an_assignment_holds_what_is_the_agents_and_what_its_giver_sees(world: World) -> None:
    other = world.add_interaction(5, "zoe").id
    assert world.given("sam", "zoe", 6).status == 404
    assert world.given("sam", "sam").status in {404, 422}
    wrong = world.given("sam", "kim", 1, interactions=[{"interaction_id": other}])
    assert wrong.body["errors"][0]["pointer"] == "/interactions/0/interaction_id"
    assert world.given("sam", "kim").status == 422, "nothing to look at"
    assert world.given("sam", "kim", 1, areas=[]).status == 422
    eves = world.coach("eve", "POST", "/bookmarks", {"interaction_id": other})
    assert world.given("sam", "kim", 1, best_responses=[eves.body["id"]]).status == 422, "eve's bookmark"
    assert world.given("kim", "kim", 1).status == 403


@pytest.mark.feature("S3.4")
def test_bookmarks_are_ones_own_once_and_become_best_responses(world: World) -> None:
    best = world.add_interaction(9, "joe").id
    kept = world.coach("sam", "POST", "/bookmarks", {"interaction_id": best, "note": "Calm"})
    assert kept.status == 201
    assert world.coach("sam", "POST", "/bookmarks", {"interaction_id": best}).status == 409
    assert world.coach("pat", "POST", "/bookmarks", {"interaction_id": best}).status == 404
    assert world.coach("eve", "GET", "/bookmarks").body["items"] == []
    assert world.coach("sam", "GET", "/bookmarks", query={"interaction_id": best}).body["items"][0]["note"] == "Calm"
    made = world.given("sam", "kim", 1, best_responses=[kept.body["id"]])
    shown = made.body["best_responses"][0]
    assert (shown["agent_name"], shown["note"]) == ("Joe Sample", "Calm")
    own = world.coach("kim", "GET", f"/assignments/{made.body['id']}").body["best_responses"][0]
    assert (own["agent_id"], own["agent_name"]) == (None, None)
    said = world.coach("kim", "GET", f"/assignments/{made.body['id']}/best-responses/{best}")
    assert said.status == 200
    assert said.body["turns"][0]["speaker"] == "agent"
    assert not any("joe" in each.casefold() for each in told_in(said))
    assert world.coach("kim", "GET", f"/assignments/{made.body['id']}/best-responses/int_1").status == 404
    gone = world.coach("sam", "DELETE", f"/bookmarks/{kept.body['id']}", if_match='"1"')
    assert gone.status == 204
    assert world.coach("kim", "GET", f"/assignments/{made.body['id']}").body["best_responses"], (
        "the assignment keeps it"
    )


# Statuses by themselves


@pytest.mark.feature("S3.3")
def test_looking_at_everything_completes_an_assignment_and_tells_its_giver_once(world: World) -> None:
    best = world.coach("sam", "POST", "/bookmarks", {"interaction_id": world.add_interaction(9, "joe").id})
    made = world.given("sam", "kim", 1, 2, best_responses=[best.body["id"]]).body["id"]
    assert world.own("kim")[0]["status"] == "yet_to_start"
    assert world.look("sam", made, "int_1").status == 403
    assert world.look("joe", made, "int_1").status == 404
    assert world.look("kim", made, "int_77").status == 404
    assert world.look("kim", made, "int_1").body["status"] == "in_progress"
    assert world.look("kim", made, "int_1").body["looked_at"] == 1, "once is enough"
    assert world.look("kim", made, "int_2").body["status"] == "in_progress"
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 1}
    assert world.look("kim", made, "int_9").body["status"] == "completed"
    assert world.look("kim", made, "int_9").body["status"] == "completed"
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 0}
    told = [each.data for each in world.coaching_events() if each.type == NOTICE_REQUESTED]
    assert [each["recipient_ids"] for each in told if each["kind"] == "coaching_completed"] == [["us_sam"]]


@pytest.mark.feature("S3.3", "S3.6")
def test_statuses_follow_reviews_disputes_and_re_evaluations_by_themselves(world: World) -> None:
    made = world.given("sam", "kim", 1).body["id"]
    evaluation = world.completed("eve", world.interactions.interaction("int_1") or _fail(), world.card, a="no", b="no")
    assert world.status(made) == "yet_to_start", "nobody has heard of it yet"
    assert world.follow()
    assert world.status(made) == "pending_agent_review"
    assert world.own("kim")[0]["status"] == "pending_agent_review"
    dispute = disputed(world, evaluation, "a")
    world.follow()
    assert world.status(made) == "pending_supervisor_review"
    review = world.coach("kim", "GET", f"/assignments/{made}").body["conversations"][0]["reviews"][0]
    assert (review["tabs"], review["rounds"]) == (["pending", "disputes"], 0)
    decided(world, dispute, "eve", a="yes")
    world.follow()
    assert world.status(made) == "pending_agent_review"
    world.look("kim", made, "int_1")
    assert world.status(made) == "pending_agent_review"
    acknowledged(world, evaluation)
    world.follow()
    assert world.status(made) == "completed"
    conversation = world.coach("kim", "GET", f"/assignments/{made}").body["conversations"][0]
    assert conversation["supervisor"]["score"] == 50
    assert conversation["reviews"][0]["tabs"] == ["resolved"]
    assert (conversation["reviews"][0]["status"], conversation["reviews"][0]["rounds"]) == ("resolved", 1)
    before = coaching_items()
    assert world.follow(again=True) > 5
    assert _without_revisions(before) == _without_revisions(coaching_items()), "hearing all of it again changes nothing"


def _fail() -> Any:
    raise AssertionError


def _without_revisions(items: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((item["PK"]["S"], item["SK"]["S"], str(item.get("body"))) for item in items)


@pytest.mark.feature("S3.3")
def test_switching_accept_and_dispute_changes_statuses_lists_and_counts_at_once(world: World) -> None:
    made = world.given("sam", "kim", 1).body["id"]
    world.completed("eve", world.interactions.interaction("int_1") or _fail(), world.card, a="no", b="no")
    world.follow()
    world.look("kim", made, "int_1")

    def seen() -> tuple[str, list[str], int]:
        pending = world.coach("sam", "GET", "/assignments", query={"status": ["pending_agent_review", "in_progress"]})
        count = world.coach("eve", "GET", "/assignments/in-coaching").body["agents"]
        return world.status(made), [each["id"] for each in pending.body["items"]], count

    assert seen() == ("pending_agent_review", [made], 1)
    world.settle(accept_and_dispute=False)
    assert seen() == ("completed", [], 0)
    world.settle(accept_and_dispute=True)
    assert seen() == ("pending_agent_review", [made], 1)


@pytest.mark.feature("S3.3", "S3.6")
def test_reviews_wait_for_no_answer_while_agents_have_no_say_and_are_back_once_they_have(world: World) -> None:
    made = world.given("sam", "kim", 1, 2).body["id"]
    first, second = (world.interactions.interaction(each) or _fail() for each in ("int_1", "int_2"))
    waiting = world.completed("eve", first, world.card, a="no", b="no")
    dispute = disputed(world, world.completed("eve", second, world.card, a="no", b="no"), "a")
    world.follow()

    def seen(who: str) -> dict[str, tuple[list[str], str]]:
        shown = world.coach(who, "GET", f"/assignments/{made}").body["conversations"]
        return {
            review["evaluation_id"]: (review["tabs"], review["status"]) for each in shown for review in each["reviews"]
        }

    asked = {
        waiting: (["pending"], "pending_agent_review"),
        dispute.body["evaluation_id"]: (["pending", "disputes"], "pending_supervisor_review"),
    }
    still = {dispute.body["evaluation_id"]: asked[dispute.body["evaluation_id"]]}
    assert (seen("kim"), seen("sam")) == (asked, asked)
    world.settle(accept_and_dispute=False)
    assert (seen("kim"), seen("sam")) == (still, still)
    world.settle(accept_and_dispute=True)
    assert (seen("kim"), seen("sam")) == (asked, asked)
    # What is true no longer doesn't come back: it was answered, or decided, meanwhile.
    world.settle(accept_and_dispute=False)
    decided(world, dispute, "eve", a="yes")
    world.settle(accept_and_dispute=True)
    assert seen("kim") == {
        waiting: asked[waiting],
        dispute.body["evaluation_id"]: (["resolved"], "resolved"),
    }


@pytest.mark.feature("S3.3")
def test_an_evaluation_of_while_agents_had_no_say_waits_for_nobody_also_later(world: World) -> None:
    world.settle(accept_and_dispute=False)
    made = world.given("sam", "kim", 1).body["id"]
    world.completed("eve", world.interactions.interaction("int_1") or _fail(), world.card, a="no", b="no")
    world.follow()
    world.settle(accept_and_dispute=True)
    assert world.status(made) == "yet_to_start"


@pytest.mark.feature("S3.3")
def test_what_waited_when_an_assignment_was_given_counts_from_the_start(world: World) -> None:
    interaction = world.add_interaction(1, "kim")
    evaluation = world.completed("eve", interaction, world.card, a="no", b="no")
    made = world.given("sam", "kim", interactions=[{"interaction_id": "int_1", "evaluation_id": evaluation}])
    assert made.body["status"] == "pending_agent_review"
    assert made.body["conversations"][0]["supervisor"]["evaluation_id"] == evaluation
    wrong = world.given("sam", "kim", 2, interactions=[{"interaction_id": "int_1", "evaluation_id": "ev_none"}])
    assert wrong.body["errors"][0]["pointer"] == "/interactions/0/evaluation_id"


# Lists


@pytest.mark.feature("S3.2", "P4")
def test_the_list_shows_a_group_as_one_line_to_who_sent_it_and_single_ones_to_others(world: World) -> None:
    group = _two_in_a_group(world)
    world.dispatched("eve", group)
    world.clock.advance(timedelta(minutes=1))
    single = world.given("pat", "zoe", 7).body["id"]

    def lines(who: str, **query: Any) -> list[tuple[str | None, ...]]:
        page = world.coach(who, "GET", "/assignments", query=query)
        assert page.status == 200, page.body
        return [(each["type"], each["agent_id"], each["status"]) for each in page.body["items"]]

    assert lines("eve") == [("individual", "us_zoe", "yet_to_start"), ("group", None, "yet_to_start")]
    assert sorted(lines("sam")) == [("group", "us_joe", "yet_to_start"), ("group", "us_kim", "yet_to_start")]
    assert lines("pat") == [("individual", "us_zoe", "yet_to_start")]
    assert lines("eve", type="group") == [("group", None, "yet_to_start")]
    assert lines("eve", area=["empathy", "Nothing"]) == lines("eve")
    assert lines("eve", area="Pace") == []
    assert lines("eve", status=["completed", "in_progress"]) == []
    kims = world.own("kim")[0]["id"]
    world.look("kim", kims, "int_1")
    assert lines("eve", status="in_progress") == [("group", None, "in_progress")]
    line = world.coach("eve", "GET", f"/coaching-groups/{group.body['id']}/assignment").body
    assert line["by_status"] == {"yet_to_start": 1, "completed": 1}
    world.look("zoe", single, "int_7")
    assert lines("eve", status="completed") == [("individual", "us_zoe", "completed")]
    assert lines("kim") == [(None, "us_kim", "completed")]
    assert world.coach("kim", "GET", "/assignments", query={"agent_id": "us_joe"}).status == 404


@pytest.mark.feature("S3.2")
def test_pages_of_merged_lists_follow_each_other_without_gaps_or_repeats(world: World) -> None:
    for number in range(7):
        world.clock.advance(timedelta(minutes=1))
        world.given("sam", ("kim", "joe")[number % 2], number + 1)
    for who in ("sam", "eve"):
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = world.coach(who, "GET", "/assignments", query={"limit": "2"} | cursor).body
            found += [each["assigned_at"] for each in page["items"]]
            if not page["next_cursor"]:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert found == sorted(found, reverse=True)
        assert len(set(found)) == 7


@pytest.mark.feature("S3.8")
def test_agents_in_coaching_are_counted_once_and_by_whom_one_sees(world: World) -> None:
    first = world.given("sam", "kim", 1).body["id"]
    world.given("eve", "kim", 2)
    world.given("eve", "zoe", 3)
    for who, agents in (("eve", 2), ("ada", 2), ("sam", 1), ("pat", 1)):
        with metered() as usage:
            assert world.coach(who, "GET", "/assignments/in-coaching").body == {"agents": agents}
        assert usage.round_trips < 20
    world.look("kim", first, "int_1")
    assert world.coach("sam", "GET", "/assignments/in-coaching").body == {"agents": 1}, "one of kim's two is open"
    assert world.coach("kim", "GET", "/assignments/in-coaching").status == 403
    assert sorted(AssignmentStore().who_is_in_coaching(accept_and_dispute=True)) == ["us_kim", "us_zoe"]
