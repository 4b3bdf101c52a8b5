"""What becomes of the coaching of somebody who has left: their plans are cancelled, their assignments closed."""

from datetime import timedelta

import pytest

from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.leaving_service import Leaving
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing.lapsing_service import Lapses
from debrief.coaching.pairing.store import PairingStore
from debrief.coaching.plans.deadlines import REFRESH
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import UserStatus
from debrief.people.rows_store import user_row
from debrief.people.store import PeopleStore
from tests.unit.coaching.assigning import World
from tests.unit.coaching.plan_world import PlanWorld
from tests.unit.coaching.world import AGENT, LEAD


def leaving(world: PlanWorld | World) -> Leaving:
    lapses = Lapses(PairingStore(), MeetingStore(), world.clock, world.ids)
    assigned, practice = (AssignmentStore(), MarkStore()), PracticeStore()
    return Leaving(PeopleStore(), PlanStore(), *assigned, lapses, practice, world.clock, world.ids)


def stand(world: PlanWorld | World, user_id: str, status: UserStatus) -> None:
    user = PeopleStore().find_user(user_id)
    assert user is not None
    with Transaction(world.clock, world.ids) as transaction:
        transaction.put(user_row(user.model_copy(update={"status": status})))


@pytest.fixture
def planning(aws: None) -> PlanWorld:
    return PlanWorld()


@pytest.mark.feature("S1.8")
def test_plans_in_progress_are_cancelled_with_why_and_looked_at_no_more(planning: PlanWorld) -> None:
    planning.talk(*[600] * 20)
    plan = planning.commit()
    leaving(planning).left(AGENT)
    assert planning.plans.get(planning.caller(AGENT), plan.id).status == "in_progress", "they are there"

    stand(planning, AGENT, UserStatus.INACTIVE)
    leaving(planning).left(AGENT)
    found = planning.plans.get(planning.caller(LEAD), plan.id)
    assert (found.status, found.ended_because, found.ended_at) == ("cancelled", "agent_left", planning.clock.now())
    assert not is_scheduled(CoachingRow, REFRESH, plan.id)
    assert planning.night(plan.id) is None
    assert PlanStore().in_progress(AGENT) == {}
    before = found.revision
    leaving(planning).left(AGENT)
    assert planning.plans.get(planning.caller(LEAD), plan.id).revision == before, "heard twice it is as heard once"

    stand(planning, AGENT, UserStatus.ACTIVE)
    planning.clock.advance(timedelta(days=1))
    assert planning.commit().status == "in_progress", "whoever comes back begins anew"


@pytest.fixture
def assigned(aws: None) -> World:
    return World()


@pytest.mark.feature("S3.3", "S3.8")
def test_open_assignments_are_closed_and_those_that_are_completed_stay(assigned: World) -> None:
    done = assigned.given("sam", "kim", 1).body["id"]
    shown = assigned.coach("sam", "GET", f"/assignments/{done}").body
    assigned.look("kim", done, shown["conversations"][0]["interaction_id"])
    begun = assigned.given("sam", "kim", 2, 3).body["id"]
    other = assigned.given("sam", "joe", 4).body["id"]
    before = assigned.coach("eve", "GET", "/assignments/in-coaching").body

    stand(assigned, "us_kim", UserStatus.INACTIVE)
    leaving(assigned).left("us_kim")
    found = assigned.coach("sam", "GET", f"/assignments/{begun}").body
    assert (found["status"], found["closed_because"]) == ("closed", "agent_left")
    assert [assigned.status(each) for each in (done, other)] == ["completed", "yet_to_start"]
    listed = assigned.coach("sam", "GET", "/assignments", query={"status": "closed"}).body["items"]
    assert [each["id"] for each in listed] == [begun]
    store = AssignmentStore()
    for on in (True, False):
        assert "us_kim" not in store.who_is_in_coaching(accept_and_dispute=on)
    assert assigned.coach("eve", "GET", "/assignments/in-coaching").body != before
    revision = store.assignment(begun)
    leaving(assigned).left("us_kim")
    assert store.assignment(begun) == revision
