"""Where marks, groups and bookmarks lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this mark | `MARK#<id>` / `MARK` | one item |
| those that wait among Individuals, newest first | GSI1 `MARKED` / `<marked_at>#<id>` | the page |
| those in a group, by agent | GSI1 `MARKED#<group>` / `<agent>#<id>` | the page |
| those of an agent | GSI2 `MARKS#<agent>` / `<marked_at>#<id>` | those few |
| the same to the last write | `MARKS#<agent>` / `BY#<user>`, then each | small rows, and those few |
| has this person an active mark of the agent | `MARKS#<agent>` / `BY#<user>` | one item, or written alone |
| is the agent marked for this area | `MARKS#<agent>` / `AREA#<area>` | the same |
| this group, and what is counted of it | `GROUP#<id>` / `GROUP`, `COUNTS` | two items |
| groups that aren't sent, newest first | GSI2 `GROUPS` / `<created_at>#<id>` | the page |
| those that somebody made | GSI1 `GROUPS#<user>` / the same | the page |
| groups that were sent, among assignments | GSI2 `ASSIGNED` / `<sent_at>#<id>` | the page |
| those that somebody sent | GSI1 `SENT#<user>` / the same | the page |
| is a name free among those that aren't sent | `GROUP_NAME#<name>` / `NAME` | one item |
| this bookmark | `BOOKMARK#<id>` / `BOOKMARK` | one item |
| somebody's bookmarks, newest first | GSI1 `BOOKMARKS#<user>` / `<bookmarked_at>#<id>` | the page |
| the bookmarks of a conversation | `ABOUT#<interaction>` / `BOOKMARK#<id>` | those, 100 at most |

A mark is there only while it waits: what becomes of it is the assignment, and removing it leaves nothing. What must not
be there twice is a row of its own, written with the mark or the group: of two who do it at once one is refused.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from debrief.coaching.assignments.counting import Counts, tally_moves
from debrief.coaching.assignments.model import MOST_AGENTS, Assignment, Bookmark, CoachingGroup, Mark
from debrief.coaching.assignments.standing import Facts
from debrief.coaching.assignments.store import CountsRow, counts_of
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import find, find_many, loaded, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.people.names import name_key

_MOST_MARKS: Final = 100


def mark_row(mark: Mark) -> CoachingRow:
    """The item of a mark."""
    when = sort_key(mark.marked_at, mark.id)
    row = CoachingRow(
        PK=f"MARK#{mark.id}",
        SK="MARK",
        kind="mark",
        GSI1PK=f"MARKED#{mark.group_id}" if mark.group_id else "MARKED",
        GSI1SK=f"{mark.agent_id}#{mark.id}" if mark.group_id else when,
        GSI2PK=f"MARKS#{mark.agent_id}",
        GSI2SK=when,
    )
    stored(row, mark)
    return row


def group_row(group: CoachingGroup) -> CoachingRow:
    """The item of a group: among those that gather until all of it is sent, then among what was assigned."""
    sent = group.state == "sent" and group.sent_at is not None
    when = sort_key(group.sent_at if sent and group.sent_at else group.created_at, group.id)
    row = CoachingRow(
        PK=f"GROUP#{group.id}",
        SK="GROUP",
        kind="group",
        status=group.state,
        GSI1PK=f"SENT#{group.sent_by}" if sent else f"GROUPS#{group.created_by}",
        GSI1SK=when,
        GSI2PK="ASSIGNED" if sent else "GROUPS",
        GSI2SK=when,
    )
    stored(row, group)
    return row


def bookmark_row(bookmark: Bookmark) -> CoachingRow:
    """The item of a bookmark."""
    row = CoachingRow(
        PK=f"BOOKMARK#{bookmark.id}",
        SK="BOOKMARK",
        kind="bookmark",
        GSI1PK=f"BOOKMARKS#{bookmark.user_id}",
        GSI1SK=sort_key(bookmark.bookmarked_at, bookmark.id),
    )
    stored(row, bookmark)
    return row


class MarkStore:
    """Reads and writes marks and groups."""

    def mark(self, mark_id: str) -> Mark | None:
        """The mark, or None where there is none, or none any more."""
        row = find(CoachingRow, f"MARK#{mark_id}", "MARK")
        return loaded(row, Mark) if row else None

    def marks_of(self, agent_id: str) -> list[Mark]:
        """The marks of an agent."""
        rows = query_all(CoachingRow, f"MARKS#{agent_id}", index="GSI2", newest_first=True, most=_MOST_MARKS)
        return [loaded(row, Mark) for row in rows]

    def marks_now(self, agent_id: str) -> list[Mark]:
        """The marks of an agent, each as it is now, in no particular order: no index is asked, which may be behind."""
        claims = query_all(CoachingRow, f"MARKS#{agent_id}", sort=CoachingRow.SK.startswith("BY#"), consistent=True)
        return [loaded(row, Mark) for row in find_many(CoachingRow, [(f"MARK#{each.body}", "MARK") for each in claims])]

    def first_in(self, group_id: str, most: int) -> list[Mark]:
        """Some of those that wait in a group, each as it is now: where none is left, none is."""
        rows = query_all(CoachingRow, f"MARKED#{group_id}", index="GSI1", most=most)
        ids = [row.PK.partition("#")[2] for row in rows]
        now = find_many(CoachingRow, [(f"MARK#{each}", "MARK") for each in ids])
        marks = sorted((loaded(row, Mark) for row in now), key=lambda mark: mark.agent_id)
        return [mark for mark in marks if mark.group_id == group_id]

    def group(self, group_id: str) -> CoachingGroup | None:
        """The group, or None."""
        row = find(CoachingRow, f"GROUP#{group_id}", "GROUP")
        return loaded(row, CoachingGroup) if row else None

    def groups(self, group_ids: Sequence[str]) -> dict[str, CoachingGroup]:
        """Those of the groups that exist (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"GROUP#{each}", "GROUP") for each in group_ids])
        return {each.id: each for each in (loaded(row, CoachingGroup) for row in rows)}

    def counts(self, group_ids: Sequence[str]) -> dict[str, Counts]:
        """What is counted of groups, to the last write (a round trip per 100)."""
        rows = find_many(CountsRow, [(f"GROUP#{each}", "COUNTS") for each in group_ids])
        known = {row.PK.partition("#")[2]: row for row in rows}
        return {each: counts_of(known.get(each)) for each in group_ids}

    def is_name_free(self, name: str) -> bool:
        """Whether no group that isn't sent has this name, whatever its case and spacing."""
        return find(CoachingRow, *_name_key(name)) is None

    def check_name_free(self, group: CoachingGroup, before: CoachingGroup) -> None:
        """Raises Conflict where a group that isn't sent is to be called as another one is."""
        if _name_key(group.name) != _name_key(before.name) and not self.is_name_free(group.name):
            raise _name_taken()

    # Write ------------------------------------------------------------------------------------------------------

    def put_mark(
        self, tx: Transaction, mark: Mark, before: Mark | None = None, *, joins: CoachingGroup | None = None
    ) -> None:
        """Write a mark with what keeps it the only one: 13 writes of a new one at most.

        joins: the group that it comes into, as it was read, whose areas it has.

        Raises (from the transaction):
            Conflict: the same person has marked this agent, somebody has for the same area, or the group is on its way
                or was changed at that moment.
            RuleBroken: the group is full.
        """
        tx.put(mark_row(mark))
        for row, taken in _new_claims(mark, before):
            tx.create(row, otherwise=taken)
        held = {} if before is None else {area.key: area for area in before.areas}
        for key in held.keys() - {area.key for area in mark.areas}:
            tx.discard(_claim(mark.agent_id, f"AREA#{key}", mark.id))
        self._count(tx, mark, before, joins)

    def check_free(self, mark: Mark, before: Mark | None = None) -> None:
        """Raises Conflict where `put_mark` would refuse the mark by what marks the agent already."""
        claims = {(row.PK, row.SK): taken for row, taken in _new_claims(mark, before)}
        for row in find_many(CoachingRow, list(claims)):
            raise claims[row.PK, row.SK]

    def remove_mark(self, tx: Transaction, mark: Mark, *, sent: bool = False) -> None:
        """Take a mark away as it was read: 13 writes at most. sent: its group is being sent, and it is one of those."""
        tx.delete(mark_row(mark))
        tx.discard(_claim(mark.agent_id, f"BY#{mark.marked_by}", mark.id))
        for area in mark.areas:
            tx.discard(_claim(mark.agent_id, f"AREA#{area.key}", mark.id))
        if mark.group_id and not sent:
            self._leave(tx, mark.group_id, mark)

    def let_go(self, tx: Transaction, mark: Mark, kept: Mark, *, left_out: bool = True) -> None:
        """Put a mark of a group that is being sent back among Individuals, because it can't be sent.

        kept: the same mark with those of its conversations that are still there. left_out: whether the group tells.
        """
        tx.put(mark_row(kept.model_copy(update={"group_id": None})))
        gone = {"agents": -1, "conversations": -len(mark.interactions)}
        self.count(tx, mark.group_id or "", gone | ({"left_out": 1} if left_out else {}))

    def sent(self, tx: Transaction, mark: Mark, facts: Facts) -> None:
        """Count that a mark of a group has become an assignment."""
        if mark.group_id:
            moves = tally_moves(None, facts)
            gone = {"agents": -1, "conversations": -len(mark.interactions)}
            self.count(tx, mark.group_id, gone | moves)

    def moved(self, tx: Transaction, assignment: Assignment, before: Facts | None, after: Facts | None) -> None:
        """Count in its group that an assignment stands otherwise; of one that was made by itself nothing."""
        moves = tally_moves(before, after)
        if assignment.group_id and moves:
            self.count(tx, assignment.group_id, moves)

    @staticmethod
    def count(tx: Transaction, group_id: str, moves: dict[str, int]) -> None:
        """Add to what is counted of a group: one write."""
        actions = [CountsRow.kind.set("counts")]
        actions += [getattr(CountsRow, name).add(by) for name, by in moves.items()]
        tx.update(CountsRow(PK=f"GROUP#{group_id}", SK="COUNTS", kind="counts"), actions)

    def put_group(self, tx: Transaction, group: CoachingGroup, before: CoachingGroup | None = None) -> None:
        """Write a group, with its name as long as it isn't sent.

        Raises (from the transaction):
            Conflict: another group that isn't sent has this name. Stale: somebody changed it meanwhile.
        """
        tx.put(group_row(group))
        held = _name_key(before.name) if before else None
        wanted = None if group.state == "sent" else _name_key(group.name)
        if wanted and wanted != held:
            row = CoachingRow(PK=wanted[0], SK=wanted[1], kind="group_name", body=group.id)
            tx.create(row, otherwise=_name_taken())
        if held and held != wanted:
            tx.discard(CoachingRow(PK=held[0], SK=held[1], kind="group_name"))

    def remove_group(self, tx: Transaction, group: CoachingGroup) -> None:
        """Delete a group in which nobody waits.

        Raises (from the transaction):
            Conflict: somebody waits in it.
        """
        tx.delete(group_row(group))
        key = _name_key(group.name)
        tx.discard(CoachingRow(PK=key[0], SK=key[1], kind="group_name"))
        empty = CountsRow.agents.does_not_exist() | (CountsRow.agents == 0)
        counts = CountsRow(PK=f"GROUP#{group.id}", SK="COUNTS", kind="counts")
        tx.discard(counts, condition=empty, otherwise=waited_in())

    def check_empty(self, tx: Transaction, group_id: str) -> None:
        """Let the transaction happen only while nobody waits in the group."""
        empty = CountsRow.agents.does_not_exist() | (CountsRow.agents == 0)
        tx.check(CountsRow, f"GROUP#{group_id}", "COUNTS", empty, areas_stay())

    def _count(self, tx: Transaction, mark: Mark, before: Mark | None, joins: CoachingGroup | None) -> None:
        was = before.group_id if before else None
        if mark.group_id == was:
            grown = len(mark.interactions) - (len(before.interactions) if before else 0)
            if was and grown:
                self._check_pending(tx, was)
                self.count(tx, was, {"conversations": grown})
            return
        if was and before:
            self._leave(tx, was, before)
        if mark.group_id:
            self._check_pending(tx, mark.group_id, as_read=joins)
            room = CountsRow.agents.does_not_exist() | (CountsRow.agents < MOST_AGENTS)
            tx.update(
                CountsRow(PK=f"GROUP#{mark.group_id}", SK="COUNTS", kind="counts"),
                [
                    CountsRow.kind.set("counts"),
                    CountsRow.agents.add(1),
                    CountsRow.conversations.add(len(mark.interactions)),
                ],
                condition=room,
                otherwise=RuleBroken(f"There are {MOST_AGENTS} agents in this group, and there can't be more"),
            )

    def _leave(self, tx: Transaction, group_id: str, mark: Mark) -> None:
        self._check_pending(tx, group_id)
        self.count(tx, group_id, {"agents": -1, "conversations": -len(mark.interactions)})

    @staticmethod
    def _check_pending(tx: Transaction, group_id: str, *, as_read: CoachingGroup | None = None) -> None:
        condition, refusal = CoachingRow.status == "pending", Conflict("The group is gone, or is being sent")
        if as_read is not None:
            # Its areas may have been changed since they were read, as long as nobody is in it.
            condition &= CoachingRow.revision == as_read.revision
            refusal = Conflict("The group was changed at this moment, is gone, or is being sent; look at it again")
        tx.check(CoachingRow, f"GROUP#{group_id}", "GROUP", condition, refusal)


class BookmarkStore:
    """Reads and writes bookmarks."""

    def bookmark(self, bookmark_id: str) -> Bookmark | None:
        """The bookmark, or None."""
        row = find(CoachingRow, f"BOOKMARK#{bookmark_id}", "BOOKMARK")
        return loaded(row, Bookmark) if row else None

    def bookmarks(self, bookmark_ids: Sequence[str]) -> list[Bookmark]:
        """Those of the bookmarks that exist, in the order of the ids."""
        rows = find_many(CoachingRow, [(f"BOOKMARK#{each}", "BOOKMARK") for each in bookmark_ids])
        known = {value.id: value for value in (loaded(row, Bookmark) for row in rows)}
        return [known[each] for each in bookmark_ids if each in known]

    def about(self, interaction_id: str) -> list[Bookmark]:
        """The bookmarks of a conversation."""
        sort = CoachingRow.SK.startswith("BOOKMARK#")
        rows = query_all(CoachingRow, f"ABOUT#{interaction_id}", sort=sort, most=_MOST_MARKS)
        return self.bookmarks([row.SK.partition("#")[2] for row in rows])

    def add(self, tx: Transaction, bookmark: Bookmark) -> None:
        """Write a bookmark. Raises (from the transaction) Conflict: it is there."""
        tx.create(bookmark_row(bookmark), otherwise=Conflict("You have bookmarked this conversation already"))
        tx.update(self._pointer(bookmark), [CoachingRow.kind.set("about")])

    def remove(self, tx: Transaction, bookmark: Bookmark) -> None:
        """Take a bookmark away; where it is gone, that is as well."""
        tx.discard(CoachingRow(PK=f"BOOKMARK#{bookmark.id}", SK="BOOKMARK", kind="bookmark"))
        tx.discard(self._pointer(bookmark))

    @staticmethod
    def _pointer(bookmark: Bookmark) -> CoachingRow:
        return CoachingRow(PK=f"ABOUT#{bookmark.interaction_id}", SK=f"BOOKMARK#{bookmark.id}", kind="about")


def waited_in() -> Conflict:
    """Why a group can't be deleted."""
    return Conflict("Agents wait in this group; take them out first")


def areas_stay() -> Conflict:
    """Why the areas of a group can't be changed."""
    return Conflict("Agents wait in this group: its areas are theirs, and stay")


def _name_taken() -> Conflict:
    mistake = FieldError(pointer="/name", message="another group that isn't sent has this name")
    return Conflict("The name is taken", errors=[mistake])


def _new_claims(mark: Mark, before: Mark | None) -> Iterator[tuple[CoachingRow, Conflict]]:
    """What a mark claims that it didn't before, each with what is said where another has it."""
    if before is None:
        taken = Conflict("You have marked this agent already; add the conversation to that mark")
        yield _claim(mark.agent_id, f"BY#{mark.marked_by}", mark.id), taken
    held = {area.key for area in before.areas} if before else frozenset[str]()
    for key, area in {area.key: area for area in mark.areas}.items():
        if key not in held:
            mistake = FieldError(pointer="/areas", message=f"{area.name}: the agent is marked for it already")
            taken = Conflict("The agent is marked for this already", errors=[mistake])
            yield _claim(mark.agent_id, f"AREA#{key}", mark.id), taken


def _claim(agent_id: str, what: str, mark_id: str) -> CoachingRow:
    # An area in words may be longer than a key.
    kind, _, whose = what.partition("#")
    key = f"{kind}#{derived_id('ar', whose)}" if kind == "AREA" else what
    return CoachingRow(PK=f"MARKS#{agent_id}", SK=key, kind="mark_claim", body=mark_id)


def _name_key(name: str) -> tuple[str, str]:
    return f"GROUP_NAME#{name_key(name)}", "NAME"
