"""How somebody has come along in each of the attributes that they are coached on (S3.7, N3)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from debrief.insights.comparing import Rate, rate_changes
from debrief.insights.exact_tests import clear_chances
from debrief.insights.improvement.beyond_chance import Prediction, prediction
from debrief.insights.improvement.model import (
    Attribute,
    AttributeAverage,
    AttributeMove,
    AttributeProgress,
    ChanceExpected,
    Verdict,
)
from debrief.insights.intervals import wilson
from debrief.insights.means import Sums, difference_interval, mean_interval
from debrief.insights.projection.model import Days

WEEK: Final = timedelta(days=7)
NOTHING: Final = Sums(0, 0, 0)
Values = Mapping[Attribute, Sums]


class Windows(NamedTuple):
    """The days that are compared. before: the seven before it was assigned; now: the past seven since then."""

    before: Days
    now: Days


def windows(assigned: date, today: date) -> Windows:
    """The days before coaching was assigned, and those that tell how it goes now: none from before it was assigned."""
    before = Days(assigned - WEEK, assigned - timedelta(days=1))
    past = past_week(today)
    return Windows(before, Days(max(assigned, past.first), today))


def past_week(today: date) -> Days:
    """The past seven days, today the last of them."""
    return Days(today - WEEK + timedelta(days=1), today)


def progress(
    attributes: Sequence[Attribute],
    before: Values,
    now: Values,
    colleagues: Sequence[Values],
    *,
    shifts: Mapping[Attribute, float] | None = None,
    left_out: int,
    minimum: int,
) -> list[AttributeProgress]:
    """How an agent has come along in each attribute; what is clear is decided over all of them together.

    before, now: of the agent. colleagues: what each of those does now who are held against them; shifts: how far
    the agent is to be expected beside them. minimum: fewest
    answers of which an average is shown.
    """
    pairs = [(before.get(each, NOTHING), now.get(each, NOTHING)) for each in attributes]
    moves = _moves(attributes, pairs, minimum)
    found = [
        prediction(after, [week.get(each, NOTHING) for week in colleagues], (shifts or {}).get(each, 0.0))
        if after.number >= minimum
        else None
        for each, (_, after) in zip(attributes, pairs, strict=True)
    ]
    clear = clear_chances([each.chance if each else 1.0 for each in found])
    lines = []
    for attribute, (was, is_), move, predicted, is_clear in zip(attributes, pairs, moves, found, clear, strict=True):
        with_data = sum(week.get(attribute, NOTHING).number > 0 for week in colleagues)
        lines.append(
            AttributeProgress(
                before=average(attribute, was, minimum),
                now=average(attribute, is_, minimum),
                move=move,
                expected=_expected(predicted, with_data, left_out + len(colleagues) - with_data),
                verdict=_verdict(predicted, is_clear=is_clear),
            )
        )
    return lines


def average(attribute: Attribute, sums: Sums, minimum: int) -> AttributeAverage:
    """An average with its interval: Wilson's of a question's pass rate, Student's of a section's scores."""
    if sums.number < max(minimum, 1):
        return AttributeAverage(value=None, sample=sums.number)
    if attribute.question_id:
        rate = _rate(sums)
        interval = wilson(*rate)
        return AttributeAverage(
            value=100 * rate.passed / rate.applicable,
            sample=sums.number,
            low=100 * interval.low,
            high=100 * interval.high,
        )
    return mean_of(sums, minimum)


def mean_of(sums: Sums, minimum: int) -> AttributeAverage:
    """A mean of scores with its interval, where there is one."""
    if sums.number < max(minimum, 1):
        return AttributeAverage(value=None, sample=sums.number)
    found = mean_interval(sums)
    value = sums.hundredths / sums.number / 100
    return AttributeAverage(
        value=value, sample=sums.number, low=found.low if found else None, high=found.high if found else None
    )


def mean_move(before: Sums, now: Sums, minimum: int) -> AttributeMove | None:
    """How a mean of scores moved. It is called up or down nowhere: see `means`."""
    if min(before.number, now.number) < max(minimum, 1):
        return None
    interval = difference_interval(before, now)
    return AttributeMove(
        points=(now.hundredths / now.number - before.hundredths / before.number) / 100,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        direction="unclear",
    )


def _moves(
    attributes: Sequence[Attribute], pairs: Sequence[tuple[Sums, Sums]], minimum: int
) -> list[AttributeMove | None]:
    rated = [
        place
        for place, (attribute, pair) in enumerate(zip(attributes, pairs, strict=True))
        if attribute.question_id and min(each.number for each in pair) >= max(minimum, 1)
    ]
    changes = rate_changes([(_rate(pairs[place][0]), _rate(pairs[place][1])) for place in rated])
    moves: list[AttributeMove | None] = [
        None if attribute.question_id else mean_move(*pair, minimum)
        for attribute, pair in zip(attributes, pairs, strict=True)
    ]
    for place, change in zip(rated, changes, strict=True):
        moves[place] = AttributeMove(
            points=change.points, low=change.interval.low, high=change.interval.high, direction=change.direction
        )
    return moves


def _rate(sums: Sums) -> Rate:
    return Rate(sums.hundredths // 10_000, sums.number)


def _expected(predicted: Prediction | None, colleagues: int, left_out: int) -> ChanceExpected | None:
    if predicted is None:
        return None
    return ChanceExpected(
        value=predicted.value, low=predicted.low, high=predicted.high, colleagues=colleagues, left_out=left_out
    )


def _verdict(predicted: Prediction | None, *, is_clear: bool) -> Verdict:
    if predicted is None:
        return "not_enough_data"
    return "improved" if is_clear and predicted.above else "not_shown"
