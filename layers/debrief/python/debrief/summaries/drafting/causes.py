"""Reasons that nobody computed: no fact says why a rate is as it is, why it moved, or why a customer left.

A cause may be told only where it is a cited fact itself, beside the cited fact that it is said to cause. What might
help, and what a lapse may lead to, is advice and stays.
"""

import re
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence, words_of

_BECAUSE: Final = LatePattern(
    r"""
    (?<!\S)(?:
      because(?:\ of)? | due\ to | owing\ to | thanks\ to | as\ a\ (?:result|consequence)(?:\ of)? | on\ account\ of
    | caused\ by | brought\ about\ by | driven\ by | down\ to(?=\ (?:the|a|an|poor|good|lack|missing|recent))
    | (?:come|comes|came|stem|stems|stemmed|result|results|resulted|arise|arises|arose|flow
        |flows)\ (?:directly\ )?from(?=\ [^\W\d_])
    | (?:lead|leads|led|leading|result|results|resulted|resulting)\ (?:directly\ )?(?:to|in)
    | (?:explains?|explained)(?=\ (?:the\ |this\ |why\ )?(?:\{|low|high|poor|drop|rise|fall|rates?|scores?|results?
        |value))
    | (?:cause|causes|caused|causing|drives|drove|triggers|triggered)
        (?=\ (?:the|this|that|a|an|customers|callers|repeat|\{|low|high|poor))
    | (?:training|coaching|course|workshop|practice)\ (?:\S+\ ){0,3}(?:paid\ off|bore\ fruit|worked)
        | costs?\ the\ (?:company|team|business)
    | (?:made|makes)(?=\ (?:customers|callers|\{)) | suffers?\ from | at\ the\ root\ of | (?:to|is)\ blame | why(?=\ \{)
    | the\ reason\ (?:is|for|why|that) | that\ is\ why | which\ is\ why | hence | therefore
    | (?:in\ response\ to|following|through|via|with\ the\ help\ of|as\ a\ response\ to|in\ the\ wake\ of)
        \ (?:(?:the|a|an|some|last|recent|regular|more|much|intensive|our|his|her|their|agent's|received|repeated)\ ){0,3}
        (?:feedback|training|coaching|workshop|course|session|1-to-1|practice|tool|script|system|campaign|reminder|warning
        |holidays?|vacation|change\ (?:of|in)|meeting|talk)s?
    | (?:goes|go|went|going|traces|traced|dates|can\ be\ traced)\ back\ to(?=\ (?:the|a|an|\w+ing|poor|good|lack|missing|recent|new))
    | (?:is|are|was|were)\ (?:rooted\ in|owed\ to|explained\ by|linked\ to|tied\ to|related\ to|connected\ with|fuelled\ by
        |fueled\ by|prompted\ by|triggered\ by|a\ matter\ of|down\ to|attributable\ to|the\ fruit\ of|the\ work\ of)
    | (?:owes?|boils?\ down\ to|has\ to\ do\ with|have\ to\ do\ with|correlates?\ with)
    | (?:the|one|a|main|real|only)\ (?:reason|cause)\ (?:is|was|being|lies|lay)(?!\ (?:known|clear|unclear|found|explained|understood|told|named))
    | distracted\ by | so\ much\ that | (?:a|the)\ (?:direct\ )?(?:consequence|result|symptom|effect|product)\ of
    | (?:once|as\ soon\ as|ever\ since)\ (?:the|a|an|his|her|their)?\ ?(?:\w+\ )?(?:supervisor|manager|coach
        |trainer|training|coaching|course|workshop|tool|script|system|campaign|management)
    )(?!\S)
    """,
    re.VERBOSE,
)
_SINCE: Final = LatePattern(
    r"(?<!\S)(?:since|as|(?<=, )for) (?:the |an? |his |her |their )?(?:agent|customer|caller|client|training|coaching|team"
    r"|company"
    r"|he|she|they|it|nobody|one)s? (?!is shown|shows?|tells?|told|illustrat|in |at |on |and |who |of |with |from "
    r")[^\s{(),.;:]"
)
"""A clause of its own, with somebody who does something; "since the last 1-to-1" and "as {E1} shows" have none."""

_ADVISING: Final = LatePattern(
    r"(?<!\S)(?:could|may|might|would|should|can|will|worth|(?:good|fine|nice|great|useful) (?:call|chat"
    r"|example|conversation|reply|e-mail) (?:to|for)|risk|risks|puts?|helps?|checklist)(?!\S)"
)


def _is_to_its_credit(sentence: Sentence, said: str, at: int) -> bool:
    """ "{E2} earned {E2.score} thanks to its clear structure": a score rests on nothing but its own conversation."""
    scores = [each.id for each in sentence.references if each.part == "score"]
    return (
        len(scores) == 1
        and {each.id for each in sentence.references} == set(scores)
        and said.startswith(("thanks to", "due to", "owing to", "because of"))
        and sentence.text_at(at + 1) == "its"
    )


_BEFORE_NOUNS: Final = words_of("a the this that good clear strong weak great fine any no")


def _tells_of_the_agent(sentence: Sentence) -> bool:
    """ "The agent answers late because of …": why somebody acts as they do nobody knows, whatever is cited."""
    return sentence.words[:2] in {("the", "agent"), ("this", "agent")}


def invents_a_cause(sentence: Sentence) -> bool:
    """Whether it says why something cited is as it is, and the cause isn't cited itself."""
    if sentence.is_question or sentence.is_advice or not (sentence.references or _tells_of_the_agent(sentence)):
        return False
    spaced = sentence.spaced
    if _ADVISING.search(spaced):
        return False
    found = _BECAUSE.search(spaced) or _SINCE.search(spaced)
    if found is None:
        return False
    begin, end = sentence.token_at(found.start()), sentence.token_at(found.end())
    if _is_to_its_credit(sentence, found[0], end):
        return False
    if found[0].startswith("result ") and sentence.text_at(begin - 1) in _BEFORE_NOUNS:
        return False
    before = {each.id for each in sentence.references if each.is_fact and each.at < begin}
    after = {each.id for each in sentence.references if each.is_fact and each.at >= end}
    return not (before and after and before != after)
