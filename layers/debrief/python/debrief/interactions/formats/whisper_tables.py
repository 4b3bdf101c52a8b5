"""Whisper's tables (`.tsv`): a line for each thing said, with begin and end in milliseconds and the words, by tabs."""

import re
from typing import Final

from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.formats.values import Json

_HEAD: Final = "start\tend\ttext"
_LINE: Final = re.compile(r"(\d{1,10})\t(\d{1,10})\t(.*)")


def recognises(document: str) -> bool:
    """Whether the text is such a table, by its first line."""
    return document.lstrip().split("\n", 1)[0].strip().casefold() == _HEAD


def table_in(document: str) -> Json:
    """The table as Whisper's JSON has it, in seconds.

    Raises:
        UnreadableDocument: a line isn't of that form; the others may lack words then.
    """
    segments: list[Json] = []
    for number, line in enumerate(document.lstrip().split("\n")[1:], 2):
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            if line.strip():
                raise UnreadableDocument(
                    f"Line {number} of the table doesn't begin with two times in milliseconds, each with a tab behind "
                    "it. Correct it, or drop the transcript again as WebVTT or JSON, as Whisper writes them too."
                )
            continue
        segments.append(
            {"start": int(match[1]) / 1000, "end": int(match[2]) / 1000, "text": " ".join(match[3].split())}
        )
    return {"segments": segments}
