"""What may stand beside a cited value: nothing that makes another number of it, and a count only with its own noun.

`{F1}{F2}` would read as one number, `−{F3}` and `{F3} times` as others, `{F9} of customers` as a share of something
that was never counted.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Final

from debrief.summaries.drafting.naming import same_word
from debrief.summaries.drafting.sentence import Reference, Sentence, words_of
from debrief.summaries.facts.model import Fact

_FREE_BEFORE: Final = frozenset(" (\u00a0—")
_FREE_AFTER: Final = frozenset(" .,;:!?)…\u00a0—'’。，、；：！？）")

_REWORKED_BEFORE: Final = words_of(
    "minus plus times negative nearly almost roughly approximately around about exceeding exceeds exceeded above below "
    "under beyond half twice double -"
)
_REWORKED_PHRASES: Final = words_of(
    "more_than less_than fewer_than higher_than lower_than greater_than better_than at_least at_most up_to close_to "
    "short_of well_over just_over"
)
_REWORKED_PHRASES_AFTER: Final = words_of(
    "or_more or_less or_so or_better or_higher or_lower or_above and_above and_more and_rising and_counting and_up "
    "at_least at_most"
)
_WENT: Final = words_of("went goes gone rose risen climbed moved came")
_REWORKED_AFTER: Final = words_of(
    "times x minus plus percent percentage percentages points point fold hundred hundreds thousand thousands million "
    "minutes minute hours hour seconds second days day weeks months years euros euro dollars dollar pounds cents "
    "degrees "
    "squared out-of stars star per marks"
)
_PROPORTION: Final = words_of("of in per to by from than divided")

_PEOPLE: Final = words_of(
    "customers customer callers caller clients client people persons users user agents agent colleagues members buyers "
    "guests patients households subscribers accounts orders complaints complaint tickets fees problems errors mistakes "
    "refunds cases issues requests"
)
"""Nouns that no fact counts; right after a value they would be counted by it."""

_SHARES_OF_LINE_ITEMS: Final = words_of(
    "evaluations evaluation cases answers time applicable occasions assessments times scored evaluated reviewed "
    "assessed "
    "calls conversations chats interactions contacts them these those all its their the"
)
_SHARES_OF_METRICS: Final = words_of(
    "conversations calls chats contacts interactions cases analysed the all them these those"
)

_ABOUT_COUNT: Final = words_of(
    """
    since last
    analysed analyzed reviewed considered counted read included covered available open overdue closed completed still
    now
    given received recorded looked taken left in of from over and remain remains remaining is are was were were have has
    among been be this that with for to at on so came come behind here into form forms make rest due pending outstanding
    finished done waiting underlie support
    """
)
"""Words that may follow a counted noun without saying anything more about what was counted."""

_DRAWN_FROM: Final = words_of("across over from with on of all the these those this basis rests drawn based out")


def makes_another_number(sentence: Sentence) -> bool:
    """Whether a cited value touches, or is reworked by, what stands beside it."""
    values = [each for each in sentence.references if each.part in {"value", "score"}]
    return any(_touches(sentence, each) or _reworked(sentence, each) for each in values) or any(
        _runs_on(sentence, one, other) for one, other in pairwise(values)
    )


def _touches(sentence: Sentence, reference: Reference) -> bool:
    token = sentence.tokens[reference.at]
    before = sentence.text[token.start - 1 : token.start]
    after = sentence.text[token.end : token.end + 1]
    beyond = sentence.text[token.end + 1 : token.end + 2]
    if before and before not in _FREE_BEFORE and not _closes_latin(before):
        return True
    if after and after not in _FREE_AFTER and not _closes_latin(after):
        return True
    # A point or comma is the end of something only where a blank follows.
    return after in {".", ",", ":", "'", "’"} and bool(beyond) and beyond not in " )…s\"'" and not _closes_latin(beyond)


def _closes_latin(character: str) -> bool:
    """Letters of scripts without blanks between words may touch a value."""
    return character.isalpha() and ord(character) > 0x2E80


def _reworked(sentence: Sentence, reference: Reference) -> bool:
    before, after = sentence.before(reference.at, 2), sentence.after(reference.at, 2)
    went_up_to = before == ("up", "to") and sentence.text_at(reference.at - 3) in _WENT
    if before and (before[-1] in _REWORKED_BEFORE or "_".join(before) in _REWORKED_PHRASES) and not went_up_to:
        return True
    if "_".join(after) in _REWORKED_PHRASES_AFTER and not _by_a_change(sentence, reference.at + 3):
        return True
    return bool(after) and (after[0] in _REWORKED_AFTER or after[0].split("-")[0] in {"x", "fold", "times"})


def _by_a_change(sentence: Sentence, at: int) -> bool:
    """ "{F9} and rising ({F10})", "{F9} and up against …": a movement is told, at which `movements` looks."""
    if sentence.text_at(at) in {"against", "since", "compared", "on"}:
        return True
    return sentence.text_at(at) == "(" and sentence.text_at(at + 1).startswith("{F")


def _runs_on(sentence: Sentence, one: Reference, other: Reference) -> bool:
    """Whether two values make one: `{F1} {F2}`, `{F1} / {F2}`, `{F4} out of {F1}`."""
    between = [token.text for token in sentence.tokens[one.at + 1 : other.at]]
    if not between:
        return True
    if all(not any(letter.isalpha() for letter in text) for text in between):
        return not set(between) <= {",", ";", "(", ")"}
    if between == ["to"] and sentence.text_at(one.at - 1) == "from":
        return False
    return len(between) <= 2 and set(between) <= _PROPORTION | {"out"}


def counts_another_thing(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether a value is followed by a noun that isn't what it counts or is a share of."""
    values = [each for each in sentence.references if each.is_fact and each.part == "value" and each.id in facts]
    return any(_miscounts(sentence, each, facts[each.id]) for each in values)


_COUNTED: Final = words_of(
    "calls call conversations conversation chats chat evaluations evaluation interactions contacts customers callers "
    "clients people agents"
)


def _is_out_of(sentence: Sentence, reference: Reference) -> bool:
    """ "Out of {F1} evaluations, {F9} pass": a share would read as a count."""
    return sentence.before(reference.at, 2) == ("out", "of")


def _miscounts(sentence: Sentence, reference: Reference, fact: Fact) -> bool:
    if fact.kind == "count":
        return not _counted_properly(sentence, reference, fact)
    after = sentence.after(reference.at, 4)
    if fact.kind == "line_item" or fact.unit == "percent":
        if _behind_its_whole(sentence, reference.at):
            return True
        if any(each.id != fact.id and _is_out_of(sentence, each) for each in sentence.references):
            return True
    if not after:
        return False
    named = any(each.id == fact.id and each.part == "name" for each in sentence.references)
    if named and after[1:2] in {("customers",), ("callers",)} and is_told_in_other_words(sentence, reference, fact):
        return False
    if after[0] in _PEOPLE or (fact.unit != "count" and after[0] in _COUNTED):
        return True
    if "scale" in after or after[:2] in {("a", "week"), ("a", "day"), ("a", "call"), ("each", "week")}:
        return True
    if after[0] != "of" or len(after) < 2:
        return False
    if fact.kind == "line_item" and _tells_of_lapses(sentence, reference.at):
        return True
    if fact.kind == "change":
        return True
    own = [each for each in fact.name.casefold().split() if each != "average"]
    if fact.kind == "metric" and own and list(after[1 : 1 + len(own)]) == own:
        return False
    allowed = _SHARES_OF_LINE_ITEMS if fact.kind == "line_item" else _SHARES_OF_METRICS
    return fact.kind in {"line_item", "metric"} and (
        after[1] not in allowed or any(word in _PEOPLE - {"cases"} for word in after[1:])
    )


_LAPSES: Final = words_of(
    "missing misses missed miss lacks lack lacking lacked without absent skips skipped skip omitted omits forgotten forgets "
    "forgot fails fail failed neglected neglects ignores ignored overlooks overlooked incomplete wrong wrongly interrupts "
    "interrupted violates violated breaks broke breaches breached refuses refused"
)


def _tells_of_lapses(sentence: Sentence, at: int) -> bool:
    """ "Missing in {F9} of calls": the rate tells where an item was met, not where it wasn't."""
    words = [sentence.text_at(place) for place in sentence.clause(at)]
    lapses = sum(word in _LAPSES for word in words)
    return lapses == 1 and not {"no", "not", "never", "nothing", "rarely", "hardly"} & set(words)


_OTHERWISE: Final[Mapping[str, Collection[str]]] = {
    "resolution rate": words_of("solution solved resolved resolution settled"),
    "repeat rate": words_of("back again return returns returned repeat repeated"),
}
"""What metrics of every account tell, in other words than their names."""
_LEFT_OPEN: Final = words_of("no not never without unsolved unresolved nothing neither before")


def is_told_in_other_words(sentence: Sentence, reference: Reference, fact: Fact) -> bool:
    """ "{F27} of them end with a solution": what the metric tells stands in the same clause, and isn't denied."""
    words = {sentence.text_at(at) for at in sentence.clause(reference.at)}
    own = _OTHERWISE.get(fact.name.casefold(), frozenset())
    return (
        fact.kind == "metric"
        and "of" in sentence.after(reference.at, 1)
        and bool(words & set(own))
        and not words & _LEFT_OPEN
    )


def _behind_its_whole(sentence: Sentence, at: int) -> bool:
    """ "Of the evaluations, {F9} …": what a share is of stands before it; "in half of the calls, at {F9}" says more."""
    before = sentence.before(at, 6)
    if "of" not in before or "," not in before:
        return False
    begin = before.index("of")
    share = sentence.text_at(at - len(before) + begin - 1)
    return share not in {"half", "most", "many", "majority", "minority"} and any(
        word in _COUNTED for word in before[begin:]
    )


_ALSO_CALLED: Final[Mapping[str, tuple[str, ...]]] = {"completed": ("closed", "finished", "done"), "overdue": ("late",)}


def _counted_properly(sentence: Sentence, reference: Reference, fact: Fact) -> bool:
    head, qualifier = _noun_of(fact)
    if any(each.id == fact.id and each.part == "name" for each in sentence.references):
        return not any(word in _PEOPLE for word in sentence.after(reference.at, 1))
    names = {qualifier, *_ALSO_CALLED.get(qualifier, ())}
    if qualifier and not any(same_word(word, name) for word in sentence.words for name in names):
        return False
    if _behind_its_noun(sentence, reference.at, head, names if qualifier else frozenset()):
        return True
    after = sentence.after(reference.at, 6)
    for place, word in enumerate(after):
        if word in _PEOPLE:
            return False
        if same_word(word, head) or (word in {"one", "ones"} and any(same_word(each, head) for each in sentence.words)):
            return _says_no_more(sentence, reference.at, reference.at + 1 + place)
    before = sentence.before(reference.at, 8)
    return any(same_word(word, head) for word in before) and not any(word in _PEOPLE for word in after[:1])


def _behind_its_noun(sentence: Sentence, at: int, head: str, qualifiers: Collection[str]) -> bool:
    """ "The completed actions ({F6})", "… and the open one ({F4})": right behind its noun, whatever comes then."""
    if sentence.text_at(at - 1) != "(" or sentence.text_at(at + 1) != ")":
        return False
    noun, before = sentence.text_at(at - 2), sentence.text_at(at - 3)
    meant = same_word(noun, head) or (noun in {"one", "ones"} and any(same_word(word, head) for word in sentence.words))
    return meant and (not qualifiers or any(same_word(before, each) for each in qualifiers))


def _noun_of(fact: Fact) -> tuple[str, str]:
    """The noun that a count counts, and the word that tells it from other counts of that noun."""
    words = fact.name.casefold().split()
    head = next((word for word in words if word in {"evaluations", "conversations", "feedback", "actions"}), words[-1])
    return head, words[0] if head == "actions" and len(words) > 1 else ""


def _says_no_more(sentence: Sentence, value: int, noun: int) -> bool:
    """Whether the sentence says of the counted things only that they are there.

    "Across {F1} evaluations" and "{F1} evaluations were analysed" do; "{F1} evaluations failed" and "in {F1}
    evaluations the agent …" say that something is so in all of them.
    """
    before, after = sentence.before(value, 2), sentence.after(noun, 3)
    if any(word in _DRAWN_FROM for word in before):
        return True
    if not after or not after[0][0].isalpha():
        return "in" not in before
    if after[0] in {"is", "are", "was", "were", "has", "have"} and len(after) > 1:
        return after[1] in _ABOUT_COUNT
    return after[0] in _ABOUT_COUNT and "in" not in before
