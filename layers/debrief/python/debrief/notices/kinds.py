"""How each kind of notice reads, where it leads and who hears of it unless they choose otherwise. All of it is here,
but for the words: `sentences` has those.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from debrief.notices import sentences
from debrief.notices.model import Notice, NoticeChannel, NoticeKind
from debrief.notices.wording import Wording


class Kind(NamedTuple):
    """A kind of notice.

    label: what a person chooses to hear of. sentence: what happened, without a full stop. opens: what a link to it
    reads. root: the first part of its address in the console, whose second is `about`. email: whether it goes by e-mail
    unless somebody chose otherwise; in the console everything does. withdrawable: whether it may be taken back.
    alone: its address is `root` itself: it is about several things, which a list shows.
    """

    label: str
    sentence: Callable[[Wording], str]
    opens: str
    root: str
    email: bool = True
    withdrawable: bool = False
    alone: bool = False

    def default(self, channel: NoticeChannel) -> bool:
        """Whether a person hears of it on the channel who chose nothing."""
        return self.email if channel is NoticeChannel.EMAIL else True


KINDS: Final[Mapping[str, Kind]] = {
    NoticeKind.MEETING_SCHEDULED.value: Kind(
        "A 1-to-1 is scheduled with me", sentences.scheduled, "Open the 1-to-1", "meetings"
    ),
    NoticeKind.MEETING_MOVED.value: Kind("A 1-to-1 of mine is moved", sentences.moved, "Open the 1-to-1", "meetings"),
    NoticeKind.MEETING_CHANGED.value: Kind(
        "A 1-to-1 of mine is changed", sentences.changed, "Open the 1-to-1", "meetings"
    ),
    NoticeKind.MEETING_CANCELLED.value: Kind(
        "A 1-to-1 of mine is cancelled", sentences.cancelled, "Open the 1-to-1", "meetings"
    ),
    NoticeKind.SUMMARY_SHARED.value: Kind(
        "A performance report is shared with me", sentences.shared, "Read the report", "summaries", withdrawable=True
    ),
    NoticeKind.REPORT_READY.value: Kind(
        "A report for a 1-to-1 of mine was made overnight",
        sentences.report_ready,
        "Open the 1-to-1",
        "meetings",
        email=False,
    ),
    NoticeKind.EVALUATION_COMPLETED.value: Kind(
        "My work was evaluated", sentences.evaluated, "Read the evaluation", "evaluations", withdrawable=True
    ),
    NoticeKind.EVALUATION_CHANGED.value: Kind(
        "An evaluation of my work was changed", sentences.evaluation_changed, "Read the evaluation", "evaluations"
    ),
    NoticeKind.EVALUATION_UNANSWERED.value: Kind(
        "An evaluation of my work still waits for my answer",
        sentences.unanswered,
        "Answer the evaluation",
        "evaluations",
        withdrawable=True,
    ),
    NoticeKind.DISPUTE_RAISED.value: Kind(
        "A dispute is mine to decide", sentences.disputed, "Read the dispute", "evaluations", withdrawable=True
    ),
    NoticeKind.DISPUTE_UNDECIDED.value: Kind(
        "A dispute still waits for me", sentences.undecided, "Read the dispute", "evaluations", withdrawable=True
    ),
    NoticeKind.DISPUTE_DECIDED.value: Kind(
        "A dispute of mine, or about an evaluation of mine, was decided",
        sentences.decided,
        "Read the decision",
        "evaluations",
    ),
    NoticeKind.CALIBRATION_ASSIGNED.value: Kind(
        "I am to assess in a calibration",
        sentences.to_assess,
        "Assess the conversation",
        "evaluations",
        withdrawable=True,
    ),
    NoticeKind.CALIBRATION_DUE.value: Kind(
        "A calibration that waits for me is due",
        sentences.assessment_due,
        "Assess the conversation",
        "evaluations",
        withdrawable=True,
    ),
    NoticeKind.CALIBRATION_CLOSED.value: Kind(
        "A calibration of mine is closed", sentences.calibration_closed, "See the answers", "calibrations"
    ),
    NoticeKind.COACHING_ASSIGNED.value: Kind(
        "I am given coaching", sentences.coaching_assigned, "Start coaching", "coaching/assignments", withdrawable=True
    ),
    NoticeKind.COACHING_COMPLETED.value: Kind(
        "Coaching that I gave is completed",
        sentences.coaching_completed,
        "See the assignment",
        "coaching/assignments",
        email=False,
    ),
    NoticeKind.COMMENT_TAGGED.value: Kind(
        "I am tagged in a comment", sentences.tagged, "Read the comment", "conversations", withdrawable=True
    ),
    NoticeKind.EVALUATION_ASSIGNED.value: Kind(
        "I am given an evaluation to do", sentences.assigned, "Open the evaluation", "evaluations", withdrawable=True
    ),
    NoticeKind.EVALUATIONS_DRAWN.value: Kind(
        "A goal gives me evaluations to do",
        sentences.drawn,
        "Open what is to do",
        "evaluations?status=draft&order=due",
        alone=True,
    ),
    NoticeKind.AI_QUESTION_CHANGED.value: Kind(
        "The AI earns or loses a question, where I check its answers",
        sentences.ai_question,
        "See its questions",
        "setup/ai-answers",
        email=False,
        alone=True,
    ),
    NoticeKind.PLAN_STARTED.value: Kind(
        "Somebody whom I lead commits to a coaching plan", sentences.plan_started, "Open the plan", "coaching/plans"
    ),
    NoticeKind.PLAN_ENDED.value: Kind(
        "A coaching plan of mine, or of somebody whom I lead, is over",
        sentences.plan_ended,
        "Open the plan",
        "coaching/plans",
    ),
    NoticeKind.PAIRING_ASKED.value: Kind(
        "I am asked to show a colleague something",
        sentences.pairing_asked,
        "Answer",
        "coaching/pairings",
        withdrawable=True,
    ),
    NoticeKind.PAIRING_ANSWERED.value: Kind(
        "A pairing that I made is answered",
        sentences.pairing_answered,
        "Open the pairing",
        "coaching/pairings",
        email=False,
    ),
    NoticeKind.PAIRING_AGREED.value: Kind(
        "A colleague will show me something",
        sentences.pairing_agreed,
        "Open your page",
        "coaching/pairings",
        withdrawable=True,
    ),
    NoticeKind.PROPOSAL_MADE.value: Kind(
        "Somebody whom I lead proposes a best response",
        sentences.proposal_made,
        "Read the proposal",
        "coaching/proposals",
        email=False,
        withdrawable=True,
        alone=True,
    ),
    NoticeKind.PROPOSAL_DECIDED.value: Kind(
        "A best response that I proposed is accepted or declined",
        sentences.proposal_decided,
        "Read the answer",
        "coaching/proposals",
        alone=True,
    ),
    NoticeKind.FLAG_COMPLIANCE.value: Kind(
        "A conversation of somebody whom I lead is flagged for compliance",
        sentences.flagged,
        "Open the flag",
        "flags",
        withdrawable=True,
    ),
    NoticeKind.FLAG_PATTERN.value: Kind(
        "Somebody whom I lead is low on the same criterion again and again",
        sentences.pattern,
        "Open the flag",
        "flags",
        withdrawable=True,
    ),
    NoticeKind.FLAG_QUALITY.value: Kind(
        "A conversation of somebody whom I lead is flagged for quality",
        sentences.flagged,
        "Open the flag",
        "flags",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.FLAG_HANDED_OVER.value: Kind(
        "A flag is handed over to me", sentences.flag_handed_over, "Open the flag", "flags", withdrawable=True
    ),
    NoticeKind.FLAG_BACK.value: Kind(
        "A flag that was snoozed waits again",
        sentences.flag_back,
        "Open the flag",
        "flags",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.COACHING_LOG_WRITTEN.value: Kind(
        "A coaching log is written of a conversation of somebody whom I lead",
        sentences.log_written,
        "Open the log",
        "coaching/logs",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.COACHING_LOG_RELEASED.value: Kind(
        "A coaching log of mine is released to me",
        sentences.log_released,
        "Read the log",
        "coaching/logs",
        withdrawable=True,
    ),
    NoticeKind.COACHING_LOG_ACKNOWLEDGED.value: Kind(
        "A coaching log that I released was read",
        sentences.log_acknowledged,
        "Open the log",
        "coaching/logs",
        email=False,
    ),
    NoticeKind.PRACTICE_TO_APPROVE.value: Kind(
        "A practice scenario for somebody whom I lead waits for me",
        sentences.practice_to_approve,
        "Read the scenario",
        "coaching/practice",
        withdrawable=True,
    ),
    NoticeKind.PRACTICE_FOR_YOU.value: Kind(
        "I am given something to practise",
        sentences.practice_for_you,
        "Practise",
        "coaching/practice",
        withdrawable=True,
    ),
    NoticeKind.PRACTICE_TO_SCORE.value: Kind(
        "A practice attempt of somebody whom I lead waits for a person",
        sentences.practice_to_score,
        "Score the attempt",
        "coaching/practice",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.PRACTICE_PASSED.value: Kind(
        "Somebody whom I lead passes a practice",
        sentences.practice_passed,
        "See the attempts",
        "coaching/practice",
        email=False,
    ),
    NoticeKind.BUDGET.value: Kind(
        "A month's budget is nearly or wholly spent",
        sentences.budget,
        "Look at the budgets",
        "setup/account",
        alone=True,
    ),
}
"""Every kind, in the order of the settings page."""


def sentence(notice: Notice, names: Mapping[str, str], time_zone: str) -> str:
    """What happened, as a sentence without a full stop; also for a kind of a version that isn't this one."""
    kind = KINDS.get(notice.kind)
    return kind.sentence(Wording(notice, names, time_zone)) if kind else "There is news that this version can't tell"


def path(notice: Notice) -> str | None:
    """Where the notice leads, as an address within the console; None where nothing is known of its kind."""
    kind = KINDS.get(notice.kind)
    if kind is None:
        return None
    return f"/{kind.root}" if kind.alone else f"/{kind.root}/{notice.about}"


def people_in(notice: Notice) -> set[str]:
    """Ids of those whom the sentence names."""
    named = {notice.actor_id, *(value for name, value in notice.parameters.items() if name.endswith("_id"))}
    return {each for each in named if each}
