"""Counted ways of answering as coefficients, below the minimum sample as none (N3, N4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from operator import truediv
from typing import Final

from debrief.insights.agreement.model import AgreementPoint, Comparison, QuestionAgreement
from debrief.insights.intervals import wilson
from debrief.insights.projection.comparisons import Basis, Way
from debrief.quality.agreement.bootstrap import interval
from debrief.quality.agreement.coefficients import (
    Counted,
    Unit,
    ac1,
    alpha,
    chosen,
    compared,
    kappa,
    percent_agreement,
    unanimous,
)
from debrief.quality.agreement.estimates import Estimate
from debrief.quality.scorecards.model import Question

_TURNS: Final = 200
"""Draws for an interval: a report has up to some hundred questions, and answers within seconds."""

Counts = Mapping[tuple[date, Way], int]


def question_agreement(question: Question, section_id: str, counts: Counts, minimum: int) -> QuestionAgreement | None:
    """A question, out of everything that was counted of its scorecard; None where nothing was of it."""
    own = {key: count for key, count in counts.items() if key[1].question_id == question.id and count > 0}
    if not own:
        return None
    many = len(question.options) + question.allow_na
    return QuestionAgreement(
        question_id=question.id,
        section_id=section_id,
        text=question.text,
        answerer=question.answerer,
        seen=_comparison(_units(own, "seen"), question.id, many, minimum, pairs=True),
        blind=_comparison(_units(own, "blind"), question.id, many, minimum, pairs=True),
        among=_comparison(_units(own, "among"), question.id, many, minimum, pairs=False),
        series=_series(own, minimum),
    )


def _units(counts: Counts, basis: Basis) -> Counted:
    found: Counter[Unit] = Counter()
    for (_, way), count in counts.items():
        if way.basis == basis:
            found[way.unit] += count
    return found


def _comparison(units: Counted, seed: str, categories: int, minimum: int, *, pairs: bool) -> Comparison:
    total = compared(units)
    if total < max(1, minimum):
        return Comparison(
            compared=total,
            enough_data=False,
            percent=None,
            low=None,
            high=None,
            unanimous=False,
            alpha=None,
            kappa=None,
            ac1=None,
        )
    low, high = _percent_interval(units, total, seed, pairs=pairs)
    return Comparison(
        compared=total,
        enough_data=True,
        percent=_float(percent_agreement(units, Fraction), 100),
        low=low,
        high=high,
        unanimous=unanimous(units),
        alpha=_float(alpha(units, Fraction)),
        kappa=_float(kappa(units, Fraction)) if pairs else None,
        ac1=_ac1(units, categories, seed),
    )


def _percent_interval(units: Counted, total: int, seed: str, *, pairs: bool) -> tuple[float | None, float | None]:
    if pairs:
        # A pair agrees or doesn't: a proportion, whose interval holds where all agree as well.
        alike = sum(count for (one, other, *_), count in units.items() if one == other)
        found: tuple[float, float] | None = wilson(alike, total)
    else:
        found = interval(units, lambda drawn: percent_agreement(drawn, truediv), seed, _TURNS)
    return (100 * found[0], 100 * found[1]) if found else (None, None)


def _ac1(units: Counted, categories: int, seed: str) -> Estimate | None:
    # Options of earlier versions may have been chosen as well; what could be is the same in every draw.
    several = max(categories, chosen(units))
    exact = ac1(units, Fraction, several)
    if exact is None:
        return None
    low, high = interval(units, lambda drawn: ac1(drawn, truediv, several), seed, _TURNS) or (None, None)
    return Estimate(value=float(exact), low=low, high=high)


def _series(counts: Counts, minimum: int) -> list[AgreementPoint]:
    by_month: dict[date, dict[Basis, list[tuple[bool, int]]]] = {}
    for (day, way), count in counts.items():
        if way.basis != "among":
            month = by_month.setdefault(day.replace(day=1), {"seen": [], "blind": []})
            month[way.basis].append((way.unit[0] == way.unit[1], count))
    return [_point(day, month["seen"], month["blind"], minimum) for day, month in sorted(by_month.items())]


def _point(
    day: date, seen: Iterable[tuple[bool, int]], blind: Iterable[tuple[bool, int]], minimum: int
) -> AgreementPoint:
    (seen_count, seen_percent), (blind_count, blind_percent) = _share(seen, minimum), _share(blind, minimum)
    return AgreementPoint(
        first_day=day, seen=seen_count, seen_percent=seen_percent, blind=blind_count, blind_percent=blind_percent
    )


def _share(pairs: Iterable[tuple[bool, int]], minimum: int) -> tuple[int, float | None]:
    told = list(pairs)
    total = sum(count for _, count in told)
    alike = sum(count for same, count in told if same)
    return total, 100 * alike / total if total >= max(1, minimum) else None


def _float(exact: Fraction | None, times: int = 1) -> float | None:
    return None if exact is None else float(exact * times)
