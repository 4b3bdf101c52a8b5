"""Who may see a flag, and flags looked at many at a time (S2.3)."""

from collections.abc import Iterator

from debrief.kernel.auth import Caller
from debrief.kernel.web.merging import Placed, looked_at_together
from debrief.people.access import Sight
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.flags.course import may_work, tells_what_is_hidden
from debrief.quality.flags.model import Flag


def together(source: Iterator[Placed[Flag]], many: int, sight: Sight) -> Iterator[Placed[Flag]]:
    """The flags, with the agents of `many` looked up at once."""
    return looked_at_together(source, many, lambda some: sight.of(each.about.agent_id for each in some))


def may_see(caller: Caller, flag: Flag, blind: BlindSpots) -> bool:
    """Whether the caller, who sees the agent, may see the flag."""
    return may_work(caller, flag) and not tells_what_is_hidden(flag, blind)
