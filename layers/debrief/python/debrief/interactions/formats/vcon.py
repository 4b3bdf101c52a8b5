"""vCon, the IETF's container for conversations: versions 0.0.1 to 0.4.0, unsigned or signed.

Names that changed between versions are read in both forms: `mimetype`/`mediatype`, `type`/`purpose` of an
attachment, bodies with and without `encoding`.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import Channel, Direction, Roles, RolesFrom, SourceFormat, Speaker, Turn
from debrief.interactions.formats.durations import DurationSources, with_duration
from debrief.interactions.formats.metadata import LONGEST_TEXT, FoundIn, Metadata, merge, metadata_from
from debrief.interactions.formats.parsed import EmbeddedRecording, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.roles import beside_callers, by_dialling, swapped
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import (
    Json,
    is_dialling,
    milliseconds,
    read_json,
    record,
    records,
    speaker_of,
    text,
)
from debrief.interactions.formats.vcon_analysis import analysis_of, documents_of, transcript_turns
from debrief.interactions.holds import HoldCode, HoldReason

AGENT_NAMES: Final = ("agent_id", "id", "mailto", "uuid", "tel", "sip", "name")
"""By what an agent of `parties` is called, the most telling first."""

CUSTOMER_NAMES: Final = ("customer_id", "id", "uuid", "tel", "sip", "mailto")
"""By what a customer is called; their name isn't a reference."""


def recognises(document: Json) -> bool:
    """Whether the JSON is a vCon, also a signed or encrypted one."""
    if "vcon" in document and ("parties" in document or "dialog" in document or "uuid" in document):
        return True
    return ("payload" in document and "signatures" in document) or (
        "ciphertext" in document and ("recipients" in document or "protected" in document)
    )


def read(document: Json, time_zone: str, direction: Direction | None = None) -> ParsedConversation:
    """The conversation. direction: of the call, where it is known from elsewhere.

    Metadata come from attachments whose purpose (or type) is `metadata`, then `tags`, then from the parties and the
    dialog itself. `created_at` is when the file was made and is never taken for the date of the conversation.
    Without any dialog it is a contact at which nobody said anything, which is loadable. Recordings given by address
    are never fetched.

    Raises:
        UnreadableDocument: it is encrypted, or holds nothing at all.
    """
    warnings: list[str] = []
    document = _opened(document, warnings)
    dialog, parties = records(document.get("dialog")), records(document.get("parties"))
    attachments, analyses = records(document.get("attachments")), records(document.get("analysis"))
    if not dialog and not attachments and not analyses:
        raise UnreadableDocument("The vCon holds no dialog, analysis or attachment.", HoldCode.DOCUMENT_EMPTY)
    called = [party.get("role") or record(party, "meta").get("role") for party in parties]
    outright = {speaker_of(role) for role in called if not is_dialling(role)}
    speakers = [beside_callers(role, outright) or speaker_of(role) for role in called]
    if sorted(speakers) == [Speaker.CUSTOMER, Speaker.UNKNOWN]:
        speakers = [Speaker.AGENT if one is Speaker.UNKNOWN else one for one in speakers]
    given = merge(
        *(_attached(one, time_zone) for one in attachments if _purpose(one) == "metadata"),
        *(_tagged(one, time_zone) for one in attachments if _purpose(one) == "tags"),
    )
    starts = [_start(one, time_zone) for one in dialog]
    bodies = [(one, body_of(one)) for one in analyses]
    roles = Roles.told_by(RolesFrom.UNKNOWN if Speaker.AGENT not in speakers else RolesFrom.DOCUMENT)
    if any(map(is_dialling, called)) and not outright & {Speaker.AGENT, Speaker.CUSTOMER}:
        said = _turns(dialog, starts, speakers, None) or transcript_turns(bodies, speakers).turns
        told, roles, doubts = by_dialling(said, direction or given.direction or _direction(dialog, time_zone))
        warnings.extend(doubts)
        if [turn.speaker for turn in told] != [turn.speaker for turn in said] or (
            not said and Direction.OUTBOUND in (direction, given.direction)
        ):
            speakers = [swapped(one) for one in speakers]
    derived = _derived(document, dialog, starts, parties, speakers, time_zone)
    metadata = merge(given, derived)
    turns = _turns(dialog, starts, speakers, metadata.started_at)
    recordings = tuple(_recording(one) for one in dialog if one.get("type") in ("recording", "video"))
    made_by = None
    if not turns:
        found = transcript_turns(bodies, speakers)
        turns, made_by = found.turns, found.made_by
        roles = found.roles or roles
        warnings.extend(found.warnings)
    hold: tuple[HoldReason, ...] = ()
    unfetched = [one.url for one in recordings if one.body_base64url is None]
    if unfetched and (turns or len(unfetched) < len(recordings)):
        warnings.append("A recording is given by its address and wasn't fetched.")
    elif unfetched:
        sentence = "Its recording is given by an address, which isn't fetched; put the recording beside the vCon."
        hold = (HoldReason(code=HoldCode.RECORDING_NOT_FETCHED, sentence=sentence),)
    if not turns and not recordings:
        warnings.append("Nobody said anything.")
    elif turns and all(turn.speaker is not Speaker.AGENT for turn in turns):
        warnings.append("The agent doesn't say anything in it.")
    spoken = metadata.channel in (None, Channel.VOICE)
    lasted = with_duration(metadata, DurationSources()).duration_ms
    return ParsedConversation(
        format=SourceFormat.VCON,
        metadata=metadata,
        turns=turns,
        analysis=analysis_of(bodies),
        measures=measure(turns, lasted, spoken=spoken) if turns else None,
        recordings=recordings,
        vendor_documents=documents_of(bodies),
        hold=hold,
        warnings=tuple(warnings),
        roles=roles,
        made_by=made_by,
    )


def _opened(document: Json, warnings: list[str]) -> Json:
    if "ciphertext" in document:
        raise UnreadableDocument("The vCon is encrypted.", HoldCode.DOCUMENT_UNSUPPORTED)
    if "payload" not in document or "vcon" in document:
        return document
    try:
        inner = read_json(_unbase64(str(document["payload"])).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("The payload of the signed vCon isn't JSON.") from error
    if not isinstance(inner, dict):
        raise UnreadableDocument("The payload of the signed vCon isn't a vCon.")
    warnings.append("The vCon is signed; its signature wasn't checked.")
    return inner


def _unbase64(body: str) -> bytes:
    cleaned = "".join(body.split()).replace("+", "-").replace("/", "_").rstrip("=")
    try:
        return base64.urlsafe_b64decode(cleaned + "=" * (-len(cleaned) % 4))
    except binascii.Error as error:
        raise ValueError("it isn't base64url") from error


def media_type(part: Json) -> str:
    """The media type of a dialog, analysis or attachment, in lower case without parameters."""
    given = text(part.get("mediatype")) or text(part.get("mimetype")) or ""
    return given.split(";")[0].strip().lower()


def body_of(part: Json) -> object:
    """The body as its encoding says: JSON decoded, base64url decoded to text, anything else as it is."""
    body, encoding = part.get("body"), str(part.get("encoding") or "none").lower()
    if not isinstance(body, str):
        return body
    try:
        if encoding == "base64url" and not media_type(part).startswith(("audio/", "video/", "image/")):
            body = _unbase64(body).decode("utf-8")
        if encoding == "json" or media_type(part) == "application/json":
            return read_json(body)
    except (ValueError, RecursionError):
        # What was declared wrongly is still the text that was given; dropping it would lose it.
        return body
    return body


def _purpose(attachment: Json) -> str:
    return (text(attachment.get("purpose")) or text(attachment.get("type")) or "").lower()


def _attached(attachment: Json, time_zone: str) -> Metadata:
    body = body_of(attachment)
    return metadata_from(record(body), FoundIn.DOCUMENT, time_zone)


def _tagged(attachment: Json, time_zone: str) -> Metadata:
    body = body_of(attachment)
    tags = [tag.partition(":") for tag in body if isinstance(tag, str)] if isinstance(body, list) else []
    return metadata_from({name: value for name, _, value in tags if value}, FoundIn.DOCUMENT, time_zone)


def _start(part: Json, time_zone: str) -> datetime | None:
    try:
        return read_instant(part.get("start"), time_zone)
    except ValueError:
        return None


def _called(parties: list[Json], speakers: list[Speaker], who: Speaker, names: tuple[str, ...]) -> str | None:
    for party, speaker in zip(parties, speakers, strict=True):
        if speaker is who:
            return next((found for name in names if (found := text(party.get(name)))), None)
    return None


def _derived(
    document: Json,
    dialog: list[Json],
    starts: list[datetime | None],
    parties: list[Json],
    speakers: list[Speaker],
    time_zone: str,
) -> Metadata:
    known = [at for at in starts if at is not None]
    ends = [
        at + timedelta(milliseconds=_length(part) or 0)
        for at, part in zip(starts, dialog, strict=True)
        if at is not None
    ]
    timed = any(_length(part) is not None for part in dialog) or len(known) > 1
    raw: dict[str, object] = {
        **(record(dialog[0], "meta") if dialog else {}),
        "contact_reference": document.get("uuid"),
        "agent": _called(parties, speakers, Speaker.AGENT, AGENT_NAMES),
        "customer": _called(parties, speakers, Speaker.CUSTOMER, CUSTOMER_NAMES),
        "started_at": min(known, default=None),
        "ended_at": max(ends, default=None) if timed else None,
        "channel": _channel(dialog),
        "subject": document.get("subject"),
    }
    if dialog and all(part.get("type") == "incomplete" for part in dialog):
        # Nobody answered, or nobody was reached: there was no conversation to last.
        raw.setdefault("duration_ms", sum(_length(part) or 0 for part in dialog))
    incomplete = [text(part.get("disposition")) for part in dialog if part.get("type") == "incomplete"]
    raw.setdefault("disposition", next((one for one in incomplete if one), None))
    derived = metadata_from(raw, FoundIn.DOCUMENT, time_zone)
    return derived.model_copy(update={"agent_also": _also_called(parties, speakers)})


def _also_called(parties: list[Json], speakers: list[Speaker]) -> tuple[str, ...]:
    """All that the agent is called; the first is the reference."""
    agent = next((party for party, speaker in zip(parties, speakers, strict=True) if speaker is Speaker.AGENT), {})
    names = (text(agent.get(name)) for name in AGENT_NAMES)
    return tuple(dict.fromkeys(name[:LONGEST_TEXT] for name in names if name))[1:]


def _direction(dialog: list[Json], time_zone: str) -> Direction | None:
    return metadata_from(record(dialog[0], "meta"), FoundIn.DOCUMENT, time_zone).direction if dialog else None


def _length(part: Json) -> int | None:
    return milliseconds(part.get("duration"), 1000)


def _channel(dialog: list[Json]) -> str | None:
    kinds = {(str(part.get("type")), media_type(part)) for part in dialog}
    if any(kind in ("recording", "video") for kind, _ in kinds):
        return Channel.VOICE
    if any(media == "message/rfc822" for _, media in kinds):
        return Channel.EMAIL
    return Channel.CHAT if any(kind == "text" for kind, _ in kinds) else None


def _turns(
    dialog: list[Json], starts: list[datetime | None], speakers: list[Speaker], started_at: datetime | None
) -> tuple[Turn, ...]:
    said = [
        (at, part, words)
        for at, part in zip(starts, dialog, strict=True)
        if part.get("type", "text") == "text" and (words := _words(part)) is not None
    ]
    if all(at is not None for at, _, _ in said):
        said.sort(key=lambda item: item[0] or datetime.min)
    known = [at for at, _, _ in said if at is not None]
    first = min(known, default=None)
    origin = min(first, started_at) if first is not None and started_at is not None else first
    turns: list[Turn] = []
    for at, part, words in said:
        offset = round((at - origin) / timedelta(milliseconds=1)) if at is not None and origin is not None else None
        turns.append(
            Turn(
                index=len(turns),
                speaker=_speaker(part, speakers),
                text=words,
                start_ms=offset,
                end_ms=None if offset is None else offset + (_length(part) or 0),
            )
        )
    return tuple(turns)


def _words(part: Json) -> str | None:
    body = body_of(part)
    if isinstance(body, dict):
        body = body.get("text") or body.get("body") or body.get("content")
    # Tabs and markup are what was written; only turns of nothing but white space are left out.
    return body if isinstance(body, str) and body.strip() else None


def _speaker(part: Json, speakers: list[Speaker]) -> Speaker:
    """Whose words they are: the originator, else the first of the parties, as the format says."""
    index: object = part.get("originator")
    if index is None:
        parties = part.get("parties")
        index = parties[0] if isinstance(parties, list) and parties else parties
    if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(speakers):
        return speakers[index]
    return Speaker.UNKNOWN


def _recording(part: Json) -> EmbeddedRecording:
    body = part.get("body")
    return EmbeddedRecording(
        media_type=media_type(part) or "audio/wav",
        file_name=text(part.get("filename")),
        url=text(part.get("url")),
        body_base64url=body if isinstance(body, str) and body else None,
        duration_ms=_length(part),
    )
