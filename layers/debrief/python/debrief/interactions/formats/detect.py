"""Which form a document has, and reading it."""

import json
from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.model import Direction, SourceFormat
from debrief.interactions.formats import (
    call_analytics,
    contact_lens_chat,
    contact_lens_voice,
    other_systems,
    teams_in_word,
    transcribe_standard,
    vcon,
    webvtt,
    whisper_tables,
)
from debrief.interactions.formats.compact import compact_in
from debrief.interactions.formats.double_encoded import put_right
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnforeseenDocument, UnreadableDocument, quoted
from debrief.interactions.formats.roles import AgentChannel
from debrief.interactions.formats.spellings import SPELLINGS
from debrief.interactions.formats.values import Json, read_json
from debrief.interactions.formats.voices import against_wording
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.kernel.errors import DebriefError

LARGEST_ANALYSIS: Final = 100_000
"""Bytes of a vendor's analysis that are kept with a conversation, whose row in DynamoDB takes 400,000 in all."""

_MARKS_OF_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _foreseen(read: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A reader of which no foreign error leaves: what a document does to it holds that document and nothing else."""

    @wraps(read)
    def reader(*args: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return read(*args, **named)
        except (DebriefError, MemoryError):
            # Want of memory is the function's, not the document's.
            raise
        except Exception as error:
            fault = error
        # Outside of the `except`, so that the foreign error, whose text may quote the document, isn't its cause.
        raise UnforeseenDocument(fault)

    return reader


@_foreseen
def decode(data: bytes) -> Json | str:
    """The document as a JSON object, or as text where it is WebVTT. UTF-16 is read where it says that it is.

    What Teams writes for Word and Whisper as a table is a JSON object as they write it too.

    Raises:
        UnreadableDocument: it is empty, no UTF-8 text, neither one object of JSON nor WebVTT, or has more captions than
            can be.
    """
    if teams_in_word.is_word(data):
        return teams_in_word.transcript_in(data)
    try:
        text = data.decode("utf-16" if data.startswith(_MARKS_OF_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("It isn't text in UTF-8; save it as UTF-8 and drop it again.") from error
    if not text.strip():
        raise UnreadableDocument("It is empty.", HoldCode.DOCUMENT_EMPTY)
    if webvtt.recognises(text):
        if len(data) > webvtt.LARGEST:
            raise UnreadableDocument("It has more than 5 MB of captions.", HoldCode.DOCUMENT_UNSUPPORTED)
        return text
    if whisper_tables.recognises(text):
        return whisper_tables.table_in(text)
    if (signed := compact_in(text)) is not None:
        return signed
    try:
        document = read_json(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("It is neither WebVTT nor well-formed JSON.") from error
    if not isinstance(document, dict):
        other_systems.check_no_transcript({"segments": document})
        raise UnreadableDocument("It is JSON, but not one object.", HoldCode.DOCUMENT_UNSUPPORTED)
    return document


@_foreseen
def recognise(document: Json | str) -> SourceFormat:
    """The format of a decoded document.

    A flat JSON object with the names of metadata (agent, queue, …) is a sidecar; one with a conversation in it never
    is.

    Raises:
        UnreadableDocument: it is of no accepted format.
    """
    if (form := _conversation_in(document)) is not None:
        return form
    if isinstance(document, dict) and _is_sidecar(document):
        return SourceFormat.SIDECAR
    raise UnreadableDocument("Its JSON is of no accepted format.", HoldCode.DOCUMENT_UNSUPPORTED)


def _conversation_in(document: Json | str) -> SourceFormat | None:
    """The form of a document with a conversation in it; None where there is none in it.

    Raises:
        UnreadableDocument: there is one, in a form that isn't read.
    """
    if isinstance(document, str):
        return SourceFormat.WEBVTT
    for recognises, form in (
        (vcon.recognises, SourceFormat.VCON),
        (contact_lens_chat.recognises, SourceFormat.CONTACT_LENS_CHAT),
        (contact_lens_voice.recognises, SourceFormat.CONTACT_LENS_VOICE),
        (call_analytics.recognises, SourceFormat.CALL_ANALYTICS),
        (contact_lens_chat.recognises_raw, SourceFormat.CONNECT_CHAT),
        (transcribe_standard.recognises, SourceFormat.TRANSCRIBE_STANDARD),
    ):
        if recognises(document):
            return form
    if (other := other_systems.recognise(document)) is not None:
        return other
    if "ConversationAnalytics" in document and "SpeechSegments" in document:
        raise UnreadableDocument(
            "It is a result of AWS post-call analytics; hand in the Transcribe file that it was made of instead.",
            HoldCode.DOCUMENT_UNSUPPORTED,
        )
    if "evaluationId" in document and "questions" in document:
        raise UnreadableDocument("It is an evaluation, not a conversation.", HoldCode.DOCUMENT_UNSUPPORTED)
    other_systems.check_no_transcript(document)
    return None


def _is_sidecar(document: Json) -> bool:
    known = metadata_from(document, FoundIn.SIDECAR, "UTC")
    telling = set(known.found_in) | set(known.unread)
    return bool(telling & set(SPELLINGS) or known.crm_links or "duration_ms" in telling)


@_foreseen
def read_conversation(
    data: bytes,
    *,
    time_zone: str,
    agent_sentiment: bool = False,
    agent_channel: int | None = None,
    of_account: bool = False,
    of_source: bool = False,
    direction: Direction | None = None,
    own_job: bool = False,
    agents_names: Collection[str] = (),
    colleagues_names: Collection[str] = (),
) -> ParsedConversation:
    """Read a transcript or conversation of any accepted format.

    time_zone: the account's; times without a zone are in it.
    agent_sentiment: the account's setting; off, an agent's sentiment is left out (I2).
    agent_channel: the agent's audio channel where metadata, or with `of_account` the account's settings, with
        `of_source` what is settled for the source, give it.
    direction: of the call, where metadata give it: who dialled isn't always the customer.
    own_job: it is the result of a job of ours, which was told whose channel is whose perhaps by habit alone.

    agents_names, colleagues_names: see `vcon.read`.

    Raises:
        UnreadableDocument: it can't be read, with the reason and the code to hold it for. A sidecar is no
            conversation and is refused here: see `read_sidecar`.
    """
    document = decode(data)
    form = recognise(document)
    given = AgentChannel(agent_channel, of_account=of_account, of_source=of_source)
    if isinstance(document, str):
        parsed = webvtt.read(document, time_zone, direction)
    elif form is SourceFormat.VCON:
        parsed = vcon.read(document, time_zone, direction, given, agents_names, colleagues_names)
    elif form is SourceFormat.CONTACT_LENS_CHAT:
        parsed = contact_lens_chat.read(document, time_zone)
    elif form is SourceFormat.CONNECT_CHAT:
        parsed = contact_lens_chat.read_raw(document, time_zone)
    elif form in other_systems.READERS:
        parsed = other_systems.read(document, form, time_zone, agent=given, direction=direction)
    elif form is SourceFormat.CONTACT_LENS_VOICE:
        parsed = contact_lens_voice.read(document, time_zone)
    elif form is SourceFormat.CALL_ANALYTICS:
        parsed = call_analytics.read(document, time_zone, given if own_job else None)
    elif form is SourceFormat.TRANSCRIBE_STANDARD:
        parsed = transcribe_standard.read(
            document, time_zone, agent_channel=agent_channel, of_account=of_account, of_source=of_source
        )
    else:
        raise UnreadableDocument("It is metadata without a conversation.", HoldCode.DOCUMENT_UNSUPPORTED)
    parsed = put_right(parsed)
    against = against_wording(parsed.turns, parsed.roles)
    parsed = parsed.model_copy(update={"warnings": (*parsed.warnings, *against)})
    return _bounded(parsed.permitted(agent_sentiment=agent_sentiment))


def _bounded(parsed: ParsedConversation) -> ParsedConversation:
    """The conversation, held where a vendor's analysis is more than can be stored with it."""
    if parsed.analysis is None:
        return parsed
    sizes = {name: len(value.encode()) for name, value in _parts_of(parsed.analysis)}
    if sum(sizes.values()) <= LARGEST_ANALYSIS:
        return parsed
    largest = max(sizes, key=lambda name: sizes[name])
    sentence = f"Its analysis has more than {LARGEST_ANALYSIS:,} bytes, most of them in {quoted(largest)}."
    reason = HoldReason(code=HoldCode.TOO_LARGE, sentence=sentence)
    return parsed.model_copy(update={"analysis": None, "hold": (*parsed.hold, reason)})


def _parts_of(analysis: Analysis) -> Iterator[tuple[str, str]]:
    """The fields of an analysis, and each plain value of a vendor, as JSON."""
    for name, reading in analysis.vendor_values.items():
        yield name, f"{name}{reading.model_dump_json()}"
    for name, value in analysis.model_dump(mode="json", exclude={"vendor_values"}).items():
        if value:
            yield name, json.dumps(value, ensure_ascii=False)


@_foreseen
def read_sidecar(data: bytes, *, time_zone: str) -> Metadata:
    """Read a sidecar: one JSON object with metadata.

    Raises:
        UnreadableDocument: it isn't one JSON object, or has a conversation in it.
    """
    document = decode(data)
    if isinstance(document, str):
        raise UnreadableDocument("It is WebVTT, not metadata.", HoldCode.DOCUMENT_UNSUPPORTED)
    try:
        form = _conversation_in(document)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"It is named as metadata, but: {error.detail}", error.code) from error
    if form is not None:
        raise UnreadableDocument(
            f"It is named as metadata and is a conversation ({form}); drop it without that part of its name.",
            HoldCode.DOCUMENT_UNSUPPORTED,
        )
    return metadata_from(document, FoundIn.SIDECAR, time_zone)
