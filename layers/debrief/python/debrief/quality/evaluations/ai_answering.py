"""What people are told while the AI answers a draft, and when it couldn't."""

from datetime import datetime, timedelta
from typing import Final

from debrief.quality.evaluations.model import Evaluation

LONGEST: Final = timedelta(minutes=31)
"""After this the workflow has ended, whatever came of it: its own time-out is 30 minutes."""

_TRY_AGAIN: Final = "Your answers are as they were; ask again later, or answer yourself."
_TOO_SLOW: Final = f"It took too long and was stopped. {_TRY_AGAIN}"
_SENTENCES: Final = {
    "ModelThrottled": f"The language model was too busy, also after several tries. {_TRY_AGAIN}",
    "ModelTimedOut": f"The language model took too long, also after several tries. {_TRY_AGAIN}",
    "ModelUnavailable": f"The language model couldn't be reached, also after several tries. {_TRY_AGAIN}",
    "ModelRefused": "The language model refused the request. Answer yourself; an administrator can look at why.",
    "ModelBlocked": "The language model, or its filter, wouldn't answer because of what was said. Answer yourself.",
    "ModelInputTooLong": "Questions and conversation are more than the language model reads at once. Answer yourself.",
    "ModelAnswerCut": f"The language model's answer was too long and was cut off, twice. {_TRY_AGAIN}",
    "BudgetSpent": "This month's budget for AI answers is spent. Answer yourself; an administrator can raise it.",
    "ModelAnswerInvalid": f"The language model gave no usable answer, twice. {_TRY_AGAIN}",
    "RuleBroken": "There is nothing in the transcript that the AI could go by. Answer yourself.",
    "States.Timeout": _TOO_SLOW,
    "Sandbox.Timedout": _TOO_SLOW,
    "Runtime.OutOfMemory": f"It needed more memory than it has. {_TRY_AGAIN}",
}
_UNEXPECTED: Final = f"Something unexpected went wrong; the log of the run tells what. {_TRY_AGAIN}"
NOT_STARTED: Final = f"The work couldn't be started. {_TRY_AGAIN}"


def sentence_of(error: str) -> str:
    """Why the AI couldn't answer, by the name of the error, with or without its module."""
    return _SENTENCES.get(error, _SENTENCES.get(error.rsplit(".", 1)[-1], _UNEXPECTED))


def as_seen(evaluation: Evaluation, now: datetime) -> Evaluation:
    """The evaluation as it is to be shown: where the AI is said to answer after the workflow's time, it has failed."""
    asked = evaluation.ai_answering
    if asked is None or asked.status != "answering" or now <= asked.requested_at + LONGEST:
        return evaluation
    failed = asked.model_copy(update={"status": "failed", "sentence": _SENTENCES["States.Timeout"]})
    return evaluation.model_copy(update={"ai_answering": failed})
