"""Text as words, so that what was said can be compared without case, spaces and punctuation; and text that is shown."""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

_SILENT: Final = dict.fromkeys(
    (
        *map(ord, "'’‘ʼ`"),
        0x00AD,  # where a word may be parted at the end of a line
        0x200D,  # joins what is written as one, as in Sinhala
        *range(0x180B, 0x180E),
        0x180F,
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),  # these and those before: which form of a character is shown
        *range(0x20DD, 0x20E1),
        *range(0x20E2, 0x20E5),  # what is drawn around a character, as around the digit of a key
    )
)
"""What neither parts a word nor counts in it, as `str.translate` takes it away."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # Han, repeated and zero
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFF9D),  # Katakana of half the width
    (0x20000, 0x3FFFF),  # Han, extensions
)


_VOICING: Final = frozenset((0xFF9E, 0xFF9F))
"""The marks upon Katakana of half the width, which stand behind it as characters of their own."""


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

BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
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
        ValueError: as `check_shown`, it has several lines or a tabulator, or nothing of it is to be seen.
    """
    check_shown(text)
    if any(each in text for each in "\t\n\r"):
        raise ValueError("holds a line break or a tabulator")
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in BLANK for each in text):
        raise ValueError("has nothing that can be seen")
    return text


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order.

    A word is a run of letters, digits and the marks upon them; an apostrophe inside doesn't part it (`don't` equals
    `dont`), nor does what nobody sees of it. In scripts written without spaces each character stands alone, with the
    marks upon it, or else no phrase could be found inside a sentence. A mark upon nothing, as emoji bring along, is no
    word.
    """
    return tuple(each_word(text))


def each_word(text: str) -> Iterator[Word]:
    """The words of `text` as `words_of` has them, one after the other, so that not all have to be kept."""
    start: int | None = None
    alone = False
    for at, character in enumerate(text):
        kind = _kind(character)
        if kind is _Kind.BELONGS or (kind is _Kind.LETTER and start is not None and not alone):
            continue
        if start is not None:
            yield _word(text, start, at)
        start = None if kind is _Kind.PARTS else at
        alone = kind is _Kind.ALONE
    if start is not None:
        yield _word(text, start, len(text))


def without_silent(text: str) -> str:
    """`text` without what makes no difference to its words: apostrophes, and what nobody sees."""
    return text.translate(_SILENT)


class _Kind(Enum):
    """What a character is to a word.

    PARTS: it stands between words. LETTER: it begins one or goes on with it. ALONE: it is one by itself.
    BELONGS: to the word before it, where there is one.
    """

    PARTS = auto()
    LETTER = auto()
    ALONE = auto()
    BELONGS = auto()


@lru_cache(maxsize=4096)
def _kind(character: str) -> _Kind:
    code = ord(character)
    category = unicodedata.category(character)[0]
    if code in _SILENT or category == "M" or code in _VOICING:
        return _Kind.BELONGS
    if category not in "LN":
        return _Kind.PARTS
    return _Kind.ALONE if is_unspaced(character) else _Kind.LETTER


def is_of_word(character: str) -> bool:
    """Whether the character is a letter, a number, or a sign that belongs to the letter before it."""
    if character.isalnum():
        return True
    return unicodedata.category(character) in ("Mn", "Mc") and ord(character) not in _SILENT


def is_unspaced(character: str) -> bool:
    """Whether the character is of a script that is written without spaces between words."""
    code = ord(character)
    return any(first <= code <= last for first, last in _UNSPACED)


def _word(text: str, start: int, end: int) -> Word:
    # A word begins with a letter or a digit, so this ends.
    while ord(text[end - 1]) in _SILENT:
        end -= 1
    original = without_silent(text[start:end])
    if original.isascii():
        return Word(original.casefold(), start, end)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", original).casefold())
    return Word(folded, start, end)


_LONGEST_SOUGHT: Final = 900
"""Bytes of a text as it is looked for: DynamoDB takes 1,024 as a sort key, with an id behind."""


_PLAIN: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ı": "i",
        "ə": "e",
        "ɨ": "i",
        "ƶ": "z",
        "ǥ": "g",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }
)
"""Letters that no form of Unicode takes apart, as they are typed where a keyboard lacks them. ß is ss by its case."""


def plain_letters(text: str) -> str:
    """`text` without case and accents, its letters those of any keyboard: `Łukasz Straße` is `lukasz strasse`.

    The console has the same (`web/src/parts/plain.ts`).
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).translate(_PLAIN)


def sought_key(text: str) -> str:
    """A text as it is compared: without case and accents, and with one blank for whatever stands between words.

    Vowel signs, as of Devanagari and Thai, are letters of their words.

    The key of a beginning of a text is a beginning of the text's key. Empty where there is no letter or number.
    """
    bare = plain_letters(text)
    words = " ".join("".join(each if is_of_word(each) else " " for each in bare).split())
    return words.encode(errors="ignore")[:_LONGEST_SOUGHT].decode(errors="ignore").rstrip()
