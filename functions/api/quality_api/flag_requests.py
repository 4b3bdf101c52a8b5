"""What the routes of flags give, beyond the entities themselves."""

from debrief.kernel.model import Entity
from debrief.quality.flags.model import Flag, FlagStep


class FlagStepItem(FlagStep):
    """A step of a flag's history, with names; null for Debrief's own, and where nobody was given it."""

    by_name: str | None
    to_name: str | None


class FlagItem(Flag):
    """A flag with names and what the caller may do with it.

    actions: resolve, hand_over, snooze or wake; of one that is resolved: reopen.
    """

    agent_name: str
    assignee_name: str | None
    resolved_by_name: str | None
    history: tuple[FlagStepItem, ...] = ()
    actions: list[str]


class FlagsOf(Entity):
    """What of a conversation was flagged, oldest first."""

    items: list[FlagItem]
