"""A picture of how things go, and the one item that is to bear it out; and what is called perfect, or absent."""

import re
from collections.abc import Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import base_id
from debrief.summaries.drafting.ranking import may_be_called
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Fact

_PERFECT: Final = LatePattern(
    r"\b(?:perfect|perfection|perfectly|flawless|flawlessly|faultless|faultlessly|impeccable|impeccably|spotless"
    r"|unbeatable"
    r"|full marks|top marks|(?:nothing|little|no room) (?:is |more |else |left |much )*to (?:improve|add|wish|work "
    r"on|learn"
    r"|gain|do|complain|worry|criticise|criticize|fix|change)|can(?:'t|not) (?:get|be) (?:any )?better|no room "
    r"(?:left )?"
    r"(?:for|to)|(?:is|are) complete|(?:nothing|little) to be desired)\b"
)
_ABSENT: Final = LatePattern(r"\b(?:absent|non-existent|nonexistent|nowhere to be (?:seen|found|heard))\b")
_HARDLY_ANY: Final = 25.0
_NEARLY_ALL: Final = 90.0


def wrong_perfection(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "Close to perfect", "nothing left to improve", of whatever is cited: a share that isn't next to all, or none."""
    if _ABSENT.search(sentence.bare) is not None:
        values = [facts[each.id].value for each in sentence.references if each.part == "value" and each.id in facts]
        return len(values) == 1 and (values[0] or 0.0) >= _HARDLY_ANY
    found = _PERFECT.search(sentence.bare)
    if found is None or sentence.is_negated(sentence.token_at(max(0, sentence.spaced.find(found[0].split()[0])))):
        return False
    cited = {base_id(facts[each.id]) for each in sentence.references if each.is_fact and each.id in facts}
    shares = [facts[each] for each in cited if each in facts and facts[each].unit == "percent"]
    return any(each.value is None or each.value < _NEARLY_ALL for each in shares)


_PICTURED: Final = LatePattern(
    r"^(?P<told>[^{}();:]+)(?:[;:]|, and|, as) \{(?P<id>F\d+)\.name\}"
    r"(?: (?:\w+|at)){1,2} (?:only )?\{(?P=id)\}(?: shows)?\s*\.?$"
)
_FALLS_SHORT: Final = words_of(
    """
    no not never neither nor nothing without missing missed lacks lack lacking little few fewer only barely hardly
    rarely seldom too late later slow slowly could should would still often need needs needed room more unclear
    incomplete
    inconsistent brief short shorter rushed hurried weak weaker weakest low lower lowest wait waits waiting long longer
    skipped skip left omitted forgotten forget forgets fails fail open gap gaps half cut before yet isn't aren't doesn't
    don't sometimes thin harder hard difficult struggle struggles attention improve improvement practice work
    main topic matter some lowest fell fallen dropped rare biggest largest clearest weaken weaknesses weakness
    unconfirmed
    overlooked neglected absent lapse lapses gap poor poorly unreliable inconsistently reminder habit routine dropped
    deserve deserves merit merits worth focus priority goal place next step
    """
)
_SPOILT: Final = words_of(
    "mess messy shambles chaotic chaos sloppy careless poor poorly bad badly slow late unclear rude cold rushed "
    "missing unfriendly wrong weak forgotten neglected skipped disaster catastrophe nightmare"
)


def wrong_picture(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "Replies are quick; {F20.name} passes at {F20}": a picture, and the one item that is to bear it out.

    Of a weak item the picture says by some word that it falls short, of a strong one it says nothing bad.
    """
    found = _PICTURED.search(sentence.text)
    item = facts.get(found["id"]) if found else None
    if found is None or item is None or item.kind != "line_item":
        return False
    told = set(_LETTERS.findall(found["told"].casefold()))
    if not may_be_called(item, facts, strong=True, superlative=False):
        return not told & _FALLS_SHORT
    return item.standing == "strongest" and bool(told & _SPOILT) and not told & {"no", "not", "never", "without"}


_LETTERS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


_IN_PARENTHESES: Final = LatePattern(r"^(?P<told>[^{}();:]+) \((?:only |at )?\{(?P<id>F\d+)\}\)\s*\.?$")
_AT_ONCE: Final = LatePattern(r"^(?:With|At) \{(?P<id>F\d+)\}, (?P<told>[^{}();:]+)\.?$")
_NOT_THERE: Final = LatePattern(
    r"\b(?:not (?:yet|quite|really|always) |isn't (?:yet |quite )?|not )(?:where|what|enough|good|up to|at the level"
    r"|there|satisf\w+|convincing"
    r"|reliable|established|sufficient)|\bshould be (?:higher|better|stronger)|\bcould be (?:higher|better|stronger)\b"
)


_LOST: Final = words_of(
    "puzzled confused annoyed lost unsure frustrated irritated offended angry confusion chaos doubt doubts"
)


def wrong_words_beside(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "The agent confirms addresses in a complete way ({F11})", with the value of a weak item behind it."""
    found = _IN_PARENTHESES.search(sentence.text) or _AT_ONCE.search(sentence.text)
    item = facts.get(found["id"]) if found else None
    if found is None or item is None or item.kind != "line_item" or item.value is None:
        return False
    told = set(_LETTERS.findall(found["told"].casefold()))
    if item.standing == "strongest" and told & (_SPOILT | _LOST) and not told & {"no", "not", "never", "without"}:
        return True
    return not may_be_called(item, facts, strong=True, superlative=False) and not told & _FALLS_SHORT


def is_not_there(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether one of the strongest items is said not to be where it should be."""
    cited = [facts[each.id] for each in sentence.references if each.id in facts]
    items = {fact.id: fact for fact in cited if fact.kind == "line_item"}
    return (
        len(items) == 1
        and len({base_id(fact) for fact in cited}) == 1
        and all(fact.standing == "strongest" and (fact.value or 0.0) >= _NEARLY_ALL for fact in items.values())
        and _NOT_THERE.search(sentence.bare) is not None
    )
