"""Which inquiries bring somebody's score down, and which up (S1.3)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from debrief.insights.inquiry_averages import EffectMetric, mean_of
from debrief.insights.projection.inquiry_sums import ALL, InquirySums

MOST_SHOWN: Final = 3


class Effect(NamedTuple):
    """What an inquiry does to the score. value: negative where it brings it down, which is better."""

    inquiry: str
    value: Fraction
    sums: InquirySums


def effect_of(whole: InquirySums, part: InquirySums) -> Fraction | None:
    """The overall score minus the overall score without the part; None where nothing scored is left without it, or
    nothing in it is scored."""
    if not part.score_known:
        return None
    overall, without = (mean_of(each, EffectMetric.EFFECTIVENESS) for each in (whole, whole.minus(part)))
    return None if overall is None or without is None else overall - without


def effects(sums: Mapping[str, InquirySums]) -> list[Effect]:
    """The effect of each inquiry that has one, what brings the score down most first; equal ones by name.

    sums: by inquiry, and of everything under `ALL`.
    """
    whole = sums.get(ALL, InquirySums())
    found = (
        Effect(inquiry, value, own)
        for inquiry, own in sums.items()
        if inquiry != ALL and (value := effect_of(whole, own)) is not None
    )
    return sorted(found, key=lambda each: (each.value, each.inquiry))


def top_performing(found: list[Effect]) -> list[Effect]:
    """The three that bring the score down most, the strongest first; none that doesn't."""
    return [each for each in found if each.value < 0][:MOST_SHOWN]


def to_work_on(found: list[Effect]) -> list[Effect]:
    """The three that bring the score up most, the strongest first; none that doesn't."""
    rising = sorted((each for each in found if each.value > 0), key=lambda each: (-each.value, each.inquiry))
    return rising[:MOST_SHOWN]
