"""What assignments, marks and bookmarks know of a person, and what is kept there of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| a person's assignments | GSI1 `COACHED#<user>` | the page |
| their marks | GSI2 `MARKS#<user>` | the page |
| their bookmarks | GSI1 `BOOKMARKS#<user>` | the page |
| what holds a customer's conversation | `ABOUT#<interaction>` | one query a conversation |
"""

from debrief.coaching.assignments.erasing import (
    assignment_record,
    bookmark_record,
    mark_record,
    without_conversation,
)
from debrief.coaching.assignments.marks_store import BookmarkStore, MarkStore
from debrief.coaching.assignments.model import Assignment, Bookmark, Mark
from debrief.coaching.assignments.standing import facts_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.table_store import page_of
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Record, Start
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction

_PAGE = 25


class AssignmentPersonalData:
    """Hands out what is kept in this room, and lets it go, page by page."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._store, self._marks, self._bookmarks = AssignmentStore(), MarkStore(), BookmarkStore()
        self._clock = clock
        self._ids = ids

    def assignments(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of what a person was given."""
        rows, following = page_of(f"COACHED#{user_id}", "GSI1", limit=2 * _PAGE, start=start)
        return [assignment_record(loaded(row, Assignment)) for row in rows], following

    def marks(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of the marks of a person."""
        rows, following = page_of(f"MARKS#{user_id}", "GSI2", limit=2 * _PAGE, start=start)
        return [mark_record(loaded(row, Mark)) for row in rows], following

    def bookmarks(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of what a person has bookmarked."""
        rows, following = page_of(f"BOOKMARKS#{user_id}", "GSI1", limit=2 * _PAGE, start=start)
        return [bookmark_record(loaded(row, Bookmark)) for row in rows], following

    def erase_assignments(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of what a person was given."""
        rows, following = page_of(f"COACHED#{user_id}", "GSI1", limit=_PAGE, start=start)
        return [self._remove(loaded(row, Assignment).id) for row in rows], following

    def erase_marks(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of the marks of a person; those of a group that is being sent go once it is.

        Raises:
            Conflict: one is in a group that is being sent.
        """
        rows, following = page_of(f"MARKS#{user_id}", "GSI2", limit=_PAGE, start=start)
        done = []
        for mark in filter(None, (self._marks.mark(loaded(row, Mark).id) for row in rows)):
            with Transaction(self._clock, self._ids) as tx:
                self._marks.remove_mark(tx, mark)
            done.append(True)
        return done, following

    def erase_bookmarks(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of what a person has bookmarked."""
        rows, following = page_of(f"BOOKMARKS#{user_id}", "GSI1", limit=_PAGE, start=start)
        for row in rows:
            with Transaction(self._clock, self._ids) as tx:
                self._bookmarks.remove(tx, loaded(row, Bookmark))
        return [True] * len(rows), following

    def erase_conversation(self, interaction_id: str) -> list[bool]:
        """Take a customer's conversation out of whatever holds it."""
        done = []
        for bookmark in self._bookmarks.about(interaction_id):
            with Transaction(self._clock, self._ids) as tx:
                self._bookmarks.remove(tx, bookmark)
            done.append(True)
        for id in self._store.holding(interaction_id):
            before = self._store.assignment(id)
            if before is None:
                continue
            after = without_conversation(before, interaction_id)
            if after == before:
                continue
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, after, before)
                self._marks.moved(tx, after, facts_of(before), facts_of(after))
            done.append(True)
        return done

    def _remove(self, assignment_id: str) -> bool:
        assignment = self._store.assignment(assignment_id)
        if assignment is None:
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, assignment)
            self._marks.moved(tx, assignment, facts_of(assignment), None)
        return True
