"""Revisions: whether what is changed is still what the caller has read, and what it is called once it is written."""

from typing import TypeVar

from debrief.kernel.errors import Stale
from debrief.kernel.model import Aggregate

A = TypeVar("A", bound=Aggregate)


def expect_revision(value: Aggregate, revision: int) -> None:
    """Raises Stale unless `value` is at the revision that the caller has read."""
    if value.revision != revision:
        raise Stale("It was changed by somebody else meanwhile; read it again")


def written(value: A) -> A:
    """The value as it is after it was written: one revision on."""
    return value.model_copy(update={"revision": value.revision + 1})
