"""What people do at the intake: look at what is held, complete it, release it, hand in files, follow imports."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from debrief.interactions.analysis.indicator_store import MOST_RULES, IndicatorRules, IndicatorStore
from debrief.interactions.analysis.indicators import Indicator
from debrief.interactions.formats.metadata import FIELDS, FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.file_names import Part, media_type_of, unit_of
from debrief.interactions.intake.known_names_store import KnownNameStore
from debrief.interactions.intake.model import (
    BulkImport,
    Dismissal,
    HeldCounts,
    HeldFor,
    ImportCounts,
    IntakeItem,
    IntakeStatus,
)
from debrief.interactions.intake.names_service import NamesService
from debrief.interactions.intake.receiving_service import ReceivingService
from debrief.interactions.intake.sought import LISTED
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.unit_reader import LARGEST_DOCUMENT, LARGEST_SIDECAR
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.phrases import has_words
from debrief.kernel.errors import FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import check_name, check_prose, sought_key

UPLOAD_S = 900
_GB = 1024**3
_LONGEST_NAME = 200
_LONGEST_PHRASE = 500


MOST_BYTES = {
    Part.RECORDING: 2 * _GB,
    Part.SCREEN_RECORDING: 5 * _GB,
    Part.DOCUMENT: LARGEST_DOCUMENT,
    Part.TRANSCRIPT: LARGEST_DOCUMENT,
    Part.SIDECAR: LARGEST_SIDECAR,
    Part.BULK: 5 * _GB,
}
"""Of a file that is handed in, by its part: what Transcribe takes, what is read, and what S3 takes in one go."""


class Place(NamedTuple):
    """Where a file may be put. content_type: what has to be sent with it."""

    key: str
    url: str
    content_type: str


class Items(NamedTuple):
    """A page of intake items; `next` is where the next one starts."""

    items: list[IntakeItem]
    next: dict[str, Any] | None


class IntakeService:
    """The intake as people work with it. Who may is decided by the permission of the route."""

    def __init__(
        self,
        intake: ReceivingService,
        store: IntakeStore,
        indicators: IndicatorStore,
        recordings: ObjectStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._names = NamesService(KnownNameStore(), clock, ids)
        self._intake = intake
        self._store = store
        self._indicators = indicators
        self._recordings = recordings
        self._clock = clock
        self._ids = ids

    def items(
        self,
        status: IntakeStatus,
        *,
        limit: int,
        start: dict[str, Any] | None,
        reason: HoldCode | None = None,
        given: str | None = None,
        beginning: str | None = None,
    ) -> Items:
        """Items with a status, the latest change first. Loaded ones are found as interactions.

        reason, given: of those that are held, only those held for it, and for this value of those.
        beginning: only those whose file name, contact reference, agent or queue begins so, in the order of these; see
        `sought`.
        """
        if (reason, given) != (None, None) and status is not IntakeStatus.HELD:
            raise _unlisted("?reason", "goes with what is held; leave it out")
        if given is not None and reason is None:
            raise _unlisted("?given", "goes with a reason; leave it out")
        if beginning is not None:
            if status not in LISTED:
                raise _unlisted("?q", f"finds what is {' or '.join(LISTED)}; leave it out")
            text = sought_key(beginning)
            if not text:
                raise _unlisted("?q", "has no letter or number in it")
            wanted = HeldFor(reason=reason, given=given)
            return Items(*self._store.search(status, text, limit=limit, start=start, held_for=wanted))
        if reason is not None:
            return Items(*self._store.held_for(reason, given=given, limit=limit, start=start))
        if status is IntakeStatus.LOADED:
            message = "must be held, processing, failed or dismissed; what is loaded is found among the interactions"
            raise _unlisted("?status", message)
        return Items(*self._store.with_status(status, limit=limit, start=start))

    def item(self, intake_id: str) -> IntakeItem:
        """The intake item. Raises NotFound."""
        item = self._store.item(intake_id)
        if item is None:
            raise NotFound("There is no such intake item")
        return item

    def waiting(self) -> HeldCounts:
        """How much waits for somebody, and for which reasons."""
        return self._store.waiting()

    def complete(
        self,
        item: IntakeItem,
        fields: dict[str, str],
        time_zone: str,
        *,
        by: str,
        remember: bool = False,
        new: frozenset[str] = frozenset(),
    ) -> IntakeItem:
        """Take what a person filled in.

        remember: what is answered about a queue or channel that isn't known holds from now on. new: fields whose
        value is meant as it stands, though a known one comes near it.

        Raises:
            RuleBroken: naming the field that can't be read, isn't known, or may be a slip.
        """
        self.check_fields(fields, time_zone, new=new)
        if remember and item.open_to_change:
            self._names.remember(item, fields, by=by)
        return self._intake.complete(item, fields)

    def check_fields(self, fields: dict[str, str], time_zone: str, *, new: frozenset[str] = frozenset()) -> None:
        """Whether a person may fill this in. Raises RuleBroken, see `complete`."""
        given = metadata_from(fields, FoundIn.PERSON, time_zone)
        wrong = [
            FieldError(pointer=f"/fields/{name}", message=f"is not known; known are {', '.join(FIELDS)}")
            for name in given.further
        ]
        wrong += [
            FieldError(pointer=f"/fields/{name}", message=message)
            for name, message in (*given.unread.items(), *given.too_large.items())
        ]
        if wrong:
            raise RuleBroken("Some fields can't be taken", errors=wrong)
        queue = given.queue if "queue" not in new else None
        if queue and (known := self._names.slip_for(queue)):
            message = f'isn\'t known; "{known}" comes near it. Write that, or say that this one is new'
            raise RuleBroken("That may be a slip", errors=[FieldError(pointer="/fields/queue", message=message)])

    def release(self, item: IntakeItem, *, replace: bool) -> IntakeItem:
        """Send on what is held or failed, if nothing is missing any more."""
        return self._intake.release(item, replace=replace)

    def dismiss(self, item: IntakeItem, reason: str, *, by: str) -> IntakeItem:
        """Say that something held or failed is not to be taken in.

        Raises RuleBroken for a reason that can't be shown.
        """
        told = told_reason(reason)
        return self._intake.dismiss(item, Dismissal(reason=told, by=by, at=self._clock.now()))

    def upload(self, name: str, size: int, *, by: str, together: str | None = None) -> Place:
        """Where a file may be PUT within 15 minutes. It takes this file's size and kind only.

        by: whose upload it is. together: what the same person hands in under the same text lies in one folder, so that
        a recording finds its transcript and its metadata. Without it the file has a folder of its own. Nobody else's
        upload can be reached or replaced.
        """
        plain = PurePosixPath(name.replace("\\", "/")).name.strip()
        part = unit_of(plain).part if plain else Part.IGNORED
        unfit = part in (Part.IGNORED, Part.UNFINISHED, Part.UNSUPPORTED)
        if unfit or len(plain) > _LONGEST_NAME or not _is_name(plain):
            message = "must be the name of a recording, a transcript, a metadata file or a .jsonl file"
            raise RuleBroken("That kind of file isn't taken", errors=[FieldError(pointer="/name", message=message)])
        if not 0 < size <= MOST_BYTES[part]:
            message = "is empty" if size == 0 else f"must be {MOST_BYTES[part]:,} bytes at most for such a file"
            refusal = FieldError(pointer="/size", message=message)
            raise RuleBroken("A file of that size isn't taken", errors=[refusal])
        folder = derived_id("up", by, together) if together else self._ids.new("up")
        key, content_type = f"uploads/{folder}/{plain}", media_type_of(plain)
        url = self._recordings.upload_url(key, seconds=UPLOAD_S, size=size, content_type=content_type)
        return Place(key, url, content_type)

    def imports(self, *, limit: int, start: dict[str, Any] | None) -> tuple[list[BulkImport], dict[str, Any] | None]:
        """A page of imports, newest first."""
        return self._store.imports(limit=limit, start=start)

    def bulk_import(self, import_id: str) -> BulkImport:
        """The import. Raises NotFound."""
        bulk = self._store.bulk_import(import_id)
        if bulk is None:
            raise NotFound("There is no such import")
        return bulk

    def counts(self, bulk: BulkImport) -> ImportCounts:
        """What became of its lines so far."""
        return self._store.counts(bulk.id)

    def lines(self, bulk: BulkImport, status: IntakeStatus, *, limit: int, start: dict[str, Any] | None) -> Items:
        """A page of the import's lines with a status, in the order of the file."""
        return Items(*self._store.lines(bulk.id, status, limit=limit, start=start))

    def indicator_rules(self) -> IndicatorRules:
        """The account's phrase rules."""
        return self._indicators.all()

    def set_indicator_rules(self, current: IndicatorRules, rules: list[Indicator]) -> IndicatorRules:
        """Replace the phrase rules; they apply to what is analysed from now on."""
        if len(rules) > MOST_RULES:
            mistake = FieldError(pointer="/rules", message=f"must be {MOST_RULES} at most")
            raise RuleBroken("There are too many rules", errors=[mistake])
        ids = [rule.id for rule in rules]
        doubled = [place for place, each in enumerate(ids) if each in ids[:place]]
        if doubled:
            errors = [FieldError(pointer=f"/rules/{place}/id", message="is used twice") for place in doubled]
            raise RuleBroken("Every rule needs an id of its own", errors=errors)
        if wrong := [each for place, rule in enumerate(rules) for each in _unfit(place, rule)]:
            raise RuleBroken("Some rules can't be kept", errors=wrong)
        changed = current.model_copy(update={"rules": tuple(rules)})
        with Transaction(self._clock, self._ids) as transaction:
            self._indicators.put(transaction, changed)
        return written(changed)


def told_reason(reason: str, *, pointer: str = "/reason") -> str:
    """Why something is dismissed, as it is kept. Raises RuleBroken, with this pointer, for what can't be shown."""
    told = reason.strip()
    try:
        if not told:
            raise ValueError("is needed")
        check_prose(told)
    except ValueError as error:
        mistake = FieldError(pointer=pointer, message=str(error))
        raise RuleBroken("It can't be dismissed so", errors=[mistake]) from error
    return told


def _unlisted(pointer: str, message: str) -> RuleBroken:
    return RuleBroken("That can't be listed", errors=[FieldError(pointer=pointer, message=message)])


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except ValueError:
        return False
    return True


def _unfit(place: int, rule: Indicator) -> Iterator[FieldError]:
    """What is wrong with a new rule; those that are stored stay as they are."""
    for field, text, longest in (("id", rule.id, _LONGEST_NAME), ("name", rule.name, _LONGEST_NAME)):
        if len(text) > longest:
            yield FieldError(pointer=f"/rules/{place}/{field}", message=f"is longer than {longest} characters")
            continue
        try:
            check_name(text)
        except ValueError as error:
            yield FieldError(pointer=f"/rules/{place}/{field}", message=str(error))
    for number, phrase in enumerate(rule.any_of):
        if len(phrase) > _LONGEST_PHRASE:
            message = f"is longer than {_LONGEST_PHRASE} characters"
            yield FieldError(pointer=f"/rules/{place}/any_of/{number}", message=message)
        elif not has_words(phrase):
            yield FieldError(pointer=f"/rules/{place}/any_of/{number}", message="has no word in it")
