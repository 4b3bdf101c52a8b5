"""What people are told where the model couldn't do what a practice waits for."""

from datetime import datetime, timedelta
from typing import Final

from debrief.coaching.practice.model import Attempt, Scenario, Work

LONGEST: Final = timedelta(minutes=16)
"""After this the workflow has ended, whatever came of it: its own time-out is 15 minutes."""

_AGAIN: Final = "Nothing is lost: ask again later."
_TOO_SLOW: Final = f"It took too long and was stopped. {_AGAIN}"
NOT_STARTED: Final = f"The work couldn't be started. {_AGAIN}"
SPEAKS_TO_AI: Final = "What the language model wrote speaks to an AI and was left out. Write the scenario yourself."
_SENTENCES: Final = {
    "ModelThrottled": f"The language model was too busy, also after several tries. {_AGAIN}",
    "ModelTimedOut": f"The language model took too long, also after several tries. {_AGAIN}",
    "ModelUnavailable": f"The language model couldn't be reached, also after several tries. {_AGAIN}",
    "ModelRefused": "The language model refused the request; an administrator can look at why.",
    "ModelBlocked": "The language model, or its filter, wouldn't answer because of what was said.",
    "ModelInputTooLong": "This is more than the language model reads at once.",
    "ModelAnswerCut": f"The language model's answer was too long and was cut off, twice. {_AGAIN}",
    "ModelAnswerInvalid": f"The language model gave no usable answer, twice. {_AGAIN}",
    "BudgetSpent": "This month's budget for practice is spent. Nothing is lost; an administrator can raise it.",
    "NotFound": "The scorecard of this practice is gone.",
    "States.Timeout": _TOO_SLOW,
    "Sandbox.Timedout": _TOO_SLOW,
}
_UNEXPECTED: Final = f"Something unexpected went wrong; the log of the run tells what. {_AGAIN}"


def sentence_of(error: str) -> str:
    """Why it couldn't, by the name of the error, with or without its module."""
    return _SENTENCES.get(error, _SENTENCES.get(error.rsplit(".", 1)[-1], _UNEXPECTED))


def scenario_as_seen(scenario: Scenario, now: datetime) -> Scenario:
    """The scenario as it is to be shown: what was said to be under way after the workflow's time has failed."""
    if scenario.state != "drafting" or not lost(scenario.work, now):
        return scenario
    return scenario.model_copy(update={"state": "failed", "work": _failed(scenario.work, _TOO_SLOW)})


def attempt_as_seen(attempt: Attempt, now: datetime) -> Attempt:
    """The same of an attempt."""
    if not lost(attempt.work, now):
        return attempt
    state = "unscored" if attempt.state == "scoring" else attempt.state
    return attempt.model_copy(update={"state": state, "work": _failed(attempt.work, _TOO_SLOW)})


def lost(work: Work | None, now: datetime) -> bool:
    """Whether it is said to be under way, and can't be any more."""
    return work is not None and not work.failed and now > work.requested_at + LONGEST


def _failed(work: Work | None, sentence: str) -> Work | None:
    return work.model_copy(update={"sentence": sentence}) if work else None
