"""Finding a quote in a transcript (N1): what isn't found there was never said, and is dropped by the caller."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.kernel.model import Entity

LEAST_SIMILARITY: Final = 90
"""Similarity of a quote that isn't found word by word, in per cent (rapidfuzz `partial_ratio`)."""

LEAST_WORDS: Final = 3
"""A shorter quote must be found word by word: in so few words, nearly the same is something else."""

LONGEST_QUOTE: Final = 300
"""Characters of a quote that a model may give. A longer one must be found word by word: looking for what is nearly the
same takes time that grows with the length of both, a minute for 4,000 characters in a long conversation."""


class QuoteMatch(Entity):
    """Where a quote stands.

    turn_index: index of the (first) turn. start_ms: its offset. text: the words as the transcript has them.
    exact: word by word, apart from case, white space and punctuation. similarity: 0–100.
    """

    turn_index: int
    speaker: Speaker
    start_ms: int | None
    text: str
    exact: bool
    similarity: float


_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NEGATIONS: Final = frozenset(
    {"no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "cant", "unable"}
)
_NUMBER_WORDS: Final = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
    "million", "billion", "half", "first", "second", "third", "double", "twice",
})  # fmt: skip
_LOOSE: Final = frozenset(
    {
        "um",
        "uh",
        "uhm",
        "erm",
        "er",
        "mm",
        "mhm",
        "hmm",
        "ah",
        "oh",
        "yeah",
        "okay",
        "ok",
        "so",
        "well",
        "the",
        "a",
        "an",
    }
)
"""Words that a quote may lack or have more: fillers and articles."""

LEAST_WORD_SIMILARITY: Final = 75
"""Similarity of words that differ, in per cent: another spelling or ending, not another word."""

_APOSTROPHES: Final = str.maketrans("’‘ʼ´`＇", "''''''")


class _Words:
    """A text's words in normal form, joined by blanks, with the place of each in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = []
        for match in _WORD.finditer(text.translate(_APOSTROPHES)):
            self.words.append(_normal(match[0]))
            self.places.append(match.span())
        self.joined = " ".join(self.words)
        self._starts: list[int] = []
        at = 0
        for word in self.words:
            self._starts.append(at)
            at += len(word) + 1

    def word_at(self, position: int) -> int:
        """The index of the word at a position of `joined`."""
        return max(0, bisect_right(self._starts, position) - 1)

    def find(self, other: "_Words") -> tuple[int, int] | None:
        """The first and last word of `other`'s words within these, whole words only."""
        at = f" {self.joined} ".find(f" {other.joined} ")
        if at < 0:
            return None
        first = self.word_at(at)
        return first, first + len(other.words) - 1

    def original(self, first: int, last: int) -> str:
        """The text from the first to the last word, with the punctuation that belongs to its end."""
        end = self.places[last][1]
        while end < len(self.text) and self.text[end] in ".,;:!?…%)\"'”’":
            end += 1
        start = self.places[first][0]
        while start > 0 and self.text[start - 1] in "$€£#(":
            start -= 1
        return self.text[start:end]


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("'", "")


def _must_agree(words: Sequence[str]) -> list[str]:
    """What turns a sentence into another one: numbers and negations, in order.

    Any word ending in n't is a negation; apostrophes are gone by now.
    """
    return [
        "not" if _negates(word) else word
        for word in words
        if _negates(word) or word in _NUMBER_WORDS or any(character.isdigit() for character in word)
    ]


_CONTRACTED: Final = frozenset({
    "isnt", "arent", "wasnt", "werent", "dont", "doesnt", "didnt", "wont", "wouldnt", "cant", "couldnt",
    "shouldnt", "hasnt", "havent", "hadnt", "mustnt", "neednt", "aint", "mightnt", "shant",
})  # fmt: skip


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word in _CONTRACTED


def _stretches(turns: Sequence[Turn], speaker: Speaker | None) -> Iterator[tuple[Turn, str]]:
    """Every turn on its own, then each two of one speaker that follow each other."""
    own = [turn for turn in turns if speaker is None or turn.speaker is speaker]
    for turn in own:
        yield turn, turn.text
    for before, after in pairwise(turns):
        if before.speaker is after.speaker and (speaker is None or before.speaker is speaker):
            yield before, f"{before.text} {after.text}"


def find_quote(turns: Sequence[Turn], quoted: str, speaker: Speaker | None = None) -> QuoteMatch | None:
    """Where `quoted` is said, or None.

    turns: in the order of the conversation.
    speaker: only what they say counts; None for anybody.

    Word by word first (case, white space, curly quotes and punctuation make no difference), within a turn or over two
    turns of one speaker that follow each other. Else the most similar passage with a similarity of 90 % at least, if
    the quote has three words at least and 300 characters at most, its numbers and negations are those of the passage,
    and no word is another one. The text that is given back is the transcript's, never the quote's.
    """
    wanted = _Words(quoted)
    if not wanted.words:
        return None
    stretches = [(turn, _Words(text)) for turn, text in _stretches(turns, speaker)]
    for turn, words in stretches:
        if place := words.find(wanted):
            return _match(turn, words, place, exact=True, similarity=100.0)
    if len(wanted.words) < LEAST_WORDS or len(wanted.joined) > LONGEST_QUOTE:
        return None
    return _similar(stretches, wanted)


def _similar(stretches: Sequence[tuple[Turn, _Words]], wanted: _Words) -> QuoteMatch | None:
    from rapidfuzz import fuzz

    best: QuoteMatch | None = None
    bound = _must_agree(wanted.words)
    for turn, words in stretches:
        # The passage must be at least about as long as the quote: otherwise a short turn matches a part of it.
        if len(words.joined) < len(wanted.joined) * LEAST_SIMILARITY / 100:
            continue
        found = fuzz.partial_ratio_alignment(wanted.joined, words.joined, score_cutoff=LEAST_SIMILARITY)
        if found is None or (best is not None and found.score <= best.similarity):
            continue
        place = words.word_at(found.dest_start), words.word_at(max(found.dest_start, found.dest_end - 1))
        passage = words.words[place[0] : place[1] + 1]
        # Widened to whole words the passage must still be the quote, with the same numbers and negations.
        if (
            fuzz.ratio(wanted.joined, " ".join(passage)) >= LEAST_SIMILARITY
            and _must_agree(passage) == bound
            and _same_words(passage, wanted.words)
        ):
            best = _match(turn, words, place, exact=False, similarity=round(found.score, 1))
    return best


def _same_words(passage: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the two differ in spelling, endings, word breaks and fillers only.

    In a long quote a single exchanged word ("refund" for "reduce") hardly changes the similarity of the whole.
    """
    from difflib import SequenceMatcher

    from rapidfuzz import fuzz

    for same, from_a, to_a, from_b, to_b in SequenceMatcher(None, passage, wanted, autojunk=False).get_opcodes():
        if same == "equal":
            continue
        there = "".join(word for word in passage[from_a:to_a] if word not in _LOOSE)
        here = "".join(word for word in wanted[from_b:to_b] if word not in _LOOSE)
        if there != here and fuzz.ratio(there, here) < LEAST_WORD_SIMILARITY:
            return False
    return True


def _match(turn: Turn, words: _Words, place: tuple[int, int], *, exact: bool, similarity: float) -> QuoteMatch:
    return QuoteMatch(
        turn_index=turn.index,
        speaker=turn.speaker,
        start_ms=turn.start_ms,
        text=words.original(*place),
        exact=exact,
        similarity=similarity,
    )
