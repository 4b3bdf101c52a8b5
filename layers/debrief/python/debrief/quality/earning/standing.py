"""When the AI has earned a question, and what makes a question another one (N13).

What counts is the share of blind checks in which person and AI chose the same, N/A as an answer like any other, and of
that share the lower end of its interval: few checks earn nothing, however well they went.

Source of the interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22 (1927), 209-212; the same as `insights.intervals.wilson`, which stands on a
higher floor. Of its two-sided 95 % interval the lower end is passed wrongly in 2.5 % of samples at most, nominally.
"""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Sequence
from math import sqrt
from typing import Final, NamedTuple

from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.ids import derived_id
from debrief.quality.earning.model import (
    LOOKED_AT,
    MOST_CHANGES,
    AiStateChange,
    Result,
    Results,
    State,
    Term,
)
from debrief.quality.scorecards.model import Question

Z_95: Final = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


class Rules(NamedTuple):
    """What has to be shown. line: what the lower end has to exceed, 0 to 1. least: fewest checks.

    must_earn: the AI scores alone only what it has earned; else it scores alone in any case.
    """

    line: float
    least: int
    must_earn: bool = False


class Agreement(NamedTuple):
    """How far person and AI agree: the share of checks, 0 to 1, and its interval; None before there are any."""

    checks: int
    alike: int
    share: float | None
    low: float | None
    high: float | None


def agreement(alike: int, checks: int) -> Agreement:
    """The share of checks that agree with its Wilson interval.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), with p = alike ÷ checks and n = checks.
    """
    if checks == 0:
        return Agreement(0, 0, None, None, None)
    share = alike / checks
    squared = Z_95 * Z_95 / checks
    centre = share + squared / 2
    margin = Z_95 * sqrt(share * (1 - share) / checks + squared / (4 * checks))
    # At the ends the formula gives exactly 0 and 1; floats may miss them by a hair.
    low = 0.0 if alike == 0 else (centre - margin) / (1 + squared)
    high = 1.0 if alike == checks else (centre + margin) / (1 + squared)
    return Agreement(checks, alike, share, low, high)


def state_of(term: Term, rules: Rules) -> State:
    """What the AI's standing is by these rules."""
    found = agreement(term.alike, term.checks)
    if found.low is not None and term.checks >= rules.least and found.low > rules.line:
        return "earned"
    return "lost" if term.earned_at is not None else "learning"


def since_of(term: Term, rules: Rules) -> Instant | None:
    """Since when it is so; None where settings that were changed after the last check have made it so."""
    return term.since if state_of(term, rules) == term.state else None


def with_result(term: Term, kept: Results, result: Result, rules: Rules) -> tuple[Term, Results]:
    """The term and its newest results after one more check; both as they are where that check is counted already."""
    if any(each.check_id == result.check_id for each in kept.results):
        return term, kept
    results = (*kept.results, result)
    gone, results = results[:-LOOKED_AT], results[-LOOKED_AT:]
    before = state_of(term, rules)
    after = term.model_copy(
        update={
            "checks": term.checks + 1 - len(gone),
            "alike": term.alike + result.alike - sum(each.alike for each in gone),
            "all_checks": term.all_checks + 1,
            "all_alike": term.all_alike + result.alike,
            "earned_at": term.earned_at or (result.at if before == "earned" else None),
        }
    )
    state = state_of(after, rules)
    if state == "earned" and after.earned_at is None:
        after = after.model_copy(update={"earned_at": result.at})
    if state != term.state:
        change = AiStateChange(
            at=result.at, state=state, check_id=result.check_id, checks=after.checks, alike=after.alike
        )
        changes = (*term.changes, change)[-MOST_CHANGES:]
        after = after.model_copy(update={"state": state, "since": result.at, "changes": changes})
    return after, kept.model_copy(update={"results": results})


def without_results(term: Term, hidden: Sequence[Result], newest: Collection[str]) -> Term:
    """The term as it would stand without these results, for somebody who mustn't learn from sums what they came to.

    newest: ids of the checks that `checks` and `alike` are of. What has changed since the first of the results was
    counted isn't told either: it hung on it.
    """
    if not hidden:
        return term
    counted = [each for each in hidden if each.check_id in newest]
    first = min(each.at for each in hidden)
    changes = tuple(each for each in term.changes if each.at < first)
    earned_at = term.earned_at if term.earned_at is not None and term.earned_at < first else None
    return term.model_copy(
        update={
            "checks": term.checks - len(counted),
            "alike": term.alike - sum(each.alike for each in counted),
            "all_checks": term.all_checks - len(hidden),
            "all_alike": term.all_alike - sum(each.alike for each in hidden),
            "earned_at": earned_at,
            "changes": changes,
            "state": changes[-1].state if changes else "learning",
            "since": changes[-1].at if changes else term.begun_at,
        }
    )


def meaning_of(question: Question) -> str:
    """What the AI goes by when it answers the question, hashed.

    Another wording, explanation, option or N/A is another meaning. What isn't: case, spaces, the stop at the end, the
    order of options; and what the model isn't told: points, weights, what passes or fails, comments, who may answer.
    """
    told = {
        "text": _plain(question.text),
        "more": [_plain(each) for each in (question.description, question.good, question.poor, question.context)],
        "kind": question.kind,
        "options": sorted([option.id, _plain(option.label), option.value] for option in question.options),
        "na": question.allow_na,
        "absence": question.pass_by_absence,
        "always": question.always_applies,
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:32]


def term_id(scorecard_id: str, question: Question, provenance: AiProvenance) -> str:
    """The id of the term that an answer belongs to."""
    return derived_id("aiq", scorecard_id, question.id, meaning_of(question), provenance.model, provenance.prompt_hash)


def begun(scorecard_id: str, question: Question, provenance: AiProvenance, now: Instant) -> Term:
    """The term before its first check."""
    return Term(
        id=term_id(scorecard_id, question, provenance),
        scorecard_id=scorecard_id,
        question_id=question.id,
        question_text=question.text,
        meaning=meaning_of(question),
        model=provenance.model,
        prompt=provenance.prompt_version,
        prompt_hash=provenance.prompt_hash,
        begun_at=now,
        since=now,
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" .?!:")
