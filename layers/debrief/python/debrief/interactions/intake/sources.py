"""Sources: where conversations come from, as far as their places in the bucket tell, and what is settled for each.

A source is a folder of the recordings bucket. What a telephony system drops lies in a folder of its own, and nothing
else of a file says reliably which system wrote it (decision 0059).
"""

from typing import Annotated, Final

from pydantic import Field

from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.model import Aggregate, Entity

MOST_SOURCES: Final = 100
LONGEST_FOLDER: Final = 500


class SettledSource(Entity):
    """What is settled for a folder.

    folder: how the keys of its objects begin, ending in `/`; of several that fit the longest counts.
    agent_channel: on which channel of two the agent is, 0 or 1. by, at: who settled it, and when.
    """

    folder: str
    agent_channel: Annotated[int, Field(ge=0, le=1)]
    by: str
    at: Instant


class SourceSaid(Entity):
    """What a person settles for a folder; see `SettledSource`."""

    folder: str
    agent_channel: Annotated[int, Field(ge=0, le=1)]


class SettledSources(Aggregate):
    """Everything that is settled for sources, in the order in which it was said."""

    sources: tuple[SettledSource, ...] = ()

    def of(self, key: str) -> SettledSource | None:
        """What is settled for an object or a unit with this key."""
        fitting = [each for each in self.sources if key.startswith(each.folder)]
        return max(fitting, key=lambda each: len(each.folder), default=None)

    def metadata(self, key: str) -> Metadata:
        """What that tells of a conversation."""
        source = self.of(key)
        if source is None:
            return Metadata()
        return Metadata(agent_channel=source.agent_channel, found_in={"agent_channel": FoundIn.SOURCE})


def folder_fault(folder: str) -> str | None:
    """What is wrong with the name of a folder, as the end of a sentence; None where it may be one."""
    if not folder.endswith("/") or folder.startswith("/") or "//" in folder:
        return 'must be a folder of the bucket, such as "calls/north/"'
    if len(folder) > LONGEST_FOLDER:
        return f"is longer than {LONGEST_FOLDER} characters"
    return None if folder.isprintable() else "holds what can't be shown"


def check_folder(folder: str, *, pointer: str = "/folder") -> None:
    """Raises RuleBroken, with this pointer, for what can't be a folder."""
    if (fault := folder_fault(folder)) is not None:
        raise RuleBroken("That can't be a source", errors=[FieldError(pointer=pointer, message=fault)])
