"""Amazon Transcribe: the result of a standard transcription job, by channel, by speaker label, or with neither."""

import re
from collections.abc import Iterable
from typing import Final

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import SourceFormat, Speaker, Turn
from debrief.interactions.formats.amazon import check_completed
from debrief.interactions.formats.metadata import FoundIn, metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.values import Json, milliseconds, record, records, text, within
from debrief.interactions.holds import HoldCode
from debrief.kernel.model import Entity

PAUSE_MS: Final = 1500
"""A pause from this length on begins a new turn of the same speaker."""

AGENT_WORDING: Final = re.compile(
    r"\b(thank(s| you) for (calling|contacting|holding)|how (can|may) i (help|assist)|(i'?m|i am|i'?ll be) assisting"
    r"|my name is \w+ (and )?(how|i)|can i (get|have) your (name|account|order|phone|policy|date)"
    r"|is there anything else|(let me|i'?ll) (pull up|look up|check) (your|that|the)|may i have your"
    r"|for (quality|training) purposes|verify your)\b"
)
CUSTOMER_WORDING: Final = re.compile(
    r"\b(i'?m calling (about|because|to)|i (want|need|would like|'?d like) to (cancel|return|order|know|change|speak)"
    r"|my (order|bill|account|card|phone|internet|car) (is|was|has|isn'?t|hasn'?t|doesn'?t)|i (bought|ordered|paid))\b"
)


class Word(Entity):
    """One word with the punctuation that follows it. label: channel or speaker, as the recogniser calls it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None
    label: str | None


def recognises(document: Json) -> bool:
    """Whether the JSON is the result of a standard Transcribe job."""
    return "results" in document and ("jobName" in document or "items" in record(document, "results"))


def read(document: Json, time_zone: str, *, agent_channel: int | None = None) -> ParsedConversation:
    """The conversation.

    agent_channel: the agent's audio channel, 0-based; without it the first one, as Transcribe's own default is.
    With speaker labels (mono), agent and customer are told apart by typical wording. Where that doesn't decide,
    the speakers stay unknown and a warning says so.

    Raises:
        UnreadableDocument: the job failed, or there is no word in it.
    """
    check_completed(document, "Transcribe")
    results = record(document, "results")
    words = _words(results)
    if not words:
        raise UnreadableDocument("Its transcript is empty.", HoldCode.DOCUMENT_EMPTY)
    turns = _turns(words)
    labels = sorted({word.label for word in words if word.label is not None})
    speakers, warnings = _speakers(turns, labels, agent_channel)
    named = tuple(
        turn.model_copy(update={"index": index, "speaker": speakers.get(label or "", Speaker.UNKNOWN)})
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
        warnings=warnings,
        made_by="Amazon Transcribe",
    )


def _words(results: Json) -> list[Word]:
    channels = records(record(results, "channel_labels").get("channels"))
    if channels:
        found: list[Word] = []
        for place, channel in enumerate(channels):
            label = text(channel.get("channel_label")) or f"ch_{place}"
            found.extend(_joined(records(channel.get("items")), {}, label))
        return found
    by_start = {
        text(item.get("start_time")): text(item.get("speaker_label"))
        for segment in records(record(results, "speaker_labels").get("segments"))
        for item in records(segment.get("items"))
    }
    return _joined(records(results.get("items")), by_start, None)


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
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][-1].label == word.label and word.start_ms - groups[-1][-1].end_ms < PAUSE_MS:
            groups[-1].append(word)
        else:
            groups.append([word])
    groups.sort(key=lambda group: group[0].start_ms)
    return [(group[0].label, _turn(group)) for group in groups]


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


def _speakers(
    turns: list[tuple[str | None, Turn]], labels: list[str], agent_channel: int | None
) -> tuple[dict[str, Speaker], tuple[str, ...]]:
    if not labels:
        return {}, ("The transcript doesn't tell speakers apart.",)
    if all(label.startswith("ch_") for label in labels):
        agent = f"ch_{agent_channel or 0}"
        return {label: Speaker.AGENT if label == agent else Speaker.CUSTOMER for label in labels}, ()
    scores = {
        label: sum(
            len(AGENT_WORDING.findall(plain)) - len(CUSTOMER_WORDING.findall(plain))
            for who, turn in turns
            if who == label and (plain := turn.text.lower().replace("’", "'"))
        )
        for label in labels
    }
    best, *others = sorted(labels, key=lambda label: -scores[label])
    if scores[best] <= 0 or (others and scores[others[0]] == scores[best]):
        return {}, ("Which speaker is the agent can't be told from what they say.",)
    speakers = {label: Speaker.AGENT if label == best else Speaker.CUSTOMER for label in labels}
    return speakers, ("Agent and customer were told apart by their wording.",)
