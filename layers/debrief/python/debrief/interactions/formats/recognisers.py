"""What speech recognisers write: Deepgram, Whisper and its kin, Twilio, Bedrock Data Automation, and WTF."""

import re
from collections.abc import Mapping
from typing import Final

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats.interleaving import Word, in_order, turns_of
from debrief.interactions.formats.language_names import language_code
from debrief.interactions.formats.parsed import quoted
from debrief.interactions.formats.segments import offset_ms, plain_segments
from debrief.interactions.formats.values import Json, milliseconds, record, records, speaker_of, text, within
from debrief.interactions.formats.voices import Segment, voice_label
from debrief.interactions.holds import HoldReason
from debrief.kernel.model import Entity


class Told(Entity):
    """What a document of another system tells.

    raw: metadata under the names that `metadata_from` knows. summary: the vendor's own. hold: what in it keeps it from
    being loaded.
    """

    format: SourceFormat
    made_by: str
    segments: tuple[Segment, ...]
    raw: dict[str, object] = {}
    duration_ms: int | None = None
    summary: str | None = None
    warnings: tuple[str, ...] = ()
    hold: tuple[HoldReason, ...] = ()


_AROUND: Final = ("response", "result", "data")
"""Under which names programs keep the whole of a recogniser's answer beside what they know of the call."""


def deepgram(document: Json, depth: int = 0) -> Told | None:
    """Deepgram's answer, or one alternative of it, as conservers keep it in a vCon.

    It may lie in what a program writes around it, which are metadata. depth: in how many of these it was found.
    """
    for name in _AROUND if depth < len(_AROUND) else ():
        inner = record(document, name)
        if records(record(inner, "results").get("channels")) or any(record(inner, each) for each in _AROUND):
            told = deepgram(inner, depth + 1)
            beside = {
                key: value for key, value in document.items() if key != name and not isinstance(value, list | dict)
            }
            return told and told.model_copy(update={"raw": {**beside, **{k: v for k, v in told.raw.items() if v}}})
    results = record(document, "results")
    channels = records(results.get("channels"))
    alternatives = [next(iter(records(one.get("alternatives"))), {}) for one in channels]
    language = None
    if channels:
        language = text(channels[0].get("detected_language"))
    elif "transcript" in document and ("paragraphs" in document or "words" in document):
        alternatives = [document]
        language = text(document.get("detected_language"))
    if not alternatives:
        return None
    segments = _utterances(results, many=len(alternatives) > 1)
    words: list[Word] = []
    if not segments:
        for place, alternative in enumerate(alternatives):
            if len(alternatives) == 1:
                segments += _alternative(alternative, None)
            elif timed := _timed_words(alternative, f"channel {place}"):
                words += timed
            else:
                segments += _alternative(alternative, f"channel {place}")
        segments = in_order([*segments, *map(_turn_of, turns_of(words))])
    return Told(
        format=SourceFormat.DEEPGRAM,
        made_by="Deepgram",
        segments=tuple(segments),
        raw={"language": language},
        duration_ms=milliseconds(record(document, "metadata").get("duration"), 1000),
    )


def _utterances(results: Json, *, many: bool) -> list[Segment]:
    found: list[Segment] = []
    for one in records(results.get("utterances")):
        words = text(one.get("transcript"))
        if words is not None:
            voice = _numbered("channel", one.get("channel")) if many else _numbered("speaker", one.get("speaker"))
            found.append(_timed(one, words, voice))
    return found


def _alternative(alternative: Json, channel: str | None) -> list[Segment]:
    paragraphs = records(record(alternative, "paragraphs").get("paragraphs"))
    found: list[Segment] = []
    for one in paragraphs:
        words = " ".join(said for each in records(one.get("sentences")) if (said := text(each.get("text"))))
        if words:
            found.append(_timed(one, words, channel or _numbered("speaker", one.get("speaker"))))
    if found:
        return found
    said_by: list[list[str]] = []
    for word in records(alternative.get("words")):
        said = text(word.get("punctuated_word")) or text(word.get("word"))
        if said is None:
            continue
        voice = channel or _numbered("speaker", word.get("speaker"))
        if found and found[-1].voice == voice:
            said_by[-1].append(said)
            if end := milliseconds(word.get("end"), 1000):
                found[-1] = found[-1].model_copy(update={"end_ms": end})
        else:
            found.append(_timed(word, said, voice))
            said_by.append([said])
    found = [each.model_copy(update={"text": " ".join(words)}) for each, words in zip(found, said_by, strict=True)]
    whole = text(alternative.get("transcript"))
    return found or ([Segment(text=whole, voice=channel)] if whole else [])


def _timed_words(alternative: Json, channel: str) -> list[Word]:
    """The words of a channel; none where one of them has no time, or where only paragraphs have their marks."""
    marked = all("punctuated_word" in each for each in records(alternative.get("words")))
    if not marked and records(record(alternative, "paragraphs").get("paragraphs")):
        return []
    words: list[Word] = []
    for word in records(alternative.get("words")):
        said = text(word.get("punctuated_word")) or text(word.get("word"))
        start, end = milliseconds(word.get("start"), 1000), milliseconds(word.get("end"), 1000)
        if said is not None and start is None:
            return []
        if said is not None and start is not None:
            words.append(
                Word(
                    text=said,
                    start_ms=start,
                    end_ms=max(start, end or start),
                    confidence=within(word.get("confidence"), 0, 1),
                    label=channel,
                )
            )
    return words


def _turn_of(words: list[Word]) -> Segment:
    heard = [word.confidence for word in words if word.confidence is not None]
    return Segment(
        text=" ".join(word.text for word in words),
        voice=words[0].label,
        start_ms=words[0].start_ms,
        end_ms=max(word.end_ms for word in words),
        confidence=round(sum(heard) / len(heard), 4) if heard else None,
    )


def _timed(item: Json, words: str, voice: str | None) -> Segment:
    return Segment(
        text=words,
        voice=voice,
        start_ms=milliseconds(item.get("start"), 1000),
        end_ms=milliseconds(item.get("end"), 1000),
        confidence=within(item.get("confidence"), 0, 1),
    )


def _numbered(kind: str, label: object) -> str | None:
    called = voice_label(label)
    return f"{kind} {called}" if called is not None and called.isdigit() else called


def wtf(document: Json) -> Told | None:
    """The World Transcription Format of the vCon drafts."""
    whole = document.get("transcript")
    if not isinstance(whole, Mapping) or not isinstance(document.get("segments"), list):
        return None
    names = {
        identifier: text(record(each).get("label")) or text(record(each).get("name"))
        for identifier, each in record(document, "speakers").items()
    }
    segments: list[Segment] = []
    for one in records(document["segments"]):
        words = text(one.get("text"))
        if words is not None:
            called = names.get(voice_label(one.get("speaker")) or "") or _numbered("speaker", one.get("speaker"))
            segments.append(_timed(one, words, called))
    if not segments and (words := text(whole.get("text"))):
        segments = [Segment(text=words)]
    provider = text(record(document, "metadata").get("provider"))
    return Told(
        format=SourceFormat.WTF,
        made_by=provider or "WTF",
        segments=tuple(in_order(segments)),
        raw={"language": whole.get("language")},
        duration_ms=milliseconds(whole.get("duration"), 1000),
    )


def whisper(document: Json) -> Told | None:
    """Whisper's own JSON, that of the OpenAI API, of whisperX, and of whisper.cpp."""
    items = records(document.get("segments"))
    if items and all(isinstance(one.get("text"), str) and "start" in one for one in items):
        segments = plain_segments(items)
        language = document.get("language")
    elif items := records(document.get("transcription")):
        segments = [
            Segment(
                text=words,
                voice=_numbered("speaker", one.get("speaker")),
                start_ms=milliseconds(record(one, "offsets").get("from")),
                end_ms=milliseconds(record(one, "offsets").get("to")),
            )
            for one in items
            if (words := text(one.get("text")))
        ]
        language = record(document, "result").get("language")
    else:
        return None
    return Told(
        format=SourceFormat.WHISPER,
        made_by="Whisper",
        segments=tuple(in_order(segments)),
        raw={"language": language_code(language)},
        warnings=_unknown_language(language),
        duration_ms=milliseconds(document.get("duration"), 1000),
    )


def _unknown_language(given: object) -> tuple[str, ...]:
    """The remark on a language that is given and that nobody knows."""
    if not isinstance(given, str) or not given.strip() or language_code(given) is not None:
        return ()
    return (f"Its language, {quoted(given.strip())}, isn't known by that name and was left out.",)


_TWILIO_ROLES: Final = ("role", "type", "channel_role")


def twilio(document: Json) -> Told | None:
    """The sentences of Twilio's Conversational Intelligence, which counts channels from 1; here they begin at 0."""
    items = records(document.get("sentences"))
    if not items or not any("media_channel" in one or "mediaChannel" in one for one in items):
        return None
    base = 0 if any(_media_channel(one) == "0" for one in items) else 1
    roles = {
        voice_label(one.get("channel_participant")): speaker_of(next((one[n] for n in _TWILIO_ROLES if n in one), None))
        for one in records(record(document, "channel").get("participants"))
    }
    segments: list[Segment] = []
    for one in items:
        channel = _media_channel(one)
        place = int(channel) - base if channel is not None and channel.isdecimal() else channel
        if words := text(one.get("transcript")):
            segments.append(
                Segment(
                    text=words,
                    speaker=roles.get(channel, Speaker.UNKNOWN),
                    voice=_numbered("channel", place),
                    start_ms=offset_ms(one.get("start_time", one.get("startTime"))),
                    end_ms=offset_ms(one.get("end_time", one.get("endTime"))),
                    confidence=within(one.get("confidence"), 0, 1),
                )
            )
    raw = {"contact_reference": document.get("sid"), "language": document.get("language_code")}
    segments = in_order(segments)
    return Told(
        format=SourceFormat.TWILIO,
        made_by="Twilio",
        segments=tuple(segments),
        raw=raw,
        duration_ms=milliseconds(document.get("duration"), 1000),
    )


def _media_channel(sentence: Json) -> str | None:
    return voice_label(sentence.get("media_channel", sentence.get("mediaChannel")))


_PLACED: Final = re.compile(r"(?:ch|channel|audio[ _-]?channel)?[ _-]?(\d{1,2})", re.IGNORECASE)


def _channel(place: object) -> str | None:
    """A channel as `channel 0`, `channel 1` …, whatever it is called; another name as it is."""
    called = voice_label(place)
    match = _PLACED.fullmatch(called) if called is not None else None
    return f"channel {int(match[1])}" if match else called


def _placed(segment: Json) -> str | None:
    """The channel of a segment of Bedrock Data Automation."""
    channel = record(segment, "channel")
    return next((found for name in ("channel_label", "channel_id") if (found := _channel(channel.get(name)))), None)


def bedrock_data_automation(document: Json) -> Told | None:
    """The standard output of Bedrock Data Automation for audio."""
    if not isinstance(document.get("audio_segments"), list):
        return None
    segments: list[Segment] = []
    items = records(document["audio_segments"])
    # Of several channels each has its side; numbers of speakers are the recogniser's guess.
    many = len({placed for one in items if (placed := _placed(one))}) > 1
    for one in items:
        words = text(one.get("text"))
        if words is None or str(one.get("type", "TRANSCRIPT")).upper() != "TRANSCRIPT":
            continue
        speaker, placed = record(one, "speaker"), _placed(one)
        labels = (speaker.get("speaker_label"), speaker.get("speaker_id"))
        called = voice_label(speaker.get("speaker_name")) or (placed if many else None)
        called = called or next((found for label in labels if (found := voice_label(label))), placed)
        segments.append(
            Segment(
                text=words,
                voice=_numbered("speaker", called),
                start_ms=milliseconds(one.get("start_timestamp_millis")),
                end_ms=milliseconds(one.get("end_timestamp_millis")),
                confidence=within(one.get("confidence"), 0, 1),
            )
        )
    metadata = record(document, "metadata")
    return Told(
        format=SourceFormat.BEDROCK_DATA_AUTOMATION,
        made_by="Amazon Bedrock Data Automation",
        segments=tuple(segments),
        raw={"language": text(metadata.get("dominant_asset_language"))},
        duration_ms=milliseconds(metadata.get("duration_millis")),
        summary=text(record(document, "audio").get("summary")),
    )
