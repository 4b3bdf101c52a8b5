"""From rollup rows to what one figure came to, by whom or when (S4.9). Pure: counts go in, figures come out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from debrief.insights.comparing import Rate, rate_changes
from debrief.insights.intervals import wilson
from debrief.insights.means import Sums, difference_interval, mean_interval
from debrief.insights.projection.model import Counters, Days
from debrief.insights.projection.rollups import EvaluationRow, Family, counter_parts
from debrief.insights.reports.breakdown_model import By, Figures, Move, RowKind
from debrief.insights.reports.model import OptionShare
from debrief.kernel.calendar import week_of
from debrief.quality.evaluations.averages import average, units_in
from debrief.quality.evaluations.tally_keys import OVERALL, Scope, TallyKey
from debrief.quality.scorecards.model import Option


class Key(NamedTuple):
    """What a row of a breakdown is of."""

    kind: RowKind
    id: str


def families_of(item: TallyKey, by: By) -> tuple[Family, ...]:
    """Which families of rollups tell of one item; none of them is read where it tells nothing."""
    if by == "evaluator":
        return ("EVALUATORS",)
    return _FAMILIES[item.scope]


_FAMILIES: dict[Scope, tuple[Family, ...]] = {
    "overall": ("TOTALS",),
    "section": ("RESPONSES",),
    "question": ("LINES", "RESPONSES"),
}
_IN_LINES = frozenset({"not_applicable", "no_opportunity"})


def key_of(row: EvaluationRow, by: By, days: Days) -> Key:
    """Which row of a breakdown by version, evaluator or week a rollup row counts in."""
    if by == "version":
        return Key("version", str(row.scorecard_version))
    if by == "evaluator":
        evaluator = row.evaluator
        return Key(evaluator.kind, evaluator.id) if evaluator else Key("model", "")
    return Key("week", max(week_of(row.day)[0], days.first).isoformat())


def last_of_week(first: date, days: Days) -> date:
    """The last day of the week that `first` is in, within the period."""
    return min(week_of(first)[1], days.last)


def counted(row: EvaluationRow, family: Family, item: TallyKey) -> Counters:
    """The counters of an item in a row of one of its families, each of them once."""
    found: Counters = {}
    for name, count in row.counters.items():
        parts = counter_parts(name)
        counter = parts[-1]
        if family == "TOTALS":
            # Whose they are is counted there too.
            mine = item == OVERALL and len(parts) == 1
        elif family == "LINES":
            mine = item.scope == "question" and parts[0] == item.item_id
        else:
            mine = parts[:2] == tuple(item)
            # Of a question LINES has this already.
            mine = mine and not (family == "RESPONSES" and item.scope == "question" and counter in _IN_LINES)
        if mine:
            found[counter] = count
    return found


def summed(many: Iterable[tuple[Key, Counters]]) -> dict[Key, Counters]:
    """The counters by row; without rows in which nothing was counted."""
    sums: dict[Key, Counters] = defaultdict(lambda: defaultdict(int))
    for key, counters in many:
        for name, count in counters.items():
            sums[key][name] += count
    return {key: dict(counters) for key, counters in sums.items() if any(counters.values())}


def sample_of(counters: Mapping[str, int], item: TallyKey) -> int:
    """In how many answers or evaluations the item came to something."""
    return counters.get("applicable" if item.scope == "question" else "scored", 0)


def figures(counters: Mapping[str, int], item: TallyKey, minimum: int, options: Mapping[str, Option]) -> Figures:
    """What an item came to. options: those of the question, in the words of the newest version."""
    sample = sample_of(counters, item)
    enough = sample >= minimum
    passed = None if item.scope == "section" else counters.get("passed", 0)
    rate = wilson(passed, sample) if enough and passed is not None and sample else None
    scores = _sums(counters) if item.scope != "question" else None
    between = mean_interval(scores) if enough and scores else None
    of_score = item.scope != "question" and enough and sample > 0
    return Figures(
        sample=sample,
        enough_data=enough,
        not_applicable=counters.get("not_applicable", 0),
        no_opportunity=None if item.scope != "question" else counters.get("no_opportunity", 0),
        passed=passed,
        pass_percent=100 * passed / sample if rate and passed is not None else None,
        pass_low=100 * rate.low if rate else None,
        pass_high=100 * rate.high if rate else None,
        average=average(_units(counters), sample) if of_score else None,
        average_low=between.low if between else None,
        average_high=between.high if between else None,
        auto_failed=None if item.scope == "question" else counters.get("auto_failed", 0),
        options=[
            _option(each, counters.get(f"option.{id}", 0), sample, enough=enough)
            for id, each in options.items()
            if counters.get(f"option.{id}", 0)
        ],
    )


def moves(before: Mapping[Key, Counters], now: Mapping[Key, Counters], item: TallyKey, minimum: int) -> dict[Key, Move]:
    """How far each row that has enough data in both periods has moved: its pass rate, of a section its average."""
    both = [
        key
        for key in now
        if key in before and all(sample_of(each[key], item) >= max(minimum, 1) for each in (before, now))
    ]
    if item.scope == "section":
        return {key: _mean_move(before[key], now[key]) for key in both}
    pairs = [(_rate(before[key], item), _rate(now[key], item)) for key in both]
    return {
        key: Move(
            of="pass_rate",
            points=change.points,
            low=change.shown.low if change.shown else None,
            high=change.shown.high if change.shown else None,
            direction=change.direction,
        )
        for key, change in zip(both, rate_changes(pairs), strict=True)
    }


def _rate(counters: Mapping[str, int], item: TallyKey) -> Rate:
    return Rate(counters.get("passed", 0), sample_of(counters, item))


def _mean_move(earlier: Mapping[str, int], later: Mapping[str, int]) -> Move:
    of, after = _sums(earlier), _sums(later)
    between = difference_interval(of, after) if of and after else None
    first = Fraction(_units(earlier), earlier["scored"])
    second = Fraction(_units(later), later["scored"])
    return Move(
        of="average",
        points=_percent(second - first),
        low=between.low if between else None,
        high=between.high if between else None,
        direction="unclear",
    )


def _percent(units: Fraction) -> float:
    """So many units of `quality.evaluations.averages`, in percent."""
    sign = -1 if units < 0 else 1
    return sign * average(abs(units.numerator), units.denominator)


def _units(counters: Mapping[str, int]) -> int:
    return units_in(counters.get("score_hundredths", 0), counters.get("score_rest", 0))


def _sums(counters: Mapping[str, int]) -> Sums | None:
    """The scores in sums; None of none, and where some were counted before their squares were."""
    scored = counters.get("scored", 0)
    if not scored or counters.get("squared", 0) != scored:
        return None
    return Sums(scored, counters.get("score_hundredths", 0), counters.get("score_squares", 0))


def _option(option: Option, count: int, sample: int, *, enough: bool) -> OptionShare:
    percent = 100 * count / sample if enough and sample else None
    return OptionShare(option_id=option.id, label=option.label, passes=option.passes, count=count, percent=percent)
