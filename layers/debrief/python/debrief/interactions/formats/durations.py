"""How long a conversation lasted, from the best source that tells, held against what was said and recorded."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from debrief.interactions.conversations.words import Channel
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.kernel.model import Entity


class DurationSources(Entity):
    """Where a duration can be taken from when the metadata has none, best first, in milliseconds.

    audio_cut_off: the recording ends before its end, so that its length disproves nothing.
    """

    audio_header_ms: int | None = None
    audio_cut_off: bool = False
    vendor_ms: int | None = None
    transcript_end_ms: int | None = None


_FAR_FROM_WORDS: Final = 10
_FAR_FROM_WORDS_MS: Final = 600_000
_UNLIKE_AUDIO_MS: Final = 3_000
_UNLIKE_AUDIO: Final = 20
_BELIEVED_MS: Final = 12 * 3_600_000
"""What is spoken, and lasts longer than that as is said, is asked about where the words end long before."""


def with_duration(metadata: Metadata, sources: DurationSources) -> Metadata:
    """The metadata with the best known duration.

    Order: given → ended_at - started_at → audio header → the vendor's total → end of the last turn. What words disprove
    that go on after it is passed over, and so is what is ten times as long as the recording and ten minutes longer:
    measured bytes are the stronger source. A duration of 0 is one where nobody spoke and nothing was recorded: a
    contact that was dropped. What a person filled in, only words disprove.
    """
    for _, candidate in _candidates(metadata, sources):
        if not _is_disproved(candidate, metadata, sources):
            return metadata.model_copy(update={"duration_ms": candidate})
    return metadata.model_copy(update={"duration_ms": None})


def doubts(metadata: Metadata, sources: DurationSources) -> tuple[str, ...]:
    """Sentences about lengths that contradict each other. metadata: before `with_duration`.

    A length is far from the words where it is ten times as long and ten minutes longer, as words end before a hold
    does. It differs from the recording where that is by more than three seconds and a twentieth of it.
    """
    kept = with_duration(metadata, sources).duration_ms
    if kept is None:
        return ()
    said: list[str] = []
    words, audio = sources.transcript_end_ms, sources.audio_header_ms
    for name, candidate in _candidates(metadata, sources):
        if not _is_disproved(candidate, metadata, sources):
            break
        by_words = words and _ends_before(candidate, words)
        against = (
            f"words go on until {in_words(words)}"
            if words and by_words
            else f"its recording is {in_words(audio or 0)} long"
        )
        said.append(f"{name} {in_words(candidate)}, but {against}; {in_words(kept)} was taken.")
    given = metadata.duration_ms
    if audio and kept != audio and abs(kept - audio) > max(_UNLIKE_AUDIO_MS, audio // _UNLIKE_AUDIO):
        said.append(f"It lasted {in_words(kept)} as is said, but its recording is {in_words(audio)} long.")
    elif words and _is_far(kept, words):
        said.append(
            f"It lasted {in_words(kept)} as is said, but the last word ends at {in_words(words)}. "
            "Perhaps its length is in another unit."
        )
    spans = _span(metadata)
    if given and spans and abs(given - spans) > max(_FAR_FROM_WORDS_MS, given):
        said.append(
            f"It is said to have lasted {in_words(given)}, but from its start to its end are {in_words(spans)}."
        )
    return tuple(said)


def _candidates(metadata: Metadata, sources: DurationSources) -> Iterator[tuple[str, int]]:
    for name, candidate in (
        ("It is said to have lasted", metadata.duration_ms),
        ("From its start to its end are", _span(metadata)),
        ("Its recording lasts", sources.audio_header_ms),
        ("The analysis that came with it says", sources.vendor_ms),
        ("Its words last", sources.transcript_end_ms),
    ):
        if candidate is not None and candidate >= 0:
            yield name, candidate


def _span(metadata: Metadata) -> int | None:
    if metadata.started_at is None or metadata.ended_at is None:
        return None
    return round((metadata.ended_at - metadata.started_at) / timedelta(milliseconds=1))


def _is_disproved(candidate: int, metadata: Metadata, sources: DurationSources) -> bool:
    words, audio = sources.transcript_end_ms, sources.audio_header_ms
    if audio and (candidate == 0 or _is_far(candidate, audio)) and not (candidate and _is_settled(metadata, sources)):
        return True
    if not words or metadata.channel is Channel.EMAIL:
        # The mails of one conversation lie days apart; what is given is how long they were worked on.
        return False
    return _ends_before(candidate, words)


def _ends_before(candidate: int, words: int) -> bool:
    # Recognisers end a last word a little after the end.
    return candidate == 0 or candidate + 2000 + words // 50 < words


def _is_far(candidate: int, from_ms: int) -> bool:
    return candidate >= from_ms * _FAR_FROM_WORDS and candidate - from_ms > _FAR_FROM_WORDS_MS


def _is_settled(metadata: Metadata, sources: DurationSources) -> bool:
    """Whether a recording disproves no length: it is cut off, or a person has said how long it was."""
    return sources.audio_cut_off or metadata.found_in.get("duration_ms") is FoundIn.PERSON


def not_believed(metadata: Metadata, sources: DurationSources) -> str | None:
    """Why a length can't be taken without asking; None where it can. metadata: after `with_duration`.

    Half a day and more on the phone, of which only the beginning has words, would go into handle times as it is.
    """
    lasted, words = metadata.duration_ms, sources.transcript_end_ms
    if not lasted or not words or metadata.channel not in (None, Channel.VOICE) or _is_settled(metadata, sources):
        return None
    if lasted <= _BELIEVED_MS or not _is_far(lasted, words):
        return None
    return (
        f"It is said to have lasted {in_words(lasted)}, but the last word ends at {in_words(words)}. Perhaps its "
        "length is in another unit; say how long it was."
    )


def in_words(duration_ms: int) -> str:
    """A duration as people write it: `2.5 s`, `5 min 12 s`, `1 h 40 min`."""
    if duration_ms < 60_000:
        return f"{duration_ms / 1000:g} s"
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
