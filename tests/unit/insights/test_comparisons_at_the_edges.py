"""Comparisons of agents where a team is large, people are renamed meanwhile, or values have no spread (S1, N3, P4)."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.insights.benchmarks import refresh_steps
from debrief.insights.benchmarks.making import team_averages
from debrief.insights.benchmarks.model import Cell, TeamFigure
from debrief.insights.benchmarks.refresh_steps import RefreshSteps
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.ranking import Entry, ranked
from debrief.insights.effectiveness.showing import team_figure
from debrief.insights.inquiry_averages import EffectMetric
from debrief.insights.projection.inquiry_sums import InquirySums
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.words import Channel
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, Team
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import team_row
from tests.unit.insights.test_performance import _made, _of, ask
from tests.unit.insights.world import NOW, World

AES = EffectMetric.EFFECTIVENESS
ONE = InquirySums(12, 12, 12 * 312_345, 12 * 312_345**2, 12, 780_000_000, 10**17, 12, 12 * 412, 12 * 412**2, 12, 9)
MOST_BYTES = 400_000
"""Of an item of DynamoDB."""


def _steps(world: World) -> RefreshSteps:
    return RefreshSteps(BenchmarkStore(), RollupStore(), world.people, world.clock, world.ids)


def _named(number: int) -> str:
    return derived_id("us", str(number))


# Large teams -------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S1.3")
@pytest.mark.parametrize(("agents", "inquiries", "name"), [(200, 19, "Inquiry"), (4, 250, "Anfrage über " + "ß" * 500)])
def test_a_teams_row_stays_below_what_an_item_may_be(agents: int, inquiries: int, name: str) -> None:
    cells = [
        Cell(inquiry=f"{name} {kind}", agent_id=_named(agent), team_id="tm_1", sums=ONE)
        for agent in range(agents)
        for kind in range(inquiries)
    ]
    row = team_averages(cells, Channel.VOICE)["tm_1"]
    assert len(row.model_dump_json().encode()) < 0.8 * MOST_BYTES
    figure = next(iter(row.inquiries.values()))[AES]
    assert figure.value == pytest.approx(65)
    assert (figure.number, figure.people) == (12 * agents, agents)


@pytest.mark.feature("S1.4", "S1.3")
def test_a_large_team_keeps_nobody_elses_comparison_back(world: World) -> None:
    """More figures of a team than an item holds ended the whole run, for everybody and each night again."""
    cells = [
        Cell(inquiry=f"Inquiry {kind}", agent_id=_named(agent), team_id="tm_1", sums=ONE)
        for agent in range(160)
        for kind in range(19)
    ]
    BenchmarkStore().put_teams(Channel.VOICE, 0, team_averages(cells, Channel.VOICE), world.clock, world.ids)


@pytest.mark.feature("P4", "S1.3")
def test_of_a_large_team_the_average_is_told_as_of_a_small_one() -> None:
    some = {_named(agent): 12 for agent in range(20)}
    figure = TeamFigure(value=65.4321, number=600, agents=some, people=50)

    def told(seen: frozenset[str] | None) -> tuple[float | None, bool]:
        view = team_figure(AES, figure, seen)
        return view.value, view.withheld

    assert told(None) == (65.4321, False)
    assert told(frozenset()) == (65.4, False)
    # Whether they see the others as well can't be told, so it isn't told whole.
    assert told(frozenset(some)) == (None, True)


@pytest.mark.feature("P4", "S1.3")
def test_nobodys_own_figure_stands_as_that_of_their_team() -> None:
    alone = TeamFigure(value=48, number=12, people=1, agents={"us_a": 12})
    two = TeamFigure(value=48, number=24, people=2, agents={"us_a": 12, "us_b": 12})

    def told(figure: TeamFigure, agent: str, seen: frozenset[str] | None) -> tuple[float | None, bool]:
        view = team_figure(AES, figure, seen, agent_id=agent)
        return view.value, view.withheld

    for seen in (None, frozenset({"us_a"})):
        assert told(alone, "us_a", seen) == (None, True)
    assert told(alone, "us_b", None) == (48, False), "somebody else's is a figure beside theirs"
    assert told(two, "us_a", None) == (48, False)


@pytest.mark.feature("P4", "S1.3")
def test_who_supervises_a_team_is_told_its_average_whole(world: World) -> None:
    team_row(Team(id="tm_big", name="Team tm_big", supervisor_id="us_lead", revision=1)).save()
    seconds = {"us_a": 101, "us_b": 203, "us_c": 307, "us_x": 409}
    world.load([], [each for agent, pace in seconds.items() for each in _of(agent, pace)])
    _steps(world).go_on()
    found = {
        who: ask(who, "inquiries/details", agent_id=agent, inquiry="bill", beside="true").body["team"][0]
        for who, agent in (("us_lead", "us_a"), ("us_other", "us_x"))
    }
    assert found["us_lead"]["value"] == pytest.approx(sum(seconds.values()) / 5 / 4)
    assert found["us_other"]["value"] == 51.0


# People who are renamed while they are gone through by name --------------------------------------------------------


@pytest.mark.feature("S1.4")
def test_who_is_renamed_meanwhile_is_counted_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = {"us_a": 100, "us_b": 200, "us_c": 300, "us_d": 400}
    world.load([], [each for agent, seconds in pace.items() for each in _of(agent, seconds)])
    monkeypatch.setattr(refresh_steps, "PAGE", 2)
    monkeypatch.setattr(refresh_steps, "LONGEST", timedelta(0))
    assert _steps(world).go_on() == NOW
    user = world.people.find_user("us_a")
    assert user is not None
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(user, user.model_copy(update={"name": "Zoe Sample"}))])
    while _steps(world).go_on() == NOW:
        pass
    bounds = BenchmarkStore().benchmarks(Channel.VOICE, ["bill"])["bill"].metrics[AES]
    assert (bounds.agents, bounds.best_agents) == (4, 1)
    figure = BenchmarkStore().team("tm_big", Channel.VOICE, ["bill"]).inquiries["bill"][AES]
    assert (figure.number, figure.people) == (18, 3)


# The leaderboard ---------------------------------------------------------------------------------------------------


@pytest.mark.feature("N3")
def test_whose_values_are_all_the_same_may_have_any_rank() -> None:
    """Five times the same says nothing of the next one, so no interval is no narrow interval."""
    entries = [Entry("us_a", 4.0), Entry("us_b", 3.0), Entry("us_c", 2.0, 1.5, 2.5)]
    places = {each.entry.agent_id: each for each in ranked(entries, EffectMetric.SATISFACTION)}
    assert {id: (each.rank, each.first, each.last) for id, each in places.items()} == {
        "us_a": (1, 1, 3),
        "us_b": (2, 1, 3),
        "us_c": (3, 1, 3),
    }


@pytest.mark.feature("N3", "S1.4")
def test_a_leaderboard_shows_no_interval_where_there_is_none_and_no_rate_below_its_minimum(world: World) -> None:
    world.settle(minimum_sample=7)
    made = [_made("us_a", number, 100, ("bill",)) for number in range(6)]
    made += [_made("us_b", number, 100 + number, ("bill",)) for number in range(7)]
    world.load([], made)
    _steps(world).go_on()

    def rows(metric: str) -> dict[str, dict[str, Any]]:
        found = ask("us_lead", "leaderboard", metric=metric).body
        return {each["agent_id"]: each for each in found["items"]}

    alike = rows("effectiveness")["us_a"]
    assert (alike["value"], alike["low"], alike["high"]) == (20, None, None)
    assert (alike["rank"], alike["first"], alike["last"]) == (1, 1, 2)
    rates = rows("resolution")
    assert (rates["us_a"]["value"], rates["us_a"]["rank"]) == (None, None), "6 of 7"
    assert rates["us_b"]["value"] == 100
    assert ask("us_lead", "leaderboard", metric="resolution").body["minimum"] == 7
    assert BenchmarkStore().benchmarks(Channel.VOICE, ["bill"])["bill"].metrics[EffectMetric.RESOLUTION].agents == 1
    few = TeamFigure(value=100, number=6, people=4, agents={"us_a": 6})
    told = [team_figure(EffectMetric.RESOLUTION, few, None, rates_from=least).value for least in (6, 7)]
    assert told == [100, None]
