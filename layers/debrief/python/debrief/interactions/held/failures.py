"""Why a batch of held items was given up, in words for the person who waits: never the text of an error."""

from typing import Final

from debrief.interactions.intake.model import Failure

_AGAIN: Final = "What was done stays; ask for the same again to do the rest."
_NOT_PERMITTED: Final = f"Whoever asked for this may no longer complete what is held. {_AGAIN}"
_TOO_SLOW: Final = f"A step took too long and was stopped. {_AGAIN}"
_SENTENCES: Final[dict[str, str]] = {
    "Forbidden": _NOT_PERMITTED,
    "Unauthenticated": _NOT_PERMITTED,
    "Throttled": f"Too much was going on, also after several tries. {_AGAIN}",
    "Unavailable": f"A service that this needs didn't answer, also after several tries. {_AGAIN}",
    "NotFound": f"What it was for is no longer kept. {_AGAIN}",
    "Misconfigured": "This deployment lacks a right or a thing that it needs; somebody who runs it has to mend that. "
    + _AGAIN,
    "States.Timeout": _TOO_SLOW,
    "Sandbox.Timedout": _TOO_SLOW,
    "Runtime.OutOfMemory": f"A step needed more memory than it has. {_AGAIN}",
}

NOT_STARTED: Final = Failure(code="NotStarted", sentence="It couldn't be started. Nothing was done; try again.")
LOST: Final = Failure(code="Lost", sentence=f"It broke off several times. {_AGAIN}")


def failure_of(error_name: str) -> Failure:
    """The failure for the name of an error, with or without the module before it."""
    name = error_name if error_name in _SENTENCES else error_name.rsplit(".", 1)[-1]
    sentence = _SENTENCES.get(name, f"Something unexpected stopped it; the log has it. {_AGAIN}")
    return Failure(code=name, sentence=sentence)
