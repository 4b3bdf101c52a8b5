"""What an exact match tolerates, and nothing beyond: other ways to write numbers, fillers, small errors of recognition
(S2.2).

Numbers count as equal in digits and in English words ("thirty days", "30 days"; "4 1 1 2", "four one one two"); another
number never does. "Um" and the like, and words said twice in a row, are passed over. A recogniser's slip is a word
nearly as it should be, with the same first letter (one letter's difference in words of four to seven, two in longer
ones), or a small word that is missing, or an article too many; a word may be written as two. One slip is tolerated in
phrases of three to seven words, two in those of eight to eleven, three in longer ones, and none in shorter ones. Words
that deny are never tolerated away, nor tolerated as something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from debrief.kernel.text import Word, words_of
from debrief.kernel.untrusted.negations import negates

T = TypeVar("T")

FILLERS: Final = frozenset({"um", "uh", "uhm", "erm", "er", "mm", "mhm", "hmm", "ah", "eh"})
ARTICLES: Final = frozenset({"a", "an", "the"})
SMALL: Final = ARTICLES | {"is", "are", "be", "to", "of", "and", "for", "in", "on", "at", "it", "that"}
"""Words that a recogniser leaves out easily, and without which a phrase says the same."""

MOST_PLACES: Final = 2_000
"""Places at which one phrase is looked for with slips; more have to be found word by word."""

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
} | {"fourty": 40}
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ORDINALS: Final = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "twentieth": "20th",
    "thirtieth": "30th",
}
_SIGNS: Final = {"%": "percent", "£": "pounds", "$": "dollars", "€": "euros"}
_ALIKE: Final = {"pct": "percent", "pound": "pounds", "dollar": "dollars", "euro": "euros"}
_SPELT: Final = 3
"""So many single digits in a row are one number that is spelt out; two may be two numbers."""


class Token(NamedTuple, Generic[T]):
    """A word, or a number however it is said. first, last: the words that it stands for."""

    text: str
    first: T
    last: T

    @property
    def is_number(self) -> bool:
        """Whether it is a number, which is only equal to itself."""
        return self.text[:1].isdecimal()


class Tolerated(NamedTuple):
    """Where a phrase was said nearly. first, last: the places of its tokens. slips: of recognition; 0 for numbers and
    fillers alone.
    """

    first: int
    last: int
    slips: int


def most_slips(words: int) -> int:
    """How many slips a phrase of so many words tolerates."""
    return 0 if words < 3 else 1 if words < 8 else 2 if words < 12 else 3


def tokens_of(text: str, words: Sequence[Word], marks: Sequence[T]) -> list[Token[T]]:
    """The words of `text` as they are compared: numbers in digits, signs as words, fillers left out.

    marks: what stands for each of the words.
    """
    found: list[Token[T]] = []
    at = 0
    while at < len(words):
        number, length = _number(text, words, at)
        if number is not None:
            found += _with_signs(text, words[at], words[at + length - 1], number, marks[at], marks[at + length - 1])
            at += length
            if _is_decimal(text, words, at):
                found.append(Token("point", marks[at - 1], marks[at]))
            continue
        plain = words[at].text
        plain = _ORDINALS.get(plain, _ALIKE.get(plain, plain))
        if plain not in FILLERS:
            found.append(Token(plain, marks[at], marks[at]))
        at += 1
    return found


def phrase_tokens(phrase: str) -> list[str]:
    """The words of a phrase as they are compared."""
    words = words_of(phrase)
    return [each.text for each in tokens_of(phrase, words, words)]


class SaidTokens:
    """What one speaker said without a break, to be searched for phrases with slips."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        places: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            places.setdefault(token, []).append(at)
        self._places: Mapping[str, Sequence[int]] = places

    def find(self, wanted: Sequence[str]) -> Tolerated | None:
        """The earliest place with the fewest slips at which the phrase was said nearly; None where it wasn't."""
        if not wanted:
            return None
        best: Tolerated | None = None
        slips = most_slips(len(wanted))
        for start in self._starts(wanted, slips):
            found = self._aligned(wanted, start, slips)
            if found is not None and (best is None or found.slips < best.slips):
                best = found
                if found.slips == 0:
                    break
                slips = found.slips
        return best

    def _starts(self, wanted: Sequence[str], slips: int) -> list[int]:
        """Where the phrase may begin: of any `slips` + 1 of its words one stands there as it should, unless it is
        written as two. The rarest are looked up.
        """
        if slips == 0:
            first = self._places.get(wanted[0], ())
            return list(first) if len(first) <= MOST_PLACES else []
        rare = sorted(range(len(wanted)), key=lambda at: len(self._places.get(wanted[at], ())))[: slips + 2]
        starts: set[int] = set()
        for at in rare:
            for place in self._places.get(wanted[at], ()):
                # Words may be missing, be doubled or be written as two.
                starts.update(range(max(0, place - at - slips - 2), place - at + slips + 2))
                if len(starts) > MOST_PLACES:
                    return []
        return sorted(start for start in starts if 0 <= start < len(self._tokens))

    def _aligned(self, wanted: Sequence[str], start: int, slips: int) -> Tolerated | None:
        """The phrase from `start` on, with the fewest slips."""
        best: Tolerated | None = None
        stack = [(0, start, 0)]
        while stack:
            i, j, used = stack.pop()
            if used > slips or (best is not None and used >= best.slips):
                continue
            if i == len(wanted):
                best = Tolerated(start, j - 1, used)
                continue
            stack.extend((a, b, used + cost) for a, b, cost in self._steps(wanted, i, j, first=j == start))
        return best if best is not None and best.last >= start else None

    def _steps(self, wanted: Sequence[str], i: int, j: int, *, first: bool) -> Iterator[tuple[int, int, int]]:
        """How to go on from the word `i` of the phrase and `j` of what was said: to where, and how many slips that
        is.
        """
        said, word = self._tokens, wanted[i]
        if word in SMALL and not first and i + 1 < len(wanted):
            yield i + 1, j, 1
        if j >= len(said):
            return
        heard = said[j]
        if not first and heard == said[j - 1] and not heard[:1].isdecimal():
            yield i, j + 1, 0
        if not first and heard in ARTICLES and word not in ARTICLES:
            yield i, j + 1, 1
        if j + 1 < len(said) and heard + said[j + 1] == word:
            yield i + 1, j + 2, 0
        if i + 1 < len(wanted) and word + wanted[i + 1] == heard:
            yield i + 2, j + 1, 0
        if heard == word:
            yield i + 1, j + 1, 0
        elif nearly(word, heard):
            yield i + 1, j + 1, 1


def nearly(one: str, other: str) -> bool:
    """Whether a recogniser may have written one word for the other."""
    if one in ARTICLES and other in ARTICLES:
        return True
    shorter = min(len(one), len(other))
    if shorter < 4 or one[0] != other[0] or one[:1].isdecimal() or negates(one) or negates(other):
        return False
    most = 1 if shorter < 8 else 2
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """Letters that are added, left out or replaced (Levenshtein, 1966)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def _number(text: str, words: Sequence[Word], at: int) -> tuple[str | None, int]:
    """The number that begins with the word, in digits, and how many words it has; None where none begins there."""
    word = words[at].text
    if word.isdecimal():
        return _in_digits(text, words, at)
    if word not in _UNITS and word not in _TENS:
        return None, 0
    spelt = _spelt(words, at)
    if len(spelt) >= _SPELT:
        return spelt, len(spelt)
    return _in_words(words, at)


def _in_digits(text: str, words: Sequence[Word], at: int) -> tuple[str, int]:
    """A number in digits, with what groups its thousands ("14,000"), and spelt ones ("4 1 1 2")."""
    spelt = _spelt(words, at)
    if len(spelt) >= _SPELT:
        return spelt, len(spelt)
    number, length = words[at].text, 1
    while at + length < len(words):
        before, after = words[at + length - 1], words[at + length]
        between = text[before.end : after.start]
        if not after.text.isdecimal() or between not in (",", "'", "\u202f") or len(after.text) != 3:
            break
        number, length = number + after.text, length + 1
    return number, length


def _is_decimal(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether the number before the word goes on behind a point, as in "19.9"."""
    if not 0 < at < len(words) or not words[at].text.isdecimal() or not words[at - 1].text.isdecimal():
        return False
    return text[words[at - 1].end : words[at].start] == "."


def _spelt(words: Sequence[Word], at: int) -> str:
    """Single digits in a row."""
    digits = ""
    for word in words[at:]:
        if word.text in ("o", "oh") and digits:
            digits += "0"
        elif len(word.text) == 1 and word.text.isdecimal():
            digits += word.text
        elif word.text in _UNITS and _UNITS[word.text] < 10:
            digits += str(_UNITS[word.text])
        else:
            break
    return digits


def _in_words(words: Sequence[Word], at: int) -> tuple[str, int]:
    """A number in English words, such as "two hundred and forty one"."""
    total, part, length, last = 0, 0, 0, 1_000
    while at + length < len(words):
        word = words[at + length].text
        if word in _TENS and last > 99:
            part, last = part + _TENS[word], 10
        elif word in _UNITS and last > (9 if last == 10 and _UNITS[word] < 10 else 99):
            part, last = part + _UNITS[word], 1
        elif word == "hundred" and 0 < part < 100:
            part, last = part * 100, 100
        elif word in _SCALES and word != "hundred" and part:
            total, part, last = total + part * _SCALES[word], 0, 1_000
        elif word == "and" and last >= 100 and length and _goes_on(words, at + length + 1):
            pass
        else:
            break
        length += 1
    return str(total + part), length


def _goes_on(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].text in _UNITS or words[at].text in _TENS)


def _with_signs(text: str, first: Word, last: Word, number: str, begins: T, ends: T) -> Iterator[Token[T]]:
    """A number with the sign beside it as a word: "30%" is "30 percent", "£30" is "30 pounds"."""
    yield Token(number, begins, ends)
    before, after = text[max(0, first.start - 1) : first.start], text[last.end : last.end + 1]
    sign = _SIGNS.get(before) if before != "%" else None
    sign = sign or (_SIGNS.get(after) if after in ("%", "€") else None)
    if sign is not None:
        yield Token(sign, ends, ends)
