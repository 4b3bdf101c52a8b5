"""How long conversations take: one metric tells it on average, and nothing tells how long anybody waits."""

from typing import Final

from debrief.summaries.drafting.sentence import Reference, Sentence, words_of
from debrief.summaries.facts.model import Fact


def takes(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "Calls take {F20} on average", "calls are short, at {F20}" name the handling time well enough."""
    if fact.unit != "ms" or _WAITING & set(sentence.words):
        return False
    taking = sentence.text_at(value.at - 1) in {"take", "takes", "took", "last", "lasts", "lasted"}
    told = sentence.words[:1] in {("calls",), ("conversations",), ("chats",)} and sentence.words[1:2] in {
        ("are",),
        ("were",),
    }
    return taking or told


_WAITING: Final = words_of("wait waits waited waiting hold queue queues silence silences pause pauses ring rings late")


_LASTING: Final = words_of("lasts last lasted take takes took spend spends spent within")
_ENDING: Final = words_of("end ends ended over finish finishes finished done answered closed solved resolved")


def is_no_such_time(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "Calls end after {F7}" of a share, "customers wait {F20}" of the handling time: no fact says how long."""
    if fact.unit == "ms":
        named = any(each.id == fact.id and each.part == "name" for each in sentence.references)
        clause = sentence.clause(value.at)
        if not named and any(not each.is_fact and each.at in clause for each in sentence.references):
            return True
        return not named and any(sentence.text_at(at) in _WAITING for at in sentence.clause(value.at))
    before = sentence.before(value.at, 3)
    if fact.kind == "change" or not before:
        return False
    return before[-1] in _LASTING or (before[-1] == "after" and bool(_ENDING & set(before)))
