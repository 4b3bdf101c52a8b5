"""What the parts of a vCon hold: bodies decoded as their encoding says, media types, purposes, times."""

import base64
import binascii
from datetime import datetime

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


def body_of(part: Json) -> object:
    """The body as its encoding says: JSON decoded, base64url decoded to text, anything else as it is."""
    body, encoding = part.get("body"), str(part.get("encoding") or "none").lower()
    if not isinstance(body, str):
        return body
    try:
        if encoding == "base64url" and not media_type(part).startswith(("audio/", "video/", "image/")):
            body = unbase64(body).decode("utf-8")
        if encoding == "json" or media_type(part) == "application/json":
            return read_json(body)
    except (ValueError, RecursionError):
        # What was declared wrongly is still the text that was given; dropping it would lose it.
        return body
    return body


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
