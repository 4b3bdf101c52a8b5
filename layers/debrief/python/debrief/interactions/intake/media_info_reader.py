"""A process of its own that looks into audio of any container, with MediaInfo.

What somebody else recorded is taken apart here by a library in C++: if it hangs or dies, this process does, and what
started it goes on (`audio_reader`). It has neither credentials nor files: it asks for the bytes that it wants to see on
its standard output and gets them on its standard input.

Asked for: a place and a length, eight bytes each, big-endian; given: how many bytes there are, eight bytes, and these.
At the end comes -1 with the length of a JSON object: `duration_ms`, `channels`, `cut_off`, null where it isn't told.
"""

import io
import json
import sys
from typing import Any, BinaryIO

BLOCK = 1024 * 1024
WHOLE = 256 * BLOCK
"""Up to this size every frame is looked at, so that also the length of a variable rate without a table is exact."""


class Asked(io.RawIOBase):
    """The audio, as the other process gives it."""

    def __init__(self, size: int, given: BinaryIO, asked: BinaryIO) -> None:
        self._size, self._given, self._asked, self._at = size, given, asked, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = max(0, min(BLOCK if size < 0 else size, self._size - self._at))
        if not wanted:
            return b""
        self._asked.write(self._at.to_bytes(8, "big", signed=True) + wanted.to_bytes(8, "big"))
        self._asked.flush()
        found = self._given.read(int.from_bytes(self._given.read(8), "big"))
        self._at += len(found)
        return found


def facts(audio: io.RawIOBase, size: int) -> dict[str, Any]:
    """What MediaInfo finds out about the first sound in it."""
    from pymediainfo import MediaInfo

    seen = size <= WHOLE
    info = MediaInfo.parse(audio, parse_speed=1.0 if seen else 0.5, buffer_size=BLOCK)
    if isinstance(info, str) or not info.audio_tracks:
        return {"duration_ms": None, "channels": None, "cut_off": False}
    sound = info.audio_tracks[0]
    whole = info.general_tracks[0] if info.general_tracks else sound
    return {
        "duration_ms": _number(sound.duration) or _number(whole.duration) or (_of_frames(sound) if seen else None),
        "channels": _number(sound.channel_s),
        "cut_off": "Yes" in (sound.istruncated, whole.istruncated),
    }


def _of_frames(sound: Any) -> int | None:
    """The length of MPEG audio whose rate varies and that has no table of its frames: they were all counted."""
    frames, rate = _number(sound.frame_count), _number(sound.sampling_rate)
    if sound.format != "MPEG Audio" or not frames or not rate:
        return None
    layer = str(sound.format_profile)
    short = layer.endswith("3") and not str(sound.format_version).endswith(" 1")
    samples = 384 if layer.endswith("1") else 576 if short else 1152
    return round(frames * samples * 1000 / rate)


def _number(value: object) -> int | None:
    """A whole number; of several ("2 / 1", for players of different ability) the first."""
    try:
        return round(float(str(value).split("/")[0]))
    except (ValueError, OverflowError):
        return None


def main() -> None:
    """Answer for the one audio whose size is the argument."""
    _bound()
    given, asked = sys.stdin.buffer, sys.stdout.buffer
    size = int(sys.argv[1])
    answer = json.dumps(facts(Asked(size, given, asked), size)).encode()
    asked.write((-1).to_bytes(8, "big", signed=True) + len(answer).to_bytes(8, "big") + answer)
    asked.flush()


def _bound() -> None:
    """Bounds on what broken audio may cost: a minute of reckoning and a gigabyte."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))


if __name__ == "__main__":
    main()
