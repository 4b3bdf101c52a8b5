"""Agent and customer are swapped in everything of an import, or everything from a source, in the background.

A few conversations are looked at each time that it is due (`kernel.schedules`), and how far it has come is written down
after each page: whoever dies in between, the page is gone through again, and what it has swapped by then is recognised
by its mark.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from debrief.interactions.conversations.model import Interaction, RolesFrom
from debrief.interactions.conversations.store import InteractionRow, InteractionStore
from debrief.interactions.intake.file_names import Part, unit_of
from debrief.interactions.intake.model import BulkImport, ImportStatus, IntakeItem, IntakeStatus, import_status
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.speakers.deadlines import correction_due
from debrief.interactions.speakers.model import SWAP, Correction, Which
from debrief.interactions.speakers.service import SpeakerCorrection
from debrief.interactions.speakers.store import CorrectionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NOT_ITS_FAULT, Conflict, RuleBroken, Stale
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction

PAGE: Final = 25
"""Conversations, or objects of a source, after which it is written down how far it has come."""

MOST_PAGES: Final = 20
LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

Became = Literal["swapped", "left", "passed_over"]


class _Page(NamedTuple):
    """Intake items whose conversations are looked at, and where the next page begins; None at the end."""

    items: list[IntakeItem]
    position: str | None


class ManyCorrections:
    """Swaps agent and customer in many conversations.

    recordings: the bucket in which sources lie. May be called again at any time; two at once harm nothing.
    """

    def __init__(
        self,
        store: CorrectionStore,
        intake: IntakeStore,
        interactions: InteractionStore,
        correction: SpeakerCorrection,
        recordings: Callable[[], ObjectStore],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._intake = intake
        self._interactions = interactions
        self._correction = correction
        self._recordings = recordings
        self._clock = clock
        self._ids = ids

    def latest(self, about: str) -> Correction | None:
        """The latest correction of an import or a source, or None."""
        return self._store.latest(about)

    def begin_import(self, bulk: BulkImport, which: Which, *, by: str) -> Correction:
        """Begin to swap agent and customer in the conversations of an import.

        Raises:
            Conflict: it is still being read, another correction of it runs, or there is none to take back.
        """
        if import_status(bulk, self._intake.counts(bulk.id)) is ImportStatus.RUNNING:
            raise Conflict("The import is still being read; correct its speakers once it is through")
        return self._begin(bulk.id, which, by)

    def begin_source(self, folder: str, which: Which, *, by: str) -> Correction:
        """Begin to swap agent and customer in what was dropped into a folder on its own; what came as a line of a bulk
        file is corrected with its import.

        Raises:
            Conflict: another correction of it runs, or there is none to take back.
        """
        return self._begin(source_id(folder), which, by, folder)

    def _begin(self, about: str, which: Which, by: str, folder: str | None = None) -> Correction:
        earlier = self._store.latest(about)
        if earlier is not None and earlier.is_running:
            raise Conflict("It is being corrected already; wait until that is done")
        if which is Which.SWAPPED and (earlier is None or earlier.which is Which.SWAPPED):
            raise Conflict("There is no correction to take back")
        now = self._clock.now()
        begun = Correction(
            id=self._ids.new("co"),
            revision=earlier.revision if earlier else 0,
            about=about,
            folder=folder,
            which=which,
            undoes=earlier.id if earlier and which is Which.SWAPPED else None,
            by=by,
            asked_at=now,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, begun)
            schedule(tx, InteractionRow, correction_due(begun, now))
        return written(begun)

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
            page = self._page(correction)
            became = [self._look_at(item, correction) for item in page.items]
            looked = [each for each in became if each is not None]
            changes = {
                "position": page.position,
                "looked_at": correction.looked_at + len(looked),
                "swapped": correction.swapped + looked.count("swapped"),
                "left": correction.left + looked.count("left"),
                "finished_at": self._clock.now() if page.position is None else None,
            }
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put(tx, correction.model_copy(update=changes))
            except Stale:
                # Another runner has gone through this page at the same time.
                continue
            if self._clock.now() - began > LONGEST:
                break
        return self._clock.now()

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
            if unit.part in (Part.IGNORED, Part.BULK):
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
        changes = interaction.roles.changes if interaction.roles else ()
        if any(change.job == correction.id for change in changes):
            return "swapped"
        if not _applies(interaction, correction):
            return "passed_over"
        if interaction.agent_id == correction.by:
            return "left"
        try:
            self._correction.correct(interaction, SWAP, by=correction.by, job=correction.id)
        except (Conflict, RuleBroken, Stale):
            return "left"
        except NOT_ITS_FAULT:
            raise
        except Exception as error:
            log_fault("speakers can't be swapped", error, interaction_id=interaction.id)
            return "left"
        return "swapped"


def source_id(folder: str) -> str:
    """The id of a source in corrections."""
    return derived_id("so", folder)


def _applies(interaction: Interaction, correction: Correction) -> bool:
    roles = interaction.roles
    if correction.which is Which.SWAPPED:
        return roles is not None and bool(roles.changes) and roles.changes[-1].job == correction.undoes
    if correction.which is Which.GUESSED:
        return roles is not None and roles.guessed
    return roles is None or roles.basis is not RolesFrom.PERSON
