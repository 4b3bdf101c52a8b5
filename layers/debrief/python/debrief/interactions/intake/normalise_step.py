"""The pipeline's first step: one form for every transcript, and the interaction that it belongs to."""

from debrief.interactions.conversations.events import RECORDED
from debrief.interactions.conversations.masked import masked_transcript
from debrief.interactions.conversations.measures import count_words, handle_time
from debrief.interactions.conversations.model import (
    Channel,
    Direction,
    Interaction,
    InteractionSource,
    Recording,
    ScreenRecording,
    SourceFormat,
    Transcript,
    TranscriptReference,
    transcript_prefix,
)
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.speakers import is_turned, said_of, with_speakers
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.formats.durations import DurationSources, doubts, sources_of, with_duration
from debrief.interactions.formats.metadata import Metadata, customer_of, merge, other_side
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.voices import is_about_roles
from debrief.interactions.intake.hold_reasons import CUT_OFF
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.transcription import MOST_CHANNELS
from debrief.interactions.intake.unit_reader import UnitReader
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore


class Superseded(Conflict):
    """A later run of the pipeline has overtaken this one; there is nothing left to do."""

    type = "superseded"


class Replaced(Conflict):
    """Another conversation of the same contact reference and agent has taken this one's place meanwhile."""

    type = "replaced"


class Normaliser:
    """Writes the interaction and its transcript. Running it again writes the same."""

    def __init__(
        self,
        intake: IntakeStore,
        interactions: InteractionStore,
        people: PeopleStore,
        reader: UnitReader,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._intake = intake
        self._interactions = interactions
        self._people = people
        self._reader = reader
        self._clock = clock
        self._ids = ids

    def run(self, intake_id: str, attempt: int, transcript_uri: str | None) -> str:
        """Make the item's interaction; returns its id.

        transcript_uri: where Transcribe wrote its result; None where the transcript came with the item.

        Raises:
            Superseded: the item was sent into the pipeline again meanwhile.
            Replaced: somebody has released another item to take this one's place; nothing of that one is touched.
            UnreadableDocument: the transcript can't be read.
        """
        item = self._intake.item(intake_id)
        if item is None:
            raise NotFound("There is no such intake item")
        if item.attempt != attempt or item.status is not IntakeStatus.PROCESSING or item.interaction_id is None:
            raise Superseded("A later run has overtaken this one")
        interaction_id = item.interaction_id
        conversation = self._conversation(item, transcript_uri)
        claim = self._interactions.claim(interaction_id)
        if claim is None or claim[0] != item.id:
            raise _replaced()
        earlier = self._interactions.interaction(interaction_id)
        if conversation is not None and transcript_uri is not None:
            item = _held_against_words(item, conversation)
        interaction = self._interaction(item, interaction_id, conversation, earlier)
        if conversation is not None:
            # What may be kept by nobody is masked before anything is written, and compared with what was kept so.
            stored = self._people.settings().masking.stored
            read = masked_transcript(conversation.transcript(interaction.id), stored)
            interaction, transcript = self._as_said(interaction, read, earlier)
            if is_turned(transcript.turns) and other_side(item.metadata) is not None:
                customer = customer_of(item.metadata, turned=True)
                interaction = interaction.model_copy(update={"customer_reference": customer})
            key = (
                _kept(earlier, interaction, transcript) or f"{transcript_prefix(interaction.id, item.id)}{attempt}.json"
            )
            self._interactions.put_transcript(key, transcript)
            interaction = interaction.model_copy(update={"transcript": _reference(key, transcript, conversation)})
        with Transaction(self._clock, self._ids) as transaction:
            self._interactions.expect_claim(transaction, interaction.id, item.id, _replaced())
            self._interactions.put(transaction, interaction, earlier=earlier)
            if earlier is not None and _key(earlier) != _key(interaction):
                self._interactions.drop_transcript(transaction, earlier, self._clock.now())
            transaction.announce(InteractionRow, RECORDED, interaction.id, {"agent_id": interaction.agent_id})
        return interaction.id

    def _as_said(
        self, interaction: Interaction, read: Transcript, earlier: Interaction | None
    ) -> tuple[Interaction, Transcript]:
        """What was read, with the speakers that a person gave to the same words before; else as it is."""
        if earlier is None or earlier.roles is None or earlier.roles.basis is not RolesFrom.PERSON:
            return interaction, read
        try:
            before = self._interactions.transcript(earlier)
        except NotFound:
            # Retention has removed it.
            before = None
        turns = said_of(read.turns, before.turns) if before else None
        if turns is None:
            return interaction, read
        permitted = self._people.settings().agent_sentiment
        said = read.model_copy(update={"turns": turns}).permitted(agent_sentiment=permitted)
        remarks = tuple(remark for remark in interaction.remarks if not is_about_roles(remark))
        kept = with_speakers(interaction, read.turns, said.turns)
        return kept.model_copy(update={"roles": earlier.roles, "remarks": remarks}), said

    def _conversation(self, item: IntakeItem, transcript_uri: str | None) -> ParsedConversation | None:
        if transcript_uri is None:
            return self._reader.conversation(item)
        recognised = self._reader.recognised(*bucket_and_key(transcript_uri), item)
        document = self._reader.conversation(item)
        if document is None or document.analysis is None:
            return recognised
        # What the document tells beside the words, such as the customer's survey, stands first.
        analysis = document.analysis.filled_from(recognised.analysis) if recognised.analysis else document.analysis
        return recognised.model_copy(update={"analysis": analysis})

    def _interaction(
        self,
        item: IntakeItem,
        interaction_id: str,
        conversation: ParsedConversation | None,
        earlier: Interaction | None,
    ) -> Interaction:
        known = merge(item.metadata, conversation.metadata) if conversation else item.metadata
        if item.agent_id is None or known.started_at is None or known.duration_ms is None or known.queue is None:
            raise Conflict("The item entered the pipeline without all that an interaction needs")
        agent = self._people.find_user(item.agent_id)
        channel = known.channel or Channel.VOICE
        vendor = conversation.analysis if conversation else None
        if vendor is not None:
            vendor = vendor.permitted(channel, agent_sentiment=self._people.settings().agent_sentiment)
        times = handle_time(
            known.duration_ms,
            talk_ms=known.talk_ms,
            hold_ms=known.hold_ms,
            after_call_work_ms=known.after_call_work_ms,
        )
        return Interaction(
            id=interaction_id,
            revision=earlier.revision if earlier else 0,
            contact_reference=known.contact_reference or item.id,
            agent_id=item.agent_id,
            customer_reference=customer_of(known, turned=False),
            started_at=known.started_at,
            ended_at=known.ended_at,
            duration_ms=known.duration_ms,
            channel=channel,
            direction=known.direction or Direction.UNKNOWN,
            queue=known.queue,
            team_id=agent.team_id if agent else None,
            language=known.language,
            disposition=known.disposition,
            topics=known.topics,
            inquiry=known.inquiry,
            talk_ms=times.talk_ms,
            hold_ms=times.hold_ms,
            after_call_work_ms=times.after_call_work_ms,
            handle_ms=times.handle_ms,
            recording=_recording(item, known, conversation),
            transcription_micro_usd=item.paid.cost_micro_usd if item.paid else None,
            screen_recordings=tuple(
                ScreenRecording(bucket=item.bucket, key=screen.key, media_type=screen.media_type or "video/mp4")
                for screen in item.screen_recordings
            ),
            crm_links=known.crm_links,
            roles=conversation.roles if conversation and conversation.turns else None,
            remarks=tuple(dict.fromkeys((*item.warnings, *(conversation.warnings if conversation else ())))),
            analysis=vendor,
            source=InteractionSource(
                intake_id=item.id,
                format=conversation.format if conversation else SourceFormat.AUDIO,
                import_id=item.import_id,
            ),
            created_at=earlier.created_at if earlier else self._clock.now(),
        )


def _held_against_words(item: IntakeItem, recognised: ParsedConversation) -> IntakeItem:
    """The item with its length held against words that were recognised only after it was taken."""
    recording = item.recording
    heard = DurationSources(
        audio_header_ms=recording.duration_ms if recording else None, audio_cut_off=CUT_OFF in item.warnings
    )
    heard = sources_of(recognised.turns, recognised.end_ms, heard)
    told = with_duration(item.metadata, heard)
    if told.duration_ms is None:
        return item
    warnings = tuple(dict.fromkeys((*item.warnings, *doubts(item.metadata, heard))))
    return item.model_copy(update={"metadata": told, "warnings": warnings})


def _kept(earlier: Interaction | None, interaction: Interaction, transcript: Transcript) -> str | None:
    """The key of what the interaction had, where these are the same words of the same customer.

    What was written from them, such as a summary, finds them there, and they are erased for the same people.
    """
    if earlier is None or earlier.transcript is None or earlier.customer_reference != interaction.customer_reference:
        return None
    return earlier.transcript.key if earlier.transcript.digest == transcript.digest else None


def _key(interaction: Interaction) -> str | None:
    return interaction.transcript.key if interaction.transcript else None


def _replaced() -> Replaced:
    return Replaced("Another conversation has taken this one's place")


def bucket_and_key(uri: str) -> tuple[str, str]:
    """The bucket and key in `s3://bucket/key` or in `https://s3.<region>.amazonaws.com/bucket/key`."""
    path = uri.removeprefix("s3://") if uri.startswith("s3://") else uri.split("://", 1)[1].split("/", 1)[1]
    bucket, _, key = path.partition("/")
    return bucket, key


def _recording(item: IntakeItem, known: Metadata, conversation: ParsedConversation | None) -> Recording | None:
    if item.recording is None:
        return None
    heard = conversation.agent_channel if conversation else None
    stereo = item.recording.channels == MOST_CHANNELS
    return Recording(
        bucket=item.bucket,
        key=item.recording.key,
        media_type=item.recording.media_type or "application/octet-stream",
        channels=item.recording.channels,
        agent_channel=(known.agent_channel if heard is None else heard) if stereo else None,
        duration_ms=item.recording.duration_ms,
    )


def _reference(key: str, transcript: Transcript, conversation: ParsedConversation) -> TranscriptReference:
    return TranscriptReference(
        key=key,
        source_format=transcript.source_format,
        turns=len(transcript.turns),
        words=sum(count_words(turn.text) for turn in transcript.turns),
        note=" ".join(conversation.warnings) or conversation.made_by,
        digest=transcript.digest,
    )
