"""Signed and encrypted documents in compact form: parts of base64url with points between them (RFC 7515, 7516)."""

import re
from typing import Final

from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.formats.values import Json, read_json
from debrief.interactions.formats.vcon_bodies import unbase64
from debrief.interactions.holds import HoldCode

_COMPACT: Final = re.compile(r"[\w-]{8,}(?:\.[\w-]*){2}(?:(?:\.[\w-]*){2})?", re.ASCII)
_BEGINS: Final = re.compile(r'\s*"?ey[\w-]', re.ASCII)
_PARTS_OF_SIGNED: Final = 3


def compact_in(text: str) -> Json | None:
    """A signed document as the JSON forms have it (`payload`, `signatures`); None where the text isn't compact.

    The text may be wrapped, or stand in quotation marks as a JSON string.

    Raises:
        UnreadableDocument: it is encrypted.
    """
    if _BEGINS.match(text) is None:
        # Documents are large, and are looked at once.
        return None
    plain = "".join(text.strip().strip('"').split())
    if _COMPACT.fullmatch(plain) is None:
        return None
    head, payload, *rest = plain.split(".")
    try:
        header = read_json(unbase64(head).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or "alg" not in header:
        return None
    if len(rest) + 2 != _PARTS_OF_SIGNED or "enc" in header:
        raise UnreadableDocument(
            "It is an encrypted document (a compact JWE); drop it again in clear, as only who has its key can open it.",
            HoldCode.DOCUMENT_UNSUPPORTED,
        )
    return {"payload": payload, "signatures": [{"protected": head, "signature": rest[0]}]}
