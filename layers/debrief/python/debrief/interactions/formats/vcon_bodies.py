"""What the parts of a vCon hold: bodies decoded as their encoding says, media types, purposes, times."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from debrief.interactions.formats.emails import html_words, is_mime, words_in
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import Json, milliseconds, read_json, text


def unbase64(body: str) -> bytes:
    """The bytes of base64url, also of base64, with or without padding and line breaks.

    Raises:
        ValueError: it isn't base64.
    """
    cleaned = "".join(body.split()).replace("+", "-").replace("/", "_").rstrip("=")
    try:
        return base64.b64decode(cleaned + "=" * (-len(cleaned) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("it isn't base64url") from error


def content_type(part: Json) -> str:
    """The media type of a dialog, analysis or attachment with its parameters, as given."""
    return text(part.get("mediatype")) or text(part.get("mimetype")) or ""


def media_type(part: Json) -> str:
    """The same in lower case without parameters."""
    return content_type(part).split(";")[0].strip().lower()


_BASE64: Final = ("base64url", "base64")
"""The draft's encoding, and how some who write it call it."""


def body_of(part: Json) -> object:
    """The body as its encoding says: JSON decoded, base64url decoded to text, anything else as it is."""
    body, encoding = part.get("body"), str(part.get("encoding") or "none").lower()
    if not isinstance(body, str):
        return body
    try:
        if encoding in _BASE64 and not media_type(part).startswith(("audio/", "video/", "image/")):
            body = unbase64(body).decode("utf-8")
        if encoding == "json" or media_type(part) == "application/json":
            return read_json(body)
    except (ValueError, RecursionError):
        # What was declared wrongly is still the text that was given; dropping it would lose it.
        return body
    return body


def words_written(part: Json) -> str | None:
    """The words of a text; None where it has none."""
    body = body_of(part)
    if isinstance(body, Mapping):
        body = next((body[name] for name in _WORDS if body.get(name)), None)
    if isinstance(body, str) and is_mime(media_type(part)):
        return words_in(body, content_type(part)) or body
    if isinstance(body, str) and media_type(part) == "text/html":
        return html_words(body) or None
    # Tabs and markup are what was written; only turns of nothing but white space are left out.
    return body if isinstance(body, str) and body.strip() else None


_WORDS: Final = ("text", "body", "content")


def is_understood(part: Json) -> bool:
    """Whether the body of a text is one that `words_written` reads, or says itself that nothing was written."""
    body = body_of(part)
    if isinstance(body, Mapping):
        # As `words_written` takes it: the first of them that says something.
        body = next((body[name] for name in _WORDS if body.get(name)), "" if set(_WORDS) & set(body) else body)
    return isinstance(body, str) or body in (None, {}, [])


def purpose_of(attachment: Json) -> str:
    """What an attachment is for, in either of the names that the versions have for it."""
    return (text(attachment.get("purpose")) or text(attachment.get("type")) or "").lower()


def instant_of(value: object, time_zone: str) -> datetime | None:
    """The instant that a value names; None where it can't be read."""
    try:
        return read_instant(value, time_zone)
    except ValueError:
        return None


def start_of(part: Json, time_zone: str) -> datetime | None:
    """When a part of the dialog began."""
    return instant_of(part.get("start"), time_zone)


def length_of(part: Json) -> int | None:
    """How long a part of the dialog lasted, in milliseconds."""
    return milliseconds(part.get("duration"), 1000)
