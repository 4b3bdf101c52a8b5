"""What may stay of a text that a model wrote about one conversation: only what the conversation bears out (N1, N6).

Sentence by sentence: no instructions, no markup or addresses, no scores, no number and no name that isn't in the
conversation, nothing in quotation marks that nobody said. A sentence that breaks a rule is left out and counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import LeftOut, Turn
from debrief.interactions.conversations.quotes import find_quote
from debrief.kernel.text import each_word
from debrief.kernel.untrusted.kinds import Fault
from debrief.kernel.untrusted.numbers import numbers_in, said_numbers
from debrief.kernel.untrusted.written import COMPARED, QUOTED, SCORE, fault_of_form, instructs, sentences

_QUOTED_WORDS: Final = re.compile('["“”„‟«»「『][^"“”„‟«»」』]*["“”„‟«»」』]')
"""What was looked up by itself."""

_BETWEEN_MARKS: Final = re.compile(r"[\"“”„‟«»‹›「」『』]+|(?:(?<=\s)|^)['‘‚]|['’](?=[\s.,;:!?)]|$)")
_MARKS: Final = '"“”„‟«»「」『』'
_CAPITALISED: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES: Final = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms miss mx dr prof sir madam herr frau monsieur madame mme señor señora sr sra senhor senhora signor "
        "signora "
        "pan pani meneer mevrouw bay bayan господин госпожа",
    )
)
_NO_NAMES: Final = frozenset(
    re.findall(
        r"\S+",
        """
    i i'm i'll i've i'd agent agents customer customers caller client advisor adviser representative supervisor manager
    team company monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august
    september october november december english german french spanish italian portuguese polish dutch turkish russian
    chinese japanese hindi arabic european american british internet wifi wi-fi bluetooth android windows
    """,
    )
)
"""Words that are written with a capital and name nobody."""

_DOES: Final = frozenset(
    re.findall(
        r"\S+",
        """
    was is has had did does said says told tells asked asks called calls should must will can could would wants wanted
    refused refuses offered promised explained lied failed forgot
    """,
    )
)
"""What may follow a name at the beginning of a sentence."""

_MOST_CAPITALS: Final = 0.3
"""Share of longer words with a capital above which all nouns are taken to have one, as in German."""


MOST_WORDS: Final = 6
"""Words of a topic."""


class Kept(NamedTuple):
    """What stays of a text, and how much went, by reason."""

    text: str
    dropped: Counter[Fault]


class Conversation:
    """What texts about it may rest on. known: names that the reader knows beside it, such as queues and the agent's."""

    def __init__(self, turns: Sequence[Turn], known: Iterable[str] = ()) -> None:
        self._turns = turns
        self._known = tuple(known)

    def kept(self, text: str, *, longest: int, scores: bool = False) -> Kept:
        """`text` without the sentences that break a rule, `longest` characters at most.

        scores: whether a score may be named that was spoken of, as a credit score may.
        """
        kept: list[str] = []
        dropped: Counter[Fault] = Counter()
        length = 0
        for sentence in _whole_sentences(text):
            fault = self.fault(sentence, scores=scores)
            if fault is None and length + len(sentence) > longest:
                fault = "too_many"
            if fault:
                dropped[fault] += 1
                continue
            kept.append(sentence)
            length += len(sentence) + 1
        whole = " ".join(kept)
        if len(kept) > 1 and instructs(whole):
            # What no sentence says by itself, they say together.
            return Kept("", dropped + Counter({"instruction": len(kept)}))
        return Kept(whole, dropped)

    def topics(self, topics: Iterable[str]) -> tuple[tuple[str, ...], Counter[Fault]]:
        """The topics that may stay, each once."""
        kept: list[str] = []
        dropped: Counter[Fault] = Counter()
        for topic in dict.fromkeys(topics):
            fault = "too_long" if len(topic.split()) > MOST_WORDS else self.fault(topic, scores=False, title=True)
            if fault:
                dropped[fault] += 1
            else:
                kept.append(topic)
        return tuple(kept), dropped

    def fault(self, sentence: str, *, scores: bool, title: bool = False) -> Fault | None:
        """Why the sentence can't stay. title: it is a few words, which may begin with capitals."""
        if fault := fault_of_form(sentence):
            return fault
        if not self._quotes_are_said(sentence):
            return "unproven_quote"
        if not numbers_in(sentence) <= self._numbers:
            return "number"
        if SCORE.search(sentence) and not (scores and not _OF_THE_CALL.search(sentence)):
            return "score"
        if COMPARED.search(sentence):
            return "comparison"
        return "name" if not title and not self._names_are_known(_QUOTED_WORDS.sub(" … ", sentence)) else None

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return said_numbers([*(turn.text for turn in self._turns), *self._known])

    @cached_property
    def _words(self) -> frozenset[str]:
        texts = [*(turn.text for turn in self._turns), *(turn.voice or "" for turn in self._turns), *self._known]
        return frozenset(word.text for text in texts for word in each_word(text))

    def _quotes_are_said(self, sentence: str) -> bool:
        if not QUOTED.search(sentence):
            return True
        # Which mark opens and which one closes differs by language; whatever stands between any two was said.
        parts = _BETWEEN_MARKS.split(sentence)
        if len(parts) < 3:
            return False
        return all(
            find_quote(self._turns, part.strip(" .,…")) is not None for part in parts[1::2] if part.strip(" .,…")
        )

    def _names_are_known(self, sentence: str) -> bool:
        for name in _names(sentence):
            own = [each.text for each in each_word(name)]
            # "Ana's" may have been said, or "Ana".
            if not all(word in self._words or f"{word}s" in self._words for word in own):
                return False
        return True


_OF_THE_CALL: Final = re.compile(
    r"\b(?:call|conversation|agent|interaction|evaluation|scorecard|chat)\b.{0,40}\b(?:scor|grad|mark|rat|points)|"
    r"\b(?:scor|grad|mark|rat|points)\w*\b.{0,40}\b(?:call|conversation|agent|interaction|evaluation|scorecard|"
    r"chat)\b|\b100 (?:of|out of) 100\b|"
    r"\b(?:full|perfect|top) (?:marks|scores?|points)",
    re.IGNORECASE,
)


def _whole_sentences(text: str) -> list[str]:
    """The sentences of a text; one that quotes several is one."""
    whole: list[str] = []
    open_since: int | None = None
    for part in sentences(text):
        whole.append(part)
        if sum(each in _MARKS for each in part) % 2 == 0:
            continue
        if open_since is None:
            open_since = len(whole) - 1
        else:
            whole[open_since:] = [" ".join(whole[open_since:])]
            open_since = None
    return whole


def _names(sentence: str) -> Iterator[str]:
    """The words that look like somebody's name."""
    words = list(_CAPITALISED.finditer(sentence))
    inside = [word[0] for word in words[1:] if len(word[0]) > 3]
    nouns = bool(inside) and sum(map(_capital, inside)) / len(inside) > _MOST_CAPITALS
    for place, match in enumerate(words):
        word = match[0]
        after = words[place + 1][0] if place + 1 < len(words) else ""
        before = words[place - 1] if place else None
        if word.casefold().rstrip(".") in _TITLES and _capital(after):
            yield after
        if not _capital(word) or word.casefold() in _NO_NAMES or word.removesuffix("'s").casefold() in _NO_NAMES:
            continue
        begins = before is None or ":" in sentence[before.end() : match.start()]
        if begins:
            if after in _DOES and not nouns and word.casefold() not in _STARTS:
                yield word
            continue
        beside = before is not None and _capital(before[0]) and sentence[before.end() : match.start()] == " "
        if not nouns or (
            beside and before is not None and before[0].casefold() not in _NO_NAMES | _STARTS and place > 1
        ):
            yield word.removesuffix("'s").removesuffix("’s")


_STARTS: Final = frozenset(
    re.findall(
        r"\S+",
        """
    the a an this that these those it he she they we who what there here all both each some one no nobody nothing
    everything everyone everybody another other payment refund delivery order account issue problem service support
    resolution nothing information empathy greeting closing verification identity der die das ein eine er sie es
    """,
    )
)
"""Words that sentences begin with."""


def _capital(word: str) -> bool:
    """Whether the word begins with a capital and isn't all capitals, as abbreviations are."""
    return bool(word) and unicodedata.category(word[0]) == "Lu" and not (len(word) > 1 and word.isupper())


def counted(*dropped: Counter[Fault]) -> tuple[LeftOut, ...]:
    """What went, as it is kept."""
    total: Counter[Fault] = sum(dropped, Counter())
    return tuple(LeftOut(reason=reason, count=count) for reason, count in sorted(total.items()))
