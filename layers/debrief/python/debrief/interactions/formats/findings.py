"""What the analysis files of Transcribe Call Analytics and Contact Lens found: kept as the vendor's own."""

from collections.abc import Iterator
from typing import Final

from debrief.interactions.conversations.analysis import Finding, FindingKind, Origin, Reading
from debrief.interactions.conversations.measures import Measures
from debrief.interactions.formats.values import Json, milliseconds, number, record, records, speaker_of, text

MOST: Final = 400
"""Findings of one conversation that are kept; a day of talking has fewer. Of more, the totals tell."""

_LONGEST_QUOTE: Final = 300
_DETECTED: Final = (
    ("IssuesDetected", FindingKind.ISSUE),
    ("OutcomesDetected", FindingKind.OUTCOME),
    ("ActionItemsDetected", FindingKind.ACTION_ITEM),
)


def findings_of(document: Json, source: str) -> tuple[Reading[Finding], ...]:
    """Issues, outcomes and action items at their turns, then interruptions and silences in order of time."""
    found = [*_in_turns(document), *sorted(_in_time(document), key=lambda one: one.start_ms or 0)]
    once = list(dict.fromkeys(found))[:MOST]
    return tuple(Reading[Finding](value=one, origin=Origin.VENDOR, source=source) for one in once)


def _in_turns(document: Json) -> Iterator[Finding]:
    roles = {
        identifier: speaker_of(one.get("ParticipantRole"))
        for one in records(document.get("Participants"))
        if (identifier := text(one.get("ParticipantId")))
    }
    spoken = [item for item in records(document.get("Transcript")) if _is_turn(item)]
    places = {identifier: place for place, item in enumerate(spoken) if (identifier := text(item.get("Id")))}

    def found(kind: FindingKind, place: int, one: Json) -> Finding:
        item = spoken[place]
        who = text(item.get("ParticipantRole")) or text(item.get("ParticipantId")) or ""
        return Finding(
            kind=kind,
            speaker=roles.get(who, speaker_of(who)),
            turn=place,
            start_ms=milliseconds(item.get("BeginOffsetMillis")),
            end_ms=milliseconds(item.get("EndOffsetMillis")),
            text=_quoted(one, str(item.get("Content") or "")),
        )

    for place, item in enumerate(spoken):
        for name, kind in _DETECTED:
            yield from (found(kind, place, one) for one in records(item.get(name)))
    # Of a chat they stand apart from the transcript, by the id of the message.
    summary = record(document, "ConversationCharacteristics", "ContactSummary")
    for group in records(summary.get("SummaryItemsDetected")):
        for name, kind in _DETECTED:
            for one in (
                each for detected in records(group.get(name)) for each in records(detected.get("TranscriptItems"))
            ):
                if (known := places.get(text(one.get("Id")) or "")) is not None:
                    yield found(kind, known, one)


def _is_turn(item: Json) -> bool:
    """Whether an item of the transcript is something said, as the readers of both kinds of file count turns."""
    if item.get("Type") == "ATTACHMENT":
        return True
    return item.get("Type") in (None, "MESSAGE") and text(item.get("Content")) is not None


def _quoted(found: Json, content: str) -> str:
    if (given := text(found.get("Text"))) is not None:
        return given[:_LONGEST_QUOTE]
    offsets = record(found, "CharacterOffsets")
    begin = number(offsets.get("Begin", offsets.get("BeginOffsetChar")))
    end = number(offsets.get("End", offsets.get("EndOffsetChar")))
    whole = begin is None or end is None or not 0 <= begin < end
    quoted = content if whole else content[int(begin or 0) : int(end or 0)]
    return (quoted.strip() or content.strip())[:_LONGEST_QUOTE]


def _in_time(document: Json) -> Iterator[Finding]:
    characteristics = record(document, "ConversationCharacteristics")
    for who, each in record(characteristics, "Interruptions", "InterruptionsByInterrupter").items():
        for one in records(each):
            yield _stretch(FindingKind.INTERRUPTION, one).model_copy(update={"speaker": speaker_of(who)})
    for one in records(record(characteristics, "NonTalkTime").get("Instances")):
        yield _stretch(FindingKind.SILENCE, one)


def _stretch(kind: FindingKind, one: Json) -> Finding:
    start, end = milliseconds(one.get("BeginOffsetMillis")), milliseconds(one.get("EndOffsetMillis"))
    length = milliseconds(one.get("DurationMillis"))
    if end is None and start is not None and length is not None:
        end = start + length
    return Finding(kind=kind, start_ms=start, end_ms=end)


_KEPT: Final = (
    "silence_ms", "longest_silence_ms", "interruptions_by_agent", "interruptions_by_customer", "agent_speech_ms",
    "customer_speech_ms", "agent_words_per_minute", "customer_words_per_minute", "agent_first_response_ms",
    "agent_response_mean_ms", "agent_response_max_ms", "customer_response_mean_ms", "customer_response_max_ms",
)  # fmt: skip


def measured_by_vendor(measures: Measures, document: Json, source: str) -> dict[str, Reading[bool | int | float | str]]:
    """The vendor's own totals and the language it heard as plain values, keyed `source.measures.name`."""
    if measures.origin is not Origin.VENDOR:
        return {}
    values: dict[str, bool | int | float | str] = {
        name: value for name in _KEPT if (value := getattr(measures, name)) is not None
    }
    if (language := text(document.get("LanguageCode"))) is not None:
        values["language_code"] = language
    return {
        f"{source}.measures.{name}": Reading[bool | int | float | str](value=value, origin=Origin.VENDOR, source=source)
        for name, value in values.items()
    }
