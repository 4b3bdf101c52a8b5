"""How long an MP3 is and how many channels it has, by its frames: whatever lies around them is no sound.

Tags before the first frame (ID3v2, several, with pictures and footers) and other bytes there are passed over, and those
behind the last one (ID3v1, APE, lyrics) end it. The layout of a frame: ISO/IEC 11172-3, 2.4.1.3, and 13818-3; of a tag:
ID3v2.4, 3.1; of the tables of frames that encoders write into the first one: Xing or Info, and VBRI.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from debrief.interactions.intake.wav import AudioFacts, Read

_BLOCK: Final = 1024 * 1024
_MOST_JUNK: Final = 1024 * 1024
"""Bytes before the first frame, beside tags, that are looked through."""

_MOST_TAGS: Final = 20
_MOST_GAPS: Final = 200
"""So many times frames are looked for where none follows; what is behind the last of them counts as what is before."""

_SMALLEST: Final = 24
"""Bytes of the smallest frame."""

_IN_A_ROW: Final = 4
"""So many frames follow each other where sound begins; two may be met by chance."""

_OTHERS: Final = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"#!AMR", b"\x1a\x45\xdf\xa3")
_MPEG_1, _MPEG_2 = 3, 2
_RATES: Final = (44_100, 48_000, 32_000)
_KILOBITS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of the third layer, of MPEG 1 and of the later ones of half the rates."""

_MONO: Final = 3
_WHOLE: Final = 256 * 1024 * 1024
"""Up to this size every frame is looked at; of a larger one the rest is as the first part."""


class _Frame(NamedTuple):
    """size: bytes, with the header. samples: of each channel."""

    size: int
    samples: int
    rate: int
    channels: int

    @property
    def kind(self) -> tuple[int, int]:
        """What all frames of a stream have in common."""
        return self.samples, self.rate


def may_be_mp3(head: bytes, name: str) -> bool:
    """Whether an object that begins so, or is called so and begins as no other kind of audio, is looked at here."""
    if head.startswith(b"ID3") or _header(head[:4]):
        return True
    return name.lower().endswith(".mp3") and not head.startswith(_OTHERS) and head[4:8] != b"ftyp"


def mp3_facts(read: Read, size: int) -> AudioFacts | None:
    """What the frames tell; None where no third layer of MPEG audio begins after the tags.

    Frames that are lost in between, and tags where files were joined, are passed over as those at its beginning are.
    It is cut off where the table in its first frame tells of clearly more frames than were counted, if all were, or its
    last one ends behind the file.
    """
    at, lasts, frames, told, channels = 0, 0.0, 0, 0, 0
    cut_off = estimated = False
    for _ in range(_MOST_GAPS):
        begins = _first_frame(read, _behind_tags(read, at, size), size)
        if begins is None:
            break
        begin, first = begins
        channels = channels or first.channels
        table = _told_in(read(begin, min(first.size, size - begin)), first)
        # The frame with the table has no sound.
        heard = 0 if table is None else -1
        for place, frame in _frames(read, begin, size):
            heard += 1
            at = place + frame.size
            if at - begin > _WHOLE:
                heard, at, estimated = round(heard * (size - begin) / (at - begin)), size, True
                break
        lasts += heard * first.samples * 1000 / first.rate
        frames, told, cut_off = frames + heard, told + (table or 0), at > size
    else:
        # Joined of very many pieces: the rest is as the first of them.
        lasts, estimated = lasts * max(size, at) / at, True
    if not channels:
        return None
    # Frames that weren't counted can't be held against those of a table.
    missing = not estimated and frames < told - max(1, told // 50)
    return AudioFacts(round(lasts) or None, channels, cut_off or missing)


def _behind_tags(read: Read, at: int, size: int) -> int:
    """Where the tags from a place on end; where there is none, that place."""
    for _ in range(_MOST_TAGS):
        head = read(at, 10)
        if len(head) < 10 or head[:3] != b"ID3" or any(each > 0x7F for each in head[6:10]):
            break
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        behind = at + 10 + length + (10 if head[5] & 0x10 else 0)
        if behind >= size:
            # No tag is all there is: its length is wrong, and the sound is looked for.
            return at + 10
        at = behind
    return at


def _first_frame(read: Read, at: int, size: int) -> tuple[int, _Frame] | None:
    """Where the first of several frames that follow each other lies."""
    if (found := _row_at(read, at, size)) is not None:
        return at, found
    until = min(size, at + _MOST_JUNK)
    while at < until - _SMALLEST:
        block = read(at, min(_BLOCK, until - at))
        if not block:
            return None
        place = block.find(b"\xff")
        while place >= 0:
            if _header(block[place : place + 4]) and (found := _row_at(read, at + place, size)) is not None:
                return at + place, found
            place = block.find(b"\xff", place + 1)
        at += len(block)
    return None


def _row_at(read: Read, at: int, size: int) -> _Frame | None:
    """The frame here, where others of its kind follow it, up to the end."""
    first = _header(read(at, 4))
    frame, end = first, at
    for _ in range(_IN_A_ROW):
        if frame is None or first is None or frame.kind != first.kind:
            return None
        end += frame.size
        if end == size:
            break
        frame = _header(read(end, 4))
    return first


def _frames(read: Read, at: int, size: int) -> Iterator[tuple[int, _Frame]]:
    """The frames from a place on, each with its place, as long as they are of the kind of the first."""
    block, begin, kind = b"", at, None
    while at + 4 <= size:
        if at + 4 > begin + len(block):
            block, begin = read(at, min(_BLOCK, size - at)), at
        frame = _header(block[at - begin : at - begin + 4])
        if frame is None or (kind is not None and frame.kind != kind):
            return
        kind = frame.kind
        yield at, frame
        at += frame.size


def _header(four: bytes) -> _Frame | None:
    if len(four) < 4 or four[0] != 0xFF or four[1] & 0xE6 != 0xE2:
        return None
    version, place, rate = four[1] >> 3 & 3, four[2] >> 4, four[2] >> 2 & 3
    if version == 1 or place in (0, 15) or rate == 3:
        return None
    first = version == _MPEG_1
    per_second = _RATES[rate] // (1 if first else 2 if version == _MPEG_2 else 4)
    samples = 1152 if first else 576
    size = samples // 8 * _KILOBITS[first][place] * 1000 // per_second + (four[2] >> 1 & 1)
    return _Frame(size, samples, per_second, 1 if four[3] >> 6 == _MONO else 2)


def _told_in(frame: bytes, kind: _Frame) -> int | None:
    """How many frames the table in the first one tells of; None where it holds sound."""
    side = (17 if kind.channels == 1 else 32) if kind.samples == 1152 else (9 if kind.channels == 1 else 17)
    begin = 4 + side
    if frame[begin : begin + 4] in (b"Xing", b"Info"):
        flagged = frame[begin + 7 : begin + 8] and frame[begin + 7] & 1
        return int.from_bytes(frame[begin + 8 : begin + 12], "big") if flagged else 0
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big")
    return None
