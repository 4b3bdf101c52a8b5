"""Whom a coached agent is held against: fixed when the coaching is assigned, before anything has come of it."""

from collections.abc import Mapping, Sequence
from statistics import fmean, variance
from typing import Final

from debrief.insights.improvement.beyond_chance import single_variance
from debrief.insights.improvement.model import Attribute
from debrief.insights.means import Sums

MOST_COLLEAGUES: Final = 20
MOST_CONSIDERED: Final = 60
"""Members of the team who are looked at."""

LEAST_ANSWERS: Final = 3
"""Below so many answers in the week before, a colleague's week says nothing."""

LEAST_WEEKS: Final = 4
"""Fewer colleagues don't tell how much of a week lasts."""

Week = Mapping[Attribute, Sums]


def alike(own: Week, others: Mapping[str, Week], attributes: Sequence[Attribute]) -> list[str]:
    """The colleagues whose week was most like the agent's, the most alike first; `MOST_COLLEAGUES` at most.

    Alike: by how far their averages lie apart, in the mean over the attributes that both have. Ties by id, so that
    choosing again chooses the same.
    """
    near: list[tuple[float, str]] = []
    for colleague_id, week in others.items():
        apart = [
            abs(own[each].hundredths / own[each].number - week[each].hundredths / week[each].number)
            for each in attributes
            if _says(own, each) and _says(week, each)
        ]
        if apart:
            near.append((sum(apart) / len(apart), colleague_id))
    return [colleague_id for _, colleague_id in sorted(near)[:MOST_COLLEAGUES]]


def shifts(
    own: Week, others: Mapping[str, Week], chosen: Sequence[str], attributes: Sequence[Attribute]
) -> dict[Attribute, float]:
    """How far the agent is to be expected above (or below) those who were chosen, for each attribute, in hundredths.

    The agent's week lies `gap` beside the mean of theirs. Of such a gap so much lasts as the spread among all who were
    looked at is what they are, and not what few answers make of it: the reliability 1 − v ÷ s² of a week (T. L. Kelley,
    Interpretation of Educational Measurements, 1927). It is told beforehand, from the weeks of all
    of them but the agent's, which was picked: so "improved" is claimed a little too rarely, not too often.
    """
    found: dict[Attribute, float] = {}
    for each in attributes:
        weeks = {id: week[each] for id, week in others.items() if _says(week, each)}
        near = [weeks[id] for id in chosen if id in weeks]
        if not near or not _says(own, each) or len(weeks) < LEAST_WEEKS:
            continue
        means = [week.hundredths / week.number for week in weeks.values()]
        few = fmean(single_variance([week]) / week.number for week in weeks.values())
        spread = variance(means)
        reliability = max(0.0, 1.0 - few / spread) if spread else 0.0
        gap = own[each].hundredths / own[each].number - fmean(week.hundredths / week.number for week in near)
        found[each] = reliability * gap
    return found


def _says(week: Week, attribute: Attribute) -> bool:
    return attribute in week and week[attribute].number >= LEAST_ANSWERS
