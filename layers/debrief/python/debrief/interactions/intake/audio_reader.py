"""How long audio is and how many channels it has: WAV, FLAC and MP3 by what they hold, all else by MediaInfo."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import Final

from debrief.interactions.formats.times import LONGEST_MS
from debrief.interactions.intake.flac import flac_facts, is_flac
from debrief.interactions.intake.media_info_reader import BLOCK
from debrief.interactions.intake.mp3 import may_be_mp3, mp3_facts
from debrief.interactions.intake.wav import AudioFacts, Read, is_wav, wav_facts
from debrief.interactions.intake.webm import is_webm, last_block_ms
from debrief.kernel.errors import DebriefError
from debrief.kernel.faults import log_fault
from debrief.kernel.storage.objects import ObjectStore

SECONDS: Final = 8
"""How long a recording may be looked into, by whatever reads it; then it doesn't tell its length.

The intake looks into five in its 60 seconds, and a request that examines one has 29.
"""

MOST_READS: Final = 64
"""So often the headers of a WAV are read; one whose sound isn't reached by then doesn't tell its length."""

_HEADER: Final = 64
"""Bytes of a WAV that are read at once: a header and the one behind it, and nothing of what lies in large chunks."""

_LEAST_BITS_PER_SECOND: Final = 100
"""Silence as phones encode it has more; what claims to be longer than that isn't."""

_CHILD: Final = "debrief.interactions.intake.media_info_reader"
_NOTHING: Final = AudioFacts(None, None)


class _DoesNotRun(DebriefError):
    """The process that looks into audio ended before it looked at any: it isn't deployed as it should be."""


def audio_facts(
    store: ObjectStore, key: str, size: int, *, monotonic: Callable[[], float] = time.monotonic
) -> AudioFacts:
    """What an audio object tells of its length and channels, found within `SECONDS`.

    size: its bytes. monotonic: seconds on a clock that only goes forward.
    """
    if size == 0:
        return _NOTHING
    until = monotonic() + SECONDS

    def left() -> float:
        return until - monotonic()

    headers = _Blocks(store, key, left, least=_HEADER, most_reads=MOST_READS)
    read = _Blocks(store, key, left, least=BLOCK)
    begins = headers(0, 12)
    found = wav_facts(headers, size) if is_wav(begins) else flac_facts(read, size) if is_flac(begins) else _NOTHING
    if found is _NOTHING and may_be_mp3(begins, key):
        found = mp3_facts(read, size) or _NOTHING
    if headers.ended() or read.ended():
        # Not to the end, so neither the length nor that it is cut off can be believed.
        return AudioFacts(None, found.channels)
    if is_flac(begins) and found.cut_off:
        # MediaInfo would believe the header.
        return found
    if found.duration_ms is None or found.channels is None:
        found = _asked_of_media_info(read, size, left())
    duration_ms = found.duration_ms
    if duration_ms is None and is_webm(begins):
        # Without a length it isn't cut off: it was written while it was recorded.
        duration_ms = last_block_ms(read, size)
        found = found._replace(cut_off=False)
    if read.ended():
        duration_ms, found = None, found._replace(cut_off=False)
    lasts = duration_ms is not None and 0 < duration_ms <= min(LONGEST_MS, size * 8000 // _LEAST_BITS_PER_SECOND)
    channels = found.channels if found.channels and found.channels > 0 else None
    return AudioFacts(duration_ms if lasts else None, channels, found.cut_off)


class _Blocks:
    """Reads an object by blocks, and keeps the last one: headers are read in small pieces beside each other.

    left: seconds for which it may go on. least: bytes of a block. most_reads: so many blocks are read.
    Once one of these is used up and more is asked for, it gives nothing any more.
    """

    def __init__(
        self, store: ObjectStore, key: str, left: Callable[[], float], *, least: int, most_reads: int | None = None
    ) -> None:
        self._store, self._key = store, key
        self._left, self._least, self._reads_left = left, least, most_reads
        self._begin, self._block = 0, b""
        self._ended = False

    def __call__(self, at: int, length: int) -> bytes:
        if at < 0 or length <= 0:
            return b""
        end = at + length
        if not self._begin <= at < end <= self._begin + len(self._block):
            self._ended = self._ended or self._left() <= 0 or self._reads_left == 0
            if self._ended:
                return b""
            if self._reads_left is not None:
                self._reads_left -= 1
            last = at + max(length, self._least) - 1
            self._begin, self._block = at, self._store.get(self._key, span=(at, last))
        return self._block[at - self._begin : end - self._begin]

    def ended(self) -> bool:
        """Whether something was asked for that it didn't give."""
        return self._ended


def _asked_of_media_info(read: Read, size: int, seconds: float) -> AudioFacts:
    """What MediaInfo finds in the audio; nothing where it can't be read, dies or takes longer than so many seconds."""
    if seconds <= 0:
        return _NOTHING
    # No credentials and no settings: it needs to know only where Python, its libraries and its modules lie.
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
    around = {**kept, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-m", _CHILD, str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=around,
    ) as child:
        ending = Timer(seconds, child.kill)
        ending.start()
        try:
            return _conversed(child, read)
        except (BrokenPipeError, ValueError):
            return _NOTHING
        except _DoesNotRun as error:
            # It would be so with every recording: those aren't at fault, and nobody could tell by their being held.
            log_fault("the process that looks into audio doesn't run", error, exit_code=child.returncode)
            return _NOTHING
        finally:
            ending.cancel()
            child.kill()
            if child.stdin is not None:
                # What it was still to be given can't be written where it has died; leaving would try once more.
                with suppress(OSError):
                    child.stdin.close()


def _conversed(child: "subprocess.Popen[bytes]", read: Read) -> AudioFacts:
    """Give the process what it asks for until it has found out.

    Raises:
        ValueError: it says nothing sensible.
        _DoesNotRun: it ended of itself, with an error, and never asked for anything.
    """
    if child.stdin is None or child.stdout is None:
        return _NOTHING
    begun = False
    while len(asked := child.stdout.read(16)) == 16:
        at, length = int.from_bytes(asked[:8], "big", signed=True), int.from_bytes(asked[8:], "big")
        if at < 0:
            told = json.loads(child.stdout.read(length))
            return AudioFacts(told["duration_ms"], told["channels"], told["cut_off"])
        begun = True
        found = read(at, min(length, BLOCK))
        child.stdin.write(len(found).to_bytes(8, "big") + found)
        child.stdin.flush()
    # MediaInfo reads before all else. Whoever is killed, by a signal, has no exit code above zero.
    if not begun and child.wait() > 0:
        raise _DoesNotRun("MediaInfo can't be loaded")
    return _NOTHING
