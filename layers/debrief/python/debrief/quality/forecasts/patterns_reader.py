"""How many patterns would be flagged with other numbers, by agents of the past (N5): bounded, whoever many there are.

Agents and scorecards are drawn in pairs, without replacement; of a pair all calls of the period are looked at, since a
pattern is told by those that follow each other.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from debrief.kernel.calendar import bounds
from debrief.kernel.clock import iso
from debrief.quality.drawing.lot import in_order
from debrief.quality.flags.model import CallScores
from debrief.quality.flags.patterns import low_runs
from debrief.quality.flags.store import FlagStore
from debrief.quality.forecasts.model import Forecast, Load
from debrief.quality.forecasts.outlook import Looked, outlook
from debrief.quality.forecasts.planning import NO_CARD, Counted
from debrief.quality.spans import Span

MOST_PAIRS: Final = 100
MOST_CALLS: Final = 300
_TOTAL: Final = "patterns"
_SOME: Final = "Patterns are counted of agents who were looked at; those of all others are estimated"


class Numbers(NamedTuple):
    """What makes a pattern: so many calls running in which a criterion comes to less than so much of its points."""

    threshold: float
    length: int


class Patterns(NamedTuple):
    """What would be flagged a week: of all, and of each manager's people."""

    all: Load
    managers: tuple[Load, ...]
    notes: tuple[str, ...]


def patterns_a_week(
    pairs: Sequence[tuple[str, str]],
    managers: Mapping[str, str],
    forecast: Forecast,
    time_zone: str,
    now: Numbers,
    then: Numbers,
) -> Patterns:
    """What would be flagged a week of these agents by these scorecards. managers: of the agents, by id."""
    drawn = in_order(forecast.seed, (f"{agent}#{card}" for agent, card in pairs))[:MOST_PAIRS]
    start, end = bounds(forecast.first_on, forecast.last_on, time_zone)
    span, store = Span(iso(start), iso(end)), FlagStore()
    counted = []
    for pair in drawn:
        agent, _, card = pair.partition("#")
        calls = store.scores_within(agent, card, span, most=MOST_CALLS)
        counted.append([patterns_counted(calls, managers.get(agent), now, then)])
    looked = Looked(len(drawn), len(pairs), len(drawn), forecast.request.days)
    notes = (_SOME,) if len(drawn) < len(pairs) else ()
    made = outlook([counted], looked, unit="evaluation", load="", price=None, notes=notes)
    total = next((each for each in made.cards if each.id == _TOTAL), None)
    none = made.a_week.times(0)
    return Patterns(total or Load(id=_TOTAL, now=none, then=none), made.managers, made.notes)


def patterns_counted(calls: Sequence[CallScores], manager_id: str | None, now: Numbers, then: Numbers) -> Counted:
    """How many patterns there are in the calls of one agent by one scorecard, now and then."""
    numbers: dict[str, float] = {}
    questions = sorted({question for each in calls for question in each.percents})
    for when, settled in (("now", now), ("then", then)):
        found = sum(len(low_runs(calls, each, settled.threshold, settled.length)) for each in questions)
        numbers[f"card:{_TOTAL}:{when}"] = float(found)
        numbers[f"manager:{manager_id or NO_CARD}:{when}"] = float(found)
    return Counted(numbers)
