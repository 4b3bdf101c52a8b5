"""Why a summary failed, in words for the person who waits: never the text of an error (S0.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from debrief.summaries.model import SummaryFailure

_NOTHING_LOST = "Nothing was lost; try again."
_TOO_SLOW = ("timed_out", "A step took too long and was stopped. Try again, or choose a shorter period.")
_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "ModelThrottled": (
        "model_busy",
        "The language model took no more requests, also after several tries. Try again in some minutes.",
    ),
    "ModelTimedOut": (
        "model_too_slow",
        "The language model didn't answer in time. Try again, or choose a shorter period.",
    ),
    "ModelUnavailable": ("model_unavailable", "The language model can't be reached just now. Try again later."),
    "ModelRefused": (
        "model_refused",
        "The language model refused the request. An administrator has to look at its settings before trying again.",
    ),
    "ModelBlocked": (
        "model_blocked",
        "The language model, or a filter before it, wouldn't answer because of what was said. Choose another period.",
    ),
    "ModelInputTooLong": (
        "model_input_too_long",
        "There is more to read than the language model takes at once. Choose a shorter period.",
    ),
    "ModelAnswerInvalid": (
        "model_answer_invalid",
        "The language model gave no usable answer, twice. Trying again may help.",
    ),
    "ModelAnswerCut": (
        "model_answer_cut",
        "The language model's answer was too long and was cut off, twice. Try again, or choose a shorter period.",
    ),
    "BudgetSpent": (
        "model_budget_spent",
        "This month's budget for writing reports is spent. The report is made by itself once an administrator raises "
        "the budget, or when the month is over.",
    ),
    "Throttled": ("busy", f"Too much was going on just now. {_NOTHING_LOST}"),
    "Unavailable": ("unavailable", f"A service that this needs didn't answer. {_NOTHING_LOST}"),
    "States.Timeout": _TOO_SLOW,
    "Sandbox.Timedout": _TOO_SLOW,
    "Runtime.OutOfMemory": (
        "out_of_memory",
        "A step needed more memory than it has. Choose a shorter period.",
    ),
    "NoData": (
        "no_data",
        "There is nothing in this period to write about: no evaluation, no conversation. Choose a longer period.",
    ),
}
TIMED_OUT: Final = "States.Timeout"
"""The error's name where the whole workflow has run out of time, or died."""

NOT_STARTED: Final = ("not_started", f"The work couldn't be started. {_NOTHING_LOST}")
_UNKNOWN: Final = ("unexpected", f"Something unexpected stopped the work; the log has it. {_NOTHING_LOST}")

BUDGET_SPENT: Final = "model_budget_spent"
"""The reason of a failure that passes by itself."""

_UNASKED: Final[dict[str, tuple[str, str]]] = {
    "BudgetSpent": ("model_budget_spent", "This month's budget for writing reports is spent."),
    "ModelRefused": ("model_refused", "The language model refused the request."),
    "ModelBlocked": ("model_blocked", "The language model, or a filter before it, wouldn't answer."),
    "ModelInputTooLong": ("model_input_too_long", "There is more to read than the language model takes at once."),
    "ModelAnswerInvalid": ("model_answer_invalid", "The language model gave no usable answer, twice."),
    "ModelAnswerCut": ("model_answer_cut", "The language model's answer was cut off, twice."),
    "NoTimeLeft": ("no_time_left", "What came before took too long; there was no time left for it."),
}
NO_TIME_LEFT: Final = "NoTimeLeft"
_UNREACHED: Final = ("model_unavailable", "The language model couldn't be reached, also after several tries.")
_STOPPED: Final = ("stopped", "Something stopped it before it had ended; the log has it.")
_PASSING: Final = frozenset({"ModelThrottled", "ModelTimedOut", "ModelUnavailable"})


def failure_of(error_name: str, at: datetime) -> SummaryFailure:
    """The failure for the name of an error, with or without the module before it."""
    name = error_name if error_name in _SENTENCES else error_name.rsplit(".", 1)[-1]
    reason, sentence = _SENTENCES.get(name, _UNKNOWN)
    return SummaryFailure(reason=reason, sentence=sentence, at=at)


def unasked_in(event: Mapping[str, Any]) -> str | None:
    """The name of the error that ended the state before, where the workflow went on without it."""
    caught = event.get("unasked")
    return str(caught["Error"]) if isinstance(caught, dict) and caught.get("Error") else None


def unasked(error_name: str | None) -> tuple[str, str]:
    """Why a further round with the model wasn't made, as a code and a sentence, for the name of an error.

    error_name: with or without the module before it; None where whatever stopped it left no word.
    """
    name = error_name.rsplit(".", 1)[-1] if error_name else ""
    return _UNASKED.get(name, _UNREACHED if name in _PASSING else _STOPPED)
