"""The way of a plan, a point for each day, never more than so many."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from debrief.coaching.plans.model import Point

MOST_POINTS: Final = 120
"""All days of the longest plan that is advised, and some more."""

_WHOLE: Final = timedelta(days=30)


def with_point(points: Sequence["Point"], point: "Point") -> tuple["Point", ...]:
    """The points with one more, in order of their days; one of the same day is replaced.

    Where they would be more than `MOST_POINTS`, every second one goes of those that are older than the newest 30 days,
    but for the first: so a long plan's way is told by ever coarser steps, and its latest days whole.
    """
    days = {each.day: each for each in points} | {point.day: point}
    kept = tuple(days[day] for day in sorted(days))
    if len(kept) <= MOST_POINTS:
        return kept
    since = kept[-1].day - _WHOLE
    older = [each for each in kept if each.day < since]
    return (*older[::2], *(each for each in kept if each.day >= since))
