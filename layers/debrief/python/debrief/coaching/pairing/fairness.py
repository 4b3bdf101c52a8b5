"""Who of the strong is asked first, so that it isn't always the same who help (N16)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from debrief.coaching.pairing.model import MOST_AT_ONCE
from debrief.coaching.pairing.strength import Standing
from debrief.coaching.scheduling.model import ShiftWeek
from debrief.insights.intervals import wilson


class Load(NamedTuple):
    """What somebody carries. open: whom they help now. lately: how often they were paired in the past three months."""

    open: int = 0
    lately: int = 0


def is_away(weeks: Iterable[ShiftWeek | None], now: datetime) -> bool:
    """Whether somebody's shifts of this week and the next are known, and none of them is still to end."""
    known = list(weeks)
    if any(each is None for each in known):
        return False
    return not any(shift.end > now for week in known if week for shift in week.shifts)


def in_turn(strong: Sequence[Standing], loads: Mapping[str, Load]) -> list[Standing]:
    """Those who can be asked, in the order in which they are: who carries least, then who is the surest, then by id."""

    def turn(each: Standing) -> tuple[int, int, float, str]:
        load = loads.get(each.agent_id, Load())
        low = wilson(each.figures.passed, each.figures.applicable).low
        return load.open, load.lately, -low, each.agent_id

    free = [each for each in strong if loads.get(each.agent_id, Load()).open < MOST_AT_ONCE]
    return sorted(free, key=turn)
