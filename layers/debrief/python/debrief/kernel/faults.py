"""How a fault is written down: what kind of error it was and where, and which thing it was about; never any content.

The text of an error that isn't ours may quote what it stumbled over: a validation error does. So it stays out of the
logs, and out of what leaves a function, since Lambda writes the text of every exception that does into the log, and
Step Functions into the history of the run.
"""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from aws_lambda_powertools import Logger

from debrief.kernel.errors import DebriefError

MOST_FRAMES: Final = 8
"""So many of the innermost places that an error came through are told."""

MOST_CAUSES: Final = 4

logger = Logger()
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class UnexpectedFault(DebriefError):
    """A function failed by something that nobody foresaw. Its log tells which kind of error it was, and where."""

    type = "unexpected"


def fault_of(error: BaseException) -> dict[str, object]:
    """What may be told of an error: `fault` is its class, `places` are file:line and function, innermost last.

    `detail` is its sentence where it is ours, `causes` are the classes of what it was raised from.
    """
    told: dict[str, object] = {"fault": type(error).__name__, "places": _places(error)}
    if isinstance(error, DebriefError):
        told["detail"] = error.detail
    if causes := _causes(error):
        told["causes"] = causes
    return told


def log_fault(what: str, error: BaseException, **ids: object) -> None:
    """Log an error that somebody should look at. ids: of what it was about; no content."""
    logger.error(what, extra={**fault_of(error), **ids})


def log_passing(what: str, error: BaseException, **ids: object) -> None:
    """Log an error that is dealt with, as a warning. ids: of what it was about; no content."""
    logger.warning(what, extra={**fault_of(error), **ids})


def safely(handler: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A Lambda handler of which no foreign error leaves: it is logged as a fault, and `UnexpectedFault` raised instead.

    Our own errors leave as they are: the workflows retry and catch them by name.
    """

    @wraps(handler)
    def lambda_handler(*args: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return handler(*args, **named)
        except DebriefError:
            raise
        except Exception as error:
            log_fault("a function failed unexpectedly", error)
            fault = UnexpectedFault(f"{type(error).__name__} at {_places(error)[-1]}")
        # Outside of the `except`, so that the foreign error doesn't leave as the cause of ours.
        raise fault

    return lambda_handler


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames] or ["nowhere"]


def _causes(error: BaseException) -> list[str]:
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < MOST_CAUSES:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return causes
