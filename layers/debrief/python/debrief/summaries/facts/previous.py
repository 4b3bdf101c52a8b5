"""One line of evidence for each action from the previous 1-to-1 (S0.12), computed and not written by a model."""

from datetime import date

from debrief.coaching.actions.model import Chip
from debrief.coaching.actions.progress import Evidence, RateSample
from debrief.kernel.calendar import day_of
from debrief.kernel.figures import whole
from debrief.summaries.facts.facts import chance_note, interval_text, points_said


def evidence_line(chip: Chip, evidence: Evidence, time_zone: str = "UTC") -> str:
    """Why the chip is what it is, such as `Active listening passes in 31 of 38 after 20 of 40: up 32 points (…)`."""
    if chip == "completed":
        at = evidence.completed_at
        return f"Closed on {_day(day_of(at, time_zone))}." if at else "Closed."
    if chip == "overdue" and evidence.due_date:
        return f"Was due on {_day(evidence.due_date)}, {_days(evidence.days or 0)} ago, and is still open."
    if evidence.line_item and evidence.after:
        return _rates(chip, evidence, evidence.line_item, evidence.after)
    if evidence.due_date:
        left = "today" if evidence.days == 0 else f"in {_days(evidence.days or 0)}"
        return f"Open, due on {_day(evidence.due_date)}, {left}."
    return "Open, without a due date."


def _rates(chip: Chip, evidence: Evidence, line_item: str, after: RateSample) -> str:
    now = f"{line_item} passed in {after.passed} of {after.applicable} since"
    if evidence.before and evidence.change is None:
        least = f"fewer than {evidence.minimum} answers on a side"
        now += f", after {evidence.before.passed} of {evidence.before.applicable} before: {least}, too few to compare"
    elif evidence.before and evidence.change is not None and evidence.low is not None and evidence.high is not None:
        moved = "up" if whole(evidence.change * 10) > 0 else "down" if whole(evidence.change * 10) < 0 else "changed"
        now += (
            f", after {evidence.before.passed} of {evidence.before.applicable} before: {moved} "
            f"{points_said(evidence.change)} ({interval_text(evidence.low, evidence.high)})"
        )
        if evidence.may_be_chance:
            now += f"; {chance_note(above=evidence.low > 0, compared=evidence.compared)}"
    if chip == "improved":
        together = f", judged together with {_others(evidence.compared - 1)}" if evidence.compared > 1 else ""
        return f"{now}{together}."
    fell = evidence.direction == "down"
    if chip == "still_developing":
        return f"{now}; {'it clearly fell, and is ' if fell else ''}still an area for development."
    return f"{now}; {'it clearly fell' if fell else 'no clear change yet'}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _others(count: int) -> str:
    return "1 other" if count == 1 else f"{count} others"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
