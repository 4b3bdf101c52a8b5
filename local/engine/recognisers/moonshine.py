"""Moonshine, the better recogniser, an optional extra: `make run RECOGNISER=moonshine` installs it.

The English model "base" is inside the wheel of moonshine-cpp; nothing is downloaded. It gives a text for a piece of
sound, and neither times nor how sure it is. Both come from pocketsphinx, which lays the words over the sound; what
doesn't fit is left out (`transcription/believing.py`).
"""

from __future__ import annotations

import tempfile
import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from local.engine.transcription.audio import Recording, Turn, cut, detect_turns, resample
from local.engine.transcription.believing import (
    LARGEST_GAP,
    Fit,
    Laid,
    can_be_said,
    fits,
    is_understood,
    lay,
    without_loop,
)
from local.engine.transcription.cutting import pieces
from local.engine.transcription.recognised import HIGHEST_CONFIDENCE, MOONSHINE, Recognised, SpokenTurn, Word

RATE: Final = 16_000


class Writer(Protocol):
    """Writes what is said in a piece of sound."""

    def text(self, samples: array[int]) -> str:
        """What is said; empty where nothing is. samples: of 16 kHz, of up to half a minute."""
        ...


class Checker(Protocol):
    """Lays words over a piece of sound."""

    def knows(self, word: str) -> bool: ...

    def fit(self, samples: array[int], words: list[str]) -> Fit | None: ...


class Moonshine:
    """The model, loaded."""

    def __init__(self) -> None:
        library: Any = import_module("moonshine_cpp")
        self._model = library.MoonshineModel()
        self._folder = tempfile.TemporaryDirectory(prefix="debrief-piece-")

    def text(self, samples: array[int]) -> str:
        # By a file: the call that takes samples is broken in 0.1.4.
        path = Path(self._folder.name) / "piece.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())
        return str(self._model.transcribe_wav(str(path)))


@dataclass(frozen=True)
class _Heard:
    turn: Turn
    laid: Laid

    @property
    def milliseconds(self) -> int:
        return self.turn.end_ms - self.turn.begin_ms


def recognise(
    recording: Recording, writer: Writer, checker: Checker, heard: Callable[[int, int], None] | None = None
) -> Recognised:
    """Turns with the words that are believed; `left_out_ms` tells how much sound had words that weren't.

    heard: is told how many of how many milliseconds of sound were gone through.
    """
    parts = pieces(recording, detect_turns(recording))
    total, done, found = sum(part.end_ms - part.begin_ms for part in parts), 0, []
    for part in parts:
        samples = resample(cut(recording, part), recording.rate, RATE)
        words = without_loop(writer.text(samples).split())
        if words:
            milliseconds = part.end_ms - part.begin_ms
            said = can_be_said(words, milliseconds)
            laid = _laid(words, samples, checker) if said else Laid(tuple(words), ((),) * len(words), None)
            found.append(_Heard(part, laid))
        done += part.end_ms - part.begin_ms
        if heard:
            heard(done, total)
    understood = {
        channel: is_understood((each.laid, each.milliseconds) for each in found if each.turn.channel == channel)
        for channel in range(len(recording.channels))
    }
    believed = [each for each in found if understood[each.turn.channel] and fits(each.laid)]
    return Recognised(
        channels=len(recording.channels),
        duration_ms=recording.duration_ms,
        turns=tuple(
            SpokenTurn(each.turn.channel, each.turn.begin_ms, each.turn.end_ms, each.turn.loudness, _timed(each))
            for each in believed
        ),
        made_by=MOONSHINE,
        left_out_ms=sum(each.milliseconds for each in found) - sum(each.milliseconds for each in believed),
    )


def _laid(words: list[str], samples: array[int], checker: Checker) -> Laid:
    return lay(words, checker.knows, lambda spoken: checker.fit(samples, spoken))


def _timed(heard: _Heard) -> tuple[Word, ...]:
    """The words with their times. Those that were laid over the sound have measured ones; the others share what lies
    between their neighbours, and say so by `spread`."""
    laid, turn = heard.laid, heard.turn
    assert laid.fit is not None
    places: list[tuple[int, int, float] | None] = []
    at = 0
    for spoken in laid.spoken:
        if not spoken:
            places.append(None)
            continue
        own = laid.fit.words[at : at + len(spoken)]
        places.append((own[0][0], own[-1][1], laid.fit.gap_of(at, at + len(spoken))))
        at += len(spoken)
    words = []
    for index, (content, place) in enumerate(zip(laid.words, places, strict=True)):
        if place is not None:
            begin, end, gap = place
            confidence = HIGHEST_CONFIDENCE * max(0.0, 1 - gap / (2 * LARGEST_GAP))
            words.append(Word(content, turn.begin_ms + begin, turn.begin_ms + end, round(confidence, 4)))
        else:
            begin, end = _between(places, index, turn.end_ms - turn.begin_ms)
            words.append(Word(content, turn.begin_ms + begin, turn.begin_ms + end, 0.0, spread=True))
    return tuple(words)


def _between(places: list[tuple[int, int, float] | None], index: int, whole_ms: int) -> tuple[int, int]:
    """The share of a word without a place in what lies between the nearest words that have one."""
    first = index
    while first and places[first - 1] is None:
        first -= 1
    last = index
    while last + 1 < len(places) and places[last + 1] is None:
        last += 1
    before = places[first - 1] if first else None
    after = places[last + 1] if last + 1 < len(places) else None
    begin = before[1] if before else 0
    end = max(begin, after[0] if after else whole_ms)
    count = last - first + 1
    return begin + (end - begin) * (index - first) // count, begin + (end - begin) * (index - first + 1) // count
