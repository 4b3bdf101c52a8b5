"""What keeps an item's objects from being loaded, and what to do about it; missing values are in `verification`."""

from collections.abc import Iterable, Sequence
from typing import Final

from debrief.interactions.formats.metadata import Metadata
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.file_names import RECORDINGS, Part, unit_of
from debrief.interactions.intake.languages import transcribed_as
from debrief.interactions.intake.model import IntakeItem, StoredObject
from debrief.interactions.intake.transcription import MOST_CHANNELS

CUT_OFF: Final = "The recording is cut off: it ends before the end that it tells of."
"""What is told of a recording that is loaded all the same."""

EMPTY_RECORDING: Final = HoldReason(code=HoldCode.DOCUMENT_EMPTY, sentence="The recording has no content.")


def are_of_document(reasons: Sequence[HoldReason]) -> bool:
    """Whether the document itself is at fault: then its missing metadata would only be noise."""
    return any(reason.field is None for reason in reasons)


def of_namesake(reason: HoldReason) -> HoldReason:
    """What holds a conversation in which only a name told the agent, against the words of who has it."""
    if reason.code is not HoldCode.AGENT_MISSING:
        return reason
    sentence = (
        "It doesn't say who the agent was: a voice is called as a user is, and speaks as the customer does. Fill in "
        "the agent."
    )
    return reason.model_copy(update={"sentence": sentence})


def of_untold_length(reason: HoldReason, recording: StoredObject) -> HoldReason:
    """A recording whose length can't be told is held for that, with what to do about it."""
    if reason.code is not HoldCode.DURATION_MISSING or recording.size == 0 or recording.duration_ms is not None:
        return reason
    name = recording.key.rsplit("/", 1)[-1]
    sentence = (
        f'"{name}" doesn\'t tell how long it is: it may be cut off, or no recording. Fill in its duration, or drop it '
        f"again as one of {_kinds(RECORDINGS)}."
    )
    return reason.model_copy(update={"sentence": sentence})


def _kinds(suffixes: Iterable[str]) -> str:
    *some, last = (each.removeprefix(".") for each in suffixes)
    return f"{', '.join(some)} or {last}"


def of_channels(recording: StoredObject) -> list[HoldReason]:
    """What holds a recording that is to be transcribed with more channels than Transcribe tells apart."""
    if (recording.channels or 1) <= MOST_CHANNELS:
        return []
    sentence = (
        f"The recording has {recording.channels} channels; one or two can be transcribed. Drop it again with one "
        "channel for the agent and one for the customer, or drop its transcript beside it."
    )
    return [HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)]


def of_language(metadata: Metadata) -> list[HoldReason]:
    """What holds a recording that is to be transcribed in a language that can't be, or that can't be read."""
    language = metadata.language
    if language is None and "language" in metadata.unread:
        language = metadata.written.get("language", "")
    elif transcribed_as(language) is not None:
        return []
    sentence = f'Recordings in "{language}" can\'t be transcribed; give a language such as "en-GB".'
    return [HoldReason(code=HoldCode.LANGUAGE_UNSUPPORTED, field="language", given=language, sentence=sentence)]


def nothing_to_load(item: IntakeItem) -> HoldReason:
    """What holds an item that has no recording and no transcript."""
    if item.unsupported is not None:
        name = item.unsupported.key.rsplit("/", 1)[-1]
        if unit_of(item.unsupported.key).part is Part.UNFINISHED:
            sentence = (
                f'"{name}" has the name of an upload that goes on, and hasn\'t been renamed for a day. Upload the file '
                "again, or dismiss this one."
            )
            return HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)
        sentence = (
            f'"{name}" is of no accepted kind of file. Accepted are recordings ({_kinds(RECORDINGS)}), transcripts '
            "(vtt, vcon, json, docx of Teams, tsv of Whisper), metadata (json) and bulk files (jsonl). Drop it again "
            "as one of these, or dismiss it."
        )
        return HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)
    sentence = "Only metadata came so far; the recording or the transcript is missing."
    return HoldReason(code=HoldCode.CONTENT_MISSING, sentence=sentence)
