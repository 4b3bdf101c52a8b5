"""How far an action from the last 1-to-1 has come: one of five chips, and the facts behind it (S0.12)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from debrief.coaching.actions.course import is_overdue
from debrief.coaching.actions.model import Action, Chip
from debrief.insights.comparing import Direction, Rate, rate_changes
from debrief.insights.line_items import MINIMUM_SAMPLE
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity


class RateSample(Entity):
    """How often a line item passed in a period: passed of applicable answers, N/A left out."""

    passed: Annotated[int, Field(ge=0)]
    applicable: Annotated[int, Field(ge=0)]


class Evidence(Entity):
    """What a chip rests on, for the line beside it. Only what belongs to the chip is set.

    completed_at: when the action was closed (completed).
    due_date: the calendar date that has passed, or is still to come (overdue, on track).
    days: calendar days from the due date to today (overdue), or from today to it (on track).
    line_item: the target as the question read when the action was made.
    before, after: its pass rate before the last 1-to-1 and since; none without applicable answers.
    change, low, high: after − before in percentage points, with Newcombe's 95 % interval; none where either sample is
        below the minimum.
    minimum: the sample from which rates are compared.
    may_be_chance: the interval excludes 0, and the exact test doesn't agree.
    compared: of how many line items that were judged together it is one; 1 in what was stored before there were others.
    direction: where it clearly moved; unclear too where nothing was compared, and in what was stored before
        this was.
    in_development_areas: the line item is among the areas for development of this summary.
    """

    completed_at: Instant | None = None
    due_date: date | None = None
    days: Annotated[int, Field(ge=0)] | None = None
    line_item: str | None = None
    before: RateSample | None = None
    after: RateSample | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    minimum: Annotated[int, Field(ge=1)] = MINIMUM_SAMPLE
    may_be_chance: bool = False
    compared: Annotated[int, Field(ge=1)] = 1
    direction: Direction = "unclear"
    in_development_areas: bool = False


def progress_chip(
    action: Action,
    today: date,
    before: RateSample | None,
    after: RateSample | None,
    in_development_areas: bool,
    *,
    others: Sequence[tuple[RateSample, RateSample]] = (),
    minimum: int = MINIMUM_SAMPLE,
) -> tuple[Chip, Evidence]:
    """The chip of an action and its evidence. The first that applies:

    1. closed → Completed
    2. open, due date before `today` (in the account's time zone) → Overdue
    3. its target line item has evaluation data, as much as the minimum sample before and since, and passes clearly more
       often than before: Newcombe's 95 % interval of the difference lies above 0, and Boschloo's exact test finds it
       clear among the `others` by Holm's rule at 2.5 % each way → Improved
    4. its target line item has evaluation data, and is among the areas for development → Still developing
    5. else → On track

    before, after: samples of the target line item from before the last 1-to-1 and since. Evaluation data means at
    least one applicable answer since; without any before, nothing can have improved. others: samples of the agent's
    other line items of the same days. Targets are chosen among all of these, mostly as one of the weakest, which rise
    by chance more often than one that was named beforehand: judged together with them, the weakest of many is called
    improved by chance as seldom as one alone. minimum: the account's minimum sample.

    Raises:
        ValueError: a sample has more passed than applicable.
    """
    if action.status == "completed":
        return "completed", Evidence(completed_at=action.completed_at)
    if is_overdue(action, today) and action.due_date is not None:
        return "overdue", Evidence(due_date=action.due_date, days=(today - action.due_date).days)
    due = {"due_date": action.due_date, "days": (action.due_date - today).days} if action.due_date else {}
    if action.target is None or after is None or not after.applicable:
        return "on_track", Evidence.model_validate(due)
    rates = {
        "line_item": action.target.text,
        "after": after,
        "in_development_areas": in_development_areas,
        "minimum": minimum,
    }
    if before is not None and before.applicable:
        rates["before"] = before
        if min(before.applicable, after.applicable) >= minimum:
            enough = [pair for pair in others if min(pair[0].applicable, pair[1].applicable) >= minimum]
            moved = rate_changes([(_rate(a), _rate(b)) for a, b in ((before, after), *enough)])[0]
            rates |= {
                "change": moved.points,
                "low": moved.interval.low,
                "high": moved.interval.high,
                "may_be_chance": moved.may_be_chance,
                "compared": 1 + len(enough),
                "direction": moved.direction,
            }
            if moved.direction == "up":
                return "improved", Evidence.model_validate(rates)
    if in_development_areas:
        return "still_developing", Evidence.model_validate(rates)
    return "on_track", Evidence.model_validate(rates | due)


def _rate(sample: RateSample) -> Rate:
    return Rate(sample.passed, sample.applicable)
