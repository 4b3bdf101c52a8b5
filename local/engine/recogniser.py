"""The offline recogniser: `python -m local.engine.recogniser in.wav out.json`, a process of its own.

Turns are measured on the audio. Words come from pocketsphinx, a small recogniser from 2010 that gets most
words of a telephone call wrong; its confidence is capped at 0.3 so that nobody takes them for a good transcript's.
It needs about as long as the recording lasts, which is why it has a process and a time limit.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from local.engine.transcription.audio import (
    AudioError,
    Recording,
    Turn,
    cut,
    detect_turns,
    read_wav,
    resample,
)
from local.engine.transcription.recognised import Recognised, SpokenTurn, Word

HIGHEST_CONFIDENCE: Final = 0.3
_RATE: Final = 16_000
_FRAMES_PER_SECOND: Final = 100
_NOT_A_WORD = re.compile(r"^(<.*>|\[.*\]|\+\+.*\+\+)$")
_VARIANT = re.compile(r"\(\d+\)$")


class RecognitionFailed(Exception):
    """No transcript can be had. The text is the job's failure reason."""


def clean_word(word: str) -> str | None:
    """The dictionary's entry as text: without its variant number, None for silence and noise."""
    if _NOT_A_WORD.match(word):
        return None
    return _VARIANT.sub("", word)


def recognise(recording: Recording, decoder: Any) -> Recognised:
    """Find the turns and recognise the words of each. Turns in which no word was found are left out."""
    turns = []
    for turn in detect_turns(recording):
        words = _words(decoder, recording, turn)
        if words:
            turns.append(SpokenTurn(turn.channel, turn.begin_ms, turn.end_ms, turn.loudness, words))
    return Recognised(len(recording.channels), recording.duration_ms, tuple(turns))


def _words(decoder: Any, recording: Recording, turn: Turn) -> tuple[Word, ...]:
    samples = resample(cut(recording, turn), recording.rate, _RATE)
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), False, True)
    decoder.end_utt()
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
                begin_ms=turn.begin_ms + segment.start_frame * 1000 // _FRAMES_PER_SECOND,
                end_ms=turn.begin_ms + (segment.end_frame + 1) * 1000 // _FRAMES_PER_SECOND,
                confidence=round(posterior * HIGHEST_CONFIDENCE, 4),
            )
        )
    return tuple(words)


def run(audio: bytes, kind: str, seconds: float) -> Recognised:
    """Recognise a recording in a process of its own. Raises RecognitionFailed.

    `kind` is the setting LOCAL_RECOGNISER, `seconds` the time limit.
    """
    if kind == "off":
        raise RecognitionFailed(
            "The offline recogniser is switched off (LOCAL_RECOGNISER=off): import a transcript instead."
        )
    if find_spec("pocketsphinx") is None:
        raise RecognitionFailed(
            "There is no offline recogniser here: pocketsphinx has no wheel for this version of Python and is not "
            "installed. Import a transcript instead, or make the virtual environment with Python 3.11 or 3.13."
        )
    try:
        read_wav(audio)
    except AudioError as error:
        raise RecognitionFailed(f"The offline recogniser cannot read the recording: {error}.") from error
    with tempfile.TemporaryDirectory(prefix="debrief-recogniser-") as folder:
        source, target = Path(folder) / "in.wav", Path(folder) / "out.json"
        source.write_bytes(audio)
        command = [sys.executable, "-m", "local.engine.recogniser", str(source), str(target)]
        try:
            done = subprocess.run(
                command, cwd=_repository(), timeout=seconds, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            raise RecognitionFailed(
                f"The offline recogniser took longer than LOCAL_RECOGNISER_SECONDS ({seconds:g} s)."
            ) from None
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise RecognitionFailed(f"The offline recogniser failed: {last}")
        return Recognised.from_json(target.read_text(encoding="utf-8"))


def _repository() -> Path:
    return Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    # Imported here: everybody else needs the results' form only.
    sphinx: Any = import_module("pocketsphinx")
    source, target = map(Path, arguments)
    recording = read_wav(source.read_bytes())
    decoder = sphinx.Decoder(samprate=float(_RATE), loglevel="FATAL")
    target.write_text(recognise(recording, decoder).to_json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
