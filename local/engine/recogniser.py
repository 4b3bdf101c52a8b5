"""The offline recogniser: `python -m local.engine.recogniser KIND in.wav out.json`, a process of its own.

Turns are measured on the audio. Words come from pocketsphinx, a small recogniser from 2010 that gets most words of a
telephone call wrong, or from Moonshine where somebody installed it, which gets most of them right; confidence is
capped at 0.3 so that nobody takes them for a good transcript's. Either needs about as long as the recording lasts, and
therefore has a process, a time limit, and a longest recording.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from local.engine.recognisers.sphinx import clean_word
from local.engine.transcription.audio import AudioError, duration_of, read_wav
from local.engine.transcription.recognised import HIGHEST_CONFIDENCE, Recognised

__all__ = ["HIGHEST_CONFIDENCE", "RecognitionFailed", "check", "clean_word", "run", "which"]

Heard = Callable[[float], None]
"""Told again and again which part of the sound, from 0 to 1, was gone through."""

_INSTEAD: Final = (
    "Import a transcript instead: put it beside the recording, with the recording's name and .vtt or .json"
)
_READ: Final = (
    "It reads WAV files alone (PCM of 8 to 32 bits, A-law or µ-law); all other kinds are transcribed in AWS only"
)
_HEARD: Final = "heard"
_MODULES: Final = {"pocketsphinx": ("pocketsphinx",), "moonshine": ("moonshine_cpp", "pocketsphinx")}
"""What each recogniser needs. pocketsphinx checks what Moonshine writes."""


class RecognitionFailed(Exception):
    """No transcript can be had. The text is the job's failure reason."""


def which(kind: str) -> str:
    """The recogniser that LOCAL_RECOGNISER stands for: with `auto`, Moonshine where it is installed.

    Raises RecognitionFailed when it is switched off or isn't there.
    """
    if kind == "off":
        raise RecognitionFailed(
            "The offline recogniser is switched off (LOCAL_RECOGNISER=off): import a transcript instead."
        )
    if kind == "auto":
        kind = "moonshine" if _is_there("moonshine") else "pocketsphinx"
    if _is_there(kind):
        return kind
    if find_spec("pocketsphinx") is None:
        raise RecognitionFailed(
            "There is no offline recogniser here: pocketsphinx has no wheel for this version of Python and is not "
            "installed. Import a transcript instead, or make the virtual environment with Python 3.11 or 3.13."
        )
    raise RecognitionFailed(
        "Moonshine is not installed here: `make run RECOGNISER=moonshine` installs it (Linux on x86-64, or macOS 15 on "
        "Apple silicon). LOCAL_RECOGNISER=pocketsphinx does without. Then release the recording again."
    )


def _is_there(kind: str) -> bool:
    return all(find_spec(module) is not None for module in _MODULES[kind])


def _cannot_read(error: AudioError) -> RecognitionFailed:
    """What is said of a recording that isn't WAV, or WAV of a coding that can't be decoded here."""
    return RecognitionFailed(
        f"The offline recogniser cannot read the recording: {error}. {_READ}. Drop it again as such a WAV file, or put "
        "a transcript beside it, with the recording's name and .vtt or .json."
    )


def check(audio: bytes, kind: str, minutes: float, language: str | None = None) -> None:
    """Whether a recording would be recognised, told at once and before it waits for its turn. Raises RecognitionFailed.

    `kind` and `minutes` are the settings LOCAL_RECOGNISER and LOCAL_RECOGNISER_MINUTES. language: what the job says
    that is spoken.
    """
    which(kind)
    if language and not language.casefold().startswith("en"):
        raise RecognitionFailed(
            f"The offline recogniser knows English only, and the recording is said to be in {language}. {_INSTEAD}."
        )
    try:
        duration = duration_of(audio)
    except AudioError as error:
        raise _cannot_read(error) from error
    if duration > minutes * 60_000:
        raise RecognitionFailed(
            f"The recording lasts {_length(duration)}, and the offline recogniser takes up to {minutes:g} min "
            f"(LOCAL_RECOGNISER_MINUTES). {_INSTEAD}; or start with more, and release it again."
        )


def run(audio: bytes, kind: str, seconds: float, heard: Heard | None = None) -> Recognised:
    """Recognise a recording in a process of its own. Raises RecognitionFailed.

    `kind` is the setting LOCAL_RECOGNISER, `seconds` the time limit. heard: is told how far it is, in a thread of this
    call's.
    """
    kind = which(kind)
    try:
        read_wav(audio)
    except AudioError as error:
        raise _cannot_read(error) from error
    with tempfile.TemporaryDirectory(prefix="debrief-recogniser-") as folder:
        source, target, complaints = (Path(folder) / name for name in ("in.wav", "out.json", "stderr"))
        source.write_bytes(audio)
        command = [sys.executable, "-m", "local.engine.recogniser", kind, str(source), str(target)]
        if not _finished(command, complaints, seconds, heard):
            raise RecognitionFailed(
                f"The offline recogniser took longer than LOCAL_RECOGNISER_SECONDS ({seconds:g} s). {_INSTEAD}; or "
                "start with more, and release it again."
            )
        if not target.exists():
            lines = complaints.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise RecognitionFailed(f"The offline recogniser failed: {(lines or ['no message'])[-1]}")
        recognised = Recognised.from_json(target.read_text(encoding="utf-8"))
    if not recognised.turns and recognised.left_out_ms:
        raise RecognitionFailed(
            "What is said in the recording doesn't fit English words, and the offline recogniser knows English only. "
            f"{_INSTEAD}."
        )
    return recognised


def _finished(command: list[str], complaints: Path, seconds: float, heard: Heard | None) -> bool:
    """Run the command, told by its lines how far it is; False where its time was over before its end."""
    late = threading.Event()
    with (
        complaints.open("wb") as errors,
        subprocess.Popen(command, cwd=_repository(), stdout=subprocess.PIPE, stderr=errors, text=True) as child,
    ):

        def end() -> None:
            late.set()
            child.kill()

        limit = threading.Timer(seconds, end)
        limit.daemon = True
        limit.start()
        try:
            assert child.stdout is not None
            for line in child.stdout:
                word, _, share = line.strip().partition(" ")
                if word == _HEARD and heard:
                    heard(float(share))
        except BaseException:
            child.kill()
            raise
        finally:
            limit.cancel()
    return not late.is_set()


def _length(milliseconds: int) -> str:
    minutes, seconds = divmod(-(-milliseconds // 1000), 60)
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def _repository() -> Path:
    return Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Recognise one file; the result is written whole, in one step, or not at all."""
    kind, source, target = arguments[0], Path(arguments[1]), Path(arguments[2])
    recording = read_wav(source.read_bytes())

    def tell(done: int, total: int) -> None:
        print(f"{_HEARD} {done / total:.3f}", flush=True)

    # Imported here: everybody else needs the results' form only.
    if kind == "moonshine":
        from local.engine.recognisers import moonshine
        from local.engine.recognisers.sphinx import Aligner

        recognised = moonshine.recognise(recording, moonshine.Moonshine(), Aligner(), tell)
    else:
        from local.engine.recognisers import sphinx

        recognised = sphinx.recognise(recording, sphinx.decoder(), tell)
    unfinished = target.with_suffix(".part")
    unfinished.write_text(recognised.to_json(), encoding="utf-8")
    unfinished.rename(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
