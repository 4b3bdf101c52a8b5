"""A sentence as rules look at it: its words, references and marks in order, and how it is meant."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple

from debrief.kernel.untrusted.tongues import tongues_of_words

REFERENCE: Final = re.compile(r"\{(?:(?P<fact>F\d{1,4})(?P<name>\.name)?|(?P<evidence>E\d{1,4})(?P<score>\.score)?)\}")
"""A reference in a text: `{F3}`, `{F3.name}`, `{E12}` or `{E12.score}`."""

_TOKEN: Final = re.compile(rf"(?P<reference>{REFERENCE.pattern})|(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)|\S")

SOFT: Final = frozenset({",", ";", ":", "—", "–", "and", "or", "but", "while", "whereas", "although", "though", "yet"})
"""What parts a sentence into clauses, each about something of its own."""

Kind = Literal["word", "reference", "mark"]


class Token(NamedTuple):
    """A word (in small letters), a reference or a mark, with its place in the sentence."""

    kind: Kind
    text: str
    start: int
    end: int
    written: str


class Reference(NamedTuple):
    """What a reference token points to. part: "value" or "name" of a fact, "itself" or "score" of an evidence."""

    id: str
    part: Literal["value", "name", "itself", "score"]
    at: int

    @property
    def is_fact(self) -> bool:
        """A fact, not an evidence."""
        return self.id.startswith("F")


class Sentence:
    """A sentence taken apart once, for all rules."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, references and marks in order."""
        return tuple(
            Token(
                "reference" if found["reference"] else "word" if found["word"] else "mark",
                found[0] if found["reference"] else found[0].casefold().replace("’", "'"),
                found.start(),
                found.end(),
                found[0],
            )
            for found in _TOKEN.finditer(self.text)
        )

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Its references in order."""
        return tuple(
            reference
            for at, token in enumerate(self.tokens)
            if token.kind == "reference" and (reference := _reference(token.text, at))
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in order, in small letters, without references and marks."""
        return tuple(token.text for token in self.tokens if token.kind == "word")

    @cached_property
    def bare(self) -> str:
        """Its text in small letters with a blank in the place of each reference."""
        return " ".join(REFERENCE.sub(" ", self.text).casefold().replace("’", "'").split())

    @cached_property
    def spaced(self) -> str:
        """Its tokens in small letters with a blank between each, references as they are written."""
        return " ".join(token.text for token in self.tokens)

    def token_at(self, offset: int) -> int:
        """Which token stands at a place of `spaced`."""
        return self.spaced.count(" ", 0, offset)

    def text_at(self, at: int) -> str:
        """The token at `at` in small letters; empty beyond either end."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def clause(self, at: int) -> range:
        """The clause around a token: up to the next mark or word that parts on either side."""
        begin, end = at, at
        while begin > 0 and self.tokens[begin - 1].text not in SOFT:
            begin -= 1
        while end < len(self.tokens) and self.tokens[end].text not in SOFT:
            end += 1
        return range(begin, max(end, at + 1))

    def before(self, at: int, within: int) -> tuple[str, ...]:
        """Up to `within` tokens before `at`, in small letters."""
        return tuple(token.text for token in self.tokens[max(0, at - within) : at])

    def after(self, at: int, within: int) -> tuple[str, ...]:
        """Up to `within` tokens after `at`, in small letters."""
        return tuple(token.text for token in self.tokens[at + 1 : at + 1 + within])

    @cached_property
    def tongues(self) -> frozenset[str]:
        """The languages that it may be in, by its small words and its script; none where nothing tells."""
        return tongues_of_words(tuple(part for word in self.words for part in _parts(word)))

    @property
    def is_english(self) -> bool:
        """Whether it may well be English, by its small words."""
        return "en" in self.tongues

    # How it is meant ----------------------------------------------------------------------------------------------

    @cached_property
    def is_question(self) -> bool:
        """A question, or a topic put as one ("How the agent decides …"): it asks, and claims nothing by itself."""
        first = self.words[0] if self.words else ""
        return self.text.rstrip(" )\"'").endswith(("?", "？", "؟", "か。", "か")) or first in _ASKING

    @cached_property
    def is_advice(self) -> bool:
        """Tells somebody to do something: what it says isn't said to have happened."""
        words = [word for word in self.words[:4] if word not in _BEFORE_IMPERATIVES]
        if words and words[0] in _ASSERTING and "that" in self.words[1:6]:
            return words[0] == "let" and "know" not in self.words
        if words[:1] == ["repeat"] and any(word in _REPEATED for word in words[1:2]):
            return False
        return bool(words) and words[0].split("-")[-1] in IMPERATIVES and not self._is_told_by_a_noun(words[0])

    def _is_told_by_a_noun(self, first: str) -> bool:
        """Whether the first word is a thing after all: "Stress at work explains …", "Practice is …"."""
        begun = False
        for token in self.tokens:
            begun = begun or token.text == first
            if not begun:
                continue
            if token.text in _SUBORDINATE or token.text in SOFT or token.text in {".", "(", "?", "!"}:
                return False
            if token.text in _FINITE:
                return True
        return False

    def is_negated(self, at: int) -> bool:
        """Whether the word at `at` is denied: "did not drop", "no clear improvement", "neither … nor"."""
        for token in self._back_from(at):
            if token in NEGATIONS or token.endswith("n't") or token in {"early", "soon", "whether"}:
                return True
            if token in SOFT and token not in {"or", "and"}:
                return False
        return False

    def _back_from(self, at: int) -> Iterator[str]:
        """The seven tokens before `at`, the nearest first, without references in parentheses."""
        inside, left = False, 7
        for place in range(at - 1, -1, -1):
            text = self.tokens[place].text
            if text == ")" and self._opens_a_reference(place):
                inside = True
            if not inside:
                yield text
                left -= 1
            if text == "(":
                inside = False
            if not left:
                return

    def _opens_a_reference(self, closing: int) -> bool:
        """Whether only references stand in the parentheses that are closed here: "({F12})"."""
        place = closing - 1
        while place >= 0 and self.tokens[place].text != "(":
            if self.tokens[place].kind != "reference" and self.tokens[place].text != ",":
                return False
            place -= 1
        return place >= 0 and closing - place > 1


def _reference(text: str, at: int) -> Reference | None:
    found = REFERENCE.fullmatch(text)
    if found is None:
        return None
    if found["fact"]:
        return Reference(found["fact"], "name" if found["name"] else "value", at)
    return Reference(found["evidence"], "score" if found["score"] else "itself", at)


def words_of(text: str) -> frozenset[str]:
    """A set of words, written as a text for legibility."""
    return frozenset(text.split())


def any_of(words: Sequence[str], among: Collection[str]) -> bool:
    """Whether one of the words is among those."""
    return any(word in among for word in words)


NEGATIONS: Final = words_of(
    "no not never neither nor without cannot hardly barely rarely seldom nothing none nobody unclear"
)

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ELIDED: Final = words_of("l d s n c j m t qu un dell all nell sull dall quest jusqu lorsqu puisqu")


def _parts(word: str) -> Sequence[str]:
    """A word of "l'agent" each; an apostrophe elsewhere parts no words."""
    first, *rest = _LETTERS.findall(word)
    return (first, *rest) if first in _ELIDED or "-" in word else ("".join((first, *rest)),)


_ASKING: Final = words_of("what what's how where when which why who whose whether")
_BEFORE_IMPERATIVES: Final = words_of("always never please also then next instead first and or to let's us together")
_ASSERTING: Final = words_of("tell inform let warn notify remember note know")
"""What tells somebody to say that something is so, says so itself."""
_SUBORDINATE: Final = words_of(
    "that which who whose what how where when whether if because until while so why as once before after since sure "
    "whatever whoever wherever whenever unless like than"
)
_FINITE: Final = words_of(
    "is are was were has explains explained shows showed causes caused leads led makes made means remains needs seems "
    "comes goes works stands passes reaches gets improves falls rises drops feels sounds looks"
)
"""Verbs that an imperative isn't followed by, unless a clause begins between."""
_REPEATED: Final = words_of("calls call contacts contact rate rates callers customers")
"""What "repeat" is no imperative before: "repeat calls"."""
IMPERATIVES: Final = words_of(
    """
    accept block brainstorm dedicate devote jot reserve revisit
    acknowledge add adopt agree aim allow answer anticipate apologise apologize apply ask assess avoid balance be
    become begin break bring build calm capture carry celebrate check choose clarify close coach collect combine come
    commit compare confirm connect consider continue cover create deal decide define demonstrate describe design develop
    direct discuss do document draft draw echo encourage end engage ensure establish examine explain explore express
    find finish focus follow gather get give go greet guide handle hear help highlight hold identify improve include
    increase inform introduce invest invite involve join keep lead learn leave let lift link listen look lower maintain
    make manage map mark match measure meet mention mirror model monitor move name note notice notify observe offer open
    organise outline own pair paraphrase pause pay pick plan play point practice practise praise prepare prioritise
    probe
    promise propose protect provide pull put raise reach read reassure recap recognise recommend record redirect reduce
    refer reflect refresh rehearse reinforce remember remind repeat rephrase replace replay request research resolve
    respect respond restate return review reward rewrite role-play run save say schedule search see select send set
    shadow share shorten show simplify slow smile solve speak spend start state stay step stop strengthen stress stretch
    structure study suggest sum summarise summarize support swap take talk teach tell test thank think tie train
    transfer treat try turn understand update use validate verify visit wait walk warm warn watch welcome work write
    """
)
