"""Letters that were encoded twice, `GrÃ¼ÃŸe` for `Grüße`: told for certain, and what was meant.

A program takes bytes of UTF-8 for Windows-1252 or Latin-1 and writes them as UTF-8 once more. Read the other way round
they are UTF-8 again, which hardly any text is by chance.
"""

from functools import cache


def meant_letters(text: str) -> str | None:
    """The text that was encoded twice, or None where it wasn't, or has no letter beyond ASCII."""
    if text.isascii():
        return None
    try:
        meant = bytes(_bytes_of()[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
    return meant if any(character.isalpha() and not character.isascii() for character in meant) else None


@cache
def _bytes_of() -> dict[str, int]:
    """The byte of each character of Windows-1252, and of Latin-1 where that has none."""
    latin = {chr(byte): byte for byte in range(256)}
    windows = {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(256)}
    return {**latin, **{character: byte for character, byte in windows.items() if character}}
