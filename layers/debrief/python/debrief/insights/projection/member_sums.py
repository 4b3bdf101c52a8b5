"""What is kept of each agent by itself beside the others of a team: what key metrics and coached criteria are made of.

A row of FIGURES holds, of one day, a few sums of evaluations or of conversations; one of MEMBER_LINES the answers to
one scorecard, whichever version and type. They hold less than TOTALS, LINES, RESPONSES and CONVERSATIONS, so that a
team of fifty over two months is one page of FIGURES, or two.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from debrief.insights.projection.model import Counters
from debrief.quality.evaluations.tally_keys import OVERALL, Tally
from debrief.quality.scorecards.model import ScorecardVersion

_SCORES: Final = ("scored", "score_hundredths", "squared", "score_squares")
_CONVERSATIONS: Final = (
    "resolved_first",
    "first_contact_known",
    "sentiment_arc_known",
    "sentiment_arc_hundredths",
    "sentiment_arc_squares",
)


def evaluation_figures(tally: Tally, version: ScorecardVersion) -> Counters:
    """Its score with its square; answers to compliance criteria that apply, and of those that pass; and 1 for the
    evaluation where there are any."""
    overall = tally.get(OVERALL, {})
    found = {name: overall[name] for name in _SCORES if overall.get(name)}
    compliance = {question.id for question in version.questions() if question.compliance}
    answers = [counters for key, counters in tally.items() if key.scope == "question" and key.item_id in compliance]
    for name in ("passed", "applicable"):
        if count := sum(each.get(name, 0) for each in answers):
            found[f"compliance_{name}"] = count
    if "compliance_applicable" in found:
        found["compliance_evaluations"] = 1
    return found


def conversation_figures(totals: Mapping[str, int]) -> Counters:
    """Whether it was resolved at the first contact, and its sentiment arc, where these are known."""
    return {name: totals[name] for name in _CONVERSATIONS if totals.get(name)}


def member_lines(tally: Tally) -> Iterator[tuple[tuple[str, str, str], int]]:
    """The answers to questions, and the scores of sections, by the parts of their counters' names."""
    for key, counters in tally.items():
        names = {"question": ("passed", "applicable"), "section": _SCORES}.get(key.scope, ())
        yield from (((key.scope, key.item_id, name), counters[name]) for name in names if counters.get(name))
