"""Letters that were encoded twice, `GrÃ¼ÃŸe` for `Grüße`: told for certain, and put right.

A program takes bytes of UTF-8 for Windows-1252 or Latin-1 and writes them as UTF-8 once more. Read the other way round
they are UTF-8 again, which no text is by chance that has more than one letter beyond ASCII.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from debrief.interactions.formats.parsed import ParsedConversation

_FEWEST: Final = 2
"""Letters beyond ASCII of which one alone may be meant: `Â°`."""

ENCODED_TWICE: Final = "Its letters beyond a to z were encoded twice, and were put right."


def put_right(conversation: ParsedConversation) -> ParsedConversation:
    """The conversation with its letters as they were meant, where all that is beyond ASCII in it was encoded twice."""
    said = [turn.text for turn in conversation.turns] + [turn.voice or "" for turn in conversation.turns]
    if not _is_encoded_twice(said):
        return conversation
    turns = tuple(
        turn.model_copy(
            update={"text": _meant(turn.text) or turn.text, "voice": turn.voice and (_meant(turn.voice) or turn.voice)}
        )
        for turn in conversation.turns
    )
    return conversation.model_copy(update={"turns": turns, "warnings": (*conversation.warnings, ENCODED_TWICE)})


def _is_encoded_twice(said: Iterable[str]) -> bool:
    beyond = [each for each in said if not each.isascii()]
    if sum(not character.isascii() for each in beyond for character in each) < 2 * _FEWEST:
        return False
    return all(_meant(each) is not None for each in beyond)


def _meant(text: str) -> str | None:
    """The text that was encoded twice, or None where it wasn't."""
    try:
        return bytes(_bytes_of()[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None


@cache
def _bytes_of() -> dict[str, int]:
    """The byte of each character of Windows-1252, and of Latin-1 where that has none."""
    latin = {chr(byte): byte for byte in range(256)}
    windows = {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(256)}
    return {**latin, **{character: byte for character, byte in windows.items() if character}}
