"""Why something that came in is held, as a code for programs and a sentence for people (S2.1)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pydantic import model_validator

from debrief.kernel.model import Entity


class HoldCode(StrEnum):
    """Why something is held. The codes are part of the API and don't change."""

    AGENT_MISSING = "agent_missing"
    AGENT_UNKNOWN = "agent_unknown"
    AGENT_AMBIGUOUS = "agent_ambiguous"
    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    QUEUE_MISSING = "queue_missing"
    QUEUE_UNKNOWN = "queue_unknown"
    DURATION_MISSING = "duration_missing"
    END_BEFORE_START = "end_before_start"
    DOCUMENT_UNREADABLE = "document_unreadable"
    DOCUMENT_UNSUPPORTED = "document_unsupported"
    DOCUMENT_EMPTY = "document_empty"
    TRANSCRIPTION_FAILED = "transcription_failed"
    RECORDING_NOT_FETCHED = "recording_not_fetched"
    TRANSCRIPT_UNREAD = "transcript_unread"
    CHANNEL_UNKNOWN = "channel_unknown"
    CONTENT_MISSING = "content_missing"
    DUPLICATE = "duplicate"
    LANGUAGE_UNSUPPORTED = "language_unsupported"
    TOO_LARGE = "too_large"
    BUDGET_SPENT = "budget_spent"


class HoldAct(StrEnum):
    """What leads out of a hold; dismissing always does.

    complete: fill in the reason's field. drop_again: drop the file again, mended, under the same name; a line of a bulk
    file in a new one. add: drop what is missing beside it, under the same name before the dot. replace: release it to
    take the place of what was loaded before, or fill in the field. wait: an administrator raises the month's budget, or
    the month turns; then it goes on by itself.
    """

    COMPLETE = "complete"
    DROP_AGAIN = "drop_again"
    ADD = "add"
    REPLACE = "replace"
    WAIT = "wait"


FIELD_OF: Final[Mapping[HoldCode, str | None]] = {
    HoldCode.AGENT_MISSING: "agent_reference",
    HoldCode.AGENT_UNKNOWN: "agent_reference",
    HoldCode.AGENT_AMBIGUOUS: "agent_reference",
    HoldCode.DATE_MISSING: "started_at",
    HoldCode.DATE_IN_FUTURE: "started_at",
    HoldCode.QUEUE_MISSING: "queue",
    HoldCode.QUEUE_UNKNOWN: "queue",
    HoldCode.DURATION_MISSING: "duration_ms",
    HoldCode.END_BEFORE_START: "ended_at",
    HoldCode.DOCUMENT_UNREADABLE: None,
    HoldCode.DOCUMENT_UNSUPPORTED: None,
    HoldCode.DOCUMENT_EMPTY: None,
    HoldCode.TRANSCRIPTION_FAILED: None,
    HoldCode.RECORDING_NOT_FETCHED: None,
    HoldCode.TRANSCRIPT_UNREAD: None,
    HoldCode.CHANNEL_UNKNOWN: "channel",
    HoldCode.CONTENT_MISSING: None,
    HoldCode.DUPLICATE: "contact_reference",
    HoldCode.LANGUAGE_UNSUPPORTED: "language",
    HoldCode.TOO_LARGE: None,
    HoldCode.BUDGET_SPENT: None,
}
"""The field of `Metadata` that answers a code wherever it stands; None where none does, or not always the same."""

TELLS_GIVEN: Final = frozenset(
    {
        HoldCode.AGENT_UNKNOWN,
        HoldCode.AGENT_AMBIGUOUS,
        HoldCode.QUEUE_UNKNOWN,
        HoldCode.CHANNEL_UNKNOWN,
        HoldCode.LANGUAGE_UNSUPPORTED,
    }
)
"""The codes whose reasons tell the value that was given: what answers one value answers no other."""

_LACKS_A_FILE = (HoldCode.CONTENT_MISSING, HoldCode.RECORDING_NOT_FETCHED)


class Nearest(Entity):
    """What is known and comes nearest to what was given: an offer, never the answer.

    value: what to fill in for it. name: how people call it. user_id: of whom it is, where it is a person.
    """

    value: str
    name: str
    user_id: str | None = None


class HoldReason(Entity):
    """One reason why something is held.

    field: the field of `Metadata` that a person can complete; None where completing doesn't help.
    given: of a value that isn't known, how it was written. nearest: the known one that comes nearest to it.
    sentence: for the person who looks at it. act: what leads out of it.
    """

    code: HoldCode
    field: str | None = None
    act: HoldAct = HoldAct.COMPLETE
    given: str | None = None
    nearest: Nearest | None = None
    sentence: str

    @model_validator(mode="before")
    @classmethod
    def _with_act(cls, value: Any) -> Any:
        """The act follows from the code and from whether a field helps, also of what was written before acts were."""
        if isinstance(value, dict) and "act" not in value:
            return {**value, "act": _act_of(value.get("code"), value.get("field"))}
        return value


def _act_of(code: object, field: object) -> HoldAct:
    if code == HoldCode.DUPLICATE:
        return HoldAct.REPLACE
    if code == HoldCode.BUDGET_SPENT:
        return HoldAct.WAIT
    if field is not None:
        return HoldAct.COMPLETE
    return HoldAct.ADD if code in _LACKS_A_FILE else HoldAct.DROP_AGAIN
