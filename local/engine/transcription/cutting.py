"""Turns cut into pieces that a recogniser takes, at silences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from local.engine.transcription.audio import FRAME_MS, Recording, Turn, cut, frame_levels, threshold

LONGEST_MS: Final = 25_000
"""What a recogniser takes at once. Beyond half a minute Moonshine's models lose the thread."""


def pieces(recording: Recording, turns: Sequence[Turn], longest_ms: int = LONGEST_MS) -> list[Turn]:
    """The turns in their order, those that last longer than `longest_ms` in parts that follow on each other."""
    found: list[Turn] = []
    for turn in turns:
        if turn.end_ms - turn.begin_ms <= longest_ms:
            found.append(turn)
            continue
        levels = frame_levels(cut(recording, turn), recording.rate)
        parts = spans(levels, longest_ms // FRAME_MS, threshold(levels))
        for first, last in parts:
            begin = turn.begin_ms + first * FRAME_MS
            end = turn.end_ms if last == parts[-1][1] else turn.begin_ms + last * FRAME_MS
            if end > begin:
                # A second that two parts share is counted to the later one.
                loudness = turn.loudness[first * FRAME_MS // 1000 : max(1, -(-last * FRAME_MS // 1000))]
                found.append(Turn(turn.channel, begin, end, loudness))
    return found


def spans(levels: Sequence[float], longest: int, speech: float) -> list[tuple[int, int]]:
    """(first, behind the last) frames of parts of up to `longest` frames each, that together are all of them, in order.

    Cut in the middle of the longest stretch below the level `speech` that lies in a part's second half; where there is
    none, at the quietest frame there.
    """
    found: list[tuple[int, int]] = []
    begin = 0
    while len(levels) - begin > longest:
        end = _place(levels, begin + max(1, longest // 2), begin + longest, speech)
        found.append((begin, end))
        begin = end
    if begin < len(levels):
        found.append((begin, len(levels)))
    return found


def _place(levels: Sequence[float], first: int, last: int, speech: float) -> int:
    best, length, begin = 0, 0, None
    for frame in range(first, last + 1):
        if frame < last and levels[frame] < speech:
            begin = frame if begin is None else begin
        elif begin is not None:
            if frame - begin > length:
                best, length = (begin + frame) // 2, frame - begin
            begin = None
    return max(first, best) if length else min(range(first, last + 1), key=lambda frame: (levels[frame], frame))
