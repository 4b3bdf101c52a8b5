"""Whether a bulk object is lines of JSON at all: a fault of the file is told once, and not for each of its lines."""

import json
from typing import Final

BEGINNING: Final = 256 * 1024
"""Bytes of a bulk object that are looked at before its lines are."""

IS_EMPTY: Final = "It is empty."
_COMPRESSED: Final = {
    b"\x1f\x8b": "gzip", b"PK\x03\x04": "ZIP", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7z",
}  # fmt: skip
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_PRETTY: Final = (
    "It is one JSON document over several lines, and not one conversation a line. Write each conversation on one line, "
    "or drop the document as a .json file."
)
_NO_JSON: Final = "None of its first lines is JSON; a bulk file has one JSON object a line."
_ARRAY: Final = (
    "It is one JSON list, and not one conversation a line. Write each conversation on a line of its own, without the "
    "brackets and commas around them."
)


def not_lines(beginning: bytes) -> str | None:
    """What is wrong with an object that begins so, as a sentence; None where it may be lines of JSON.

    Single broken lines are no fault of the file: each of them is held with its own reason.
    """
    for magic, name in _COMPRESSED.items():
        if beginning.startswith(magic):
            return f"It is compressed ({name}). Drop it again as plain text with one JSON object a line."
    if beginning.startswith(_WIDE):
        return "It is text in UTF-16. Drop it again as UTF-8."
    whole = len(beginning) < BEGINNING
    lines = [line.strip() for line in beginning.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    lines = [line for line in (lines if whole else lines[:-1]) if line]
    if not lines:
        return IS_EMPTY if whole else None
    if _value(lines[0]) is list and len(lines) == 1:
        return _ARRAY
    if lines[0] == b"[" and len(lines) > 1 and _value(lines[1].rstrip(b",")) is dict:
        return _ARRAY
    if lines[0][:1] in b"{[" and _is_unfinished(lines[0]) and not (len(lines) > 1 and _value(lines[1]) is dict):
        return _PRETTY if len(lines) > 1 else None
    if len(lines) > 2 and not any(line[:1] in b"{[" for line in lines[:100]):
        return _NO_JSON
    return None


def _value(line: bytes) -> type | None:
    """What kind of JSON value a line is; None where it is none."""
    try:
        return type(json.loads(line))
    except (ValueError, RecursionError):
        return None


def _is_unfinished(line: bytes) -> bool:
    """Whether a line is JSON that goes on after its end."""
    try:
        text = line.decode("utf-8")
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text)
    except (ValueError, RecursionError):
        return False
    return False
