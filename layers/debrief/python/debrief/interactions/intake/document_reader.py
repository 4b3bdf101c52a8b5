"""Reading documents as `formats.detect` does, with a line in the log where a reader failed in a way nobody foresaw."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from debrief.interactions.formats import detect
from debrief.interactions.formats.parsed import UnforeseenDocument
from debrief.kernel.faults import log_fault

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _logged(read: Callable[Given, Answer]) -> Callable[Given, Answer]:
    @wraps(read)
    def reader(*args: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return read(*args, **named)
        except UnforeseenDocument as error:
            log_fault("a document failed its reader unexpectedly", error.fault)
            raise

    return reader


decode = _logged(detect.decode)
recognise = _logged(detect.recognise)
read_conversation = _logged(detect.read_conversation)
read_sidecar = _logged(detect.read_sidecar)
