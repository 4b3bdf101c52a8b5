"""Amazon Transcribe: the result of a standard transcription job, by channel, by speaker label, or with neither."""

import re
from collections.abc import Iterable, Mapping, Sequence

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import SourceFormat, Speaker, Turn
from debrief.interactions.formats.amazon import check_completed
from debrief.interactions.formats.interleaving import Word, turns_of
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.roles import AgentChannel, by_channel, by_voice
from debrief.interactions.formats.values import Json, milliseconds, record, records, text, within
from debrief.interactions.formats.voices import Segment
from debrief.interactions.holds import HoldCode


def recognises(document: Json) -> bool:
    """Whether the JSON is the result of a standard Transcribe job."""
    return "results" in document and ("jobName" in document or "items" in record(document, "results"))


def read(
    document: Json,
    time_zone: str,
    *,
    agent_channel: int | None = None,
    of_account: bool = False,
    of_source: bool = False,
) -> ParsedConversation:
    """The conversation; without a word in it, one in which nobody speaks.

    agent_channel: the agent's audio channel, 0-based, as the metadata give it, or with `of_account` the account's
    settings, with `of_source` what is settled for the source. Who is the agent is told as `roles` says: by channel, or
    with speaker labels (mono) by typical wording.

    Raises:
        UnreadableDocument: the job failed, or its words were left out of the file.
    """
    check_completed(document, "Transcribe")
    results = record(document, "results")
    words = _words(results)
    turns = _turns(words)
    _check_complete(results, turns)
    labels = sorted({word.label for word in words if word.label is not None})
    channels = _are_channels(labels)
    given = AgentChannel(agent_channel, of_account=of_account, of_source=of_source)
    told = by_channel(turns, labels, given) if channels else by_voice(turns, labels)
    speakers = told.speakers
    apart = _told_apart_by_role(labels, speakers)
    named = tuple(
        turn.model_copy(
            update={
                "index": index,
                "speaker": speakers.get(label or "", Speaker.UNKNOWN),
                "voice": None if apart or label is None else _called(label, channels=channels),
            }
        )
        for index, (label, turn) in enumerate(turns)
    )
    raw = {
        "channel": "voice",
        "language_code": results.get("language_code"),
        "job_name": document.get("jobName"),
    }
    return ParsedConversation(
        format=SourceFormat.TRANSCRIBE_STANDARD,
        metadata=metadata_from(raw, FoundIn.DOCUMENT, time_zone),
        turns=named,
        measures=measure(named),
        warnings=told.warnings if turns else (NOBODY_SPEAKS,),
        roles=told.roles,
        agent_channel=next(
            (int(label[3:]) for label in labels if channels and speakers.get(label) is Speaker.AGENT), None
        ),
        made_by="Amazon Transcribe",
    )


def said_in(document: Json) -> tuple[list[Segment], str | None]:
    """What was said, by whichever channel (`channel 0`) or speaker label, and the language; roles are given to nobody.

    Raises:
        UnreadableDocument: the job failed.
    """
    check_completed(document, "Transcribe")
    results = record(document, "results")
    turns = _turns(_words(results))
    channels = _are_channels(sorted({label for label, _ in turns if label is not None}))
    segments = [
        Segment(
            text=turn.text,
            voice=_called(label, channels=channels) if label else label,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            confidence=turn.confidence,
        )
        for label, turn in turns
    ]
    return segments, text(results.get("language_code"))


def _check_complete(results: Json, turns: Sequence[tuple[str | None, Turn]]) -> None:
    """Raises UnreadableDocument where only the text as a whole is there: who says what, and when, nobody could tell."""
    whole = (text(each.get("transcript")) for each in (*records(results.get("transcripts")), *_segments(results)))
    if not turns and any(whole):
        raise UnreadableDocument(
            "It has a text without the words that it is made of (items); drop the file as Transcribe wrote it.",
            HoldCode.DOCUMENT_UNSUPPORTED,
        )


def _segments(results: Json) -> list[Json]:
    return records(results.get("audio_segments"))


def _called(label: str, *, channels: bool) -> str:
    """What a voice is called: by its channel (`channel 0`), or as the recogniser calls it."""
    return f"channel {label[3:]}" if channels else label


def _told_apart_by_role(labels: list[str], speakers: Mapping[str, Speaker]) -> bool:
    """Whether each voice has a role of its own, which no other one has; else they are called what they were."""
    roles = [speakers.get(label, Speaker.UNKNOWN) for label in labels]
    return Speaker.UNKNOWN not in roles and len(set(roles)) == len(roles)


def _are_channels(labels: list[str]) -> bool:
    return bool(labels) and all(re.fullmatch(r"ch_\d", label) for label in labels)


def _words(results: Json) -> list[Word]:
    channels = records(record(results, "channel_labels").get("channels"))
    if channels:
        found: list[Word] = []
        for place, channel in enumerate(channels):
            label = text(channel.get("channel_label")) or f"ch_{place}"
            found.extend(_joined(records(channel.get("items")), {}, label))
        return found
    items = records(results.get("items"))
    if len(labels := {text(item.get("channel_label")) for item in items} - {None}) > 1:
        # The words tell their channels themselves; nothing is kept of them a second time.
        return [word for label in sorted(filter(None, labels)) for word in _joined(_of(items, label), {}, label)]
    by_start = {
        text(item.get("start_time")): text(item.get("speaker_label"))
        for segment in records(record(results, "speaker_labels").get("segments"))
        for item in records(segment.get("items"))
    }
    return _joined(items, by_start, None)


def _of(items: Sequence[Json], channel: str) -> list[Json]:
    return [item for item in items if text(item.get("channel_label")) == channel]


def _joined(items: Iterable[Json], by_start: dict[str | None, str | None], channel: str | None) -> list[Word]:
    """The words, each with the punctuation after it, which has no time of its own."""
    words: list[Word] = []
    for item in items:
        best = next(iter(records(item.get("alternatives"))), {})
        content = text(best.get("content"))
        if content is None:
            continue
        start, end = milliseconds(item.get("start_time"), 1000), milliseconds(item.get("end_time"), 1000)
        if start is None:
            if words:
                words[-1] = words[-1].model_copy(update={"text": words[-1].text + content})
            continue
        label = channel or text(item.get("speaker_label")) or by_start.get(text(item.get("start_time")))
        words.append(
            Word(
                text=content,
                start_ms=start,
                end_ms=max(start, end or start),
                confidence=within(best.get("confidence"), 0, 1),
                label=label,
            )
        )
    return words


def _turns(words: list[Word]) -> list[tuple[str | None, Turn]]:
    return [(group[0].label, _turn(group)) for group in turns_of(words)]


def _turn(group: list[Word]) -> Turn:
    heard = [word.confidence for word in group if word.confidence is not None]
    return Turn(
        index=0,
        speaker=Speaker.UNKNOWN,
        text=" ".join(word.text for word in group),
        start_ms=group[0].start_ms,
        end_ms=max(word.end_ms for word in group),
        confidence=round(sum(heard) / len(heard), 4) if heard else None,
    )
