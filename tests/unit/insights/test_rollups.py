"""Rollups end the same as counting from scratch, whatever the events do."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.insights.projection.model import EVERYONE, Contribution, Counters, Days, RowKey, Subject
from debrief.insights.projection.packing import SourceKey
from debrief.insights.projection.projector import RebuildPlace
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.rollups import MOST_COUNTERS, additions, changes, counter_parts, partitions, shard_of
from debrief.insights.projection.shares import evaluation_share
from debrief.insights.projection.store import InsightsRow, RollupRow
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import parse_instant
from debrief.kernel.errors import NotFound, RuleBroken
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.averages import units_of
from debrief.quality.evaluations.events import (
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
)
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.scorecards.store import ScorecardStore
from tests.doubles import metered
from tests.sizes import soaked
from tests.unit.insights.world import (
    AT,
    CONTEXT,
    FIRST,
    LAST,
    QUESTIONS,
    TYPES,
    World,
    batch,
    evaluation,
    message,
    on_day,
    raw,
)

DAYS = Days(FIRST, LAST)

shares = st.builds(
    Contribution,
    agent_id=st.sampled_from(["us_a", "us_b"]),
    team_id=st.sampled_from([None, "tm_1", "tm_2"]),
    rows=st.dictionaries(
        st.sampled_from(["LINES/1#", "LINES/2#", "TOTALS/1#"]),
        st.dictionaries(st.sampled_from(["passed", "applicable"]), st.integers(1, 5), min_size=1),
    ),
)


@pytest.mark.feature("S4.9", "S4.7")
@given(st.lists(st.one_of(st.none(), shares), max_size=8))
def test_the_differences_on_the_way_sum_up_to_where_it_ends(states: list[Contribution | None]) -> None:
    rows: dict[RowKey, Counters] = {}
    before: Contribution | None = None
    for after in states:
        for key, counters in changes(before, after).items():
            row = rows.setdefault(key, {})
            for name, by in counters.items():
                assert by != 0
                row[name] = row.get(name, 0) + by
        before = after
    left = {key: {name: n for name, n in row.items() if n} for key, row in rows.items()}
    assert {key: row for key, row in left.items() if row} == additions(before)


def test_nothing_changes_between_equal_shares() -> None:
    share = Contribution(agent_id="us_a", team_id="tm_1", rows={"LINES/1#": {"passed": 1}})
    assert changes(share, share) == {}


def test_everyones_rows_are_spread_by_agent_and_all_read() -> None:
    shards = {shard_of(f"us_{number}") for number in range(200)}
    assert len(shards) == 8
    assert len(set(partitions(EVERYONE, "LINES"))) == 8
    assert partitions(Subject("agent", "us_1"), "LINES") == ["AGENT#us_1#LINES"]


@pytest.mark.parametrize(
    "zone, day", [("UTC", "2026-03-09"), ("Europe/Berlin", "2026-03-10"), ("America/New_York", "2026-03-09")]
)
@pytest.mark.feature("S4.9")
def test_the_day_is_that_of_the_interaction_in_the_accounts_time_zone(world: World, zone: str, day: str) -> None:
    version = world.versions["sc_1", 1]
    late = evaluation(version, "ev_1", "yyy", interaction_started_at=parse_instant("2026-03-09T23:30:00Z"))
    share = evaluation_share(version, late, zone)
    assert share is not None
    days = {next(part for part in place.partition("/")[2].split("#") if part != "sc_1") for place in share.rows}
    assert days == {day}


def test_a_draft_adds_nothing(world: World) -> None:
    version = world.versions["sc_1", 1]
    draft = evaluation(version, "ev_1", "yyy", status="draft", completed_at=None)
    assert evaluation_share(version, draft, "UTC") is None


def test_a_large_scorecard_takes_several_rows(world: World) -> None:
    version = world.versions["sc_1", 1]
    section = version.sections[0]
    questions = tuple(section.questions[0].model_copy(update={"id": f"qn_{number}"}) for number in range(100))
    large = version.model_copy(update={"sections": (section.model_copy(update={"questions": questions}),)})
    share = evaluation_share(large, evaluation(large, "ev_1", "y" * 100), "UTC")
    assert share is not None
    lines = [row for place, row in share.rows.items() if place.startswith("LINES/")]
    assert len(lines) == 2
    assert all(len(row) <= MOST_COUNTERS for row in share.rows.values())
    assert sum(len(row) for row in lines) == 200


# On the store ------------------------------------------------------------------------------------------------------

operations = st.lists(
    st.tuples(
        st.sampled_from(["complete", "complete", "delete", "deliver", "deliver"]),
        st.integers(0, 3),
        st.lists(st.sampled_from("yno- "), min_size=3, max_size=3).map("".join),
        st.sampled_from(TYPES),
        st.integers(1, 2),
    ),
    max_size=14,
)


@pytest.mark.feature("S4.9", "S4.7", "S0.7", "S0.10")
@settings(max_examples=soaked(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations, st.randoms(use_true_random=False))
def test_any_events_in_any_order_give_the_same_as_counting_from_scratch(world: World, many: Any, random: Any) -> None:
    world.start_over()
    world.publish("sc_1", "Voice, renamed", 2, " today")
    agent, team = "us_a", "tm_big"
    pending: list[str] = []
    alive: dict[str, Evaluation] = {}
    for operation, number, answers, type_, version in many:
        name = f"ev_{number}"
        if operation == "complete":
            # An evaluation keeps the version it was made with; who answered may change its type.
            version = alive[name].scorecard_version if name in alive else version
            place = {"agent_id": agent, "team_id": team, "interaction_started_at": on_day(number + 1)}
            alive[name] = world.write(name, answers, type=type_, scorecard_version=version, **place)
        elif operation == "delete":
            world.delete(name)
            alive.pop(name, None)
        elif pending:
            world.keeper.count_evaluation(random.choice(pending))
            continue
        pending.append(name)
    random.shuffle(pending)
    for name in pending:
        world.keeper.count_evaluation(name)

    expected = sorted(world.counted_directly(alive.values()))
    assert sorted(world.insights.line_item_counts(agent, FIRST, LAST)) == expected
    assert sorted(world.insights.line_items([Subject("team", team)], DAYS)) == expected
    for type_ in TYPES:
        of_type = [each for each in alive.values() if each.type == type_]
        assert sorted(world.insights.line_item_counts(agent, FIRST, LAST, type_)) == sorted(
            world.counted_directly(of_type)
        )
        assert world.insights.evaluation_totals(agent, FIRST, LAST)[type_] == len(of_type)
    scores = world.insights.scores([Subject("agent", agent)], DAYS)
    kept = [each.score.percent for each in alive.values() if each.score and each.score.percent is not None]
    assert sum(count.score_hundredths for count in scores) == sum(round(percent * 100) for percent in kept)
    assert sum(count.scored for count in scores) == len(kept)
    assert sum(count.score_units for count in scores) == sum(map(units_of, kept))


@pytest.mark.feature("N11", "S4.9")
def test_no_opportunity_is_exact_when_it_is_scored_again_and_deleted(world: World) -> None:
    def counted() -> dict[str, tuple[int, int, int]]:
        items = world.insights.line_item_counts("us_a", AT.date(), AT.date())
        return {each.question_id: (each.applicable, each.not_applicable, each.no_opportunity) for each in items}

    world.complete("ev_1", "o-n")
    first, second, third = QUESTIONS
    assert counted() == {first: (0, 0, 1), second: (0, 1, 0), third: (1, 0, 0)}
    world.complete("ev_1", "noo")
    assert counted() == {first: (1, 0, 0), second: (0, 0, 1), third: (0, 0, 1)}
    world.complete("ev_2", "oyo")
    assert counted() == {first: (1, 0, 1), second: (1, 0, 1), third: (0, 0, 2)}
    for id in ("ev_1", "ev_2"):
        world.delete(id)
        world.keeper.count_evaluation(id)
    assert counted() == {}


@pytest.mark.feature("S4.9", "S4.7")
def test_every_shard_of_everyone_is_added_up(world: World) -> None:
    made = [world.complete(f"ev_{n}", "yn-", agent_id=f"us_{n}") for n in range(20)]
    assert sorted(world.insights.line_items([EVERYONE], DAYS)) == sorted(world.counted_directly(made))
    assert len({shard_of(each.agent_id) for each in made}) > 1


@pytest.mark.feature("S4.7")
def test_a_deleted_evaluation_leaves_nothing_and_its_marker_goes_later(world: World) -> None:
    world.complete("ev_1", "yny")
    world.delete("ev_1")
    assert world.keeper.count_evaluation("ev_1")
    assert not world.keeper.count_evaluation("ev_1")
    assert world.insights.line_items([Subject("agent", "us_a"), Subject("team", "tm_big"), EVERYONE], DAYS) == []
    marker = find(InsightsRow, "EVAL#ev_1", "MARKER")
    assert marker is not None
    assert marker.expires_at == world.clock.now() + timedelta(days=30)
    world.complete("ev_1", "yny")
    again = find(InsightsRow, "EVAL#ev_1", "MARKER")
    assert again is not None
    assert again.expires_at is None


@pytest.mark.feature("S4.7", "S4.9")
def test_a_superseded_evaluation_is_subtracted_and_counts_again_when_it_holds_again(world: World) -> None:
    from events.roll_up.handler import lambda_handler

    everybody = [Subject("agent", "us_a"), Subject("team", "tm_big"), EVERYONE]
    made = world.complete("ev_1", "yny")
    before = world.insights.line_items(everybody, DAYS)
    for superseded_at, expected in ((world.clock.now(), []), (None, before)):
        now = world.evaluations.evaluation(made.id)
        assert now is not None
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.put_evaluation(tx, now.model_copy(update={"superseded_at": superseded_at}), now)
        told = EVALUATION_SUPERSEDED if superseded_at else EVALUATION_COMPLETED
        assert lambda_handler(batch(message(told, made.id, 1)), CONTEXT) == {"batchItemFailures": []}
        assert world.insights.line_items(everybody, DAYS) == expected
    assert before


def test_a_repeated_event_writes_nothing(world: World) -> None:
    world.complete("ev_1", "yny")
    marker = world.store.marker(SourceKey("EVAL", "ev_1"))
    assert not world.keeper.count_evaluation("ev_1")
    assert world.store.marker(SourceKey("EVAL", "ev_1")) == marker


@pytest.mark.feature("S4.7")
@pytest.mark.parametrize("counted_before", [False, True])
def test_a_slow_worker_does_not_bring_a_deleted_evaluation_back(
    world: World, monkeypatch: pytest.MonkeyPatch, counted_before: bool
) -> None:
    """It reads the evaluation, then another worker sees it deleted and is through before the first one writes."""
    world.write("ev_1", "yyy")
    if counted_before:
        world.keeper.count_evaluation("ev_1")
        world.write("ev_1", "nnn")
    read = world.evaluations.evaluations
    overtaken: list[bool] = []

    def slow(evaluation_ids: list[str]) -> list[Evaluation]:
        found = read(evaluation_ids)
        if not overtaken:
            overtaken.append(True)
            world.delete("ev_1")
            world.keeper.count_evaluation("ev_1")
        return found

    monkeypatch.setattr(world.evaluations, "evaluations", slow)
    world.keeper.count_evaluation("ev_1")
    assert world.insights.line_item_counts("us_a", FIRST, LAST) == []
    assert world.insights.line_item_counts_in("us_a", [Days(FIRST, LAST)]) == [[]]


def test_a_slow_worker_does_not_win_over_a_change_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """yyy was counted; while a worker holds nnn, it becomes yyy again, which adds nothing to what was counted."""
    world.complete("ev_1", "yyy")
    world.write("ev_1", "nnn")
    read = world.evaluations.evaluations
    overtaken: list[bool] = []

    def slow(evaluation_ids: list[str]) -> list[Evaluation]:
        found = read(evaluation_ids)
        if not overtaken:
            overtaken.append(True)
            monkeypatch.setattr(world.evaluations, "evaluations", read)
            world.write("ev_1", "yyy")
            world.keeper.count_evaluation("ev_1")
        return found

    monkeypatch.setattr(world.evaluations, "evaluations", slow)
    world.keeper.count_evaluation("ev_1")
    assert [count.passed for count in world.insights.line_item_counts("us_a", FIRST, LAST)] == [1, 1, 1]


@pytest.mark.feature("N9")
def test_people_are_read_one_after_the_other_as_they_are_summed(world: World) -> None:
    """A long line's rows of a year don't fit into a function's memory."""
    line = [Subject("agent", agent) for agent in ("us_a", "us_b", "us_c")]
    world.complete("ev_1", "yyy")
    with metered() as usage:
        first = next(iter(world.store.evaluations(line, "LINES", Days(FIRST, LAST))))
        assert (first.scorecard_id, usage.round_trips) == ("sc_1", 1)
    with metered() as usage:
        assert next(iter(world.store.conversations(line, Days(FIRST, LAST))), None) is None
    assert usage.round_trips == 3


@pytest.mark.feature("S4.9", "N9")
def test_all_versions_of_a_scorecard_are_read_at_once_for_its_responses(world: World) -> None:
    for number in range(1, 5):
        world.publish("sc_1", "Voice", number)
        world.complete(f"ev_{number}", "yyy", scorecard_version=number)
    # With nothing remembered of what counting read.
    insights = RollupReader(world.store, ScorecardStore(), world.people)
    with metered() as usage:
        found = insights.responses([Subject("agent", "us_a")], Days(FIRST, LAST))
    assert [each.version.number for each in found] == [4, 3, 2, 1]
    assert usage.round_trips == 2, "the rows, and the scorecard with its versions"


@pytest.mark.feature("S0.12")
def test_several_periods_read_together_are_what_each_is_alone(world: World) -> None:
    for place, answers in enumerate(("yyy", "nyy", "nny")):
        world.complete(f"ev_{place}", answers, interaction_started_at=on_day(place + 1))
    first, second, third = (day_of(on_day(place), "UTC") for place in (1, 2, 3))
    periods = [Days(first, first), Days(second, third), Days(first, third), Days(third, third)]
    together = world.insights.line_item_counts_in("us_a", periods)
    assert [sorted(each) for each in together] == [
        sorted(world.insights.line_item_counts("us_a", days.first, days.last)) for days in periods
    ]


def test_the_words_are_those_of_now_and_the_version_stays(world: World) -> None:
    world.complete("ev_1", "yyy")
    world.publish("sc_1", "Voice, renamed", 1, " reworded")
    counts = world.insights.line_item_counts("us_a", FIRST, LAST)
    assert {count.scorecard_name for count in counts} == {"Voice, renamed"}
    assert sorted(count.text for count in counts) == sorted(f"{each.title()} reworded" for each in QUESTIONS)
    assert {count.scorecard_version for count in counts} == {1}


def test_a_missing_version_is_an_error_and_not_silence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("ev_1", "yyy")
    monkeypatch.setattr(world.scorecards, "version", lambda *_, **__: None)
    with pytest.raises(NotFound, match="Version 1 of sc_1"):
        world.keeper.count_evaluation("ev_1")


def test_a_scorecard_beyond_measure_is_refused_with_its_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debrief.insights.projection.projector.MOST_ITEMS", 5)
    world.write("ev_1", "yyy")
    with pytest.raises(RuleBroken, match="rollup rows at once"):
        world.keeper.count_evaluation("ev_1")


@pytest.mark.feature("S4.9", "S4.7")
def test_what_is_too_much_to_move_at_once_is_taken_back_and_counted_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a person corrects an answer of a long scorecard that the AI has answered: all of it changes its type."""
    world.complete("ev_1", "yny", type="automatic")
    world.complete("ev_2", "yyy", type="automatic")
    # Twelve rows of one type, twelve of the other, four that know no type, and the marker.
    monkeypatch.setattr("debrief.insights.projection.projector.MOST_ITEMS", 17)
    world.write("ev_1", "yyy", type="blended")
    assert world.keeper.count_evaluation("ev_1")
    assert not world.keeper.count_evaluation("ev_1")
    for type_ in ("automatic", "blended"):
        assert [count.passed for count in world.insights.line_item_counts("us_a", FIRST, LAST, type_)] == [1, 1, 1]
    assert world.insights.evaluation_totals("us_a", FIRST, LAST) == {"manual": 0, "blended": 1, "automatic": 1}


@pytest.mark.feature("S4.9")
def test_rebuilding_reaches_as_far_ahead_as_the_intake_admits(world: World) -> None:
    world.converse("int_ahead", started_at=world.clock.now() + timedelta(hours=25, minutes=59))
    world.settle(time_zone="Pacific/Kiritimati")
    place, changed = RebuildPlace(what="conversations"), 0
    changed = world.keeper.rebuild("us_a", place).changed
    assert changed == 1


@pytest.mark.feature("S4.9", "S0.5")
def test_rebuilding_moves_everything_to_the_days_of_a_new_time_zone(world: World) -> None:
    late = parse_instant("2026-03-09T23:30:00Z")
    for n in range(5):
        world.complete(f"ev_{n}", "yyn", interaction_started_at=late)
        world.converse(f"int_{n}", started_at=late)
    world.settle(time_zone="Europe/Berlin")
    place, calls = None, 0
    while True:
        done = world.keeper.rebuild("us_a", place, most=2)
        calls += 1
        place = done.next
        if place is None:
            break
    assert calls == 7
    after = Days(on_day(10).date(), on_day(10).date())
    before = Days(on_day(9).date(), on_day(9).date())
    for subject in (Subject("agent", "us_a"), Subject("team", "tm_big"), EVERYONE):
        assert sum(count.evaluations for count in world.insights.scores([subject], after)) == 5
        assert world.insights.scores([subject], before) == []
        by_day = world.insights.conversations([subject], DAYS)
        assert {day: each.count for day, each in by_day.items()} == {after.first: 5}


@pytest.mark.feature("S4.9")
def test_a_rebuild_ends_in_time_and_says_where_the_next_call_goes_on(world: World) -> None:
    for n in range(25):
        world.write(f"ev_{n:02d}", "yyn")
    first = world.keeper.rebuild("us_a", seconds_left=lambda: 1.0)
    assert (first.looked_at, first.changed) == (20, 20), "a slice at least, however little time there is"
    assert first.next is not None
    second = world.keeper.rebuild("us_a", first.next, seconds_left=lambda: 1.0)
    assert (second.looked_at, second.changed, second.next) == (5, 5, RebuildPlace(what="checks"))
    assert world.insights.evaluation_totals("us_a", FIRST, LAST)["manual"] == 25


# The function ------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S4.9")
def test_the_function_counts_what_its_messages_are_about_and_returns_the_failed_ones(world: World) -> None:
    from events.roll_up.handler import lambda_handler

    world.write("ev_1", "yyy")
    world.write("ev_2", "ynn", scorecard_version=1)
    answer = lambda_handler(
        batch(
            message(EVALUATION_COMPLETED, "ev_1", 1),
            raw('{"detail": {"no": "event"}}', 2),
            message(EVALUATION_RESCORED, "ev_2", 3),
            message(EVALUATION_DELETED, "ev_unknown", 4),
            message("debrief.interactions.interaction.recorded.v1", "int_unknown", 5),
            message("debrief.people.user.created.v1", "us_1", 6),
        ),
        CONTEXT,
    )
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert world.insights.evaluation_totals("us_a", FIRST, LAST) == {"manual": 2, "blended": 0, "automatic": 0}


def test_the_function_rebuilds_on_request(world: World) -> None:
    from events.roll_up.handler import lambda_handler

    world.write("ev_1", "yyy")
    first = lambda_handler({"rebuild": {"agent_id": "us_a"}}, CONTEXT)
    assert first == {"looked_at": 1, "changed": 1, "next": {"what": "checks", "before": None}}
    second = lambda_handler({"rebuild": {"agent_id": "us_a", "place": first["next"]}}, CONTEXT)
    assert second == {"looked_at": 0, "changed": 0, "next": {"what": "conversations", "before": None}}
    third = lambda_handler({"rebuild": {"agent_id": "us_a", "place": second["next"]}}, CONTEXT)
    assert third == {"looked_at": 0, "changed": 0, "next": None}


def test_counters_survive_their_names(world: World) -> None:
    world.complete("ev_1", "yyy")
    row = find(RollupRow, "AGENT#us_a#LINES", "2026-03-10#sc_1#000001#manual#0")
    assert row is not None
    assert sorted({counter_parts(name)[0] for name in row.counters}) == sorted(QUESTIONS)


@pytest.mark.feature("S0.11", "S0.6")
def test_conversations_are_counted_once_whatever_is_known_of_them(world: World) -> None:
    world.converse("int_1", handle_ms=100)
    world.converse("int_1", {"xnps": 9, "customer_sentiment": -1.25, "predicted_satisfaction": 4.5}, handle_ms=100)
    known = {"xnps": 3, "predicted_resolution": 1, "repeat_contact": True}
    world.converse("int_2", known, channel="chat", handle_ms=None)
    world.converse("int_3", {"xnps": 7, "predicted_resolution": 0, "repeat_contact": False}, started_at=on_day(20))
    world.converse("int_4", started_at=parse_instant("2026-04-01T00:00:00Z"))
    totals = world.insights.conversation_totals("us_a", FIRST, LAST)
    assert {name: value for name, value in totals.model_dump().items() if value} == {
        "count": 3,
        "voice": 2,
        "chat": 1,
        "handle_ms": 360_100,
        "handled": 2,
        "customer_sentiment_hundredths": -125,
        "customer_sentiment_known": 1,
        "resolved": 1,
        "resolution_known": 2,
        "repeated": 1,
        "repeat_known": 2,
        "first_contact_known": 2,
        "promoters": 1,
        "passives": 1,
        "detractors": 1,
        "satisfaction_hundredths": 450,
        "satisfaction_known": 1,
    }


@pytest.mark.feature("I2", "S0.11")
def test_agents_sentiment_shows_only_while_the_account_has_it_on(world: World) -> None:
    world.converse("int_1", {"agent_sentiment": 2.5})
    assert world.insights.conversation_totals("us_a", FIRST, LAST).agent_sentiment_known == 0
    world.settle(agent_sentiment=True)
    assert world.insights.conversation_totals("us_a", FIRST, LAST).agent_sentiment_hundredths == 250
