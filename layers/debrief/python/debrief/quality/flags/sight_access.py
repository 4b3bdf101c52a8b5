"""Who may see a flag, and flags looked at many at a time (S2.3)."""

from collections.abc import Iterator

from debrief.kernel.auth import Caller
from debrief.kernel.web.merging import Placed, looked_at_together
from debrief.people.access import Sight
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.flags.course import may_work
from debrief.quality.flags.model import Flag


def together(source: Iterator[Placed[Flag]], many: int, sight: Sight) -> Iterator[Placed[Flag]]:
    """The flags, with the agents of `many` looked up at once."""
    return looked_at_together(source, many, lambda some: sight.of(each.about.agent_id for each in some))


def may_see(caller: Caller, flag: Flag, blind: BlindSpots) -> bool:
    """Whether the caller, who sees the agent, may see the flag."""
    if not may_work(caller, flag):
        return False
    about = flag.about
    if about.evaluation_id is None or not blind.spots:
        return True
    if about.evaluator_id == caller.user_id and about.type == "manual" and flag.kind != "pattern":
        return True
    told = {about.interaction_id, *(each.interaction_id for each in flag.grounds.calls)}
    return all(each.interaction_id not in told for each in blind.spots)
