"""Notices, their deliveries, and what a person chose to hear of (S2.5)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.people.model import TimeZone


class NoticeChannel(StrEnum):
    """A way on which people are told. A value is a key in the table and in the API, and never changes.

    digest: gathered into an e-mail a day or a week. chat, task: by name in a channel of the team, or as a task in the
    CRM, where an administrator has set one up (`notices.channels`).
    """

    IN_APP = "in_app"
    EMAIL = "email"
    DIGEST = "digest"
    CHAT = "chat"
    TASK = "task"


class NoticeKind(StrEnum):
    """What people are told of; how it reads is in `kinds`. A value is stored, and never changes."""

    MEETING_SCHEDULED = "meeting_scheduled"
    MEETING_MOVED = "meeting_moved"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CANCELLED = "meeting_cancelled"
    SUMMARY_SHARED = "summary_shared"
    REPORT_READY = "report_ready"
    EVALUATION_COMPLETED = "evaluation_completed"
    EVALUATION_CHANGED = "evaluation_changed"
    EVALUATION_UNANSWERED = "evaluation_unanswered"
    DISPUTE_RAISED = "dispute_raised"
    DISPUTE_DECIDED = "dispute_decided"
    DISPUTE_UNDECIDED = "dispute_undecided"
    CALIBRATION_ASSIGNED = "calibration_assigned"
    CALIBRATION_DUE = "calibration_due"
    CALIBRATION_CLOSED = "calibration_closed"
    COMMENT_TAGGED = "comment_tagged"
    COACHING_ASSIGNED = "coaching_assigned"
    COACHING_COMPLETED = "coaching_completed"
    EVALUATION_ASSIGNED = "evaluation_assigned"
    EVALUATIONS_DRAWN = "evaluations_drawn"
    AI_QUESTION_CHANGED = "ai_question_changed"
    PLAN_STARTED = "plan_started"
    PLAN_ENDED = "plan_ended"
    PAIRING_ASKED = "pairing_asked"
    PAIRING_ANSWERED = "pairing_answered"
    PAIRING_AGREED = "pairing_agreed"
    PROPOSAL_MADE = "proposal_made"
    PROPOSAL_DECIDED = "proposal_decided"
    FLAG_COMPLIANCE = "flag_compliance"
    FLAG_PATTERN = "flag_pattern"
    FLAG_QUALITY = "flag_quality"
    FLAG_HANDED_OVER = "flag_handed_over"
    FLAG_BACK = "flag_back"
    COACHING_LOG_WRITTEN = "coaching_log_written"
    COACHING_LOG_RELEASED = "coaching_log_released"
    COACHING_LOG_ACKNOWLEDGED = "coaching_log_acknowledged"
    PRACTICE_TO_APPROVE = "practice_to_approve"
    PRACTICE_FOR_YOU = "practice_for_you"
    PRACTICE_TO_SCORE = "practice_to_score"
    PRACTICE_PASSED = "practice_passed"
    BUDGET = "budget"


Parameter = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.:+-]{1,64}$")]
"""An instant, a day, a number, an id or a state. No names and no prose: it travels in an event and stays for months."""


class Notice(Entity):
    """Something that one person is told.

    id: sorts by time, and follows from the event and the recipient, so that saying it twice is one notice.
    kind: one of `NoticeKind`, or one of another version, which this one can't put into words.
    about: the id of the thing it is about. actor_id: whose doing it is; none for the system's.
    """

    id: str
    kind: str
    about: str
    actor_id: str | None = None
    parameters: dict[str, Parameter] = {}
    at: Instant


class InAppNotice(Aggregate):
    """A notice in the console. read_at: when it was opened or marked; none while it is unread."""

    notice: Notice
    read_at: Instant | None = None


DeliveryState = Literal["queued", "failing", "sent", "refused", "bounced", "complained", "dropped"]
OPEN_STATES: frozenset[DeliveryState] = frozenset({"queued", "failing"})
"""States in which a delivery is still to be made."""


class Delivery(Aggregate):
    """A notice on its way to one person on one channel.

    state: `queued` at first; `failing` after a try that may be repeated; `refused` where repeating is of no use;
    `bounced` and `complained` as the other side answered later; `dropped` where nobody is to be told any more.
    attempts: tries so far. claimed_until: while somebody is trying. error: the code of the last failure, not its text.
    message_id: what the channel calls it. settled_at: when there was nothing more to do. gathered: of a digest, what it
    tells.
    """

    notice: Notice
    channel: NoticeChannel
    state: DeliveryState = "queued"
    attempts: int = 0
    claimed_until: Instant | None = None
    error: str | None = None
    message_id: str | None = None
    settled_at: Instant | None = None
    gathered: tuple[Notice, ...] = ()


class Digest(Entity):
    """When somebody gets a digest. every: `never`, each `day`, or each `week` on `weekday` (0 is Monday).

    hour: of the day, in time_zone (an IANA name); without one, in the account's.
    """

    every: Literal["never", "day", "week"] = "never"
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    weekday: Annotated[int, Field(ge=0, le=6)] = 0
    time_zone: TimeZone | None = None


class Preferences(Aggregate):
    """What a person chose, by kind and channel; what isn't in it is as `kinds` has it.

    quiet_hours: so long they don't get the same by e-mail again.
    """

    choices: dict[str, dict[str, bool]] = {}
    digest: Digest = Digest()
    quiet_hours: Annotated[int, Field(ge=0, le=168)] = 12
