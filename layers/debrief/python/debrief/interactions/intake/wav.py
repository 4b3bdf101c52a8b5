"""Length and channels of WAV files (also RF64 and BW64), held against how many bytes the object really has.

Whoever writes a WAV while it is spoken can't know its size: its header says 0, the largest number, or the size of what
was written first. Then the object's own size tells. Layout: Microsoft's multimedia programming interface (RIFF, fmt,
data, fact); EBU Tech 3306 for RF64 and its ds64.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

Read = Callable[[int, int], bytes]
"""Gives so many bytes from a place of the object on; fewer at its end."""


class AudioFacts(NamedTuple):
    """What audio tells of itself. duration_ms, channels: None where it doesn't tell. cut_off: its end is missing."""

    duration_ms: int | None
    channels: int | None
    cut_off: bool = False


_FORMS: Final = (b"RIFF", b"RF64", b"BW64")
_UNCOMPRESSED: Final = {1, 3, 6, 7}  # PCM, float, A-law, µ-law
_EXTENSIBLE: Final = 0xFFFE
_IN_DS64: Final = 0xFFFFFFFF
_UNFILLED_FROM: Final = 0x7FFF0000
"""Sizes from here on are what programs write that don't know the size; no telephone call is two gigabytes."""

_MOST_CHUNKS: Final = 1000


class _Form(NamedTuple):
    tag: int
    channels: int
    rate: int
    bytes_per_second: int


class _Chunks(NamedTuple):
    form: _Form | None
    samples: int | None
    data_at: int | None
    declared: int


def is_wav(head: bytes) -> bool:
    """Whether an object that begins so is a WAV, whatever it is called."""
    return head[:4] in _FORMS and head[8:12] == b"WAVE"


def wav_facts(read: Read, size: int) -> AudioFacts:
    """What a WAV tells. size: of the object, in bytes."""
    chunks = _walk(read, size)
    form = chunks.form
    if form is None or chunks.data_at is None:
        return AudioFacts(None, form.channels if form else None)
    there = size - chunks.data_at
    believed = 0 < chunks.declared <= there or (chunks.declared == 0 and there == 0)
    believed = believed or (chunks.declared == 0 and _ends_well(read, chunks.data_at, size))
    if 0 < chunks.declared < there:
        believed = _ends_well(read, chunks.data_at + chunks.declared + chunks.declared % 2, size)
    held = chunks.declared if believed else there
    cut_off = there < chunks.declared < _UNFILLED_FROM
    if form.tag not in _UNCOMPRESSED and believed and chunks.samples and form.rate:
        return AudioFacts(round(chunks.samples * 1000 / form.rate), form.channels)
    if not form.bytes_per_second:
        return AudioFacts(None, form.channels, cut_off)
    return AudioFacts(round(held * 1000 / form.bytes_per_second), form.channels, cut_off)


def _walk(read: Read, size: int) -> _Chunks:
    form: _Form | None = None
    samples: int | None = None
    large = 0
    at = 12
    for _ in range(_MOST_CHUNKS):
        head = read(at, 8)
        if len(head) < 8:
            break
        name, length = head[:4], _number(head[4:8])
        if name == b"data":
            declared = large if length == _IN_DS64 and large else length
            return _Chunks(form, samples, at + 8, declared)
        if name == b"ds64":
            large = _number(read(at + 16, 8))
        elif name == b"fmt ":
            form = _form(read(at + 8, min(length, 40)))
        elif name == b"fact":
            samples = _number(read(at + 8, 4)) or None
        at += 8 + length + length % 2
        if at >= size:
            break
    return _Chunks(form, samples, None, 0)


def _form(raw: bytes) -> _Form | None:
    if len(raw) < 16:
        return None
    tag, channels, rate = _number(raw[0:2]), _number(raw[2:4]), _number(raw[4:8])
    told, block, bits = _number(raw[8:12]), _number(raw[12:14]), _number(raw[14:16])
    if tag == _EXTENSIBLE and len(raw) >= 26:
        tag = _number(raw[24:26])
    if not channels:
        return None
    if tag in _UNCOMPRESSED:
        channels, block = _agreed(channels, rate, told, block, (bits + 7) // 8)
        # What follows from the others is what careless programs get wrong.
        told = rate * block
    return _Form(tag, channels, rate, told)


_WHOLE_SAMPLES: Final = (1, 2)
"""Bytes of a sample that nobody keeps in a larger place, as 24 bits are kept in 32."""


def _agreed(channels: int, rate: int, told: int, block: int, sample: int) -> tuple[int, int]:
    """Channels and bytes of one instant of sound, where the header contradicts itself: what two of three fields say.

    told: bytes a second; sample: bytes of one sample. One channel called two has the block and bytes of one.
    """
    usual = channels * sample
    if not block or not sample or block == usual:
        return channels, block or usual
    borne_out = told == rate * block
    if borne_out and sample in _WHOLE_SAMPLES and block % sample == 0:
        return block // sample, block
    if told == rate * usual or block < usual:
        return channels, usual
    return channels, block


def _ends_well(read: Read, at: int, size: int) -> bool:
    """Whether nothing but whole further chunks lies from a place on: then the size before it was true."""
    for _ in range(_MOST_CHUNKS):
        if at >= size - 1:  # one byte of padding is left out by some
            return at <= size + 1
        head = read(at, 8)
        if len(head) < 8 or not all(32 <= byte < 127 for byte in head[:4]):
            # A few bytes behind the end are no sound.
            return size - at < 8
        length = _number(head[4:8])
        at += 8 + length + length % 2
    return False


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
