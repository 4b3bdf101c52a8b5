"""The use cases of bookmarks: conversations that somebody keeps for best responses (S3.4)."""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.drafts import BookmarkDraft
from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.model import Bookmark
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.assignments.views import BookmarkView
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NotFound
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit


class BookmarkService:
    """Bookmarks, each seen by who set it alone, and only while they see whose conversation it is."""

    def __init__(
        self,
        store: BookmarkStore,
        material: MaterialReader,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._material = material
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids
        self._lists = AssignmentStore()

    def page(
        self, caller: Caller, interaction_id: str | None, limit: int | None, cursor: str | None
    ) -> Page[BookmarkView]:
        """A page of the caller's bookmarks, newest first; or the one of a conversation. Raises Malformed."""
        if interaction_id is not None:
            found = self._store.bookmark(_id_of(caller.user_id, interaction_id))
            mine = [found] if found else []
            seen = self._reach.seen(caller)({each.agent_id for each in mine})
            return Page(items=self._shown([each for each in mine if each.agent_id in seen]))
        binding = ("bookmarks", caller.user_id)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        rows = self._lists.rows(f"BOOKMARKS#{caller.user_id}", "GSI1", after=after, chunk=size + 1)
        sees, known = self._reach.seen(caller), set[str]()

        def look(some: list[Bookmark]) -> None:
            known.update(sees({each.agent_id for each in some}))

        source = looked_at_together(((place, loaded(row, Bookmark)) for place, row in rows), size + 1, look)
        page = page_of([source], lambda each: each.agent_id in known, limit=size, newest_first=True, after=after)
        return Page(items=self._shown(page.items), next_cursor=self._cursors.encode(page.last, *binding))

    def keep(self, caller: Caller, draft: BookmarkDraft) -> BookmarkView:
        """Bookmark a conversation of somebody whom the caller may coach. Raises NotFound, Conflict: it is there."""
        interaction = self._material.interaction(draft.interaction_id)
        if not self._reach.coaches(caller, interaction.agent_id):
            raise NotFound("There is no such conversation")
        bookmark = Bookmark(
            id=_id_of(caller.user_id, interaction.id),
            user_id=caller.user_id,
            interaction_id=interaction.id,
            agent_id=interaction.agent_id,
            started_at=interaction.started_at,
            queue=interaction.queue,
            inquiry=interaction.inquiry,
            note=draft.note,
            bookmarked_at=self._clock.now(),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.add(tx, bookmark)
        return self._shown([written(bookmark)])[0]

    def remove(self, caller: Caller, bookmark_id: str, revision: int) -> None:
        """Take a bookmark of the caller's away; assignments that it was put into keep it. Raises NotFound, Stale."""
        bookmark = self._store.bookmark(bookmark_id)
        if bookmark is None or bookmark.user_id != caller.user_id:
            raise NotFound("There is no such bookmark")
        expect_revision(bookmark, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, bookmark)

    def _shown(self, found: list[Bookmark]) -> list[BookmarkView]:
        names = self._reach.names(each.agent_id for each in found) if found else {}
        return [BookmarkView.of(each, names) for each in found]


def _id_of(user_id: str, interaction_id: str) -> str:
    """A person bookmarks a conversation once."""
    return derived_id("bm", user_id, interaction_id)
