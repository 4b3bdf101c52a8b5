"""What rollups are about: whose work, which days, and what one evaluation or conversation adds."""

from datetime import date
from typing import Literal, NamedTuple

from debrief.kernel.model import Aggregate, Entity

SubjectKind = Literal["agent", "team", "everyone"]


class Subject(NamedTuple):
    """Whose work a rollup counts: an agent's, a team's as it was at the time, or everyone's (then `id` is empty)."""

    kind: SubjectKind
    id: str = ""


EVERYONE = Subject("everyone")


class Days(NamedTuple):
    """A period, both days included, in the account's time zone."""

    first: date
    last: date


class RowKey(NamedTuple):
    """The place of a rollup row in the table."""

    pk: str
    sk: str


Counters = dict[str, int]
"""Whole numbers by name; one that is absent is 0. Integers, so that adding and subtracting leaves exactly nothing."""


class Contribution(Entity):
    """What one evaluation or conversation adds to the rollups of its agent, its team and everyone.

    rows: counters by `<family>/<sort key>`, the same for each of the three.
    counts_agent: whether the team's rows also count whose it is; contributions of older versions don't.
    """

    agent_id: str
    team_id: str | None = None
    rows: dict[str, Counters]
    counts_agent: bool = False


class Marker(Aggregate):
    """What an evaluation or conversation has added so far, so that it can be taken back.

    source_revision: the revision that was counted; 0 when it was gone. share: None when nothing counts.
    """

    source_revision: int
    share: Contribution | None = None
