"""Length of WebM that was written while it was recorded, as browsers do: its header can't tell, its last block does.

Layout: RFC 8794 (EBML) and RFC 9559 (Matroska): clusters with a time of their own, and in them blocks with theirs.
"""

from typing import Final

from debrief.interactions.intake.wav import Read

_EBML: Final = b"\x1a\x45\xdf\xa3"
_CLUSTER: Final = b"\x1f\x43\xb6\x75"
_TIMESTAMP: Final = b"\xe7"
_TAIL: Final = 8 * 1024 * 1024
_BLOCKS: Final = (0xA3, 0xA0, 0xA1)
_MASTERS: Final = (0xA0,)


def is_webm(head: bytes) -> bool:
    """Whether an object that begins so is WebM or Matroska."""
    return head.startswith(_EBML)


def last_block_ms(read: Read, size: int) -> int | None:
    """Where the last block begins, in milliseconds from the beginning; None where none is found in the last 8 MB.

    Times are taken in milliseconds, as all recorders write them (TimestampScale 1,000,000).
    """
    begin = max(0, size - _TAIL)
    tail = b"".join(read(at, min(1024 * 1024, size - at)) for at in range(begin, size, 1024 * 1024))
    latest: int | None = None
    at = tail.find(_CLUSTER)
    while at >= 0:
        following = tail.find(_CLUSTER, at + 4)
        found = _end_of_cluster(tail[at + 4 : following if following >= 0 else len(tail)])
        latest = max(found, latest or 0) if found is not None else latest
        at = following
    return latest


def _end_of_cluster(body: bytes) -> int | None:
    """The latest time in a cluster; what of it isn't understood ends the search in it."""
    at = _after_number(body, 0)
    began: int | None = None
    latest: int | None = None
    while at is not None and at < len(body) - 2:
        name = body[at]
        length, inside = _size(body, at + 1)
        if length is None or inside is None:
            break
        if name == _TIMESTAMP[0]:
            began = latest = int.from_bytes(body[inside : inside + length], "big")
        elif name in _MASTERS:
            at = inside  # its block stands inside
            continue
        elif name in _BLOCKS and began is not None:
            track = _after_number(body, inside)
            if track is not None and track + 2 <= len(body):
                latest = max(latest or 0, began + int.from_bytes(body[track : track + 2], "big", signed=True))
        at = inside + length
    return latest


def _size(body: bytes, at: int) -> tuple[int | None, int | None]:
    """A size and the place after it; None where it isn't known, or there is none."""
    after = _after_number(body, at)
    if after is None or after > len(body):
        return None, None
    bits = 7 * (after - at)
    value = int.from_bytes(body[at:after], "big") & ((1 << bits) - 1)
    return (None, None) if value == (1 << bits) - 1 else (value, after)


def _after_number(body: bytes, at: int) -> int | None:
    """The place after a number of variable length, which says in its first byte how long it is."""
    if at >= len(body) or body[at] == 0:
        return None
    return at + 9 - body[at].bit_length()
