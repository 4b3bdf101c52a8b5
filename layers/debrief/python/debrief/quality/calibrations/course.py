"""What becomes of a calibration: answers come in, it is closed, and who may see what of it when (S4.12)."""

from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.quality.calibrations.model import LEAST_ASSESSORS, Calibration, NewCalibration

LONGEST: Final = timedelta(days=366)


def check_new(new: NewCalibration, now: datetime) -> None:
    """Refuse what can't become a calibration, whoever the people are. Raises RuleBroken."""
    errors = []
    if len(set(new.assessor_ids)) < LEAST_ASSESSORS:
        errors.append(FieldError(pointer="/assessor_ids", message=f"at least {LEAST_ASSESSORS} people assess"))
    for number, user_id in enumerate(new.assessor_ids):
        if user_id in new.assessor_ids[:number]:
            errors.append(FieldError(pointer=f"/assessor_ids/{number}", message="is named twice"))
    if new.expert_id is not None and new.expert_id not in new.assessor_ids:
        errors.append(FieldError(pointer="/expert_id", message="must be one of the assessors"))
    errors += due_errors(new.due_at, now)
    if errors:
        raise RuleBroken("The calibration can't begin like this", errors=errors)


def due_errors(due_at: datetime | None, now: datetime) -> list[FieldError]:
    """What is wrong with the instant at which it is due."""
    if due_at is None:
        return []
    if due_at <= now:
        return [FieldError(pointer="/due_at", message="must lie ahead")]
    if due_at > now + LONGEST:
        return [FieldError(pointer="/due_at", message=f"must be within {LONGEST.days} days")]
    return []


def with_answers_of(calibration: Calibration, user_id: str, now: datetime) -> Calibration:
    """The calibration after an assessor has handed in; with the last one it is closed.

    Raises:
        Conflict: it is closed, or they aren't in it, or have handed in before.
    """
    expect_active(calibration)
    assessor = calibration.assessor(user_id)
    if assessor is None or assessor.handed_in_at is not None:
        raise Conflict("The calibration takes no answers of yours")
    assessors = tuple(
        each.model_copy(update={"handed_in_at": now}) if each.user_id == user_id else each
        for each in calibration.assessors
    )
    after = calibration.model_copy(update={"assessors": assessors})
    return after if after.waiting_for else closed(after, None, now)


def closed(calibration: Calibration, by: str | None, now: datetime) -> Calibration:
    """The calibration closed. Raises Conflict where it is already."""
    expect_active(calibration)
    return calibration.model_copy(update={"status": "closed", "closed_at": now, "closed_by": by})


def expect_active(calibration: Calibration) -> None:
    """Raises Conflict where nothing of it can be changed any more."""
    if calibration.status != "active":
        raise Conflict("The calibration is closed")


def manages(caller: Caller, calibration: Calibration) -> bool:
    """Whether the caller, who sees the agent's work, looks after it; nobody does of their own conversations."""
    return caller.may(Permission.CALIBRATIONS_MANAGE) and calibration.agent_id != caller.user_id


def takes_part(caller: Caller, calibration: Calibration) -> bool:
    """Whether the caller knows of it: they look after it, or are an assessor."""
    return manages(caller, calibration) or calibration.assessor(caller.user_id) is not None


def actions(caller: Caller, calibration: Calibration) -> list[str]:
    """What the caller, who knows of it, may do with it: of answer, see_results, edit, close, delete."""
    allowed = []
    own = calibration.assessor(caller.user_id)
    active = calibration.status == "active"
    if active and own is not None and own.handed_in_at is None and caller.may(Permission.EVALUATIONS_PERFORM):
        allowed.append("answer")
    if not active:
        allowed.append("see_results")
    if manages(caller, calibration):
        allowed += ["edit", "close"] if active else []
        allowed.append("delete")
    return allowed
