"""Actions: what may happen to them and by whom, and how a recommendation becomes one (S0.14)."""

from datetime import date, datetime
from typing import Literal

from debrief.coaching.actions.drafts import ActionChanges
from debrief.coaching.actions.model import Action
from debrief.kernel.errors import Conflict, FieldError, RuleBroken

Hand = Literal["coach", "assignee", "onlooker"]
"""What somebody is to an action: a coach of the assignee, the assignee, or neither."""


_TITLE_LENGTH = 200
_DESCRIPTION_LENGTH = 10_000


def is_overdue(action: Action, today: date) -> bool:
    """Whether the action is open past its due date; on that day it isn't yet."""
    return action.status == "open" and action.due_date is not None and action.due_date < today


def hand_in(action: Action, user_id: str, *, coaches: bool) -> Hand:
    """What a person is to the action. Who set it for themselves coaches themselves."""
    if coaches and (user_id != action.assignee_id or user_id == action.created_by):
        return "coach"
    return "assignee" if user_id == action.assignee_id else "onlooker"


def allowed(action: Action, hand: Hand) -> tuple[str, ...]:
    """The verbs that `hand` may use on the action now, for the `actions` field of the API."""
    open_ = action.status == "open"
    if hand == "coach":
        return ("edit", "complete", "delete") if open_ else ("reopen", "delete")
    return ("complete",) if hand == "assignee" and open_ else ()


def may(verb: str, hand: Hand) -> bool:
    """Whether `hand` may use `verb` at all, whatever the action's status."""
    return hand == "coach" or (hand == "assignee" and verb == "complete")


def completed(action: Action, by: str, now: datetime) -> Action:
    """The action, closed. Raises Conflict when it is closed already."""
    if action.status != "open":
        raise Conflict("The action is completed already")
    return action.model_copy(update={"status": "completed", "completed_at": now, "completed_by": by})


def reopened(action: Action) -> Action:
    """The action, open again. Raises Conflict when it is open."""
    if action.status != "completed":
        raise Conflict("The action is open already")
    return action.model_copy(update={"status": "open", "completed_at": None, "completed_by": None})


def changed(action: Action, changes: ActionChanges, today: date) -> Action:
    """The action with what `changes` names.

    Raises:
        Conflict: it is completed. RuleBroken: the new due date has passed.
    """
    if action.status != "open":
        raise Conflict("A completed action can't be changed; reopen it first")
    names = changes.model_fields_set
    if "due_date" in names and changes.due_date != action.due_date:
        check_due(changes.due_date, today)
    return action.model_copy(update={name: getattr(changes, name) for name in names})


def check_due(due: date | None, earliest: date) -> None:
    """Raises RuleBroken for a due date before `earliest`: today, or the day of the meeting it was agreed in."""
    if due is not None and due < earliest:
        raise RuleBroken(
            "The due date has passed",
            errors=[FieldError(pointer="/due_date", message="lies in the past; choose today or later")],
        )


def wording_of_recommendation(area: str, action: str, rationale: str) -> tuple[str, str]:
    """The title and description that the dialog "Assign action to …" is prefilled with.

    The title is what to do, cut at a word to 200 characters; the description holds area, action and rationale.
    """
    title = " ".join(action.split()) or " ".join(area.split()) or "Action"
    if len(title) > _TITLE_LENGTH:
        start = title[: _TITLE_LENGTH - 1]
        title = (start.rsplit(" ", 1)[0] if " " in start else start) + "…"
    parts = (("Area", area), ("Action", action), ("Why", rationale))
    description = "\n".join(f"{name}: {text.strip()}" for name, text in parts if text.strip())
    return title, description[:_DESCRIPTION_LENGTH]
