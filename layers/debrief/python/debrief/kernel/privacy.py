"""What every context does with a person's data when that is asked for: hand it out, and let it go (N8).

A context has a `privacy_service` with one class that is a `PersonalData`. Whoever works through a subject asks the
contexts from the top floor down, since the upper ones find what is theirs through the lower ones, and each of them page
by page until there is no next one. A pass over all contexts is done when it erased nothing: what was written while the
first one went on is met by the second. Then the interactions' port forgets what led to a customer's conversations, by
which the later passes found them. A person is deactivated before any of it, so that nothing new is made of theirs.
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import StringConstraints

from debrief.kernel.model import Entity

T = TypeVar("T")
Start = dict[str, Any] | None
"""Where a page of a list begins, as DynamoDB tells it; None at the beginning, and after the end."""

ERASED_TEXT = "Erased on request."
"""What stands in place of a text that may not be empty."""


class Subject(Entity):
    """Whose data it is.

    kind: `person`, somebody who works with Debrief or whose conversations it looks at; `customer`, somebody who was
    spoken with, in all their conversations; `contact`, the customer of one contact.
    id: the user's id; what the account's systems call the customer; the contact reference.
    """

    kind: Literal["person", "customer", "contact"]
    id: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Record(Entity):
    """One thing that is about the subject. kind: what it is; data: plain values, nothing of it about anybody else."""

    kind: str
    id: str
    data: dict[str, Any]


class Exported(Entity):
    """A page of what is about the subject. next: hand it in for the next page; None at the end."""

    records: tuple[Record, ...] = ()
    next: str | None = None


class Erased(Entity):
    """What one step of an erasure did.

    changed: how many things it removed or emptied; those that were empty before don't count. next: as in `Exported`.
    """

    changed: int = 0
    next: str | None = None


Stages = Mapping[str, Callable[[Start], tuple[list[T], Start]]]
"""Lists to be worked through one after the other: each gives a page of itself, and where its next one begins."""


class PersonalData(Protocol):
    """What a context knows of a subject. Each call works through one page, in seconds, whatever there is."""

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of everything that is about the subject; `position` is the `next` of the page before."""
        ...

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Remove a page of what is about the subject, and empty what has to stay. Repeating a step is harmless.

        Raises:
            Conflict, Stale, Throttled, Unavailable: something of it is in use just now; try the step again.
        """
        ...


def page_of_stages(stages: Stages[T], position: str | None) -> tuple[list[T], str | None]:
    """A page out of several lists, one after the other, and where the next one begins.

    Lists that have come to their end without giving anything are passed over.
    """
    names = list(stages)
    stage, start = (names[0] if names else ""), None
    if position is not None:
        known = json.loads(position)
        stage, start = known["stage"], known["start"]
    while stage in stages:
        found, start = stages[stage](start)
        if start is None:
            after = names.index(stage) + 1
            stage = names[after] if after < len(names) else ""
        if found or start is not None:
            return found, json.dumps({"stage": stage, "start": start}) if stage else None
    return [], None


def erased(stages: Stages[bool], position: str | None) -> Erased:
    """A step of an erasure out of several lists, whose stages tell for each thing whether it was changed."""
    done, following = page_of_stages(stages, position)
    return Erased(changed=sum(done), next=following)


def exported(stages: Stages[Record], position: str | None) -> Exported:
    """A page of an export out of several lists."""
    found, following = page_of_stages(stages, position)
    return Exported(records=tuple(found), next=following)


def plain(value: Entity, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a value as an export holds them, without those that are empty, are its revision, or are named."""
    given = value.model_dump(mode="json", exclude={"revision", *without}, exclude_none=True)
    return {name: each for name, each in given.items() if each not in ("", [], {})}
