"""Transcripts of other systems: read where their form is public, else named as what they are.

None of them is ever taken for metadata, whatever keys it shares with it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import Channel, Direction, SourceFormat
from debrief.interactions.formats.contact_centres import genesys, teams, webex, zoom
from debrief.interactions.formats.interleaving import in_order
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.recognisers import Told, bedrock_data_automation, deepgram, twilio, whisper, wtf
from debrief.interactions.formats.roles import BY_CHANNEL, AgentChannel
from debrief.interactions.formats.said import is_said_in
from debrief.interactions.formats.twilio_chats import twilio_chat
from debrief.interactions.formats.values import Json, record, records, text
from debrief.interactions.formats.voices import NO_CHANNEL, cast, dialled
from debrief.interactions.holds import HoldCode, HoldReason


def _of_twilio(document: Json) -> Told | None:
    return twilio(document) or twilio_chat(document)


READERS: Final[Mapping[SourceFormat, Callable[[Json], Told | None]]] = {
    SourceFormat.GENESYS: genesys,
    SourceFormat.ZOOM: zoom,
    SourceFormat.WEBEX: webex,
    SourceFormat.TEAMS: teams,
    SourceFormat.BEDROCK_DATA_AUTOMATION: bedrock_data_automation,
    SourceFormat.TWILIO: _of_twilio,
    SourceFormat.WTF: wtf,
    SourceFormat.DEEPGRAM: deepgram,
    SourceFormat.WHISPER: whisper,
}
"""The readers of other systems' JSON; the first that recognises a document reads it."""


def recognise(document: Json) -> SourceFormat | None:
    """Whose form a document has; None where it is of none of these."""
    return next((form for form, reader in READERS.items() if reader(document) is not None), None)


def told_in(document: Json) -> Told | None:
    """What a document of one of these systems tells; None where it is of none."""
    found = (reader(document) for reader in READERS.values())
    return next((told for told in found if told is not None), None)


def read(
    document: Json,
    form: SourceFormat,
    time_zone: str,
    *,
    agent: AgentChannel = NO_CHANNEL,
    direction: Direction | None = None,
) -> ParsedConversation:
    """The conversation in a document of another system.

    agent: the agent's channel as the metadata or the account give it. direction: of the call, where metadata give it.

    One in which nobody says anything is held for that, which falls away beside a recording to listen to.

    Raises:
        UnreadableDocument: it isn't of that form.
    """
    told = READERS[form](document)
    if told is None:
        raise UnreadableDocument(f"It isn't of the form {form}.", HoldCode.DOCUMENT_UNSUPPORTED)
    metadata = metadata_from(told.raw, FoundIn.DOCUMENT, time_zone)
    if not told.segments:
        empty = HoldReason(code=HoldCode.DOCUMENT_EMPTY, sentence="Its transcript is empty.")
        return ParsedConversation(format=form, metadata=metadata, hold=(empty,), made_by=told.made_by)
    segments = in_order(told.segments)
    voices = cast(segments, agent)
    voices = dialled(voices, segments, direction or metadata.direction)
    measured = measure(voices.turns, told.duration_ms, spoken=metadata.channel in (None, Channel.VOICE))
    summary = Reading[str](value=told.summary, origin=Origin.VENDOR, source=form.value) if told.summary else None
    return ParsedConversation(
        format=form,
        metadata=metadata,
        turns=voices.turns,
        analysis=Analysis(summary=summary) if summary else None,
        measures=measured,
        hold=told.hold,
        warnings=(*told.warnings, *voices.warnings),
        roles=voices.roles,
        agent_channel=agent.channel if voices.roles.basis in BY_CHANNEL else None,
        made_by=told.made_by,
    )


_NAMED: Final[tuple[tuple[str, Callable[[Json], bool]], ...]] = (
    ("Azure AI Speech", lambda it: "recognizedPhrases" in it or "combinedRecognizedPhrases" in it),
    ("Speechmatics", lambda it: "format" in it and _has(it.get("results"), "alternatives")),
    ("Google Speech-to-Text", lambda it: isinstance(it.get("results"), list) and _has(it["results"], "alternatives")),
    (
        "AssemblyAI",
        lambda it: (
            bool(it.keys() & {"audio_url", "audio_duration"})
            and any(_has(it.get(name), "text") for name in ("utterances", "words"))
        ),
    ),
    ("ElevenLabs", lambda it: "language_probability" in it and (_has(it.get("words"), "text") or "text" in it)),
    (
        "OpenAI",
        lambda it: isinstance(it.get("text"), str) and (it.get("task") == "transcribe" or _is_usage(it.get("usage"))),
    ),
    ("Twilio", lambda it: bool(text(it.get("transcription_text")))),
    ("Vosk", lambda it: _has(it.get("result"), "conf") and _has(it.get("result"), "word")),
    ("Hugging Face", lambda it: _has(it.get("chunks"), "timestamp") and _has(it.get("chunks"), "text")),
    ("Rev AI", lambda it: _has(it.get("monologues"), "elements")),
    ("Webex Contact Center", lambda it: "responseContents" in it),
    ("Gong", lambda it: "callTranscripts" in it or _has(it.get("transcript"), "sentences")),
    ("LivePerson", lambda it: "messageRecords" in it),
    ("Zoom", lambda it: _has(it.get("timeline"), "text") or _has(it.get("timeline"), "users")),
    ("Genesys Cloud", lambda it: "transcripts" in it and "conversationId" in it),
    ("Amazon Connect", lambda it: isinstance(it.get("Transcript"), list) or _has(it.get("Segments"), "Transcript")),
    ("Zendesk", lambda it: _has(record(it, "ticket").get("comments", it.get("comments")), "author_id")),
    ("Intercom", lambda it: "conversation_parts" in it),
    ("RingCentral", lambda it: _has(it.get("utterances"), "speakerId")),
    ("Dialpad", lambda it: "call_id" in it and _has(it.get("lines"), "content")),
    ("Amazon Transcribe", lambda it: bool(record(it, "results").get("transcripts"))),
)


def _is_usage(value: object) -> bool:
    """Whether this is what a transcription has cost, in seconds or tokens, as OpenAI writes it."""
    return bool(record(value).keys() & {"seconds", "input_tokens", "total_tokens"})


def _has(items: object, name: str) -> bool:
    return any(name in one for one in records(items))


def _vendor(document: Json) -> str | None:
    return next((name for name, is_one in _NAMED if is_one(document)), None)


def check_no_transcript(document: Json) -> None:
    """Refuse a document that looks like a transcript of a kind that isn't read.

    Raises:
        UnreadableDocument: it is one, with whose it is where that can be told.
    """
    vendor = _vendor(document)
    if vendor is None and not (_looks_said(document) or is_said_in(document) or _is_written_out(document)):
        return
    whose = f"a transcript of {vendor}" if vendor else "a transcript"
    raise UnreadableDocument(
        f"It looks like {whose} in a form that isn't read. Drop it as WebVTT or vCon in its place, or drop the "
        "recording again under another name without it, so that it is transcribed.",
        HoldCode.DOCUMENT_UNSUPPORTED,
    )


_DEEPEST: Final = 4
_SAID: Final = frozenset({
    "text", "message", "transcript", "content", "utterance", "sentence", "displaytext", "spokentext", "words",
    "originaltext", "transcripttext", "speech", "body", "phrase", "msg", "caption",
})  # fmt: skip
_WHEN_OR_WHO: Final = (
    "start", "begin", "time", "ts", "offset", "at", "speaker", "role", "from", "sender", "author", "participant",
    "channel", "user", "name",
)  # fmt: skip
_WHERE: Final = frozenset({
    "transcript", "transcripts", "transcription", "segments", "utterances", "phrases", "sentences", "turns", "messages",
    "entries", "timeline", "monologues", "conversation", "conversations", "dialog", "dialogue", "items", "results",
    "chat", "events", "captions", "cues", "paragraphs", "lines", "records", "interactions",
})  # fmt: skip


def _looks_said(value: object, depth: int = 0) -> bool:
    """Whether somewhere in the document there is a list of words with times or speakers, as transcripts have."""
    if depth > _DEEPEST or not isinstance(value, Mapping):
        return False
    for name, inner in value.items():
        plain = "".join(letter for letter in str(name).casefold() if letter.isalnum())
        items = records(inner)
        if plain in _WHERE and any(_is_said(item, loose=plain in _ALSO_OTHERS) for item in items):
            return True
        if any(_looks_said(item, depth + 1) for item in items[:3]) or _looks_said(inner, depth + 1):
            return True
    return False


_LONG: Final = 200


def _is_written_out(document: Json) -> bool:
    """Whether a conversation stands in the document as one text."""
    texts = [
        document.get(name) for name in ("transcript", "transcription", "transcript_text", "conversation", "dialog")
    ]
    return any(isinstance(each, str) and (len(each) > _LONG or "\n" in each.strip()) for each in texts)


_ALSO_OTHERS: Final = frozenset({"items", "results", "entries", "events", "records", "interactions", "timeline"})
"""Names of lists that logs, products and custom fields have as well."""

_A_PERSON: Final = ("speaker", "role", "from", "sender", "author", "participant", "channel", "user")


def _is_said(item: Json, *, loose: bool) -> bool:
    """Whether an item of a list is words of somebody, or at a time, also where these stand one level deeper.

    loose: whether the list may be of anything: then a date, or what the item is called, doesn't make it speech.
    """
    inner = (each for each in item.values() if isinstance(each, Mapping))
    return _has_words(item, loose=loose) or any(_has_words(each, loose=loose) for each in inner)


def _has_words(item: Json, *, loose: bool) -> bool:
    names = {str(name).casefold(): each for name, each in item.items()}
    if not any(isinstance(each, str) and each.strip() for name, each in names.items() if name in _SAID):
        return False
    if not loose:
        return any(name.startswith(_WHEN_OR_WHO) for name in names)
    return any(
        name.startswith(_A_PERSON) or (name.startswith(_WHEN_OR_WHO) and isinstance(each, int | float))
        for name, each in names.items()
    )
