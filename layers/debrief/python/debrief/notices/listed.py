"""Several conversations that one notice is about, such as those that a goal drew for somebody.

Of each it carries ids and an instant; the sentence and the e-mail name them from what is known when they are read.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from debrief.kernel.clock import iso
from debrief.notices.model import Notice

MOST_LISTED: Final = 10
"""Conversations that a notice tells one by one; of the others it tells how many they are."""


class Listed(NamedTuple):
    """A conversation to evaluate: in which evaluation, whose it is, and when it began (an instant in ISO 8601)."""

    evaluation_id: str
    agent_id: str
    started_at: str

    @classmethod
    def of(cls, evaluation_id: str, agent_id: str, started_at: datetime) -> "Listed":
        """The same, of an instant."""
        return cls(evaluation_id, agent_id, iso(started_at))


def listing(conversations: Iterable[Listed]) -> dict[str, str]:
    """The parameters of a notice that tell the first of these; those of people end in `_id`."""
    told: dict[str, str] = {}
    for number, each in enumerate(islice(conversations, MOST_LISTED), 1):
        told |= {
            f"evaluation_{number}": each.evaluation_id,
            f"agent_{number}_id": each.agent_id,
            f"started_{number}_at": each.started_at,
        }
    return told


def listed_in(notice: Notice) -> list[Listed]:
    """What `listing` told, in its order."""
    given = notice.parameters
    return [
        Listed(
            given[f"evaluation_{number}"], given.get(f"agent_{number}_id", ""), given.get(f"started_{number}_at", "")
        )
        for number in range(1, MOST_LISTED + 1)
        if f"evaluation_{number}" in given
    ]
