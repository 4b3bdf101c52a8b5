"""Counted ways of answering as coefficients, below the minimum sample as none (N3, N4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from operator import truediv
from typing import Final

from debrief.insights.agreement.model import AgreementPoint, Comparison, QuestionAgreement
from debrief.insights.intervals import wilson_of_shares
from debrief.insights.projection.comparisons import Basis, Way
from debrief.quality.agreement.bootstrap import interval
from debrief.quality.agreement.coefficients import (
    Counted,
    Unit,
    ac1,
    against_the_first,
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
    # A conversation is what is drawn, however many assessed it: the AI answered it once.
    of, times = against_the_first(units) if pairs else (units, 1)
    percent = percent_agreement(of, Fraction)
    low, high = _percent_interval(units, percent, total, seed, pairs=pairs)
    return Comparison(
        compared=total,
        enough_data=True,
        percent=_float(percent, 100),
        low=low,
        high=high,
        unanimous=unanimous(units),
        alpha=_float(alpha(of, Fraction, times=times)),
        kappa=_float(kappa(of, Fraction)) if pairs else None,
        ac1=_ac1(units, categories, seed, pairs=pairs),
    )


def _percent_interval(
    units: Counted, percent: Fraction | None, total: int, seed: str, *, pairs: bool
) -> tuple[float | None, float | None]:
    found: tuple[float, float] | None
    if pairs:
        # Of one person a conversation is alike or not; of several, their share. It holds where all agree as well.
        found = wilson_of_shares(float((percent or 0) * total), total)
    else:
        found = interval(units, lambda drawn: percent_agreement(drawn, truediv), seed, _TURNS)
    return (100 * found[0], 100 * found[1]) if found else (None, None)


def _ac1(units: Counted, categories: int, seed: str, *, pairs: bool) -> Estimate | None:
    # Options of earlier versions may have been chosen as well; what could be is the same in every draw.
    several = max(categories, chosen(units))

    def of(drawn: Counted) -> Counted:
        return against_the_first(drawn)[0] if pairs else drawn

    exact = ac1(of(units), Fraction, several)
    if exact is None:
        return None
    low, high = interval(units, lambda drawn: ac1(of(drawn), truediv, several), seed, _TURNS) or (None, None)
    return Estimate(value=float(exact), low=low, high=high)


def _series(counts: Counts, minimum: int) -> list[AgreementPoint]:
    by_month: dict[date, dict[Basis, list[tuple[float, int]]]] = {}
    for (day, way), count in counts.items():
        if way.basis != "among":
            month = by_month.setdefault(day.replace(day=1), {"seen": [], "blind": []})
            month[way.basis].append((_share_alike(way.unit), count))
    return [_point(day, month["seen"], month["blind"], minimum) for day, month in sorted(by_month.items())]


def _point(
    day: date, seen: Iterable[tuple[float, int]], blind: Iterable[tuple[float, int]], minimum: int
) -> AgreementPoint:
    (seen_count, seen_percent), (blind_count, blind_percent) = _share(seen, minimum), _share(blind, minimum)
    return AgreementPoint(
        first_day=day, seen=seen_count, seen_percent=seen_percent, blind=blind_count, blind_percent=blind_percent
    )


def _share_alike(unit: Unit) -> float:
    """How large a share of the people answered as the AI did."""
    ai, *people = unit
    return people.count(ai) / len(people)


def _share(shares: Iterable[tuple[float, int]], minimum: int) -> tuple[int, float | None]:
    told = list(shares)
    total = sum(count for _, count in told)
    alike = sum(share * count for share, count in told)
    return total, 100 * alike / total if total >= max(1, minimum) else None


def _float(exact: Fraction | None, times: int = 1) -> float | None:
    return None if exact is None else float(exact * times)
