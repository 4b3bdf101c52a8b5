"""How each kind of notice reads, where it leads and who hears of it unless they choose otherwise. All of it is here.

A sentence is made when it is read or sent, from the names as they are then: nothing that was written stays wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from debrief.kernel.calendar import zone
from debrief.kernel.clock import parse_instant
from debrief.notices.listed import Listed, listed_in
from debrief.notices.model import Notice, NoticeChannel, NoticeKind

SOMEBODY: Final = "Somebody"
"""Whose name is no longer known."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Wording(NamedTuple):
    """What a sentence is made of. names: of people, by id; time_zone: the account's, an IANA name."""

    notice: Notice
    names: Mapping[str, str]
    time_zone: str

    @property
    def actor(self) -> str:
        """Whose doing it is."""
        return self.name(self.notice.actor_id)

    def name(self, user_id: str | None) -> str:
        """Somebody's name."""
        return self.names.get(user_id or "", SOMEBODY)

    def parameter(self, name: str) -> str:
        """A parameter of the notice; empty where it isn't there."""
        return self.notice.parameters.get(name, "")

    def instant(self, name: str) -> str:
        """A parameter that is an instant, as a person says it: "Thursday 3 December 2026, 14:00"."""
        return self.moment(self.parameter(name))

    def moment(self, instant: str) -> str:
        """An instant as a person says it."""
        try:
            at = parse_instant(instant).astimezone(zone(self.time_zone))
        except ValueError:
            return "a time unknown"
        return f"{_DAYS[at.weekday()]} {_day(at)}, {at:%H:%M}"

    def until(self, name: str) -> str:
        """A parameter that is an instant until which something is due: "the end of Thursday 3 December 2026" where it
        ends with a day, in its last minute or at the midnight after it; else as any instant."""
        instant = self.parameter(name)
        try:
            at = parse_instant(instant).astimezone(zone(self.time_zone))
        except ValueError:
            return self.moment(instant)
        before, after = at - timedelta(milliseconds=1), at + timedelta(minutes=1)
        if before.date() == after.date():
            return self.moment(instant)
        return f"the end of {_DAYS[before.weekday()]} {_day(before)}"

    def due(self, name: str) -> str:
        """A parameter that is an instant, as the day that it is on: "3 December 2026"."""
        try:
            return _day(parse_instant(self.parameter(name)).astimezone(zone(self.time_zone)))
        except ValueError:
            return "a day unknown"

    def day(self, name: str) -> str:
        """A parameter that is a day, as a person says it: "3 December 2026"."""
        try:
            return _day(date.fromisoformat(self.parameter(name)))
        except ValueError:
            return "a day unknown"


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


def _scheduled(words: Wording) -> str:
    other = words.parameter("other_id")
    if other == words.notice.actor_id:
        return f"{words.actor} scheduled a 1-to-1 with you: {words.instant('scheduled_at')}"
    return f"{words.actor} scheduled your 1-to-1 with {words.name(other)}: {words.instant('scheduled_at')}"


def _moved(words: Wording) -> str:
    before, after = words.instant("was_at"), words.instant("scheduled_at")
    return f"{words.actor} moved your 1-to-1{_with(words)} from {before} to {after}"


def _changed(words: Wording) -> str:
    return f"{words.actor} changed how or where your 1-to-1{_with(words)} of {words.instant('scheduled_at')} is held"


def _cancelled(words: Wording) -> str:
    return f"{words.actor} cancelled your 1-to-1{_with(words)} of {words.instant('scheduled_at')}"


def _with(words: Wording) -> str:
    """With whom, where that isn't who did it."""
    other = words.parameter("other_id")
    return "" if other == words.notice.actor_id else f" with {words.name(other)}"


def _shared(words: Wording) -> str:
    period = f"{words.day('first_day')} to {words.day('last_day')}"
    return f"{words.actor} shared a performance report with you: {period}"


def _assigned(words: Wording) -> str:
    """Whose conversation of when is to be evaluated until when; where nobody in particular gave it, an automation
    did.
    """
    who = f"{words.actor} gave you" if words.notice.actor_id else "An automation gave you"
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    return f"{who} an evaluation to do: the conversation of {agent} on {at}, due {words.due('due_at')}"


_NAMED = 3


def _drawn(words: Wording) -> str:
    """Whose conversation of when, or whose conversations, are to be evaluated until when."""
    number, listed = words.parameter("number"), listed_in(words.notice)
    what = "an evaluation" if number == "1" else f"{number} evaluations"
    about = f": {_whose(words, number, listed)}" if listed else ""
    return f"A goal gave you {what} to do{about}, due {words.due('due_at')}"


def _whose(words: Wording, number: str, listed: Sequence[Listed]) -> str:
    if number == "1":
        return conversation(words, listed[0])
    agents = [words.name(each) for each in dict.fromkeys(each.agent_id for each in listed)]
    more = len(agents) > _NAMED or str(len(listed)) != number
    named = [*agents[:_NAMED], *(["others"] if more else [])]
    return (
        f"conversations of {', '.join(named[:-1])} and {named[-1]}"
        if len(named) > 1
        else f"conversations of {named[0]}"
    )


def conversation(words: Wording, listed: Listed) -> str:
    """Whose conversation it is, and of when."""
    return f"the conversation of {words.name(listed.agent_id)} on {words.moment(listed.started_at)}"


def _report_ready(words: Wording) -> str:
    return f"The report for your 1-to-1 with {words.name(words.parameter('agent_id'))} was made overnight"


def _evaluated(words: Wording) -> str:
    return f"{_who_or_ai(words)} evaluated a conversation of yours{_answer_by(words)}"


def _evaluation_changed(words: Wording) -> str:
    return f"{_who_or_ai(words)} changed an evaluation of your work{_answer_by(words)}"


def _unanswered(words: Wording) -> str:
    until = words.day("last_day")
    if words.parameter("required") == "yes":
        return f"An evaluation waits for your answer; after {until} it counts as acknowledged"
    return f"An evaluation waits for your answer; you may dispute it until {until}"


def _who_or_ai(words: Wording) -> str:
    return words.actor if words.notice.actor_id else "The AI"


def _answer_by(words: Wording) -> str:
    """Until when somebody may answer, where they may."""
    return f"; you may answer until {words.day('last_day')}" if words.parameter("last_day") else ""


def _disputed(words: Wording) -> str:
    return f"{words.actor} disputes an evaluation; you are to decide"


def _decided(words: Wording) -> str:
    done = "changed the score" if words.parameter("outcome") == "re_evaluated" else "re-affirmed the score"
    disputed = words.name(words.parameter("agent_id"))
    whose = f"that {disputed} disputed" if words.parameter("told") == "evaluator" else "that you disputed"
    return f"{words.actor} {done} of an evaluation {whose}"


def _undecided(words: Wording) -> str:
    return f"The dispute of {words.name(words.parameter('agent_id'))} still waits for you to decide"


def _to_assess(words: Wording) -> str:
    by = f", by {words.until('due_at')}" if words.parameter("due_at") else ""
    return f"{words.actor} asked you to assess a conversation in a calibration{by}"


def _assessment_due(words: Wording) -> str:
    return f"A calibration waits for your answers: it is due by {words.until('due_at')}"


def _tagged(words: Wording) -> str:
    return f"{words.actor} tagged you in a comment on a conversation"


def _coaching_assigned(words: Wording) -> str:
    return f"{words.actor} gave you coaching to begin: it is talked about on {words.day('follow_up')}"


def _coaching_completed(words: Wording) -> str:
    return f"{words.actor} has looked at all of the coaching that you gave them"


def _calibration_closed(_: Wording) -> str:
    return "A calibration is closed: what everybody answered is open now"


def _ai_question(words: Wording) -> str:
    if words.parameter("state") == "earned":
        return "The AI has earned a question: checks agree with it often enough for it to score alone"
    return "The AI has lost a question: checks agree with it too rarely for it to score alone"


def _plan_started(words: Wording) -> str:
    return f"{words.actor} committed to a coaching plan until {words.day('ends_on')} and would like your help with it"


def _plan_ended(words: Wording) -> str:
    own = words.parameter("whose") == "own"
    whose = "Your" if own else f"{words.name(words.parameter('agent_id'))}'s"
    reached = "reached" if words.parameter("status") == "achieved" else "not reached"
    return f"{whose} coaching plan is over: its target was {reached}"


def _pairing_asked(words: Wording) -> str:
    return f"{words.actor} asks whether you would show a colleague something that you do well"


_LAPSED: Final = {
    "unanswered": "your colleague didn't answer in time",
    "not_met": "nobody said that they have met",
    "left": "one of both has left",
}


def _pairing_answered(words: Wording) -> str:
    if words.parameter("state") == "lapsed":
        return f"A pairing that you made is over: {_LAPSED.get(words.parameter('because'), 'nobody went on with it')}"
    if words.parameter("state") == "agreed":
        return f"{words.actor} would like to help a colleague, as you asked them"
    return f"{words.actor} would rather not meet in the pairing that you made"


def _pairing_agreed(words: Wording) -> str:
    return (
        f"{words.name(words.parameter('colleague_id'))} will show you how they do something; {words.actor} arranged it"
    )


def _proposal_made(words: Wording) -> str:
    return f"{words.actor} proposes a conversation of theirs as a best response: {words.instant('started_at')}"


def _proposal_decided(words: Wording) -> str:
    done = "accepted" if words.parameter("state") == "accepted" else "declined"
    return f"{words.actor} {done} the conversation that you proposed: {words.instant('started_at')}"


_FLAGGED: Final = {
    "low_score": "it scored low",
    "compliance": "a compliance criterion was missed",
    "pattern": "a criterion is low again and again",
    "keyword": "an alert keyword was said",
    "hang_up": "somebody seems to have hung up",
    "policy": "a policy seems to be violated",
    "addresses_ai": "it seems to instruct the AI",
}


def _flagged(words: Wording) -> str:
    why = _FLAGGED.get(words.parameter("why"), "it needs somebody to look at it")
    return f"{_flagged_conversation(words)} is flagged: {why}"


def _pattern(words: Wording) -> str:
    agent, running = words.name(words.parameter("agent_id")), words.parameter("running")
    return f"The same criterion was low in {running} calls of {agent} running"


def _flag_handed_over(words: Wording) -> str:
    why = _FLAGGED.get(words.parameter("why"), "it needs somebody to look at it")
    return f"{words.actor} handed a flag over to you: {_flagged_conversation(words, small=True)}: {why}"


def _flag_back(words: Wording) -> str:
    return f"A flag that was snoozed waits again: {_flagged_conversation(words, small=True)}"


def _flagged_conversation(words: Wording, *, small: bool = False) -> str:
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    return f"{'the' if small else 'The'} conversation of {agent} on {at}"


def _log_written(words: Wording) -> str:
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    again = ": what was lowest is low again and again" if words.parameter("recurring") == "yes" else ""
    return f"A coaching log was written of the conversation of {agent} on {at}{again}"


def _log_released(words: Wording) -> str:
    return f"{words.actor} would like you to read a coaching log of your conversation on {words.instant('started_at')}"


def _log_acknowledged(words: Wording) -> str:
    return f"{words.actor} has read the coaching log of their conversation on {words.instant('started_at')}"


def _practice_to_approve(words: Wording) -> str:
    return f"A practice scenario for {words.name(words.parameter('agent_id'))} waits for you"


def _practice_for_you(words: Wording) -> str:
    return f"{words.actor} gave you something to practise, as often as you like"


def _practice_to_score(words: Wording) -> str:
    return f"A practice attempt of {words.name(words.parameter('agent_id'))} waits for a person to score it"


def _practice_passed(words: Wording) -> str:
    return f"{words.name(words.parameter('agent_id'))} passed a practice"


_SPENT_ON: Final = {
    "transcription": "transcribing recordings",
    "analysis": "analysing conversations",
    "answers": "answering scorecards",
    "summary": "writing performance reports",
    "practice": "practice",
}


def _budget(words: Wording) -> str:
    use, limit = _SPENT_ON.get(words.parameter("use"), "the language model"), words.parameter("limit_usd")
    if words.parameter("level") == "spent":
        return (
            f"This month's budget for {use}, ${limit}, is spent: what needs it waits until the budget is raised or the "
            "month is over"
        )
    return f"Four fifths of this month's budget for {use}, ${limit}, are spent"


KINDS: Final[Mapping[str, Kind]] = {
    NoticeKind.MEETING_SCHEDULED.value: Kind(
        "A 1-to-1 is scheduled with me", _scheduled, "Open the 1-to-1", "meetings"
    ),
    NoticeKind.MEETING_MOVED.value: Kind("A 1-to-1 of mine is moved", _moved, "Open the 1-to-1", "meetings"),
    NoticeKind.MEETING_CHANGED.value: Kind("A 1-to-1 of mine is changed", _changed, "Open the 1-to-1", "meetings"),
    NoticeKind.MEETING_CANCELLED.value: Kind(
        "A 1-to-1 of mine is cancelled", _cancelled, "Open the 1-to-1", "meetings"
    ),
    NoticeKind.SUMMARY_SHARED.value: Kind(
        "A performance report is shared with me", _shared, "Read the report", "summaries", withdrawable=True
    ),
    NoticeKind.REPORT_READY.value: Kind(
        "A report for a 1-to-1 of mine was made overnight", _report_ready, "Open the 1-to-1", "meetings", email=False
    ),
    NoticeKind.EVALUATION_COMPLETED.value: Kind(
        "My work was evaluated", _evaluated, "Read the evaluation", "evaluations", withdrawable=True
    ),
    NoticeKind.EVALUATION_CHANGED.value: Kind(
        "An evaluation of my work was changed", _evaluation_changed, "Read the evaluation", "evaluations"
    ),
    NoticeKind.EVALUATION_UNANSWERED.value: Kind(
        "An evaluation of my work still waits for my answer",
        _unanswered,
        "Answer the evaluation",
        "evaluations",
        withdrawable=True,
    ),
    NoticeKind.DISPUTE_RAISED.value: Kind(
        "A dispute is mine to decide", _disputed, "Read the dispute", "evaluations", withdrawable=True
    ),
    NoticeKind.DISPUTE_UNDECIDED.value: Kind(
        "A dispute still waits for me", _undecided, "Read the dispute", "evaluations", withdrawable=True
    ),
    NoticeKind.DISPUTE_DECIDED.value: Kind(
        "A dispute of mine, or about an evaluation of mine, was decided", _decided, "Read the decision", "evaluations"
    ),
    NoticeKind.CALIBRATION_ASSIGNED.value: Kind(
        "I am to assess in a calibration", _to_assess, "Assess the conversation", "evaluations", withdrawable=True
    ),
    NoticeKind.CALIBRATION_DUE.value: Kind(
        "A calibration that waits for me is due",
        _assessment_due,
        "Assess the conversation",
        "evaluations",
        withdrawable=True,
    ),
    NoticeKind.CALIBRATION_CLOSED.value: Kind(
        "A calibration of mine is closed", _calibration_closed, "See the answers", "calibrations"
    ),
    NoticeKind.COACHING_ASSIGNED.value: Kind(
        "I am given coaching", _coaching_assigned, "Start coaching", "coaching/assignments", withdrawable=True
    ),
    NoticeKind.COACHING_COMPLETED.value: Kind(
        "Coaching that I gave is completed",
        _coaching_completed,
        "See the assignment",
        "coaching/assignments",
        email=False,
    ),
    NoticeKind.COMMENT_TAGGED.value: Kind(
        "I am tagged in a comment", _tagged, "Read the comment", "conversations", withdrawable=True
    ),
    NoticeKind.EVALUATION_ASSIGNED.value: Kind(
        "I am given an evaluation to do", _assigned, "Open the evaluation", "evaluations", withdrawable=True
    ),
    NoticeKind.EVALUATIONS_DRAWN.value: Kind(
        "A goal gives me evaluations to do",
        _drawn,
        "Open what is to do",
        "evaluations?status=draft&order=due",
        alone=True,
    ),
    NoticeKind.AI_QUESTION_CHANGED.value: Kind(
        "The AI earns or loses a question, where I check its answers",
        _ai_question,
        "See its questions",
        "setup/ai-answers",
        email=False,
        alone=True,
    ),
    NoticeKind.PLAN_STARTED.value: Kind(
        "Somebody whom I lead commits to a coaching plan", _plan_started, "Open the plan", "coaching/plans"
    ),
    NoticeKind.PLAN_ENDED.value: Kind(
        "A coaching plan of mine, or of somebody whom I lead, is over", _plan_ended, "Open the plan", "coaching/plans"
    ),
    NoticeKind.PAIRING_ASKED.value: Kind(
        "I am asked to show a colleague something", _pairing_asked, "Answer", "coaching/pairings", withdrawable=True
    ),
    NoticeKind.PAIRING_ANSWERED.value: Kind(
        "A pairing that I made is answered", _pairing_answered, "Open the pairing", "coaching/pairings", email=False
    ),
    NoticeKind.PAIRING_AGREED.value: Kind(
        "A colleague will show me something", _pairing_agreed, "Open your page", "coaching/pairings", withdrawable=True
    ),
    NoticeKind.PROPOSAL_MADE.value: Kind(
        "Somebody whom I lead proposes a best response",
        _proposal_made,
        "Read the proposal",
        "coaching/proposals",
        email=False,
        withdrawable=True,
        alone=True,
    ),
    NoticeKind.PROPOSAL_DECIDED.value: Kind(
        "A best response that I proposed is accepted or declined",
        _proposal_decided,
        "Read the answer",
        "coaching/proposals",
        alone=True,
    ),
    NoticeKind.FLAG_COMPLIANCE.value: Kind(
        "A conversation of somebody whom I lead is flagged for compliance",
        _flagged,
        "Open the flag",
        "flags",
        withdrawable=True,
    ),
    NoticeKind.FLAG_PATTERN.value: Kind(
        "Somebody whom I lead is low on the same criterion again and again",
        _pattern,
        "Open the flag",
        "flags",
        withdrawable=True,
    ),
    NoticeKind.FLAG_QUALITY.value: Kind(
        "A conversation of somebody whom I lead is flagged for quality",
        _flagged,
        "Open the flag",
        "flags",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.FLAG_HANDED_OVER.value: Kind(
        "A flag is handed over to me", _flag_handed_over, "Open the flag", "flags", withdrawable=True
    ),
    NoticeKind.FLAG_BACK.value: Kind(
        "A flag that was snoozed waits again",
        _flag_back,
        "Open the flag",
        "flags",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.COACHING_LOG_WRITTEN.value: Kind(
        "A coaching log is written of a conversation of somebody whom I lead",
        _log_written,
        "Open the log",
        "coaching/logs",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.COACHING_LOG_RELEASED.value: Kind(
        "A coaching log of mine is released to me", _log_released, "Read the log", "coaching/logs", withdrawable=True
    ),
    NoticeKind.COACHING_LOG_ACKNOWLEDGED.value: Kind(
        "A coaching log that I released was read", _log_acknowledged, "Open the log", "coaching/logs", email=False
    ),
    NoticeKind.PRACTICE_TO_APPROVE.value: Kind(
        "A practice scenario for somebody whom I lead waits for me",
        _practice_to_approve,
        "Read the scenario",
        "coaching/practice",
        withdrawable=True,
    ),
    NoticeKind.PRACTICE_FOR_YOU.value: Kind(
        "I am given something to practise", _practice_for_you, "Practise", "coaching/practice", withdrawable=True
    ),
    NoticeKind.PRACTICE_TO_SCORE.value: Kind(
        "A practice attempt of somebody whom I lead waits for a person",
        _practice_to_score,
        "Score the attempt",
        "coaching/practice",
        email=False,
        withdrawable=True,
    ),
    NoticeKind.PRACTICE_PASSED.value: Kind(
        "Somebody whom I lead passes a practice", _practice_passed, "See the attempts", "coaching/practice", email=False
    ),
    NoticeKind.BUDGET.value: Kind(
        "A month's budget is nearly or wholly spent", _budget, "Look at the budgets", "setup/account", alone=True
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


def _day(at: date | datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
