"""Comments on conversations read, made, changed and deleted (S4.17)."""

from collections.abc import Collection, Sequence

from debrief.interactions.comments.model import MOST_COMMENTS, Comment, CommentChange, NewComment
from debrief.interactions.comments.store import CommentStore
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken, Unauthenticated
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw
from debrief.people.access import Access


class Comments:
    """Comments, for those who see the conversation.

    Whoever evaluates or coaches may comment, and whoever was tagged may answer. A private comment is there for its
    author and those tagged in it; for all others it is as if it weren't. Its author alone changes it; a public one may
    also be removed by administrators.
    """

    def __init__(
        self, store: CommentStore, interactions: InteractionStore, access: Access, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._interactions = interactions
        self._access = access
        self._clock = clock
        self._ids = ids

    def all_on(self, caller: Caller, interaction_id: str) -> list[Comment]:
        """The comments that the caller sees, oldest first. Raises NotFound."""
        self._seen(caller, interaction_id)
        return [each for each in self._store.comments(interaction_id) if each.is_for(caller.user_id)]

    def may_comment(self, caller: Caller, on: Sequence[Comment]) -> bool:
        """Whether the caller may comment on a conversation that they see. on: the comments that they see there."""
        works = caller.may(Permission.EVALUATIONS_PERFORM) or caller.may(Permission.COACHING_MANAGE)
        return works or any(caller.user_id in each.tagged_ids for each in on)

    def add(self, caller: Caller, interaction_id: str, new: NewComment) -> Comment:
        """Comment on a conversation; those tagged are told.

        Raises:
            NotFound. Forbidden: they may not comment. RuleBroken: no such place, or somebody tagged who doesn't see
            the conversation. Conflict: there are too many.
        """
        interaction = self._seen(caller, interaction_id)
        there = self._store.comments(interaction_id)
        if not self.may_comment(caller, [each for each in there if each.is_for(caller.user_id)]):
            raise Forbidden("Who evaluates or coaches comments, and whoever was tagged answers")
        if len(there) >= MOST_COMMENTS:
            raise Conflict(f"A conversation takes {MOST_COMMENTS} comments")
        self._check(_place_errors(interaction, new), new.tagged_ids, interaction)
        comment = Comment(
            id=self._ids.new("cm"),
            interaction_id=interaction.id,
            agent_id=interaction.agent_id,
            author_id=caller.user_id,
            text=new.text,
            turn_index=new.turn_index,
            at_ms=new.at_ms,
            transcript_digest=interaction.transcript_digest,
            visibility=new.visibility,
            tagged_ids=_once(new.tagged_ids),
            created_at=self._clock.now(),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._interactions.expect_there(tx, interaction)
            self._store.put(tx, comment)
            self._tell(tx, comment, comment.tagged_ids, caller, interaction)
        return written(comment)

    def change(
        self, caller: Caller, interaction_id: str, comment_id: str, revision: int, change: CommentChange
    ) -> Comment:
        """Change an own comment; who is newly tagged is told, and who is tagged no more isn't any more.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. RuleBroken: somebody tagged doesn't see the conversation.
        """
        interaction = self._seen(caller, interaction_id)
        before = self._comment(caller, interaction_id, comment_id)
        if before.author_id != caller.user_id:
            raise Forbidden("Its author alone changes a comment")
        expect_revision(before, revision)
        given = {name: value for name in change.model_fields_set if (value := getattr(change, name)) is not None}
        if "tagged_ids" in given:
            given["tagged_ids"] = _once(given["tagged_ids"])
        after = before.model_copy(update={**given, "edited_at": self._clock.now()})
        new = [each for each in after.tagged_ids if each not in before.tagged_ids]
        self._check([], new, interaction, named=after.tagged_ids)
        gone = self._tagged_no_more(before, after.tagged_ids)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._tell(tx, after, new, caller, interaction)
            withdraw(tx, InteractionRow, NoticeKind.COMMENT_TAGGED, about=interaction_id, to=gone)
        return written(after)

    def delete(self, caller: Caller, interaction_id: str, comment_id: str, revision: int) -> None:
        """Delete an own comment, or as an administrator a public one.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile.
        """
        self._seen(caller, interaction_id)
        comment = self._comment(caller, interaction_id, comment_id)
        if "delete" not in self.actions(caller, comment):
            raise Forbidden("Its author deletes a comment, or an administrator a public one")
        expect_revision(comment, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.delete(tx, comment)
            gone = self._tagged_no_more(comment, ())
            withdraw(tx, InteractionRow, NoticeKind.COMMENT_TAGGED, about=interaction_id, to=gone)

    def actions(self, caller: Caller, comment: Comment) -> list[str]:
        """What the caller may do with a comment that they see."""
        if comment.author_id == caller.user_id:
            return ["edit", "delete"]
        public = comment.visibility == "public" and comment.agent_id != caller.user_id
        return ["delete"] if public and caller.may(Permission.SETTINGS_MANAGE) else []

    def _seen(self, caller: Caller, interaction_id: str) -> Interaction:
        found = self._interactions.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None or interaction.erased_at is not None:
            raise NotFound("There is no such interaction")
        return interaction

    def _comment(self, caller: Caller, interaction_id: str, comment_id: str) -> Comment:
        there = self._store.comments(interaction_id)
        found = next((each for each in there if each.id == comment_id and each.is_for(caller.user_id)), None)
        if found is None:
            raise NotFound("There is no such comment")
        return found

    def _tagged_no_more(self, comment: Comment, still: Collection[str]) -> set[str]:
        """Whom the comment tagged and no comment on the conversation tags any more. still: whom it goes on tagging.

        What they were told is of the conversation: it stays true while another comment tags them.
        """
        gone = set(comment.tagged_ids).difference(still)
        there = self._store.comments(comment.interaction_id) if gone else []
        return gone.difference(*(each.tagged_ids for each in there if each.id != comment.id))

    def _check(
        self,
        errors: list[FieldError],
        tagged: Collection[str],
        interaction: Interaction,
        *,
        named: Sequence[str] | None = None,
    ) -> None:
        """Refuse a wrong place, and tags of people who don't see the conversation. named: the list as it was given."""
        order = list(named if named is not None else tagged)
        for user_id in dict.fromkeys(tagged):
            if not self._would_see(user_id, interaction):
                place = order.index(user_id)
                errors.append(FieldError(pointer=f"/tagged_ids/{place}", message="doesn't see this conversation"))
        if errors:
            raise RuleBroken("The comment can't stand like this", errors=errors)

    def _would_see(self, user_id: str, interaction: Interaction) -> bool:
        try:
            person = self._access.caller(user_id)
        except Unauthenticated:
            return False
        return person.may(Permission.INTERACTIONS_VIEW) and self._access.sees(person, interaction.agent_id)

    @staticmethod
    def _tell(tx: Transaction, comment: Comment, to: Sequence[str], caller: Caller, interaction: Interaction) -> None:
        tell(
            tx,
            InteractionRow,
            NoticeKind.COMMENT_TAGGED,
            about=comment.interaction_id,
            to=to,
            by=caller.user_id,
            comment=comment.id,
            started_at=interaction.started_at,
            agent_id=interaction.agent_id,
        )


def _place_errors(interaction: Interaction, new: NewComment) -> list[FieldError]:
    errors = []
    turns = interaction.transcript.turns if interaction.transcript else 0
    if new.turn_index is not None and new.turn_index >= turns:
        errors.append(FieldError(pointer="/turn_index", message="the transcript has no such turn"))
    if new.at_ms is not None and new.at_ms > interaction.duration_ms:
        errors.append(FieldError(pointer="/at_ms", message="lies behind the end of the conversation"))
    return errors


def _once(user_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(user_ids))
