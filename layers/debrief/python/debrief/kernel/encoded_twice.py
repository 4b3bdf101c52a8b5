"""Letters that were encoded twice, `GrÃ¼ÃŸe` for `Grüße`: told for certain, and what was meant.

A program takes bytes of UTF-8 for Windows-1252 or Latin-1 and writes them as UTF-8 once more. Read the other way round
they are UTF-8 again, which hardly any text is by chance.
"""

import re
from functools import cache
from typing import Final


def meant_letters(text: str) -> str | None:
    """The text that was encoded twice, or None where it wasn't, or has no letter beyond ASCII.

    Half of an `à` is a blank, which may have been taken for one: it is put back where other letters show what happened.
    """
    if text.isascii():
        return None
    certain = _read(_HALF.sub("", text)) or ""
    if not any(character.isalpha() and not character.isascii() for character in certain):
        return None
    return _read(_HALF.sub(_whole, text))


_HALF: Final = re.compile(r"[\u00c2\u00c3]\u00a0?(?=[\x00-\x20]|$)")


def _whole(match: re.Match[str]) -> str:
    return f"{match[0][0]}\u00a0"


def _read(text: str) -> str | None:
    """The text as its bytes mean it; what is no such text is found out at its first letter beyond ASCII."""
    try:
        return _BEYOND.sub(lambda run: bytes(_bytes_of()[character] for character in run[0]).decode(), text)
    except (KeyError, UnicodeDecodeError):
        return None


_BEYOND: Final = re.compile(r"[^\x00-\x7f]+")


@cache
def _bytes_of() -> dict[str, int]:
    """The byte of each character of Windows-1252, and of Latin-1 where that has none."""
    latin = {chr(byte): byte for byte in range(256)}
    windows = {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(256)}
    return {**latin, **{character: byte for character, byte in windows.items() if character}}
