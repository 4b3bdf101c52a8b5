"""Why a time is proposed, and what a forecast is worth, as sentences."""

from collections.abc import Collection
from typing import Final

from debrief.coaching.scheduling.availability import Who
from debrief.coaching.scheduling.forecast import LEAST_WEEKS, WEEKS, Forecast
from debrief.coaching.scheduling.slots import Slot

_WHOLE_FROM: Final = 10
_SMALL_BELOW: Final = 0.095
_WHOSE: Final[dict[str, str]] = {"team": "the team's conversations", "everyone": "everyone's conversations"}


def amount(value: float) -> str:
    """A number of conversations as people say it: whole ones from ten on, else with one digit behind the point, and
    with two where one would make nothing of it.
    """
    if value < _SMALL_BELOW:
        return f"{value:.2f}".removesuffix(".00")
    return f"{value:.0f}" if value >= _WHOLE_FROM else f"{value:.1f}".removesuffix(".0")


def explanation_of(volume: Forecast, whose: str) -> str:
    """What the forecast is, and how far off it was."""
    if not volume.hours:
        return (
            f"Nothing is foretold: {LEAST_WEEKS} weeks of {_WHOSE[whose]} are needed, and {volume.days} whole days "
            "are counted."
        )
    known = f" ({volume.days} of their days are counted)" if volume.days < 7 * WEEKS else ""
    left_out = f" {volume.days_left_out} days count no hours yet and are left out." if volume.days_left_out else ""
    return (
        f"Each hour is the mean of the same hour of the past {WEEKS} weeks{known}, of {_WHOSE[whose]}. "
        "Foretold in this way from the other weeks, an hour of a past week was missed by "
        f"{amount(volume.missed)} conversations on average; an average hour has {amount(volume.mean)}.{left_out}"
    )


def reasons_of(slot: Slot, free: int, assumed: Collection[Who]) -> tuple[str, ...]:
    """Why a time is proposed. free: of how many it was chosen; assumed: whose hours are no known shifts."""
    found = []
    if slot.expected is None or slot.error is None:
        found.append("Nothing is foretold for this time: the earliest come first")
    else:
        found.append(f"{_about(slot.expected)} likely to begin, give or take {amount(slot.error)}")
        if slot.foretold > 1:
            found.append(_rank(slot, free))
    if not assumed:
        found.append("Within both people's shifts, with no other 1-to-1")
    else:
        whose = " and ".join(f"the {who}" for who in sorted(assumed))
        found.append(f"No shifts are known of {whose} that week: nine to five on weekdays is taken for granted")
    return tuple(found)


def _rank(slot: Slot, free: int) -> str:
    """How quiet it is among all times that suit both and of which something is foretold; those that are as quiet are
    neither busier nor quieter.
    """
    among = f"the {slot.foretold} times that suit both" + (" and have a forecast" if slot.foretold < free else "")
    if not slot.quieter:
        alike = slot.foretold - slot.busier
        return f"{'The quietest' if alike == 1 else 'As quiet as any'} of {among}"
    return f"Quieter than {100 * slot.busier // (slot.foretold - 1)} % of {among}"


def _about(expected: float) -> str:
    said = amount(expected)
    return f"About {said} conversation{'' if said == '1' else 's'} {'is' if said == '1' else 'are'}"
