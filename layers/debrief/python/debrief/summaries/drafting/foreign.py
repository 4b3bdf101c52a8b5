"""What a sentence in another language than English claims, held against the facts.

The rules for English go by English words. Here a table (`words/claims.txt`) says which words of some twenty languages
call something good or bad, say that it moved, compare, report what somebody said, give a reason or judge a person. What
is told of a conversation stays, as in English, unless it does one of these. A value belongs to an item that is named by
reference; metrics, the average and counts may be named in words of the table.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from debrief.kernel.untrusted.disguises import plain
from debrief.kernel.untrusted.meanings import Hit
from debrief.kernel.untrusted.tongues import small_words_in
from debrief.summaries.drafting.claim_words import CLAIMS, Claim
from debrief.summaries.drafting.naming import base_id, stem
from debrief.summaries.drafting.ranking import may_be_called
from debrief.summaries.drafting.sentence import REFERENCE, Reference, Sentence, words_of
from debrief.summaries.facts.model import Fact
from debrief.summaries.report.report import DropReason

_METRICS: Final = {
    "resolution rate": Claim.RESOLUTION, "repeat rate": Claim.REPEAT, "average handling time": Claim.HANDLING,
    "customer sentiment": Claim.SENTIMENT, "agent sentiment": Claim.SENTIMENT, "xnps": Claim.XNPS,
}  # fmt: skip
_COUNTS: Final = {
    "evaluations": Claim.EVALUATIONS, "conversations": Claim.CONVERSATIONS, "feedback": Claim.FEEDBACK,
    "open": Claim.OPEN, "overdue": Claim.OVERDUE, "completed": Claim.DONE,
}  # fmt: skip
_DENIES_WITHIN: Final = 40
"""Characters before or after a word in which it is denied, in its part of the sentence."""

_CLAUSES: Final = ",;:、，。؛،"
_NEARER: Final = 30
"""Characters from a value to the name that it stands before."""

_PARTS: Final = ",;:()（）、，。؛،—–"


_SAID: Final[Mapping[str, str]] = {
    Claim.UP: "up", Claim.DOWN: "down", Claim.SAME: "unclear", Claim.CHANGE: "unclear",
}  # fmt: skip
"""The direction of a change that bears such a word out."""


class _Place(NamedTuple):
    """A reference, and where it stands in the text that is looked at."""

    reference: Reference
    start: int
    end: int


def is_known(sentence: Sentence) -> bool:
    """Whether the sentence is in a language of the table."""
    return bool(_tongues(sentence))


def claims_abroad(sentence: Sentence) -> bool:
    """Whether a sentence that may be English as well claims something in another language: "è in forte crescita"."""
    return any(_Claims(sentence, each).meanings & _TELLING for each in _tongues(sentence))


_TELLING: Final = frozenset({
    Claim.GOOD, Claim.BAD, Claim.UP, Claim.DOWN, Claim.SAME, Claim.OTHERS, Claim.PERSON,
})  # fmt: skip


def reports_speech(sentence: Sentence) -> bool:
    """Whether it tells what somebody said."""
    return not sentence.is_question and any(
        Claim.REPORTED in _Claims(sentence, each).meanings for each in _tongues(sentence)
    )


def bears_out(sentence: Sentence, heard: Collection[str]) -> bool:
    """Whether what is told of somebody's words is made of words that were said. heard: stems of these."""
    small = small_words_in(sentence.words, sentence.tongues)
    telling = {stem(word) for word in sentence.words if len(word) > _SHORT and word not in small}
    missing = sum(1 for word in telling if word not in heard)
    return bool(telling) and missing <= _MOST_UNHEARD * len(telling)


_SHORT: Final = 3
_MOST_UNHEARD: Final = 0.5
"""The share of telling words that needn't have been said: that somebody said it is told in words too."""


def foreign_fault(sentence: Sentence, facts: Mapping[str, Fact]) -> DropReason | None:
    """Why a sentence in a known language can't stay; None when the facts bear out what it claims.

    Where it may be in several languages, it has to be so in each.
    """
    for tongue in _tongues(sentence):
        if fault := _Claims(sentence, tongue).fault(facts):
            return fault
    return None


def is_told_to_do(sentence: Sentence) -> bool:
    """Whether it tells somebody to do something, in one of the languages that it may be in."""
    if _ACTING & set(sentence.words[:3]):
        return False
    return any(Claim.TOLD_TO in _Claims(sentence, each).meanings for each in _tongues(sentence))


_ACTING: Final = words_of(
    "agent agente l'agent l'agente agentin agenten agentka mitarbeiter mitarbeiterin kunde kundin kunden client cliente "
    "clients clientes clienti medewerker klant klanten klient klienci агент клиент müşteri temsilci"
)
"""Who is told of where they begin a sentence: "el agente confirma" isn't "confirma la dirección"."""


def _tongues(sentence: Sentence) -> Sequence[str]:
    """The languages of the table that it may be in: by its small words, or those that know each of its words.

    Of several, those in which most of it means something.
    """
    if sentence.tongues:
        found = {each: len(_Claims(sentence, each).hits) for each in sorted(sentence.tongues & set(CLAIMS.languages))}
        return [each for each, many in found.items() if many == max(found.values())]
    return [each for each in sorted(CLAIMS.languages) if _Claims(sentence, each).is_all_known] if sentence.words else []


class _Claims:
    """A sentence as one language has it."""

    def __init__(self, sentence: Sentence, tongue: str) -> None:
        self._sentence = sentence
        text, places = "", []
        references = iter(sentence.references)
        last = 0
        for found in REFERENCE.finditer(sentence.text):
            text += plain(sentence.text[last : found.start()]) + " "
            places.append(_Place(next(references), len(text), len(text) + 1))
            text += "\N{REPLACEMENT CHARACTER} "
            last = found.end()
        self._text = text + plain(sentence.text[last:])
        self._places = places
        self.hits: Sequence[Hit] = CLAIMS.meanings(self._text, [tongue]).get(tongue, ())
        self.meanings = frozenset(hit.meaning for hit in self.hits)

    @property
    def is_all_known(self) -> bool:
        """Whether all that isn't a reference means something in this language."""
        rest = self._text
        for hit in self.hits:
            rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
        return not any(each.isalpha() for each in rest)

    def fault(self, facts: Mapping[str, Fact]) -> DropReason | None:
        """Why it can't stay."""
        claims = not (self._sentence.is_question or Claim.TOLD_TO in self.meanings)
        if Claim.PERSON in self.meanings:
            return "person"
        if Claim.OTHERS in self.meanings and claims:
            return "comparison"
        if Claim.CAUSE in self.meanings and any(place.reference.is_fact for place in self._places) and claims:
            return "cause"
        if self._misattributed(facts):
            return "misattributed"
        return (self._unproven_movement(facts) or self._wrong_standing(facts)) if claims else None

    # Values -------------------------------------------------------------------------------------------------------

    def _misattributed(self, facts: Mapping[str, Fact]) -> bool:
        names = [each for each in self._places if each.reference.part == "name" and each.reference.id in facts]
        values = [each for each in self._places if each.reference.part == "value" and each.reference.id in facts]
        if self._in_order(names, values, facts):
            return False
        return any(not self._belongs(value, names, facts) for value in values) or self._wrong_score()

    @staticmethod
    def _in_order(names: Sequence[_Place], values: Sequence[_Place], facts: Mapping[str, Fact]) -> bool:
        """Several items first, and then as many values in their order."""
        if len(names) < 2 or len(names) != len(values) or names[-1].start > values[0].start:
            return False
        return [base_id(facts[each.reference.id]) for each in names] == [
            base_id(facts[each.reference.id]) for each in values
        ]

    def _belongs(self, value: _Place, names: Sequence[_Place], facts: Mapping[str, Fact]) -> bool:
        fact = facts[value.reference.id]
        if fact.kind == "change" and fact.of is None:
            return True
        if fact.kind == "count":
            return self._is_named(_count_of(fact))
        near = self._nearest(value, names)
        if near is not None and base_id(facts[near.reference.id]) == base_id(fact):
            return True
        of = facts.get(fact.of, fact) if fact.kind == "change" and fact.of else fact
        if fact.kind == "week":
            return near is None or facts[near.reference.id].kind in {"average", "week"}
        if near is not None and any(base_id(facts[each.reference.id]) == base_id(fact) for each in names):
            return False
        return self._is_named(Claim.AVERAGE if of.kind == "average" else _METRICS.get(of.name.casefold()))

    def _is_named(self, meaning: Claim | None) -> bool:
        return meaning in self.meanings or (meaning is Claim.AVERAGE and "average score" in self._text)

    def _nearest(self, value: _Place, names: Sequence[_Place]) -> _Place | None:
        """The name that a value stands with: the last one before it in its part of the sentence, else the nearest."""
        before = [each for each in names if each.start < value.start]
        after = [each for each in names if each.start > value.start]
        if before and (not after or not self._parted(before[-1].end, value.start, ";:.")):
            beside = self._text[: value.start].rstrip().endswith(("(", "（"))
            nearer = after and after[0].start - value.end < _NEARER
            if beside or not (nearer and self._parted(before[-1].end, value.start, _PARTS)):
                return before[-1]
        return after[0] if after else before[-1] if before else None

    def _parted(self, begin: int, end: int, marks: str) -> bool:
        return any(mark in self._text[begin:end] for mark in marks)

    def _wrong_score(self) -> bool:
        """Whether an evaluation's score stands beside another evaluation."""
        named = [each for each in self._places if each.reference.part == "itself"]
        for score in (each for each in self._places if each.reference.part == "score"):
            before = [each for each in named if each.start < score.start]
            near = before[-1:] or named[:1]
            if near and near[0].reference.id != score.reference.id:
                return True
        return False

    # Movement -----------------------------------------------------------------------------------------------------

    def _unproven_movement(self, facts: Mapping[str, Fact]) -> DropReason | None:
        changes = [
            each
            for each in self._places
            if each.reference.part == "value" and each.reference.id in facts
            if facts[each.reference.id].kind == "change"
        ]
        weeks = self._way_of_weeks(facts)
        for hit in self.hits:
            if hit.meaning not in (Claim.UP, Claim.DOWN, Claim.SAME, Claim.CHANGE) or (
                hit.meaning != Claim.CHANGE and self._is_wished(hit)
            ):
                continue
            denied = self._is_denied(hit)
            if hit.meaning == Claim.CHANGE and not denied:
                continue
            if weeks and not changes:
                if (hit.meaning == Claim.UP) != (weeks == "up") and hit.meaning in (Claim.UP, Claim.DOWN):
                    return "contradiction"
                continue
            if not changes:
                if hit.meaning == Claim.CHANGE or (hit.meaning == Claim.SAME and not self._names_a_fact()):
                    continue
                return "movement"
            near = min(changes, key=lambda each: self._distance(hit, each))
            direction = facts[near.reference.id].direction
            said = _SAID[hit.meaning]
            if (direction == said) == (denied and hit.meaning != Claim.CHANGE):
                return "contradiction"
        return None

    def _distance(self, hit: Hit, place: _Place) -> tuple[bool, int]:
        """How far a reference is from a word: within its part of the sentence it is nearer than beyond."""
        begin, end = sorted((hit.end, place.start)) if place.start > hit.start else (place.end, hit.start)
        return self._parted(begin, end, _CLAUSES), abs(place.start - hit.start) * 2 - (place.start > hit.start)

    def _names_a_fact(self) -> bool:
        return any(place.reference.is_fact for place in self._places)

    def _way_of_weeks(self, facts: Mapping[str, Fact]) -> str | None:
        cited = [facts[each.reference.id] for each in self._places if each.reference.id in facts]
        weeks = [each.value for each in cited if each.kind == "week" and each.value is not None]
        weeks = list(dict.fromkeys(weeks))
        return None if len(weeks) != 2 else "up" if weeks[0] < weeks[1] else "down"

    def _is_denied(self, hit: Hit) -> bool:
        return any(
            each.meaning == Claim.NOT
            and (
                hit.start - _DENIES_WITHIN <= each.start < hit.start
                or hit.end <= each.start <= hit.end + _DENIES_WITHIN
            )
            and not self._parted(min(each.end, hit.end), max(each.start, hit.start), _PARTS)
            for each in self.hits
        )

    def _is_wished(self, hit: Hit) -> bool:
        return any(
            each.meaning == Claim.WISHED and each.start < hit.start and not self._parted(each.end, hit.start, _PARTS)
            for each in self.hits
        )

    # Standing -----------------------------------------------------------------------------------------------------

    def _wrong_standing(self, facts: Mapping[str, Fact]) -> DropReason | None:
        items = [
            each
            for each in self._places
            if each.reference.is_fact and each.reference.id in facts
            if facts[each.reference.id].kind == "line_item"
        ]
        if not items:
            return None
        for hit in self.hits:
            if hit.meaning not in (Claim.GOOD, Claim.BAD, Claim.ROOM) or (
                hit.meaning != Claim.ROOM and self._is_wished(hit)
            ):
                continue
            near = min(items, key=lambda each: self._distance(hit, each))
            strong = (hit.meaning == Claim.GOOD) != (self._is_denied(hit) and hit.meaning != Claim.ROOM)
            most = hit.meaning != Claim.ROOM and any(
                each.meaning == Claim.MOST and abs(each.start - hit.start) < 20 and not self._is_denied(hit)
                for each in self.hits
            )
            relative = hit.meaning == Claim.ROOM or not most
            item = facts[near.reference.id]
            if not may_be_called(
                item, facts, strong=strong, superlative=most and not _among(self._text), relative=relative
            ):
                return "contradiction"
        return None


def _among(text: str) -> bool:
    """ "One of the strongest"."""
    return any(each in text for each in _ONE_OF)


_ONE_OF: Final = (
    "gehort zu", "zahlt zu", "eine der", "einer der", "eines der", "un des", "une des", "parmi", "uno de los",
    "una de las", "entre los", "entre las", "uno dei", "una delle", "um dos", "uma das", "een van de", "jedna z",
    "jeden z", "jednym z", "en av", "en af", "один из", "одна из", "одно из", "の一つ", "之一", "중 하나", "من أقوى",
    "من اقوى", "puntos fuertes", "points forts", "starken",
)  # fmt: skip


def _count_of(fact: Fact) -> Claim | None:
    words = fact.name.casefold().split()
    return next((meaning for word, meaning in _COUNTS.items() if word in words), None)
