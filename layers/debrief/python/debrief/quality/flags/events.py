"""What is announced of flags: ids and states, never what was said or scored."""

from typing import Any

from debrief.kernel.model import Entity
from debrief.quality.flags.announced import FLAG_RAISED, FLAG_REOPENED, FLAG_RESOLVED, FLAG_WITHDRAWN
from debrief.quality.flags.model import Flag, FlagKind, FlagQueue


class FlagData(Entity):
    """A flag as it is now.

    evaluation_id: what it rests on; none where it rests on what was said. was_interaction_id: the conversation that a
    pattern was told of before, where it is told of another one since.
    """

    agent_id: str
    interaction_id: str
    was_interaction_id: str | None = None
    evaluation_id: str | None = None
    kind: FlagKind
    queue: FlagQueue


def flag_event(flag: Flag, before: Flag | None) -> tuple[str, dict[str, Any]] | None:
    """The type and the data of what is to be told of a change: that something is flagged, of another conversation than
    before, or no more. None where neither changed. before: as it was read, if it was stored.
    """
    moved = before is not None and before.about.interaction_id != flag.about.interaction_id
    if before is not None and before.holds == flag.holds and not moved:
        return None
    was = before.about.interaction_id if before is not None and moved else None
    return (FLAG_RAISED if flag.holds else FLAG_WITHDRAWN), _data(flag, was)


def settled_event(flag: Flag) -> tuple[str, dict[str, Any]]:
    """The type and the data of what is to be told once somebody has resolved a flag, or opened it again."""
    return (FLAG_RESOLVED if flag.state == "resolved" else FLAG_REOPENED), _data(flag)


def _data(flag: Flag, was_interaction_id: str | None = None) -> dict[str, Any]:
    about = flag.about
    return FlagData(
        agent_id=about.agent_id,
        interaction_id=about.interaction_id,
        was_interaction_id=was_interaction_id,
        evaluation_id=about.evaluation_id,
        kind=flag.kind,
        queue=flag.queue,
    ).model_dump(mode="json")
