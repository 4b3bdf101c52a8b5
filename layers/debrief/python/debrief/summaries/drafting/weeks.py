"""Which way the average went between two weeks that a sentence cites."""

from collections.abc import Mapping
from typing import Final, Literal

from debrief.summaries.drafting.sentence import Sentence
from debrief.summaries.facts.model import Fact


def way_of_weeks(sentence: Sentence, facts: Mapping[str, Fact]) -> Literal["up", "down", "same"] | None:
    """Whether the later of two weeks that are cited, in order, was better; None where not exactly two are."""
    cited = dict.fromkeys(each.id for each in sentence.references if each.id in facts)
    weeks = [facts[each] for each in cited if facts[each].kind == "week"]
    ids = list(facts)
    if len(weeks) != 2 or ids.index(weeks[0].id) >= ids.index(weeks[1].id):
        return None
    before, after = weeks[0].value, weeks[1].value
    if before is None or after is None:
        return None
    return "up" if after > before else "down" if after < before else "same"


def weeks_stand_beside(sentence: Sentence, at: int, facts: Mapping[str, Fact]) -> bool:
    """Whether the values of weeks stand in the clause of the word at `at`."""
    clause = sentence.clause(at)
    return any(each.at in clause and each.id in facts and facts[each.id].kind == "week" for each in sentence.references)


_ORDINALS: Final[Mapping[str, int]] = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}


def names_another_week(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether the one week that is cited is called the first or the last, and is another one."""
    cited = {each.id for each in sentence.references if each.id in facts and facts[each.id].kind == "week"}
    weeks = [fact.id for fact in facts.values() if fact.kind == "week"]
    called = [
        _ORDINALS[token.text]
        for at, token in enumerate(sentence.tokens)
        if token.text in _ORDINALS and sentence.text_at(at + 1) in {"week", "weeks"}
    ]
    if len(cited) != 1 or len(called) != 1:
        return False
    return called[0] >= len(weeks) or weeks[called[0]] not in cited
