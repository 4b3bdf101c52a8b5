"""The course of a 1-to-1: what may happen to it, when, and by whom (S4.13, S0.2)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from debrief.coaching.meetings.drafts import GoalDraft, MeetingChanges
from debrief.coaching.meetings.model import MOST_STEPS, Goal, Meeting, MeetingStatus, Step, Verb
from debrief.kernel.errors import Conflict, FieldError, RuleBroken

Part = Literal["facilitator", "administrator", "participant", "onlooker"]
"""What somebody is to a meeting. An administrator runs the account; an onlooker coaches the participant too."""

TRANSITIONS: Final[dict[Verb, tuple[frozenset[MeetingStatus], MeetingStatus]]] = {
    "start": (frozenset({"scheduled"}), "in_progress"),
    "complete": (frozenset({"scheduled", "in_progress"}), "completed"),
    "reopen": (frozenset({"completed"}), "in_progress"),
    "acknowledge": (frozenset({"completed"}), "acknowledged"),
    "cancel": (frozenset({"scheduled", "in_progress"}), "cancelled"),
}
"""Verb → the statuses that it starts from, and the one that it leads to.

Reopening takes back a completion: what was completed without having been started is scheduled again. What its
participant has acknowledged stays.
"""

IN_CALENDARS: Final = frozenset({"title", "kind", "scheduled_at", "duration_ms", "location", "link"})
"""What a calendar shows of a 1-to-1."""

HELD: Final = frozenset[MeetingStatus]({"completed", "acknowledged"})
"""The statuses of a meeting that has taken place; only these are a "previous 1-to-1"."""

BEGUN: Final = HELD | {"in_progress"}
"""The statuses of a meeting that takes place or has: both have sat down together."""

_UNTIL_HELD = frozenset(MeetingChanges.model_fields)
EDITABLE: Final[dict[MeetingStatus, frozenset[str]]] = {
    "scheduled": _UNTIL_HELD,
    "in_progress": _UNTIL_HELD,
    "completed": frozenset({"notes", "private_notes", "goals"}),
    "acknowledged": frozenset({"private_notes", "goals"}),
    "cancelled": frozenset(),
}
"""What may still be changed. What the participant has acknowledged stays; of its goals only the status moves on."""

_DELETABLE = frozenset[MeetingStatus]({"scheduled", "cancelled"})
_LEADS: Final = frozenset[Part]({"facilitator", "administrator"})


def part_in(meeting: Meeting, user_id: str, *, administers: bool) -> Part:
    """What a person who may see the meeting is to it. Taking part comes first: nobody administers their own."""
    if user_id == meeting.participant_id:
        return "participant"
    if user_id == meeting.facilitator_id:
        return "facilitator"
    return "administrator" if administers else "onlooker"


def allowed(meeting: Meeting, part: Part, *, has_summary: bool) -> tuple[str, ...]:
    """The verbs that `part` may use on the meeting now, for the `actions` field of the API."""
    if part == "participant":
        return ("acknowledge",) if meeting.status in TRANSITIONS["acknowledge"][0] else ()
    if part not in _LEADS:
        return ()
    verbs = ["edit"] if EDITABLE[meeting.status] else []
    verbs += [verb for verb in ("start", "complete", "reopen", "cancel") if meeting.status in TRANSITIONS[verb][0]]
    if meeting.status != "cancelled":
        verbs.append("add_action")
    if _is_deletable(meeting) and not has_summary:
        verbs.append("delete")
    return tuple(verbs)


def may(verb: str, part: Part) -> bool:
    """Whether `part` may use `verb` at all, whatever the meeting's status."""
    return part == "participant" if verb == "acknowledge" else part in _LEADS


def move(meeting: Meeting, verb: Verb, now: datetime, by: str | None) -> Meeting:
    """The meeting after `verb`, which `by` did (None: nobody); it is in its history.

    Raises:
        Conflict: its status doesn't allow that.
    """
    sources, target = TRANSITIONS[verb]
    if meeting.status not in sources:
        raise Conflict(f"A meeting that is {meeting.status.replace('_', ' ')} can't do this: {verb}")
    stamps: dict[str, Any] = {"history": _with(meeting.history, Step(verb=verb, by=by, at=now, was=meeting.status))}
    if verb == "cancel":
        stamps["sequence"] = meeting.sequence + 1
    if target == "completed":
        stamps |= {"completed_at": now, "held_at": min(meeting.scheduled_at, now)}
    elif target == "acknowledged":
        stamps["acknowledged_at"] = now
    elif verb == "reopen":
        # It has not taken place: the 1-to-1 before this one is the previous one again.
        stamps |= {"completed_at": None, "held_at": None}
        target = next((step.was for step in reversed(meeting.history) if step.verb == "complete"), target)
    return meeting.model_copy(update={"status": target, **stamps})


def changed(meeting: Meeting, changes: MeetingChanges, part: Part, new_id: Callable[[], str]) -> Meeting:
    """The meeting with what `changes` names. `new_id` makes the ids of new goals.

    Raises:
        Conflict: a field that the meeting's status no longer lets change.
        RuleBroken: private notes that aren't the facilitator's, or goals that don't fit.
    """
    names = changes.model_fields_set
    if fixed := sorted(names - EDITABLE[meeting.status]):
        status = meeting.status.replace("_", " ")
        raise Conflict(
            f"The meeting is {status}",
            errors=[
                FieldError(pointer=f"/{name}", message=f"can't change in a meeting that is {status}") for name in fixed
            ],
        )
    if "private_notes" in names and part != "facilitator":
        raise RuleBroken(
            "Private notes are the facilitator's",
            errors=[FieldError(pointer="/private_notes", message="only the facilitator writes them")],
        )
    update = {name: getattr(changes, name) for name in names - {"goals"}}
    if "goals" in names:
        goals = goals_of(changes.goals, meeting.goals, new_id)
        if meeting.status == "acknowledged" and _texts(goals) != _texts(meeting.goals):
            message = "only their status can change once the meeting is acknowledged"
            raise RuleBroken("The goals are agreed", errors=[FieldError(pointer="/goals", message=message)])
        update["goals"] = goals
    if any(update[name] != getattr(meeting, name) for name in names & IN_CALENDARS):
        update["sequence"] = meeting.sequence + 1
    return meeting.model_copy(update=update)


def goals_of(drafts: Sequence[GoalDraft], known: Sequence[Goal], new_id: Callable[[], str]) -> tuple[Goal, ...]:
    """Goals from what was sent: those with an id keep it, the others get a new one.

    Raises:
        RuleBroken: an id that isn't of this meeting, or occurs twice.
    """
    left = {goal.id for goal in known}
    goals = []
    for place, draft in enumerate(drafts):
        if draft.id is not None and draft.id not in left:
            mistake = FieldError(pointer=f"/goals/{place}/id", message="is no goal of this meeting, or is sent twice")
            raise RuleBroken("The goals don't fit the meeting", errors=[mistake])
        left.discard(draft.id or "")
        goals.append(Goal(id=draft.id or new_id(), text=draft.text, status=draft.status))
    return tuple(goals)


def check_deletable(meeting: Meeting) -> None:
    """Raises Conflict for a meeting that others may build on: it can be cancelled, not deleted."""
    if not _is_deletable(meeting):
        was = "was completed once" if meeting.status in _DELETABLE else f"is {meeting.status.replace('_', ' ')}"
        raise Conflict(f"A meeting that {was} stays on record")


def _is_deletable(meeting: Meeting) -> bool:
    """What was completed once stays, with its notes and its history, also where that was taken back."""
    return meeting.status in _DELETABLE and all(step.verb != "complete" for step in meeting.history)


def _with(history: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """The history with one more step. Who goes to and fro for ever has the first and the latest on record."""
    left = history if len(history) < MOST_STEPS else (history[0], *history[2:])
    return (*left, step)


def _texts(goals: Sequence[Goal]) -> list[tuple[str, str]]:
    return [(goal.id, goal.text) for goal in goals]
