"""Times and lengths that are in another unit, or counted from elsewhere, than they were read: mended where certain.

Milliseconds that were read as seconds are a thousand times too long and all of them whole seconds. Those of words are
certain where the words, in thousandths, end within the length that is known, and a word then takes as long as one does;
else they are left out. Times of day are hours ahead of a conversation that fits behind its first word. A length is
certain where the words end just before its thousandth.
"""

from collections.abc import Sequence
from typing import Final

from debrief.interactions.conversations.analysis import Origin
from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import Channel, Turn
from debrief.interactions.formats.durations import DurationSources, in_words, is_far, size_of, span_of
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.parsed import ParsedConversation

_THOUSAND: Final = 1000
_FAR: Final = 10
_FAR_MS: Final = 600_000
_SLOWEST_MS: Final = 20_000
"""Milliseconds from one word to the next, on the whole, beyond which times are in another unit."""

_LIKELY_MS: Final = range(50, 10_000)
_LEAST: Final = 20
"""Words that end before a twentieth of the known length don't bear out in which unit they are."""

_FEW: Final = 3
_AFTER_ITS_END: Final = 2000
"""Milliseconds that a last word may end after the end, besides a fiftieth of the whole."""

_MENDED: Final = (
    "The times of its words are in milliseconds: read as seconds, they go on until {words}, and it lasted {known}."
)
_LENGTH_MENDED: Final = (
    "It is said to have lasted {given}, but the last word ends at {words}. Its length is in another unit: read as "
    "milliseconds it lasted {lasted}, which was taken."
)
_LATE_MS: Final = 3_600_000
_COUNTED_ANEW: Final = (
    "The times of its words begin at {first}, as times of day do, and it lasts {span} from there; they are counted "
    "from its first word."
)
_LEFT_OUT: Final = (
    "The times of its words go on until {words}, and it lasted {known}. They were left out, as no unit fits them."
)


def known_length(metadata: Metadata, recording_ms: int | None, *, cut_off: bool) -> int | None:
    """How long something was, in milliseconds, but for its words: by its recording, else as is given.

    None where neither tells, and for what was written, whose messages may lie days apart.
    """
    if metadata.channel not in (None, Channel.VOICE):
        return None
    if recording_ms and not cut_off:
        return recording_ms
    return metadata.duration_ms or span_of(metadata)


def with_times_that_fit(
    conversation: ParsedConversation, known_ms: int | None, *, spoken: bool = True
) -> ParsedConversation:
    """The conversation with the times of its words in the unit that fits the known length, and from its beginning.

    Where most of them lie far behind that end and no unit fits, all are left out of what certainly was spoken: no turn
    lies hours behind the end. What was done is told. Other times aren't touched, and where no length is known only
    those that begin hours after the conversation would have.
    """
    turns, end = conversation.turns, conversation.end_ms
    first = min((turn.start_ms for turn in turns if turn.start_ms is not None), default=0)
    if spoken and end and _counts_from_elsewhere(first, end, known_ms):
        anew = tuple(_earlier(turn, first) for turn in turns)
        remark = _COUNTED_ANEW.format(first=in_words(first), span=in_words(end - first))
        return _with(conversation, anew, remark)
    if not known_ms or not end or not _cannot_be(turns, end, known_ms):
        return conversation
    if _fits(turns, end, known_ms):
        mended, remark = tuple(map(_in_thousandths, turns)), _MENDED
    elif len(turns) < _FEW or not spoken:
        return conversation
    else:
        mended, remark = tuple(map(_without_times, turns)), _LEFT_OUT
    return _with(conversation, mended, remark.format(words=in_words(end), known=in_words(known_ms)))


def _with(conversation: ParsedConversation, turns: tuple[Turn, ...], remark: str) -> ParsedConversation:
    measures = conversation.measures
    return conversation.model_copy(
        update={
            "turns": turns,
            "measures": measures if measures and measures.origin is Origin.VENDOR else measure(turns),
            "warnings": (*conversation.warnings, remark),
        }
    )


def _counts_from_elsewhere(first: int, end: int, known_ms: int | None) -> bool:
    """Whether the words can't begin so late: not within the known length, and hours before them nobody would wait."""
    span = end - first
    if known_ms and (_ends_by(end, known_ms) or not _ends_by(span, known_ms)):
        return False
    late = first >= _LATE_MS and first >= 2 * span
    return late or (known_ms is not None and first >= known_ms * _FAR and first > _FAR_MS)


def _ends_by(words: int, known_ms: int) -> bool:
    # Recognisers end a last word a little after the end.
    return words <= known_ms + _AFTER_ITS_END + known_ms // 50


def _earlier(turn: Turn, by_ms: int) -> Turn:
    times = {name: at - by_ms for name in ("start_ms", "end_ms") if (at := getattr(turn, name)) is not None}
    return turn.model_copy(update=times)


def with_length_in_its_unit(metadata: Metadata, sources: DurationSources) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata with its length in milliseconds where it was given so and read as seconds, and what to say of it.

    Only where no recording tells and the words end in the last quarter of its thousandth, as words do before somebody
    hangs up. The parts of the handle time that the same place gives are in the same unit.
    """
    given, words = metadata.duration_ms, sources.transcript_end_ms
    place = metadata.found_in.get("duration_ms")
    told = sources.audio_header_ms is not None or metadata.channel is Channel.EMAIL or place is FoundIn.PERSON
    if told or not given or not words or given % _THOUSAND or not is_far(given, words):
        return metadata, ()
    lasted = given // _THOUSAND
    if not 3 * lasted <= 4 * words <= 4 * (lasted + _AFTER_ITS_END + lasted // 50):
        return metadata, ()
    parts = {
        name: value // _THOUSAND
        for name in ("talk_ms", "hold_ms", "after_call_work_ms")
        if metadata.found_in.get(name) is place
        if (value := getattr(metadata, name)) and value % _THOUSAND == 0 and value >= lasted
    }
    remark = _LENGTH_MENDED.format(given=in_words(given), words=in_words(words), lasted=in_words(lasted))
    return metadata.model_copy(update={"duration_ms": lasted, **parts}), (remark,)


def _cannot_be(turns: Sequence[Turn], end: int, known_ms: int) -> bool:
    """Whether most turns begin behind the end, and words would follow each other much too slowly."""
    if end < known_ms * _FAR or end - known_ms <= _FAR_MS:
        return False
    begins = [turn.start_ms for turn in turns if turn.start_ms is not None]
    behind = sum(begin > known_ms for begin in begins)
    return 2 * behind >= len(begins) and end // _words(turns) > _SLOWEST_MS


def _fits(turns: Sequence[Turn], end: int, known_ms: int) -> bool:
    whole = all((at or 0) % _THOUSAND == 0 for turn in turns for at in (turn.start_ms, turn.end_ms))
    ends = end // _THOUSAND
    within = known_ms // _LEAST <= ends and _ends_by(ends, known_ms)
    return whole and within and ends // _words(turns) in _LIKELY_MS


def _words(turns: Sequence[Turn]) -> int:
    return sum(size_of(turn) for turn in turns)


def _in_thousandths(turn: Turn) -> Turn:
    times = {name: at // _THOUSAND for name in ("start_ms", "end_ms") if (at := getattr(turn, name)) is not None}
    return turn.model_copy(update=times)


def _without_times(turn: Turn) -> Turn:
    return turn.model_copy(update={"start_ms": None, "end_ms": None})
