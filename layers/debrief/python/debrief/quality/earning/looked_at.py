"""What is found when somebody looks at a check, a question of the AI's, or at who decided in an evaluation."""

from typing import Literal, NamedTuple

from debrief.quality.earning.model import Check, Term
from debrief.quality.earning.standing import Rules
from debrief.quality.evaluations.answers import is_closed
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.scorecards.model import Question


class Asked(NamedTuple):
    """A check with its questions, in the order of the scorecard."""

    check: Check
    questions: tuple[Question, ...]


DecidedBy = Literal["rule", "ai_alone", "ai_proposed", "ai_agreed", "person", "nobody"]
"""rule: what was said decides, no model was asked. ai_alone: the AI, and nobody looked. ai_proposed: the AI's, of a
draft that waits for a person. ai_agreed: the AI's, which a person has let stand. person: a person's own. nobody: it has
no answer."""


class Listed(NamedTuple):
    """A term as lists show it. scorecard_name: none where the scorecard is gone. current: the scorecard asks so now."""

    term: Term
    scorecard_name: str | None
    current: bool


class Decided(NamedTuple):
    """Who decided a question of an evaluation. term: how the AI stands at it now; none where no model answers it."""

    question_id: str
    by: DecidedBy
    term: Term | None


class OfEvaluation(NamedTuple):
    """How the AI stands at an evaluation's questions. check: the draw that it was in, where it was in one."""

    evaluation: Evaluation
    must_earn: bool
    rules: Rules
    decided: tuple[Decided, ...]
    check: Check | None


def decided_by(question: Question, answer: Answer | None, evaluation: Evaluation) -> DecidedBy:
    """Who decided a question of an evaluation."""
    if answer is None or not is_closed(answer):
        return "nobody"
    if answer.answered_by == "human":
        return "person"
    if question.check == "exact_match":
        return "rule"
    if evaluation.status == "draft":
        return "ai_proposed"
    return "ai_alone" if evaluation.evaluator_id is None else "ai_agreed"
