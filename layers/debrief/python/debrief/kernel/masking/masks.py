"""Masks over what is personal: in a conversation, and in whatever text is about to leave (N8).

A mask is as long as what it covers, so nothing behind it moves: what is quoted of a masked text stands at the same
place of the text as it was said. Masking what is masked changes nothing.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from debrief.kernel.masking.finding import found_in
from debrief.kernel.masking.kinds import FILLER, Found, Kind, Segment, written_over


def masked(segments: Sequence[Segment], kinds: Collection[Kind]) -> tuple[str, ...]:
    """The texts of a conversation, in order, with masks over everything of these kinds.

    What stands beside a mask may read otherwise than before: so it is looked at again, until nothing more is found.
    """
    read = list(segments)
    for _ in range(_MOST_LOOKS):
        by_segment: dict[int, list[Found]] = {}
        for found in found_in(read, kinds):
            by_segment.setdefault(found.segment, []).append(found)
        if not by_segment:
            break
        for number, inside in by_segment.items():
            read[number] = read[number]._replace(text=written_over(read[number].text, inside))
    return tuple(segment.text for segment in read)


_MOST_LOOKS: Final = 6


def masked_text(text: str, kinds: Collection[Kind]) -> str:
    """One text, of which nobody knows who wrote it, with masks."""
    return masked([Segment("", text)], kinds)[0]


@lru_cache(maxsize=8)
def masked_prompt(text: str, kinds: frozenset[Kind]) -> str:
    """The text of a prompt with masks: lines of turns are read as the conversation that they are, whoever wrote them.

    Turns stand there as `[3] customer: …` or as JSON. Of JSON the strings are looked at, each by itself; its form, its
    numbers and the names of its fields stay.
    """
    places, segments = [], []
    for start, end, speaker in _pieces(text):
        places.append((start, end))
        segments.append(Segment(speaker, text[start:end]))
    parts, at = [], 0
    for (start, end), new in zip(places, masked(segments, kinds), strict=True):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(r"\[\d+\] (agent|customer|colleague|system|unknown): ")


@cache
def _string() -> re.Pattern[str]:
    return re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """What of a prompt is text, in order: from where to where, and who said it."""
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if turn := _turn().match(line):
            yield start + turn.end(), end, turn[1]
        elif (body := _json_in(line)) is not None:
            speaker = str(body.get("speaker", "")) if isinstance(body, dict) else ""
            for match in _string().finditer(line):
                if not match[2] and len(match[1]) > 2:
                    yield start + match.start(1), start + match.end(1), speaker
        elif line:
            yield start, end, ""


def _json_in(line: str) -> object:
    """What a line holds as JSON; None where it is text."""
    bare = line.strip().rstrip(",")
    # A list may be spread over lines: then each holds one of its fields.
    for whole in (bare, f"{{{bare}}}", f"{bare}}}", f"{bare}]", f"{{{bare}"):
        if bare[:1] not in {"{", "[", '"'}:
            return None
        try:
            return json.loads(whole)
        except ValueError:
            continue
    return None


def is_masked(text: str) -> bool:
    """Whether a mask stands in the text."""
    return FILLER * 2 in text
