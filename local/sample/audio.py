"""A stereo recording that lasts as its transcript: bursts of tone in the place of speech, made by code.

Nobody speaks in it. It stands for a recording where only its form matters: two channels, who spoke when, how long.
"""

from __future__ import annotations

import math
import random
import struct
from array import array

from local.sample.model import Conversation

RATE = 8000
"""Samples a second, as telephony has them."""

_PITCH = {"agent": 150.0, "customer": 205.0}
_SYLLABLE_S = 0.19
_LOUDNESS = 7000


def stereo_wav(conversation: Conversation) -> bytes:
    """A WAV file, 8 kHz, 16 bit: the agent on the left channel (0), the customer on the right one (1)."""
    samples = round(conversation.duration_ms / 1000 * RATE)
    rng = random.Random(conversation.reference)
    channels = {"agent": array("h", bytes(2 * samples)), "customer": array("h", bytes(2 * samples))}
    for line in conversation.lines:
        begin, end = line.start_ms * RATE // 1000, min(samples, line.end_ms * RATE // 1000)
        at = begin
        while at < end:
            lasts = min(end - at, round(rng.uniform(0.7, 1.4) * _SYLLABLE_S * RATE))
            _voice(channels[line.speaker], at, round(lasts * 0.8), _PITCH[line.speaker] * rng.uniform(0.85, 1.2))
            at += lasts
    both = array("h", bytes(4 * samples))
    both[0::2], both[1::2] = channels["agent"], channels["customer"]
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        both.byteswap()
    return _header(len(both) * 2) + both.tobytes()


def _voice(channel: array[int], at: int, lasts: int, pitch: float) -> None:
    step = 2 * math.pi * pitch / RATE
    for place in range(lasts):
        # A few harmonics under a rounded envelope: to a level meter it looks like a syllable.
        envelope = math.sin(math.pi * place / lasts)
        wave = math.sin(step * place) + 0.5 * math.sin(2 * step * place) + 0.25 * math.sin(3 * step * place)
        channel[at + place] = round(_LOUDNESS * envelope * wave)


def _header(data: int) -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, RATE, RATE * 4, 4, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + data, b"WAVE") + form + struct.pack("<4sI", b"data", data)
