"""Finding a quote in a transcript (N1): what isn't found there was never said, and is dropped by the caller."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.sentences import goes_on, sentence_around
from debrief.kernel.masking.kinds import FILLER
from debrief.kernel.model import Entity
from debrief.kernel.text import Word, is_unspaced, words_of
from debrief.kernel.untrusted.negations import negates

LEAST_SIMILARITY: Final = 90
"""Similarity of a quote that isn't found word by word, in per cent (rapidfuzz `partial_ratio`)."""

LEAST_WORDS: Final = 3
"""A shorter quote must be found word by word: in so few words, nearly the same is something else."""

LONGEST_QUOTE: Final = 300
"""Characters of a quote that a model may give. A longer one must be found word by word: looking for what is nearly the
same takes time that grows with the length of both, a minute for 4,000 characters in a long conversation."""

LEAST_EVIDENCE: Final = 3
"""Words of a quote that can show something. In scripts written without spaces two characters stand for a word."""


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


class Sentence(QuoteMatch):
    """A quote with all of the sentence, or the sentences, that it was taken out of.

    text: the whole of it. words: how many of them the quote had, see `LEAST_EVIDENCE`. clipped: whether the quote left
    out a word of the sentence that denies.
    """

    words: float
    clipped: bool


_NUMBER_WORDS: Final = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
    "million", "billion", "half", "first", "second", "third", "double", "twice",
    *"〇零一二三四五六七八九十百千万萬億两兩半",
})  # fmt: skip
_FILLERS: Final = frozenset({"um", "uh", "uhm", "erm", "er", "mm", "mhm", "hmm", "ah", "oh"})
_LOOSE: Final = _FILLERS | {"yeah", "okay", "ok", "so", "well", "the", "a", "an"}
"""Words that a quote may lack or have more: fillers and articles."""

LEAST_WORD_SIMILARITY: Final = 75
"""Similarity of words that differ, in per cent: another spelling or ending, not another word."""


class _Words:
    """A text's words in normal form, joined by blanks, with the place of each in the text."""

    def __init__(self, text: str, words: Sequence[Word] | None = None) -> None:
        found = words_of(text) if words is None else words
        self.text = text
        self.words = [word.text for word in found]
        self.places = [(word.start, word.end) for word in found]
        self.joined = " ".join(self.words)
        self._starts: list[int] = []
        at = 0
        for word in self.words:
            self._starts.append(at)
            at += len(word) + 1

    def followed_by(self, other: "_Words") -> "_Words":
        """The words of both texts with a blank between them."""
        begin = len(self.text) + 1
        own = [Word(word, *place) for word, place in zip(self.words, self.places, strict=True)]
        following = [
            Word(word, start + begin, end + begin) for word, (start, end) in zip(other.words, other.places, strict=True)
        ]
        return _Words(f"{self.text} {other.text}", [*own, *following])

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
        """The text from the first to the last word, with the punctuation that belongs to its end, and a whole mask."""
        end = self.places[last][1]
        while end < len(self.text) and self.text[end] == FILLER:
            end += 1
        while end < len(self.text) and self.text[end] in ".,;:!?…%)\"'”’。！？、，；：」』）":
            end += 1
        start = self.places[first][0]
        while start > 0 and self.text[start - 1] in "$€£#(":
            start -= 1
        return self.text[start:end]


class _Found(NamedTuple):
    """Where a quote is: the words of the stretch that begins with the turn, and which of them it has."""

    turn: Turn
    words: _Words
    place: tuple[int, int]
    exact: bool
    similarity: float

    @property
    def match(self) -> QuoteMatch:
        return QuoteMatch(
            turn_index=self.turn.index,
            speaker=self.turn.speaker,
            start_ms=self.turn.start_ms,
            text=self.words.original(*self.place),
            exact=self.exact,
            similarity=self.similarity,
        )


def _must_agree(words: Sequence[str]) -> list[str]:
    """What turns a sentence into another one: numbers and negations, in order."""
    return [
        "not" if negates(word) else word
        for word in words
        if negates(word) or word in _NUMBER_WORDS or any(character.isdigit() for character in word)
    ]


def _stretches(turns: Sequence[Turn], speaker: Speaker | None) -> Iterator[tuple[Turn, _Words]]:
    """Every turn on its own, then each two of one speaker that follow each other."""
    said = [(turn, _Words(turn.text)) for turn in turns if speaker is None or turn.speaker is speaker]
    yield from said
    by_turn = {id(turn): words for turn, words in said}
    for before, after in pairwise(turns):
        if before.speaker is after.speaker and id(before) in by_turn:
            yield before, by_turn[id(before)].followed_by(by_turn[id(after)])


def find_quote(turns: Sequence[Turn], quoted: str, speaker: Speaker | None = None) -> QuoteMatch | None:
    """Where `quoted` is said, or None.

    turns: in the order of the conversation.
    speaker: only what they say counts; None for anybody.

    Word by word first (case, white space, curly quotes and punctuation make no difference; what a word is, `words_of`
    says), within a turn or over two turns of one speaker that follow each other. Else the most similar passage with a
    similarity of 90 % at least, if the quote has three words at least and 300 characters at most, its numbers and
    negations are those of the passage, and no word is another one. The text that is given back is the transcript's,
    never the quote's.
    """
    found = _find(turns, quoted, speaker)
    return found.match if found else None


def find_sentence(turns: Sequence[Turn], quoted: str, speaker: Speaker | None = None) -> Sentence | None:
    """`quoted` as `find_quote` finds it, with all of the sentence around it.

    A sentence goes on in the next turn of the same speaker where the first one doesn't end it.
    """
    found = _find(turns, quoted, speaker)
    if found is None:
        return None
    first, last = found.place
    text, start, end = found.words.text, found.words.places[first][0], found.words.places[last][1]
    begins = next(place for place, each in enumerate(turns) if each is found.turn)
    ends = begins + (1 if len(text) > len(found.turn.text) else 0)
    if begins and _goes_on(turns[begins - 1], found.turn):
        begins -= 1
        before = f"{turns[begins].text} "
        text, start, end = before + text, start + len(before), end + len(before)
    if ends + 1 < len(turns) and _goes_on(turns[ends], turns[ends + 1]):
        text = f"{text} {turns[ends + 1].text}"
    whole = sentence_around(text, start, end)
    turn = found.turn if whole.start > len(turns[begins].text) else turns[begins]
    return Sentence(
        turn_index=turn.index,
        speaker=turn.speaker,
        start_ms=turn.start_ms,
        text=text[whole.start : whole.end],
        exact=found.exact,
        similarity=found.similarity,
        words=sum(_weight(word) for word in found.words.words[first : last + 1]),
        clipped=any(negates(word.text) for part in whole.left_out for word in words_of(part)),
    )


def _goes_on(before: Turn, after: Turn) -> bool:
    """Whether a sentence of `before` may go on in `after`."""
    return before.speaker is after.speaker and goes_on(before.text, after.text)


def _weight(word: str) -> float:
    """How much a word says: nothing where it only fills."""
    if word in _FILLERS:
        return 0
    return 0.5 if is_unspaced(word[0]) else 1


def _find(turns: Sequence[Turn], quoted: str, speaker: Speaker | None) -> _Found | None:
    wanted = _Words(quoted)
    if not wanted.words:
        return None
    stretches = list(_stretches(turns, speaker))
    for turn, words in stretches:
        if place := words.find(wanted):
            return _Found(turn, words, place, exact=True, similarity=100.0)
    # A character may stand for several in normal form, and blanks part those of scripts without.
    if len(wanted.words) < LEAST_WORDS or len(quoted) > LONGEST_QUOTE or len(wanted.joined) > 2 * LONGEST_QUOTE:
        return None
    return _similar(stretches, wanted)


def _similar(stretches: Sequence[tuple[Turn, _Words]], wanted: _Words) -> _Found | None:
    from rapidfuzz import fuzz

    best: _Found | None = None
    bound = _must_agree(wanted.words)
    for turn, words in stretches:
        # The passage must be at least about as long as the quote: otherwise a short turn matches a part of it.
        if len(words.joined) < len(wanted.joined) * LEAST_SIMILARITY / 100:
            continue
        found = fuzz.partial_ratio_alignment(wanted.joined, words.joined, score_cutoff=LEAST_SIMILARITY)
        if found is None or (best is not None and round(found.score, 1) <= best.similarity):
            continue
        place = words.word_at(found.dest_start), words.word_at(max(found.dest_start, found.dest_end - 1))
        passage = words.words[place[0] : place[1] + 1]
        # Widened to whole words the passage must still be the quote, with the same numbers and negations.
        if (
            fuzz.ratio(wanted.joined, " ".join(passage)) >= LEAST_SIMILARITY
            and _must_agree(passage) == bound
            and _same_words(passage, wanted.words)
        ):
            best = _Found(turn, words, place, exact=False, similarity=round(found.score, 1))
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
