"""Times of a conversation: who spoke how long, who waited how long, who spoke into whose words."""

from collections.abc import Sequence
from itertools import pairwise

from debrief.interactions.conversations.analysis import Origin
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.kernel.model import Entity


class Measures(Entity):
    """Times of one conversation in milliseconds; None where the turns have no times or the vendor gives none.

    agent_speech_ms, customer_speech_ms: the union of that speaker's turns.
    silence_ms: time within the conversation in which nobody speaks; longest_silence_ms: its longest stretch.
    interruptions_by_*: how often that speaker begins while the other one goes on for more than the grace.
    agent_first_response_ms: from the customer's first turn to the agent's next one; 0 when the agent spoke first.
    *_response_mean_ms, *_response_max_ms: from the end of the other's words to the beginning of one's own.
    *_words: spoken or written words.
    """

    origin: Origin
    source: str | None = None
    duration_ms: int | None = None
    agent_speech_ms: int | None = None
    customer_speech_ms: int | None = None
    silence_ms: int | None = None
    longest_silence_ms: int | None = None
    interruptions_by_agent: int | None = None
    interruptions_by_customer: int | None = None
    agent_first_response_ms: int | None = None
    agent_response_mean_ms: int | None = None
    agent_response_max_ms: int | None = None
    customer_response_mean_ms: int | None = None
    customer_response_max_ms: int | None = None
    agent_words: int | None = None
    customer_words: int | None = None
    agent_words_per_minute: float | None = None
    customer_words_per_minute: float | None = None


class HandleTime(Entity):
    """talk_ms: connected time not on hold. handle_ms = talk_ms + hold_ms + after_call_work_ms."""

    talk_ms: int
    hold_ms: int
    after_call_work_ms: int
    handle_ms: int


INTERRUPTION_GRACE_MS = 500
"""Overlaps up to this length are an "mhm" or the recogniser's inexactness, not an interruption."""

SILENCE_FROM_MS = 3000
"""Gaps from this length on are silence, shorter ones the rhythm of speech (as the vendors count non-talk time)."""

Span = tuple[int, int]


def handle_time(
    duration_ms: int,
    *,
    talk_ms: int | None = None,
    hold_ms: int | None = None,
    after_call_work_ms: int | None = None,
) -> HandleTime:
    """The handle time of an interaction out of what is known.

    Hold and after-call work that nobody gives are 0. Talk time that nobody gives is the duration without the hold
    (never below 0).
    """
    held, after = hold_ms or 0, after_call_work_ms or 0
    talked = max(0, duration_ms - held) if talk_ms is None else talk_ms
    return HandleTime(talk_ms=talked, hold_ms=held, after_call_work_ms=after, handle_ms=talked + held + after)


def count_words(text: str) -> int:
    """Words as separated by white space."""
    return len(text.split())


def measure(turns: Sequence[Turn], duration_ms: int | None = None, *, spoken: bool = True) -> Measures:
    """The measures computed from turns.

    duration_ms: of the whole conversation; without it, the end of the last turn.
    spoken: False for chat and e-mail, where a turn has no length, so that speech, silence and interruptions
    are not measured.
    """
    words = {speaker: sum(count_words(turn.text) for turn in turns if turn.speaker is speaker) for speaker in _PEOPLE}
    end = max((_end(turn) for turn in turns if turn.start_ms is not None), default=None)
    total = duration_ms if duration_ms is not None else end
    base = Measures(
        origin=Origin.COMPUTED,
        duration_ms=total,
        agent_words=words[Speaker.AGENT],
        customer_words=words[Speaker.CUSTOMER],
    )
    timed = sorted((turn for turn in turns if turn.start_ms is not None), key=lambda turn: (_start(turn), turn.index))
    if not timed:
        return base
    changes: dict[str, object] = {"agent_first_response_ms": _first_response(timed)}
    for name, speaker in (("agent", Speaker.AGENT), ("customer", Speaker.CUSTOMER)):
        waits = _waits(timed, speaker)
        changes[f"{name}_response_mean_ms"] = round(sum(waits) / len(waits)) if waits else None
        changes[f"{name}_response_max_ms"] = max(waits, default=None)
    if spoken and total is not None:
        changes.update(_speech(timed, total, words))
    return base.model_copy(update=changes)


_PEOPLE = (Speaker.AGENT, Speaker.CUSTOMER)


def _start(turn: Turn) -> int:
    return turn.start_ms or 0


def _end(turn: Turn) -> int:
    return max(_start(turn), turn.end_ms or 0)


def _spans(turns: Sequence[Turn], speaker: Speaker | None = None) -> list[Span]:
    """The stretches in which the speaker (or anybody) speaks, in order, overlaps united."""
    united: list[Span] = []
    for turn in turns:
        if speaker is not None and turn.speaker is not speaker:
            continue
        if united and _start(turn) <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], _end(turn)))
        else:
            united.append((_start(turn), _end(turn)))
    return united


def _speech(turns: Sequence[Turn], total: int, words: dict[Speaker, int]) -> dict[str, object]:
    anybody = _spans(turns)
    edges = [(0, 0), *anybody, (total, total)]
    silences = [after[0] - before[1] for before, after in pairwise(edges) if after[0] - before[1] >= SILENCE_FROM_MS]
    measured: dict[str, object] = {"silence_ms": sum(silences), "longest_silence_ms": max(silences, default=0)}
    for name, speaker, other in (
        ("agent", Speaker.AGENT, Speaker.CUSTOMER),
        ("customer", Speaker.CUSTOMER, Speaker.AGENT),
    ):
        spoke = sum(end - start for start, end in _spans(turns, speaker))
        measured[f"{name}_speech_ms"] = spoke
        measured[f"{name}_words_per_minute"] = round(words[speaker] * 60_000 / spoke, 1) if spoke else None
        measured[f"interruptions_by_{name}"] = _interruptions(turns, speaker, other)
    return measured


def _interruptions(turns: Sequence[Turn], by: Speaker, of: Speaker) -> int:
    others = [(_start(turn), _end(turn)) for turn in turns if turn.speaker is of]
    own = [turn for turn in turns if turn.speaker is by]
    return sum(
        any(
            begin < _start(turn) and min(end, _end(turn)) - _start(turn) > INTERRUPTION_GRACE_MS
            for begin, end in others
        )
        for turn in own
    )


def _waits(turns: Sequence[Turn], speaker: Speaker) -> list[int]:
    people = [turn for turn in turns if turn.speaker in _PEOPLE]
    return [
        max(0, _start(after) - _end(before))
        for before, after in pairwise(people)
        if after.speaker is speaker and before.speaker is not speaker
    ]


def _first_response(turns: Sequence[Turn]) -> int | None:
    people = [turn for turn in turns if turn.speaker in _PEOPLE]
    if not people:
        return None
    if people[0].speaker is Speaker.AGENT:
        return 0
    answer = next((turn for turn in people if turn.speaker is Speaker.AGENT), None)
    return None if answer is None else max(0, _start(answer) - _start(people[0]))
