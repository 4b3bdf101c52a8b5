"""What the API shows of agents against a slow reference, which reads raw conversations and nothing of Debrief's (S1).

It knows the formulas of S1.2, S1.3, S1.4 and S1.6 as the field tells them, quartiles as Python's own library has them
(`statistics.quantiles`, "inclusive": definition 7 of Hyndman and Fan), and months as dateutil has them.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import fmean, median, quantiles
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from debrief.insights.benchmarks.refresh_steps import RefreshSteps
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.model import Interaction
from tests.sizes import soaked
from tests.unit.insights.test_performance import ask
from tests.unit.insights.world import World, conversation

AGENTS: Final = ("us_a", "us_b", "us_c", "us_d", "us_x")
LINE: Final = ("us_a", "us_b", "us_c", "us_d")
INQUIRIES: Final = ("bill: late", "a#b/ü", "return|parcel")
PEAK: Final = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)
"""The newest conversation: yesterday in St. John's, whose clocks were put on in the period, and today in Kolkata."""
LEAST: Final = 5
TABLES: Final = tuple(("inquiries", period) for period in ("month", "week", "24_hours"))


class Raw(NamedTuple):
    """A conversation as the reference knows it."""

    id: str
    agent_id: str
    channel: str
    at: datetime
    handle_ms: int | None
    stars: Fraction | None
    resolved: int | None
    inquiries: tuple[str, ...]

    def value(self, metric: str) -> Fraction | None:
        """What it counts with; None where a part of that isn't known."""
        if metric == "handle_time":
            return None if self.handle_ms is None else Fraction(self.handle_ms)
        if metric == "satisfaction":
            return self.stars
        if metric == "resolution":
            return None if self.resolved is None else Fraction(100 * self.resolved)
        if self.handle_ms is None:
            return None
        seconds = Fraction(self.handle_ms, 1000)
        if self.channel == "email":
            return seconds
        return None if self.stars is None or self.resolved is None else seconds / (self.stars + self.resolved)


def _drawn(seed: int) -> list[Raw]:
    """Conversations of a quarter and some days more, at any hour; of some a value isn't known."""
    chance = random.Random(seed)
    made = []
    for agent, many in zip(AGENTS, (40, 30, 24, 18, 30), strict=True):
        pace = chance.uniform(0.5, 2)
        for number in range(many):
            email = chance.random() < 0.2
            back = timedelta(minutes=chance.choice((chance.randrange(60 * 26), chance.randrange(60 * 24 * 100))))
            made.append(
                Raw(
                    id=f"int_{agent}_{number}",
                    agent_id=agent,
                    channel="email" if email else "voice",
                    at=PEAK - (timedelta() if number == 0 and not email and agent == "us_a" else back),
                    handle_ms=None if chance.random() < 0.1 else int(pace * chance.expovariate(1 / 300_000)),
                    stars=None if email or chance.random() < 0.1 else Fraction(chance.randint(100, 500), 100),
                    resolved=None if email or chance.random() < 0.1 else chance.randint(0, 1),
                    inquiries=tuple(chance.sample(INQUIRIES, chance.choice((0, 1, 1, 1, 2)))),
                )
            )
    return made


def _stored(raw: Raw) -> Interaction:
    read = {
        name: value
        for name, value in (
            ("predicted_satisfaction", None if raw.stars is None else float(raw.stars)),
            ("predicted_resolution", raw.resolved),
        )
        if value is not None
    }
    return conversation(
        raw.id,
        read,
        agent_id=raw.agent_id,
        team_id="tm_small" if raw.agent_id == "us_d" else "tm_big",
        channel=raw.channel,
        handle_ms=raw.handle_ms,
        inquiry=raw.inquiries,
        started_at=raw.at,
    )


# The reference -----------------------------------------------------------------------------------------------------


def _of(many: Iterable[Raw], inquiry: str | None) -> list[Raw]:
    return [each for each in many if inquiry is None or inquiry in each.inquiries]


def _mean(many: Iterable[Raw], metric: str) -> Fraction | None:
    values = [value for each in many if (value := each.value(metric)) is not None]
    return Fraction(sum(values), len(values)) if values else None


def _known(many: Iterable[Raw], metric: str) -> int:
    return sum(each.value(metric) is not None for each in many)


def _effect(many: Sequence[Raw], inquiry: str) -> Fraction | None:
    with_it, without = _of(many, inquiry), [each for each in many if inquiry not in each.inquiries]
    overall, rest = _mean(many, "effectiveness"), _mean(without, "effectiveness")
    return None if overall is None or rest is None or not _known(with_it, "effectiveness") else overall - rest


def _days(period: str, newest: datetime, zone: ZoneInfo) -> tuple[date, date]:
    last = newest.astimezone(zone).date()
    if period == "week":
        return last - timedelta(days=6), last
    return last - relativedelta(months=1 if period == "month" else 3) + timedelta(days=1), last


def _within(many: Iterable[Raw], days: tuple[date, date], zone: ZoneInfo) -> list[Raw]:
    return [each for each in many if days[0] <= each.at.astimezone(zone).date() <= days[1]]


class Peers(NamedTuple):
    """What all agents come to at an inquiry in three months: the averages of those who are ranked."""

    values: dict[str, Fraction]

    def word(self, value: Fraction | None, known: int, *, lower: bool) -> str:
        if value is None or known < LEAST or len(self.values) < 4:
            return "not_enough_data"
        first, _, third = quantiles(sorted(self.values.values()), n=4, method="inclusive")
        good, poor = (first, third) if lower else (third, first)
        if good == poor == value:
            return "good"
        if (value <= good) if lower else (value >= good):
            return "great"
        return "needs_work" if ((value >= poor) if lower else (value <= poor)) else "good"


def _peers(everything: Sequence[Raw], channel: str, inquiry: str | None, metric: str, zone: ZoneInfo) -> Peers:
    compared = _within(everything, _days("3_months", max(each.at for each in everything), zone), zone)
    own = {
        agent: [each for each in _of(compared, inquiry) if (each.agent_id, each.channel) == (agent, channel)]
        for agent in AGENTS
    }
    ranked = {agent: _mean(many, metric) for agent, many in own.items() if _known(many, metric) >= LEAST}
    return Peers({agent: value for agent, value in ranked.items() if value is not None})


def _focus(own: Sequence[Raw], everything: Sequence[Raw], channel: str, inquiry: str, zone: ZoneInfo) -> str | None:
    """The metric whose move to the peers' median would lower the score most, by the formula over averages (S1.6), of
    enough conversations in which the score and the metric are known.
    """
    means = {metric: _mean(own, metric) for metric in ("effectiveness", "handle_time", "satisfaction", "resolution")}
    if means["effectiveness"] is None or _known(own, "effectiveness") < LEAST:
        return None

    def score(values: dict[str, Fraction | None]) -> float | None:
        if channel == "email":
            return None if values["handle_time"] is None else float(values["handle_time"])
        if None in (values["handle_time"], values["satisfaction"], values["resolution"]):
            return None
        return float(values["handle_time"] / (values["satisfaction"] + values["resolution"] / 100))  # type: ignore[operator]

    now, gains = score(means), {}
    for metric in ("handle_time",) if channel == "email" else ("handle_time", "satisfaction", "resolution"):
        peers = _peers(everything, channel, inquiry, metric, zone).values
        if (
            now is not None
            and len(peers) >= 4
            and _known(own, metric) >= LEAST
            and (moved := score(means | {metric: median(peers.values())})) is not None
        ):
            gains[metric] = now - moved
    best = max(gains, key=lambda each: gains[each], default=None)
    return best if best is not None and gains[best] > 1e-9 else None


# Held against it ---------------------------------------------------------------------------------------------------


def _check_figures(figures: Sequence[dict[str, Any]], own: Sequence[Raw], peers: dict[str, Peers]) -> None:
    for figure in figures:
        metric = figure["metric"]
        value, known = _mean(own, metric), _known(own, metric)
        shown = None if metric == "resolution" and known < LEAST else value
        assert figure["number"] == known
        assert (figure["value"] is None) == (shown is None)
        if shown is not None:
            assert figure["value"] == pytest.approx(float(shown), abs=1e-5)
            if figure["low"] is not None:
                assert figure["low"] <= figure["value"] <= figure["high"]
        assert figure["word"] == peers[metric].word(shown, known, lower=metric in ("effectiveness", "handle_time"))


@pytest.mark.feature("S1.2", "S1.3", "S1.4", "S1.5", "S1.6")
@pytest.mark.parametrize("zone_name", ["America/St_Johns", "Asia/Kolkata"])
@pytest.mark.parametrize("seed", range(soaked(1)))
def test_pages_show_what_raw_conversations_come_to(world: World, zone_name: str, seed: int) -> None:
    zone, everything = ZoneInfo(zone_name), _drawn(seed)
    world.settle(time_zone=zone_name)
    world.load([], [_stored(each) for each in everything])
    RefreshSteps(BenchmarkStore(), RollupStore(), world.people, world.clock, world.ids).go_on()
    for agent, channel in (("us_a", "voice"), ("us_d", "email")):
        mine = [each for each in everything if (each.agent_id, each.channel) == (agent, channel)]
        newest = max(each.at for each in mine)
        for what, period in (("overview", "3_months"), ("overview", "24_hours"), *TABLES):
            if period == "24_hours":
                own = [each for each in mine if newest - timedelta(hours=24) <= each.at]
            else:
                own = _within(mine, _days(period, newest, zone), zone)
            check = _check_overview if what == "overview" else _check_table
            check(ask(agent, what, channel=channel, period=period).body, own, everything, zone)
        custom = (date(2026, 3, 5), date(2026, 3, 11))
        found = ask(agent, "inquiries", channel=channel, from_=custom[0], to=custom[1]).body
        _check_table(found, _within(mine, custom, zone), everything, zone)
        _check_details(agent, channel, mine, everything, zone)
    _check_leaderboard(everything, zone)


def _peers_of(everything: Sequence[Raw], channel: str, inquiry: str | None, zone: ZoneInfo) -> dict[str, Peers]:
    metrics = ("effectiveness", "handle_time", "satisfaction", "resolution")
    return {metric: _peers(everything, channel, inquiry, metric, zone) for metric in metrics}


def _check_overview(found: dict[str, Any], own: Sequence[Raw], everything: Sequence[Raw], zone: ZoneInfo) -> None:
    channel = found["frame"]["channel"]
    assert found["number"] == len(own)
    _check_figures(found["overall"], own, _peers_of(everything, channel, None, zone))
    effects = {name: effect for name in INQUIRIES if (effect := _effect(own, name)) is not None}
    falling = sorted((effect, name) for name, effect in effects.items() if effect < 0)[:3]
    rising = sorted((-effect, name) for name, effect in effects.items() if effect > 0)[:3]
    assert [each["inquiry"] for each in found["top_performing"]] == [name for _, name in falling]
    assert [each["inquiry"] for each in found["to_work_on"]] == [name for _, name in rising]
    for line in (*found["top_performing"], *found["to_work_on"]):
        assert line["effect"] == pytest.approx(float(effects[line["inquiry"]]), abs=1e-5)
        peers = _peers_of(everything, channel, line["inquiry"], zone)
        _check_figures([line["own"]], _of(own, line["inquiry"]), peers)
        values = peers["effectiveness"].values
        if len(values) >= 4:
            assert line["top"]["value"] == pytest.approx(float(min(values.values())), abs=1e-5)


def _check_table(found: dict[str, Any], own: Sequence[Raw], everything: Sequence[Raw], zone: ZoneInfo) -> None:
    numbers = {name: len(_of(own, name)) for name in INQUIRIES}
    assert {each["inquiry"]: each["number"] for each in found["items"]} == {n: k for n, k in numbers.items() if k}
    assert [each["number"] for each in found["items"]] == sorted((k for k in numbers.values() if k), reverse=True)
    for each in found["items"]:
        peers = _peers_of(everything, found["frame"]["channel"], each["inquiry"], zone)
        _check_figures(each["figures"], _of(own, each["inquiry"]), peers)


def _check_details(agent: str, channel: str, mine: Sequence[Raw], everything: Sequence[Raw], zone: ZoneInfo) -> None:
    own = _within(mine, _days("3_months", max(each.at for each in mine), zone), zone)
    compared = _within(everything, _days("3_months", max(each.at for each in everything), zone), zone)
    team = {"us_d"} if agent == "us_d" else {"us_a", "us_b", "us_c", "us_x"}
    for name in {name for each in own for name in each.inquiries}:
        answer = ask("us_admin", "inquiries/details", channel=channel, inquiry=name, beside="true", agent_id=agent).body
        _check_figures(answer["figures"], _of(own, name), _peers_of(everything, channel, name, zone))
        assert answer["recommended"] == _focus(_of(own, name), everything, channel, name, zone)
        theirs = [each for each in _of(compared, name) if each.agent_id in team and each.channel == channel]
        for figure in answer["team"]:
            few = figure["metric"] == "resolution" and _known(theirs, "resolution") < LEAST
            expected = None if few else _mean(theirs, figure["metric"])
            assert figure["value"] == (None if expected is None else pytest.approx(float(expected), abs=1e-5))
        newest = sorted(_of(mine, name), key=lambda each: (each.at, each.id), reverse=True)[:20]
        assert [each["interaction_id"] for each in answer["recent"]] == [each.id for each in newest]
        for row, raw in zip(answer["recent"], newest, strict=True):
            score = raw.value("effectiveness")
            assert row["effectiveness"] == (None if score is None else pytest.approx(float(score), abs=1e-5))


def _check_leaderboard(everything: Sequence[Raw], zone: ZoneInfo) -> None:
    for metric in ("effectiveness", "handle_time", "satisfaction", "resolution"):
        found = ask("us_lead", "leaderboard", channel="voice", metric=metric).body
        values = {who: v for who, v in _peers(everything, "voice", None, metric, zone).values.items() if who in LINE}
        ranked = [each for each in found["items"] if each["rank"] is not None]
        assert {each["agent_id"]: each["value"] for each in ranked} == pytest.approx(
            {who: float(value) for who, value in values.items()}, abs=1e-5
        )
        best_first = sorted(values, key=lambda who: values[who], reverse=metric in ("satisfaction", "resolution"))
        assert [each["agent_id"] for each in ranked] == best_first
        assert all(each["first"] <= each["rank"] <= each["last"] for each in ranked)


@pytest.mark.feature("S1.2")
def test_the_fields_worked_figures_over_the_api(world: World) -> None:
    """600 seconds: 100 at a satisfaction of 5 and resolved, 600 at 1 and not; their average is 350, not a quotient."""
    for agent, (stars, resolved) in {"us_a": (5, 1), "us_b": (1, 0)}.items():
        read = {"predicted_satisfaction": stars, "predicted_resolution": resolved}
        world.load([], [conversation(f"int_{agent}", read, agent_id=agent, handle_ms=600_000)])
    both = [
        conversation(
            f"int_c_{stars}",
            {"predicted_satisfaction": stars, "predicted_resolution": resolved},
            agent_id="us_c",
            handle_ms=600_000,
        )
        for stars, resolved in ((5, 1), (1, 0))
    ]
    world.load([], both)
    scores = [ask(agent, "overview").body["overall"][0]["value"] for agent in ("us_a", "us_b", "us_c")]
    assert scores == [100, 600, fmean((100, 600))]
