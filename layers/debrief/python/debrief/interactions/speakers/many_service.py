"""Agent and customer are swapped in everything of an import, or everything from a source, in the background.

A few conversations are looked at each time that it is due (`kernel.schedules`), and how far it has come is written down
after each page: whoever dies in between, the page is gone through again, and what it has swapped by then is recognised
by its mark.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.intake.file_names import NO_CONVERSATION, unit_of
from debrief.interactions.intake.model import BulkImport, Failure, ImportStatus, IntakeItem, IntakeStatus, import_status
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.speakers.deadlines import (
    CORRECTION_GOES_ON,
    CORRECTION_STALLED,
    LOOKED_AFTER,
    correction_due,
    correction_look,
)
from debrief.interactions.speakers.model import MOST_STANDING, SWAP, Correction, Which
from debrief.interactions.speakers.service import OfMany, SpeakerCorrection
from debrief.interactions.speakers.store import CorrectionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, RuleBroken, Stale, Throttled, Unavailable
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import is_scheduled, schedule, unschedule
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction

PAGE: Final = 25
"""Conversations, or objects of a source, after which it is written down how far it has come."""

MOST_LISTED: Final = 1_000
"""Objects of a folder that are counted before it is asked for: what S3 lists at once."""

MOST_PAGES: Final = 20
LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

Became = Literal["swapped", "left", "passed_over"]


_TRIES: Final = 3
"""Of one conversation that others change in the same moment."""

_AGAIN: Final = "What was swapped stays so; ask for the same again to do the rest."
NO_LONGER: Final = Failure(code="Forbidden", sentence=f"Whoever asked for this may no longer do that. {_AGAIN}")
LOST: Final = Failure(code="Lost", sentence=f"It broke off several times. {_AGAIN}")


class Unended(Exception):
    """A runner was stopped while it dealt with a conversation, and wrote nothing down."""


class _Page(NamedTuple):
    """Intake items whose conversations are looked at, and where the next page begins; None at the end."""

    items: list[IntakeItem]
    position: str | None


class ManyCorrections:
    """Swaps agent and customer in many conversations.

    recordings: the bucket in which sources lie. may: whether a user may correct many, at the moment. settled: on which
    channel the agent is by what is settled now for the place of an object, or for the account; None where nothing is.
    May be called again at any time; two at once harm nothing.
    """

    def __init__(
        self,
        store: CorrectionStore,
        intake: IntakeStore,
        interactions: InteractionStore,
        correction: SpeakerCorrection,
        recordings: Callable[[], ObjectStore],
        may: Callable[[str], bool],
        settled: Callable[[str], int | None],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._intake = intake
        self._interactions = interactions
        self._correction = correction
        self._recordings = recordings
        self._may = may
        self._settled = settled
        self._clock = clock
        self._ids = ids

    def latest(self, about: str) -> Correction | None:
        """The latest correction of an import or a source, or None."""
        return self._store.latest(about)

    def most_in(self, folder: str) -> int | None:
        """How many conversations may lie in a folder at most; None where its first `MOST_LISTED` objects aren't all.

        One request to S3.
        """
        keys = self._recordings().list(folder, MOST_LISTED)
        if len(keys) == MOST_LISTED:
            return None
        units = (unit_of(key) for key in keys)
        return len({unit.unit_key for unit in units if unit.part not in NO_CONVERSATION})

    def begin_import(self, bulk: BulkImport, which: Which, *, by: str) -> Correction:
        """Begin to swap agent and customer in the conversations of an import.

        Raises:
            Conflict: it is still being read, another correction of it runs, or there is nothing to take back.
        """
        if import_status(bulk, self._intake.counts(bulk.id)) is ImportStatus.RUNNING:
            raise Conflict("The import is still being read; correct its speakers once it is through")
        return self._begin(bulk.id, which, by)

    def begin_source(self, folder: str, which: Which, *, by: str) -> Correction:
        """Begin to swap agent and customer in what was dropped into a folder on its own; what came as a line of a bulk
        file is corrected with its import.

        Raises:
            Conflict: another correction of it runs, or there is nothing to take back.
        """
        return self._begin(source_id(folder), which, by, folder)

    def _begin(self, about: str, which: Which, by: str, folder: str | None = None) -> Correction:
        earlier = self._store.latest(about)
        if earlier is not None and earlier.is_running:
            raise Conflict("It is being corrected already; wait until that is done")
        now = self._clock.now()
        if earlier is not None and earlier.failure is not None and earlier.which is which:
            # The same again is the rest of it: under its own id, so that it is taken back as one.
            goes_on = {"by": by, "asked_at": now, "failure": None, "finished_at": None}
            begun = earlier.model_copy(update=goes_on)
        else:
            begun = self._new(about, which, by, folder, earlier)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, begun)
            schedule(tx, InteractionRow, correction_due(begun, now))
            schedule(tx, InteractionRow, correction_look(begun, now))
        return written(begun)

    def _new(self, about: str, which: Which, by: str, folder: str | None, earlier: Correction | None) -> Correction:
        standing = earlier.standing if earlier is not None else ()
        undoes = None
        if which is Which.SWAPPED:
            if not standing:
                raise Conflict("There is no correction to take back")
            standing, undoes = standing[:-1], standing[-1]
        return Correction(
            id=self._ids.new("co"),
            revision=earlier.revision if earlier else 0,
            about=about,
            folder=folder,
            which=which,
            undoes=undoes,
            earlier=standing[-MOST_STANDING:],
            by=by,
            asked_at=self._clock.now(),
        )

    def go_on(self, about: str) -> datetime | None:
        """Look at the next conversations of a correction; returns when to come again, None where it is done.

        Raises:
            Throttled, Unavailable: a store or Step Functions doesn't answer; what was swapped stays so.
        """
        began = self._clock.now()
        for _ in range(MOST_PAGES):
            correction = self._store.latest(about)
            if correction is None or not correction.is_running:
                return None
            try:
                if not self._may(correction.by):
                    self._end(correction, {}, NO_LONGER)
                    return None
                page = self._page(correction)
                if correction.at_it:
                    self._go_through_carefully(correction, page)
                else:
                    self._go_through(correction, page)
            except Stale:
                # Another runner has gone through this page at the same time.
                continue
            if self._clock.now() - began > LONGEST:
                break
        return self._clock.now()

    def look_after(self, about: str) -> datetime | None:
        """See to a correction that should have ended; returns when to look again, None where it has ended.

        It fails where it goes on no more: the runner of due work has given it up after several tries.
        """
        correction = self._store.latest(about)
        if correction is None or not correction.is_running:
            return None
        if not is_scheduled(InteractionRow, CORRECTION_GOES_ON, about):
            try:
                self._end(correction, {}, LOST)
            except Stale:
                # It moved on after all.
                pass
            else:
                return None
        return self._clock.now() + LOOKED_AFTER

    def _go_through(self, correction: Correction, page: _Page) -> None:
        """Look at a page of conversations, and write down how far that is."""
        begun = self._written(correction.model_copy(update={"at_it": True}))
        self._moved_on(begun, page, [self._became(item, begun) for item in page.items])

    def _go_through_carefully(self, correction: Correction, page: _Page) -> None:
        """Look at a page that was begun and has no end, each conversation noted before it is begun.

        One that was begun alone and has no end either has stopped its runner twice: it is left as it is, and the page
        begun anew.
        """
        if correction.begun is not None:
            log_fault("a conversation stopped a correction twice", Unended(), intake_id=correction.begun)
            deadly = (*correction.deadly, correction.begun)
            self._written(correction.model_copy(update={"at_it": False, "begun": None, "deadly": deadly}))
            return
        became: list[Became | None] = []
        for item in page.items:
            correction = self._written(correction.model_copy(update={"begun": item.id}))
            try:
                became.append(self._became(item, correction))
            except Exception:
                # It has an end, though it isn't its own: it will be begun again.
                self._written(correction.model_copy(update={"begun": None}))
                raise
        self._moved_on(correction, page, became)

    def _became(self, item: IntakeItem, correction: Correction) -> Became | None:
        return "left" if item.id in correction.deadly else self._look_at(item, correction)

    def _moved_on(self, correction: Correction, page: _Page, became: list[Became | None]) -> None:
        looked = [each for each in became if each is not None]
        changes: dict[str, Any] = {
            "at_it": False,
            "begun": None,
            "deadly": (),
            "position": page.position,
            "looked_at": correction.looked_at + len(looked),
            "swapped": correction.swapped + looked.count("swapped"),
            "left": correction.left + looked.count("left"),
        }
        if page.position is None:
            self._end(correction, changes)
        else:
            self._written(correction.model_copy(update=changes))

    def _written(self, correction: Correction) -> Correction:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, correction)
        return written(correction)

    def _end(self, correction: Correction, changes: dict[str, Any], failure: Failure | None = None) -> None:
        """Write down that it is over. What it has swapped is made anew, with what else waits for a model."""
        now = self._clock.now()
        over = {"finished_at": now, "failure": failure}
        ended = correction.model_copy(update={**changes, **over})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, ended)
            unschedule(tx, InteractionRow, CORRECTION_STALLED, ended.about)
            if ended.swapped:
                PostponedStore.look_at(tx, now)

    def _page(self, correction: Correction) -> _Page:
        if correction.folder is not None:
            return self._page_of_source(correction.folder, correction.position)
        start = json.loads(correction.position) if correction.position else None
        items, following = self._intake.lines(correction.about, IntakeStatus.LOADED, limit=PAGE, start=start)
        return _Page(items, json.dumps(following) if following else None)

    def _page_of_source(self, folder: str, after: str | None) -> _Page:
        keys = self._recordings().list(folder, PAGE, after=after)
        return _Page(list(self._items_of(keys)), keys[-1] if len(keys) == PAGE else None)

    def _items_of(self, keys: list[str]) -> Iterator[IntakeItem]:
        """The items whose conversation is found by one of these objects, and not by another one of the same unit."""
        bucket = self._recordings().bucket
        for key in keys:
            unit = unit_of(key)
            if unit.part in NO_CONVERSATION:
                continue
            item = self._intake.item(derived_id("in", bucket, unit.unit_key))
            # Beside a document its recording may lie; where there are both, the document leads to the item.
            main = (item.transcript or item.recording) if item is not None else None
            if item is not None and main is not None and main.key == key:
                yield item

    def _look_at(self, item: IntakeItem, correction: Correction) -> Became | None:
        """What becomes of the conversation of an item; None where there is none that is its own."""
        if item.interaction_id is None or item.status is not IntakeStatus.LOADED:
            return None
        interaction = self._interactions.interaction(item.interaction_id)
        if interaction is None or interaction.source.intake_id != item.id:
            return None
        for _ in range(_TRIES):
            try:
                return self._swap(item, interaction, correction)
            except Stale:
                # Somebody has changed it in the same moment, perhaps another runner of this correction.
                interaction = self._interactions.interaction(interaction.id) or interaction
        return "left"

    def _swap(self, item: IntakeItem, interaction: Interaction, correction: Correction) -> Became:
        changes = interaction.roles.changes if interaction.roles else ()
        if any(change.job == correction.id for change in changes):
            return "swapped"
        if not _applies(interaction, correction) or not self._is_otherwise(item, correction):
            return "passed_over"
        if interaction.agent_id == correction.by:
            return "left"
        of_many = OfMany(correction.id, takes_back=correction.which is Which.SWAPPED)
        try:
            self._correction.correct(interaction, SWAP, by=correction.by, of_many=of_many)
        except (Conflict, RuleBroken):
            return "left"
        except (Stale, Throttled, Unavailable):
            raise
        except Exception as error:
            log_fault("speakers can't be swapped", error, interaction_id=interaction.id)
            return "left"
        return "swapped"

    def _is_otherwise(self, item: IntakeItem, correction: Correction) -> bool:
        """Whether the item came in with another channel of the agent than is settled now, where that is asked for."""
        if correction.which is not Which.SETTLED_OTHERWISE:
            return True
        now = self._settled(item.unit_key)
        return now is not None and item.metadata.agent_channel != now


def source_id(folder: str) -> str:
    """The id of a source in corrections."""
    return derived_id("so", folder)


def _applies(interaction: Interaction, correction: Correction) -> bool:
    roles = interaction.roles
    if correction.which is Which.SWAPPED:
        return roles is not None and bool(roles.changes) and roles.changes[-1].job == correction.undoes
    if correction.which is Which.GUESSED:
        return roles is not None and roles.guessed
    if correction.which in (Which.SETTLED, Which.SETTLED_OTHERWISE):
        return roles is not None and roles.basis in (RolesFrom.SOURCE, RolesFrom.ACCOUNT)
    return roles is None or roles.basis is not RolesFrom.PERSON
