"""When an administrator is told of a month's budget: at four fifths of it, and when it is spent (N9)."""

from typing import Final, Literal

from debrief.kernel.model import Entity

Level = Literal["nearly", "spent"]

NEARLY_PERCENT: Final = 80


class Told(Entity):
    """What was told of one use in one month. limit_micro_usd: under which limit; another one is told of anew."""

    level: Level
    limit_micro_usd: int


def level_of(spent_micro_usd: int, limit_micro_usd: int | None) -> Level | None:
    """How near a use is to its limit; None below four fifths, and where there is no limit.

    A limit of zero is met from the first: whoever set it may not be who wonders why nothing is transcribed.
    """
    if limit_micro_usd is None:
        return None
    if spent_micro_usd >= limit_micro_usd:
        return "spent"
    return "nearly" if spent_micro_usd * 100 >= limit_micro_usd * NEARLY_PERCENT else None


def is_news(level: Level, limit_micro_usd: int, told: Told | None) -> bool:
    """Whether that is to be told: each level once for each limit, and never the lower after the higher one."""
    if told is None or told.limit_micro_usd != limit_micro_usd:
        return True
    return level == "spent" and told.level == "nearly"
