"""Words that aren't what they look like: letters of two scripts in one word, spelt out letters, Roman numerals."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from debrief.summaries.drafting.sentence import REFERENCE

_WORD: Final = re.compile(r"[^\W\d_]+")
_SPELT: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_·•*/,]{1,3}){3,}[^\W\d_](?![^\W_])")
_ROMAN: Final = re.compile(r"^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,4})$")
_NO_NUMERALS: Final = frozenset(
    {"I", "C", "D", "L", "M", "V", "X", "CC", "CD", "CV", "DC", "MC", "MD", "CI", "DI", "MI", "MM", "DM", "LI", "MIX"}
)
_SMALL_ROMAN: Final = re.compile(r"^(?:i[vx]|[xl]+[vi]+|[cl]x+[vi]*|x[lc][vi]*|[vi]{2,4}|x{2,4}|c{1,3}[xlvi]{2,})$")
_UNSEEN: Final = frozenset("\u3164\u115f\u1160\uffa0\u2800\u180e")
"""Letters and signs that show nothing, which aren't control characters."""
_ONE_SCRIPT: Final = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU", "DESERET"}
)
"""Scripts whose letters look like those of another and never share a word with them."""


def is_disguised(text: str) -> bool:
    """Whether a word mixes scripts that look alike, is spelt letter by letter, or is a Roman numeral."""
    bare = REFERENCE.sub(" ", text)
    words = _WORD.findall(bare)
    if any(each in _UNSEEN or unicodedata.category(each) == "So" or "SMALL CAPITAL" in _name(each) for each in bare):
        return True
    if any(len(_scripts(word) & _ONE_SCRIPT) > 1 for word in words):
        return True
    if _stray_script(words) or any(not _is_acronym(found[0]) for found in _SPELT.finditer(bare)):
        return True
    return any(_is_roman(word) for word in words)


def _stray_script(words: list[str]) -> bool:
    """A word in another script in a sentence of Latin letters."""
    letters = [_script(each) for word in words for each in word]
    others = len(letters) - letters.count("LATIN")
    return 0 < 2 * others < letters.count("LATIN")


def _is_acronym(spelt: str) -> bool:
    """ "S.T.A.R." stands for words; "s-e-v-e-n" and "S E V E N" hide one."""
    return spelt.replace(".", "").isupper() and " " not in spelt.strip()


def _is_roman(word: str) -> bool:
    if word.isupper():
        return word not in _NO_NUMERALS and _ROMAN.match(word) is not None
    return word.islower() and len(word) > 1 and _SMALL_ROMAN.match(word) is not None


@lru_cache(maxsize=4096)
def _name(character: str) -> str:
    return unicodedata.name(character, "")


def _script(character: str) -> str:
    return _name(character).split(" ")[0].split("-")[0]


def _scripts(word: str) -> set[str]:
    return {_script(each) for each in word}
