"""Flags read and worked off: listed, snoozed, handed over, resolved, by those who may (S2.3)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from debrief.interactions.conversations.events import ANALYSED
from debrief.interactions.conversations.model import Confirmation
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, Placed, page_of
from debrief.people.access import Access
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.flags.course import handed_over, reopened, resolved, snoozed, woken
from debrief.quality.flags.deadlines import SNOOZED, leader_changed, snoozed_until
from debrief.quality.flags.events import settled_event
from debrief.quality.flags.model import CONFIRMS, Flag, FlagKind, FlagQueue, FlagState, Note, Outcome, Waiting
from debrief.quality.flags.sight_access import may_see, together
from debrief.quality.flags.store import FlagStore
from debrief.quality.flags.telling_store import tell_no_more, tell_of
from debrief.quality.flags.waiting_reader import FlagsWaiting
from debrief.quality.table_store import QualityRow

Whose = Literal["me", "everybody"]
"""Which flags a list is of: those that the caller has, or all that they see."""

MOST_COUNTED = 99
"""So many are counted of a queue; more than that are as many."""


class FlagFilter(NamedTuple):
    """Which flags a list shows."""

    queue: FlagQueue = "compliance"
    state: FlagState = "open"
    whose: Whose = "me"
    agent_id: str | None = None
    kinds: frozenset[FlagKind] = frozenset()

    def admits(self, flag: Flag) -> bool:
        """Whether the flag is one of them, whoever has it."""
        return (
            flag.queue == self.queue
            and flag.state == self.state
            and (self.agent_id is None or flag.about.agent_id == self.agent_id)
            and (not self.kinds or flag.kind in self.kinds)
        )


class NewSnooze(Entity):
    """Until which day a flag is left alone; in the morning of that day it waits again."""

    until: date


class NewHandOver(Entity):
    """Who gets a flag. note: what they should know."""

    to_id: Annotated[str, Field(min_length=1, max_length=100)]
    note: Note = ""


class NewResolution(Entity):
    """What came of a flag. note: in words; needed where the flag is wrong."""

    outcome: Outcome
    note: Note = ""


class FlagService:
    """The use cases of those who work with flags. What a caller may not see is `NotFound`: everything but flags about
    those whom they see, and those too while they judge the conversation blindly. Nobody sees flags about themselves.
    """

    def __init__(
        self, store: FlagStore, interactions: InteractionStore, access: Access, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._interactions = interactions
        self._access = access
        self._blinds = BlindStore()
        self._waiting = FlagsWaiting(store, access)
        self._clock = clock
        self._ids = ids

    # Read ----------------------------------------------------------------------------------------------------------

    def find(self, caller: Caller, flag_id: str) -> Flag:
        """The flag. Raises NotFound."""
        flag = self._access.shown(caller, self._store.flag(flag_id), lambda each: each.about.agent_id)
        if flag is None or not may_see(caller, flag, self._blinds.spots(caller.user_id)):
            raise NotFound("There is no such flag")
        return flag

    def of_interaction(self, caller: Caller, interaction_id: str) -> list[Flag]:
        """What of a conversation was flagged, and what came of it, oldest first. Raises NotFound."""
        interaction = self._interactions.interaction(interaction_id)
        if self._access.shown(caller, interaction, lambda each: each.agent_id) is None:
            raise NotFound("There is no such conversation")
        found, blind = self._store.of_interaction(interaction_id), self._blinds.spots(caller.user_id)
        seen = self._access.sight(caller).of(each.about.agent_id for each in found)
        return [each for each in found if each.about.agent_id in seen and may_see(caller, each, blind)]

    def page(self, caller: Caller, wanted: FlagFilter, *, limit: int, after: str | None) -> Found[Flag]:
        """A page of flags, newest first. A short one may still have a next."""
        if wanted.agent_id is not None and not self._access.sees(caller, wanted.agent_id):
            raise NotFound("There is no such person")
        sight, blind = self._access.sight(caller), self._blinds.spots(caller.user_id)

        def admit(flag: Flag) -> bool:
            if not wanted.admits(flag) or (wanted.whose == "me" and flag.assignee_id != caller.user_id):
                return False
            return bool(sight.of([flag.about.agent_id])) and may_see(caller, flag, blind)

        source = self._source(caller, wanted, limit + 1, after)
        return page_of([together(source, limit + 1, sight)], admit, limit=limit, newest_first=True, after=after)

    def waiting(self, caller: Caller) -> Waiting:
        """How many open flags the caller has."""
        return self._waiting.of(caller, MOST_COUNTED)

    def _source(self, caller: Caller, wanted: FlagFilter, chunk: int, before: str | None) -> Iterator[Placed[Flag]]:
        if wanted.agent_id is not None:
            unsettled = wanted.state in ("open", "snoozed")
            return self._store.of_agent(wanted.agent_id, unsettled=unsettled, before=before, chunk=chunk)
        if wanted.whose == "me":
            return self._store.of_assignee(caller.user_id, wanted.queue, wanted.state, before=before, chunk=chunk)
        return self._store.of_everybody(wanted.queue, wanted.state, before=before, chunk=chunk)

    # Work off ------------------------------------------------------------------------------------------------------

    def snooze(self, caller: Caller, flag_id: str, revision: int, asked: NewSnooze) -> Flag:
        """Leave a flag alone until the morning of a day. Raises NotFound, Conflict, Stale, RuleBroken."""
        before = self._to_change(caller, flag_id, revision)
        after = snoozed(before, asked.until, caller.user_id, self._clock.now(), caller.time_zone)

        def also(tx: Transaction) -> None:
            if after.snoozed_until is not None:
                schedule(tx, QualityRow, snoozed_until(after.id, after.snoozed_until))
            tell_no_more(tx, before)

        return self._save(after, before, also)

    def wake(self, caller: Caller, flag_id: str, revision: int) -> Flag:
        """Let a snoozed flag wait again. Raises NotFound, Conflict, Stale."""
        before = self._to_change(caller, flag_id, revision)
        after = woken(before, caller.user_id, self._clock.now())
        return self._save(after, before, lambda tx: unschedule(tx, QualityRow, SNOOZED, before.id))

    def hand_over(self, caller: Caller, flag_id: str, revision: int, asked: NewHandOver) -> Flag:
        """Give a flag to somebody else who may work with it and sees its agent; they are told.

        Raises NotFound, Conflict, Stale, RuleBroken.
        """
        before = self._to_change(caller, flag_id, revision)
        if why := self._why_not(asked.to_id, before):
            error = FieldError(pointer="/to_id", message=why)
            raise RuleBroken("It can't be handed over like this", errors=[error])
        after = handed_over(before, asked.to_id, caller.user_id, asked.note.strip(), self._clock.now())

        def also(tx: Transaction) -> None:
            if before.state == "snoozed":
                unschedule(tx, QualityRow, SNOOZED, before.id)
            tell_no_more(tx, before)
            tell_of(tx, after, to=after.assignee_id, by=caller.user_id)

        return self._save(after, before, also)

    def resolve(self, caller: Caller, flag_id: str, revision: int, asked: NewResolution) -> Flag:
        """Say what came of a flag; that stays with the call. Raises NotFound, Conflict, Stale, RuleBroken.

        Of a conversation that seems to instruct the AI it decides whether what a model read of it counts (`CONFIRMS`).
        """
        before = self._to_change(caller, flag_id, revision)
        after = resolved(before, asked.outcome, asked.note, caller.user_id, self._clock.now())

        def also(tx: Transaction) -> None:
            if before.state == "snoozed":
                unschedule(tx, QualityRow, SNOOZED, before.id)
            tell_no_more(tx, before)
            if before.kind == "addresses_ai" and asked.outcome in CONFIRMS:
                self._confirm(tx, before, by=caller.user_id)
            self._tell(tx, after)

        return self._save(after, before, also)

    def reopen(self, caller: Caller, flag_id: str, revision: int) -> Flag:
        """Let a resolved flag wait again. Raises NotFound, Conflict, Stale."""
        before = self._to_change(caller, flag_id, revision)
        after = reopened(before, caller.user_id, self._clock.now())

        def also(tx: Transaction) -> None:
            # Nobody looks at resolved flags when people are moved or leave: it waits for whom it belongs to now.
            if before.assignee_id is None or self._why_not(before.assignee_id, before):
                schedule(tx, QualityRow, leader_changed(before.about.agent_id, self._clock.now()))
            if before.kind == "addresses_ai":
                self._confirm(tx, before, by=None)
            self._tell(tx, after)

        return self._save(after, before, also)

    def _confirm(self, tx: Transaction, flag: Flag, *, by: str | None) -> None:
        """Let what a model read of the conversation count, or with no `by` count no more; figures follow (N6)."""
        interaction = self._interactions.interaction(flag.about.interaction_id)
        if interaction is None or interaction.erased_at is not None:
            return
        confirmed = None
        if by is not None:
            confirmed = Confirmation(by=by, at=self._clock.now(), digest=interaction.transcript_digest)
        elif interaction.confirmed is None:
            return
        self._interactions.put(tx, interaction.model_copy(update={"confirmed": confirmed}))
        tx.announce(InteractionRow, ANALYSED, interaction.id, {"agent_id": interaction.agent_id})

    @staticmethod
    def _tell(tx: Transaction, flag: Flag) -> None:
        """Announce that a flag was resolved, or opened again."""
        type, data = settled_event(flag)
        tx.announce(QualityRow, type, flag.id, data)

    def _to_change(self, caller: Caller, flag_id: str, revision: int) -> Flag:
        flag = self.find(caller, flag_id)
        caller.require(Permission.FLAGS_MANAGE)
        expect_revision(flag, revision)
        return flag

    def _save(self, after: Flag, before: Flag, also: Callable[[Transaction], None] = lambda _: None) -> Flag:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, before)
            also(tx)
        return written(after)

    def _why_not(self, user_id: str, flag: Flag) -> str | None:
        """Why somebody can't be given a flag; None where they can."""
        other = self._access.standing(user_id)
        if other is None or not other.may(Permission.FLAGS_MANAGE):
            return "must be somebody active whose role lets them work with flags"
        if other.user_id == flag.about.agent_id:
            return "is whose conversation it is"
        return None if self._access.sees(other, flag.about.agent_id) else "doesn't see the agent's work"
