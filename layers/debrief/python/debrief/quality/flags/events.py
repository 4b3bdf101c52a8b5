"""What is announced of flags: ids and states, never what was said or scored."""

from typing import Any

from debrief.kernel.model import Entity
from debrief.quality.flags.announced import FLAG_RAISED, FLAG_WITHDRAWN
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
    about = flag.about
    data = FlagData(
        agent_id=about.agent_id,
        interaction_id=about.interaction_id,
        was_interaction_id=before.about.interaction_id if before is not None and moved else None,
        evaluation_id=about.evaluation_id,
        kind=flag.kind,
        queue=flag.queue,
    )
    return (FLAG_RAISED if flag.holds else FLAG_WITHDRAWN), data.model_dump(mode="json")
