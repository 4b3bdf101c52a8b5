"""Many consumers at once on a store that refuses what collides: nothing drifts, and nothing ends as a dead letter."""

import json
import random
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.projection.model import Contribution, RowKey
from debrief.insights.projection.packing import MOST_NAMES, SourceChange, SourceKey, change_of, packed, summed
from debrief.insights.projection.rollups import MOST_COUNTERS, additions
from debrief.insights.projection.shares import conversation_share, evaluation_share
from debrief.interactions.conversations.events import ANALYSED, RECORDED
from debrief.kernel.errors import Unavailable
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.events import EVALUATION_COMPLETED, EVALUATION_DELETED, EVALUATION_RESCORED
from debrief.quality.table_store import QualityRow
from tests.doubles import metered
from tests.sizes import soaked
from tests.unit.contention import Contention
from tests.unit.insights.world import CONTEXT, TYPES, World, batch, conversation, evaluation, message, on_day

CONSUMERS, BATCH, TRIES = 24, 20, 5
AGENTS, TEAMS, DAYS = 12, 2, 2


class Queue:
    """A queue as Lambda works it off: what fails comes again by itself, and after five tries it is a dead letter."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.dead: list[dict[str, Any]] = []
        self.again = 0
        self._waiting = deque((each, 1) for each in messages)
        self._lock = threading.Lock()
        self._at_work = 0

    def add(self, messages: list[dict[str, Any]]) -> None:
        with self._lock:
            self._waiting.extend((each, 1) for each in messages)

    def work_off(self, handler: Callable[[dict[str, Any]], dict[str, Any]], beside: Callable[[], None]) -> None:
        """With as many consumers at once as there may be, and with somebody beside them who goes on working."""
        errors: list[BaseException] = []

        def consume() -> None:
            try:
                while self._take(handler):
                    pass
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=consume) for _ in range(CONSUMERS)]
        for each in threads:
            each.start()
        beside()
        for each in threads:
            each.join()
        consume()
        assert errors == []

    def _take(self, handler: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
        with self._lock:
            taken = {each["messageId"]: (each, tries) for each, tries in self._pop()}
        if not taken:
            return False
        failed = handler(batch(*(each for each, _ in taken.values())))["batchItemFailures"]
        with self._lock:
            for failure in failed:
                each, tries = taken[failure["itemIdentifier"]]
                self.again += 1
                if tries == TRIES:
                    self.dead.append(each)
                else:
                    self._waiting.append((each, tries + 1))
        return True

    def _pop(self) -> list[tuple[dict[str, Any], int]]:
        return [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]


def stored_rows() -> dict[RowKey, dict[str, int]]:
    """What the rollup rows hold, without the counters that came back to 0."""
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName="test-insights")
    items = [item for page in pages for item in page["Items"] if item["kind"]["S"] == "rollup"]
    rows = {
        RowKey(item["PK"]["S"], item["SK"]["S"]): {
            name: int(value["N"]) for name, value in item.items() if "N" in value and name != "revision"
        }
        for item in items
    }
    left = {key: {name: count for name, count in row.items() if count} for key, row in rows.items()}
    return {key: row for key, row in left.items() if row}


def counted_from_scratch(world: World, evaluation_ids: list[str], interaction_ids: list[str]) -> dict[RowKey, Any]:
    """The rows as they have to be, by what the stores hold now."""
    version = world.versions["sc_1", 1]
    shares = [conversation_share(each, "UTC") for each in world.interactions.interactions(interaction_ids)]
    for each in world.evaluations.evaluations(evaluation_ids):
        share = evaluation_share(version, each, "UTC")
        shares += [share] if share else []
    rows: dict[RowKey, Counter[str]] = defaultdict(Counter)
    for share in shares:
        for place, counters in additions(share).items():
            rows[place].update(counters)
    left = {key: {name: count for name, count in row.items() if count} for key, row in rows.items()}
    return {key: row for key, row in left.items() if row}


def place(number: int) -> dict[str, Any]:
    """Whose work it is and when: few agents, teams and days, so that all meet in the same rows."""
    agent = number % AGENTS
    return {"agent_id": f"us_{agent}", "team_id": f"tm_{agent % TEAMS}"}


def fill(world: World, chance: random.Random, evaluations: list[str], interactions: list[str]) -> None:
    """Store evaluations and conversations without counting them."""
    version = world.versions["sc_1", 1]
    for number, name in enumerate(evaluations):
        answers = "".join(chance.choice("yn-") for _ in range(3))
        day = on_day(1 + number % DAYS)
        changes = {"type": chance.choice(TYPES), "interaction_started_at": day, **place(number)}
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.put_evaluation(tx, evaluation(version, name, answers, **changes), None)
    for number, name in enumerate(interactions):
        analysis = {"xnps": chance.randint(0, 10), "customer_sentiment": chance.randint(-5, 5)}
        made = conversation(name, analysis, started_at=on_day(1 + number % DAYS), **place(number))
        with Transaction(world.clock, world.ids) as tx:
            world.interactions.put(tx, made)


@pytest.mark.feature("S4.9", "S4.7", "S2.1")
def test_consumers_in_each_others_way_end_where_counting_from_scratch_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from events.roll_up.handler import lambda_handler

    chance = random.Random(20_26)
    many = soaked(20)
    evaluations, interactions = [f"ev_{n}" for n in range(many)], [f"int_{n}" for n in range(many)]
    fill(world, chance, evaluations, interactions)
    # Each is announced twice, and a third of the events once more.
    events = [(type, name) for name in evaluations for type in (EVALUATION_COMPLETED, EVALUATION_RESCORED)]
    events += [(type, name) for name in interactions for type in (RECORDED, ANALYSED)]
    events += chance.sample(events, len(events) // 3)
    chance.shuffle(events)
    queue = Queue([message(type, name, number) for number, (type, name) in enumerate(events)])
    contention = Contention(monkeypatch, under_way_s=0.02)

    def change_some() -> None:
        """While the consumers are at work, evaluations are scored again and deleted."""
        for number, name in enumerate(chance.sample(evaluations, many // 3)):
            if number % 4 == 0:
                world.delete(name)
                queue.add([message(EVALUATION_DELETED, name, 10 * many + number)])
            else:
                found = world.evaluations.evaluation(name)
                assert found is not None
                world.write(name, "nny", type=found.type, interaction_started_at=on_day(2), **place(int(name[3:])))
                queue.add([message(EVALUATION_RESCORED, name, 10 * many + number)])

    queue.work_off(lambda each: lambda_handler(each, CONTEXT), change_some)

    assert queue.dead == []
    # Where the machine is busy with other things, a few need longer than a writer waits.
    assert queue.again <= len(events) // 50, "what collides is settled at once, and not by the queue"
    assert contention.most_at_once >= 3
    assert sum(contention.refused.values()) > many // 3, "they were in each other's way"
    assert stored_rows() == counted_from_scratch(world, evaluations, interactions)


# Packing -----------------------------------------------------------------------------------------------------------

changes_ = st.lists(
    st.builds(
        lambda id, agent, team, days, by: change_of(
            SourceKey("INT", id),
            None,
            1,
            Contribution(
                agent_id=agent,
                team_id=team,
                rows={f"CONVERSATIONS/{day}#": {"a": by, "b": by} for day in days},
            ),
        ),
        st.uuids().map(str),
        st.sampled_from([f"us_{n}" for n in range(30)]),
        st.sampled_from([None, "tm_1", "tm_2"]),
        st.sets(st.integers(1, 9), min_size=1, max_size=9),
        st.sampled_from([-1, 1, 2]),
    ),
    max_size=40,
)


@pytest.mark.feature("S4.9")
@given(changes_, st.integers(10, 100))
def test_nothing_is_lost_in_packing_and_every_group_fits(changes: list[SourceChange], most_items: int) -> None:
    groups = list(packed(changes, most_items=most_items))
    assert sorted(change.key.id for group in groups for change in group) == sorted(each.key.id for each in changes)
    for group in groups:
        assert len(group) == 1 or len(group) + len({place for each in group for place in each.rows}) <= most_items
    together: dict[RowKey, Counter[str]] = defaultdict(Counter)
    for group in groups:
        for where, counters in summed(group).items():
            assert all(counters.values())
            together[where].update(counters)
    expected: dict[RowKey, Counter[str]] = defaultdict(Counter)
    for each in changes:
        for where, counters in each.rows.items():
            expected[where].update(counters)
    assert {(w, n): by for w, row in together.items() for n, by in row.items() if by} == {
        (w, n): by for w, row in expected.items() for n, by in row.items() if by
    }


def test_an_update_of_one_row_stays_within_what_dynamodb_takes_at_once() -> None:
    """Two evaluations of one day may have answered quite different questions."""

    def answered(number: int) -> SourceChange:
        rows = {"LINES/2026-03-10#sc_1#000001#manual#0": {f"q{number}_{n}:passed": 1 for n in range(MOST_COUNTERS)}}
        return change_of(SourceKey("EVAL", f"ev_{number}"), None, 1, Contribution(agent_id="us_1", rows=rows))

    groups = list(packed([answered(number) for number in range(5)], most_items=100))
    assert [len(group) for group in groups] == [2, 2, 1]
    assert all(len(row) <= MOST_NAMES for group in groups for row in summed(group).values())


@pytest.mark.feature("S4.9")
def test_a_batch_is_few_transactions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from events.roll_up.handler import lambda_handler, refresh_is_due

    refresh_is_due()  # which a process asks once
    names = [f"int_{n}" for n in range(50)]
    fill(world, random.Random(1), [], names)
    contention = Contention(monkeypatch, under_way_s=0)
    with metered() as usage:
        lambda_handler(batch(*(message(RECORDED, name, n) for n, name in enumerate(names))), CONTEXT)
    assert contention.written <= 3, "50 markers, a row or two of each by inquiry, and the rows of those whose they are"
    assert usage.round_trips == 3, "the markers, the conversations, the settings"
    assert stored_rows() == counted_from_scratch(world, [], names)


def test_what_cannot_be_counted_does_not_keep_the_others_back(world: World) -> None:
    from events.roll_up.handler import lambda_handler

    names = [f"ev_{n}" for n in range(20)]
    fill(world, random.Random(2), names, [])
    for name, change in (("ev_3", {"scorecard_version": 9}), ("ev_11", {"answers": "nonsense"})):
        row = find(QualityRow, f"EV#{name}", "EVALUATION")
        assert row is not None
        row.body = json.dumps({**json.loads(row.body or ""), **change})
        row.save()
    answer = lambda_handler(batch(*(message(EVALUATION_COMPLETED, name, n) for n, name in enumerate(names))), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m3"}, {"itemIdentifier": "m11"}]}
    assert stored_rows() == counted_from_scratch(world, [each for each in names if each not in {"ev_3", "ev_11"}], [])


def test_what_there_is_no_time_for_comes_again(world: World) -> None:
    fill(world, random.Random(3), ["ev_0", "ev_1"], [])
    left = iter([30.0, 1.0])
    keys = [SourceKey("EVAL", "ev_0"), SourceKey("EVAL", "ev_unknown"), SourceKey("EVAL", "ev_1")]
    done = world.keeper.count(keys[:1], lambda: next(left))
    assert done.failed == {}
    late = world.keeper.count(keys, lambda: next(left))
    assert late.changed == set()
    assert {type(error) for error in late.failed.values()} == {Unavailable}
    assert set(late.failed) == set(keys)


def test_a_store_that_is_down_is_asked_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def refuse(keys: list[SourceKey]) -> Any:
        asked.append(len(keys))
        raise Unavailable("The store is down")

    monkeypatch.setattr(world.store, "markers", refuse)
    done = world.keeper.count([SourceKey("EVAL", f"ev_{n}") for n in range(64)], lambda: 30.0)
    assert len(done.failed) == 64
    assert asked == [64]
