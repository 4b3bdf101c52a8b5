"""Whether what is said of a line item in a conversation is what was answered there."""

from collections.abc import Mapping
from typing import Final, Literal

from debrief.summaries.drafting.naming import Naming
from debrief.summaries.drafting.sentence import NEGATIONS, Sentence, words_of
from debrief.summaries.facts.material import EvaluationDigest
from debrief.summaries.facts.model import Fact

Outcome = Literal["shown", "missed", ""]
"""How a sentence says that a line item came out; empty where it doesn't say."""

MET: Final = "shown"
MISSED: Final = "missed"

_MISSED: Final = words_of(
    "missed misses miss missing lacked lacks lacking failed fails fail skipped skips skip forgot forgets forgotten "
    "absent omitted omits left overlooked poorly poor weak neglected ignored unaddressed incomplete late verpasst "
    "fehlte fehlt vergessen manqué oublié faltó olvidó mancava"
)
_SHOWN: Final = words_of(
    "shown shows show showed met meets passed passes well good great strong strongly excellent example demonstrates "
    "demonstrated present achieved done mastered clearly perfect perfectly fully exemplary solid model yes gezeigt "
    "erfüllt gelungen réussi cumplido"
)


_DENYING: Final = words_of("nicht kein keine ohne sans pas aucun sin non senza niet geen")
_OPEN: Final = words_of(
    "could should would may might must can to needs need next whether if why how what which practise practice try"
)
"""Words with which nothing is said to have happened."""

_PLAINLY_MISSED: Final = words_of("missed failed skipped omitted forgotten")
_PLAINLY_MET: Final = words_of("met passed")
_HARDLY: Final = words_of("rarely seldom hardly scarcely barely only sometimes often mostly usually nearly almost")
"""Words with which what is said of most is not said of this one."""

_ABOUT: Final = words_of("about for regarding on concerning behind")


def contradicts_answers(text: str, evaluation: EvaluationDigest, facts: Mapping[str, Fact]) -> bool:
    """Whether a sentence says that a line item was shown which was missed there, or the other way round.

    A line item that was answered neither way there was not applicable, and can't be said to be either.
    """
    sentence = Sentence(text)
    naming = Naming(sentence, facts)
    if sentence.is_question or sentence.is_advice:
        return False
    for mention in naming.mentions:
        items = [facts[each] for each in mention.ids if facts[each].kind == "line_item"]
        said = _said(sentence, mention.at)
        if items and said and not any(was_answered(fact, evaluation, said) for fact in items):
            return True
    return False


def _said(sentence: Sentence, at: int) -> Outcome:
    """ "shown" or "missed", as the clause says of the item; empty where it is only wished for or a heading."""
    clause = sentence.clause(at)
    missed = shown = denies = False
    for place in clause:
        word = sentence.text_at(place)
        if word in _MISSED or word in _SHOWN:
            denied = sentence.is_negated(place)
            missed = missed or (word in _MISSED) != denied
            shown = shown or (word in _SHOWN) != denied
        denies = denies or word in NEGATIONS or word in _DENYING or word.endswith("n't")
    if missed or shown:
        return "missed" if missed else "shown"
    if any(sentence.text_at(place) in _OPEN for place in clause) or sentence.text_at(at - 1) in _ABOUT:
        return ""
    # Whoever only names it says that it was there: "The agreement was summarised at the end."
    return "missed" if denies else "shown"


def outcome_told(sentence: Sentence, at: int) -> Outcome:
    """Whether the clause around an item says plainly that it was met, or missed: less than a note says beside one.

    Empty where neither word stands there, or both, where it is only asked or advised, and where it is said of a few.
    """
    if sentence.is_question or sentence.is_advice:
        return ""
    said: set[Outcome] = set()
    for place in sentence.clause(at):
        word = sentence.text_at(place)
        if word in _HARDLY or word in _OPEN:
            return ""
        if word in _PLAINLY_MISSED or word in _PLAINLY_MET:
            said.add(MISSED if (word in _PLAINLY_MISSED) != sentence.is_negated(place) else MET)
    return said.pop() if len(said) == 1 else ""


def was_answered(fact: Fact, evaluation: EvaluationDigest, said: Outcome) -> bool:
    """Whether the evaluation has the line item as it is said to have come out; `said` isn't empty."""
    if fact.scorecard_id != evaluation.scorecard_id:
        return False
    return fact.question_id in (evaluation.met if said == MET else evaluation.missed)
