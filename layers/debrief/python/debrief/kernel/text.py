"""Text as words, so that what was said can be compared without case, spaces and punctuation."""

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
