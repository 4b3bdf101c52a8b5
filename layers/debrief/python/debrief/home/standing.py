"""How somebody stands since their last 1-to-1: what is compared, and what is too little to say (N3)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from debrief.home.model import ItemMoved, Moved
from debrief.insights.comparing import Change, Move, Rate, judged, rate_changes, rate_move
from debrief.insights.line_items import (
    LineItemCount,
    LineItemRate,
    line_item_rates,
    percent_text,
    strongest_and_weakest,
)
from debrief.insights.projection.model import Days
from debrief.insights.reports.model import LineItemView
from debrief.kernel.calendar import day_of
from debrief.quality.evaluations.averages import average
from debrief.summaries.facts.trends import mean_move

if TYPE_CHECKING:
    from debrief.insights.projection.rollup_reader import ScoreCount

MOST_SCORES: Final = 60
"""Scores of a side that are read one by one and compared; of more, the shares that passed are compared, from sums."""

MOST_SHARED: Final = 6
"""Line items that share the lowest, or the highest, rate and are listed; of more it is said how many there are."""

_FOUR_WEEKS: Final = 28
_MOST_DAYS: Final = 91

Basis = Literal["since_last_meeting", "last_13_weeks", "last_4_weeks"]


class Window(NamedTuple):
    """The days that a standing is about, and as many before, to compare with."""

    basis: Basis
    days: Days
    before: Days

    @property
    def both(self) -> Days:
        """From the first of those before to the last."""
        return Days(self.before.first, self.days.last)


class ScoreSums(NamedTuple):
    """The evaluations of one scorecard on one side. units: of `quality.evaluations.averages`."""

    scored: int = 0
    units: int = 0
    passed: int = 0

    @property
    def mean(self) -> float | None:
        """The exact mean of the scores; None of none."""
        return average(self.units, self.scored) if self.scored else None

    @property
    def passed_percent(self) -> float | None:
        """The share that passed; None of none."""
        return 100 * self.passed / self.scored if self.scored else None


def window_since(last_meeting: datetime | None, today: date, time_zone: str) -> Window:
    """From the day of the last 1-to-1 to today; 13 weeks where it was longer ago, four where there was none."""
    if last_meeting is None:
        return _window("last_4_weeks", today - timedelta(days=_FOUR_WEEKS - 1), today)
    held = min(day_of(last_meeting, time_zone), today)
    earliest = today - timedelta(days=_MOST_DAYS - 1)
    return _window("last_13_weeks", earliest, today) if held < earliest else _window("since_last_meeting", held, today)


def _window(basis: Basis, first: date, last: date) -> Window:
    length = (last - first).days + 1
    return Window(basis, Days(first, last), Days(first - timedelta(days=length), first - timedelta(days=1)))


def main_scorecard(counts: Sequence["ScoreCount"], window: Window) -> str | None:
    """The scorecard with most scores in the period, then before it; scorecards are never averaged together."""
    scored = {each.scorecard_id: (0, 0) for each in counts}
    for each in counts:
        now, before = scored[each.scorecard_id]
        within = each.day >= window.days.first
        scored[each.scorecard_id] = (now + each.scored, before) if within else (now, before + each.scored)
    return max(sorted(scored), key=lambda each: scored[each], default=None)


def sums_of(counts: Sequence["ScoreCount"], scorecard_id: str, days: Days) -> ScoreSums:
    """The scores of a scorecard within the days."""
    own = [each for each in counts if each.scorecard_id == scorecard_id and days.first <= each.day <= days.last]
    scored, passed = sum(each.scored for each in own), sum(each.passed for each in own)
    return ScoreSums(scored, sum(each.score_units for each in own), passed)


def compared_by_scores(now: ScoreSums, before: ScoreSums, minimum: int) -> bool:
    """Whether the single scores are needed and few enough; where samples are too small nothing is compared at all."""
    least, most = sorted((now.scored, before.scored))
    return least >= minimum and most <= MOST_SCORES


class Compared(NamedTuple):
    """How the scores of one scorecard moved, before all that stand beside it are judged together.

    scorecard: its id and name. now, before: in percent. minimum: the sample from which anything is said.
    """

    measure: Literal["score", "passed"]
    scorecard: tuple[str, str]
    now: float | None
    before: float | None
    sample: int
    sample_before: int
    minimum: int
    move: Move | None


def compared(
    scorecard: tuple[str, str],
    now: ScoreSums,
    before: ScoreSums,
    minimum: int,
    scores: tuple[Sequence[float], Sequence[float]] | None,
    *,
    shares: bool = False,
    among: int = 1,
) -> Compared:
    """How a scorecard's scores moved. scorecard: its id and name. scores: those before and now, where they were read.

    Without them the shares that passed are compared. shares: it is about these in any case, also where one side is too
    small to compare, so that what stands under one name is one measure. among: as `all_moved` has it.
    """
    move: Move | None = None
    shown_now, shown_before = now.mean, before.mean
    measure: Literal["score", "passed"] = "score"
    sample, sample_before = now.scored, before.scored
    comparable = min(sample, sample_before) >= minimum
    if scores is not None and not shares:
        sample_before, sample = len(scores[0]), len(scores[1])
        move = mean_move(*scores, among) if min(sample, sample_before) >= minimum else None
    elif shares or comparable:
        measure = "passed"
        shown_now, shown_before = now.passed_percent, before.passed_percent
        if comparable:
            move = rate_move(Rate(before.passed, sample_before), Rate(now.passed, sample))
    return Compared(measure, scorecard, shown_now, shown_before, sample, sample_before, minimum, move)


def all_moved(rows: Sequence[Compared], among: int = 1) -> list[Moved]:
    """What is said of each row: which of them clearly moved is settled over all that stand in one table.

    among: of how many rows these are some; a table in which nobody has changed calls somebody changed in one case of
    twenty at most, however many stand there and in how many parts they are asked for.
    """
    changes = iter(judged([row.move for row in rows if row.move], among))
    return [_said(row, next(changes) if row.move else None, max(among, len(rows))) for row in rows]


def _said(row: Compared, change: Change | None, among: int) -> Moved:
    low, high = (change.shown if change and change.shown else None) or (None, None)
    return Moved(
        measure=row.measure,
        scorecard_id=row.scorecard[0],
        scorecard_name=row.scorecard[1],
        now=row.now if row.sample >= row.minimum else None,
        before=row.before if row.sample_before >= row.minimum else None,
        sample=row.sample,
        sample_before=row.sample_before,
        points=change.points if change else None,
        low=low,
        high=high,
        direction=change.direction if change else "unclear",
        may_be_chance=change.may_be_chance if change else False,
        compared=among,
    )


class Items(NamedTuple):
    """The line items that stand out. weakest_count, strongest_count: all that share the rate, listed or not.
    most_answers: to the one with most."""

    weakest: list[LineItemView]
    weakest_count: int
    strongest: list[LineItemView]
    strongest_count: int
    strength_moved: ItemMoved | None
    most_answers: int


def items_of(counts: Sequence[LineItemCount], before: Sequence[LineItemCount] | None, minimum: int) -> Items:
    """The weakest and strongest line items with enough data, and all that share their rate; six of them are listed.

    before: of the days before, where it is asked how the first of the strongest moved.
    """
    rates = line_item_rates(counts, minimum=minimum)
    extremes = strongest_and_weakest(rates, each=len(rates))
    weakest = _shared([rate for rate in extremes.weakest if rate.enough_data])
    strongest = _shared([rate for rate in extremes.strongest if rate.enough_data])
    strength = strongest[0] if strongest and before is not None else None
    return Items(
        weakest=[_view(rate, "weakest") for rate in weakest[:MOST_SHARED]],
        weakest_count=len(weakest),
        strongest=[_view(rate, "strongest") for rate in strongest[:MOST_SHARED]],
        strongest_count=len(strongest),
        strength_moved=_moved(strength, rates, before or (), minimum) if strength else None,
        most_answers=max((rate.applicable for rate in rates), default=0),
    )


def _shared(rates: Sequence[LineItemRate]) -> list[LineItemRate]:
    """The first, and those after it with the very same rate: which of them stands first says nothing."""
    if not rates:
        return []
    first = rates[0]
    return [rate for rate in rates if rate.passed * first.applicable == first.passed * rate.applicable]


def _view(rate: LineItemRate, standing: Literal["strongest", "weakest"]) -> LineItemView:
    return LineItemView(**dict(rate), percent_text=percent_text(rate), standing=standing)


def _moved(
    strength: LineItemRate, rates: Sequence[LineItemRate], before: Sequence[LineItemCount], minimum: int
) -> ItemMoved | None:
    earlier = {(rate.scorecard_id, rate.question_id): rate for rate in line_item_rates(before, minimum=minimum)}
    pairs = {
        key: (Rate(then.passed, then.applicable), Rate(rate.passed, rate.applicable))
        for rate in rates
        if rate.enough_data
        and (then := earlier.get(key := (rate.scorecard_id, rate.question_id))) is not None
        and then.enough_data
    }
    own = (strength.scorecard_id, strength.question_id)
    if own not in pairs:
        return None
    changes = dict(zip(pairs, rate_changes(list(pairs.values())), strict=True))
    change = changes[own]
    return ItemMoved(
        points=change.points,
        low=change.interval.low,
        high=change.interval.high,
        direction=change.direction,
        may_be_chance=change.may_be_chance,
        sample_before=pairs[own][0].applicable,
        compared=len(pairs),
    )
