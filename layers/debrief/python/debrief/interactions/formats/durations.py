"""How long a conversation lasted, from the best source that tells, held against what was said and recorded."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from debrief.interactions.conversations.measures import count_words
from debrief.interactions.conversations.model import Channel, Turn
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.kernel.model import Entity


class DurationSources(Entity):
    """Where a duration can be taken from when the metadata has none, best first, in milliseconds.

    audio_cut_off: the recording ends before its end, so that its length disproves nothing.
    last_but_one_ms: when the last turn but one begins, below 0 where there is none; None where nobody has looked.
    last_begins_ms: when the last turn begins that nobody can have spoken until its end; else None.
    ms_per_word: how long a word takes on the whole; None where nobody has looked.
    words_without_times: how many words there are of which none has a time; None where nobody has looked.
    """

    audio_header_ms: int | None = None
    audio_cut_off: bool = False
    vendor_ms: int | None = None
    transcript_end_ms: int | None = None
    last_but_one_ms: int | None = None
    last_begins_ms: int | None = None
    ms_per_word: int | None = None
    words_without_times: int | None = None

    @property
    def measured_ms(self) -> int | None:
        """The length of a recording that is whole."""
        return None if self.audio_cut_off else self.audio_header_ms


_FAR_FROM_WORDS: Final = 10
_FAR_FROM_WORDS_MS: Final = 600_000
_FAR_BELOW_MS: Final = 30_000
"""What a recording is longer than a length that is said, to disprove it: shorter ones differ by the ringing."""

_UNLIKE_AUDIO_MS: Final = 3_000
_UNLIKE_AUDIO: Final = 20
_BELIEVED_MS: Final = 12 * 3_600_000
"""What is spoken, and lasts longer than that as is said, is asked about where the words end long before."""

_SLOWEST_MS: Final = 20_000
"""Milliseconds that a word takes with all pauses: beyond that, times are in another unit."""

_SLOW_MS: Final = 20 * 60_000
"""Words whose times can't be are asked about beyond that: a second of talking, in milliseconds read as seconds."""

_LONG_MS: Final = 2 * 3_600_000
_LETTERS: Final = 5  # of a word, in scripts that have no blanks between words


def sources_of(turns: Sequence[Turn], end_ms: int | None, sources: DurationSources) -> DurationSources:
    """The sources with what turns tell, of which the last one ends at `end_ms`."""
    timed = [
        (turn.start_ms, turn.end_ms or turn.start_ms, size_of(turn)) for turn in turns if turn.start_ms is not None
    ]
    if not timed or not end_ms:
        untimed = sum(map(size_of, turns)) if turns and not end_ms else None
        return sources.model_copy(update={"transcript_end_ms": end_ms, "words_without_times": untimed})
    spoken = sum(end - start for start, end, _ in timed)
    begins = sorted(start for start, _, _ in timed)
    # A caption that goes on for an hour after its words are spoken tells only when they begin.
    ends = [start if end - start > max(_FAR_FROM_WORDS_MS, size * _SLOWEST_MS) else end for start, end, size in timed]
    return sources.model_copy(
        update={
            "transcript_end_ms": end_ms,
            "last_but_one_ms": begins[-2] if len(begins) > 1 else -1,
            "last_begins_ms": max(ends) if max(ends) < end_ms else None,
            "ms_per_word": spoken // sum(size for _, _, size in timed),
        }
    )


def size_of(turn: Turn) -> int:
    """How many words a turn has, also in scripts without blanks between them; at least one."""
    return max(1, count_words(turn.text), len(turn.text) // _LETTERS)


def with_duration(metadata: Metadata, sources: DurationSources) -> Metadata:
    """The metadata with the best known duration.

    Order: given → ended_at - started_at → audio header → the vendor's total → end of the last turn. What words disprove
    that go on after it is passed over, and so is what is ten times as long as the recording and ten minutes longer, or
    a tenth of it: measured bytes are the stronger source. Neither do words disprove what a recording bears out, nor
    what one turn alone goes far beyond, nor are they believed far beyond a recording. A duration of 0 is one where
    nobody spoke and nothing was recorded: a contact that was dropped. What a person filled in stands.
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
    for name, part in (("hold", metadata.hold_ms), ("talk", metadata.talk_ms)):
        if part and part > kept and _differs(part, kept):
            said.append(f"Its {name} time is {in_words(part)}, and it lasted {in_words(kept)} as is said.")
    words, audio = sources.transcript_end_ms, sources.audio_header_ms
    for name, candidate in _candidates(metadata, sources):
        if not _is_disproved(candidate, metadata, sources):
            break
        by_audio = audio and _is_disproved_by_audio(candidate, sources)
        against = (
            f"its recording is {in_words(audio)} long"
            if audio and by_audio
            else f"words go on until {in_words(words or 0)}"
        )
        said.append(f"{name} {in_words(candidate)}, but {against}; {in_words(kept)} was taken.")
    given = metadata.duration_ms
    if audio and kept != audio and _differs(kept, audio):
        said.append(f"It lasted {in_words(kept)} as is said, but its recording is {in_words(audio)} long.")
    elif words and is_far(kept, words):
        said.append(
            f"It lasted {in_words(kept)} as is said, but the last word ends at {in_words(words)}. "
            "Perhaps its length is in another unit."
        )
    if words and _ends_before(kept, words):
        said.append(
            f"The times of its words contradict its length: the last word ends at {in_words(words)}; "
            f"{in_words(kept)} was taken."
        )
    spans = span_of(metadata)
    if given and spans and abs(given - spans) > max(_FAR_FROM_WORDS_MS, given):
        said.append(
            f"It is said to have lasted {in_words(given)}, but from its start to its end are {in_words(spans)}."
        )
    return tuple(said)


def _candidates(metadata: Metadata, sources: DurationSources) -> Iterator[tuple[str, int]]:
    for name, candidate in (
        ("It is said to have lasted", metadata.duration_ms),
        ("From its start to its end are", span_of(metadata)),
        ("Its recording lasts", sources.audio_header_ms),
        ("The analysis that came with it says", sources.vendor_ms),
        ("Its words last", sources.transcript_end_ms),
    ):
        if candidate is not None and candidate >= 0:
            yield name, candidate


def span_of(metadata: Metadata) -> int | None:
    """From the start to the end, in milliseconds; None where one isn't known."""
    if metadata.started_at is None or metadata.ended_at is None:
        return None
    return round((metadata.ended_at - metadata.started_at) / timedelta(milliseconds=1))


def _is_disproved(candidate: int, metadata: Metadata, sources: DurationSources) -> bool:
    if candidate and candidate == metadata.duration_ms and _is_a_persons(metadata):
        return False
    return _is_disproved_by_audio(candidate, sources) or _is_disproved_by_words(candidate, metadata, sources)


def _is_disproved_by_audio(candidate: int, sources: DurationSources) -> bool:
    if candidate == 0:
        return bool(sources.audio_header_ms)
    measured = sources.measured_ms
    if measured and is_far(candidate, measured):
        return True
    # Of a recording that is cut off, at least so much took place.
    recorded = sources.audio_header_ms
    return bool(recorded) and _is_far_below(candidate, recorded or 0) and not _is_borne_out_by_words(candidate, sources)


def _is_borne_out_by_words(candidate: int, sources: DurationSources) -> bool:
    """Whether the words end where a length ends: what is recorded beyond it was no conversation."""
    words = sources.transcript_end_ms
    return bool(words) and not _ends_before(candidate, words or 0) and 2 * (words or 0) >= candidate


def _is_disproved_by_words(candidate: int, metadata: Metadata, sources: DurationSources) -> bool:
    words = sources.transcript_end_ms
    if not words or metadata.channel is Channel.EMAIL:
        # The mails of one conversation lie days apart; what is given is how long they were worked on.
        return False
    if candidate == 0:
        return True
    if not _ends_before(candidate, words) or _are_unlikely(metadata, sources):
        return False
    audio = sources.measured_ms
    if audio and not _differs(candidate, audio):
        # The recording itself, or what it bears out: neither one wrong time nor times in another unit say otherwise.
        borne_out = candidate != audio
        return not (borne_out or is_far(words, audio) or not _several_begin_after(candidate, sources))
    until = sources.last_begins_ms if sources.last_begins_ms is not None else words
    return _ends_before(candidate, until) and not _is_one_far_turn(candidate, sources)


def _are_unlikely(metadata: Metadata, sources: DurationSources) -> bool:
    """Whether what is spoken would have gone on for longer than anybody speaks, or much too slowly."""
    spoken = metadata.channel in (None, Channel.VOICE)
    return spoken and (_are_slow(sources) or (sources.transcript_end_ms or 0) > _BELIEVED_MS)


def _are_slow(sources: DurationSources) -> bool:
    """Whether words take so long, on the whole, that their times are in another unit or wrong."""
    slow = sources.ms_per_word is not None and sources.ms_per_word > _SLOWEST_MS
    return slow and (sources.transcript_end_ms or 0) > _SLOW_MS


def _several_begin_after(candidate: int, sources: DurationSources) -> bool:
    return sources.last_but_one_ms is None or sources.last_but_one_ms > candidate


def _is_one_far_turn(candidate: int, sources: DurationSources) -> bool:
    """Whether all that goes on far after a length is one turn: one of the two is wrong, and nobody can tell which."""
    return is_far(sources.transcript_end_ms or 0, candidate) and not _several_begin_after(candidate, sources)


def _ends_before(candidate: int, words: int) -> bool:
    # Recognisers end a last word a little after the end.
    return candidate == 0 or candidate + 2000 + words // 50 < words


def is_far(candidate: int, from_ms: int) -> bool:
    """Whether a length is ten times as long as another and ten minutes longer."""
    return candidate >= from_ms * _FAR_FROM_WORDS and candidate - from_ms > _FAR_FROM_WORDS_MS


def _is_far_below(candidate: int, audio: int) -> bool:
    return audio >= candidate * _FAR_FROM_WORDS and audio - candidate > _FAR_BELOW_MS


def _differs(one: int, audio: int) -> bool:
    return abs(one - audio) > max(_UNLIKE_AUDIO_MS, audio // _UNLIKE_AUDIO)


def _is_a_persons(metadata: Metadata) -> bool:
    return metadata.found_in.get("duration_ms") is FoundIn.PERSON


def not_believed(metadata: Metadata, sources: DurationSources) -> str | None:
    """Why a length can't be taken without asking; None where it can. metadata: after `with_duration`.

    Half a day and more on the phone, of which only the beginning has words, would go into handle times as it is; so
    would times of words that can't be. Where one turn lies far after what is given, either of them is wrong.
    """
    lasted, words = metadata.duration_ms, sources.transcript_end_ms
    spoken = metadata.channel in (None, Channel.VOICE)
    if not lasted or not spoken or _is_a_persons(metadata):
        return None
    audio = sources.audio_header_ms
    borne_out = sources.measured_ms is not None and not _differs(lasted, sources.measured_ms)
    if words and lasted > _BELIEVED_MS and is_far(lasted, words):
        return (
            f"It is said to have lasted {in_words(lasted)}, but the last word ends at {in_words(words)}. Perhaps its "
            "length is in another unit; say how long it was."
        )
    if audio and sources.audio_cut_off and lasted > _BELIEVED_MS and is_far(lasted, audio):
        return (
            f"It is said to have lasted {in_words(lasted)}, but of its recording, which is cut off, there are "
            f"{in_words(audio)}. Perhaps its length is in another unit; say how long it was."
        )
    few = sources.words_without_times
    if not words and audio is None and few and lasted > _LONG_MS and lasted // few > _SLOWEST_MS:
        return (
            f"It is said to have lasted {in_words(lasted)}, but all that is said in it are {few} words. Perhaps its "
            "length is in another unit; say how long it was."
        )
    if not words or borne_out:
        return None
    if (_are_slow(sources) and not _ends_before(lasted, words)) or lasted == words > _BELIEVED_MS:
        return (
            f"By the times of its words it lasted {in_words(words)}, which can't be. Perhaps they are in another unit, "
            "or one of them is wrong; say how long it was, and they are read as milliseconds if that fits."
        )
    if _ends_before(lasted, words) and _is_one_far_turn(lasted, sources) and not _are_unlikely(metadata, sources):
        return (
            f"It is said to have lasted {in_words(lasted)}, but its last word ends at {in_words(words)}: the times of "
            "its words contradict its length. Say how long it was."
        )
    return None


def in_words(duration_ms: int) -> str:
    """A duration as people write it: `2.5 s`, `5 min 12 s`, `1 h 40 min`."""
    if duration_ms < 60_000:
        return f"{duration_ms / 1000:g} s"
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
