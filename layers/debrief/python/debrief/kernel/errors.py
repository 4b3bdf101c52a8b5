"""The errors that Debrief raises on purpose; each knows how the API tells it (RFC 9457)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from debrief.kernel.model import Entity

MOST_TOLD = 100
"""So many things that are wrong with one request are told, where nothing else is said."""


class FieldError(Entity):
    """One thing wrong with the input.

    pointer: JSON pointer into the body (`/answers/3/value`), or `?name` for a query parameter, or `row 12, email`.
    message: what is wrong, as a sentence without a full stop.
    """

    pointer: str
    message: str


def repeated(pointer: str, names: Sequence[str], what: str) -> Iterator[FieldError]:
    """An error for each name that stands more than once among what is called `what` at `pointer`."""
    for name, count in Counter(names).items():
        if count > 1:
            yield FieldError(pointer=pointer, message=f"the {what} {name!r} is used {count} times")


class DebriefError(Exception):
    """Something that Debrief says no to, with a sentence for the person who asked.

    most_told: so many of `errors` are told; of the others, how many there are.
    """

    status: ClassVar[int] = 500
    type: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        retry_after_s: int | None = None,
        most_told: int = MOST_TOLD,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.most_told = most_told
        self.retry_after_s = retry_after_s


class Malformed(DebriefError):
    """The request can't be read as what it should be."""

    status, type, title = 400, "malformed", "The request is malformed"


class Unauthenticated(DebriefError):
    """Nobody is signed in, or the one who is isn't known here."""

    status, type, title = 401, "unauthenticated", "Sign in first"


class Forbidden(DebriefError):
    """The caller may not do this, and knows that the thing exists."""

    status, type, title = 403, "forbidden", "Not permitted"


class NotFound(DebriefError):
    """There is no such thing, or the caller may not know of it."""

    status, type, title = 404, "not-found", "Not found"


class Conflict(DebriefError):
    """The present state doesn't allow it."""

    status, type, title = 409, "conflict", "In conflict with the present state"


class Stale(DebriefError):
    """Somebody changed the thing after it was read."""

    status, type, title = 412, "stale", "Changed by somebody else meanwhile"


class TooLarge(DebriefError):
    """More than can be taken or stored; less of it would do."""

    status, type, title = 413, "too-large", "Too large"


class UnsupportedMediaType(DebriefError):
    """The body is of a kind that isn't taken here."""

    status, type, title = 415, "unsupported-media-type", "Of another kind than is taken"


class IfMatchMissing(DebriefError):
    """A change came without the version it was made from."""

    status, type, title = 428, "if-match-missing", "If-Match is required"


class RuleBroken(DebriefError):
    """Well formed, but a rule of the business refuses it."""

    status, type, title = 422, "rule-broken", "Refused by a rule"


class Throttled(DebriefError):
    """Too many requests just now."""

    status, type, title = 429, "throttled", "Too many requests"


class Unavailable(DebriefError):
    """Something that Debrief needs doesn't answer just now."""

    status, type, title = 503, "unavailable", "Unavailable just now"


PASSING: tuple[type[DebriefError], ...] = (Conflict, Stale, Throttled, Unavailable)
"""What may be otherwise in a moment: the workflows and queues try these again, by name."""


class Misconfigured(DebriefError):
    """The deployment lacks a right, or a thing that it was promised. No use to try again: somebody has to mend it."""

    status, type, title = 500, "misconfigured", "Not set up for this"


NOT_ITS_FAULT: tuple[type[DebriefError], ...] = (*PASSING, Misconfigured)
"""What says nothing against the one thing that was being dealt with: it would have met any other."""


class ModelThrottled(Throttled):
    """The language model takes no more requests just now; worth trying again."""

    type = "model-throttled"


class ModelTimedOut(Unavailable):
    """The language model took too long; worth trying again."""

    type = "model-timed-out"


class ModelUnavailable(Unavailable):
    """The language model can't be reached or is broken just now; worth trying again."""

    type = "model-unavailable"


class ModelRefused(DebriefError):
    """The language model, or the account it runs in, says no; trying again is of no use."""

    type, title = "model-refused", "The model refused"


class ModelBlocked(ModelRefused):
    """The language model, a content filter or a guardrail wouldn't answer because of what it was shown."""

    status, type, title = 422, "model-blocked", "The model wouldn't answer this"


class ModelInputTooLong(DebriefError):
    """What the language model would have to read is more than it takes at once; trying again is of no use."""

    status, type, title = 422, "model-input-too-long", "More than the model can read at once"


class ModelAnswerInvalid(DebriefError):
    """The language model gave no answer of the right shape, even when told what was wrong."""

    type, title = "model-answer-invalid", "The model gave no usable answer"


class ModelAnswerCut(ModelAnswerInvalid):
    """The language model's answer met its length limit, also when it was asked for a shorter one."""

    type, title = "model-answer-cut", "The model's answer was too long"


class BudgetSpent(RuleBroken):
    """What the account allows for this use of the language model in a month is spent."""

    type, title = "model-budget-spent", "The month's budget for the model is spent"
