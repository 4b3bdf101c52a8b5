"""What waits for a person, made of the things themselves, and in which order."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from debrief.coaching.actions.views import ActionView
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import facts_of
from debrief.coaching.meetings.views import MeetingView
from debrief.coaching.plans.model import Plan
from debrief.coaching.practice.model import Scenario
from debrief.home.model import ForYouItem, Kind, Named, ReportState, Spoken
from debrief.interactions.intake.model import HeldCounts
from debrief.kernel.calendar import day_of, start_of_day
from debrief.notices.kinds import path, sentence
from debrief.notices.model import InAppNotice, NoticeKind
from debrief.quality.calibrations.model import ToAssess
from debrief.quality.disputes.model import Dispute
from debrief.quality.earning.model import Check
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.reviewing import awaits_answer
from debrief.quality.flags.model import Waiting

ASKING: Final = frozenset(
    each.value
    for each in (
        NoticeKind.SUMMARY_SHARED,
        NoticeKind.COMMENT_TAGGED,
        NoticeKind.COACHING_COMPLETED,
        NoticeKind.PLAN_STARTED,
    )
)
"""Notices that ask for an act (a report or a comment to read, coaching to talk about, help that is wanted); of all
others the thing itself stands in the list, or there is nothing to do."""

_ENDS_SOON: Final = timedelta(days=7)

_UNDATED: Final[tuple[Kind, ...]] = (
    "dispute",
    "to_acknowledge",
    "calibration",
    "blind_check",
    "review",
    "draft",
    "practice",
    "practice_to_approve",
    "notice",
    "flags_compliance",
    "flags_quality",
    "held",
    "failed",
)


_ABOUT_TO_BEGIN: Final = timedelta(hours=2)
"""A 1-to-1 that begins so soon is what one came for."""

RUNS_OVER: Final = timedelta(hours=2)
"""How much longer than planned a 1-to-1 that was started may take, until it is taken for one that nobody completed."""


def is_over(meeting: MeetingView, now: datetime) -> bool:
    """Whether a 1-to-1 that is neither completed nor cancelled is over: as it was planned, or, where it was started,
    some time after it was to end by when it began."""
    begins, length = meeting.scheduled_at, timedelta(milliseconds=meeting.duration_ms)
    if meeting.status == "in_progress":
        begins = max([begins, *(step.at for step in meeting.history if step.verb in {"start", "reopen"})])
        length += RUNS_OVER
    return begins + length < now


def led(meeting: MeetingView, report: ReportState | None, now: datetime, time_zone: str) -> ForYouItem | None:
    """A 1-to-1 that the caller leads; None where it is later than tomorrow."""
    missed = is_over(meeting, now)
    if not missed and not _soon(meeting.scheduled_at, now, time_zone):
        return None
    return ForYouItem(
        kind="missed" if missed else "meeting",
        about=meeting.id,
        title=meeting.title,
        person=Named(id=meeting.participant_id, name=meeting.participant_name),
        due_at=meeting.scheduled_at,
        late=meeting.scheduled_at < now,
        report=report,
        summary_id=meeting.summary_id,
        path=f"/meetings/{meeting.id}",
    )


def attended(meeting: MeetingView, now: datetime, time_zone: str) -> ForYouItem | None:
    """A 1-to-1 about the caller's own work: to come by tomorrow, or to be acknowledged; else None."""
    to_confirm = "acknowledge" in meeting.actions
    to_come = meeting.status in {"scheduled", "in_progress"} and _soon(meeting.scheduled_at, now, time_zone)
    # What was to be held and wasn't is for who leads it.
    if not to_confirm and (not to_come or meeting.scheduled_at + timedelta(hours=8) < now):
        return None
    return ForYouItem(
        kind="acknowledge" if to_confirm else "own_meeting",
        about=meeting.id,
        title=meeting.title,
        person=Named(
            id=meeting.colleague_id or meeting.facilitator_id, name=meeting.colleague_name or meeting.facilitator_name
        ),
        due_at=meeting.held_at or meeting.scheduled_at,
        late=not to_confirm and meeting.scheduled_at < now,
        path=f"/meetings/{meeting.id}",
    )


def agreed(action: ActionView, *, own: bool) -> ForYouItem:
    """An open action that is due: of the caller's own, or one that they have set."""
    person = (action.created_by, action.created_by_name) if own else (action.assignee_id, action.assignee_name)
    meeting = action.attached_to if action.attached_to and action.attached_to.startswith("mt_") else None
    return ForYouItem(
        kind="action" if own else "action_set",
        about=action.id,
        title=action.title,
        person=Named(id=person[0], name=person[1]),
        due_on=action.due_date,
        late=action.overdue,
        path=f"/meetings/{meeting}" if meeting and not own else f"/people/{action.assignee_id}?tab=actions",
    )


def drafted(draft: EvaluationSummary, names: dict[str, str], now: datetime) -> ForYouItem:
    """An evaluation to go on with, or to look at where the AI has answered; due where somebody was given it to do."""
    due_at = draft.assignment.due_at if draft.assignment else None
    return ForYouItem(
        kind="draft" if draft.evaluator_id else "review",
        about=draft.id,
        title=draft.scorecard_name,
        conversation=_spoken(draft),
        person=Named(id=draft.agent_id, name=names.get(draft.agent_id, "")),
        due_at=due_at,
        since=None if due_at else draft.created_at,
        late=due_at is not None and due_at < now,
        why=draft.to_review,
        path=f"/evaluations/{draft.id}",
    )


def to_acknowledge(line: EvaluationSummary, names: dict[str, str], now: datetime) -> ForYouItem | None:
    """An evaluation of the caller's own work that they were told of and haven't answered; None for any other."""
    review = line.review
    if review is None or not review.asked or not awaits_answer(line):
        return None
    ends = review.answer_by if review.required or now < review.answer_by else None
    return ForYouItem(
        kind="to_acknowledge",
        about=line.id,
        title=line.scorecard_name,
        conversation=_spoken(line),
        person=Named(id=line.evaluator_id, name=names.get(line.evaluator_id, "")) if line.evaluator_id else None,
        due_at=ends,
        since=None if ends else review.since,
        late=ends is not None and ends <= now,
        path=f"/evaluations/{line.id}",
    )


def disputed(dispute: Dispute, names: dict[str, str]) -> ForYouItem:
    """A dispute that the caller may decide."""
    return ForYouItem(
        kind="dispute",
        about=dispute.id,
        title=dispute.scorecard_name,
        conversation=_spoken(dispute),
        person=Named(id=dispute.agent_id, name=names.get(dispute.agent_id, "")),
        since=dispute.raised_at,
        path=f"/evaluations/{dispute.evaluation_id}",
    )


def to_assess(waiting: ToAssess, names: dict[str, str], now: datetime) -> ForYouItem:
    """A calibration that the caller hasn't handed in to."""
    calibration = waiting.calibration
    return ForYouItem(
        kind="calibration",
        about=calibration.id,
        title=calibration.name,
        person=Named(id=calibration.agent_id, name=names.get(calibration.agent_id, "")),
        due_at=calibration.due_at,
        since=None if calibration.due_at else calibration.created_at,
        late=calibration.due_at is not None and calibration.due_at <= now,
        path=f"/evaluations/{waiting.assessor.evaluation_id}",
    )


def to_check(check: Check, names: dict[str, str], now: datetime) -> ForYouItem:
    """A check of the AI's answers that was drawn for the caller."""
    return ForYouItem(
        kind="blind_check",
        about=check.id,
        title=check.scorecard_name,
        person=Named(id=check.agent_id, name=names.get(check.agent_id, "")),
        due_at=check.until,
        late=check.until <= now,
        path=f"/evaluations/checks/{check.id}",
    )


def to_look_at(assignment: Assignment, names: dict[str, str], today: date) -> ForYouItem | None:
    """Coaching of the caller's own that they haven't looked through; None where they have, or it is closed."""
    if facts_of(assignment).looked in {"all", "closed"}:
        return None
    return ForYouItem(
        kind="assignment",
        about=assignment.id,
        title=assignment.name,
        person=Named(id=assignment.assigned_by, name=names.get(assignment.assigned_by, "")),
        due_on=assignment.follow_up,
        late=assignment.follow_up < today,
        path=f"/coaching/assignments/{assignment.id}",
    )


def planned(plan: Plan, today: date) -> ForYouItem | None:
    """A coaching plan of the caller's own with an action left to do, or that ends soon; None for any other."""
    left = any(each.done_at is None for each in plan.planned_actions)
    if plan.status != "in_progress" or not (left or plan.ends_on <= today + _ENDS_SOON):
        return None
    return ForYouItem(
        kind="plan",
        about=plan.id,
        title=plan.inquiry,
        due_on=plan.ends_on,
        late=plan.ends_on < today,
        path=f"/coaching/plans/{plan.id}",
    )


def to_practise(scenario: Scenario, names: dict[str, str]) -> ForYouItem:
    """A situation that the caller was given to practise."""
    by = scenario.decided_by
    return ForYouItem(
        kind="practice",
        about=scenario.id,
        title=_titled(scenario),
        person=Named(id=by, name=names.get(by, "")) if by else None,
        since=scenario.decided_at,
        path=f"/coaching/practice/{scenario.id}",
    )


def to_approve(scenario: Scenario, names: dict[str, str]) -> ForYouItem:
    """A situation to practise that waits for whoever leads its agent."""
    return ForYouItem(
        kind="practice_to_approve",
        about=scenario.id,
        title=_titled(scenario),
        person=Named(id=scenario.agent_id, name=names.get(scenario.agent_id, "")),
        since=scenario.created_at,
        path=f"/coaching/practice/{scenario.id}",
    )


def _titled(scenario: Scenario) -> str:
    """What it is called, or what is practised in it where nobody has written it yet."""
    return scenario.text.title if scenario.text else scenario.criterion


def _spoken(of: EvaluationSummary | Dispute) -> Spoken:
    """What the conversation is called by that it is of. Disputes know no queue."""
    return Spoken(
        inquiry=of.inquiry,
        channel=of.channel,
        queue=None if isinstance(of, Dispute) else of.queue,
        started_at=of.interaction_started_at,
        contact_reference=of.contact_reference,
    )


def told(notice: InAppNotice, names: dict[str, str], time_zone: str) -> ForYouItem | None:
    """News that asks for an act; None for any other."""
    where = path(notice.notice)
    if notice.notice.kind not in ASKING or where is None or notice.read_at is not None:
        return None
    return ForYouItem(
        kind="notice",
        about=notice.notice.id,
        title=sentence(notice.notice, names, time_zone),
        since=notice.notice.at,
        path=where,
    )


def flagged(waiting: Waiting, most: int) -> list[ForYouItem]:
    """The flags that the caller has, as one number for each queue. most: so many were counted."""
    kinds: tuple[tuple[Kind, int, str], ...] = (
        ("flags_compliance", waiting.compliance, "/flags"),
        ("flags_quality", waiting.quality, "/flags?queue=quality"),
    )
    return [
        ForYouItem(kind=kind, about="", count=number, and_more=number >= most, path=where)
        for kind, number, where in kinds
        if number
    ]


def in_intake(counts: HeldCounts) -> list[ForYouItem]:
    """What is held and what has failed, as one number each."""
    kinds: tuple[tuple[Kind, int], ...] = (("held", counts.held), ("failed", counts.failed))
    return [
        ForYouItem(kind=kind, about="", count=number, path=f"/intake?status={kind}") for kind, number in kinds if number
    ]


def in_order(items: Iterable[ForYouItem], time_zone: str, now: datetime) -> list[ForYouItem]:
    """What is due first stands first, a day counting until it ends; what has no date comes after, by how long it has
    waited, and numbers of things last. Before all of it, however much is overdue, the 1-to-1 that is about to begin or
    is on: it is gone in an hour, and what is overdue isn't."""
    return sorted(items, key=lambda item: (not _is_next(item, now), *_place(item, time_zone)))


def _is_next(item: ForYouItem, now: datetime) -> bool:
    return item.kind in ("meeting", "own_meeting") and item.due_at is not None and item.due_at <= now + _ABOUT_TO_BEGIN


def _place(item: ForYouItem, time_zone: str) -> tuple[int, str, int, str]:
    due = item.due_at or (start_of_day(item.due_on + timedelta(days=1), time_zone) if item.due_on else None)
    if due is not None:
        return 0, due.isoformat(), 0, item.about
    since = item.since.isoformat() if item.since else "~"
    return 1, since, _UNDATED.index(item.kind) if item.kind in _UNDATED else 0, item.about


def _soon(at: datetime, now: datetime, time_zone: str) -> bool:
    """Whether it is before the end of tomorrow; what was earlier as well."""
    return day_of(at, time_zone) <= _tomorrow(now, time_zone)


def _tomorrow(now: datetime, time_zone: str) -> date:
    return day_of(now, time_zone) + timedelta(days=1)
