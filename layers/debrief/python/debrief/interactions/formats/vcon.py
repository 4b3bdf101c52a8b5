"""vCon, the IETF's container for conversations: versions 0.0.1 to 0.4.0 and without one, unsigned or signed.

Names that changed between versions are read in both forms: `mimetype`/`mediatype`, `type`/`purpose` of an
attachment, bodies with and without `encoding`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import Channel, Direction, SourceFormat, Speaker
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.formats.contact_centres import SEVERAL_AGENTS
from debrief.interactions.formats.durations import DurationSources, with_duration
from debrief.interactions.formats.emails import MESSAGE_ID, is_mime
from debrief.interactions.formats.metadata import FoundIn, Metadata, merge
from debrief.interactions.formats.metadata_texts import LONGEST_TEXT
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import (
    NOBODY_SPEAKS,
    EmbeddedRecording,
    ParsedConversation,
    UnreadableDocument,
)
from debrief.interactions.formats.quoted_mails import FROM_ELSEWHERE, QUOTED_VOICE, without_quoted
from debrief.interactions.formats.roles import BY_CHANNEL, AgentChannel, seem_swapped
from debrief.interactions.formats.values import Json, is_dialling, number, read_json, record, records, text
from debrief.interactions.formats.vcon_analysis import analysis_of, documents_of
from debrief.interactions.formats.vcon_bodies import body_of as body_of
from debrief.interactions.formats.vcon_bodies import length_of, media_type, purpose_of, start_of, unbase64
from debrief.interactions.formats.vcon_centre import of_contact_centre
from debrief.interactions.formats.vcon_check import by_address, damage
from debrief.interactions.formats.vcon_parties import (
    AGENT_NAMES,
    CUSTOMER_NAMES,
    Party,
    called,
    direction_by_agent,
    parties_of,
    references_of,
    several_agents,
    tells_only_dialling,
)
from debrief.interactions.formats.vcon_transcripts import Spoken, dialogs_of, is_transcript, spoken_in
from debrief.interactions.formats.vcon_unwritten import RECORDED, unwritten
from debrief.interactions.formats.vcon_written import written
from debrief.interactions.formats.voices import NO_CHANNEL, NO_WORD_OF_AGENT, Cast, Segment, cast, dialled
from debrief.interactions.holds import HoldCode, HoldReason

_MOST_MAKERS: Final = 3


def recognises(document: Json) -> bool:
    """Whether the JSON is a vCon, also a signed or encrypted one, and one that doesn't tell its version."""
    if "vcon" in document and ("parties" in document or "dialog" in document or "uuid" in document):
        return True
    if isinstance(document.get("parties"), list) and any(
        isinstance(document.get(name), list) for name in ("dialog", "analysis", "attachments")
    ):
        return True
    signed = "signatures" in document or "signature" in document
    return ("payload" in document and signed) or (
        "ciphertext" in document and ("recipients" in document or "protected" in document)
    )


class _Heard(NamedTuple):
    """What is known of the conversation once it is settled who the parties are."""

    people: tuple[Party, ...]
    metadata: Metadata
    segments: list[Segment]
    spoken: Spoken


def read(
    document: Json,
    time_zone: str,
    direction: Direction | None = None,
    agent: AgentChannel = NO_CHANNEL,
    agents_names: Collection[str] = (),
    colleagues_names: Collection[str] = (),
) -> ParsedConversation:
    """The conversation. direction: of the call, where it is known from elsewhere.

    agents_names: what the agent is called anywhere, as `voices.known_as` has it, where it is known who they are: they
    stand before who dialled. colleagues_names: those of other users among the parties, likewise.

    agent: the agent's channel as the metadata or the account give it, for transcripts that name channels only; the
    vCon's own metadata stand before the account.

    Metadata come from attachments whose purpose (or type) is `metadata`, then `tags`, then from the contact-centre
    parameters, the parties and the dialog itself. `created_at` is when the file was made and is never taken for the
    date of the conversation. Without any dialog it is a contact at which nobody said anything, which is loadable.
    Recordings given by address are never fetched. What is damaged in it holds it, so that nothing is loaded without
    what couldn't be read.

    Raises:
        UnreadableDocument: it is encrypted, or holds nothing at all.
    """
    warnings: list[str] = []
    document = _opened(document, warnings)
    dialog, parties = records(document.get("dialog")), records(document.get("parties"))
    attachments, analyses = records(document.get("attachments")), records(document.get("analysis"))
    if not dialog and not attachments and not analyses and not damage(document):
        raise UnreadableDocument("The vCon holds no dialog, analysis or attachment.", HoldCode.DOCUMENT_EMPTY)
    given = merge(
        *(_attached(one, time_zone) for one in attachments if purpose_of(one) == "metadata"),
        *(_tagged(one, time_zone) for one in attachments if purpose_of(one) == "tags"),
        of_contact_centre(dialog, time_zone),
    )
    way = direction or given.direction or _direction(dialog, time_zone)
    by_name = direction_by_agent(parties, agents_names)
    way = by_name or way
    heard = _heard(document, given, parties_of(parties, way, dialog, agents_names, colleagues_names), time_zone)
    if given.agent_channel is not None and (agent.channel is None or agent.settled):
        agent = AgentChannel(given.agent_channel)
    voices = _cast(heard, agent, way)
    by_channel = voices.roles.basis in BY_CHANNEL
    only_dialling = tells_only_dialling(parties)
    if only_dialling and not by_channel:
        told = way in (Direction.INBOUND, Direction.OUTBOUND)
        if not told and seem_swapped(voices.turns):
            heard = _heard(
                document,
                given,
                parties_of(parties, Direction.OUTBOUND, dialog, agents_names, colleagues_names),
                time_zone,
            )
            voices = _cast(heard, agent, way)
        if not heard.segments or voices.roles.basis in (RolesFrom.DOCUMENT, RolesFrom.DIALLING):
            basis = Roles(basis=RolesFrom.DIALLING, guessed=not told)
            voices = voices._replace(roles=Roles.told_by(RolesFrom.NAME) if by_name else basis)
        if not told:
            warnings.append("It tells only who called, not who is the customer; who that is, is a guess.")
    segments, people, metadata = heard.segments, heard.people, heard.metadata
    wrong = damage(document, heard.spoken.damaged)
    recordings = tuple(_recording(one) for one in dialog if one.get("type") in RECORDED)
    bodies = [(one, body_of(one)) for one in analyses]
    hold = [*_damaged(wrong), *_unfetched(document), *_unheard(recordings, heard.spoken, bool(segments))]
    if segments:
        lacking = unwritten(dialog, heard.spoken.dialogs, time_zone)
        hold += lacking.hold
        warnings += lacking.warnings
    kept = sum(one.body_base64url is not None for one in recordings)
    if segments and kept > 1:
        warnings.append(f"It holds {kept} recordings, and one conversation has one; they were left out.")
    unread = sum(1 for one in dialog if one.get("start") and start_of(one, time_zone) is None)
    if unread:
        warnings.append(f"The times of {unread} of {len(dialog)} parts of its dialog couldn't be read.")
    if segments and any(one.body_base64url is None and one.url is not None for one in recordings):
        warnings.append("A recording is given by its address and wasn't fetched.")
    warnings += heard.spoken.warnings
    if several_agents(people) and SEVERAL_AGENTS not in warnings:
        warnings.append(SEVERAL_AGENTS)
    if not segments and not recordings and not hold:
        warnings.append(NOBODY_SPEAKS)
    warnings += [FROM_ELSEWHERE] if any(each.voice == QUOTED_VOICE for each in segments) else ()
    warnings += voices.warnings if segments else ()
    if segments and all(turn.speaker is not Speaker.AGENT for turn in voices.turns):
        warnings.append(NO_WORD_OF_AGENT)
    lasted = with_duration(metadata, DurationSources()).duration_ms
    return ParsedConversation(
        format=SourceFormat.VCON,
        metadata=metadata,
        turns=voices.turns,
        analysis=analysis_of(bodies),
        measures=measure(voices.turns, lasted, spoken=metadata.channel in (None, Channel.VOICE)) if segments else None,
        recordings=recordings,
        vendor_documents=documents_of(bodies),
        hold=tuple(hold),
        warnings=tuple(warnings),
        roles=voices.roles,
        agent_channel=agent.channel if by_channel else None,
        made_by=heard.spoken.made_by,
        agents=_named_as(people, Speaker.AGENT) if not only_dialling else (),
        customers=_named_as(people, Speaker.CUSTOMER) if not only_dialling else (),
        references=references_of(parties, people),
        only_dialling=only_dialling,
        agent_named=given.agent_reference,
        voices={
            party.label: party.other
            for party in people
            # Who is given as the customer isn't asked whether they are the agent; who dialled gives it to nobody.
            if party.named and (voices.roles.guessed or only_dialling or party.speaker not in _NEVER_AGENT)
        },
    )


def _named_as(people: Sequence[Party], speaker: Speaker) -> tuple[str, ...]:
    return tuple(name for party in people if party.speaker is speaker for name in party.other)


_NEVER_AGENT: Final = (Speaker.CUSTOMER, Speaker.SYSTEM)


def _cast(heard: _Heard, agent: AgentChannel, way: Direction | None) -> Cast:
    """The segments with their speakers. way: of the call, as far as it is known outside its transcripts."""
    voices = cast(heard.segments, agent)
    told = dialled(voices, heard.segments, way or heard.spoken.direction)
    # Whose role a party or the transcript gives keeps it: who dialled is asked of the others only.
    turns = tuple(
        before if each.speaker is not Speaker.UNKNOWN and not is_dialling(each.voice) else after
        for each, before, after in zip(heard.segments, voices.turns, told.turns, strict=True)
    )
    return told._replace(turns=turns)


def _heard(document: Json, given: Metadata, people: tuple[Party, ...], time_zone: str) -> _Heard:
    """What was written in the dialog and said by its transcripts, and the metadata that follow from the parties."""
    dialog, parties = records(document.get("dialog")), records(document.get("parties"))
    starts = [start_of(one, time_zone) for one in dialog]
    metadata = merge(given, _derived(document, dialog, starts, parties, people, time_zone))
    segments, begin = written(dialog, starts, people, metadata.started_at)
    segments = without_quoted(segments)
    transcripts = [
        one for one in (*records(document.get("analysis")), *records(document.get("attachments"))) if is_transcript(one)
    ]
    recorded = {place for place, part in enumerate(dialog) if part.get("type") in RECORDED}
    if segments:
        # What was written needs no transcript, and would be told twice with one.
        places = {*recorded, None} if recorded else set[int | None]()
        transcripts = [one for one in transcripts if dialogs_of(one, len(dialog)) & places]
    begin = begin or metadata.started_at or min((at for at in starts if at is not None), default=None)
    spoken = spoken_in(transcripts, dialog, starts, people, begin)
    written_first = bool(segments) and dialog[0].get("type", "text") == "text"
    segments = [*segments, *spoken.segments] if written_first else [*spoken.segments, *segments]
    if spoken.segments and all(each.start_ms is not None for each in segments):
        segments.sort(key=lambda each: each.start_ms or 0)
    if metadata.language is None and spoken.language:
        metadata = merge(metadata, metadata_from({"language": spoken.language}, FoundIn.DOCUMENT, time_zone))
    return _Heard(people, metadata, segments, spoken)


def _direction(dialog: Sequence[Json], time_zone: str) -> Direction | None:
    return metadata_from(record(dialog[0], "meta"), FoundIn.DOCUMENT, time_zone).direction if dialog else None


_AGAIN: Final = "drop what was signed as a file of its own."


def _opened(document: Json, warnings: list[str]) -> Json:
    if "ciphertext" in document:
        raise UnreadableDocument(
            "The vCon is encrypted; drop it again in clear, as only who has its key can open it.",
            HoldCode.DOCUMENT_UNSUPPORTED,
        )
    if "payload" not in document or "vcon" in document:
        return document
    try:
        inner = read_json(unbase64(str(document["payload"])).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"The payload of the signed vCon isn't JSON; {_AGAIN}") from error
    if not isinstance(inner, dict) or not (recognises(inner) or "ciphertext" in inner):
        raise UnreadableDocument(f"It is signed, but what is signed isn't a vCon; {_AGAIN}")
    if "ciphertext" in inner:
        raise UnreadableDocument("The signed vCon is encrypted; drop it again in clear.", HoldCode.DOCUMENT_UNSUPPORTED)
    warnings.append("The vCon is signed; its signature wasn't checked.")
    return inner


def _damaged(wrong: Sequence[str]) -> list[HoldReason]:
    if not wrong:
        return []
    sentence = f"The vCon is damaged: {'; '.join(wrong)}. Correct it where it was made and drop it again."
    return [HoldReason(code=HoldCode.DOCUMENT_UNREADABLE, sentence=sentence)]


def _unfetched(document: Json) -> list[HoldReason]:
    given = by_address(document)
    if not given:
        return []
    sentence = f"It gives {' and '.join(given)} by an address, which isn't fetched; drop the vCon with them inside."
    return [HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)]


_BESIDE: Final = "drop the vCon as a file of its own and the recording beside it, with the same name before the dot"


def _unheard(recordings: Sequence[EmbeddedRecording], spoken: Spoken, has_words: bool) -> list[HoldReason]:
    """What keeps a recorded conversation from being loaded of which no word is known.

    These reasons fall away where there is a recording to listen to, beside it or inside.
    """
    if has_words:
        return []
    if spoken.unread:
        makers = ", ".join(list(dict.fromkeys(spoken.unread))[:_MOST_MAKERS])
        sentence = f"Its transcript (by {makers}) is in a form that isn't read; {_BESIDE}, so that it is transcribed."
        return [HoldReason(code=HoldCode.TRANSCRIPT_UNREAD, sentence=sentence)]
    inside = [one for one in recordings if one.body_base64url is not None]
    if len(inside) > 1:
        sentence = (
            f"It holds {len(inside)} recordings, and one conversation has one. Join them, or hand in one vCon each."
        )
        return [HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)]
    if recordings and not inside:
        left_out = all(one.url is None for one in recordings)
        why = "was left out of it" if left_out else "is given by an address, which isn't fetched"
        sentence = f"Its recording {why}; {_BESIDE}."
        return [HoldReason(code=HoldCode.RECORDING_NOT_FETCHED, sentence=sentence)]
    return []


def _attached(attachment: Json, time_zone: str) -> Metadata:
    body = body_of(attachment)
    return metadata_from(record(body), FoundIn.DOCUMENT, time_zone)


def _tagged(attachment: Json, time_zone: str) -> Metadata:
    body = body_of(attachment)
    tags = [tag.partition(":") for tag in body if isinstance(tag, str)] if isinstance(body, list) else []
    return metadata_from({name: value for name, _, value in tags if value}, FoundIn.DOCUMENT, time_zone)


def _derived(
    document: Json,
    dialog: Sequence[Json],
    starts: Sequence[datetime | None],
    parties: Sequence[Json],
    people: Sequence[Party],
    time_zone: str,
) -> Metadata:
    known = [at for at in starts if at is not None]
    ends = [
        at + timedelta(milliseconds=length_of(part) or 0)
        for at, part in zip(starts, dialog, strict=True)
        if at is not None
    ]
    timed = any(length_of(part) is not None for part in dialog) or len(known) > 1
    # A start that can't be read is named: it may be the only date that there is.
    unread = next(
        (part["start"] for at, part in zip(starts, dialog, strict=True) if at is None and part.get("start")), None
    )
    raw: dict[str, object] = {
        **(record(dialog[0], "meta") if dialog else {}),
        "contact_reference": document.get("uuid"),
        "agent": called(parties, people, Speaker.AGENT, AGENT_NAMES),
        "customer": called(parties, people, Speaker.CUSTOMER, CUSTOMER_NAMES),
        "started_at": unread if unread is not None else min(known, default=None),
        "ended_at": max(ends, default=None) if timed else None,
        "channel": _channel(dialog),
        "subject": document.get("subject"),
    }
    if dialog and all(part.get("type") == "incomplete" for part in dialog):
        # Nobody answered, or nobody was reached: there was no conversation to last.
        raw.setdefault("duration_ms", sum(length_of(part) or 0 for part in dialog))
    incomplete = [text(part.get("disposition")) for part in dialog if part.get("type") == "incomplete"]
    raw.setdefault("disposition", next((one for one in incomplete if one), None))
    derived = metadata_from(raw, FoundIn.DOCUMENT, time_zone)
    # Whose number it is if they are the other way round.
    dialled_only = tells_only_dialling(parties)
    other = called(parties, people, Speaker.AGENT, CUSTOMER_NAMES) if dialled_only else None
    return derived.model_copy(
        update={"agent_also": _also_called(parties, people), "other_side": other[:LONGEST_TEXT] if other else None}
    )


def _also_called(parties: Sequence[Json], people: Sequence[Party]) -> tuple[str, ...]:
    """All that the agent is called; the first is the reference."""
    pairs = zip(parties, people, strict=True)
    agent = next((party for party, each in pairs if each.speaker is Speaker.AGENT), {})
    names = (text(agent.get(name)) for name in AGENT_NAMES)
    return tuple(dict.fromkeys(name[:LONGEST_TEXT] for name in names if name))[1:]


def _channel(dialog: Sequence[Json]) -> str | None:
    kinds = {(str(part.get("type")), media_type(part)) for part in dialog}
    if any(kind in RECORDED for kind, _ in kinds):
        return Channel.VOICE
    if any(is_mime(media) for _, media in kinds) or any(_is_mail(part) for part in dialog):
        return Channel.EMAIL
    return Channel.CHAT if any(kind == "text" for kind, _ in kinds) else None


def _is_mail(part: Json) -> bool:
    return MESSAGE_ID.fullmatch(text(part.get("message_id")) or "") is not None


def _recording(part: Json) -> EmbeddedRecording:
    body = part.get("body")
    return EmbeddedRecording(
        media_type=media_type(part),
        file_name=text(part.get("filename")),
        url=text(part.get("url")),
        body_base64url=body if isinstance(body, str) and body else None,
        content_hash=next(iter(_texts(part.get("content_hash"))), None),
        duration_ms=length_of(part) if number(part.get("duration")) else None,
    )


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [each for each in given if isinstance(each, str)]
