"""What is sent to release, note and acknowledge a coaching log."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from debrief.coaching.logs.model import MOST_WORDS
from debrief.kernel.model import Entity
from debrief.kernel.text import check_prose

OptionalWords = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS), AfterValidator(check_prose)
]
NeededWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_WORDS), AfterValidator(check_prose)
]


class LogRelease(Entity):
    """That an agent may read a log of theirs. text: a word to them, where there is one."""

    text: OptionalWords = ""


class LogNote(Entity):
    """A note on a log; its agent reads it too, once the log is released to them."""

    text: NeededWords


class LogAcknowledgement(Entity):
    """That an agent has read a log of theirs. text: what they say to it, where they do."""

    text: OptionalWords = ""
