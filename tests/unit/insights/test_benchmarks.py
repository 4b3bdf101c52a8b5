"""Benchmarks: bounds, words and teams' averages, made in pieces; and the reader over the store."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.benchmarks import refresh_steps
from debrief.insights.benchmarks import store as benchmark_store
from debrief.insights.benchmarks.deadlines import REFRESH, SUBJECT, following
from debrief.insights.benchmarks.making import BUCKETS, bucket_of, three_months_to
from debrief.insights.benchmarks.model import Benchmark, Cell, Run
from debrief.insights.benchmarks.quartiles import Bounds, Ranked, Word, bounds_of, quantile, word_of
from debrief.insights.benchmarks.refresh_steps import RefreshSteps
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
from debrief.insights.inquiry_averages import EffectMetric
from debrief.insights.projection.inquiry_sums import ALL, InquirySums
from debrief.insights.projection.model import Days
from debrief.insights.projection.store import InsightsRow, RollupStore
from debrief.interactions.conversations.words import Channel
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.transactions import Transaction
from debrief.people.rows_store import settings_row
from tests.doubles import metered
from tests.unit.insights.test_performance import ask
from tests.unit.insights.world import FIRST, LAST, NOW, World, on_day

AES = EffectMetric.EFFECTIVENESS
DAYS = Days(FIRST, LAST)

values = st.lists(st.integers(1, 30).map(Fraction), min_size=1, max_size=30)


def _steps(world: World) -> RefreshSteps:
    return RefreshSteps(BenchmarkStore(), RollupStore(), world.people, world.clock, world.ids)


def _reader() -> EffectivenessReader:
    return EffectivenessReader(RollupStore(), BenchmarkStore())


def _handle(world: World, agent_id: str, seconds: list[int], inquiry: str = "bill", **more: Any) -> None:
    for number, each in enumerate(seconds):
        world.converse(
            f"int_{agent_id}_{inquiry}_{number}_{more.get('channel', 'voice')}",
            {"predicted_satisfaction": 4, "predicted_resolution": 1} if more.get("channel") != "email" else None,
            agent_id=agent_id,
            handle_ms=each * 1000,
            inquiry=(inquiry,),
            started_at=on_day(1 + number % 20),
            **more,
        )


# Quartiles and words -----------------------------------------------------------------------------------------------


@pytest.mark.feature("S1.4")
def test_quartiles_are_those_of_spreadsheets() -> None:
    # Hyndman and Fan, definition 7: of 1, 2, 3, 4 they are 1.75, 2.5 and 3.25.
    four = [Fraction(each) for each in (1, 2, 3, 4)]
    assert [quantile(four, Fraction(part, 4)) for part in (1, 2, 3)] == [
        Fraction(7, 4),
        Fraction(5, 2),
        Fraction(13, 4),
    ]


@pytest.mark.feature("S1.4")
@given(values, st.booleans())
def test_words_follow_the_order_and_the_outer_ones_are_outer(many: list[Fraction], lower: bool) -> None:
    bounds = bounds_of([Ranked(f"us_{n}", value) for n, value in enumerate(many)], lower_is_better=lower)
    assert bounds is not None
    words = [word_of(value, 5, bounds, minimum=5, lower_is_better=lower) for value in sorted(many, reverse=not lower)]
    if len(many) < 4:
        assert set(words) == {Word.NOT_ENOUGH_DATA}
        return
    order = [Word.GREAT, Word.GOOD, Word.NEEDS_WORK]
    assert [order.index(each) for each in words] == sorted(order.index(each) for each in words)
    if len(set(many)) == len(many):
        outer = (len(many) - 1) // 4 + 1
        assert Counter(words) == Counter({Word.GREAT: outer, Word.NEEDS_WORK: outer, Word.GOOD: len(many) - 2 * outer})
    elif len(set(many)) == 1:
        assert set(words) == {Word.GOOD}


@pytest.mark.feature("S1.4", "N3")
def test_nobody_below_the_minimum_is_told_a_word_and_equals_read_alike() -> None:
    bounds = Bounds(agents=8, first=10, median=20, third=30, best=5, best_id="us_a", best_agents=1)
    told = {number: word_of(5, number, bounds, minimum=5, lower_is_better=True) for number in (4, 5)}
    assert told == {4: Word.NOT_ENOUGH_DATA, 5: Word.GREAT}
    assert word_of(None, 0, bounds, minimum=5, lower_is_better=True) is Word.NOT_ENOUGH_DATA
    assert word_of(5, 9, None, minimum=5, lower_is_better=True) is Word.NOT_ENOUGH_DATA
    assert word_of(35, 9, bounds, minimum=5, lower_is_better=False) is Word.GREAT


@pytest.mark.parametrize(
    "last, first", [("2026-03-31", "2026-01-01"), ("2026-05-31", "2026-03-01"), ("2026-12-15", "2026-09-16")]
)
def test_three_months_end_with_their_day(last: str, first: str) -> None:
    assert three_months_to(date.fromisoformat(last)) == Days(date.fromisoformat(first), date.fromisoformat(last))


# Made in pieces ----------------------------------------------------------------------------------------------------


@pytest.fixture
def handled(world: World) -> World:
    """Five agents of different pace; the last of them too seldom to be ranked."""
    for agent_id, seconds in {"us_a": 100, "us_b": 200, "us_c": 300, "us_d": 400, "us_x": 500}.items():
        _handle(world, agent_id, [seconds] * (4 if agent_id == "us_x" else 5))
    return world


@pytest.mark.feature("S1.4", "S1.3")
def test_a_run_leaves_bounds_teams_and_how_agents_stand(handled: World) -> None:
    assert _steps(handled).go_on() == NOW + timedelta(minutes=10)
    assert _steps(handled).go_on() == NOW + timedelta(hours=1)
    bounds = _reader().benchmark("bill", Channel.VOICE, AES)
    assert bounds is not None
    # 100 … 400 seconds ÷ 5; who is below the minimum isn't ranked, but is of the team.
    assert (bounds.agents, bounds.first, bounds.median, bounds.third) == (4, 35, 50, 65)
    assert (bounds.best, bounds.best_id, bounds.best_agents) == (20, "us_a", 1)
    figure = _reader().team("tm_big", Channel.VOICE, ["bill"])["bill"][AES]
    assert figure.agents == {"us_a": 5, "us_b": 5, "us_c": 5, "us_x": 4}
    assert figure.value == pytest.approx((5 * (100 + 200 + 300) + 4 * 500) / 5 / 19)
    overall = _reader().benchmark(ALL, Channel.VOICE, EffectMetric.HANDLE_TIME)
    assert overall is not None
    assert overall.best == 100_000
    standings = BenchmarkStore().standings(["us_a", "us_x", "us_nobody"], Channel.VOICE)
    assert {each.agent_id: each.sums.number for each in standings} == {"us_a": 5, "us_x": 4}


@pytest.mark.feature("S1.4")
def test_a_run_that_is_cut_short_again_and_again_ends_with_the_same(
    handled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _steps(handled).go_on()
    whole = _reader().benchmark("bill", Channel.VOICE, AES)
    monkeypatch.setattr(refresh_steps, "PAGE", 2)
    monkeypatch.setattr(refresh_steps, "LONGEST", timedelta(0))
    pieces = 0
    while (at := _steps(handled).go_on()) == NOW:
        pieces += 1
    assert at == NOW + timedelta(hours=1)
    assert 5 < pieces < 20, "pages of people, two buckets with something in them, and the clearing; no empty bucket"
    assert _reader().benchmark("bill", Channel.VOICE, AES) == whole


@pytest.mark.feature("S1.4")
def test_a_piece_that_is_done_twice_changes_nothing(handled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner died between what a piece wrote and its being written down."""
    store = BenchmarkStore()
    _steps(handled).go_on()
    whole = _reader().team("tm_big", Channel.VOICE, ["bill"])
    monkeypatch.setattr(refresh_steps, "LONGEST", timedelta(0))
    _steps(handled).go_on()
    run = store.run()
    assert run is not None
    with Transaction(handled.clock, handled.ids) as tx:
        store.put_run(tx, run.model_copy(update={"phase": "gather", "place": None, "pages": 0}))
    while _steps(handled).go_on() == NOW:
        pass
    assert _reader().team("tm_big", Channel.VOICE, ["bill"]) == whole


@pytest.mark.feature("S1.4")
def test_a_board_of_more_people_than_a_row_holds_is_whole_and_forgets_who_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark_store, "_MOST_BYTES", 500)
    run = Run(id="bm_1", phase="make", first_day=FIRST, last_day=LAST, minimum=5)
    cells = [
        Cell(inquiry="bill", agent_id=f"us_{n:03d}", team_id=None, sums=InquirySums(number=n, handle_known=n))
        for n in range(40)
    ]
    store, everybody = BenchmarkStore(), {cell.agent_id for cell in cells}
    store.put_boards(run, Channel.VOICE, {"bill": cells}, world.clock, world.ids)
    found = store.board(everybody, Channel.VOICE, "bill")
    assert {each.agent_id: each.sums.number for each in found} == {f"us_{n:03d}": n for n in range(40)}
    assert [each.agent_id for each in store.board({"us_007"}, Channel.VOICE, "bill")] == ["us_007"]
    assert store.board(everybody, Channel.CHAT, "bill") == []
    store.put_boards(run, Channel.VOICE, {"bill": cells[:3]}, world.clock, world.ids)
    assert len(store.board(everybody, Channel.VOICE, "bill")) == 3


def _written(what: str) -> list[dict[str, Any]]:
    found = boto3.client("dynamodb").scan(TableName="test-insights")["Items"]
    return [each for each in found if each["PK"]["S"].startswith(f"{what}#voice")]


@pytest.mark.feature("S1.4", "S1.1")
def test_names_that_nobody_is_ranked_by_cost_no_writes_however_many_they_are(handled: World) -> None:
    """Vendors' reasons are free text: nearly every conversation has an inquiry of its own."""
    for number in range(60):
        _handle(handled, "us_a", [100], inquiry=f"The customer says that parcel {number} hasn't come")
    _steps(handled).go_on()
    assert sorted(each["SK"]["S"] for each in _written("BENCHMARK")) == ["#", "#bill"]
    assert [each["PK"]["S"] for each in _written("BOARD")] == ["BOARD#voice#bill"]
    assert ask("us_a", "inquiries/details", inquiry="The customer says that parcel 1 hasn't come").body["frame"][
        "compared_at"
    ]
    board = ask("us_lead", "leaderboard", inquiry="The customer says that parcel 1 hasn't come").body
    assert (board["items"], board["made_at"] is not None) == ([], True)


@pytest.mark.feature("S1.4")
def test_what_nobody_is_ranked_by_any_more_is_compared_no_more(handled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark_store, "_PAGE", 1)
    store = BenchmarkStore()
    _steps(handled).go_on()
    assert _reader().benchmark("bill", Channel.VOICE, AES) is not None
    with Transaction(handled.clock, handled.ids) as tx:
        settings = handled.people.settings()
        tx.put(settings_row(settings.model_copy(update={"minimum_ranked": 50})))
    handled.clock.advance(timedelta(hours=1))
    _steps(handled).go_on()
    assert _reader().benchmark("bill", Channel.VOICE, AES) is None
    assert store.board({"us_a"}, Channel.VOICE, "bill") == []
    assert store.benchmarks(Channel.VOICE, [ALL])[ALL].made_at == handled.clock.now()
    cleared = _written("BENCHMARK")
    handled.clock.advance(timedelta(hours=1))
    _steps(handled).go_on()
    of_bill = [each for each in cleared if each["SK"]["S"] == "#bill"]
    assert [each for each in _written("BENCHMARK") if each["SK"]["S"] == "#bill"] == of_bill, "it goes by itself"


def _forgotten(world: World, *agents: str, many: int = 5) -> None:
    """The conversations of these agents about bills are gone."""
    for agent in agents:
        for number in range(many):
            found = world.interactions.interaction(f"int_{agent}_bill_{number}_voice")
            assert found is not None
            with Transaction(world.clock, world.ids) as tx:
                world.interactions.delete(tx, found)
            world.keeper.count_conversation(found.id)


@pytest.mark.feature("S1.4")
def test_what_is_not_written_any_more_is_cleared_once_whatever_it_told(handled: World) -> None:
    """There are boards of before, of inquiries that nobody is ranked by and channels that nobody works on any more."""
    store, before = BenchmarkStore(), NOW - timedelta(hours=1)
    run = Run(id="bm_1", phase="make", first_day=FIRST, last_day=FIRST, minimum=5)
    old: dict[str, Any] = {"first_day": FIRST, "last_day": FIRST, "made_at": before, "metrics": {}}
    for channel in (Channel.VOICE, Channel.CHAT):
        cells = [Cell(inquiry="rare", agent_id="us_a", team_id=None, sums=InquirySums(number=1))]
        store.put_benchmarks([Benchmark(inquiry="rare", channel=channel, **old)], handled.clock, handled.ids)
        store.put_boards(run, channel, {"rare": cells}, handled.clock, handled.ids)
    _steps(handled).go_on()
    for channel in (Channel.VOICE, Channel.CHAT):
        assert store.board({"us_a"}, channel, "rare") == []
        cleared = store.benchmarks(channel, ["rare"])["rare"]
        days = (cleared.first_day, cleared.last_day)
        assert (cleared.cleared, days) == (True, tuple(three_months_to(on_day(5).date()))), "of the run that cleared it"
    handled.clock.advance(timedelta(hours=1))
    _steps(handled).go_on()
    assert store.benchmarks(Channel.VOICE, ["rare"])["rare"] == cleared.model_copy(update={"channel": Channel.VOICE})


@pytest.mark.feature("S1.4")
def test_a_board_is_emptied_also_where_the_run_that_clears_it_breaks_off(
    handled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, before = BenchmarkStore(), NOW - timedelta(hours=1)
    run = Run(id="bm_1", phase="make", first_day=FIRST, last_day=FIRST, minimum=5)
    old: dict[str, Any] = {"first_day": FIRST, "last_day": FIRST, "made_at": before, "metrics": {}}
    cells = [Cell(inquiry="rare", agent_id="us_a", team_id=None, sums=InquirySums(number=1))]
    store.put_benchmarks([Benchmark(inquiry="rare", channel=Channel.VOICE, **old)], handled.clock, handled.ids)
    store.put_boards(run, Channel.VOICE, {"rare": cells}, handled.clock, handled.ids)
    put_boards = BenchmarkStore.put_boards

    def broken(own: BenchmarkStore, run: Run, channel: Channel, by_inquiry: dict[str, list[Cell]], *rest: Any) -> None:
        if "rare" in by_inquiry:
            raise ZeroDivisionError
        put_boards(own, run, channel, by_inquiry, *rest)

    with monkeypatch.context() as once:
        once.setattr(BenchmarkStore, "put_boards", broken)
        with pytest.raises(ZeroDivisionError):
            _steps(handled).go_on()
    _steps(handled).go_on()
    assert store.board({"us_a"}, Channel.VOICE, "rare") == []


@pytest.mark.feature("S1.4", "S1.1")
def test_a_team_whose_last_conversation_of_an_inquiry_is_gone_has_no_average_of_it(handled: World) -> None:
    """It had nothing else in that bucket: no run writes its row again."""
    _handle(handled, "us_b", [100] * 5, inquiry="move")
    _steps(handled).go_on()
    assert _reader().team("tm_big", Channel.VOICE, ["bill", "move"]).keys() == {"bill", "move"}
    _forgotten(handled, "us_a", "us_b", "us_c")
    _forgotten(handled, "us_x", many=4)
    handled.clock.advance(timedelta(hours=1))
    _steps(handled).go_on()
    assert _reader().team("tm_big", Channel.VOICE, ["bill", "move"]).keys() == {"move"}
    assert _reader().team("tm_big", Channel.VOICE, ["move"])["move"][AES].agents == {"us_b": 5}


@pytest.mark.feature("S1.4", "S1.1")
def test_a_teams_averages_are_there_while_a_run_is_on_its_way(handled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _steps(handled).go_on()
    monkeypatch.setattr(refresh_steps, "LONGEST", timedelta(0))
    handled.clock.advance(timedelta(hours=1))
    while _steps(handled).go_on() == handled.clock.now():
        assert _reader().team("tm_big", Channel.VOICE, ["bill"]).keys() == {"bill"}
        handled.clock.advance(timedelta(minutes=1))


@pytest.mark.feature("S1.4")
@pytest.mark.parametrize("untold", [False, True])
def test_a_run_that_was_begun_with_other_buckets_is_begun_anew(handled: World, untold: bool) -> None:
    store = BenchmarkStore()
    old = Run(id="bm_old", phase="make", first_day=FIRST, last_day=LAST, minimum=5, bucket=9)
    old = old.model_copy(update={"buckets": BUCKETS} if untold else {"filled": {Channel.VOICE: (9,)}})
    with Transaction(handled.clock, handled.ids) as tx:
        store.put_run(tx, old)
    _steps(handled).go_on()
    run = store.run()
    assert run is not None
    assert (run.id != "bm_old", run.phase, run.buckets) == (True, "done", BUCKETS)
    assert _reader().benchmark("bill", Channel.VOICE, AES) is not None


@pytest.mark.feature("S1.4")
def test_no_transaction_is_larger_than_one_may_be() -> None:
    rows = [(InsightsRow(PK="p", SK=f"{n:03d}", kind="gathered"), "x" * 290_000) for n in range(30)]
    groups = list(benchmark_store._at_once(rows))
    assert [row.SK for group in groups for row, _ in group] == [f"{n:03d}" for n in range(30)]
    assert max(sum(len(body) for _, body in group) for group in groups) <= 3_000_000
    small = [(InsightsRow(PK="p", SK=f"{n:03d}", kind="gathered"), "x") for n in range(120)]
    assert [len(group) for group in benchmark_store._at_once(small)] == [50, 50, 20]


@pytest.mark.feature("S1.4")
def test_large_accounts_are_gone_through_at_night_in_their_own_zone() -> None:
    assert following(NOW, 100, "Europe/Berlin") == NOW + timedelta(hours=1)
    # 2 o'clock of the first of April there, summer time.
    assert following(NOW, 101, "Europe/Berlin").isoformat() == "2026-04-01T00:00:00+00:00"


@pytest.mark.feature("S1.4")
def test_a_first_run_is_due_once(world: World) -> None:
    assert not is_scheduled(InsightsRow, REFRESH, SUBJECT)
    _steps(world).ensure()
    assert is_scheduled(InsightsRow, REFRESH, SUBJECT)
    with metered() as meter:
        _steps(world).ensure()
    assert meter.write_units == 0


def test_inquiries_are_spread_over_all_buckets() -> None:
    assert len({bucket_of(f"inquiry {number}") for number in range(3_000)}) == BUCKETS


# Read back ---------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S1.8", "S1.6")
def test_the_newest_of_an_inquiry_are_read_by_themselves(world: World) -> None:
    for number in range(30):
        world.converse(
            f"int_{number:02d}",
            {"predicted_satisfaction": 4, "predicted_resolution": 1},
            handle_ms=1000 * (number + 1),
            started_at=on_day(1 + number % 28, hour=number % 24),
            inquiry=("bill",) if number % 2 else ("bill", "move"),
        )
    newest = _reader().newest("us_a", "bill", Channel.VOICE, most=3)
    assert [each.started_at for each in newest] == sorted((each.started_at for each in newest), reverse=True)
    recent = _reader().recent("us_a", "bill", Channel.VOICE, EffectMetric.HANDLE_TIME)
    assert recent.number == 20
    with metered() as meter:
        _reader().recent("us_a", "move", Channel.VOICE, AES, most=5)
    assert meter.round_trips == 1
    poorest = _reader().poorest("us_a", "bill", Channel.VOICE, EffectMetric.HANDLE_TIME, most=2)
    assert [each.interaction_id for each in poorest] == ["int_29", "int_28"]


@pytest.mark.feature("S1.2")
def test_what_was_sorted_otherwise_or_deleted_is_taken_back_whole(world: World) -> None:
    world.converse("int_1", {"predicted_resolution": 1}, inquiry=("bill", "move"), handle_ms=5000)
    world.converse("int_1", {"predicted_resolution": 0}, inquiry=("move",), handle_ms=7000)
    sums = _reader().sums("us_a", Channel.VOICE, DAYS)
    assert {name: (own.number, own.handle_ms, own.resolved) for name, own in sums.items()} == {
        ALL: (1, 7000, 0),
        "move": (1, 7000, 0),
    }
    assert _reader().newest("us_a", "bill", Channel.VOICE, most=5) == []
    (kept,) = _reader().newest("us_a", ALL, Channel.VOICE, most=5)
    assert (kept.inquiries, kept.sums.handle_ms) == (frozenset({"move"}), 7000)
    found = world.interactions.interaction("int_1")
    assert found is not None
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.delete(tx, found)
    world.keeper.count_conversation("int_1")
    assert _reader().sums("us_a", Channel.VOICE, DAYS) == {}
    assert _reader().newest("us_a", ALL, Channel.VOICE, most=5) == []
    assert _reader().channels("us_a") == {}


@pytest.mark.feature("S1.1")
def test_channels_are_those_with_conversations_and_when_the_newest_began(world: World) -> None:
    _handle(world, "us_a", [60, 60])
    _handle(world, "us_a", [60], channel="email")
    assert _reader().channels("us_a") == {Channel.VOICE: on_day(2), Channel.EMAIL: on_day(1)}
    assert _reader().average("us_a", "bill", Channel.EMAIL, AES, DAYS).value == 60
    assert _reader().average("us_a", "bill", Channel.EMAIL, EffectMetric.RESOLUTION, DAYS) == (None, 0, None)
