"""Conversations entered by hand, changed and deleted (S4.16)."""

from collections.abc import Callable

from debrief.interactions.conversations.deadlines import ENTERED, entered_due
from debrief.interactions.conversations.events import DELETED, RECORDED
from debrief.interactions.conversations.masked import masked_transcript
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.offline import (
    NewOffline,
    OfflineChange,
    changed,
    entered,
    is_by_hand,
    may_change,
    notes_folder,
    reference_to,
    transcript_of,
    when_errors,
)
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import LONGEST_INVOCATION
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.store import PeopleStore


class OfflineConversations:
    """Enters, changes and deletes conversations on behalf of those who evaluate; nobody does about their own.

    is_evaluated: whether anything was evaluated of a conversation, which then can't be deleted. close: lets nothing
    begin any more of one that a transaction deletes, and that transaction fail where something has begun.
    forget_comments: removes comments on a conversation, as many as a transaction takes beside it, and tells how many.
    """

    def __init__(
        self,
        store: InteractionStore,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
        *,
        is_evaluated: Callable[[str], bool],
        close: Callable[[Transaction, str], None],
        forget_comments: Callable[[Transaction, str], int],
    ) -> None:
        self._store = store
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids
        self._is_evaluated = is_evaluated
        self._close = close
        self._forget_comments = forget_comments

    def add(self, caller: Caller, new: NewOffline) -> Interaction:
        """Enter a conversation; what starts by itself looks at it within minutes.

        Raises:
            Forbidden: the permission is missing, or it is their own. RuleBroken: nobody whom the caller sees, or a
            time that won't do.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        if new.agent_id == caller.user_id:
            raise Forbidden("Nobody enters a conversation of their own to be evaluated")
        now = self._clock.now()
        # Whoever can't be seen is as good as not there.
        agent = self._people.find_user(new.agent_id)
        seen = self._access.shown(caller, agent, lambda each: each.id)
        errors = when_errors(new.started_at, now)
        if seen is None or seen.is_bot or not seen.active:
            errors.append(FieldError(pointer="/agent_id", message="is nobody who is active and whom you see"))
        if seen is None or errors:
            raise RuleBroken("The conversation can't be entered like this", errors=errors)
        interaction = entered(self._ids.new("int"), new, seen.team_id, caller.user_id, now)
        interaction, unheld = self._with_notes(interaction, new.notes)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, interaction)
            _hold(tx, unheld)
            schedule(tx, InteractionRow, entered_due(interaction, now))
            tx.announce(InteractionRow, RECORDED, interaction.id, {"agent_id": interaction.agent_id})
        return written(interaction)

    def change(self, caller: Caller, interaction_id: str, revision: int, change: OfflineChange) -> Interaction:
        """Change a conversation that was entered by hand. Evaluations of it stay, and tell that its words are others.

        What starts by itself looks at it again, as at one that came in anew.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it came from a system. RuleBroken.
        """
        before = self._own(caller, interaction_id)
        expect_revision(before, revision)
        now = self._clock.now()
        if change.started_at is not None and (errors := when_errors(change.started_at, now)):
            raise RuleBroken("The conversation can't be changed like this", errors=errors)
        after = changed(before, change)
        renewed = change.notes is not None and "notes" in change.model_fields_set
        unheld = None
        if renewed:
            after, unheld = self._with_notes(after, change.notes or "")
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, earlier=before)
            _hold(tx, unheld)
            if renewed and before.transcript is not None:
                self._store.drop_transcript(tx, before, now)
            schedule(tx, InteractionRow, entered_due(before, now))
            tx.announce(InteractionRow, RECORDED, after.id, {"agent_id": after.agent_id})
        return written(after)

    def delete(self, caller: Caller, interaction_id: str, revision: int) -> None:
        """Delete a conversation that was entered by hand and that nobody has evaluated, and what was said of it.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it came from a system, or was evaluated, or
            somebody begins to at this moment.
        """
        before = self._own(caller, interaction_id)
        expect_revision(before, revision)
        if self._is_evaluated(interaction_id):
            raise Conflict("It has evaluations: drafts can be deleted first, completed ones keep what they rest on")
        with Transaction(self._clock, self._ids) as tx:
            self._store.delete(tx, before)
            self._close(tx, before.id)
            unschedule(tx, InteractionRow, ENTERED, before.id)
            self._store.drop_folder(tx, before.id, notes_folder(before.id), self._clock.now())
            self._forget_comments(tx, before.id)
            tx.announce(InteractionRow, DELETED, before.id, {"agent_id": before.agent_id})
        # What there were too many of, and what was said at that very moment; now nothing can be said of it any more.
        forgotten = 1
        while forgotten:
            with Transaction(self._clock, self._ids) as tx:
                forgotten = self._forget_comments(tx, before.id)

    def _own(self, caller: Caller, interaction_id: str) -> Interaction:
        found = self._store.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        if not is_by_hand(interaction):
            raise Conflict("It came from a system: only what was entered by hand is changed by hand")
        if not may_change(caller, interaction):
            raise Forbidden("Who entered it changes it, or whoever manages the intake")
        return interaction

    def _with_notes(self, interaction: Interaction, notes: str) -> tuple[Interaction, Due | None]:
        """The conversation with its notes, written under a key of their own before anything leads to them.

        The second value is the removal of what was written, which is due unless the transaction that leads there takes
        it back (`_hold`): whoever dies or is refused in between, what a customer said stays nowhere.
        """
        transcript = transcript_of(interaction.id, notes)
        if transcript is None:
            return interaction.model_copy(update={"transcript": None}), None
        transcript = masked_transcript(transcript, self._people.settings().masking.stored)
        # A name that no other change has: one of two at once fails, and mustn't have touched what the other wrote.
        key = f"{notes_folder(interaction.id)}{self._ids.new('notes')}.json"
        with Transaction(self._clock, self._ids) as tx:
            # Not before this request is over, however it ends.
            unheld = self._store.remove_later(tx, interaction.id, key, self._clock.now() + LONGEST_INVOCATION)
        self._store.put_transcript(key, transcript)
        return interaction.model_copy(update={"transcript": reference_to(key, transcript)}), unheld


def _hold(transaction: Transaction, unheld: Due | None) -> None:
    """Keep what was written, if the transaction happens."""
    if unheld is not None:
        unschedule(transaction, InteractionRow, unheld.kind, unheld.subject)
