"""Shares in words that a cited rate bears out: "most of the calls", "fewer than half", beside the very item.

A quantity in words is a number that nothing computed, and goes. Where the clause that says it names one line item, by
reference or in words of its name, and the sentence cites this item's rate, the rate tells whether it is so. What is
said to be missing is held against what the rate leaves.
"""

from collections.abc import Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import Naming, base_id, same_word
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Fact

_CASES: Final = (
    r"(?:the |these |all |reviewed |evaluated |analysed )*"
    r"(?:calls|chats|conversations|evaluations|cases|interactions|contacts|customers|callers)"
)
_SHARES: Final = LatePattern(
    rf"\b(?:(?P<most>most (?:of )?(?={_CASES}\b))|(?P<more>(?:more than half|over half|(?:a|the) majority)(?= of|\b))"
    rf"|(?P<less>(?:fewer|less) than half|under half|(?:a|the) minority)"
    rf"|(?P<many>(?:too )?many (?={_CASES}\b))"
    rf"|(?P<not_all>not (?:every|all) (?:the )?(?=(?:call|chat|conversation|case|customer|caller)\b))"
    rf"|(?P<half>(?:(?:about|around|roughly|barely|just (?:over|under)) )?half (?:of )?(?={_CASES}\b))"
    rf"|(?P<seldom>(?:hardly|scarcely|barely) ever|rarely|seldom)"
    rf"|(?P<rather>(?:fails?|missed|misses|skipped) more often than (?:it |not\b)))"
)
"""How much of something is said to be so."""

_LEAST_MOST: Final = 60.0
_LEAST_MANY: Final = 40.0
_MOST_SELDOM: Final = 20.0
_HALF: Final = 50.0
_ABOUT: Final = 6.0
_ALL: Final = 100.0

_MISSING: Final = words_of(
    "missing misses missed miss lacks lack lacking lacked without no not never absent skips skipped skip omitted omits "
    "forgotten forgets forgot fails fail failed left neglected doesn't don't isn't aren't wasn't weren't unclear "
    "incomplete skipping omitting forgetting"
)
_TROUBLE: Final = words_of("issue issues problem problems trouble error errors mistake mistakes gap gaps concern worry")
"""What an item is where it doesn't pass: "hardly ever an issue"."""

_ALSO_CALLED: Final[Mapping[str, str]] = {
    "recap": "summarises", "recaps": "summarises", "recapped": "summarises", "summary": "summarises",
    "summaries": "summarises", "wrap-up": "summarises", "goodbye": "closing", "farewell": "closing", "hello": "greets",
    "welcome": "greets", "apology": "apologises", "apologies": "apologises",
}  # fmt: skip
"""Words of this trade for what line items are about, each with a form that may stand in an item's name."""


def without_proven_shares(sentence: Sentence, facts: Mapping[str, Fact], text: str) -> str:
    """`text`, the sentence in plain small letters, with a blank for each share in words that a cited rate bears out."""
    rate = _rate(sentence, facts)
    if rate is None or (found := _SHARES.search(text)) is None:
        return text
    said = next(name for name, part in found.groupdict().items() if part)
    clause = _clause(sentence, found[0].split()[0])
    if clause is None or not _is_of(sentence, clause, facts):
        return text
    if len(_SHARES.compiled.findall(text)) > 1:
        return text
    return (
        text.replace(found[0], " ~ ", 1)
        if _is_so(said, rate, missing=_tells_what_is_missing(sentence, clause, said))
        else text
    )


def says_seldom_wrongly(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether something is said to happen "rarely" that the one rate which is cited says happens often."""
    rate, found = _rate(sentence, facts), _SELDOM.search(sentence.bare)
    if rate is None or found is None or sentence.is_question or sentence.is_advice:
        return False
    clause = _clause(sentence, found[0].split()[0])
    if clause is None or not _is_of(sentence, clause, facts):
        return False
    return _is_so("more", rate, missing=_tells_what_is_missing(sentence, clause, "seldom"))


_SELDOM: Final = LatePattern(r"\b(?:(?:hardly|scarcely|barely) ever|rarely|seldom)\b")


def _tells_what_is_missing(sentence: Sentence, clause: range, said: str) -> bool:
    """Whether the clause tells in how many cases the item isn't there; the "not" of "not every" doesn't."""
    words = [sentence.text_at(at) for at in clause]
    if said == "not_all":
        words.remove("not")
    return bool(set(words) & (_MISSING | _TROUBLE if said == "seldom" else _MISSING))


def _is_so(said: str, rate: float, *, missing: bool) -> bool:
    if said == "rather":
        return rate < _HALF
    so = _ALL - rate if missing else rate
    if said == "not_all":
        return so < _ALL
    if said == "half":
        return abs(so - _HALF) <= _ABOUT
    if said == "seldom":
        return so <= _MOST_SELDOM
    if said == "less":
        return so < _HALF
    return so > _HALF if said == "more" else so >= (_LEAST_MOST if said == "most" else _LEAST_MANY)


def _rate(sentence: Sentence, facts: Mapping[str, Fact]) -> float | None:
    """The rate of the one line item that the sentence is of, if it cites it; None where there are others beside."""
    cited = [facts[each.id] for each in sentence.references if each.is_fact and each.id in facts]
    if len({base_id(fact) for fact in cited}) != 1:
        return None
    rates = [
        facts[each.id].value
        for each in sentence.references
        if each.part == "value" and each.id in facts and facts[each.id].kind == "line_item"
    ]
    return rates[0] if rates else None


def _clause(sentence: Sentence, word: str) -> range | None:
    """The clause in which the share is said; None where that word stands in several places."""
    places = [at for at, token in enumerate(sentence.tokens) if token.text == word]
    return sentence.clause(places[0]) if len(places) == 1 else None


def _is_of(sentence: Sentence, clause: range, facts: Mapping[str, Fact]) -> bool:
    """Whether the clause tells of the cited item: it has a reference to it, names it in words, or leads to it.

    "Too many calls end without a recap, as {F11} for {F11.name} shows" leads to it, and so does a colon.
    """
    if any(each.is_fact and each.at in clause for each in sentence.references):
        return True
    if sentence.text_at(clause.stop) == ":" or sentence.after(clause.stop - 1, 2) == (",", "as"):
        return True
    names = " ".join(facts[each.id].name.casefold() for each in sentence.references if each.id in facts).split()
    called = {_ALSO_CALLED.get(sentence.text_at(at), "") for at in clause} - {""}
    if any(same_word(each, name) for each in called for name in names):
        return True
    cited = {base_id(facts[each.id]) for each in sentence.references if each.is_fact and each.id in facts}
    return any(each.at in clause and each.ids <= cited for each in Naming(sentence, facts).mentions)
