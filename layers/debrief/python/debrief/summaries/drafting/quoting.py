"""A quote as a report shows it: whole sentences, so that nothing that turns its meaning is cut off."""

import re
from collections.abc import Sequence
from typing import Final

from debrief.interactions.conversations.model import Turn

LONGEST_SHOWN: Final = 500
"""Characters of a sentence that is shown whole. Of a longer one, as recognised speech without full stops may be, the
quote is shown with `AROUND` on either side."""

AROUND: Final = 200

_SENTENCE: Final = re.compile(r"[^.!?…。！？]+[.!?…。！？]*[\"'”’)]*\s*|[.!?…。！？]+\s*")


def whole_sentences(turns: Sequence[Turn], turn_index: int, quoted: str) -> str:
    """The sentences of the turn in which `quoted` stands; `quoted` itself where it isn't found there.

    turns: those of the conversation around it; the next turn of the same speaker may hold the end of the quote.
    """
    own = [turn for turn in turns if turn.index >= turn_index][:2]
    if not own:
        return quoted
    for text in (own[0].text, " ".join(turn.text for turn in own if turn.speaker is own[0].speaker)):
        at = text.find(quoted)
        if at >= 0:
            return _extended(text, at, at + len(quoted))
    return quoted


def _extended(text: str, start: int, end: int) -> str:
    begin, stop = start, end
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= start < sentence.end():
            begin = sentence.start()
        if sentence.start() < end <= sentence.end():
            stop = sentence.end()
    if stop - begin <= LONGEST_SHOWN:
        return text[begin:stop].strip()
    first, last = max(begin, start - AROUND), min(stop, end + AROUND)
    first = text.find(" ", first, start) + 1 or first if first > begin else begin
    last = text.rfind(" ", end, last) if last < stop and " " in text[end:last] else last
    return f"{'… ' if first > begin else ''}{text[first:last].strip()}{' …' if last < stop else ''}"
