"""Scenarios that coaching logs leave, come back to, and are erased from (S2.4, N8; 0120)."""

import pytest

from debrief.coaching.practice.failures import NOT_STARTED
from debrief.coaching.practice.model import Scenario, ScenarioText
from debrief.coaching.practice.privacy_service import PracticePersonalData
from debrief.kernel.errors import Unavailable
from tests.unit.coaching.practice_world import TEXT, World
from tests.unit.coaching.test_practice import settle


@pytest.fixture
def world(aws: None) -> World:
    found = World()
    for number in (1, 2, 3):
        found.add_interaction(number)
    return found


def of_two_logs(world: World) -> Scenario:
    """The scenario that was made of a log, and that another has joined."""
    world.written()
    joined = world.written("cl_2", "int_2")
    assert joined is not None
    return joined


@pytest.mark.feature("S2.4")
def test_a_log_that_joined_leaves_what_is_being_written_alone(world: World) -> None:
    made = of_two_logs(world)
    world.written("cl_2", "int_2", holds=False)
    assert len(world.runs.started) == 1, "nothing is paid twice"
    world.model.answers.append(TEXT)
    assert world.work().outcome == "done"
    left = world.practice.scenario(made.id)
    assert left is not None
    assert (left.log_ids, left.text) == (("cl_1",), ScenarioText(**TEXT))


@pytest.mark.feature("S2.4")
def test_whoever_leads_is_told_where_the_writing_for_the_log_that_is_left_cannot_be_started(world: World) -> None:
    made = of_two_logs(world)
    world.model.answers.append(TEXT)
    world.work()
    world.runs.refuses = Unavailable("not now", retry_after_s=1)
    with pytest.raises(Unavailable):
        world.written("cl_1", holds=False)
    world.runs.refuses = None
    world.heard_of("cl_1")
    left = world.practice.scenario(made.id)
    assert left is not None
    assert (left.log_ids, left.state, left.work and left.work.sentence) == (("cl_2",), "failed", NOT_STARTED)
    assert world.told("practice_to_approve") == [("us_sam",), ("us_sam",)]
    assert world.coach("sam", "GET", f"/practice/{made.id}").body["actions"] == ["edit", "decline", "draft"]


@pytest.mark.feature("S2.4")
def test_further_logs_join_what_is_back_where_another_was_settled_meanwhile(world: World) -> None:
    first = world.written()
    world.written(holds=False)
    second = world.written("cl_2", "int_2")
    assert first is not None
    assert second is not None
    world.model.answers.append(TEXT)
    world.work()
    assert settle(world, second.id, "approval", {}).status == 200
    back = world.written()
    third = world.written("cl_3", "int_3")
    assert back is not None
    assert third is not None
    assert first.id == back.id == third.id, "one waits for one criterion"


@pytest.mark.feature("N8")
def test_a_conversation_of_two_logs_of_one_scenario_is_erased_whole(world: World) -> None:
    world.written()
    made = world.written("cl_2", "int_1")
    assert made is not None
    assert made.interaction_ids == ("int_1", "int_1")
    world.written("cl_3", "int_3")
    personal = PracticePersonalData(world.clock, world.ids)
    assert personal.erase_conversation("int_1") == [True]
    left = world.practice.scenario(made.id)
    assert left is not None
    assert (left.interaction_ids, left.text, left.state) == (("int_3",), None, "failed")
    assert world.practice.joins("cl_2") is None
    assert personal.erase_conversation("int_3") == [True]
    assert world.practice.scenario(made.id) is None
    assert world.practice.joins("cl_3") is None
    assert world.practice.newest("us_kim", world.practised, "a") is None


@pytest.mark.feature("N8")
def test_whose_scenario_moved_to_another_criterion_leaves_no_trace_at_the_first(world: World) -> None:
    world.written()
    world.written(question_id="b")
    PracticePersonalData(world.clock, world.ids).erase("us_kim", None)
    assert world.practice.newest("us_kim", world.practised, "a") is None
    assert world.practice.newest("us_kim", world.practised, "b") is None
