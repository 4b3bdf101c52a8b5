"""pocketsphinx: recognises by itself, poorly; and tells how well somebody else's words fit the sound, well.

The models are inside its wheel: American English alone.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from local.engine.transcription.audio import Recording, Turn, cut, detect_turns, resample
from local.engine.transcription.believing import Fit
from local.engine.transcription.recognised import HIGHEST_CONFIDENCE, Recognised, SpokenTurn, Word

RATE: Final = 16_000
FRAME_MS: Final = 10
_LOG_BASE: Final = math.log(1.0001)
_NOT_A_WORD = re.compile(r"^(<.*>|\[.*\]|\(.*\)|\+\+.*\+\+)$")
_VARIANT = re.compile(r"\(\d+\)$")


def clean_word(word: str) -> str | None:
    """The dictionary's entry as text: without its variant number, None for silence and noise."""
    if _NOT_A_WORD.match(word):
        return None
    return _VARIANT.sub("", word)


def decoder() -> Any:
    """A decoder that recognises words with the language model inside the wheel."""
    sphinx: Any = import_module("pocketsphinx")
    return sphinx.Decoder(samprate=float(RATE), loglevel="FATAL")


def recognise(recording: Recording, decoder: Any, heard: Callable[[int, int], None] | None = None) -> Recognised:
    """Find the turns and recognise the words of each. Turns in which no word was found are left out.

    heard: is told how many of how many milliseconds of sound were gone through.
    """
    found = detect_turns(recording)
    total, done, turns = sum(turn.end_ms - turn.begin_ms for turn in found), 0, []
    for turn in found:
        words = _words(decoder, recording, turn)
        if words:
            turns.append(SpokenTurn(turn.channel, turn.begin_ms, turn.end_ms, turn.loudness, words))
        done += turn.end_ms - turn.begin_ms
        if heard:
            heard(done, total)
    return Recognised(len(recording.channels), recording.duration_ms, tuple(turns))


def _words(decoder: Any, recording: Recording, turn: Turn) -> tuple[Word, ...]:
    _decode(decoder, resample(cut(recording, turn), recording.rate, RATE))
    logarithm = decoder.get_logmath()
    words = []
    for segment in decoder.seg() or []:
        content = clean_word(segment.word)
        if content is None:
            continue
        posterior = min(1.0, max(0.0, float(logarithm.exp(segment.prob))))
        words.append(
            Word(
                content=content,
                begin_ms=turn.begin_ms + segment.start_frame * FRAME_MS,
                end_ms=turn.begin_ms + (segment.end_frame + 1) * FRAME_MS,
                confidence=round(posterior * HIGHEST_CONFIDENCE, 4),
            )
        )
    return tuple(words)


def _decode(decoder: Any, samples: array[int]) -> None:
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), False, True)
    decoder.end_utt()


class Aligner:
    """Lays given words over the sound, and compares them with what any sounds of English would have made of it.

    The likelihood of the words' sounds against that of the best free sequence of sounds, frame by frame, is an old
    measure of confidence ("garbage model", Rose and Paul, ICASSP 1990): words that were said lose little by being
    prescribed, words that weren't lose much.
    """

    def __init__(self) -> None:
        sphinx: Any = import_module("pocketsphinx")
        # Wide beams: what fits badly shall still get its figure, and not merely no result.
        self._words = sphinx.Decoder(
            samprate=float(RATE), loglevel="FATAL", lm=None, bestpath=False, beam=1e-100, pbeam=1e-100, wbeam=1e-100
        )
        self._sounds = sphinx.Decoder(
            samprate=float(RATE),
            loglevel="FATAL",
            lm=None,
            allphone=f"{sphinx.get_model_path()}/en-us/en-us-phone.lm.bin",
            bestpath=False,
            lw=2.0,
            pip=0.3,
            beam=1e-20,
            pbeam=1e-20,
        )

    def knows(self, word: str) -> bool:
        """Whether the dictionary tells how the word sounds."""
        return self._words.lookup_word(word) is not None

    def fit(self, samples: array[int], words: list[str]) -> Fit | None:
        """How well words, all of them known, fit the sound; None where they can't be laid over it at all."""
        self._words.set_align_text(" ".join(words))
        _decode(self._words, samples)
        laid = [
            (segment.start_frame, segment.end_frame, _logarithm(segment.ascore), clean_word(segment.word))
            for segment in self._words.seg() or []
        ]
        laid = [each for each in laid if each[3] is not None]
        if [each[3] for each in laid] != words:
            return None
        _decode(self._sounds, samples)
        free: dict[int, float] = {}
        for segment in self._sounds.seg() or []:
            first, last = segment.start_frame, segment.end_frame
            free.update(dict.fromkeys(range(first, last + 1), _logarithm(segment.ascore) / (last - first + 1)))
        return Fit(
            tuple(
                (
                    first * FRAME_MS,
                    (last + 1) * FRAME_MS,
                    sum(free.get(frame, 0.0) for frame in range(first, last + 1)) - score,
                )
                for first, last, score, _ in laid
            )
        )


def _logarithm(likelihood: float) -> float:
    """In the unit in which pocketsphinx counts: of the base 1.0001."""
    return math.log(max(likelihood, 1e-300)) / _LOG_BASE
