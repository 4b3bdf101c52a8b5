"""What the conversations tell of a person or a customer (N8).

| question | key or index | reads |
|---|---|---|
| the conversations of a person | GSI1 `AGENT#<agent>` | the page |
| those of a contact | GSI3 `CONTACT#<reference>` | those few |
| those of a customer | `CUSTOMER#<reference>` | the page |
| those of either that this erasure has emptied | `ERASED#<customer or contact>#<reference>` | the page |
| the comments on them | `INT#<id>` / `COMMENT#…` | those, 200 at most |
| what a person has commented | GSI3 `AUTHOR#<user>` | the page |
| what came in as one of them | GSI3 `TAKEN#<interaction>` | those few |
| what waits at the intake, and is about the subject | GSI1 `INTAKE#<status>` | all that waits, in pages |

A file of many conversations that was handed in whole is nobody's own: it stays until its retention is over.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from debrief.interactions.comments.model import Comment
from debrief.interactions.comments.store import CommentStore
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.offline import is_by_hand, notes_folder
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import FoundBy, InteractionStore
from debrief.interactions.deadlines import objects_to_remove
from debrief.interactions.erasing import (
    comment_record,
    conversation_record,
    is_about,
    item_record,
    item_without_content,
    objects_of_interaction,
    objects_of_item,
    prefixes_of_item,
    without_content,
)
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Erased, Exported, Record, Stages, Start, Subject, erased, exported
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.names import reference_key
from debrief.people.store import PeopleStore

T = TypeVar("T")
FOUND_BY: Final[Mapping[str, tuple[FoundBy, ...]]] = {
    "person": ("agent",),
    "contact": ("contact", "erased_contact"),
    "customer": ("customer", "erased_customer"),
}
"""How the conversations of a subject are found, by its kind: one after the other, first those that aren't erased."""

_PAGE = 20
_ITEMS = 1
"""Intake items in a transaction: two of them may be counted in the same row, which DynamoDB refuses to change twice."""

_WAITING = (IntakeStatus.HELD, IntakeStatus.FAILED, IntakeStatus.DISMISSED, IntakeStatus.PROCESSING)


class InteractionsPersonalData:
    """Hands out what was said and known in a subject's conversations, and erases all but what is counted."""

    def __init__(
        self,
        interactions: InteractionStore,
        intake: IntakeStore,
        people: PeopleStore,
        content_bucket: str,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._interactions = interactions
        self._intake = intake
        self._people = people
        self._content_bucket = content_bucket
        self._clock = clock
        self._ids = ids
        self._postponed = PostponedStore(interactions)
        self._comments = CommentStore()

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of the subject's conversations, then of what waits at the intake."""

        def conversations(start: Start) -> tuple[list[Record], Start]:
            found, following = self._page(FOUND_BY[subject.kind][0], subject, start)
            return [self._record(each, subject) for each in found if each.erased_at is None], following

        def comments(start: Start) -> tuple[list[Record], Start]:
            found, following = self._comments.page_by(subject.id, limit=_PAGE, start=start)
            return [comment_record(each) for each in found], following

        written: Stages[Record] = {"comments": comments} if subject.kind == "person" else {}
        return exported(
            {
                "conversations": conversations,
                **written,
                **self._at_the_intake(subject, lambda item: item_record(item, subject)),
            },
            position,
        )

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Empty a page of the subject's conversations, then of what waits at the intake.

        Raises:
            Conflict: one of them is in the pipeline just now.
        """

        def conversations(by: FoundBy, start: Start) -> tuple[list[bool], Start]:
            found, following = self._page(by, subject, start)
            return [self._erase(each, subject) for each in found], following

        def comments(start: Start) -> tuple[list[bool], Start]:
            found, following = self._comments.page_by(subject.id, limit=_PAGE, start=start)
            self._remove(found)
            return [True] * len(found), following

        written: Stages[bool] = {"comments": comments} if subject.kind == "person" else {}
        by_whom: Stages[bool] = {by: partial(conversations, by) for by in FOUND_BY[subject.kind]}
        return erased({**by_whom, **written, **self._at_the_intake(subject, self._erase_item)}, position)

    def forget(self, subject: Subject, position: str | None = None) -> Erased:
        """Remove what still leads from a customer or a contact to a page of their erased conversations.

        It is the last step of an erasure, once a pass over all contexts has changed nothing: until then the contexts
        above find by it what was made of the conversations meanwhile.
        """

        def traces(by: FoundBy, start: Start) -> tuple[list[bool], Start]:
            found, following = self._interactions.traces(by, subject.id, limit=_PAGE, start=start)
            with Transaction(self._clock, self._ids) as transaction:
                for each in found:
                    self._interactions.remove_trace(transaction, by, subject.id, each)
            return [True] * len(found), following

        return erased({by: partial(traces, by) for by in FOUND_BY[subject.kind][1:]}, position)

    def _page(self, by: FoundBy, subject: Subject, start: Start) -> tuple[list[Interaction], Start]:
        return self._interactions.page_of(by, subject.id, limit=_PAGE, start=start)

    def _record(self, interaction: Interaction, subject: Subject) -> Record:
        try:
            transcript = self._interactions.transcript(interaction)
        except NotFound:
            # Retention has removed it before.
            transcript = None
        return conversation_record(interaction, transcript, subject)

    def _erase(self, found: Interaction, subject: Subject) -> bool:
        # As the table has it: the index may still tell what was, and what is erased is read with all it had.
        interaction = self._interactions.interaction(found.id)
        if interaction is None:
            return False
        items = {item.id: item for item in self._intake.items_of(interaction.id)}
        own = self._intake.item(interaction.source.intake_id)
        items |= {own.id: own} if own is not None and own.interaction_id == interaction.id else {}
        _check_settled(items.values())
        now = self._clock.now()
        emptied = without_content(interaction, now)
        left = [item for item in items.values() if item.erased_at is None]
        comments = self._comments.comments(interaction.id)
        if emptied == interaction and not left and not comments:
            return False
        # What was said about the words goes before the words.
        self._remove(comments)
        while len(left) > _ITEMS:
            # The conversation itself goes with the last of them: until then its customer leads to it.
            with Transaction(self._clock, self._ids) as transaction:
                self._empty(transaction, interaction.id, left[:_ITEMS], now)
            left = left[_ITEMS:]
        with Transaction(self._clock, self._ids) as transaction:
            self._interactions.put(transaction, emptied, earlier=interaction)
            self._postponed.forget_all(transaction, interaction)
            for by in FOUND_BY[subject.kind][1:]:
                self._interactions.leave_trace(transaction, by, subject.id, interaction.id)
            own_keys = objects_of_interaction(interaction, self._content_bucket)
            # Of two who wrote notes at once, one failed: what they wrote leads nowhere, and lies there all the same.
            folders = [f"{self._content_bucket}/{notes_folder(interaction.id)}"] if is_by_hand(interaction) else []
            self._empty(transaction, interaction.id, left, now, keys=own_keys, folders=folders)
        return True

    def _remove(self, comments: Sequence[Comment]) -> None:
        for first in range(0, len(comments), _PAGE):
            with Transaction(self._clock, self._ids) as transaction:
                for each in comments[first : first + _PAGE]:
                    self._comments.delete(transaction, each)

    def _erase_item(self, item: IntakeItem) -> bool:
        _check_settled([item])
        with Transaction(self._clock, self._ids) as transaction:
            self._empty(transaction, item.id, [item], self._clock.now())
        return True

    def _empty(
        self,
        transaction: Transaction,
        subject: str,
        items: Iterable[IntakeItem],
        now: datetime,
        *,
        keys: Iterable[str] = (),
        folders: Iterable[str] = (),
    ) -> None:
        """Empty intake items, and let what came in as them be removed. keys: of other objects that go with them.
        folders: what keys of others begin with.
        """
        objects, prefixes = [*keys], [*folders]
        for item in items:
            self._intake.put(transaction, item_without_content(item, now), item)
            objects += objects_of_item(item)
            prefixes += prefixes_of_item(item, self._content_bucket)
        if objects or prefixes:
            schedule(transaction, InteractionRow, objects_to_remove(subject, objects, now, prefixes))

    def _at_the_intake(
        self, subject: Subject, work: Callable[[IntakeItem], T]
    ) -> dict[str, Callable[[Start], tuple[list[T], Start]]]:
        """A stage for each status in which something waits. Once through all of them, however long the lists are."""
        references = frozenset[str]()
        if subject.kind == "person" and (user := self._people.find_user(subject.id)):
            called = (*user.agent_references, *((user.email,) if user.email else ()))
            references = frozenset(map(reference_key, called))

        def waiting(status: IntakeStatus, start: Start) -> tuple[list[T], Start]:
            items, following = self._intake.with_status(status, limit=200, start=start, newest_first=False)
            theirs = [item for item in items if is_about(item, subject, references) and item.erased_at is None]
            return [work(item) for item in theirs], following

        return {status.value: partial(waiting, status) for status in _WAITING}


def _check_settled(items: Iterable[IntakeItem]) -> None:
    if any(item.status is IntakeStatus.PROCESSING for item in items):
        raise Conflict("A conversation of theirs is being taken in; erase it when that has ended")
