"""How many patterns would be flagged with other numbers, by agents of the past (N5): bounded, whoever many there are.

Agents are drawn from all active people whose work the caller sees, without replacement, whether anything of them came
up or not; of each the newest calls of the period are looked at by every scorecard in use, since a pattern is told by
those that follow each other. So an agent is a cluster, and the number of people that of the slots: see `sampling`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final, NamedTuple

from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import bounds
from debrief.kernel.clock import Clock, iso
from debrief.people.access import Access
from debrief.people.model import User, UserStatus
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.drawing.lot import in_order
from debrief.quality.flags.model import CallScores
from debrief.quality.flags.patterns import low_runs_of, one_a_call
from debrief.quality.flags.store import FlagStore
from debrief.quality.forecasts.model import Forecast, Load
from debrief.quality.forecasts.outlook import Looked, outlook
from debrief.quality.forecasts.planning import NO_CARD, Counted
from debrief.quality.forecasts.sampling import Stratum, estimated
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

MOST_READ: Final = 1_000
"""Agents with a scorecard each whose calls are read; of many scorecards `LEAST_AGENTS` are drawn all the same."""

MOST_AGENTS, LEAST_AGENTS, MOST_CARDS, MOST_CALLS = 200, 30, 100, 300
MOST_TIME: Final = timedelta(seconds=15)
"""After so long no further agent is begun: due work has to end within what its function has left, 30 s at least."""

FEWEST_AGENTS: Final = 2
"""So many are looked at in any case: from one alone no error can be told."""

MOST_PEOPLE: Final = 20_000
"""Among so many is drawn; an account that has more is told of these."""

_PAGE: Final = 100
_TOTAL: Final = "patterns"
_SOME: Final = "Patterns are counted of {drawn} people by lot; those of all {people:,} are estimated from them"
_LATE: Final = "Patterns are counted of fewer people than else, since more would have taken too long"
_CUT: Final = "Of an agent and scorecard with more than {calls} calls the newest {calls} were looked at for patterns"
_CARDS: Final = "Patterns are looked for by {cards} scorecards; there are more"
_PEOPLE: Final = "Patterns are estimated for the first {people:,} people; there are more"


class Numbers(NamedTuple):
    """What makes a pattern: so many calls running in which a criterion comes to less than so much of its points."""

    threshold: float
    length: int


class Patterns(NamedTuple):
    """What would be flagged a week: of all, and of each manager's people."""

    all: Load
    managers: tuple[Load, ...]
    notes: tuple[str, ...]


class PatternsReader:
    """Counts the patterns of a period."""

    def __init__(self, people: PeopleStore, access: Access, scorecards: ScorecardStore, clock: Clock) -> None:
        self._people = people
        self._access = access
        self._scorecards = scorecards
        self._clock = clock
        self._flags = FlagStore()

    def a_week(
        self, caller: Caller, forecast: Forecast, seen_cards: Sequence[str], now: Numbers, then: Numbers
    ) -> Patterns:
        """What would be flagged a week of those whose work the caller sees. seen_cards: scorecards that came up."""
        until = self._clock.now() + MOST_TIME
        people = {user.id: user for user in self._of(caller)}
        published = (card.id for _, card in self._scorecards.scorecard_lines("published", after=None, chunk=_PAGE))
        cards = list(dict.fromkeys(chain(sorted(set(seen_cards)), published)))
        notes = [_PEOPLE.format(people=MOST_PEOPLE)] if len(people) > MOST_PEOPLE else []
        notes += [_CARDS.format(cards=MOST_CARDS)] if len(cards) > MOST_CARDS else []
        among, cards = sorted(people)[:MOST_PEOPLE], cards[:MOST_CARDS]
        number = min(MOST_AGENTS, max(LEAST_AGENTS, MOST_READ // max(1, len(cards))))
        drawn = in_order(forecast.seed, among)[:number]
        start, end = bounds(forecast.first_on, forecast.last_on, caller.time_zone)
        span, cut, counted = Span(iso(start), iso(end)), False, list[list[Counted]]()
        for agent_id in drawn:
            last = until if len(counted) >= FEWEST_AGENTS else None
            read = self._calls_of(agent_id, cards, span, last)
            if read is None:
                notes.append(_LATE)
                break
            cut = cut or any(len(calls) > MOST_CALLS for calls in read)
            manager_id = people[agent_id].manager_id
            counted.append([patterns_counted(calls[:MOST_CALLS], manager_id, now, then) for calls in read])
        if len(counted) < len(among):
            notes.append(_SOME.format(drawn=len(counted), people=len(among)))
        if cut:
            notes.append(_CUT.format(calls=MOST_CALLS))
        # Drawn in an order by lot, the first so many of them are drawn by lot as well.
        looked = Looked(len(counted) * len(cards), len(among), len(counted), forecast.request.days)
        made = outlook([counted], looked, unit="evaluation", load="", price=None, notes=tuple(notes))
        total = next((each for each in made.cards if each.id == _TOTAL), None)
        if total is None:
            # None were found: how many there may be for all that, the interval tells.
            total = _none(counted, looked)
        return Patterns(total, made.managers, made.notes)

    def _calls_of(
        self, agent_id: str, cards: Sequence[str], span: Span, until: datetime | None
    ) -> list[list[CallScores]] | None:
        """The agent's newest calls by each scorecard, one more than `MOST_CALLS` at most; None where that moment came
        before all were read: of half an agent nothing can be told.
        """
        read: list[list[CallScores]] = []
        for card_id in cards:
            if until is not None and self._clock.now() >= until:
                return None
            read.append(self._flags.scores_within(agent_id, card_id, span, most=MOST_CALLS + 1))
        return read

    def _of(self, caller: Caller) -> list[User]:
        """The active people whose work the caller sees; one more than `MOST_PEOPLE` at most."""
        if caller.reach is not Reach.EVERYONE:
            own = self._people.find_users([caller.user_id])
            return [user for user in (*own, *self._access.led(caller)) if user.active]
        found: list[User] = []
        wanted, start = UserFilter(statuses=frozenset({UserStatus.ACTIVE})), None
        while True:
            page = self._people.list_users(wanted, limit=_PAGE, start=start)
            found += page.users
            start = page.next
            if start is None or len(found) > MOST_PEOPLE:
                return found


def _none(counted: Sequence[Sequence[Counted]], looked: Looked) -> Load:
    strata = [Stratum(looked.slots, [{} for _ in counted])]
    none = estimated(strata, _TOTAL).times(7 / looked.days)
    return Load(id=_TOTAL, now=none, then=none)


def patterns_counted(calls: Sequence[CallScores], manager_id: str | None, now: Numbers, then: Numbers) -> Counted:
    """How many patterns there are in the calls of one agent by one scorecard, now and then."""
    numbers: dict[str, float] = {}
    once = one_a_call(calls)
    questions = sorted({question for each in once for question in each.percents})
    for when, settled in (("now", now), ("then", then)):
        found = sum(len(low_runs_of(once, each, settled.threshold, settled.length)) for each in questions)
        numbers[f"card:{_TOTAL}:{when}"] = float(found)
        numbers[f"manager:{manager_id or NO_CARD}:{when}"] = float(found)
    return Counted(numbers)
