"""How long audio is and how many channels it has: WAV by its own header and size, all else by MediaInfo."""

import json
import os
import subprocess
import sys
from threading import Timer
from typing import Final

from debrief.interactions.formats.times import LONGEST_MS
from debrief.interactions.intake.flac import flac_facts, is_flac
from debrief.interactions.intake.media_info_reader import BLOCK
from debrief.interactions.intake.wav import AudioFacts, Read, is_wav, wav_facts
from debrief.interactions.intake.webm import is_webm, last_block_ms
from debrief.kernel.storage.objects import ObjectStore

SECONDS: Final = 20
"""How long a recording may be looked into; then it doesn't tell. A request that examines one has 29."""

_LEAST_BITS_PER_SECOND: Final = 100
"""Silence as phones encode it has more; what claims to be longer than that isn't."""

_CHILD: Final = "debrief.interactions.intake.media_info_reader"
_NOTHING: Final = AudioFacts(None, None)


def audio_facts(store: ObjectStore, key: str, size: int) -> AudioFacts:
    """What an audio object tells of its length and channels. size: its bytes."""
    if size == 0:
        return _NOTHING
    read = _Blocks(store, key)
    begins = read(0, 12)
    found = wav_facts(read, size) if is_wav(begins) else flac_facts(read, size) if is_flac(begins) else _NOTHING
    if is_flac(begins) and found.cut_off:
        # MediaInfo would believe the header.
        return found
    if found.duration_ms is None or found.channels is None:
        found = _asked_of_media_info(read, size)
    duration_ms = found.duration_ms
    if duration_ms is None and is_webm(read(0, 4)):
        # Without a length it isn't cut off: it was written while it was recorded.
        duration_ms = last_block_ms(read, size)
        found = found._replace(cut_off=False)
    lasts = duration_ms is not None and 0 < duration_ms <= min(LONGEST_MS, size * 8000 // _LEAST_BITS_PER_SECOND)
    channels = found.channels if found.channels and found.channels > 0 else None
    return AudioFacts(duration_ms if lasts else None, channels, found.cut_off)


class _Blocks:
    """Reads an object by blocks, and keeps the last one: headers are read in small pieces beside each other."""

    def __init__(self, store: ObjectStore, key: str) -> None:
        self._store, self._key = store, key
        self._begin, self._block = 0, b""

    def __call__(self, at: int, length: int) -> bytes:
        if at < 0 or length <= 0:
            return b""
        end = at + length
        if not self._begin <= at < end <= self._begin + len(self._block):
            last = at + max(length, BLOCK) - 1
            self._begin, self._block = at, self._store.get(self._key, span=(at, last))
        return self._block[at - self._begin : end - self._begin]


def _asked_of_media_info(read: Read, size: int) -> AudioFacts:
    """What MediaInfo finds in the audio; nothing where it can't be read, dies or takes too long."""
    # No credentials and no settings: it needs to know only where Python's modules lie.
    around = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ.get("PATH", "")}
    with subprocess.Popen(
        [sys.executable, "-m", _CHILD, str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=around,
    ) as child:
        ending = Timer(SECONDS, child.kill)
        ending.start()
        try:
            return _conversed(child, read)
        except (BrokenPipeError, ValueError):
            return _NOTHING
        finally:
            ending.cancel()
            child.kill()


def _conversed(child: "subprocess.Popen[bytes]", read: Read) -> AudioFacts:
    """Give the process what it asks for until it has found out. Raises ValueError where it says nothing sensible."""
    if child.stdin is None or child.stdout is None:
        return _NOTHING
    while len(asked := child.stdout.read(16)) == 16:
        at, length = int.from_bytes(asked[:8], "big", signed=True), int.from_bytes(asked[8:], "big")
        if at < 0:
            told = json.loads(child.stdout.read(length))
            return AudioFacts(told["duration_ms"], told["channels"], told["cut_off"])
        found = read(at, min(length, BLOCK))
        child.stdin.write(len(found).to_bytes(8, "big") + found)
        child.stdin.flush()
    return _NOTHING
