"""Where comments lie.

| question | key or index | reads |
|---|---|---|
| the comments on a conversation, oldest first | `INT#<id>` / `COMMENT#<created_at>#<id>` | those, 200 at most |
| one of them | the same, looked through | those |
| what somebody has written | GSI3 `AUTHOR#<user>` / `<created_at>#<id>` | a page; to hand out and erase |

A conversation has `MOST_COMMENTS`: beyond, a new one is refused.
"""

from typing import Any, Final

from debrief.interactions.comments.model import Comment
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.kernel.clock import iso
from debrief.kernel.storage.tables import loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import withdraw

MOST_FORGOTTEN: Final = 50
"""Comments that go with a conversation in one transaction, beside all that leads to it."""


class CommentStore:
    """Reads and writes comments."""

    def comments(self, interaction_id: str) -> list[Comment]:
        """All comments on a conversation, oldest first."""
        begins = InteractionRow.SK.startswith("COMMENT#")
        rows = query_all(InteractionRow, f"INT#{interaction_id}", sort=begins, consistent=True)
        return [loaded(row, Comment) for row in rows]

    def page_by(
        self, author_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Comment], dict[str, Any] | None]:
        """A page of what somebody has written, oldest first, and where the next one starts."""
        page = query(InteractionRow, f"AUTHOR#{author_id}", index="GSI3", limit=limit, start=start)
        return [loaded(row, Comment) for row in page.rows], page.last_key

    def put(self, tx: Transaction, comment: Comment) -> None:
        """Write a comment, new or as it was read. Raises Stale (at the end) where it was changed meanwhile."""
        tx.put(stored(_row(comment), comment))

    def forget(self, tx: Transaction, interaction_id: str) -> int:
        """Remove comments on a conversation that is deleted, `MOST_FORGOTTEN` at once; how many.

        Who was tagged in them is told no more.
        """
        some = self.comments(interaction_id)[:MOST_FORGOTTEN]
        for each in some:
            tx.discard(_row(each))
        tagged = {user_id for each in some for user_id in each.tagged_ids}
        withdraw(tx, InteractionRow, NoticeKind.COMMENT_TAGGED, about=interaction_id, to=tagged)
        return len(some)

    def delete(self, tx: Transaction, comment: Comment) -> None:
        """Remove a comment, as it was read."""
        tx.delete(stored(_row(comment), comment))


def _row(comment: Comment) -> InteractionRow:
    place = f"{iso(comment.created_at)}#{comment.id}"
    return InteractionRow(
        PK=f"INT#{comment.interaction_id}",
        SK=f"COMMENT#{place}",
        kind="comment",
        GSI3PK=f"AUTHOR#{comment.author_id}",
        GSI3SK=place,
    )
