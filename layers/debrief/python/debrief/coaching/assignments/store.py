"""Where assignments lie, and what is counted of them (the coaching table).

| question | key or index | reads |
|---|---|---|
| this assignment | `ASSIGNMENT#<id>` / `ASSIGNMENT` | one item |
| an agent's, newest first; all of them | GSI1 `COACHED#<agent>` / `<assigned_at>#<id>` | the page |
| everybody's that were made one by one, and groups that were sent | GSI2 `ASSIGNED` / `<assigned_at>#<id>` | the page |
| everybody's that were made of groups | GSI2 `ASSIGNED#GROUPED` / the same | the page |
| those made of a group, by agent | GSI3 `GROUP#<group>` / `<agent>#<id>` | the page |
| which assignments coach on a conversation | `ABOUT#<interaction>` / `ASSIGNMENT#<id>` | those few of its agent |
| which show it as a best response | `ABOUT#<interaction>` / `BEST#<id>` | those, as many as agents were given it |
| everybody's to be followed up, by day and agent | GSI1 `FOLLOW_UPS` / `<day>#<agent>#<id>` | the page, keys alone |
| those of an agent, by day | GSI2 `FOLLOW_UPS#<agent>` / the same | the same |
| is an agent in coaching, and since when last | `COACHED#<agent>` / `OPEN` | one small item |
| who is in coaching | GSI1 `IN_COACHING#<on or off>` / `<agent>`, sparse | small rows, 5,000 at most |
| how many agents are in coaching | `IN_COACHING` / `<shard>` | 8 small items |
| how those of a group stand | `GROUP#<id>` / `COUNTS` (see `marks_store`) | one item |
| whose progress an agent's is held against | `ASSIGNMENT#<id>` / `COLLEAGUES` | one item |

What is open depends on whether the account lets agents accept and dispute (`standing`), so that it is counted for both:
`on` and `off`. All of it moves in the transactions of the assignments, about 40 writes of one that is made.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zlib import crc32

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from debrief.coaching.assignments import events
from debrief.coaching.assignments.counting import Counts, counter_of
from debrief.coaching.assignments.model import Assignment, Colleagues
from debrief.coaching.assignments.standing import LOOKED, WAITS, Facts, facts_of, is_open
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.kernel.errors import NotFound, Stale
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

SHARDS: Final = 8
MOST_COACHED: Final = 5_000
"""Agents of the largest account."""

_MOST_ABOUT: Final = 100
"""In a round trip."""

_COACHED_ON: Final = "ASSIGNMENT"
_SHOWN: Final = "BEST"
"""Under what an assignment is found of a conversation that it coaches on, and of one that it shows as a best response:
the first are a few of one agent, the others as many as a group has agents."""


class OpenRow(CoachingRow):
    """How many open assignments an agent has, with Accept & Dispute on and off; last_assigned: when they got one."""

    open_on = NumberAttribute(default=0)
    open_off = NumberAttribute(default=0)
    last_assigned = UnicodeAttribute(null=True)


class InCoachingRow(CoachingRow):
    """How many agents of a shard are in coaching, with Accept & Dispute on and off."""

    agents_on = NumberAttribute(null=True)
    agents_off = NumberAttribute(null=True)


class CountsRow(CoachingRow):
    """What is counted of a group: while it gathers, agents and conversations; of what was sent, how many stand how."""

    agents = NumberAttribute(null=True)
    conversations = NumberAttribute(null=True)
    left_out = NumberAttribute(null=True)
    none_none = NumberAttribute(null=True)
    none_agent = NumberAttribute(null=True)
    none_supervisor = NumberAttribute(null=True)
    some_none = NumberAttribute(null=True)
    some_agent = NumberAttribute(null=True)
    some_supervisor = NumberAttribute(null=True)
    all_none = NumberAttribute(null=True)
    all_agent = NumberAttribute(null=True)
    all_supervisor = NumberAttribute(null=True)
    closed_none = NumberAttribute(null=True)
    closed_agent = NumberAttribute(null=True)
    closed_supervisor = NumberAttribute(null=True)


class FollowUp(NamedTuple):
    """Whose assignment is to be followed up, and which one."""

    agent_id: str
    assignment_id: str


class Coached(NamedTuple):
    """Whether an agent is in coaching, and when they were last given an assignment; None for never."""

    open_on: int
    open_off: int
    last_assigned: str | None

    def is_open(self, *, on: bool) -> bool:
        """Whether they are in coaching. on: whether the account has Accept & Dispute."""
        return bool(self.open_on if on else self.open_off)

    def is_coached(self, since: str, *, on: bool) -> bool:
        """Whether they are in coaching, or were given an assignment after an instant."""
        return self.is_open(on=on) or (self.last_assigned or "") > since


def assignment_row(assignment: Assignment) -> CoachingRow:
    """The item of an assignment."""
    when = sort_key(assignment.assigned_at, assignment.id)
    grouped = assignment.group_id is not None
    row = CoachingRow(
        PK=f"ASSIGNMENT#{assignment.id}",
        SK="ASSIGNMENT",
        kind="assignment",
        GSI1PK=f"COACHED#{assignment.agent_id}",
        GSI1SK=when,
        GSI2PK="ASSIGNED#GROUPED" if grouped else "ASSIGNED",
        GSI2SK=when,
    )
    if grouped:
        row.GSI3PK, row.GSI3SK = f"GROUP#{assignment.group_id}", f"{assignment.agent_id}#{assignment.id}"
    stored(row, assignment)
    return row


class AssignmentStore:
    """Reads assignments, and writes them with all that is counted of them."""

    def assignment(self, assignment_id: str) -> Assignment | None:
        """The assignment, or None."""
        row = find(CoachingRow, f"ASSIGNMENT#{assignment_id}", "ASSIGNMENT")
        return loaded(row, Assignment) if row else None

    def assignments(self, assignment_ids: Sequence[str]) -> list[Assignment]:
        """Those of the assignments that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"ASSIGNMENT#{each}", "ASSIGNMENT") for each in assignment_ids])
        known = {value.id: value for value in (loaded(row, Assignment) for row in rows)}
        return [known[each] for each in assignment_ids if each in known]

    def rows(
        self, pk: str, index: Index, *, after: str | None, since: str | None = None, chunk: int
    ) -> Iterator[Placed[CoachingRow]]:
        """The rows of a list, newest first, from behind a place on, back to `since`; as far as they are asked for."""
        key: Any = getattr(CoachingRow, f"{index}SK")
        sort: Condition | None = None
        if after is not None or since is not None:
            sort = key.between(since or "0", after or "~")
        rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort, newest_first=True)
        return ((str(getattr(row, f"{index}SK")), row) for row in rows)

    def in_order(self, pk: str, index: Index, *, after: str | None, chunk: int) -> Iterator[Placed[CoachingRow]]:
        """The rows of a list in the order of its keys, from a place on."""
        key: Any = getattr(CoachingRow, f"{index}SK")
        sort: Condition | None = None if after is None else key >= after
        rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort)
        return ((str(getattr(row, f"{index}SK")), row) for row in rows)

    def of_group(
        self, group_id: str, *, agent: str = "", limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Assignment], dict[str, Any] | None]:
        """A page of the assignments made of a group, by agent. agent: how the agents' ids begin."""
        sort = CoachingRow.GSI3SK.startswith(agent) if agent else None
        page = query(CoachingRow, f"GROUP#{group_id}", index="GSI3", sort=sort, limit=limit, start=start)
        return [loaded(row, Assignment) for row in page.rows], page.last_key

    def about(self, interaction_id: str) -> list[str]:
        """The ids of the assignments that coach on a conversation."""
        return list(self._about(interaction_id, _COACHED_ON))

    def holding(self, interaction_id: str) -> Iterator[str]:
        """The ids of all assignments that a conversation is in, each once, read as they are asked for."""
        coached_on = self.about(interaction_id)
        yield from coached_on
        yield from (each for each in self._about(interaction_id, _SHOWN) if each not in coached_on)

    def follow_ups(
        self, first: date, last: date, *, agent_id: str | None = None, after: str | None, chunk: int
    ) -> Iterator[Placed[FollowUp]]:
        """What is to be followed up in these days, both included, by day and agent, from a place on; keys alone.

        agent_id: of this agent; None for everybody's.
        """
        index: Index = "GSI1" if agent_id is None else "GSI2"
        key: Any = getattr(CoachingRow, f"{index}SK")
        sort = key.between(max(after or "", first.isoformat()), f"{last.isoformat()}#~")
        pk = "FOLLOW_UPS" if agent_id is None else f"FOLLOW_UPS#{agent_id}"
        for row in walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort):
            place = str(getattr(row, f"{index}SK"))
            _, agent, assignment_id = place.split("#", 2)
            yield place, FollowUp(agent, assignment_id)

    def of_agent(self, agent_id: str) -> list[Assignment]:
        """All of an agent's, newest first (a round trip per page)."""
        rows = walk(CoachingRow, f"COACHED#{agent_id}", chunk=None, index="GSI1", newest_first=True)
        return [loaded(row, Assignment) for row in rows if row.kind == "assignment"]

    def coached(self, agent_ids: Sequence[str]) -> dict[str, Coached]:
        """How agents stand who were ever given an assignment (a round trip per 100)."""
        rows = find_many(OpenRow, [(f"COACHED#{each}", "OPEN") for each in agent_ids])
        return {row.PK.partition("#")[2]: _coached(row) for row in rows}

    def agents_in_coaching(self, *, accept_and_dispute: bool) -> int:
        """How many agents are in coaching, each once (one round trip for eight counters)."""
        rows = find_many(InCoachingRow, [("IN_COACHING", str(shard)) for shard in range(SHARDS)])
        name = "agents_on" if accept_and_dispute else "agents_off"
        return sum(int(getattr(row, name) or 0) for row in rows)

    def who_is_in_coaching(self, *, accept_and_dispute: bool) -> list[str]:
        """Who they are: as many small rows."""
        index: Index = "GSI1" if accept_and_dispute else "GSI2"
        pk = f"IN_COACHING#{'on' if accept_and_dispute else 'off'}"
        rows = query_all(OpenRow, pk, index=index, most=MOST_COACHED)
        return [row.PK.partition("#")[2] for row in rows]

    def colleagues(self, assignment_id: str) -> Colleagues | None:
        """Whom the agent of an assignment is held against; None where that isn't fixed yet."""
        row = find(CoachingRow, f"ASSIGNMENT#{assignment_id}", "COLLEAGUES")
        return loaded(row, Colleagues) if row else None

    # Write ------------------------------------------------------------------------------------------------------

    def add(self, tx: Transaction, assignment: Assignment) -> None:
        """Write a new assignment, and count it.

        Raises (from the transaction):
            Conflict: it exists. Stale: the same agent's standing was changed at that moment.
        """
        tx.create(assignment_row(assignment))
        for row in _pointers(assignment):
            tx.update(_pointer(*row), [CoachingRow.kind.set("about")])
        self._to_follow_up(tx, assignment)
        self._count(tx, assignment, None, facts_of(assignment))
        tx.announce(CoachingRow, events.ASSIGNMENT_CREATED, assignment.id, events.assignment_data(assignment))

    def fix_colleagues(self, tx: Transaction, colleagues: Colleagues) -> None:
        """Write whom an agent is held against, once. Raises (from the transaction) Conflict: it is fixed."""
        row = CoachingRow(PK=f"ASSIGNMENT#{colleagues.assignment_id}", SK="COLLEAGUES", kind="colleagues")
        tx.create(stored(row, colleagues))

    def write_follow_up(self, tx: Transaction, assignment: Assignment) -> None:
        """Write where an assignment is to be followed up, as it is there already or should be.

        Raises (from the transaction):
            Stale: it was changed at that moment, or is gone.
        """
        as_read = CoachingRow.revision == assignment.revision
        tx.check(CoachingRow, f"ASSIGNMENT#{assignment.id}", "ASSIGNMENT", as_read, Stale("Somebody changed it"))
        self._to_follow_up(tx, assignment)

    def put(self, tx: Transaction, assignment: Assignment, before: Assignment) -> None:
        """Write a changed assignment, and count what has moved. before: as it was read.

        Raises (from the transaction):
            Stale: it, or the same agent's standing, was changed at that moment.
        """
        tx.put(assignment_row(assignment))
        if assignment.follow_up != before.follow_up:
            tx.discard(_follow_up(before))
            self._to_follow_up(tx, assignment)
        for gone in _pointers(before) - _pointers(assignment):
            tx.discard(_pointer(*gone))
        self._count(tx, assignment, facts_of(before), facts_of(assignment))
        tx.announce(CoachingRow, events.ASSIGNMENT_CHANGED, assignment.id, events.assignment_data(assignment))

    def remove(self, tx: Transaction, assignment: Assignment) -> None:
        """Delete an assignment as it was read, and count it out."""
        tx.delete(assignment_row(assignment))
        for row in _pointers(assignment):
            tx.discard(_pointer(*row))
        tx.discard(_follow_up(assignment))
        tx.discard(CoachingRow(PK=f"ASSIGNMENT#{assignment.id}", SK="COLLEAGUES", kind="colleagues"))
        self._count(tx, assignment, facts_of(assignment), None)
        tx.announce(CoachingRow, events.ASSIGNMENT_DELETED, assignment.id, events.assignment_data(assignment))

    def _count(self, tx: Transaction, assignment: Assignment, before: Facts | None, after: Facts | None) -> None:
        """Move what is counted of an agent, of everybody and of a group: five writes at most."""
        if before == after:
            return
        agent_id = assignment.agent_id
        row = find(OpenRow, f"COACHED#{agent_id}", "OPEN") or OpenRow(
            PK=f"COACHED#{agent_id}", SK="OPEN", kind="coached"
        )
        moved: dict[str, int] = {}
        for word, on in (("on", True), ("off", False)):
            was = int(getattr(row, f"open_{word}") or 0)
            now = was + _opens(after, on=on) - _opens(before, on=on)
            setattr(row, f"open_{word}", now)
            moved[word] = int(now > 0) - int(was > 0)
        if before is None:
            row.last_assigned = sort_key(assignment.assigned_at, "").rstrip("#")
        row.GSI1PK, row.GSI1SK = ("IN_COACHING#on", agent_id) if row.open_on > 0 else (None, None)
        row.GSI2PK, row.GSI2SK = ("IN_COACHING#off", agent_id) if row.open_off > 0 else (None, None)
        if row.revision is None:
            tx.create(row, otherwise=Stale("The agent was given something else at this moment; read it again"))
        else:
            tx.replace(row)
        if any(moved.values()):
            shard = InCoachingRow(PK="IN_COACHING", SK=str(crc32(agent_id.encode()) % SHARDS), kind="in_coaching")
            tx.update(
                shard,
                [
                    InCoachingRow.kind.set("in_coaching"),
                    InCoachingRow.agents_on.add(moved["on"]),
                    InCoachingRow.agents_off.add(moved["off"]),
                ],
            )

    @staticmethod
    def _to_follow_up(tx: Transaction, assignment: Assignment) -> None:
        place = f"{assignment.follow_up.isoformat()}#{assignment.agent_id}#{assignment.id}"
        tx.update(
            _follow_up(assignment),
            [
                CoachingRow.kind.set("follow_up"),
                CoachingRow.GSI1PK.set("FOLLOW_UPS"),
                CoachingRow.GSI1SK.set(place),
                CoachingRow.GSI2PK.set(f"FOLLOW_UPS#{assignment.agent_id}"),
                CoachingRow.GSI2SK.set(place),
            ],
        )

    @staticmethod
    def _about(interaction_id: str, what: str) -> Iterator[str]:
        sort = CoachingRow.SK.startswith(f"{what}#")
        rows = walk(CoachingRow, f"ABOUT#{interaction_id}", chunk=_MOST_ABOUT, sort=sort, consistent=True)
        return (row.SK.partition("#")[2] for row in rows)


def counts_of(row: CountsRow | None) -> Counts:
    """What a row counts; nothing where there is none."""
    if row is None:
        return Counts(0, 0, 0, {})
    all_facts = (Facts(looked, waits) for looked in LOOKED for waits in WAITS)
    tallies = {facts: int(getattr(row, counter_of(facts)) or 0) for facts in all_facts}
    return Counts(
        int(row.agents or 0),
        int(row.conversations or 0),
        int(row.left_out or 0),
        {facts: count for facts, count in tallies.items() if count},
    )


def place_of(assigned_at: datetime, id: str) -> str:
    """Where something lies in the lists of what was assigned."""
    return sort_key(assigned_at, id)


def found(assignment: Assignment | None) -> Assignment:
    """The assignment. Raises NotFound where there is none."""
    if assignment is None:
        raise NotFound("There is no such assignment")
    return assignment


def _pointers(assignment: Assignment) -> frozenset[tuple[str, str]]:
    """The conversations that it is about, each with how it is found of it: to be found when one changes or goes."""
    coached_on = {(each.interaction_id, f"{_COACHED_ON}#{assignment.id}") for each in assignment.interactions}
    return frozenset(
        coached_on | {(each.interaction_id, f"{_SHOWN}#{assignment.id}") for each in assignment.best_responses}
    )


def _pointer(interaction_id: str, what: str) -> CoachingRow:
    return CoachingRow(PK=f"ABOUT#{interaction_id}", SK=what, kind="about")


def _follow_up(assignment: Assignment) -> CoachingRow:
    day, place = assignment.follow_up.isoformat(), f"{assignment.agent_id}#{assignment.id}"
    return CoachingRow(PK=f"FOLLOW_UP#{day}", SK=place, kind="follow_up")


def _opens(facts: Facts | None, *, on: bool) -> int:
    return int(facts is not None and is_open(facts, accept_and_dispute=on))


def _coached(row: OpenRow) -> Coached:
    return Coached(int(row.open_on or 0), int(row.open_off or 0), row.last_assigned)
