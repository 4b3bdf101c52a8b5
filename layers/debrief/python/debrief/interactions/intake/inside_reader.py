"""Recordings that lie inside a document: taken out of it and kept beside what was dropped.

They lie in the same bucket under `INSIDE`, so that whoever may hear, transcribe, expire or erase a recording does so
with them too; objects there are nobody's unit. The key follows from the item and from the bytes: doing it twice writes
the same object.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import Final, NamedTuple

from debrief.interactions.formats.parsed import EmbeddedRecording, ParsedConversation
from debrief.interactions.formats.vcon_bodies import unbase64
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.file_names import INSIDE, RECORDINGS
from debrief.interactions.intake.model import IntakeItem, StoredObject
from debrief.kernel.storage.objects import ObjectStore

_SUFFIXES: Final = {
    "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/wave": ".wav", "audio/vnd.wave": ".wav",
    "audio/mpeg": ".mp3", "audio/mp3": ".mp3", "audio/x-mp3": ".mp3", "audio/x-mpeg": ".mp3",
    "audio/mp4": ".m4a", "audio/m4a": ".m4a", "audio/x-m4a": ".m4a", "video/mp4": ".mp4",
    "audio/flac": ".flac", "audio/x-flac": ".flac", "audio/ogg": ".ogg", "audio/opus": ".ogg",
    "audio/webm": ".webm", "video/webm": ".webm", "audio/amr": ".amr",
}  # fmt: skip
_BEGINNINGS: Final = (
    (0, b"RIFF", ".wav"), (0, b"RF64", ".wav"), (0, b"ID3", ".mp3"), (0, b"fLaC", ".flac"),
    *((0, bytes((0xFF, second)), ".mp3") for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
    (0, b"OggS", ".ogg"), (4, b"ftyp", ".m4a"), (0, b"\x1a\x45\xdf\xa3", ".webm"), (0, b"#!AMR", ".amr"),
)  # fmt: skip


class Inside(NamedTuple):
    """What came of looking for a recording inside a document. reasons: why one that is there can't be taken."""

    recording: StoredObject | None = None
    reasons: tuple[HoldReason, ...] = ()


def is_inside(recording: StoredObject | None) -> bool:
    """Whether a recording was taken out of a document."""
    return recording is not None and recording.key.startswith(INSIDE)


def taken_out(store: ObjectStore, item: IntakeItem, conversation: ParsedConversation) -> Inside:
    """The recording inside the item's document, written where recordings lie; nothing where there isn't one.

    Of several none is taken, which the document's own remark or reason to be held tells.
    """
    inside = [one for one in conversation.recordings if one.body_base64url is not None]
    if len(inside) != 1:
        return Inside()
    try:
        content = unbase64(inside[0].body_base64url or "")
    except ValueError:
        return _refused("The recording inside it isn't base64url")
    if not content:
        return _refused("The recording inside it has no content")
    if not _hashes_to(content, inside[0].content_hash):
        return _refused("The recording inside it isn't the one that its hash tells of")
    suffix = _suffix_of(inside[0], content)
    if suffix is None:
        return _refused(
            f'The recording inside it is of a kind that isn\'t taken ("{inside[0].media_type or "unknown"}")'
        )
    digest = hashlib.sha256(content).hexdigest()
    key = f"{INSIDE}{item.id}/{digest[:32]}{suffix}"
    store.put(key, content, RECORDINGS[suffix])
    return Inside(StoredObject(key=key, etag=digest, size=len(content)))


def _refused(what: str) -> Inside:
    sentence = f"{what}. Drop the document again with its recording mended, or the recording beside it as a file."
    return Inside(reasons=(HoldReason(code=HoldCode.DOCUMENT_UNREADABLE, sentence=sentence),))


def _suffix_of(recording: EmbeddedRecording, content: bytes) -> str | None:
    """Of which form a recording is: as it begins, else as it is declared, else as it is named."""
    for at, beginning, suffix in _BEGINNINGS:
        if content[at:].startswith(beginning):
            return ".mp4" if suffix == ".m4a" and recording.media_type.startswith("video/") else suffix
    if recording.media_type in _SUFFIXES:
        return _SUFFIXES[recording.media_type]
    name = (recording.file_name or "").lower()
    return next((suffix for suffix in RECORDINGS if name.endswith(suffix)), None)


def _hashes_to(content: bytes, given: str | None) -> bool:
    """Whether the bytes are those of a hash such as `sha512-…`; so are they where none of a known kind is given."""
    kind, _, expected = (given or "").partition("-")
    if kind not in ("sha256", "sha384", "sha512") or not expected:
        return True
    found = base64.urlsafe_b64encode(hashlib.new(kind, content).digest()).decode().rstrip("=")
    return found == expected.rstrip("=").replace("+", "-").replace("/", "_")


def still_holding(reasons: Sequence[HoldReason], *, recorded: bool) -> list[HoldReason]:
    """What of a document's own reasons still holds it: one whose words can be heard isn't held for want of them."""
    heard = (HoldCode.RECORDING_NOT_FETCHED, HoldCode.TRANSCRIPT_UNREAD, HoldCode.DOCUMENT_EMPTY)
    return [reason for reason in reasons if not (recorded and reason.code in heard)]
