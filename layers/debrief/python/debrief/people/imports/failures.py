"""Why an import of people failed, in words for the person who waits: never the text of an error."""

from typing import Final

from debrief.people.imports.model import ImportFailure

_AGAIN = "What was written stays; import the same file again to write the rest."
_NOT_PERMITTED = (
    "not_permitted",
    "Whoever asked for this import may no longer import people, or a role in the file permits more than they may. "
    "What was written stays.",
)
_TOO_SLOW: Final = ("timed_out", f"A step took too long and was stopped. {_AGAIN}")
_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "Forbidden": _NOT_PERMITTED,
    "Unauthenticated": _NOT_PERMITTED,
    "Throttled": ("busy", f"Too much was going on, also after several tries. {_AGAIN}"),
    "Unavailable": ("unavailable", f"A service that this needs didn't answer, also after several tries. {_AGAIN}"),
    "Conflict": ("contended", f"Others were changing the same people, also after several tries. {_AGAIN}"),
    "Stale": ("contended", f"Others were changing the same people, also after several tries. {_AGAIN}"),
    "NotFound": ("file_gone", f"What the file was found to change is no longer kept. {_AGAIN}"),
    "Misconfigured": (
        "misconfigured",
        "This deployment lacks a right or a thing that it needs; somebody who runs it has to mend that. " + _AGAIN,
    ),
    "States.Timeout": _TOO_SLOW,
    "Sandbox.Timedout": _TOO_SLOW,
    "Runtime.OutOfMemory": ("out_of_memory", f"A step needed more memory than it has. {_AGAIN}"),
}
_UNKNOWN: Final = ("unexpected", f"Something unexpected stopped the import; the log has it. {_AGAIN}")

NOT_STARTED: Final = ImportFailure(
    reason="not_started", sentence="The import couldn't be started. Nothing was written; try again."
)
LOST: Final = ImportFailure(reason="lost", sentence=f"The import broke off several times. {_AGAIN}")
ROWS_LEFT: Final = ImportFailure(
    reason="rows_left",
    sentence="Others changed the organisation while the file was written, so some rows were left out. Look at them, "
    "then import the same file again: it writes what is missing.",
)


def failure_of(error_name: str) -> ImportFailure:
    """The failure for the name of an error, with or without the module before it."""
    name = error_name if error_name in _SENTENCES else error_name.rsplit(".", 1)[-1]
    reason, sentence = _SENTENCES.get(name, _UNKNOWN)
    return ImportFailure(reason=reason, sentence=sentence)
