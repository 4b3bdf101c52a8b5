"""The life of a plan: from "I commit to this plan!" to the day on which it is achieved or missed, or cancelled.

One of which too little is known on that day stays undecided.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from debrief.coaching.plans.model import Plan, PlannedAction, PlanStatus, Point
from debrief.kernel.errors import Conflict, FieldError, RuleBroken

Verb = Literal["tick", "cancel"]


def allowed(plan: Plan, user_id: str) -> tuple[Verb, ...]:
    """What a person may do with the plan now: it is the agent's own, others read it."""
    return ("tick", "cancel") if plan.status == "in_progress" and plan.agent_id == user_id else ()


def planned(texts: Sequence[str]) -> tuple[PlannedAction, ...]:
    """Actions, none of them done. Raises RuleBroken where one is named twice."""
    _check_different(texts, "/planned_actions")
    return tuple(PlannedAction(number=number, text=text) for number, text in enumerate(texts, 1))


def helped_with(texts: Sequence[str]) -> tuple[str, ...]:
    """Kinds of assistance. Raises RuleBroken where one is named twice."""
    _check_different(texts, "/assistance")
    return tuple(texts)


def ticked(plan: Plan, number: int, done: bool, now: datetime) -> Plan:
    """The plan with an action done, or not done. Done already, it stays as it was.

    Raises:
        Conflict: the plan is over. RuleBroken: there is no such action.
    """
    _check_in_progress(plan)
    if number not in {each.number for each in plan.planned_actions}:
        many = len(plan.planned_actions)
        told = f"has to be one of the {many} actions of the plan" if many > 1 else f"the plan has {many or 'no'} action"
        raise RuleBroken("There is no such action", errors=[FieldError(pointer="path number", message=told)])
    return plan.model_copy(
        update={"planned_actions": tuple(_ticked(each, number, done, now) for each in plan.planned_actions)}
    )


def cancelled(plan: Plan, now: datetime) -> Plan:
    """The plan, given up. Raises Conflict where it is over."""
    _check_in_progress(plan)
    return plan.model_copy(update={"status": "cancelled", "ended_at": now})


def left_behind(plan: Plan, now: datetime) -> Plan:
    """The plan of somebody who has left. Raises Conflict where it is over."""
    return cancelled(plan, now).model_copy(update={"ended_because": "agent_left"})


def is_to_refresh(plan: Plan, day: date) -> bool:
    """Whether it is still to be looked how far the plan has come up to the end of `day`."""
    return plan.status == "in_progress" and plan.begins_on <= day and (plan.refreshed_on or date.min) < day


def refreshed(plan: Plan, point: Point, now: datetime) -> Plan:
    """The plan with what its latest conversations come to, and on its last day with how it ends.

    It is achieved where the target is reached by the end of its last day, and missed otherwise. Where fewer than the
    minimum of conversations tell of it, it is neither: so few are told of nowhere, and decide nothing.
    """
    after = plan.model_copy(update={"now": point, "refreshed_on": point.day})
    if not plan.way.is_over(point.day):
        return after
    status: PlanStatus = "undecided"
    if point.sample is not None and point.sample.n >= plan.minimum:
        status = "achieved" if plan.way.is_reached(point.sample.mean) else "missed"
    return after.model_copy(update={"status": status, "ended_at": now})


def _ticked(action: PlannedAction, number: int, done: bool, now: datetime) -> PlannedAction:
    if action.number != number or done == (action.done_at is not None):
        return action
    return action.model_copy(update={"done_at": now if done else None})


def _check_in_progress(plan: Plan) -> None:
    if plan.status != "in_progress":
        raise Conflict("The plan is over; it can't be changed any more")


def _check_different(texts: Sequence[str], pointer: str) -> None:
    seen: set[str] = set()
    for place, text in enumerate(texts):
        plain = " ".join(text.casefold().split())
        if plain in seen:
            mistake = FieldError(pointer=f"{pointer}/{place}", message="is named twice")
            raise RuleBroken("Something is named twice", errors=[mistake])
        seen.add(plain)
