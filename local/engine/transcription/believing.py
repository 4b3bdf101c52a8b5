"""Which of the words that a recogniser wrote are believed.

A recogniser that writes fluently does so too when it understood nothing: it says the same again and again, writes more
than can be said in the time, and makes English of what is none. Three checks stand against that. A phrase that comes
back at once, and again, ends the text. More words than anybody speaks are none. And the words are laid over the sound:
what was said fits little worse than any other sounds of English would, and much better than the same words backwards.
Where that isn't so for a channel as a whole, it isn't in English, and nothing of it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LARGEST_GAP: Final = 20.0
"""What words may fit their piece of sound worse than free sounds do, for each hundredth of a second of them.

Unit: logarithms to the base 1.0001, as pocketsphinx counts. This and the next three were chosen by what was measured on
speech through a telephone in five languages (docs/decisions/0061-a-better-recogniser.md).
"""

CLEARLY_BETTER: Final = 20.0
"""Words that fit worse than that, because somebody speaks fast, are believed if backwards they fit worse by this."""

LEAST_MEAN_ADVANTAGE: Final = 12.0
"""How much better than backwards everything on a channel together has to fit, for the channel to be in English."""

LARGEST_MEAN_GAP: Final = 18.0
"""What everything on a channel may fit worse than free sounds, where too few words come together to turn them round."""

NO_FIT: Final = 60.0
"""Stands for words that couldn't be laid over the sound."""

MOST_WORDS_A_SECOND: Final = 6.0
_ALLOWED_REPEATS: Final = 3
_LONGEST_PHRASE: Final = 12
_FRAME_MS: Final = 10
_LEAST_KNOWN: Final = 0.5
_MOST_ADVANTAGE: Final = 30.0
_TURNED_ROUND: Final = 3

# fmt: off
_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on


@dataclass(frozen=True)
class Fit:
    """Words laid over a piece of sound: for each (begin_ms, end_ms, how much worse it fits than free sounds would)."""

    words: tuple[tuple[int, int, float], ...]

    @property
    def frames(self) -> float:
        """Hundredths of a second that the words take."""
        return sum(end - begin for begin, end, _ in self.words) / _FRAME_MS

    @property
    def gap(self) -> float:
        """How much worse than free sounds, per hundredth of a second; 0 where they are as good."""
        return max(0.0, sum(worse for _, _, worse in self.words) / self.frames) if self.words else NO_FIT

    def gap_of(self, first: int, last: int) -> float:
        """The same of the words from `first` to before `last`."""
        return Fit(self.words[first:last]).gap


def without_loop(words: Sequence[str]) -> list[str]:
    """The words up to where a phrase comes a fourth time in a row; of the phrase, once.

    Three times is what people say ("no, no, no"). What follows a loop is the loop's.
    """
    bare = [re.sub(r"\W+", "", word).casefold() for word in words]
    for begin in range(len(bare)):
        for length in range(1, min(_LONGEST_PHRASE, (len(bare) - begin) // (_ALLOWED_REPEATS + 1)) + 1):
            phrase = bare[begin : begin + length]
            if all(
                bare[begin + length * time : begin + length * (time + 1)] == phrase
                for time in range(1, _ALLOWED_REPEATS + 1)
            ):
                return list(words[: begin + length])
    return list(words)


def can_be_said(words: Sequence[str], milliseconds: int) -> bool:
    """Whether anybody speaks so fast; two words more are allowed for a beginning and an end that were cut."""
    return len(words) <= 2 + MOST_WORDS_A_SECOND * milliseconds / 1000


def as_spoken(word: str) -> list[str]:
    """What a written word is in a dictionary: in small letters, without punctuation, numbers as they are said.

    Numbers of up to two digits by their name, longer ones digit by digit.
    """
    spoken: list[str] = []
    for part in re.findall(r"[a-z]+(?:'[a-z]+)*'?|[0-9]+", word.casefold().replace("’", "'")):
        if not part.isdigit():
            spoken.append(part)
        elif len(part) > 2 or (len(part) == 2 and part[0] == "0"):
            spoken += [_ONES[int(digit)] for digit in part]
        elif int(part) < 20:
            spoken.append(_ONES[int(part)])
        else:
            spoken += [_TENS[int(part[0]) - 2], *([_ONES[int(part[1])]] if part[1] != "0" else [])]
    return spoken


@dataclass(frozen=True)
class Laid:
    """Written words with what the sound says of them. spoken: of each word, what of it a dictionary knows.

    fit: of all that `spoken` holds, in order; None where it can't be laid over the sound. backwards: the gap of the
    same in the opposite order; None where that tells nothing, because there are too few words.
    """

    words: tuple[str, ...]
    spoken: tuple[tuple[str, ...], ...]
    fit: Fit | None
    backwards: float | None = None

    @property
    def gap(self) -> float:
        return NO_FIT if self.fit is None else self.fit.gap

    @property
    def advantage(self) -> float | None:
        """How much better the words fit than backwards, from -30 to 30. Speaking fast makes both fit worse alike."""
        if self.backwards is None:
            return None
        difference = min(self.backwards, NO_FIT) - min(self.gap, NO_FIT)
        return max(-_MOST_ADVANTAGE, min(_MOST_ADVANTAGE, difference))

    @property
    def known(self) -> float:
        """The share of words that a dictionary knows."""
        return sum(1 for each in self.spoken if each) / len(self.spoken)


def lay(words: Sequence[str], knows: Callable[[str], bool], fit: Callable[[list[str]], Fit | None]) -> Laid:
    """The words, and how those that are known fit the sound. Without any that is known, they fit nothing."""
    spoken = []
    for word in words:
        parts = as_spoken(word)
        spoken.append(tuple(parts) if parts and all(map(knows, parts)) else ())
    flat = [part for parts in spoken for part in parts]
    if not flat:
        return Laid(tuple(words), tuple(spoken), None)
    backwards = None
    if len(set(flat)) >= _TURNED_ROUND:
        turned = fit(flat[::-1])
        backwards = NO_FIT if turned is None else turned.gap
    return Laid(tuple(words), tuple(spoken), fit(flat), backwards)


def fits(laid: Laid) -> bool:
    """Whether words fit their piece of sound, and enough of them are known to say so."""
    if laid.fit is None or laid.known < _LEAST_KNOWN:
        return False
    return laid.gap <= LARGEST_GAP or (laid.advantage is not None and laid.advantage >= CLEARLY_BETTER)


def is_understood(channel: Iterable[tuple[Laid, int]]) -> bool:
    """Whether a channel as a whole is in the recogniser's language.

    channel: what was written on it, each with the milliseconds of its piece of sound, by which it counts.
    """
    whole = list(channel)
    telling = [(laid.advantage, milliseconds) for laid, milliseconds in whole if laid.advantage is not None]
    if telling:
        return _mean(telling) >= LEAST_MEAN_ADVANTAGE
    return not whole or _mean([(min(laid.gap, NO_FIT), each) for laid, each in whole]) <= LARGEST_MEAN_GAP


def _mean(weighed: list[tuple[float, int]]) -> float:
    return sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed)
