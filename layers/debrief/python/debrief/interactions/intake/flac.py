"""Whether a FLAC has the sound that its header tells of: the last frame says how far it goes.

Layout: RFC 9639. A frame begins with fifteen bits that are always the same, and its header ends in a check of itself.
"""

from typing import Final

from debrief.interactions.intake.wav import AudioFacts, Read

_MARK: Final = b"fLaC"
_STREAM_INFO: Final = 42  # bytes up to the end of the first block, which is always the same one
_TAIL: Final = 256 * 1024
_LONGEST_HEADER: Final = 16


def is_flac(head: bytes) -> bool:
    """Whether an object that begins so is FLAC."""
    return head.startswith(_MARK)


def flac_facts(read: Read, size: int) -> AudioFacts:
    """What a FLAC tells; the length is that of the frames that are there."""
    info = read(0, _STREAM_INFO)
    if len(info) < _STREAM_INFO:
        return AudioFacts(None, None)
    block = int.from_bytes(info[8:10], "big")
    packed = int.from_bytes(info[18:26], "big")
    rate, channels, told = packed >> 44, (packed >> 41 & 7) + 1, packed & ((1 << 36) - 1)
    if not rate:
        return AudioFacts(None, channels)
    reached = _reached(read, size, block, told)
    if reached is None:
        return AudioFacts(None, channels, cut_off=True)
    # The last block is shorter than the others; what lacks more than it has lost its end.
    cut_off = told > reached
    return AudioFacts(round((reached if cut_off or not told else told) * 1000 / rate), channels, cut_off)


def _reached(read: Read, size: int, block: int, told: int) -> int | None:
    """How many samples there are up to the end of the last frame whose header is whole; None where none is found."""
    begin = max(_STREAM_INFO, size - _TAIL)
    tail = read(begin, size - begin)
    at = len(tail)
    while (at := tail.rfind(b"\xff", 0, at)) >= 0:
        number = _number_of(tail[at : at + _LONGEST_HEADER])
        if number is not None:
            before = number * block if tail[at + 1] == 0xF8 else number
            # What only looks like a frame, within the sound, would lie anywhere.
            if not told or before < told:
                return before + block
    return None


def _number_of(header: bytes) -> int | None:
    """The number of a frame, or of its first sample; None where no frame begins so."""
    if len(header) < 6 or header[1] not in (0xF8, 0xF9):
        return None
    first = header[4]
    length = 1 if first < 0x80 else 8 - (first ^ 0xFF).bit_length()
    if first in range(0x80, 0xC0) or length > 7:
        return None
    number = first if length == 1 else first & ((1 << (7 - length)) - 1)
    for byte in header[5 : 4 + length]:
        number = number << 6 | (byte & 0x3F)
    size, rate = header[2] >> 4, header[2] & 15
    end = 4 + length + {6: 1, 7: 2}.get(size, 0) + {12: 1, 13: 2, 14: 2}.get(rate, 0)
    return number if end < len(header) and _check(header[:end]) == header[end] else None


def _check(header: bytes) -> int:
    """The check at the end of a frame's header: CRC-8 with x^8 + x^2 + x + 1."""
    found = 0
    for byte in header:
        found ^= byte
        for _ in range(8):
            found = found << 1 & 0xFF ^ (0x07 if found & 0x80 else 0)
    return found
