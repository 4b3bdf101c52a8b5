"""The reports of the API: right to the digit, honest about small samples, and only what the caller may see."""

from collections.abc import Callable
from typing import Any

import pytest

from debrief.insights.intervals import wilson
from debrief.insights.line_items import line_item_rates, percent_text, strongest_and_weakest
from debrief.insights.projection.conversation_totals import metrics
from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.insights.reports import access as reports_access
from debrief.insights.reports.access import MOST_PEOPLE, MOST_PERSON_DAYS
from debrief.interactions.conversations.model import Interaction
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.model import Evaluation
from tests.doubles import metered
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.insights.world import FIRST, LAST, QUESTIONS, World, conversation, evaluation, on_day, within

PERIOD = {"from": "2026-03-01", "to": "2026-03-31"}
AGENTS = ("us_a", "us_b", "us_c", "us_d", "us_x")
TEAMS = {"us_d": "tm_small"}


def ask(user_id: str | None, report: str, **query: Any) -> Answer:
    from api.insights_api.handler import lambda_handler

    period = {name.removesuffix("_"): value for name, value in query.items()}
    event = api_event("GET", f"/reports/{report}", user_id, query=PERIOD | period)
    return answer_of(lambda_handler(event, LAMBDA_CONTEXT))


@pytest.fixture
def busy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Six evaluations and conversations of each agent, in different weeks, the agents differing in what they do."""
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    monkeypatch.setattr(handler.reports._insights, "_scorecards", world.scorecards)
    world.publish("sc_2", "Chat", 1)
    world.load(evaluations(world), [_conversation(agent, n) for agent in AGENTS for n in range(6)])
    return world


def evaluations(world: World, wanted: Callable[[str], bool] = lambda _: True) -> list[Evaluation]:
    """The evaluations of the busy world, or those of some of its agents."""
    return [_evaluation(world, place, n) for place, agent in enumerate(AGENTS) if wanted(agent) for n in range(6)]


def _evaluation(world: World, place: int, n: int) -> Evaluation:
    agent = AGENTS[place]
    return evaluation(
        world.versions["sc_2" if n == 5 else "sc_1", 1],
        f"ev_{agent}_{n}",
        "".join(("yno" if n % 2 else "yn-")[(place + n * question) % 3] for question in range(1, 4)),
        agent_id=agent,
        team_id=TEAMS.get(agent, "tm_big"),
        type="automatic" if n % 2 else "manual",
        interaction_started_at=on_day(2 + 5 * n),
    )


def _conversation(agent: str, n: int) -> Interaction:
    return conversation(
        f"int_{agent}_{n}",
        {"xnps": 2 * n, "predicted_resolution": n % 2, "customer_sentiment": 1.5, "agent_sentiment": 2},
        agent_id=agent,
        team_id=TEAMS.get(agent, "tm_big"),
        started_at=on_day(2 + 5 * n),
        handle_ms=1000 * (n + 1),
    )


@pytest.mark.feature("S4.9", "S0.10", "N3", "N11")
def test_the_line_item_report_equals_a_direct_count_to_the_digit(busy: World) -> None:
    answer = ask("us_admin", "line-items")
    assert answer.status == 200, answer.body
    rates = line_item_rates(busy.counted_directly(evaluations(busy)))
    assert [item["percent_text"] for item in answer.body["items"]] == [percent_text(rate) for rate in rates]
    for item, rate in zip(answer.body["items"], rates, strict=True):
        assert {name: item[name] for name in rate.model_dump()} == rate.model_dump()
    assert (
        sum(item["no_opportunity"] for item in answer.body["items"])
        > 0
        < sum(item["not_applicable"] for item in answer.body["items"])
    )
    assert answer.body["several_scorecards"] is True
    assert answer.body["frame"] == {
        "first_day": "2026-03-01",
        "last_day": "2026-03-31",
        "time_zone": "UTC",
        "minimum": 5,
        "anonymous": False,
        "weeks_left_out": 0,
        "days_left_out": 0,
    }


@pytest.mark.feature("S0.10", "N3")
def test_nothing_is_a_percentage_or_ranked_below_the_minimum(busy: World) -> None:
    items = ask("us_admin", "line-items", agent_id="us_a").body["items"]
    thin = [item for item in items if item["applicable"] < 5]
    assert thin
    for item in thin:
        assert (item["percent"], item["percent_text"], item["low"], item["standing"]) == (None,) * 4
    busy.settle(minimum_sample=1)
    items = ask("us_admin", "line-items", agent_id="us_a").body["items"]
    known = [item for item in items if item["applicable"]]
    assert all(item["low"] <= item["percent"] <= item["high"] for item in known)
    rates = line_item_rates(busy.counted_directly(evaluations(busy, lambda agent: agent == "us_a")), minimum=1)
    extremes = strongest_and_weakest(rates)
    for standing, side in (("strongest", extremes.strongest), ("weakest", extremes.weakest)):
        assert {(i["scorecard_id"], i["question_id"]) for i in known if i["standing"] == standing} == {
            (rate.scorecard_id, rate.question_id) for rate in side
        }


@pytest.mark.feature("S0.7", "S4.9")
def test_types_scorecards_and_days_narrow_the_report(busy: World) -> None:
    def items(**query: Any) -> set[tuple[str, str, int, int]]:
        found = ask("us_admin", "line-items", **query).body["items"]
        return {(i["scorecard_id"], i["question_id"], i["passed"], i["applicable"]) for i in found}

    def direct(kept: list[Evaluation]) -> set[tuple[str, str, int, int]]:
        rates = line_item_rates(busy.counted_directly(kept))
        return {(r.scorecard_id, r.question_id, r.passed, r.applicable) for r in rates}

    all_ = evaluations(busy)
    assert items(type="manual") == direct([each for each in all_ if each.type == "manual"])
    assert items(type=["manual", "automatic"]) == direct(all_)
    assert items(scorecard_id="sc_2") == direct([each for each in all_ if each.scorecard_id == "sc_2"])
    first, last = on_day(7).date(), on_day(12).date()
    assert items(from_=str(first), to=str(last)) == direct(within(all_, first, last))
    assert items(from_="2026-04-01", to="2026-04-02") == set()


@pytest.mark.feature("S4.9", "S0.6", "S0.7", "N3")
def test_the_evaluation_report(busy: World) -> None:
    body = ask("us_admin", "evaluations", team_id="tm_big", every="week").body
    assert body["by_type"] == {"manual": 12, "blended": 0, "automatic": 12}
    kept = [each for each in evaluations(busy, lambda agent: agent != "us_d") if each.type == "manual"]
    manual = next(line for line in body["items"] if line["type"] == "manual" and line["scorecard_id"] == "sc_1")
    scores = [each.score for each in kept if each.score and each.score.percent is not None]
    percents = [score.percent for score in scores if score.percent is not None]
    assert manual["scorecard_name"] == "Voice"
    assert manual["evaluations"] == len(kept)
    assert manual["scored"] == len(scores)
    assert manual["average"] == pytest.approx(sum(percents) / len(percents))
    passed = sum(score.passed is True for score in scores)
    low, high = wilson(passed, len(scores))
    assert (manual["pass_low"], manual["pass_high"]) == (pytest.approx(100 * low), pytest.approx(100 * high))
    weeks = [(point["first_day"], point["scorecard_id"], point["evaluations"]) for point in body["series"]]
    assert weeks == [
        ("2026-03-02", "sc_1", 8),  # the 2nd (a Monday) and the 7th
        ("2026-03-09", "sc_1", 4),
        ("2026-03-16", "sc_1", 8),
        ("2026-03-23", "sc_2", 4),
    ]
    one = ask("us_admin", "evaluations", agent_id="us_a").body
    assert len(one["series"]) == 6
    assert all(line["average"] is None for line in one["items"] if line["scored"] < 5)
    assert not any(point["enough_data"] for point in one["series"])
    assert {point["average"] for point in one["series"]} == {None}
    points = body["series"]
    assert all((point["average"] is not None) is point["enough_data"] is (point["scored"] >= 5) for point in points)
    assert {point["enough_data"] for point in points} == {True, False}


@pytest.mark.feature("S4.9", "N11")
def test_the_response_breakdown(busy: World) -> None:
    body = ask("us_admin", "responses", scorecard_id="sc_1").body
    kept = [each for each in evaluations(busy) if each.scorecard_id == "sc_1"]
    assert body["overall"]["evaluations"] == len(kept)
    assert [section["title"] for section in body["sections"]] == ["Conversation"]
    assert body["sections"][0]["scored"] + body["sections"][0]["not_applicable"] == len(kept)
    assert [question["question_id"] for question in body["questions"]] == list(QUESTIONS)
    for question in body["questions"]:
        given = [a for each in kept for a in each.answers if a.question_id == question["question_id"]]
        without = sum(answer.no_opportunity for answer in given)
        assert question["no_opportunity"] == without
        assert question["not_applicable"] == sum(answer.not_applicable for answer in given) - without
        for option in question["options"]:
            count = sum(answer.option_id == option["option_id"] for answer in given)
            assert option["count"] == count
            assert option["percent"] == pytest.approx(100 * count / question["applicable"])
    assert ask("us_admin", "responses").status == 400


@pytest.mark.feature("S0.11", "N3")
def test_the_conversation_report(busy: World) -> None:
    body = ask("us_admin", "conversations", agent_id="us_a").body
    assert body["totals"]["count"] == 6
    values = {metric["name"]: metric for metric in body["metrics"]}
    assert "agent_sentiment" not in values
    assert body["totals"]["agent_sentiment_known"] == 0
    # xNPS 0 2 4 6 | 8 | 10: one promoter, four detractors
    assert values["xnps"]["value"] == pytest.approx(100 * (1 - 4) / 6)
    assert values["average_handling_time"]["value"] == 3500
    assert values["customer_sentiment"]["value"] == 1.5
    assert (values["resolution_rate"]["value"], values["resolution_rate"]["sample"]) == (50, 6)
    assert values["resolution_rate"]["low"] == pytest.approx(100 * wilson(3, 6).low)
    assert (values["satisfaction"]["value"], values["satisfaction"]["enough_data"]) == (None, False)
    assert [point["totals"]["count"] for point in body["series"]] == [1] * 6
    weeks = ask("us_admin", "conversations", agent_id="us_a", every="week").body["series"]
    assert [point["totals"]["count"] for point in weeks] == [2, 1, 2, 1]
    busy.settle(agent_sentiment=True)
    names = [metric["name"] for metric in ask("us_admin", "conversations").body["metrics"]]
    assert names[:3] == ["xnps", "agent_sentiment", "customer_sentiment"]


@pytest.mark.feature("N3", "S0.11")
def test_no_metric_below_the_minimum(busy: World) -> None:
    totals = busy.insights.conversation_totals("us_a", FIRST, LAST)
    for metric in metrics(totals, minimum=7, agent_sentiment=True):
        assert (metric.value, metric.low, metric.high, metric.enough_data) == (None, None, None, False)


# Who sees what -----------------------------------------------------------------------------------------------------


def count(answer: Answer) -> int:
    assert answer.status == 200, answer.body
    return int(answer.body["totals"]["count"])


@pytest.mark.feature("P4")
def test_without_a_subject_everyone_sees_what_they_may(busy: World) -> None:
    for user_id, seen in {
        "us_admin": 30,
        "us_head": 24,  # a, b, c and d, two levels below
        "us_lead": 24,
        "us_other": 6,
        "us_a": 6,
    }.items():
        assert count(ask(user_id, "conversations")) == seen, user_id
        assert sum(ask(user_id, "evaluations").body["by_type"].values()) == seen, user_id


@pytest.mark.feature("P4")
def test_an_agents_report_is_for_those_above_them(busy: World) -> None:
    cases: list[tuple[str | None, str, int]] = [
        ("us_admin", "us_a", 200),
        ("us_admin", "us_nobody", 404),
        ("us_head", "us_a", 200),
        ("us_lead", "us_x", 404),
        ("us_lead", "us_nobody", 404),
        ("us_a", "us_a", 200),
        ("us_a", "us_b", 404),
        ("us_a", "us_lead", 404),
        (None, "us_a", 401),
    ]
    for user_id, agent, status in cases:
        for report in ("line-items", "evaluations", "conversations"):
            assert ask(user_id, report, agent_id=agent).status == status, (user_id, agent, report)
        assert ask(user_id, "responses", agent_id=agent, scorecard_id="sc_1").status == status, (user_id, agent)


@pytest.mark.feature("P4")
def test_a_teams_report(busy: World) -> None:
    cases: list[tuple[str, str, int, bool | None]] = [
        ("us_admin", "tm_big", 200, False),
        ("us_admin", "tm_nowhere", 404, None),
        ("us_lead", "tm_small", 200, False),  # all of it is in the line
        ("us_lead", "tm_big", 403, None),  # us_x isn't, and is what the others leave of the sum
        ("us_other", "tm_small", 404, None),
        ("us_a", "tm_big", 200, True),
        ("us_a", "tm_small", 404, None),
        ("us_a", "tm_nowhere", 404, None),
        ("us_d", "tm_small", 403, None),  # alone in it
        ("us_head", "tm_empty", 404, None),
    ]
    for user_id, team, status, anonymous in cases:
        answer = ask(user_id, "conversations", team_id=team)
        assert answer.status == status, (user_id, team)
        if status == 200:
            assert answer.body["frame"]["anonymous"] is anonymous, (user_id, team)
            assert bool(answer.body["series"]) is not anonymous
            assert answer.body["totals"]["count"] == (24 if team == "tm_big" else 6)
            assert bool(ask(user_id, "evaluations", team_id=team).body["series"]) is not anonymous


@pytest.mark.feature("P4")
def test_an_anonymous_average_covers_a_week_at_least(busy: World) -> None:
    week = {"from_": "2026-03-02", "to": "2026-03-08"}
    assert ask("us_a", "conversations", team_id="tm_big", **week).status == 200
    short = ask("us_a", "conversations", team_id="tm_big", **(week | {"to": "2026-03-07"}))
    assert short.status == 403
    assert short.body["errors"][0]["pointer"] == "?from"
    assert ask("us_admin", "conversations", team_id="tm_big", **(week | {"to": "2026-03-02"})).status == 200


@pytest.mark.feature("P4")
def test_a_line_that_is_too_long_is_told_to_choose(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = len(Access(PeopleStore()).visible_people(Access(PeopleStore()).caller("us_head"), MOST_PEOPLE) or ())
    monkeypatch.setattr(reports_access, "MOST_PEOPLE", everyone)
    assert ask("us_head", "conversations").status == 200
    monkeypatch.setattr(reports_access, "MOST_PEOPLE", everyone - 1)
    answer = ask("us_head", "conversations")
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, "?team_id")


@pytest.mark.feature("P4")
def test_a_long_line_over_a_long_time_is_told_how_many_days_would_do(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days count as people do: each of both is a row to read for each of the other."""
    many = frozenset(f"us_{n}" for n in range(MOST_PERSON_DAYS // 100))
    monkeypatch.setattr(Access, "visible_people", lambda self, caller, most: many)
    answer = ask("us_head", "conversations", from_="2025-04-01", to="2026-03-31")
    told = "must leave 100 days at most for a line of 160; or choose a team or a person"
    assert (answer.status, answer.body["errors"]) == (422, [{"pointer": "?from", "message": told}])
    assert ask("us_head", "conversations", from_="2025-12-22", to="2026-03-31").status == 200, "100 days, as it says"
    assert ask("us_head", "conversations", from_="2025-12-21", to="2026-03-31").status == 422


def test_errors_name_the_field(busy: World) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({"from_": "2026-03-02", "to": "2026-03-01"}, "?to"),
        ({"from_": "2025-01-01", "to": "2026-03-01"}, "?from"),
        ({"from_": "yesterday"}, "?from"),
        ({"to": "2026-02-30"}, "?to"),
        ({"type": "guessed"}, "?type/0"),
        ({"agent_id": "us_a", "team_id": "tm_big"}, "?team_id"),
    ]
    for query, pointer in cases:
        answer = ask("us_admin", "line-items", **query)
        assert (answer.status, [error["pointer"] for error in answer.body["errors"]]) == (400, [pointer]), query


@pytest.mark.feature("S0.5")
def test_the_last_28_days_of_the_accounts_time_zone_unless_told(busy: World) -> None:
    from api.insights_api.handler import lambda_handler

    for zone, first, last in (
        ("UTC", "2026-03-04", "2026-03-31"),
        ("Pacific/Kiritimati", "2026-03-05", "2026-04-01"),
        ("Pacific/Pago_Pago", "2026-03-04", "2026-03-31"),
    ):
        busy.settle(time_zone=zone)
        event = api_event("GET", "/reports/conversations", "us_admin")
        frame = answer_of(lambda_handler(event, LAMBDA_CONTEXT)).body["frame"]
        assert (frame["first_day"], frame["last_day"]) == (first, last), zone


# What it costs -----------------------------------------------------------------------------------------------------


@pytest.mark.feature("S4.9")
def test_four_times_the_evaluations_cost_the_same_to_read(world: World) -> None:
    def cost() -> tuple[int, int]:
        with metered() as usage:
            world.insights.line_item_counts("us_a", FIRST, LAST)
            world.insights.evaluation_totals("us_a", FIRST, LAST)
            world.insights.conversation_totals("us_a", FIRST, LAST)
        rows = list(world.store.evaluations([Subject("agent", "us_a")], "LINES", Days(FIRST, LAST)))
        return usage.round_trips, len(rows)

    for n in range(3):
        world.complete(f"ev_{n}", "yny", interaction_started_at=on_day(n + 1))
        world.converse(f"int_{n}", started_at=on_day(n + 1))
    few = cost()
    for n in range(3, 12):
        world.complete(f"ev_{n}", "yny", interaction_started_at=on_day(n % 3 + 1))
        world.converse(f"int_{n}", started_at=on_day(n % 3 + 1))
    assert cost() == few
    assert few[0] <= 6
    with metered() as usage:
        world.insights.scores([EVERYONE], Days(FIRST, LAST))
    assert usage.round_trips == 8
