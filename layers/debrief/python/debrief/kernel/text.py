"""Text as words, so that what was said can be compared without case, spaces and punctuation; and text that is shown."""

import re
import unicodedata
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼ`"
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0x20000, 0x3FFFF),  # Han, extensions
)


class Word(NamedTuple):
    """A word of a text.

    text: folded for comparing: compatible forms made equal, no case, no apostrophes.
    start, end: where it stands in the original text, in characters.
    """

    text: str
    start: int
    end: int


_MISLEADING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of what follows, or mark the order of bytes."""

_LINE_ENDS = re.compile("[\v\f\x85\u2028\u2029]")

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing."""


def check_shown(text: str) -> str:
    """`text` itself, where every character of it is one to be shown.

    Raises:
        ValueError: it holds a control character, one that turns the direction of what follows, or half a character.
    """
    for character in text:
        unseen = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} and character not in "\t\n\r"
        if unseen or character in _MISLEADING:
            raise ValueError(f"holds a character that isn't shown (U+{ord(character):04X})")
    return text


def check_prose(text: str) -> str:
    """`text` with plain ends of lines in place of those that text of other programs brings along unseen.

    Raises:
        ValueError: as `check_shown`.
    """
    return check_shown(_LINE_ENDS.sub("\n", text))


def check_name(text: str) -> str:
    """`text` itself, where it can be shown as a name.

    Raises:
        ValueError: as `check_shown`, or nothing of it is to be seen.
    """
    check_shown(text)
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in _BLANK for each in text):
        raise ValueError("has nothing that can be seen")
    return text


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order.

    A word is a run of letters, digits and marks; an apostrophe inside doesn't part it (`don't` equals `dont`). In
    scripts written without spaces each character stands alone, or else no phrase could be found inside a sentence.
    """
    words: list[Word] = []
    start: int | None = None
    for at, character in enumerate(text):
        alone = _stands_alone(character)
        inside = _is_word_character(character) or (character in _APOSTROPHES and start is not None)
        if start is not None and (alone or not inside):
            words.append(_word(text, start, at))
            start = None
        if alone:
            words.append(_word(text, at, at + 1))
        elif inside and start is None:
            start = at
    if start is not None:
        words.append(_word(text, start, len(text)))
    return tuple(words)


def _word(text: str, start: int, end: int) -> Word:
    while text[end - 1] in _APOSTROPHES:
        end -= 1
    original = text[start:end]
    for apostrophe in _APOSTROPHES:
        original = original.replace(apostrophe, "")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", original).casefold())
    return Word(folded, start, end)


def _is_word_character(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _stands_alone(character: str) -> bool:
    code = ord(character)
    return _is_word_character(character) and any(first <= code <= last for first, last in _UNSPACED)
