"""Reading an intake unit: which objects it has, what they say of the conversation, and what is missing."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from debrief.interactions.conversations.model import Channel, SourceFormat
from debrief.interactions.formats import call_analytics
from debrief.interactions.formats.customers import following
from debrief.interactions.formats.durations import (
    DurationSources,
    doubts,
    not_believed,
    sources_of,
    with_duration,
)
from debrief.interactions.formats.metadata import FoundIn, Metadata, merge, remarks_on, unread_remarks
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.roles import wording_is_against
from debrief.interactions.formats.units_of_time import with_length_in_its_unit
from debrief.interactions.formats.voices import known_as
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.agents_reader import AgentsReader, with_customer
from debrief.interactions.intake.audio_reader import audio_facts
from debrief.interactions.intake.bulk_metadata_reader import BulkMetadataReader
from debrief.interactions.intake.document_reader import decode, read_conversation, read_sidecar, recognise
from debrief.interactions.intake.examined import Examined, is_agent_given, is_wordless, settled_in, with_fitting_times
from debrief.interactions.intake.file_names import RECORDINGS, Part, Unit, beginnings_of, unit_of
from debrief.interactions.intake.hold_reasons import (
    CUT_OFF,
    EMPTY_RECORDING,
    are_of_document,
    nothing_to_load,
    of_channels,
    of_language,
    of_namesake,
    of_untold_length,
)
from debrief.interactions.intake.inside_reader import is_inside, still_holding, taken_out
from debrief.interactions.intake.known_names_store import KnownNameStore
from debrief.interactions.intake.metadata_in_names import metadata_from_name, remarks_on_name
from debrief.interactions.intake.model import IntakeItem, StoredObject
from debrief.interactions.intake.name_patterns_store import NamePatternStore
from debrief.interactions.intake.names_reader import NamesReader
from debrief.interactions.intake.source_store import SourceStore
from debrief.interactions.intake.verification import AgentMatch, reasons_to_hold
from debrief.kernel.errors import TooLarge
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.model import AccountSettings
from debrief.people.store import PeopleStore

LARGEST_DOCUMENT = 50 * 1024 * 1024
"""Bytes of a document that is read: with a recording inside, hours of it. Its JSON takes up to thirty times as much
memory, for which the functions that read documents have room (infra/settings.py)."""

LARGEST_TRANSCRIPT = 5_500_000
"""Bytes of a transcript as the API sends it: Lambda takes no answer above six megabytes. A day of talking is less."""

LARGEST_SIDECAR = 1024 * 1024
"""Bytes of a file of metadata that is read."""

_COMPANIONS = 50  # one conversation has a handful of objects
_LISTED = 1000  # names that only begin alike are listed too


class UnitObjects(NamedTuple):
    """The objects of a unit, by their part in it."""

    recording: StoredObject | None
    transcript: StoredObject | None
    sidecar: StoredObject | None
    screen_recordings: tuple[StoredObject, ...]
    unsupported: StoredObject | None

    def are_those_of(self, item: IntakeItem) -> bool:
        """Whether the item was made of the very same objects."""
        # A recording that was taken out of the document is no object that was dropped.
        dropped = None if is_inside(item.recording) else item.recording
        mine = (self.recording, self.transcript, self.sidecar, self.unsupported, *self.screen_recordings)
        theirs = (dropped, item.transcript, item.sidecar, item.unsupported, *item.screen_recordings)
        return len(mine) == len(theirs) and all(
            a is b is None or (a is not None and a.same_as(b)) for a, b in zip(mine, theirs, strict=True)
        )

    def put_into(self, item: IntakeItem) -> IntakeItem:
        """The item with these objects."""
        return item.model_copy(update=self._asdict())


class UnitReader:
    """Reads units out of the recordings bucket.

    bucket: gives the store of a bucket by name. names: the queues that are known, and what was answered of others.
    """

    def __init__(
        self, people: PeopleStore, bucket: Callable[[str], ObjectStore], names: NamesReader | None = None
    ) -> None:
        self._people = people
        self._agents = AgentsReader(people)
        self._bucket = bucket
        self._sources = SourceStore()
        self._patterns = NamePatternStore()
        self._names = names or NamesReader(KnownNameStore())
        self._bulk = BulkMetadataReader(bucket)

    def learned(self, queue: str) -> None:
        """A queue has become known by its first conversation."""
        self._names.learned(queue)

    def objects_of(self, bucket: str, unit: Unit, dropped: StoredObject) -> UnitObjects:
        """All objects that belong to the unit of one that was dropped, whichever came first."""
        if unit.part is Part.UNSUPPORTED:
            return UnitObjects(None, None, None, (), dropped)
        store = self._bucket(bucket)
        found: dict[str, StoredObject] = {}
        screens: list[StoredObject] = []
        listed = (key for begins in beginnings_of(unit.unit_key) for key in store.list(begins, _LISTED))
        named = [key for key in listed if unit_of(key).unit_key == unit.unit_key]
        # Where there are very many, the one that was heard of is among them whatever its place.
        for key in sorted({dropped.key, *named[:_COMPANIONS]}, key=_less_told):
            companion = unit_of(key)
            head = store.head(key)
            if head is None:
                continue
            each = StoredObject(key=key, etag=head.etag, size=head.size)
            if companion.part is Part.SCREEN_RECORDING:
                screens.append(each)
                continue
            part = self._part_of_document(store, each) if companion.part is Part.DOCUMENT else companion.part
            found.setdefault(str(part), each)
        return UnitObjects(
            recording=found.get(Part.RECORDING),
            transcript=found.get(Part.TRANSCRIPT),
            sidecar=found.get(Part.SIDECAR),
            screen_recordings=tuple(screens),
            unsupported=None,
        )

    def _part_of_document(self, store: ObjectStore, document: StoredObject) -> Part:
        if document.size > LARGEST_DOCUMENT:
            return Part.TRANSCRIPT
        try:
            form = recognise(decode(_read(store, document.key)))
        except UnreadableDocument:
            # It was meant to be a transcript, so that is what it is held as, with what is wrong with it.
            return Part.TRANSCRIPT
        return Part.SIDECAR if form is SourceFormat.SIDECAR else Part.TRANSCRIPT

    def conversation(self, item: IntakeItem) -> ParsedConversation | None:
        """The transcript of an item that was examined, read; None where it has none. Raises UnreadableDocument."""
        read = self._conversation(item)
        return read and with_fitting_times(read, item.metadata, item.recording, cut_off=CUT_OFF in item.warnings)

    def _conversation(
        self,
        item: IntakeItem,
        settings: AccountSettings | None = None,
        known: Metadata | None = None,
        agent: AgentMatch | None = None,
    ) -> ParsedConversation | None:
        """The item's transcript as it is written. Raises UnreadableDocument.

        known: what other places tell of it; the item's metadata where it was examined before. agent: who the agent is,
        where that isn't told by the item.
        """
        if item.transcript is None:
            return None
        raw = _read(self._bucket(item.bucket), item.transcript.key, item.transcript.span)
        settings, known = settings or self._people.settings(), known or item.metadata
        agent_id = item.agent_id or next(iter(agent.user_ids if agent else ()), None)
        names = self._agents.names_of(agent_id)
        parsed = self._parsed(raw, item, settings, known, names=names)
        if agent_id is not None and parsed.only_dialling and len(parsed.voices) > 2:
            # Of several who were called, who is a user is a colleague of the agent's.
            others = frozenset(map(known_as, self._agents.others_among(parsed, agent_id)))
            parsed = self._parsed(raw, item, settings, known, names=names, others=others) if others else parsed
        if item.agent_id is None:
            return parsed
        given = is_agent_given(item.metadata, parsed)
        return self._agents.with_agent(parsed, item.agent_id, item.metadata.agent_reference, given=given)

    def recognised(self, bucket: str, key: str, item: IntakeItem) -> ParsedConversation:
        """What a recogniser wrote of the item's recording, read. Raises UnreadableDocument."""
        settings = self._people.settings()
        raw = _read(self._bucket(bucket), key)
        parsed = self._parsed(raw, item, settings, item.metadata, own_job=True)
        told, document = self._agents.introduced(parsed, item.agent_id), decode(raw)
        if told is parsed or told.format is not SourceFormat.CALL_ANALYTICS or isinstance(document, str):
            return told
        told = call_analytics.as_told(document, settings.time_zone, told)
        return told.permitted(agent_sentiment=settings.agent_sentiment)

    @staticmethod
    def _parsed(
        raw: bytes,
        item: IntakeItem,
        settings: AccountSettings,
        known: Metadata,
        *,
        own_job: bool = False,
        names: frozenset[str] = frozenset(),
        others: frozenset[str] = frozenset(),
    ) -> ParsedConversation:
        parsed = read_conversation(
            raw,
            time_zone=settings.time_zone,
            agent_sentiment=settings.agent_sentiment,
            agent_channel=known.agent_channel,
            of_account=known.found_in.get("agent_channel") is FoundIn.ACCOUNT,
            of_source=known.found_in.get("agent_channel") is FoundIn.SOURCE,
            direction=known.direction,
            own_job=own_job,
            agents_names=names,
            colleagues_names=others,
        )
        # Twice JSON, as Lambda hands it to the gateway.
        if len(json.dumps(parsed.transcript(item.id).model_dump_json())) > LARGEST_TRANSCRIPT:
            raise UnreadableDocument("More is said in it than can be shown: over 5 MB.", HoldCode.DOCUMENT_UNSUPPORTED)
        return parsed

    def examine(self, item: IntakeItem, now: datetime) -> Examined:
        """Everything known of the item, and everything that keeps it from being loaded."""
        settings = self._people.settings()
        zone = settings.time_zone
        reasons: list[HoldReason] = []
        places = [metadata_from(item.completion, FoundIn.PERSON, zone)]
        store = self._bucket(item.bucket)
        if item.sidecar is not None:
            try:
                places.append(self._sidecar(store, item.sidecar, zone))
            except UnreadableDocument as error:
                reasons.append(error.hold())
        if is_inside(item.recording):
            item = item.model_copy(update={"recording": None})
        # Who the agent is may have changed since; until that is settled, no voice has the agent's name.
        item = item.model_copy(update={"agent_id": None})
        main = item.recording or item.transcript
        # Whoever uploads several may say it of any: of the recording it counts first, then of the documents.
        for each in (item.recording, item.transcript, item.sidecar):
            if each is not None and each.span is None and (head := store.head(each.key)) is not None:
                places.append(metadata_from(head.metadata, FoundIn.OBJECT_METADATA, zone))
        of_name, of_its_date = self._told_by_name(item, main, zone)
        of_bulk, left_out = self._bulk.of_line(item, zone, now)
        of_source = self._sources.all().metadata(item.unit_key)
        settled = settled_in(settings)
        conversation: ParsedConversation | None = None
        try:
            conversation = self._told_by_agent(item, settings, (*places,), (of_bulk, of_source, of_name, settled))
        except UnreadableDocument as error:
            reasons.append(error.hold())
        if conversation is not None:
            places.append(conversation.metadata)
            if item.recording is None:
                inside = taken_out(store, item, conversation)
                item = item.model_copy(update={"recording": inside.recording})
                reasons += inside.reasons
            reasons += still_holding(conversation.hold, recorded=item.recording is not None)
        places += [of_bulk, of_source, of_name, settled]
        if main is None:
            reasons.append(nothing_to_load(item))
        if item.recording is not None and item.recording.size == 0:
            reasons.append(EMPTY_RECORDING)
        recording, cut_off = _with_header(store, item.recording) if item.recording else (None, False)
        told, answered = self._names.as_answered(merge(*places))
        if conversation is not None:
            conversation = with_fitting_times(conversation, told, recording, cut_off=cut_off)
        sources = DurationSources(
            audio_header_ms=recording.duration_ms if recording else None,
            audio_cut_off=cut_off,
            vendor_ms=conversation.measures.duration_ms if conversation and conversation.measures else None,
        )
        if conversation is not None:
            sources = sources_of(conversation.turns, conversation.end_ms, sources)
        told, of_unit = with_length_in_its_unit(told, sources)
        metadata = with_duration(told, sources)
        spoken = recording is not None or (conversation is not None and conversation.spoken)
        if metadata.channel is None and spoken:
            metadata = metadata.model_copy(update={"channel": Channel.VOICE})
        agent, namesake = self._agents.given(metadata), False
        given = conversation is not None and is_agent_given(metadata, conversation)
        if agent is None and conversation is not None and "agent_reference" not in metadata.too_large:
            agent, namesake = self._agents.among(conversation)
            metadata = metadata.model_copy(update={"agent_reference": agent.reference if agent else None})
        own: tuple[str, ...] = ()
        if agent is not None and len(agent.user_ids) == 1:
            names = self._agents.names_of(agent.user_ids[0])
            metadata, own = with_customer(metadata, names)
            if conversation is not None:
                before, _ = with_customer(conversation.metadata, names)
                conversation = self._agents.with_agent(conversation, agent.user_ids[0], agent.reference, given=given)
                metadata = following(metadata, before, conversation.metadata)
        wordless = is_wordless(conversation) and item.recording is not None
        if main is not None and not are_of_document(reasons):
            found = reasons_to_hold(metadata, agent=agent, now=now, time_zone=zone)
            reasons += [of_namesake(each) for each in found] if namesake else found
            reasons += self._names.asked(metadata, answered, settings, now)
            if recording is not None:
                reasons = [of_untold_length(each, recording) for each in reasons]
            if doubt := not_believed(metadata, sources):
                reasons.append(HoldReason(code=HoldCode.DURATION_MISSING, field="duration_ms", sentence=doubt))
            if (item.transcript is None or wordless) and recording is not None:
                reasons += [*of_channels(recording), *of_language(metadata)]
        # Whether anybody speaks is told by the recording, where the document has no words.
        heard_of = conversation.warnings if conversation else ()
        held_for = {reason.field for reason in reasons}
        unread = {field: why for field, why in metadata.unread.items() if field not in held_for}
        warnings = (
            *(each for each in heard_of if not (wordless and each == NOBODY_SPEAKS)),
            *answered.remarks,
            *own,
            *unread_remarks(metadata.model_copy(update={"unread": unread})),
            *remarks_on(told),
            *(of_its_date if told.found_in.get("started_at") is FoundIn.FILE_NAME else ()),
            *of_unit,
            *doubts(told, sources),
            *((CUT_OFF,) if cut_off else ()),
            *left_out,
        )
        return Examined(
            metadata=metadata,
            contact_reference=metadata.contact_reference or item.id,
            agent_id=agent.user_ids[0] if agent and len(agent.user_ids) == 1 else None,
            recording=recording,
            reasons=tuple(reasons),
            warnings=tuple(dict.fromkeys(warnings)),
            wordless=wordless,
            new_queue=metadata.queue if answered.queue is None else None,
        )

    def _told_by_name(self, item: IntakeItem, main: StoredObject | None, zone: str) -> tuple[Metadata, tuple[str, ...]]:
        """What its name tells: what the account's patterns read in it first, then what is usual in names.

        Beside it what the name may tell of its date and wasn't believed.
        """
        if item.import_id is not None:
            return Metadata(), ()
        key = main.key if main else item.unit_key
        usual, settled = metadata_from_name(key, zone), self._patterns.all().read(key, zone)
        remarks = remarks_on_name(main.key) if main else ()
        if settled is None:
            return usual, remarks
        return merge(settled.metadata, usual), () if settled.metadata.started_at else remarks

    def _told_by_agent(
        self, item: IntakeItem, settings: AccountSettings, before: Sequence[Metadata], after: Sequence[Metadata]
    ) -> ParsedConversation | None:
        """The conversation; read again where it tells only who dialled and the agent is known, who stands before that.

        before, after: what stronger and weaker places than the document tell. Raises UnreadableDocument.
        """
        known = merge(*before, *after)
        read = self._conversation(item, settings, known)
        if read is None or read.format is not SourceFormat.VCON:
            return read
        if not read.only_dialling:
            return read
        given = self._agents.given(known) or self._agents.given(Metadata(agent_reference=read.agent_named))
        agent = given or self._agents.among(read).match
        if agent is None or len(agent.user_ids) != 1:
            return read
        again = self._conversation(item, settings, known, agent)
        namesake = given is None and agent.by_name and again is not None and wording_is_against(again.turns)
        return read if namesake else again

    @staticmethod
    def _sidecar(store: ObjectStore, sidecar: StoredObject, zone: str) -> Metadata:
        """What a file of metadata says. Raises UnreadableDocument, also for one that is too large to be one."""
        try:
            if sidecar.size > LARGEST_SIDECAR:
                raise TooLarge("It was measured before")
            raw = store.get(sidecar.key, most=LARGEST_SIDECAR)
        except TooLarge as error:
            raise UnreadableDocument("The file of metadata is larger than 1 MB.", HoldCode.TOO_LARGE) from error
        return read_sidecar(raw, time_zone=zone)


def _less_told(key: str) -> tuple[bool, bool, str]:
    """The order of transcripts: captions shown live (`.cc.vtt`) and what is written for people come last."""
    return ".cc." in key, key.lower().endswith((".docx", ".tsv")), key


def _with_header(store: ObjectStore, recording: StoredObject) -> tuple[StoredObject, bool]:
    """The recording with its length and channels, where they can be told, and whether it is cut off."""
    suffix = next((each for each in RECORDINGS if recording.key.lower().endswith(each)), "")
    found = audio_facts(store, recording.key, recording.size)
    update = {"media_type": RECORDINGS.get(suffix), "channels": found.channels, "duration_ms": found.duration_ms}
    return recording.model_copy(update=update), found.cut_off


def _read(store: ObjectStore, key: str, span: tuple[int, int] | None = None) -> bytes:
    """A document's bytes. Raises UnreadableDocument when there are too many."""
    try:
        return store.get(key, span=span, most=LARGEST_DOCUMENT)
    except TooLarge as error:
        raise UnreadableDocument("It is larger than 50 MB.", HoldCode.DOCUMENT_UNSUPPORTED) from error
