"""What of an agent's conversations can be drawn, and in which order (S4.10, N14)."""

from collections.abc import Iterable
from typing import NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.conditions.model import Condition
from debrief.quality.automations.choosing import explained
from debrief.quality.drawing.lot import in_order
from debrief.quality.goals.model import ENOUGH, AgentDraw, Excluded, WhyExcluded


class Framed(NamedTuple):
    """The conversations that were read, in their order, and those of them that aren't for the goal."""

    frame: tuple[str, ...]
    excluded: tuple[Excluded, ...]


def framed(condition: Condition, interactions: Iterable[Interaction]) -> Framed:
    """Read on until enough are found that the goal is for. interactions: an agent's, the newest first."""
    frame: list[str] = []
    excluded: list[Excluded] = []
    for each in interactions:
        frame.append(each.id)
        why: WhyExcluded | None = "erased" if each.erased_at is not None else None
        if why is None and not explained(condition, each).holds:
            why = "condition"
        if why is not None:
            excluded.append(Excluded(id=each.id, why=why))
        elif len(frame) - len(excluded) == ENOUGH:
            break
    return Framed(tuple(frame), tuple(excluded))


def candidates(seed: str, frame: Iterable[str], excluded: Iterable[Excluded]) -> list[str]:
    """What is left to be drawn, in the order of the seed."""
    out = {each.id for each in excluded}
    return in_order(seed, (id for id in frame if id not in out))


def told_of(row: AgentDraw) -> AgentDraw:
    """The row as whom it is about may read it: which of their conversations are in calibrations, or to be checked, they
    aren't told.

    An assessor evaluates as well, and so does who checks, so that `evaluated` is true of these too.
    """
    excluded = tuple(Excluded(id=each.id, why=_told(each.why)) for each in row.excluded)
    return row.model_copy(update={"excluded": excluded})


def _told(why: WhyExcluded) -> WhyExcluded:
    return "evaluated" if why in {"calibration", "checked"} else why


def agrees(seed: str, row: AgentDraw) -> bool:
    """Whether what was offered of an agent, computed again from what is kept, comes to the same."""
    return tuple(candidates(seed, row.frame, row.excluded)[: len(row.offered)]) == row.offered
