"""The tables of number words and quantities of many languages, and whether a text has one of them.

Words for numbers come from CLDR (`words/number_words.txt`), those for parts, wholes and how often were written by hand
(`words/quantities.txt`).
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from debrief.summaries.drafting.sentence import words_of

WORD: Final = re.compile(r"[^\s\d_!-,./:-@\[-`{-~…“”„«»、。，！？；：（）·•–—]+")
"""Words in any script, with the marks above and below letters that some scripts write vowels with."""


class Words(NamedTuple):
    """The tables. numbers: words of all languages; parts: number words by language, for words joined of them.

    spaceless: words in scripts that put no blanks between words, found anywhere. phrases: of several words.
    """

    numbers: frozenset[str]
    parts: tuple[frozenset[str], ...]
    spaceless: re.Pattern[str]
    phrases: re.Pattern[str]


_AMBIGUOUS: Final = words_of(
    """
    none set error min due once opt bin ten div ses pet tri dos fire sta sex anim ottava nasty ein eine hat una sei ste
    ter
    ster trei vent mia mie mii nou nono noni nona mill juta sis tris enam dues drug sto andra andre drugi druga druge
    drugo
    drugih drugim drugog stu sim hai năm satu quarto doce neuf sim div drugie elf altı hét hat inci das des der die den
    ottavo simt saba sada sata sita tano tatu nane nege oje osam deu agt doi divi mija iki elva enda tret tal mal kol
    sätta dem cent cents quint quarta quarte secondi seconda seconde second segundo segunda decima decim primo prima
    tisa nio sju daan walo lima delo unu unua erst erste ersten eerste prvi prva
    """
)
"""Words of the tables that mean something else in another language, or in their own."""


def in_tables(bare: str, tongues: frozenset[str] = frozenset(), *, but: Collection[str] = ()) -> bool:
    """Whether one of the words of the tables is in a text in small letters.

    tongues: of these languages alone; of all where none is told. but: words that are none here.
    """
    table = tables(tongues)
    for word in WORD.findall(bare):
        if word in but:
            continue
        for part in (word, word.replace("-", ""), *word.split("-")):
            if part in table.numbers or is_joined(part):
                return True
    return table.phrases.search(f" {bare} ") is not None or table.spaceless.search(bare) is not None


_LINKS: Final = words_of("und en ën og och y e et i ett s st te ste er es e en ten ter kaj ja")


@lru_cache(maxsize=4096)
def is_joined(word: str) -> bool:
    """Whether a word is joined of the number words of one language, such as "zweiundzwanzig"."""
    return 6 <= len(word) <= _LONGEST_WORD and any(_splits(word, words) for words in tables().parts)


_LONGEST_WORD: Final = 100
_LEAST_PIECE: Final = 3


def _splits(word: str, words: frozenset[str]) -> bool:
    """Whether the word is two number words or more, with nothing but links between and after them.

    Each place of the word is looked at once for each count of pieces so far, however many ways lead there.
    """
    longest = _longest(words)
    reached: list[set[int]] = [{0}, *(set() for _ in word)]
    for begin in range(len(word)):
        for found in reached[begin]:
            for end in range(begin + 1, min(begin + longest, len(word)) + 1):
                piece = word[begin:end]
                if end - begin >= _LEAST_PIECE and piece in words:
                    reached[end].add(min(found + 1, 2))
                if found and piece in _LINKS:
                    reached[end].add(found)
    return 2 in reached[-1]


@cache
def _longest(words: frozenset[str]) -> int:
    return max(map(len, words), default=0)


@lru_cache(maxsize=64)
def tables(tongues: frozenset[str] = frozenset()) -> Words:
    """The tables, read once. tongues: of these languages alone; of all where none is told."""
    folder = files("debrief.summaries.drafting.words")
    numbers: set[str] = set()
    parts: list[frozenset[str]] = []
    spaceless: set[str] = set()
    phrases: set[str] = set()
    for name in ("number_words.txt", "quantities.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            language, _, text = line.partition(": ")
            if tongues and _OTHER_CODES.get(language, language.split("-")[0]) not in tongues:
                continue
            found = frozenset(unicodedata.normalize("NFC", text).casefold().split()) - _AMBIGUOUS
            phrases |= {each.replace("_", " ") for each in found if "_" in each}
            words = frozenset(each for each in found if "_" not in each)
            words |= {each.replace("न्", "ं") for each in words if "न्" in each}
            if _is_spaceless(language, name):
                spaceless |= {each for each in words if len(each) > 1}
            else:
                numbers |= words
                if name == "number_words.txt" and language.split("-")[0] in _JOINING:
                    parts.append(words)
    return Words(frozenset(numbers), tuple(parts), _any(spaceless), _any_phrase(phrases))


_OTHER_CODES: Final = {"nb": "no", "nn": "no", "yue": "zh"}

_JOINING: Final = words_of("de nl da sv nb nn no fi it hu is et lb af tr")
"""Languages that join number words to one word."""


def _is_spaceless(language: str, table: str) -> bool:
    return language in {"zh", "zh-Hant", "ja", "yue", "th", "lo", "km", "my", "ko"} and (
        table == "quantities.txt" or language == "ko"
    )


def _any(words: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)")


def _any_phrase(phrases: set[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, phrases), key=len, reverse=True)) or '(?!)'})(?!\w)")
