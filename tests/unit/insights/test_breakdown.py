"""One figure taken apart: equal to a direct count, beside the period before, and only for who may see it (S4.9)."""

from collections import Counter
from decimal import Decimal
from typing import Any

import boto3
import pytest

from debrief.insights.projection.model import EVERYONE, Days
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.projection.rollups import Evaluator
from debrief.insights.projection.shares import evaluation_share
from debrief.insights.reports.breakdown_model import By
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.tally_keys import OVERALL
from tests.doubles import metered
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.insights.taken_apart import (
    AGENTS,
    BEFORE,
    BYS,
    DAYS,
    ITEMS,
    MODEL,
    PERIOD,
    directly,
    evaluations,
    load,
    within,
)
from tests.unit.insights.world import FIRST, LAST, World, evaluation, on_day


def ask(user_id: str | None, **query: Any) -> Answer:
    from api.insights_api.handler import lambda_handler

    asked = PERIOD | {"scorecard_id": "sc_1"} | {name.removesuffix("_"): value for name, value in query.items()}
    event = api_event("GET", "/reports/breakdown", user_id, query=asked)
    return answer_of(lambda_handler(event, LAMBDA_CONTEXT))


@pytest.fixture
def busy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    load(world, monkeypatch)
    return world


@pytest.mark.feature("S4.9")
@pytest.mark.parametrize("by", BYS)
def test_every_row_equals_a_direct_count_now_and_before(busy: World, by: By) -> None:
    for item in ITEMS:
        which = {f"{item.scope}_id": item.item_id} if item != OVERALL else {}
        body = ask("us_admin", by=by, **which).body
        now, then = (directly(busy, within(evaluations(busy), days), by, item) for days in (DAYS, BEFORE))
        assert {(row["kind"], row["id"]) for row in body["rows"]} == set(now) | (set(then) if by != "week" else set())
        assert body["by_unknown"] == 0
        sample = "applicable" if item.scope == "question" else "scored"
        for row in body["rows"]:
            key = (row["kind"], row["id"])
            pairs = [(row["now"], now.get(key, Counter()))]
            if by == "week":
                assert row["before"] is None
            else:
                pairs.append((row["before"], then.get(key, Counter())))
            for shown, counters in pairs:
                assert shown["sample"] == counters[sample]
                assert shown["not_applicable"] == counters["not_applicable"]
                assert shown["enough_data"] == (counters[sample] >= 5)
                assert shown["passed"] == (None if item.scope == "section" else counters["passed"])
                assert {each["option_id"]: each["count"] for each in shown["options"]} == {
                    name.removeprefix("option."): count for name, count in counters.items() if "option." in name
                }
                if item.scope != "question" and counters[sample] >= 5:
                    average = counters["score_hundredths"] / counters["scored"] / 100
                    assert shown["average"] == pytest.approx(average, abs=0.01)
                    assert shown["average_low"] is None or shown["average_low"] <= average <= shown["average_high"]
                if not shown["enough_data"]:
                    assert shown["pass_percent"] is shown["average"] is shown["pass_low"] is None
        assert (
            body["text"] == {"overall": "", "section": "Conversation today", "question": "Listening today"}[item.scope]
        )
        assert body["before"] == (None if by == "week" else {"first_day": "2026-03-01", "last_day": "2026-03-14"})


@pytest.mark.feature("S4.9", "N3")
def test_a_row_with_enough_in_both_periods_says_how_far_it_moved_and_within_what(busy: World) -> None:
    for item, of in ((OVERALL, "pass_rate"), (ITEMS[1], "average"), (ITEMS[2], "pass_rate")):
        which = {f"{item.scope}_id": item.item_id} if item != OVERALL else {}
        rows = ask("us_admin", by="evaluator", **which).body["rows"]
        assert len(rows) == 3
        both = [row for row in rows if row["now"]["enough_data"] and row["before"]["enough_data"]]
        assert both
        assert all(row["change"] is None for row in rows if row not in both)
        for row in both:
            change, name = row["change"], "average" if of == "average" else "pass_percent"
            assert change["of"] == of
            assert change["points"] == pytest.approx(row["now"][name] - row["before"][name])
            assert change["low"] <= change["points"] <= change["high"]
    busy.settle(minimum_sample=100)
    assert all(row["change"] is None for row in ask("us_admin", by="evaluator").body["rows"])


@pytest.mark.feature("S4.9", "N2")
def test_people_stand_before_models_each_under_its_name(busy: World) -> None:
    rows = ask("us_admin", by="evaluator").body["rows"]
    assert [(row["kind"], row["id"]) for row in rows] == [
        ("person", "us_lead"),
        ("person", "us_other"),
        ("model", "vendor/small:1#eu"),
    ]


@pytest.mark.feature("S4.9")
def test_a_filter_narrows_the_rows_as_it_does_the_report(busy: World) -> None:
    rows = ask("us_admin", by="evaluator", type="automatic", agent_id="us_a").body["rows"]
    wanted = [each for each in within(evaluations(busy), DAYS) if each.agent_id == "us_a" and each.type == "automatic"]
    assert [(row["kind"], row["now"]["sample"]) for row in rows] == [
        ("model", sum(bool(e.score and e.score.percent is not None) for e in wanted))
    ]
    assert ask("us_admin", by="evaluator", previous="false").body["before"] is None


@pytest.mark.feature("S4.9", "P4")
def test_only_what_the_caller_may_see_is_taken_apart(busy: World) -> None:
    def agents(user_id: str, **query: Any) -> set[str]:
        return {row["id"] for row in ask(user_id, by="agent", **query).body["rows"]}

    assert agents("us_admin") == set(AGENTS)
    assert agents("us_lead") == {"us_a", "us_b", "us_c", "us_d"}
    assert agents("us_other") == {"us_x"}
    assert agents("us_a") == {"us_a"}
    # Whoever sees a part of a team sees its sum and nothing of what it is made of.
    for by in BYS:
        assert ask("us_lead", by=by, team_id="tm_big").status == 403
        assert ask("us_x", by=by, team_id="tm_big").status == 403
    assert ask("us_lead", by="agent", agent_id="us_x").status == 404
    assert ask(None, by="agent").status == 401
    assert {row["id"] for row in ask("us_lead", by="team").body["rows"]} == {"tm_small", ""}
    assert {row["id"] for row in ask("us_admin", by="team").body["rows"]} == {"tm_big", "tm_small"}
    assert ask("us_admin", by="agent", team_id="tm_small").body["rows"][0]["id"] == "us_d"


@pytest.mark.feature("S4.9", "P4")
def test_who_looks_after_a_team_sees_no_single_one_who_is_not_in_their_line(busy: World) -> None:
    from debrief.people.model import Team
    from debrief.people.rows_store import team_row

    team = busy.people.find_team("tm_big")
    assert team is not None
    with Transaction(busy.clock, busy.ids) as tx:
        tx.put(team_row(Team(id="tm_big", name=team.name, supervisor_id="us_lead", revision=team.revision)))
    rows = ask("us_lead", by="agent", team_id="tm_big").body["rows"]
    assert {row["id"] for row in rows} == {"us_a", "us_b", "us_c"}
    assert {row["id"] for row in ask("us_lead", by="team").body["rows"]} == {"tm_big", "tm_small"}


@pytest.mark.feature("S4.9", "P4")
def test_who_evaluates_is_compared_by_those_who_look_after_scorecards_alone(busy: World) -> None:
    assert ask("us_a", by="evaluator").status == 403
    assert ask("us_lead", by="evaluator").status == 200


@pytest.mark.feature("S4.9")
def test_what_can_not_be_taken_apart_is_refused_with_what_would_work(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("us_admin", by="team", agent_id="us_a").status == 400
    assert ask("us_admin", by="week", question_id="listening", section_id="se_1").status == 400
    monkeypatch.setattr("debrief.insights.reports.breakdown_service.MOST_PEOPLE", 3)
    refused = ask("us_admin", by="agent")
    assert refused.status == 422
    assert refused.body["errors"][0]["pointer"] == "?by"
    monkeypatch.setattr("debrief.insights.reports.breakdown_service.MOST_TEAMS", 1)
    assert ask("us_admin", by="team").status == 422


@pytest.mark.feature("S4.9")
def test_what_was_counted_before_evaluators_were_kept_is_told_as_such(busy: World) -> None:
    from debrief.insights.projection.store import RollupRow
    from debrief.kernel.storage.tables import query_all

    for shard in range(8):
        for row in query_all(RollupRow, f"EVERYONE#{shard}#EVALUATORS"):
            row.delete()
    body = ask("us_admin", by="evaluator").body
    whole = sum(bool(each.score and each.score.percent is not None) for each in within(evaluations(busy), DAYS))
    assert (body["rows"], body["by_unknown"]) == ([], whole)


@pytest.mark.feature("S4.9", "N3")
def test_means_that_were_counted_without_their_squares_have_no_interval(busy: World) -> None:
    from debrief.insights.reports.breakdown import figures

    old = figures({"scored": 9, "score_hundredths": 63_000}, OVERALL, 5, {})
    assert (old.average, old.average_low, old.average_high) == (70.0, None, None)


@pytest.mark.feature("S4.9", "N9")
def test_a_breakdown_costs_the_same_however_much_it_counts(busy: World) -> None:
    def costs() -> dict[By, tuple[float, int]]:
        found: dict[By, tuple[float, int]] = {}
        for by in BYS:
            with metered() as usage:
                assert ask("us_admin", by=by).status == 200
            found[by] = usage.read_units, usage.round_trips
        return found

    costs()
    few = costs()
    # As if each evaluation had been made ten thousand times.
    table = boto3.resource("dynamodb").Table("test-insights")
    for item in table.scan()["Items"]:
        counts = {name: value * 10_000 for name, value in item.items() if isinstance(value, Decimal)}
        table.put_item(Item=item | counts | {"revision": 1})
    for by, (units, trips) in costs().items():
        assert trips == few[by][1]
        assert units <= 1.1 * few[by][0] + 0.5


@pytest.mark.feature("S4.9")
def test_an_evaluator_survives_its_name(world: World) -> None:
    version = world.versions["sc_1", 1]
    made = evaluation(version, "ev_1", "yyy", provenance=MODEL)
    share = evaluation_share(version, made, "UTC")
    assert share is not None
    world.write("ev_1", "yyy", provenance=MODEL)
    world.keeper.count_evaluation("ev_1")
    rows = list(world.insights.rows([EVERYONE], "EVALUATORS", Days(FIRST, LAST), EvaluationFilter()))
    assert [row.evaluator for row in rows] == [Evaluator("model", MODEL.model)]


@pytest.mark.feature("S4.9")
def test_the_rows_of_every_cut_come_to_the_whole_also_of_people_without_a_team(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, monkeypatch, teamless="us_b", only=(4, 7, 22, 25))
    for user_id, item in (("us_admin", OVERALL), ("us_admin", ITEMS[2]), ("us_lead", OVERALL), ("us_lead", ITEMS[1])):
        which = {f"{item.scope}_id": item.item_id} if item != OVERALL else {}
        totals = {by: _total(ask(user_id, by=by, **which).body["rows"], "now") for by in BYS}
        assert set(totals.values()) == {totals["version"]}, (user_id, item)
        assert totals["version"][0] > 0
        then = {by: _total(ask(user_id, by=by, **which).body["rows"], "before") for by in BYS if by != "week"}
        assert set(then.values()) == {then["version"]}, (user_id, item)


def _total(rows: list[dict[str, Any]], when: str) -> tuple[int, ...]:
    names = ("sample", "passed", "not_applicable", "auto_failed")
    return tuple(sum(each[when][name] or 0 for each in rows) for name in names)


@pytest.mark.feature("S4.9", "P4")
def test_what_is_in_no_team_has_a_row_of_its_own_that_shows_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, monkeypatch, teamless="us_b")

    def rows(user_id: str) -> dict[tuple[str, str], int]:
        return {(each["kind"], each["id"]): each["now"]["sample"] for each in ask(user_id, by="team").body["rows"]}

    one = ask("us_admin", by="agent", agent_id="us_b").body["rows"][0]["now"]["sample"]
    assert list(rows("us_admin").items())[-1] == (("no_team", ""), one)
    # Of a team that isn't all theirs a leader sees what is of their own people, in one row with those without a team.
    own = {each["id"]: each["now"]["sample"] for each in ask("us_lead", by="agent").body["rows"]}
    assert rows("us_lead") == {
        ("team", "tm_small"): own["us_d"],
        ("no_team", ""): own["us_a"] + own["us_b"] + own["us_c"],
    }
    # Whoever looks after a team with others in it sees it whole; who has work in it isn't counted again.
    team = world.people.find_team("tm_big")
    assert team is not None
    from debrief.people.rows_store import team_row

    with Transaction(world.clock, world.ids) as tx:
        tx.put(team_row(team.model_copy(update={"supervisor_id": "us_lead"})))
    found = rows("us_lead")
    assert set(found) == {("team", "tm_big"), ("team", "tm_small"), ("no_team", "")}
    assert found["no_team", ""] == own["us_b"]
    # A team alone has one row.
    assert {kind for kind, _ in rows_of_team("us_admin")} == {"team"}


def rows_of_team(user_id: str) -> list[tuple[str, str]]:
    return [(each["kind"], each["id"]) for each in ask(user_id, by="team", team_id="tm_big").body["rows"]]


@pytest.mark.feature("S4.9", "S4.12")
def test_what_is_in_no_team_tells_nothing_of_what_is_judged_blindly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, monkeypatch, teamless="us_b", only=(4, 7, 22, 25))
    hidden = Blind(interaction_id="int_1", agent_id="us_b", interaction_started_at=on_day(22), by="cal_1")
    earlier = hidden.model_copy(update={"interaction_id": "int_2", "interaction_started_at": on_day(4)})
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_admin", hidden)
        BlindStore().blind(tx, "us_admin", earlier)
    day = {"from_": "2026-03-22", "to": "2026-03-22"}
    assert ask("us_admin", by="team", **day).body["rows"] == []
    teams, versions = (ask("us_admin", by=by).body for by in ("team", "version"))
    for when in ("now", "before"):
        assert _total(teams["rows"], when) == _total(versions["rows"], when)
    assert teams["frame"]["days_left_out"] == versions["frame"]["days_left_out"] == 1
