"""Recordings as numbers: reading WAV files and finding who speaks when, by energy.

Samples are 16-bit signed; times are in milliseconds from the recording's beginning.
"""

from __future__ import annotations

import io
import math
import struct
import sys
from array import array
from dataclasses import dataclass
from itertools import pairwise
from operator import mul

FRAME_MS = 20
_MIN_TURN_MS = 240
_MAX_PAUSE_MS = 700
_PADDING_MS = 100
_ABOVE_NOISE_DB = 10.0
_BELOW_PEAK_DB = 38.0
_QUIETEST_DB = -52.0
_BLEED_DB = 14.0
_SILENCE_DB = -96.0

_PCM, _ALAW, _MULAW, _EXTENSIBLE = 1, 6, 7, 0xFFFE


class AudioError(Exception):
    """A recording that cannot be read. The text says why."""


@dataclass(frozen=True)
class Recording:
    rate: int
    """Samples a second."""
    channels: tuple[array[int], ...]

    @property
    def duration_ms(self) -> int:
        return len(self.channels[0]) * 1000 // self.rate


@dataclass(frozen=True)
class Turn:
    channel: int
    begin_ms: int
    end_ms: int
    loudness: tuple[float, ...] = ()
    """Loudness of each started second, in dB above the quietest sample (0 to 96)."""


def read_wav(data: bytes) -> Recording:
    """A WAV file with PCM of 8, 16, 24 or 32 bits, A-law or µ-law. Raises AudioError.

    Of one that was written while somebody spoke, whose size was never filled in, everything up to the end.
    """
    coding, count, rate, bits, body = _parts(data)
    samples = _decode(body, coding, bits)
    usable = len(samples) - len(samples) % count
    if usable == 0:
        raise AudioError("the WAV file has no audio in it")
    return Recording(rate, tuple(samples[offset:usable:count] for offset in range(count)))


def duration_of(data: bytes) -> int:
    """How long a WAV file plays, in milliseconds, without decoding it. Raises AudioError."""
    _, count, rate, bits, body = _parts(data)
    return len(body) * 8000 // (count * rate * max(8, bits))


def _parts(data: bytes) -> tuple[int, int, int, int, bytes]:
    """Coding, channels, samples a second, bits of a sample, and the samples."""
    if data[:4] not in (b"RIFF", b"RF64", b"BW64") or data[8:12] != b"WAVE":
        raise AudioError("the file is not a WAV recording")
    form = body = None
    stream = io.BytesIO(data[12:])
    while len(head := stream.read(8)) == 8:
        name, size = head[:4], struct.unpack("<I", head[4:])[0]
        unfilled = name == b"data" and size in (0, 0xFFFFFFFF)
        chunk = stream.read() if unfilled else stream.read(size + size % 2)
        if name == b"fmt " and len(chunk) >= 16:
            form = chunk
        elif name == b"data":
            body = chunk if unfilled else chunk[:size]
    if form is None or not body:
        raise AudioError("the WAV file has no audio in it")
    coding, count, rate, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if coding == _EXTENSIBLE and len(form) >= 26:
        coding = struct.unpack("<H", form[24:26])[0]
    if not 1 <= count <= 8 or not 4000 <= rate <= 192_000:
        raise AudioError(f"the WAV file has {count} channels at {rate} Hz, which cannot be right")
    return coding, count, rate, bits, body


def _decode(body: bytes, coding: int, bits: int) -> array[int]:
    if coding == _PCM and bits == 16:
        samples = array("h", body[: len(body) // 2 * 2])
        if sys.byteorder == "big":
            samples.byteswap()
        return samples
    if coding == _PCM and bits == 8:
        return array("h", [(value - 128) << 8 for value in body])
    if coding == _PCM and bits in (24, 32):
        width = bits // 8
        # The two highest bytes of each sample are its 16-bit value.
        high = bytearray(len(body) // width * 2)
        high[0::2] = body[width - 2 : len(body) // width * width : width]
        high[1::2] = body[width - 1 : len(body) // width * width : width]
        return _decode(bytes(high), _PCM, 16)
    if coding in (_ALAW, _MULAW) and bits == 8:
        table = [(_alaw if coding == _ALAW else _mulaw)(value) for value in range(256)]
        return array("h", [table[value] for value in body])
    raise AudioError(f"the WAV file's coding (format {coding}, {bits} bits) is not supported")


def _mulaw(code: int) -> int:
    """ITU-T G.711 µ-law."""
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 0x84) << ((code >> 4) & 7)
    return 0x84 - magnitude if code & 0x80 else magnitude - 0x84


def _alaw(code: int) -> int:
    """ITU-T G.711 A-law."""
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 7, (code & 0x0F) << 4
    value = mantissa + 8 if exponent == 0 else (mantissa + 0x108) << (exponent - 1)
    return value if code & 0x80 else -value


def resample(samples: array[int], rate: int, target: int = 16_000) -> array[int]:
    """Linear interpolation; exact enough for a recogniser."""
    if rate == target or len(samples) < 2:
        return samples
    if target == 2 * rate:
        doubled = array("h", bytes(4 * len(samples)))
        doubled[0::2] = samples
        doubled[1::2] = array("h", [(a + b) >> 1 for a, b in pairwise(samples)] + [samples[-1]])
        return doubled
    step = rate / target
    last = len(samples) - 1
    out = array("h")
    for index in range(int(len(samples) / step)):
        position = index * step
        left = min(int(position), last)
        right = min(left + 1, last)
        out.append(int(samples[left] + (samples[right] - samples[left]) * (position - left)))
    return out


def frame_levels(samples: array[int], rate: int) -> list[float]:
    """Level of each frame of FRAME_MS in dB below full scale (0 is the loudest)."""
    size = max(1, rate * FRAME_MS // 1000)
    levels = []
    for start in range(0, len(samples), size):
        frame = samples[start : start + size]
        power = sum(map(mul, frame, frame)) / len(frame)
        levels.append(10 * math.log10(power / 32768**2) if power > 0 else _SILENCE_DB)
    return levels


def threshold(levels: list[float]) -> float:
    """Level from which a frame counts as speech: above the noise, not far below the loud parts."""
    ordered = sorted(levels)
    noise = ordered[len(ordered) // 10]
    peak = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return max(_QUIETEST_DB, min(noise + _ABOVE_NOISE_DB, peak - 6.0), peak - _BELOW_PEAK_DB)


def detect_turns(recording: Recording) -> list[Turn]:
    """Who speaks when, in order of time: on each channel the stretches of speech, split at pauses.

    A pause is 700 ms or longer; bursts below 240 ms are dropped. Where another channel is much louder, a channel's
    sound is taken as its echo.
    """
    levels = [frame_levels(channel, recording.rate) for channel in recording.channels]
    turns = []
    for channel, own in enumerate(levels):
        least = threshold(own)
        others = [other for index, other in enumerate(levels) if index != channel]
        speech = [
            level >= least and all(level >= other[index] - _BLEED_DB for other in others)
            for index, level in enumerate(own)
        ]
        for first, last in _stretches(speech):
            begin = max(0, first * FRAME_MS - _PADDING_MS)
            end = min(recording.duration_ms, (last + 1) * FRAME_MS + _PADDING_MS)
            turns.append(Turn(channel, begin, end, _loudness(own, begin, end)))
    return sorted(turns, key=lambda turn: (turn.begin_ms, turn.channel))


def _stretches(speech: list[bool]) -> list[tuple[int, int]]:
    """(first, last) frames of speech, with short pauses closed and short bursts dropped."""
    found: list[tuple[int, int]] = []
    for index, spoken in enumerate(speech):
        if not spoken:
            continue
        if found and (index - found[-1][1]) * FRAME_MS < _MAX_PAUSE_MS:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return [(first, last) for first, last in found if (last - first + 1) * FRAME_MS >= _MIN_TURN_MS]


def _loudness(levels: list[float], begin_ms: int, end_ms: int) -> tuple[float, ...]:
    frames = levels[begin_ms // FRAME_MS : max(begin_ms // FRAME_MS + 1, end_ms // FRAME_MS)]
    per_second = 1000 // FRAME_MS
    seconds = [frames[start : start + per_second] for start in range(0, len(frames), per_second)]
    return tuple(round(max(0.0, sum(second) / len(second) - _SILENCE_DB), 2) for second in seconds)


def cut(recording: Recording, turn: Turn) -> array[int]:
    """The samples of one turn."""
    samples = recording.channels[turn.channel]
    return samples[turn.begin_ms * recording.rate // 1000 : turn.end_ms * recording.rate // 1000]
