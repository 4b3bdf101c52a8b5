"""Undoing the disguises in which text hides what it says: look-alikes, spaced letters, unseen characters, encodings.

Only for looking for something; what is shown or stored is the text as it came.
"""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from debrief.kernel.untrusted.tongues import share_of_small_words

MOST_CHARACTERS: Final = 20_000
"""Of a text that is looked at for encodings and the like; what is said in one turn is hardly ever longer."""


class Seen(NamedTuple):
    """A text as it reads. disguised: whether that isn't how it looks."""

    text: str
    disguised: bool


_LOOK_ALIKES: Final = str.maketrans(
    "аеорсхуіјѕһԁԛԝвкмнтгɡɩαεικνορτυχωβηıłøđßȷⅼ",
    "aeopcxyijshdqwbkmhtrgiaeikvoptuxwbnilodsjl",
)
"""Letters of other scripts that look like Latin ones, and what they look like."""

_LATIN: Final = re.compile(r"[a-z]")
_FOREIGN_IN_LATIN: Final = re.compile(r"[a-z][\u0370-\u052f\u0250-\u02af]|[\u0370-\u052f\u0250-\u02af][a-z]")
_ONLY_LOOK_ALIKES: Final = re.compile(r"\b[аеорсхуіјѕһԁԛԝαεικνορτυχ]{3,}\b")
_LEET: Final = str.maketrans("013457@$8!", "oieastasbi")
_MIXED_WORD: Final = re.compile(r"(?<![a-z0-9@$!])[a-z0-9@$!]{2,24}(?![a-z0-9@$!])")
_SPACED: Final = re.compile(r"(?:\b\w(?:[^\w\n]{1,4})){7,}\w\b")
_GAP: Final = re.compile(r"[^\w\n]+")
_TAGS: Final = re.compile("[\U000e0020-\U000e007e]+")
_FLAG: Final = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
"""A flag of a part of a country is written with such characters too."""

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}[\s:]?){10,}")
_BITS: Final = re.compile(r"(?:[01]{8}\s?){6,}")
_BASE32: Final = re.compile(r"\b[A-Z2-7]{16,}={0,6}")
_CODES: Final = re.compile(r"(?:\b\d{2,3}[ ,]+){7,}\d{2,3}\b")
_MORSE: Final = re.compile(r"(?:[.-]{1,4}[ /]+){7,}[.-]{1,4}")
_ESCAPES: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]+;|%[0-9a-fA-F]{2})")
_ROTATED: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
_TELLING: Final = re.compile(
    r"instruc|ignor|disregard|evaluat|questio|scor[ei]|grad[ei]|marks|prompt|forget|transcript|anweisung|frage|"
    r"preguntas|"
    r"consignes|指示|指令|инструкц|вопрос"
)
_BLANK_IN_LINE: Final = re.compile(r"[^\S\n]+")
_MANY_BREAKS: Final = re.compile(r"\n[ \n]+")
_LINE_BREAKS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]|\\\\r\\\\n|\\\\[rn](?![a-z])")
_QUOTING: Final = re.compile(r"(?:^|\n)[> ]*>[ ]?")
_GROUPED: Final = re.compile(r"(?:[A-Za-z0-9+/_-]{4,12}\s){2,}[A-Za-z0-9+/_-]{2,12}={0,2}")
"""base64 in groups; words of any text look like it too, and come to nothing readable."""

_VOWELS_OF_ARABIC: Final = re.compile("[\u064b-\u065f\u0670\u0640]")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    if "LATIN" not in unicodedata.name(character, ""):
        return character
    return "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))


def plain(text: str) -> str:
    """`text` for comparing: small letters without accents, compatible forms made equal, nothing unseen, single blanks.

    Line breaks of every kind stay, as `\\n`, those that are only written down (`\\\\n`) included.
    """
    lines = _LINE_BREAKS.sub("\n", text)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", lines).casefold())
    if not folded.isascii():
        folded = _VOWELS_OF_ARABIC.sub("", "".join(map(_plain, folded)))
        folded = folded.translate(str.maketrans("’‘ʼ´＇“”„«»‹›", "'''''\"\"\"\"\"<>"))
    return _MANY_BREAKS.sub("\n\n", _BLANK_IN_LINE.sub(" ", folded))


def readings(text: str) -> Iterator[Seen]:
    """The ways in which `text` may be read: as it looks, then with each disguise undone that it seems to wear."""
    looks = plain(text)
    yield Seen(looks, hides_words(text))
    some, raw = looks[:MOST_CHARACTERS], text[:MOST_CHARACTERS]
    for undo in _UNDOING:
        if found := undo(raw, some):
            yield Seen(found, True)
    if "\n>" in raw or raw.startswith(">"):
        # An e-mail in an answer to it: marked at each line, and broken where the mail was.
        yield Seen(plain(_QUOTING.sub(" ", raw)), False)
    if (upright := _latin(some)) != some:
        yield Seen(upright, True)


@lru_cache(maxsize=64)
def readings_of(text: str) -> tuple[Seen, ...]:
    """The same, kept for a while: several rules look at one text after another."""
    return tuple(readings(text))


def hides_words(text: str) -> bool:
    """Whether it holds words that nobody sees, or in another order than they are read."""
    return bool(_TAGS.search(_FLAG.sub("", text))) or any(each in text for each in "\u202d\u202e")


def _latin(some: str) -> str:
    if not (_FOREIGN_IN_LATIN.search(some) or _ONLY_LOOK_ALIKES.search(some) or "ı" in some or "ø" in some):
        return some
    return some.translate(_LOOK_ALIKES)


def _unspaced(raw: str, _some: str) -> str:
    """Letters that stand apart, drawn together; a wider gap than the usual one parts words."""

    def drawn(match: re.Match[str]) -> str:
        gaps = _GAP.findall(match[0])
        usual = min(gaps, key=lambda gap: (-gaps.count(gap), len(gap)))
        # What parts a word from the next one is longer, or a blank where the others are something else.
        return "".join(
            part if not _GAP.fullmatch(part) else "" if part == usual or len(part) < len(usual) else " "
            for part in re.split(r"([^\w\n]+)", match[0])
        )

    spread = _keeping_gaps(raw)
    if not _SPACED.search(spread):
        return ""
    return _SPACED.sub(drawn, spread)


def _keeping_gaps(raw: str) -> str:
    """As `plain`, with all blanks that there are."""
    return unicodedata.normalize("NFKC", raw).casefold()


def _unleeted(_raw: str, some: str) -> str:
    mixed = [each for each in _MIXED_WORD.findall(some) if _LATIN.search(each) and each.translate(_LEET) != each]
    if len(mixed) < 3:
        return ""
    return _MIXED_WORD.sub(lambda word: word[0].translate(_LEET) if _LATIN.search(word[0]) else word[0], some)


def _untagged(raw: str, _some: str) -> str:
    without_flags = _FLAG.sub("", raw)
    return " ".join(
        "".join(chr(ord(each) - 0xE0000) for each in run) for run in _TAGS.findall(without_flags)
    ).casefold()


def _unreversed(_raw: str, some: str) -> str:
    return _if_telling(some[::-1], some)


def _unrotated(_raw: str, some: str) -> str:
    if found := _if_telling(some.translate(_ROTATED), some):
        return found
    if _small_words(some) > _FEW or not some.isascii():
        return ""
    turned = (some.translate(_turned(by)) for by in range(1, 26))
    return next((read for read in turned if _reads_well(read, some)), "")


@lru_cache(maxsize=25)
def _turned(by: int) -> dict[int, int]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return str.maketrans(letters, letters[by:] + letters[:by])


def _if_telling(read: str, some: str) -> str:
    """What any text can be made into is looked at only where it then holds words that instructions hold, or has become
    a text that reads well, and wasn't one before."""
    return read if _TELLING.search(read) or _reads_well(read, some) else ""


_LEAST_WORDS: Final = 4
_FEW, _MANY = 0.1, 0.3
"""Shares of small words in what is no text, and in what is one."""


def _reads_well(read: str, some: str) -> bool:
    return _small_words(some) <= _FEW and _small_words(read) >= _MANY


@lru_cache(maxsize=256)
def _small_words(text: str) -> float:
    """The share of small words of a known language; none in what is too short to tell."""
    words = _LETTERS.findall(text)
    return share_of_small_words(words) if len(words) >= _LEAST_WORDS else 0.0


_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


def _decoded(raw: str, _some: str) -> str:
    found = [
        *(_text_of(_of_base64, match) for match in _BASE64.findall(raw)),
        *(_text_of(_of_hex, match) for match in _HEX.findall(raw)),
        *(_text_of(_of_bits, match) for match in _BITS.findall(raw)),
        *(_text_of(_of_base32, match) for match in _BASE32.findall(raw)),
        *(_text_of(_of_codes, match) for match in _CODES.findall(raw)),
        *(_of_morse(match) for match in _MORSE.findall(raw)),
    ]
    found += [_grouped(match) for match in _GROUPED.findall(raw)]
    if len(_ESCAPES.findall(raw)) >= 4:
        found.append(plain(_unescaped(raw)))
    elif "&lt;" in raw or "&gt;" in raw:
        found.append(plain(html.unescape(raw)))
    return " ".join(each for each in found if each)


def _unescaped(raw: str) -> str:
    written = re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", lambda each: chr(int(each[1] or each[2], 16)), raw)
    return html.unescape(unquote(written))


def _text_of(decode: Callable[[str], bytes], written: str) -> str:
    try:
        text = decode(written).decode("utf-8")
    except (ValueError, binascii.Error):
        return ""
    return plain(text) if text.isprintable() or "\n" in text else ""


def _grouped(written: str) -> str:
    """What groups of base64 say; the first ones may be ordinary words."""
    groups = written.split()
    for first in range(min(len(groups) - 1, 8)):
        if found := _text_of(_of_base64, "".join(groups[first:])):
            return found
    return ""


def _of_base64(written: str) -> bytes:
    bare = written.rstrip("=")
    return base64.urlsafe_b64decode(bare.replace("+", "-").replace("/", "_") + "=" * (-len(bare) % 4))


def _of_base32(written: str) -> bytes:
    bare = written.rstrip("=")
    return base64.b32decode(bare + "=" * (-len(bare) % 8))


def _of_codes(written: str) -> bytes:
    return bytes(int(each) for each in re.findall(r"\d{2,3}", written))


_MORSE_LETTERS: Final = dict(
    zip(
        re.findall(
            r"\S+",
            ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- "
            "-. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..",
        ),
        "abcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
)


def _of_morse(written: str) -> str:
    words = (
        "".join(_MORSE_LETTERS.get(each, "") for each in word.split()) for word in re.split(r"\s*/\s*|\s{2,}", written)
    )
    return " ".join(word for word in words if word)


def _of_hex(written: str) -> bytes:
    return bytes.fromhex(re.sub(r"[\s:]", "", written))


def _of_bits(written: str) -> bytes:
    return bytes(int(each, 2) for each in re.findall(r"[01]{8}", written))


_UNDOING: Final[tuple[Callable[[str, str], str], ...]] = (
    _unspaced,
    _unleeted,
    _untagged,
    _unreversed,
    _unrotated,
    _decoded,
)
