"""Whether a change is the largest of all, as a sentence says, and how many changes of a kind there are.

"No other item changed as clearly", "the largest gain", "rose most" and "one clear gain" say something of all line items
at once, which the facts tell: each that moved has its change among them.
"""

from collections.abc import Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import Mention, Naming, base_id
from debrief.summaries.drafting.sentence import Sentence
from debrief.summaries.facts.model import Fact

_UP: Final = "gain|rise|improvement|increase|growth|climb|jump"
_DOWN: Final = "loss|drop|fall|decline|decrease|dip|slide"
_LARGEST: Final = LatePattern(
    rf"\b(?:largest|biggest|greatest|clearest|strongest|steepest|sharpest) (?:(?P<up>{_UP})|(?P<down>{_DOWN})"
    r"|(?P<moved>change|movement|shift))\b"
    r"|\b(?:(?P<rose>rose|gained|improved|climbed|grew|increased)|(?P<fell>fell|dropped|declined|lost|slipped)"
    r"|(?P<changed>changed|moved)) (?:the )?most\b(?! (?:of|often|clearly in))"
)
UNMATCHED: Final = LatePattern(
    r"\bno other (?:line )?(?:item|question|skill|criterion|area) (?:has |have )?"
    r"(?:(?P<rose>risen|rose|gained|improved|climbed|grew|grown|increased)|(?P<fell>fell|fallen|dropped|declined"
    r"|lost|slipped)"
    r"|(?P<changed>changed|moved)) (?:(?:as|so) \w+ as|more (?:\w+ )?than)\b"
)
"""That nothing else moved as much: "no other item changed as clearly as …"."""


def overstates_a_change(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether the change of an item that the sentence cites is called the largest, and another item's is larger."""
    if sentence.is_question or sentence.is_advice:
        return False
    found = UNMATCHED.search(sentence.bare) or _LARGEST.search(sentence.bare)
    if found is None or "one of the" in sentence.bare or "among" in sentence.words:
        return False
    said = {name for name, part in found.groupdict().items() if part}
    way = "up" if said & {"up", "rose"} else "down" if said & {"down", "fell"} else None
    changes = _changes_of_items(facts, way)
    cited = [each.id for each in sentence.references if each.id in facts]
    own = [facts[each] for each in cited if facts[each].kind == "change" and facts[each].of in changes]
    channels = {_channel(facts[each.of or ""]) for each in own} - {""}
    told = {channel for channel in channels if channel in sentence.words}
    among = [each for each in changes.values() if not told or _channel(facts[each.of or ""]) in told]
    if len(own) != 1 or not among:
        return False
    return abs(own[0].value or 0.0) < max(abs(each.value or 0.0) for each in among)


def _changes_of_items(facts: Mapping[str, Fact], way: str | None) -> dict[str, Fact]:
    """The clear changes of line items by the id of the item. way: only those that went up, or down."""
    return {
        each.of: each
        for each in facts.values()
        if each.kind == "change" and each.of is not None
        if (item := facts.get(each.of)) is not None and item.kind == "line_item"
        if (each.direction in {"up", "down"} if way is None else each.direction == way)
    }


def _channel(fact: Fact) -> str:
    """The channel in brackets behind an item's name."""
    return fact.name.casefold().rpartition("(")[2].rstrip(")") if "(" in fact.name else ""


_LISTED: Final = LatePattern(
    rf"\b(?P<number>one|two|three)"
    rf"(?= (?:single |clear |marked |real )?(?:(?P<up>(?:{_UP})s?)|(?P<down>(?:{_DOWN})s?))[,:]? )"
)
_NUMBERS: Final = {"one": 1, "two": 2, "three": 3}


def without_listed_changes(sentence: Sentence, facts: Mapping[str, Fact], text: str) -> str:
    """`text`, the sentence in plain small letters, with a blank for each count of changes that names just as many.

    "There is one clear gain, {F9.name} ({F10})" stays where exactly one line item has gained, and this one.
    """
    for found in list(_LISTED.compiled.finditer(text)):
        way = "up" if found["up"] else "down"
        changes = _changes_of_items(facts, way)
        noun = found["up"] or found["down"]
        places = [at for at, token in enumerate(sentence.tokens) if token.text == noun]
        if len(places) != 1 or len(changes) != _NUMBERS[found["number"]]:
            continue
        if _named_behind(sentence, places[0], facts) == set(changes):
            text = text.replace(found["number"], "~", 1)
    return _without_ranks(sentence, facts, text)


_OUT_OF: Final = LatePattern(
    r"\bone of the (?P<number>two|three|four|five) "
    r"(?:(?P<best>strongest|best|highest)|(?P<worst>weakest|lowest|poorest)) "
    r"(?:line )?(?:items|areas|skills|points|ones)\b"
)
_RANKS: Final = {"two": 2, "three": 3, "four": 4, "five": 5}


def _without_ranks(sentence: Sentence, facts: Mapping[str, Fact], text: str) -> str:
    """`text` with a blank for "one of the three weakest items", where the one item that is named is among so many."""
    found = _OUT_OF.search(text)
    named = {base_id(facts[each.id]) for each in sentence.references if each.is_fact and each.id in facts}
    if found is None or len(named) != 1:
        return text
    values = {each.id: each.value for each in facts.values() if each.kind == "line_item" and each.value is not None}
    ranked = sorted(values, key=lambda each: values[each], reverse=found["best"] is not None)
    return text.replace(found[0], " ~ ", 1) if named <= set(ranked[: _RANKS[found["number"]]]) else text


def listed_behind(sentence: Sentence, naming: Naming, at: int) -> tuple[Mention, ...]:
    """What is named right behind a noun that counts it: "one clear drop, {F13.name} ({F14})"; empty elsewhere."""
    if not set(sentence.before(at, 2)) & set(_NUMBERS) or sentence.text_at(at + 1) not in {",", ":"}:
        return ()
    return tuple(each for each in naming.mentions if each.at == at + 2 and each.explicit)


def _named_behind(sentence: Sentence, at: int, facts: Mapping[str, Fact]) -> set[str]:
    """Ids of the line items that are named by reference behind a noun, before another change is spoken of."""
    named: set[str] = set()
    for token in range(at + 1, len(sentence.tokens)):
        if {sentence.text_at(token), sentence.text_at(token).removesuffix("s")} & _NOUNS:
            break
        named |= {base_id(facts[each.id]) for each in sentence.references if each.at == token and each.id in facts}
    return named


_NOUNS: Final = frozenset(f"{_UP}|{_DOWN}".split("|"))
