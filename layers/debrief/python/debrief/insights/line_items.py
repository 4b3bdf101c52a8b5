"""Line Item Performance: how often each question passes (S4.9), and which pass most and least (S0.10).

The report and the performance summary both read these functions, so that their figures agree to the digit.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import Field

from debrief.insights.intervals import wilson
from debrief.kernel.model import Entity

MINIMUM_SAMPLE = 5
"""Applicable answers from which a rate is shown, unless the account's setting says otherwise."""

_HALF = Fraction(1, 2)
_CLEARLY_ABOVE = 50.0
"""Percent that the whole 95 % interval of a strength lies above: it passes more often than it fails, clearly."""

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]


class LineItemCount(NamedTuple):
    """What a rollup holds of one question in one scorecard version.

    scorecard_name, text: as they read now; cosmetic changes keep the version, so a rollup must not fix them.
    applicable: answers that were not N/A; passed: those of them that pass.
    compliance: a miss is a compliance matter, as that version of the scorecard has it.
    no_opportunity: answers that were N/A since nothing made the question applicable; not_applicable: any other N/A.
    """

    scorecard_id: str
    scorecard_name: str
    scorecard_version: int
    question_id: str
    text: str
    passed: int
    applicable: int
    compliance: bool = False
    not_applicable: int = 0
    no_opportunity: int = 0


class Misses(NamedTuple):
    """Answers that don't pass, of so many that could: to questions of one kind, of all scorecards together."""

    missed: int
    answers: int


def compliance_misses(counts: Iterable[LineItemCount]) -> Misses:
    """How often what is a compliance matter was missed. It is counted and never a rate: scorecards differ in what they
    ask, and one miss is one too many."""
    own = [count for count in counts if count.compliance]
    answers = sum(count.applicable for count in own)
    return Misses(answers - sum(count.passed for count in own), answers)


class MissedItem(NamedTuple):
    """A question that is a compliance matter and was missed. scorecard_name, text: as in the newest version counted."""

    scorecard_id: str
    scorecard_name: str
    question_id: str
    text: str
    missed: int


def missed_compliance(counts: Iterable[LineItemCount]) -> list[MissedItem]:
    """Which compliance matters were missed, most often first: together they are what `compliance_misses` counts."""
    found: dict[tuple[str, str], MissedItem] = {}
    for count in sorted(counts, key=lambda each: each.scorecard_version, reverse=True):
        if not count.compliance:
            continue
        place = (count.scorecard_id, count.question_id)
        known = found.get(place) or MissedItem(
            count.scorecard_id, count.scorecard_name, count.question_id, count.text, 0
        )
        found[place] = known._replace(missed=known.missed + count.applicable - count.passed)
    missed = (each for each in found.values() if each.missed)
    return sorted(missed, key=lambda each: (-each.missed, each.text.casefold(), each.scorecard_id, each.question_id))


class LineItemRate(Entity):
    """The pass rate of one line item of one scorecard, over all its versions.

    scorecard_name, text: as in the newest version counted.
    first_version, last_version: the oldest and newest version counted.
    passed, applicable: answers that pass, and answers that were not N/A.
    no_opportunity: those that were N/A since nothing made the question applicable; not_applicable: any other N/A.
    percent: passed ÷ applicable × 100 in full precision; none below the minimum sample.
    low, high: the 95 % Wilson interval of `percent`; none below the minimum sample.
    enough_data: `applicable` reaches the minimum sample.
    """

    scorecard_id: str
    scorecard_name: str
    first_version: int
    last_version: int
    question_id: str
    text: str
    passed: Count
    applicable: Count
    percent: Percent | None
    low: Percent | None
    high: Percent | None
    enough_data: bool
    not_applicable: Count = 0
    no_opportunity: Count = 0


class Extremes(NamedTuple):
    """The strongest line items, best first, and the weakest, worst first; none is in both."""

    strongest: tuple[LineItemRate, ...]
    weakest: tuple[LineItemRate, ...]


def line_item_rates(counts: Iterable[LineItemCount], *, minimum: int = MINIMUM_SAMPLE) -> tuple[LineItemRate, ...]:
    """The rate of every line item that was asked, by scorecard name, then text.

    The same question in several versions of one scorecard adds up, and so do several counts of one version (days,
    agents). Different scorecards never blend, even with equal names and questions.

    Raises:
        ValueError: a count has more passed than applicable, or `minimum` is below 1.
    """
    if minimum < 1:
        raise ValueError("the minimum sample is at least 1")
    grouped: dict[tuple[str, str], list[LineItemCount]] = {}
    for count in counts:
        if not 0 <= count.passed <= count.applicable:
            raise ValueError(f"{count.question_id}: passed has to lie between 0 and applicable")
        grouped.setdefault((count.scorecard_id, count.question_id), []).append(count)
    rates = [_rate(same, minimum) for same in grouped.values()]
    return tuple(sorted(rates, key=_by_name))


def strongest_and_weakest(rates: Sequence[LineItemRate], *, each: int = 3) -> Extremes:
    """About `each` strongest and `each` weakest line items of those with enough data.

    Items with enough data are parted at their median rate: below is weak, and so is what stands on it and fails more
    often than it passes. Of the others those are strong that clearly pass more often than they fail: the whole
    interval of their rate lies above one half. So none is both, a lone item is judged by itself, and of 3 of 6, or 5
    of 6, nothing good is concluded: they are neither, however low all others are. Of equal rates one may be clear and
    another, of fewer answers, not. Ties within a side: more applicable answers first, then text, then ids.

    Equal rates on a side have one name: where the last place is shared by several, all of them are named, up to twice
    as many as there are places; of more than that none is, unless nothing comes before them. A side is empty only
    where nothing can be on it: eight items at 100% are all strongest. Items without enough data are never named.
    """
    ranked = [rate for rate in rates if rate.enough_data]
    middle = _median([_share(rate) for rate in ranked])
    strong = [rate for rate in ranked if _is_strong(rate, middle)]
    weak = [rate for rate in ranked if _is_weak(rate, middle)]
    strong.sort(key=lambda rate: (-_share(rate), *_by_evidence(rate)))
    weak.sort(key=lambda rate: (_share(rate), *_by_evidence(rate)))
    return Extremes(_foremost(strong, each), _foremost(weak, each))


def too_few_answers(rates: Sequence[LineItemRate]) -> tuple[LineItemRate, ...]:
    """Line items that applied but lack data for a rate, those with most answers first. Nothing is concluded of them."""
    thin = [rate for rate in rates if rate.applicable and not rate.enough_data]
    return tuple(sorted(thin, key=_by_evidence))


def percent_text(rate: LineItemRate) -> str | None:
    """The rate as it is shown, such as `92%`: whole percent, halves up, from the counts; none without enough data.

    The only place that writes a pass rate. 23 of 25 is 92%, 1 of 8 (12.5) is 13%.
    """
    if not rate.enough_data:
        return None
    return f"{(200 * rate.passed + rate.applicable) // (2 * rate.applicable)}%"


def line_item_text(rate: LineItemRate, *, several_scorecards: bool) -> str:
    """The item with its rate, as `Active listening — 92%`; without enough data only its name.

    With `several_scorecards` in the evaluations the scorecard's name stands beside: `Active listening (Voice) — 92%`.
    """
    name = f"{rate.text} ({rate.scorecard_name})" if several_scorecards else rate.text
    percent = percent_text(rate)
    return name if percent is None else f"{name} — {percent}"


def spans_several_scorecards(rates: Iterable[LineItemRate]) -> bool:
    """Whether the line items are of more than one scorecard, by id and not by name."""
    return len({rate.scorecard_id for rate in rates}) > 1


def _rate(counts: Sequence[LineItemCount], minimum: int) -> LineItemRate:
    newest = max(counts, key=lambda count: (count.scorecard_version, count.text, count.scorecard_name))
    passed = sum(count.passed for count in counts)
    applicable = sum(count.applicable for count in counts)
    enough = applicable >= minimum
    interval = wilson(passed, applicable) if enough else None
    return LineItemRate(
        scorecard_id=newest.scorecard_id,
        scorecard_name=newest.scorecard_name,
        first_version=min(count.scorecard_version for count in counts),
        last_version=newest.scorecard_version,
        question_id=newest.question_id,
        text=newest.text,
        passed=passed,
        applicable=applicable,
        percent=100 * passed / applicable if enough else None,
        low=100 * interval.low if interval else None,
        high=100 * interval.high if interval else None,
        enough_data=enough,
        not_applicable=sum(count.not_applicable for count in counts),
        no_opportunity=sum(count.no_opportunity for count in counts),
    )


def _share(rate: LineItemRate) -> Fraction:
    return Fraction(rate.passed, rate.applicable)


def _foremost(side: Sequence[LineItemRate], each: int) -> tuple[LineItemRate, ...]:
    """The first `each` of a side in its order, so that equal rates are all among them or none is. Of some, some."""
    if len(side) <= each:
        return tuple(side)
    last = _share(side[each - 1])
    before = [rate for rate in side[:each] if _share(rate) != last]
    level = [rate for rate in side if _share(rate) == last]
    named = [*before, *level]
    return tuple(before if before and len(named) > 2 * each else named)


def _median(shares: Sequence[Fraction]) -> Fraction:
    if not shares:
        return _HALF
    ordered = sorted(shares)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _is_strong(rate: LineItemRate, middle: Fraction) -> bool:
    # The interval and not the rate: with six answers, five of them are within what chance alone brings.
    return _share(rate) >= middle and rate.low is not None and rate.low > _CLEARLY_ABOVE


def _is_weak(rate: LineItemRate, middle: Fraction) -> bool:
    share = _share(rate)
    return share < middle or (share == middle and share < _HALF)


def _by_name(rate: LineItemRate) -> tuple[str, str, str, str]:
    return (rate.scorecard_name.casefold(), rate.scorecard_id, rate.text.casefold(), rate.question_id)


def _by_evidence(rate: LineItemRate) -> tuple[int, str, str, str]:
    return (-rate.applicable, rate.text.casefold(), rate.scorecard_id, rate.question_id)
