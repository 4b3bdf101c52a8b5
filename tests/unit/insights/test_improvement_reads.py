"""What improvement costs to read, in requests and units: few, and the same for a small team and a large one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from debrief.insights.improvement.coached import Coached, Practised, share_of
from debrief.insights.improvement.model import Attribute
from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.reports.service import ReportQuery
from tests.doubles import metered
from tests.unit.insights.test_improvement_pages import LISTENS, TODAY, Improving, at
from tests.unit.insights.world import conversation, evaluation

DAYS_BACK = range(1, 58, 14)
"""On one day of fourteen something happens to each agent: rows of every day would differ in units alone."""


@pytest.fixture
def improving(aws: None) -> Improving:
    return Improving()


def staffed(improving: Improving, people: int, first: int = 0) -> list[str]:
    """So many agents in the big team, from one on, each with a conversation and two evaluations on some days; every
    second was coached on listening, with practice, in the period before."""
    ids = improving.hire(people, first)
    made: list[Any] = []
    talked: list[Any] = []
    for place, id in enumerate(ids):
        for back in DAYS_BACK:
            day = TODAY - timedelta(days=back)
            moment = {"agent_id": id, "interaction_started_at": at(day), "completed_at": at(day)}
            for each in range(2):
                answers = "yny" if (place + back + each) % 3 else "nyy"
                made.append(evaluation(improving.versions["sc_1", 1], f"ev_{id}_{back}_{each}", answers, **moment))
            known = {
                "predicted_resolution": True,
                "repeat_contact": bool(place % 2),
                "customer_sentiment_start": -1.0,
                "customer_sentiment_end": 1.0 + place % 3,
            }
            talked.append(conversation(f"int_{id}_{back}", known, agent_id=id, started_at=at(day)))
    improving.load(made, talked)
    improving.put_shares(share_of(coached_on(id, place), "tm_big") for place, id in enumerate(ids) if place % 2 == 0)
    return ids


def coached_on(agent_id: str, place: int) -> Coached:
    given = TODAY - timedelta(days=40 + place % 5)
    return Coached(
        id=f"ps_{agent_id}",
        agent_id=agent_id,
        given=given,
        due=given + timedelta(days=14),
        done=given + timedelta(days=3) if place % 4 else None,
        attributes=(LISTENS,),
        practised=Practised(2, 40.0, 80.0, 80.0),
    )


def asked(improving: Improving, agent_id: str) -> dict[str, Callable[[], Any]]:
    """Everything that is asked about improvement, for one agent, a team and a lead's line."""
    lead, admin = improving.caller("us_lead"), improving.caller("us_admin")
    one, team, line = ReportQuery(agent_id=agent_id), ReportQuery(team_id="tm_big"), ReportQuery()
    return {
        "metrics of an agent": lambda: improving.metrics.report(lead, one, beside=True),
        "metrics of a team": lambda: improving.metrics.report(admin, team, beside=True),
        "metrics of the account": lambda: improving.metrics.report(admin, line, beside=True),
        "metrics of a line": lambda: improving.metrics.report(lead, line, beside=True),
        "criteria of an agent": lambda: improving.criteria.of(lead, agent_id),
        "flagged of a team": lambda: improving.flagged.of(admin, None, "tm_big"),
        "practice of a team": lambda: improving.practice.report(admin, team),
    }


def costs(improving: Improving, agent_id: str) -> dict[str, tuple[int, float]]:
    """Round trips and read units of each; what settings and scorecards cost is read once before."""
    found = {}
    for name, ask in asked(improving, agent_id).items():
        with metered() as usage:
            ask()
        found[name] = (usage.round_trips, usage.read_units)
    return found


SMALL, LARGE = 12, 18
MOST = {
    "metrics of an agent": (13, 20),
    "metrics of a team": (13, 30),
    "metrics of the account": (32, 50),
    "criteria of an agent": (15, 20),
    "flagged of a team": (10, 20),
    "practice of a team": (11, 60),
}
"""Requests, of which a good half tells who asks and what they may see; and units."""


@pytest.mark.feature("S2.6", "S2.7")
def test_improvement_is_read_in_few_requests_and_in_as_many_of_a_larger_team(improving: Improving) -> None:
    ids = staffed(improving, SMALL)
    few = costs(improving, ids[0])
    staffed(improving, LARGE - SMALL, SMALL)
    for name, (trips, units) in costs(improving, ids[0]).items():
        if name == "metrics of a line":
            # Two for each of a line, and what is the same for all of them.
            assert trips - few[name][0] <= 2 * (LARGE - SMALL), name
            assert trips <= 2 * (LARGE + 4) + 16, name
        else:
            most_trips, most_units = MOST[name]
            assert trips == few[name][0], name
            assert trips <= most_trips, name
            assert units <= most_units, name


@pytest.mark.feature("S2.7")
def test_what_is_kept_of_each_of_a_team_comes_to_what_the_whole_comes_to(improving: Improving) -> None:
    ids = staffed(improving, 3)
    days = Days(TODAY - timedelta(days=60), TODAY)
    every = EvaluationFilter()
    (team,) = improving.reader.figures([Subject("team", "tm_big")], [days], every)
    (rows,) = improving.reader.figures([Subject("team", "tm_big")], [days], every._replace(types=frozenset({"manual"})))
    (agents,) = improving.reader.figures([Subject("agent", id) for id in ids], [days], every)
    everyone = improving.reader.figures([EVERYONE], [days], every)
    members = improving.reader.stands(["tm_big"], [days], every)
    assert team["quality"].number == 2 * 3 * len(DAYS_BACK)
    assert team == rows == agents == everyone[0]
    assert set(members) == set(ids)
    for name, sums in team.items():
        assert sum(members[id][0][name].number for id in ids) == sums.number
        assert sum(members[id][0][name].hundredths for id in ids) == sums.hundredths


@pytest.mark.feature("S2.7")
def test_of_more_teams_than_are_read_nobody_else_is_taken_for_coached(
    improving: Improving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debrief.insights.improvement.candidates_reader.MOST_TEAMS", 1)
    improving.put_shares(
        share_of(coached_on(id, 0), team) for id, team in (("us_a", "tm_big"), ("us_b", "tm_big"), ("us_d", "tm_small"))
    )
    before, now = Days(TODAY - timedelta(days=60), TODAY - timedelta(days=31)), Days(TODAY - timedelta(days=30), TODAY)
    chosen = improving.candidates.of(improving.caller("us_admin"), [EVERYONE], before, now)
    (team_id,) = chosen.team_ids
    assert {each.team_id for each in improving.people.find_users(chosen.coached)} == {team_id}
    assert len(chosen.coached) == (2 if team_id == "tm_big" else 1)


@pytest.mark.feature("S2.6")
def test_courses_of_a_team_are_those_of_each_of_its_agents(improving: Improving) -> None:
    ids = staffed(improving, 3)
    days = Days(TODAY - timedelta(days=60), TODAY)
    section = Attribute("sc_1", section_id="se_1")
    many = improving.weekly.courses("tm_big", days, [LISTENS, section])
    for id in ids:
        own = improving.weekly.course([Subject("agent", id)], days, [LISTENS, section])
        for attribute in (LISTENS, section):
            assert many[id].within(attribute, days) == own.within(attribute, days)
            assert own.within(attribute, days).number == 2 * len(DAYS_BACK)
