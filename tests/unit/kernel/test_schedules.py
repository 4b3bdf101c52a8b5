"""Due work: found however late, done by one runner at a time, lost by none, given up aloud."""

# ruff: noqa: PT012 – a transaction is sent when its block ends, so the block belongs inside `raises`

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError, VerboseClientError

from debrief.kernel.errors import Conflict, DebriefError, Misconfigured, RuleBroken, Throttled, Unavailable
from debrief.kernel.schedules.delays import LONGEST_PASSING, MOST_TRIES, delay_after, delay_until_it_passes
from debrief.kernel.schedules.model import Due, Handler
from debrief.kernel.schedules.places import SHARDS, due_key, end_of, instant_of, partition, place, shard_of
from debrief.kernel.schedules.runner import LAST, MOST_PUT_OFF, SLACK, Report, Runner, Trouble
from debrief.kernel.schedules.store import DueStore, due_rows, schedule, unschedule
from debrief.kernel.storage.tables import Row, connection, find, table_meta
from debrief.kernel.storage.transactions import Transaction
from tests.doubles import FixedClock, SequentialIds, metered
from tests.sizes import soaked

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TABLE = "test-people"
KIND = "people.thing.due"
MINUTE = timedelta(minutes=1)
LIFE = timedelta(minutes=2)
"""How long a runner of these tests may live."""

NOTHING = Report(0, 0, 0, 0, 0, timedelta(0), unfinished=False)
"""What a run did that found nothing to do."""

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
TEXTS = st.text(min_size=1, max_size=30)


class EffectRow(Row):
    """What the work of these tests does: it counts."""

    Meta = table_meta("PEOPLE_TABLE")

    times = NumberAttribute(default=0)


class QualityRow(Row):
    """Of another table, which may hold due work too."""

    Meta = table_meta("QUALITY_TABLE")


class Killed(BaseException):
    """The process is gone. Nothing that handles errors sees it."""


class World:
    """A table with due work, runners over it, and the effects of the work."""

    def __init__(self) -> None:
        self.clock, self.ids = FixedClock(NOW), SequentialIds()
        self.store = DueStore(TABLE)
        self.troubles: list[Trouble] = []
        self.seen: list[str] = []
        self.handler: Handler = self.count

    def begin(self) -> Transaction:
        return Transaction(self.clock, self.ids)

    def schedule(self, subject: str, at: datetime = NOW, *, kind: str = KIND, **data: int) -> None:
        with self.begin() as tx:
            schedule(tx, EffectRow, Due(kind=kind, subject=subject, at=at, data=dict(data)))

    def unschedule(self, subject: str) -> None:
        with self.begin() as tx:
            unschedule(tx, EffectRow, KIND, subject)

    def count(self, due: Due) -> datetime | None:
        """Count, and remove what was due, at once: what a use case does."""
        self.seen.append(due.subject)
        with self.begin() as tx:
            row = EffectRow(PK=f"EFFECT#{due.subject}", SK="EFFECT", kind="effect")
            tx.update(row, [EffectRow.kind.set("effect"), EffectRow.times.add(1)])
            unschedule(tx, EffectRow, KIND, due.subject)
        return None

    def run(self, time_left: Callable[[], timedelta] = lambda: LIFE) -> Report:
        return Runner([self.store], {KIND: self.handler}, self.clock, self.ids, self.troubles.append).run(time_left)

    def effects(self, subjects: list[str]) -> Counter[int]:
        """How many subjects had how many effects."""
        rows = EffectRow.batch_get([(f"EFFECT#{each}", "EFFECT") for each in subjects], consistent_read=True)
        found = {row.PK.partition("#")[2]: int(row.times) for row in rows}
        return Counter(found.get(each, 0) for each in subjects)

    def left(self) -> int:
        """How much due work there is, whatever its state."""
        rows = due_rows(TABLE)
        return sum(1 for row in rows.scan() if row.PK.startswith("DUE#"))


@pytest.fixture
def world(aws: None) -> World:
    return World()


# Rules ---------------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(TEXTS, TEXTS), unique=True, max_size=20))
def test_a_due_key_has_one_shard_and_it_exists(pairs: list[tuple[str, str]]) -> None:
    for kind, subject in pairs:
        shard = shard_of(due_key(kind, subject))
        assert 0 <= shard < SHARDS
        assert shard == shard_of(due_key(kind, subject))


def test_shards_have_about_as_much_each() -> None:
    counts = Counter(shard_of(due_key(KIND, f"us_{number:026d}")) for number in range(8_000))
    assert set(counts) == set(range(SHARDS))
    assert all(800 < count < 1_200 for count in counts.values())
    assert len({partition(shard) for shard in range(SHARDS)}) == SHARDS


@given(INSTANTS, INSTANTS, TEXTS)
def test_a_place_sorts_before_the_end_of_now_exactly_when_it_is_due(at: datetime, now: datetime, key: str) -> None:
    due = at.replace(microsecond=at.microsecond // 1000 * 1000) <= now.replace(
        microsecond=now.microsecond // 1000 * 1000
    )
    assert (place(at, key) < end_of(now)) is due
    assert abs(instant_of(place(at, key)) - at) < timedelta(milliseconds=1)


@given(st.integers(1, 1_000))
def test_the_wait_grows_and_ends_at_an_hour(tries: int) -> None:
    assert MINUTE <= delay_after(tries) <= delay_after(tries + 1) <= timedelta(hours=1)


@given(st.integers(1, 1_000), st.floats(0, 1))
def test_what_is_put_off_is_looked_at_in_every_five_minutes(times: int, chance: float) -> None:
    wait = delay_until_it_passes(times, chance)
    assert MINUTE / 2 <= wait <= LONGEST_PASSING
    assert wait <= delay_until_it_passes(times + 1, chance)
    assert timedelta(minutes=5) >= LONGEST_PASSING + MINUTE


def test_what_is_given_up_had_two_hours() -> None:
    whole = sum((delay_after(tries) for tries in range(1, MOST_TRIES)), timedelta(0))
    assert timedelta(hours=2) < whole < timedelta(hours=2, minutes=10)


# Finding and doing ---------------------------------------------------------------------------------------------------


def test_work_is_done_when_it_is_due_and_not_before(world: World) -> None:
    world.schedule("a", NOW + MINUTE)
    assert world.run() == NOTHING
    world.clock.advance(MINUTE)
    assert world.run().done == 1
    assert world.run().done == 0
    assert world.seen == ["a"]
    assert world.left() == 0


def test_what_became_due_while_nobody_looked_is_found(world: World) -> None:
    for days in range(40):
        world.schedule(f"d{days}", NOW + timedelta(days=days, hours=days % 24))
    world.clock.advance(timedelta(days=60))
    report = world.run()
    assert (report.done, report.late) == (40, timedelta(days=60))


def test_scheduling_again_moves_and_unscheduling_removes(world: World) -> None:
    world.schedule("a", NOW)
    world.schedule("a", NOW + timedelta(hours=1), attempt=2)
    assert world.run().done == 0
    world.schedule("b", NOW)
    world.unschedule("b")
    world.unschedule("never was")
    heard: list[Due] = []
    world.handler = lambda due: heard.append(due)
    world.clock.advance(timedelta(hours=1))
    assert world.run().done == 1
    assert heard == [Due(kind=KIND, subject="a", at=NOW + timedelta(hours=1), data={"attempt": 2})]


def test_due_work_comes_and_goes_with_its_transaction(world: World) -> None:
    row = EffectRow(PK="EFFECT#x", SK="EFFECT", kind="effect")
    with world.begin() as tx:
        tx.create(row)
        schedule(tx, EffectRow, Due(kind=KIND, subject="kept", at=NOW))
    changes: list[Callable[[Transaction], None]] = [
        lambda tx: schedule(tx, EffectRow, Due(kind=KIND, subject="refused", at=NOW)),
        lambda tx: unschedule(tx, EffectRow, KIND, "kept"),
    ]
    for change in changes:
        with pytest.raises(Conflict), world.begin() as tx:
            tx.create(EffectRow(PK="EFFECT#x", SK="EFFECT", kind="effect"))
            change(tx)
    world.run()
    assert world.seen == ["kept"]


@pytest.mark.soak
def test_more_than_a_page_of_every_shard(world: World) -> None:
    names = [f"n{number:04d}" for number in range(130 * SHARDS)]
    _fill(world, names)
    shards = Counter(shard_of(due_key(KIND, name)) for name in names)
    assert min(shards.values()) > 100
    world.handler = lambda due: world.seen.append(due.subject)
    assert world.run().done == len(names)
    assert sorted(world.seen) == names
    assert world.left() == 0


def test_work_may_come_again(world: World) -> None:
    """Something daily: it names its next instant, and keeps all its tries."""
    world.handler = lambda due: world.clock.now() + timedelta(days=1)
    world.schedule("daily")
    for _ in range(3 * MOST_TRIES):
        assert world.run().again == 1
        assert world.run().again == 0
        world.clock.advance(timedelta(days=1))
    assert world.troubles == []


def test_work_that_schedules_itself_anew_stays_scheduled(world: World) -> None:
    def move(due: Due) -> None:
        world.schedule(due.subject, world.clock.now() + timedelta(hours=1), attempt=2)

    world.handler = move
    world.schedule("a", attempt=1)
    assert world.run().done == 1
    assert world.left() == 1
    world.clock.advance(timedelta(hours=1))
    heard: list[Due] = []
    world.handler = lambda due: heard.append(due)
    world.run()
    assert [due.data for due in heard] == [{"attempt": 2}]


def test_what_time_is_too_short_for_is_done_by_the_next_run(world: World) -> None:
    names = [f"n{number}" for number in range(40)]
    _fill(world, names)
    world.clock.advance(5 * MINUTE)
    seconds = iter(range(40, 0, -1))
    first = world.run(lambda: timedelta(seconds=next(seconds)))
    assert first.unfinished
    assert 0 < first.done < 40
    assert first.late == 5 * MINUTE
    second = world.run()
    assert (second.done, second.unfinished) == (40 - first.done, False)
    assert world.effects(names) == {1: 40}


def test_lateness_is_that_of_the_oldest_also_where_no_time_was_left_for_it(world: World) -> None:
    by_shard: dict[int, str] = {}
    for number in range(200):
        by_shard.setdefault(shard_of(due_key(KIND, f"n{number}")), f"n{number}")
    first = int((NOW + timedelta(hours=2)).timestamp() // 60) % SHARDS
    world.schedule(by_shard[first], NOW + timedelta(hours=2) - MINUTE)
    world.schedule(by_shard[(first + SHARDS - 1) % SHARDS], NOW)
    world.clock.advance(timedelta(hours=2))
    report = world.run(lambda: LAST - timedelta(seconds=1))
    assert (report.done, report.unfinished, report.late) == (0, True, timedelta(hours=2))


def test_each_minute_begins_with_another_shard(world: World) -> None:
    by_shard: dict[int, str] = {}
    for number in range(200):
        by_shard.setdefault(shard_of(due_key(KIND, f"n{number}")), f"n{number}")
    firsts = set()
    for minute in range(SHARDS):
        for name in by_shard.values():
            world.schedule(name, NOW)
        world.seen.clear()
        world.run()
        firsts.add(world.seen[0])
        world.clock.advance(MINUTE)
        assert len(world.seen) == SHARDS, minute
    assert len(firsts) == SHARDS


# Runners that overlap or die -----------------------------------------------------------------------------------------


def test_two_runners_never_work_on_one_thing_at_once(world: World) -> None:
    names = [f"n{number}" for number in range(20)]
    _fill(world, names)
    inner: list[Report] = []

    def overlapped(due: Due) -> None:
        world.handler = world.count
        if not inner:
            # Another runner comes along and does all but this one.
            inner.append(world.run())
        world.count(due)

    world.handler = overlapped
    outer = world.run()
    assert inner[0].done == 19
    assert outer.done == 1
    assert world.effects(names) == {1: 20}


def test_what_moved_between_being_found_and_claimed_is_left_alone(world: World) -> None:
    world.schedule("a")
    (found,) = world.store.due(shard_of(due_key(KIND, "a")), NOW)
    until = NOW + MINUTE
    world.schedule("a", NOW + timedelta(hours=1))
    assert world.store.claim(found, "run_1", until) is None
    world.unschedule("a")
    assert world.store.claim(found, "run_1", until) is None
    assert world.left() == 0, "a claim makes nothing"
    world.schedule("a", NOW, attempt=7)
    claimed = world.store.claim(found, "run_1", until)
    assert claimed is not None
    assert claimed.due.data == {"attempt": 7}, "what stands there now, not what was found"


def test_a_runner_whose_claim_is_gone_changes_nothing(world: World) -> None:
    world.schedule("a")
    (found,) = world.store.due(shard_of(due_key(KIND, "a")), NOW)
    old = world.store.claim(found, "run_old", NOW + MINUTE)
    assert old is not None
    world.schedule("a", NOW, attempt=2)
    (found,) = world.store.due(shard_of(due_key(KIND, "a")), NOW)
    new = world.store.claim(found, "run_new", NOW + MINUTE)
    assert new is not None
    world.store.done(old)
    assert world.store.again(old, NOW) is False
    world.store.put_off(old, NOW, "Old")
    world.store.try_again(old, NOW, "Old")
    world.store.give_up(old, NOW, "Old")
    assert world.left() == 1
    assert world.store.given_up(most=10) == []
    assert list(world.store.due(shard_of(due_key(KIND, "a")), NOW)) == [], "the new claim stands"
    world.store.done(new)
    assert world.left() == 0


def test_a_killed_runner_loses_nothing_and_only_its_own_piece_waits(world: World) -> None:
    names = [f"n{number}" for number in range(30)]
    _fill(world, names)

    def killed(due: Due) -> None:
        if len(world.seen) == 10:
            raise Killed
        world.count(due)

    world.handler = killed
    with pytest.raises(Killed):
        world.run()
    world.handler = world.count
    assert world.run().done == 19, "all that it had not begun"
    world.clock.advance(LIFE + SLACK - timedelta(milliseconds=1))
    assert world.run().done == 0
    world.clock.advance(timedelta(milliseconds=1))
    assert world.run().done == 1, "what it had begun, once it can't be alive any more"
    assert world.effects(names) == {1: 30}
    assert world.left() == 0


def test_work_that_was_done_when_its_runner_was_killed_is_not_done_twice(world: World) -> None:
    world.schedule("a")

    def killed(due: Due) -> None:
        world.count(due)
        raise Killed

    world.handler = killed
    with pytest.raises(Killed):
        world.run()
    world.handler = world.count
    world.clock.advance(timedelta(hours=1))
    assert world.run().done == 0
    assert world.effects(["a"]) == {1: 1}


def test_work_that_takes_every_runner_down_is_given_up(world: World) -> None:
    world.schedule("a")

    def killed(due: Due) -> None:
        raise Killed

    world.handler = killed
    for _ in range(MOST_TRIES):
        with pytest.raises(Killed):
            world.run()
        world.clock.advance(timedelta(hours=1))
    assert world.run().given_up == 1
    assert [trouble.became for trouble in world.troubles] == ["given_up"]
    assert [each.failure for each in world.store.given_up(most=10)] == ["WasKilled"]


@pytest.mark.feature("N9")
def test_thousands_due_at_once_end_exactly_once_with_runners_killed_in_between(world: World) -> None:
    """Killed before the effect and after it, with too little time for all; the effect is known by its due key.

    In `make soak` 5,000.
    """
    many = min(5_000, soaked(1_000))
    names = [f"us_{number:026d}" for number in range(many)]
    _fill(world, names)
    shares = {8: False, 22: True, 50: False, 66: True, 98: False}
    deaths = {many * share // 100: after for share, after in shares.items()}
    effects: dict[str, int] = {}

    def mortal(due: Due) -> None:
        world.seen.append(due.subject)
        after_the_effect = deaths.pop(len(world.seen), None)
        if after_the_effect is False:
            raise Killed
        effects.setdefault(due_key(due.kind, due.subject), len(world.seen))
        if after_the_effect:
            raise Killed

    world.handler = mortal
    kills, reports = 0, [world.run(lambda: timedelta(0))]
    while any(world.store.oldest(shard, NOW + timedelta(days=1)) for shard in range(SHARDS)):
        seconds = iter(range(1_800, 0, -1))
        try:
            reports.append(world.run(lambda left=seconds: LAST + timedelta(seconds=next(left, -1))))  # type: ignore[misc]
        except Killed:
            kills += 1
        world.clock.advance(MINUTE)
        assert len(reports) < 80
    assert (kills, deaths) == (5, {})
    assert len(effects) == many
    assert len(world.seen) == many + 5, "each kill cost one more try"
    assert sum(each.done for each in reports) <= many
    assert world.left() == 0
    assert world.troubles == []


# Work that fails -----------------------------------------------------------------------------------------------------


def test_work_that_fails_waits_longer_each_time_and_is_given_up_aloud(world: World) -> None:
    world.schedule("bad")
    world.schedule("good")

    def fail(due: Due) -> None:
        world.seen.append(due.subject)
        if due.subject == "bad":
            raise RuleBroken("no")

    world.handler = fail
    first = world.run()
    assert (first.done, first.failed) == (1, 1), "the others go on"
    waits = []
    while not world.store.given_up(most=10):
        before = world.clock.now()
        while world.run() == NOTHING:
            world.clock.advance(MINUTE)
        waits.append((world.clock.now() - before) / MINUTE)
    assert waits == [1, 2, 4, 8, 16, 32, 60]
    assert world.seen.count("bad") == MOST_TRIES
    assert [(each.tries, each.became) for each in world.troubles] == [
        (tries, "given_up" if tries == MOST_TRIES else "failed") for tries in range(1, MOST_TRIES + 1)
    ]
    assert str(world.troubles[0].error) == "no"
    (given_up,) = world.store.given_up(most=10)
    assert (given_up.key, given_up.since, given_up.failure) == (f"{KIND}#bad", world.clock.now(), "RuleBroken")
    world.clock.advance(timedelta(days=30))
    assert world.run().failed == 0, "it isn't tried any more"


@pytest.mark.parametrize("asked", ["due", "claim", "put_off", "oldest"])
@pytest.mark.parametrize("error", [Throttled, Unavailable, Misconfigured])
def test_a_table_that_does_not_answer_stops_nothing_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, asked: str, error: type[DebriefError]
) -> None:
    names = [f"n{number}" for number in range(20)]
    _fill(world, names)
    with world.begin() as tx:
        schedule(tx, QualityRow, Due(kind=KIND, subject="busy", at=NOW))
    busy = DueStore("test-quality")

    def refuse(*_: Any) -> Any:
        raise error("just now")

    def work(due: Due) -> datetime | None:
        return refuse() if due.subject == "busy" else world.count(due)

    monkeypatch.setattr(busy, asked, refuse)
    world.clock.advance(3 * MINUTE)
    times = iter([LIFE] * 42 if asked != "oldest" else [timedelta(0)])
    runner = Runner([busy, world.store], {KIND: work}, world.clock, world.ids, world.troubles.append)
    report = runner.run(lambda: next(times))
    assert report.done == (20 if asked != "oldest" else 0)
    assert [type(each) for each in report.unanswered.values()] == [error]
    assert list(report.unanswered) == ["test-quality"]
    assert (report.unfinished, report.late) == (True, 3 * MINUTE)


@pytest.mark.parametrize("error", [Throttled, Unavailable, Misconfigured])
def test_what_something_else_keeps_from_being_done_is_never_given_up(world: World, error: type[DebriefError]) -> None:
    """An outage of three hours, or a throttle for as long: the work waits, is told as late, and is done after it."""
    world.schedule("a")

    def fail(due: Due) -> None:
        raise error("just now")

    world.handler = fail
    late = []
    for _ in range(3 * 60):
        report = world.run()
        if report.put_off:
            late.append(report.late)
        assert report.failed == report.given_up == 0
        world.clock.advance(MINUTE)
    assert all(after - before <= timedelta(minutes=5) for before, after in pairwise(late)), "the alarm hears of it"
    assert late[-1] > timedelta(hours=2, minutes=50)
    assert {trouble.became for trouble in world.troubles} == {"put_off"}
    assert {trouble.tries for trouble in world.troubles} == {0}
    world.handler = world.count
    world.clock.advance(LONGEST_PASSING)
    assert world.run().done == 1
    assert world.left() == 0
    world.schedule("a", world.clock.now())
    assert world.run().late == timedelta(0), "scheduled anew, it has waited for nothing"


def test_tries_that_failed_stay_counted_while_it_is_put_off(world: World) -> None:
    errors: list[Exception] = []
    world.schedule("a")

    def fail(due: Due) -> None:
        raise errors.pop()

    world.handler = fail
    for _ in range(MOST_TRIES):
        assert world.store.given_up(most=1) == []
        errors[:] = [RuleBroken("no"), Throttled("busy")]
        while errors:
            world.run()
            world.clock.advance(timedelta(hours=1))
    assert [each.failure for each in world.store.given_up(most=1)] == ["RuleBroken"]


def test_a_run_leaves_the_rest_of_a_kind_alone_that_meets_the_same_again_and_again(world: World) -> None:
    names = [f"n{number}" for number in range(60)]
    _fill(world, names)
    world.schedule("other", kind="people.thing.other")
    asked: list[str] = []

    def throttled(due: Due) -> None:
        asked.append(due.subject)
        raise Throttled("busy")

    handlers: dict[str, Handler] = {KIND: throttled, "people.thing.other": lambda due: world.seen.append(due.subject)}

    def run() -> Report:
        return Runner([world.store], handlers, world.clock, world.ids, world.troubles.append).run(lambda: LIFE)

    world.clock.advance(20 * MINUTE)
    report = run()
    assert (report.put_off, report.done, report.unfinished) == (MOST_PUT_OFF, 1, True)
    assert len(asked) == MOST_PUT_OFF
    assert world.seen == ["other"], "another kind has its turn"
    assert report.late == 20 * MINUTE, "also what was left alone is late"
    world.clock.advance(MINUTE)
    assert run().put_off == MOST_PUT_OFF
    assert len(set(asked)) == 2 * MOST_PUT_OFF, "others have their turn meanwhile"
    handlers[KIND] = world.count
    world.clock.advance(5 * MINUTE)
    assert run().done == 60


def test_what_gets_through_now_and_then_stops_no_run(world: World) -> None:
    _fill(world, [f"n{number}" for number in range(40)])
    turns = iter(range(1_000))

    def now_and_then(due: Due) -> None:
        if next(turns) % MOST_PUT_OFF:
            raise Throttled("busy")
        world.count(due)

    world.handler = now_and_then
    report = world.run()
    assert (report.done, report.put_off, report.unfinished) == (8, 32, False)


def _give_up(world: World, subject: str) -> None:
    world.schedule(subject, world.clock.now())

    def fail(due: Due) -> None:
        raise RuleBroken("no")

    world.handler = fail
    while not world.store.given_up(most=10):
        world.run()
        world.clock.advance(timedelta(hours=1))
    world.handler = world.count


def test_what_was_given_up_is_tried_again_on_request_with_all_its_tries(world: World) -> None:
    _give_up(world, "a")
    key = due_key(KIND, "a")
    assert world.store.revive(key, world.clock.now())
    assert not world.store.revive(key, world.clock.now()), "it isn't given up any more"
    assert not world.store.revive(due_key(KIND, "never was"), world.clock.now())
    assert world.left() == 1
    assert world.store.given_up(most=10) == []
    assert world.run().done == 1


def test_what_was_given_up_goes_when_its_thing_moves_on(world: World) -> None:
    _give_up(world, "a")
    world.unschedule("a")
    assert world.store.given_up(most=10) == []
    _give_up(world, "b")
    world.schedule("b", world.clock.now())
    assert world.store.given_up(most=10) == []
    assert world.run().done == 1


def test_work_that_nobody_knows_or_that_cannot_be_read_stops_no_other(world: World) -> None:
    world.schedule("strange", kind="people.thing.unheard_of")
    world.schedule("broken")
    world.schedule("good")
    rows = due_rows(TABLE)
    row = find(rows, f"DUE#{due_key(KIND, 'broken')}", "DUE")
    assert row is not None
    row.update([rows.body.set("{")])
    report = world.run()
    assert (report.done, report.failed) == (1, 2)
    assert {type(each.error).__name__ for each in world.troubles} == {"UnknownKind", "ValidationError"}


def test_a_claim_that_meets_a_transaction_is_left_for_the_next_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.schedule("a")
    rows = due_rows(TABLE)

    def refuse(code: str) -> Callable[..., Any]:
        def update(*args: Any, **options: Any) -> None:
            raise UpdateError("refused", VerboseClientError({"Error": {"Code": code}}, "UpdateItem", {}))

        return update

    with monkeypatch.context() as patch:
        patch.setattr(rows, "update", refuse("TransactionConflictException"))
        assert world.run().done == 0
        patch.setattr(rows, "update", refuse("InternalServerError"))
        assert [type(each) for each in world.run().unanswered.values()] == [Unavailable]
    assert world.troubles == []
    assert world.run().done == 1


# What it costs -------------------------------------------------------------------------------------------------------


def test_looking_costs_a_query_for_each_shard_whatever_waits_for_later(world: World) -> None:
    def look() -> tuple[float, int]:
        with metered() as usage:
            world.run()
        return usage.read_units, usage.round_trips

    empty = look()
    _fill(world, [f"n{number}" for number in range(500)], NOW + timedelta(days=1))
    assert look() == empty
    assert empty[1] == SHARDS


@pytest.mark.feature("N9")
def test_twice_as_much_due_work_costs_at_most_twice(world: World) -> None:
    """In requests to DynamoDB, of which each piece of work has two and each hundred a query more."""
    asked: Counter[str] = Counter()

    def note(model: Any, **_: Any) -> None:
        asked[model.name] += 1

    events = connection().client.meta.events
    events.register("before-call.dynamodb", note)
    try:
        costs = {}
        for number in (200, 400):
            _fill(world, [f"n{number}-{each}" for each in range(number)])
            asked.clear()
            world.handler = lambda due: world.seen.append(due.subject)
            assert world.run().done == number
            costs[number] = Counter(asked)
    finally:
        events.unregister("before-call.dynamodb", note)
    assert costs[400].total() <= 2 * costs[200].total()
    assert costs[400] == {"UpdateItem": 400, "DeleteItem": 400, "Query": SHARDS}
    assert "Scan" not in costs[200]


def _fill(world: World, names: list[str], at: datetime = NOW) -> None:
    """Write the rows of many at once: moto takes longer for their transactions than for all that is tested."""
    rows = due_rows(TABLE)
    with rows.batch_write() as batch:
        for name in names:
            key = due_key(KIND, name)
            row = rows(
                PK=f"DUE#{key}", SK="DUE", kind="due", body=Due(kind=KIND, subject=name, at=at).model_dump_json()
            )
            row.GSI1PK, row.GSI1SK, row.revision = partition(shard_of(key)), place(at, key), 1
            batch.save(row)


def test_rows_written_at_once_are_those_that_are_scheduled(world: World) -> None:
    world.schedule("a")
    _fill(world, ["b"])
    one, other = (find(due_rows(TABLE), f"DUE#{due_key(KIND, name)}", "DUE") for name in "ab")
    assert one is not None
    assert other is not None
    written = json.dumps(one.to_dynamodb_dict()).replace(f"{KIND}#a", f"{KIND}#b").replace('\\"a\\"', '\\"b\\"')
    assert json.loads(written) | {"GSI1PK": ANY} == other.to_dynamodb_dict()


def test_due_rows_of_one_table_are_one_class(aws: None) -> None:
    assert due_rows("t") is due_rows("t")
    assert due_rows("t") is not due_rows("u")
