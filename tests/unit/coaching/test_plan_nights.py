"""What it takes to look at all plans in a night (S1.8): work for each that is due, and nothing for a conversation."""

import sys
from datetime import datetime, timedelta
from itertools import islice

import boto3
import pytest

from debrief.coaching.plans.course import planned
from debrief.coaching.plans.deadlines import REFRESH, refresh_due
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import Plan, Point, Series
from debrief.coaching.plans.samples import Sample
from debrief.coaching.plans.store import plan_row, series_row
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.words import Channel
from debrief.kernel.schedules.places import due_key, partition, place, shard_of
from debrief.kernel.schedules.runner import Report, Runner
from debrief.kernel.schedules.store import DueStore, due_rows
from tests.doubles import Usage, metered
from tests.sizes import soaked
from tests.unit.coaching.plan_world import PlanWorld, conversation, count
from tests.unit.coaching.world import AGENT, NOW


@pytest.fixture
def world(aws: None) -> PlanWorld:
    return PlanWorld()


def a_plan(number: int, at: datetime) -> tuple[Plan, Series]:
    """A plan that has come half of its way, with a point for each day."""
    today = at.date()
    days = [today - timedelta(days=each) for each in range(45, 1, -1)]
    sample = Sample(n=20, mean=101.123456789, variance=212.987654321)
    points = tuple(Point(day=day, sample=sample, since_start=12) for day in days)
    plan = Plan(
        id=f"pl_{number:026d}",
        agent_id=AGENT,
        channel=Channel.VOICE,
        inquiry="billing",
        metric=Metric.EFFECTIVENESS,
        percent=10,
        minimum=5,
        start=Sample(n=60, mean=100.0, variance=400.0),
        start_from=today - timedelta(days=135),
        target=90.0,
        begins_on=today - timedelta(days=45),
        ends_on=today + timedelta(days=45),
        planned_actions=planned(["Ask what they have tried", "Sum up"]),
        assistance=("Training on our systems",),
        now=points[-1],
        refreshed_on=days[-1],
        created_at=at - timedelta(days=45),
    )
    return plan, Series(plan_id=plan.id, points=points)


def put(rows: list[CoachingRow]) -> None:
    """Write rows without transactions: those of moto take time in proportion to the table."""
    dynamodb, left = boto3.client("dynamodb"), iter(rows)
    while some := list(islice(left, 25)):
        for each in some:
            each.revision = 1
        dynamodb.batch_write_item(
            RequestItems={"test-coaching": [{"PutRequest": {"Item": each.serialize()}} for each in some]}
        )


def a_night(world: PlanWorld, number: int, first: int = 0) -> tuple[Usage, Report, list[Plan]]:
    """What it takes to look at so many plans that are due in one run."""
    now = world.clock.now()
    made = [a_plan(each, now) for each in range(first, first + number)]
    plans = [plan for plan, _ in made]
    rows_of = due_rows("test-coaching")
    dues: list[CoachingRow] = []
    for plan in plans:
        due, key = refresh_due(plan.id, now, "UTC"), due_key(REFRESH, plan.id)
        row = rows_of(PK=f"DUE#{key}", SK="DUE", kind="due", body=due.model_dump_json())
        row.GSI1PK, row.GSI1SK = partition(shard_of(key)), place(now - timedelta(minutes=1), key)
        dues.append(row)  # type: ignore[arg-type]
    put([*map(plan_row, plans), *(series_row(series) for _, series in made), *dues])

    def tell(trouble: object) -> None:
        raise AssertionError(trouble)

    handlers = {REFRESH: lambda due: world.refreshing.refresh(due.subject)}
    runner = Runner([DueStore("test-coaching")], handlers, world.clock, world.ids, tell)
    with metered() as usage:
        report = runner.run(lambda: timedelta(minutes=14))
    found = [world.store.plan(each.id) for each in plans]
    return usage, report, [each for each in found if each is not None]


def tell(number: int, usage: Usage) -> None:
    """Print what a run has read and written."""
    sys.stdout.write(
        f"\n{number} plans: {usage.read_units} read units in {usage.round_trips} round trips, "
        f"{usage.write_units} write units without indexes; for each {usage.read_units / number:.2f}, "
        f"{usage.round_trips / number:.2f}, {usage.write_units / number:.2f}\n"
    )


def talk(conversations: int) -> None:
    at = NOW - timedelta(days=1)
    count(conversation(each, at - timedelta(minutes=each), handle_ms=540_000 + each) for each in range(conversations))


@pytest.mark.feature("S1.8")
def test_twice_as_many_plans_cost_at_most_twice(world: PlanWorld) -> None:
    talk(60)
    number = soaked(8)
    small, report, found = a_night(world, number)
    assert (report.again, report.failed, report.put_off) == (number, 0, 0)
    assert all(each.refreshed_on == (NOW - timedelta(days=1)).date() for each in found)
    assert all(each.now is not None and each.now.sample is not None and each.now.sample.n == 20 for each in found)
    large, _, more = a_night(world, 2 * number, first=1_000_000)
    assert len(more) == 2 * number
    tell(number, small)
    tell(2 * number, large)
    # The empty shards of one run, and the settings, cost the same for both.
    assert large.read_units <= 2 * small.read_units
    assert large.round_trips <= 2 * small.round_trips
    assert 0 < large.write_units <= 2 * small.write_units


@pytest.mark.feature("S1.8")
def test_a_look_costs_the_same_however_many_conversations_there_were(world: PlanWorld) -> None:
    talk(50)
    few, _, _ = a_night(world, 3)
    talk(120)
    many, _, _ = a_night(world, 3, first=1_000_000)
    # The plan and its latest conversations: one item and one query, and the runner's own.
    assert many.round_trips <= few.round_trips
    assert many.read_units <= few.read_units


@pytest.mark.feature("S1.8")
def test_a_second_run_in_the_same_night_changes_nothing(world: PlanWorld) -> None:
    talk(40)
    _, _, found = a_night(world, 5)
    for each in found:
        assert world.refreshing.refresh(each.id) is not None
    assert [world.store.plan(each.id) for each in found] == found
    way = world.store.with_series(found[0].id)
    assert way is not None
    assert (len(way[1].points), way[1].revision) == (45, 2)


@pytest.mark.soak
@pytest.mark.feature("S1.8")
def test_five_thousand_plans_in_one_run(world: PlanWorld) -> None:
    talk(60)
    usage, report, _ = a_night(world, 5_000)
    assert (report.again, report.failed) == (5_000, 0)
    tell(5_000, usage)
