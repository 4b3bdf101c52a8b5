"""What is left of an evaluation whose texts were erased, and what of one is about whom (N8)."""

from typing import Any, Final

from debrief.kernel.privacy import Record, plain
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation

_OF_OTHERS: Final = frozenset({"agent_id", "evaluator_id", "contact_reference", "provenance", "ai_answering"})
_QUOTED: Final = ("quote", "opportunity")
_MADE: Final = ("scorecard_id", "scorecard_version", "type", "created_at", "completed_at")


def without_texts(evaluation: Evaluation) -> Evaluation:
    """What is left: what was answered and what it came to, so that reports stay what they were. Nobody's words."""
    answers = tuple(
        each.model_copy(update={"comment": "", "quote": None, "opportunity": None, "rationale": ""})
        for each in evaluation.answers
    )
    return evaluation.model_copy(
        update={"contact_reference": evaluation.interaction_id, "comment": "", "answers": answers}
    )


def evaluation_record(evaluation: Evaluation) -> Record:
    """An evaluation as it is about the agent: every answer with what was said to it, and the agent's words quoted."""
    data = plain(evaluation, without=_OF_OTHERS)
    data["answers"] = [_answer(each) for each in data.get("answers", [])]
    return Record(kind="evaluation", id=evaluation.id, data=data)


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    of_others = {name for name in _QUOTED if answer.get(name) and answer[name]["speaker"] != "agent"}
    return {name: each for name, each in answer.items() if each and name not in of_others}


def made_record(line: EvaluationSummary) -> Record:
    """An evaluation as it is about its evaluator: that they made it, and when; not whom it is about."""
    given = plain(line)
    return Record(kind="evaluation_made", id=line.id, data={name: given[name] for name in _MADE if name in given})
