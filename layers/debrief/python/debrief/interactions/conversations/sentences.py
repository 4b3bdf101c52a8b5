"""Where the sentence begins and ends that some words of a text stand in."""

import re
from typing import Final, NamedTuple

LONGEST_SIDE: Final = 300
"""Characters that a sentence may go on before and after the words. Recognisers may write no full stop for minutes."""

_NEAR: Final = 8
"""Words beside the quote that belong to it for certain where no end of a sentence is to be seen."""

_END: Final = re.compile(r"[.!?…؟]+[\"'”’)\]»]*(?=\s)|[。！？｡।॥។။]+[」』”）]*|\n+")
_ABBREVIATED: Final = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms mx dr prof st sr jr no nr vs eg ie etc approx ext dept inc ltd co hr fr frau herr bzw usw ca zb dh "
        "sra dra dott sig mme mlle tel art bd ul",
    )
)


_UNFINISHED: Final = frozenset(
    re.findall(
        r"\S+",
        "that to say never not and or but because if i we you the a an of for with is are was were would could will c"
        "an my "
        "your our their this ever even just",
    )
)
"""Words with which no sentence ends, as the last ones of a turn that was cut."""


class Around(NamedTuple):
    """A sentence in a text. start, end: in characters. left_out: what of it stands before and after the words."""

    start: int
    end: int
    left_out: tuple[str, str]


def sentence_around(text: str, start: int, end: int) -> Around:
    """The sentence, or sentences, that the words from `start` to `end` stand in."""
    ends = [match.end() for match in _END.finditer(text) if _is_end(text, match)]
    first = max((each for each in ends if each <= start), default=0)
    # The stop right behind the words ends them.
    last = min((each for each in ends if each >= end), default=len(text))
    begin, finish = max(first, start - LONGEST_SIDE), min(last, end + LONGEST_SIDE)
    if begin > first:
        begin = min(start, begin + len(text[begin:start].partition(" ")[0]) + 1)
    if finish < last:
        finish = max(end, end + len(text[end:finish].rpartition(" ")[0]))
    before = text[begin:start] if begin == first else _last_words(text[begin:start])
    after = text[end:finish] if finish == last else _first_words(text[end:finish])
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    return Around(begin, begin + len(text[begin:finish].rstrip()), (before, after))


def goes_on(before: str, after: str) -> bool:
    """Whether the last sentence of a turn goes on in the next one of the same speaker, as recognisers cut turns.

    A message of a chat mostly ends without a stop, and is whole all the same.
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or _END.search(f"{before[-3:]} "):
        return False
    last = re.split(r"[^\w]", before)[-1].casefold()
    if last in _UNFINISHED or before[-1] in ",،、，-–":
        return True
    return after[0].islower() and not (before == before.lower() and after == after.lower())


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: not behind an abbreviation, and not where the next word begins small."""
    if not match[0].startswith((".", "…")):
        return True
    following = text[match.end() :].lstrip()[:1]
    before = re.split(r"[^\w]", text[max(0, match.start() - 12) : match.start()])[-1].casefold()
    if match[0].startswith(".") and (
        before in _ABBREVIATED or (len(before) == 1 and before.isalpha() and before != "i")
    ):
        return False
    # Who writes everything small begins sentences small as well.
    return not following.islower() or (match[0] == "." and text == text.lower())


def _last_words(text: str) -> str:
    return " ".join(text.split()[-_NEAR:])


def _first_words(text: str) -> str:
    return " ".join(text.split()[:_NEAR])
