"""What is left of 1-to-1s and feedback that were erased, and what of them is about whom (N8)."""

from typing import Final

from debrief.coaching.actions.model import Action
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.plans.model import Plan, Series
from debrief.kernel.privacy import ERASED_TEXT, Record, plain

_OF_OTHERS: Final = frozenset({"agent_id", "author_id", "assignee_id", "created_by", "completed_by"})
_WHO_MEETS: Final = frozenset({"facilitator_id", "participant_id", "colleague_id", "created_by", "history"})
_WHEN: Final = ("kind", "scheduled_at", "duration_ms", "status", "held_at")


def without_participant(meeting: Meeting) -> Meeting:
    """A 1-to-1 whose participant was erased: that the facilitator had one then. Nothing of what it was about."""
    cleared = {
        "title": ERASED_TEXT,
        "location": None,
        "link": None,
        "agenda": "",
        "notes": "",
        "goals": (),
        "private_notes": "",
        "colleague_id": None,
    }
    return meeting.model_copy(update=cleared)


def without_facilitator(meeting: Meeting) -> Meeting:
    """A 1-to-1 whose facilitator was erased: their own notes, which nobody else may read, are gone."""
    return meeting.model_copy(update={"private_notes": ""})


def without_colleague(meeting: Meeting) -> Meeting:
    """A meeting of colleagues whose one was erased who was to help: that the participant had it then."""
    return meeting.model_copy(update={"colleague_id": None})


def without_words(feedback: Feedback) -> Feedback:
    """Feedback on a conversation whose customer was erased: that it was given, and on what."""
    return feedback.model_copy(update={"text": ERASED_TEXT})


def meeting_record(meeting: Meeting) -> Record:
    """A 1-to-1 as it is about its participant, what was noted of them included."""
    return Record(kind="meeting", id=meeting.id, data=plain(meeting, without=_WHO_MEETS))


def led_record(meeting: Meeting) -> Record:
    """A 1-to-1 as it is about its facilitator: when they had it. What it was about is the participant's."""
    given = plain(meeting)
    return Record(kind="led_meeting", id=meeting.id, data={name: given[name] for name in _WHEN if name in given})


def action_record(action: Action) -> Record:
    """An action as it is about whom it was agreed with."""
    return Record(kind="action", id=action.id, data=plain(action, without=_OF_OTHERS))


def set_record(action: Action) -> Record:
    """An action as it is about who set it: that they did, and when."""
    given = plain(action)
    return Record(kind="set_action", id=action.id, data={name: given[name] for name in ("created_at", "origin")})


def feedback_record(feedback: Feedback) -> Record:
    """Feedback as it is about the agent, private one too: it says so."""
    return Record(kind="feedback", id=feedback.id, data=plain(feedback, without=_OF_OTHERS))


def plan_record(plan: Plan, series: Series) -> Record:
    """A plan as it is about the agent whose it is: all of it, with its way."""
    way = [plain(each) for each in series.points]
    return Record(kind="plan", id=plan.id, data=plain(plan, without=frozenset({"agent_id"})) | {"series": way})
