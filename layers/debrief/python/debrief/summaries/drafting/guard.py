"""What may stay of a text that a model wrote (N1, N6).

Sentence by sentence: no number in digits or words, no reference to what doesn't exist, no quotation marks (quotes come
separately and are looked up), no addresses or markup, no instructions that were read somewhere and passed on. A cited
value belongs to what the sentence names; strong and weak, up and down are held against the facts; nothing compares with
others, names a person or judges one (see `figures`, `claims`, `movements`, `comparing`, `persons`, `quantities`).
Where a
section makes claims, each sentence cites what bears it out. A sentence that breaks a rule is left out and counted,
never
mended.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from debrief.summaries.drafting import foreign
from debrief.summaries.drafting.addressing import speaks_to_somebody
from debrief.summaries.drafting.causes import invents_a_cause
from debrief.summaries.drafting.claims import misattributed, wrong_standing
from debrief.summaries.drafting.comparing import compares_with_others
from debrief.summaries.drafting.disguises import is_disguised
from debrief.summaries.drafting.figures import counts_another_thing, makes_another_number
from debrief.summaries.drafting.judging import judged_wrongly
from debrief.summaries.drafting.languages import is_foreign, says_more_than_facts
from debrief.summaries.drafting.measures import is_measured_otherwise
from debrief.summaries.drafting.movements import unproven_movement
from debrief.summaries.drafting.naming import Naming
from debrief.summaries.drafting.occurrences import tells_what_happened
from debrief.summaries.drafting.outsiders import compares_with_a_group, tells_of_outsiders
from debrief.summaries.drafting.persons import judges_the_person, names_somebody
from debrief.summaries.drafting.quantities import counts_in_words, says_how_often
from debrief.summaries.drafting.rankings_of_changes import overstates_a_change
from debrief.summaries.drafting.reporting import bears_out, reports_speech
from debrief.summaries.drafting.sentence import REFERENCE, Sentence, any_of, words_of
from debrief.summaries.drafting.shares_in_words import says_seldom_wrongly
from debrief.summaries.drafting.telling import tells_in_unknown_words
from debrief.summaries.drafting.times import foretells, is_of_another_time
from debrief.summaries.facts.model import Evidence, Fact
from debrief.summaries.report.report import DropReason

__all__ = ["LONGEST_SENTENCE", "REFERENCE", "Known", "Rule", "Verdict", "checked", "fault", "says_nothing", "sentences"]

LONGEST_SENTENCE: Final = 600

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?P<closing>[)”’\"']*)\s+|(?<=[。！？])|\n+")
_ENDED = re.compile(r"[.!?…][)”’\"']*$|[。！？]$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.\s?g|i\.\s?e|cf|vs|approx|resp|incl|esp|viz|ca|mr|mrs|ms|dr|prof|st|no|fig|p\.\s?ex|p\.\s?ej"
    r"|z\.\s?b|d\.\s?h|bzw|u\.\s?a"
    r"|o\.\s?ä|sra|sr|bv|bijv|np|t\.\s?ex|[a-z])\.$",
    re.IGNORECASE,
)
_ABBREVIATION_OR_END = re.compile(r"\b(?:etc|usw|ecc|a\.m|p\.m|et al)\.$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_BREAKS_OFF = re.compile(
    r"(?:[,:;(–—-]|\b(?:e\.\s?g\.?|i\.\s?e\.?|cf\.?|such as|and|or|but|the|a|an|because|because of|than|which"
    r"|including|namely"
    r"|z\.\s?b\.?|while|although|if))\s*[.!?…]*\s*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:no|nothing|none|too little|not enough|too few|insufficient)\b.{0,40}"
    r"\b(?:data|highlights?|areas?|trends?|changes?|changed|moved|stands? out|compare|examples?|conversations?)\b"
)
_MOST_WORDS_OF_NOTHING: Final = 16
_ACTING: Final = words_of("agent agent's customer customers customer's caller callers team colleague colleagues")
_SAYING_NOTHING = words_of(
    "and or but also so then because of the a an such as for in on at with this that it is are was were here there too "
    "however moreover furthermore additionally overall finally further more well yes no"
)
_QUOTES = re.compile(r"[\"“”„‟«»‹›「」『』]|(?:(?<=\s)|^)['‘‚][^'’]{4,}['’](?=[\s.,;:!?)]|$)")
_MARKUP = re.compile(
    r"[<>{}\[\]`|\\]|https?:|www\.|mailto:|javascript:|\bdata:\w+/|\S@\S"
    r"|\b[\w-]+\.(?:com|net|org|io|dev|info|biz|co|ru|cn|xyz)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass|overrule)\b.{0,40}
        \b(?:previous|above|prior|earlier|all|any|instruction\w*|rule\w*|prompt\w*|system)\b
    | \b(?:system|developer)\s+(?:prompt|message|instruction\w*)\b
    | \b(?:new|following|hidden|secret)\s+instruction\w*\b
    | \byou\s+(?:are\s+now|must\s+now|will\s+now)\b
    | \b(?:as|i\s+am|i'm)\s+an?\s+(?:ai|language\s+model|assistant)\b
    | \b(?:prompt\s+injection|jailbreak\w*|do\s+anything\s+now)\b
    | \b(?:give|award|grant|assign|mark|rate|score)\b.{0,30}
        \b(?:perfect|full|maximum|top|highest)\s+(?:score|mark|rating)s?\b
    | \b(?:set|put|raise|change|adjust|lift|push|bring)\b.{0,40}\b(?:score|rating|mark|grade)s?\b.{0,20}
        \b(?:perfect|full|maximum|max|top|highest|a?\ ?hundred)\b
    | ^\s*(?:system|assistant|user|human)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Known(NamedTuple):
    """What texts may refer to.

    people: names of people that no text may say, as far as they are known. agent: the agent's own name, which may
    stand. heard: stems of the words that were said in the conversation behind an evidence's id (see
    `reporting.words_heard`); None where transcripts aren't at hand, and then nobody's words can be told.
    """

    facts: Mapping[str, Fact]
    evidence: Mapping[str, Evidence]
    people: frozenset[str] = frozenset()
    agent: str = ""
    heard: Callable[[str], Collection[str]] | None = None

    @property
    def own_words(self) -> frozenset[str]:
        """Words that may have a capital letter without being somebody's name: of facts and of the agent's own name."""
        return _own_words(tuple(fact.name for fact in self.facts.values()), self.agent)


@lru_cache(maxsize=64)
def _own_words(names: tuple[str, ...], agent: str) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join((*names, agent)).casefold())) | {agent.casefold()}


class Verdict(NamedTuple):
    """What stays of a text, and why the other sentences don't, one reason for each."""

    kept: tuple[str, ...]
    dropped: tuple[DropReason, ...]

    @property
    def text(self) -> str:
        """The kept sentences as one text, in which they stay the same sentences."""
        text = ""
        for sentence in self.kept:
            ended = _ENDED.search(text) is not None and not _goes_on(text, sentence[:1])
            text = f"{text}{' ' if ended else chr(10)}{sentence}" if text else sentence
        return text


Rule = Callable[[str], DropReason | None]
"""A further rule: why a sentence can't stay where it stands; None when it can."""


def checked(
    text: str,
    known: Known,
    *,
    must_cite: bool = False,
    of_one: bool = False,
    beside: Collection[str] = (),
    also: Rule | None = None,
) -> Verdict:
    """Judge every sentence of `text`. must_cite, of_one, beside: as for `fault`. also: a rule for what this one would
    keep.
    """
    kept: list[str] = []
    dropped: list[DropReason] = []
    for sentence in sentences(text):
        reason = fault(sentence, known, must_cite=must_cite, of_one=of_one, beside=beside)
        if reason is None and also is not None:
            reason = also(sentence)
        if reason is None:
            kept.append(sentence)
        else:
            dropped.append(reason)
    return Verdict(tuple(kept), tuple(dropped))


def sentences(text: str) -> list[str]:
    """The sentences of a text in plain characters: look-alikes made normal, invisible ones gone."""
    parts: list[str] = []
    begin = 0
    visible = _visible(text)
    for end in _SENTENCE_END.finditer(visible):
        so_far = visible[begin : end.start()]
        if "\n" not in end[0] and _goes_on(so_far, visible[end.end() : end.end() + 1]):
            continue
        parts.append(visible[begin : end.start()] + (end["closing"] or ""))
        begin = end.end()
    parts.append(visible[begin:])
    return [" ".join(part.split()) for part in parts if part.strip()]


def _goes_on(so_far: str, following: str) -> bool:
    """Whether the point at the end of `so_far` is an abbreviation's and not the sentence's."""
    if _ABBREVIATION.search(so_far):
        return True
    return _ABBREVIATION_OR_END.search(so_far) is not None and not following.isupper()


def fault(
    sentence: str,
    known: Known,
    *,
    must_cite: bool = False,
    of_one: bool = False,
    beside: Collection[str] = (),
) -> DropReason | None:
    """Why the sentence can't stay; None when it can.

    must_cite: it stands where claims are made (strengths, development, trends, examples): it has to cite a fact or an
    evidence. of_one: it stands beside the one conversation that it is about. beside: ids of the evidence that stands
    beside it.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return "too_long"
    bare = REFERENCE.sub(" ", sentence)
    if _INSTRUCTION.search(bare):
        return "instruction"
    if _MARKUP.search(bare):
        return "markup"
    if _QUOTES.search(bare):
        return "unproven_quote"
    parsed = Sentence(sentence)
    addressed = speaks_to_somebody(parsed)
    if addressed is not None:
        return addressed
    if counts_in_words(parsed, known.facts, of_one=of_one, months=_months(parsed, known.facts)):
        return "number"
    for reference in REFERENCE.finditer(sentence):
        reason = _unknown(reference, known)
        if reason:
            return reason
    return _unsaid(parsed, known, must_cite=must_cite, of_one=of_one, beside=beside)


def _months(sentence: Sentence, facts: Mapping[str, Fact]) -> frozenset[str]:
    """The months in which weeks lie that the sentence cites."""
    weeks = [facts[each.id] for each in sentence.references if each.id in facts and facts[each.id].kind == "week"]
    return frozenset(word for fact in weeks for word in fact.name.split())


def _unsaid(
    sentence: Sentence, known: Known, *, must_cite: bool, of_one: bool, beside: Collection[str]
) -> DropReason | None:
    """Why what the sentence claims can't stay, though it is in form."""
    if is_disguised(sentence.text):
        return "disguised"
    if makes_another_number(sentence):
        return "number"
    if _is_fragment(sentence):
        return "fragment"
    if names_somebody(sentence, known.people, known.own_words):
        return "name"
    if not is_foreign(sentence) and counts_another_thing(sentence, known.facts):
        return "misattributed"
    if judges_the_person(sentence):
        return "person"
    if compares_with_others(sentence) or compares_with_a_group(sentence):
        return "comparison"
    if not sentence.references and ((must_cite and not says_nothing(sentence)) or says_how_often(sentence)):
        return "uncited"
    if reports_speech(sentence) and not _was_heard(sentence, known, beside):
        return "unproven_quote"
    if invents_a_cause(sentence):
        return "cause"
    if foretells(sentence) or is_of_another_time(sentence, known.facts, of_one=of_one):
        return "misattributed" if sentence.references else "uncited"
    if not (of_one or beside) and tells_what_happened(sentence):
        return "uncited"
    if tells_of_outsiders(sentence):
        return "unproven_quote" if sentence.references else "uncited"
    if is_foreign(sentence) and (must_cite or foreign.is_known(sentence)):
        return _unsaid_abroad(sentence, known, beside=beside)
    naming = Naming(sentence, known.facts)
    if misattributed(sentence, naming, known.facts):
        return "misattributed"
    movement = unproven_movement(sentence, naming, known.facts, must_cite=must_cite)
    if movement is not None:
        return movement
    wrong = (
        wrong_standing(sentence, naming, known.facts)
        or judged_wrongly(sentence, naming, known.facts)
        or is_measured_otherwise(sentence, known.facts, known.evidence)
        or overstates_a_change(sentence, known.facts)
        or says_seldom_wrongly(sentence, known.facts)
        or tells_in_unknown_words(sentence, naming, known.facts)
    )
    return "contradiction" if wrong else None


def _unsaid_abroad(sentence: Sentence, known: Known, *, beside: Collection[str]) -> DropReason | None:
    """The same of a sentence in another language than English."""
    if not foreign.is_known(sentence):
        return "language" if says_more_than_facts(sentence, known.facts) else None
    if foreign.reports_speech(sentence):
        cited = [each.id for each in sentence.references if not each.is_fact]
        if known.heard is None or not any(foreign.bears_out(sentence, known.heard(each)) for each in (*cited, *beside)):
            return "unproven_quote"
    return foreign.foreign_fault(sentence, known.facts)


def _was_heard(sentence: Sentence, known: Known, beside: Collection[str]) -> bool:
    """Whether what is told of somebody's words is made of words of a conversation that it cites or stands beside."""
    if known.heard is None:
        return False
    cited = [each.id for each in sentence.references if not each.is_fact]
    return any(bears_out(sentence, known.heard(each)) for each in (*cited, *beside))


def says_nothing(sentence: Sentence) -> bool:
    """Whether it only says that the data has nothing to say: "Nothing stands out", "There is too little data"."""
    return (
        _NOTHING.search(sentence.bare) is not None
        and len(sentence.words) <= _MOST_WORDS_OF_NOTHING
        and not any_of(sentence.words, _ACTING)
    )


def _is_fragment(sentence: Sentence) -> bool:
    """Whether it breaks off, or says nothing: "could offer options, e.g.", "And also."."""
    if not sentence.words:
        return not sentence.references
    found = _BREAKS_OFF.search(sentence.text)
    if found and (sentence.is_english or not found[0][:1].isalpha() or "." in found[0][:-1]):
        return True
    return not sentence.references and all(word in _SAYING_NOTHING for word in sentence.words)


def _visible(text: str) -> str:
    lines = text.replace("\r", "\n").replace("\t", " ")
    # Before NFKC: afterwards a Roman numeral or an ideograph for a number is an ordinary letter.
    marked = "".join("0" if _is_numeral(each) else each for each in lines)
    normal = unicodedata.normalize("NFKC", marked)
    return "".join(each for each in normal if each == "\n" or unicodedata.category(each)[0] != "C")


def _is_numeral(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in {"Nd", "Nl", "No"}


def _unknown(reference: re.Match[str], known: Known) -> DropReason | None:
    if reference["fact"]:
        fact = known.facts.get(reference["fact"])
        if fact is None:
            return "unknown_reference"
        return None if reference["name"] or fact.text is not None else "no_value"
    evidence = known.evidence.get(reference["evidence"])
    if evidence is None:
        return "unknown_reference"
    return "no_value" if reference["score"] and evidence.score is None else None
