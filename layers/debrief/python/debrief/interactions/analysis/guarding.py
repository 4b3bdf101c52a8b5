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

from debrief.interactions.conversations.analysis import LeftOut
from debrief.interactions.conversations.model import Turn
from debrief.interactions.conversations.quotes import find_quote
from debrief.kernel.text import each_word
from debrief.kernel.untrusted.kinds import Fault
from debrief.kernel.untrusted.numbers import numbers_in, said_numbers
from debrief.kernel.untrusted.others import decides_on_an_evaluation, tells_of_a_group
from debrief.kernel.untrusted.persons import has_something_personal, private_words, says_private
from debrief.kernel.untrusted.written import COMPARED, NAMED_SITE, QUOTED, SCORE, fault_of_form, instructs, sentences

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
    refused refuses offered promised explained lied forgot complained apologised apologized swore shouted yelled
    threatened insulted cried demanded requested thanked agreed hung greeted listened helped praised praises waited
    thanks complains phoned laughed begged argued screamed paid bought knew thought spoke
    """,
    )
)
"""What may follow a name at the beginning of a sentence."""

_GERMAN: Final = frozenset(
    re.findall(
        r"\S+",
        """
    der das dass und nicht ist wurde ein eine einen für mit auf um von zum
    zur bei hat dem sich nach muss sagte wird kann soll war kunde kundin
    """,
    )
)
_LEAST_GERMAN: Final = 2
"""Of such words in a text that is German, where all nouns have a capital."""

_BEFORE_NAMES: Final = frozenset(
    re.findall(
        r"\S+",
        """
    dass weil ob wenn heißt namens herr frau agent agentin kunde kundin mitarbeiter mitarbeiterin kollege kollegin
    """,
    )
)
_NOUN: Final = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|nis|ment|en|er|eln?|ern|s)$")
"""Ends of German nouns that names hardly have."""

_EASTERN_NAME: Final = re.compile("([\u4e00-\u9fff]{1,4})(?:さん|様|氏|先生|女士|小姐)")
_NOBODY: Final = frozenset({"客", "顧客", "お客", "皆", "担当者", "这位", "那位", "一位", "该", "客服"})

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
        self._german = False

    def kept(self, text: str, *, longest: int, scores: bool = False) -> Kept:
        """`text` without the sentences that break a rule, `longest` characters at most.

        scores: whether a score may be named that was spoken of, as a credit score may.
        """
        kept: list[str] = []
        dropped: Counter[Fault] = Counter()
        length = 0
        self._german = _is_german(text)
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
        if fault := fault_of_form(sentence, self._sites):
            return fault
        if not self._quotes_are_said(sentence):
            return "unproven_quote"
        if not numbers_in(sentence) <= self._numbers:
            return "number"
        # The numbers were said; of the conversation itself only the server gives any.
        if SCORE.search(sentence) and (
            _OF_THE_CALL.search(sentence) or (not scores and _MARKS_AT_ALL.search(sentence))
        ):
            return "score"
        bare = sentence.casefold().replace("’", "'")
        if decides_on_an_evaluation(bare):
            return "instruction"
        if COMPARED.search(sentence) or tells_of_a_group(bare, self._words):
            return "comparison"
        if self._is_about_the_agent(bare):
            return "person"
        return "name" if not title and not self._names_are_known(_QUOTED_WORDS.sub(" … ", sentence)) else None

    def _is_about_the_agent(self, bare: str) -> bool:
        """Whether it tells of the agent as a person, in words that nobody said."""
        words = [word.text for word in each_word(bare)]
        if not _AGENTS & set(words):
            return False
        if private_words(words) - self._words or says_private(bare, self._words):
            return True
        return has_something_personal(bare, self._words)

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
        if any(not self._is_said(name) for name in _EASTERN_NAME.findall(sentence) if name not in _NOBODY):
            return False
        for name in _names(sentence, german=self._german or _is_german(sentence)):
            own = [each.text for each in each_word(name)]
            # "Ana's" may have been said, or "Ana".
            if not all(word in self._words or f"{word}s" in self._words for word in own):
                return False
        return True

    def _is_said(self, name: str) -> bool:
        return any(name in text for text in (*(turn.text for turn in self._turns), *self._known))

    @cached_property
    def _sites(self) -> frozenset[str]:
        """The sites that were named in the conversation; what is only known beside it names none."""
        return frozenset(name.casefold() for turn in self._turns for name in NAMED_SITE.findall(turn.text))


_AGENTS: Final = frozenset({"agent", "agent's", "advisor", "adviser", "representative", "employee"})


_OF_THE_CALL: Final = re.compile(
    r"\b(?:call|conversation|agent|interaction|evaluation|scorecard|chat|contact|she|he|it) (?:(?:was|were|is|are|"
    r"be|been|"
    r"got|gets?|has|had|have|receives?|received|earns?|earned|deserves?|deserved|should|must|to|can|will) ){1,3}"
    r"(?:an? |the )?(?:\w+ ){0,2}(?:scor(?:e[sd]?|ing)|grade[sd]?|mark(?:s|ed)?|rat(?:ed|ings?)|points|100|full|"
    r"perfect)\b(?! (?:as urgent|as paid|as sent|the (?:ticket|order|case|request)))|"
    r"\b(?:scor(?:es?|ing)|grades?|marks?|ratings?|points) (?:of|for|to|on|in) (?:this|the|her|his|that) (?:call|"
    r"conversation|agent|interaction|evaluation|scorecard|chat|contact)\b|"
    r"\b(?:scored|graded|rated) (?:at |with |as )?\d|"
    r"\b(?:100|ten|10|five|5|\d+) (?:of|out of|/) ?(?:100|ten|10|five|5)\b|\b\d+/\d+\b|"
    r"\b(?:full|perfect|top) (?:marks|scores?|points)",
    re.IGNORECASE,
)
"""A score of the conversation itself, or of the agent."""

_MARKS_AT_ALL: Final = re.compile(r"\b(?:scor\w+|mark(?:s|ed)?|rat(?:ed|ings?)|grade[sd]?|points?)\b", re.IGNORECASE)


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


def _is_german(text: str) -> bool:
    return len(_GERMAN & {word.text for word in each_word(text)}) >= _LEAST_GERMAN


def _names(sentence: str, *, german: bool) -> Iterator[str]:
    """The words that look like somebody's name. german: all nouns have a capital, so that names are told by what
    stands before them."""
    words = list(_CAPITALISED.finditer(sentence))
    nouns = german
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
        if nouns and before is not None and before[0].casefold() in _BEFORE_NAMES and not _NOUN.search(word):
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
