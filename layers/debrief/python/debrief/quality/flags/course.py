"""What becomes of a flag: raised, changed with what it rests on, snoozed, handed over, resolved (S2.3)."""

from datetime import date, datetime, time, timedelta
from typing import Final

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, instant_on
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.flags.model import (
    LONGEST_SNOOZE_DAYS,
    MOST_STEPS,
    Flag,
    Flagged,
    FlagGrounds,
    FlagKind,
    FlagStep,
    Outcome,
    Resolution,
    WhyGone,
)
from debrief.quality.flags.raising import Raised

WAKES_AT: Final = time(8)
"""On the clocks of the account's time zone, on the day until which a flag is snoozed."""

TOLD_WITHIN: Final = timedelta(days=30)
"""Of older conversations nobody is told one by one: whoever loads a year of them finds their flags in the queues."""


def raised(id: str, kind: FlagKind, what: Raised, about: Flagged, assignee_id: str | None, now: datetime) -> Flag:
    """A new flag."""
    step = FlagStep(at=now, kind="raised", to_id=assignee_id, percent=what.grounds.percent)
    return Flag(
        id=id,
        kind=kind,
        queue=what.queue,
        about=about,
        grounds=what.grounds,
        raised_at=now,
        assignee_id=assignee_id,
        history=(step,),
    )


def still(flag: Flag, what: Raised, about: Flagged, assignee_id: str | None, now: datetime) -> Flag:
    """The flag when what it was raised for is so, or is so again. assignee_id: who gets it where it waits again.

    What is resolved stays as it was resolved; a pattern that goes on is no news and makes no step.
    """
    if flag.state == "resolved":
        if flag.holds:
            return flag
        return _stepped(flag.model_copy(update={"holds": True}), FlagStep(at=now, kind="raised_again"))
    if flag.state == "withdrawn":
        fresh = {"state": "open", "holds": True, "queue": what.queue, "about": about, "grounds": what.grounds}
        again = flag.model_copy(update={**fresh, "assignee_id": assignee_id, "handed_by": None})
        step = FlagStep(at=now, kind="raised_again", to_id=assignee_id, percent=what.grounds.percent)
        return _stepped(again, step)
    before, after = flag.grounds, what.grounds
    if before == after and flag.about == about and flag.queue == what.queue:
        return flag
    changed = flag.model_copy(update={"grounds": after, "about": about, "queue": what.queue, "holds": True})
    if flag.kind == "pattern" or (before.percent == after.percent and _asked(before) == _asked(after)):
        return changed
    return _stepped(changed, FlagStep(at=now, kind="changed", percent=after.percent))


def no_more(flag: Flag, why: WhyGone, now: datetime, by: str | None = None) -> Flag:
    """The flag once what it was raised for isn't so any more. by: whose doing that was, where somebody's."""
    if not flag.holds:
        return flag
    gone = flag.model_copy(update={"holds": False, "grounds": _left(flag, why)})
    if flag.state == "resolved":
        return _stepped(gone, FlagStep(at=now, kind="no_longer", by=by, why=why))
    withdrawn = gone.model_copy(update={"state": "withdrawn", "snoozed_until": None})
    return _stepped(withdrawn, FlagStep(at=now, kind="withdrawn", by=by, why=why))


def _left(flag: Flag, why: WhyGone) -> FlagGrounds:
    """Of an evaluation that was deleted for good no score stays, and no word that it quoted."""
    if why != "deleted":
        return flag.grounds
    criteria = tuple(each.model_copy(update={"percent": None, "place": None}) for each in flag.grounds.criteria)
    return flag.grounds.model_copy(update={"percent": None, "criteria": criteria, "places": (), "calls": ()})


def _asked(grounds: FlagGrounds) -> list[str]:
    return [each.question_id for each in grounds.criteria]


# What people do ---------------------------------------------------------------------------------------------------


def check_unsettled(flag: Flag) -> None:
    """Raises Conflict unless somebody still has to look at the flag."""
    if flag.state == "resolved":
        raise Conflict("The flag is resolved already")
    if flag.state == "withdrawn":
        raise Conflict("The flag was withdrawn: what it was raised for isn't so any more")


def snoozed(flag: Flag, until: date, by: str, now: datetime, time_zone: str) -> Flag:
    """The flag left alone until the morning of a day. Raises Conflict, RuleBroken."""
    check_unsettled(flag)
    today = day_of(now, time_zone)
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE_DAYS):
        message = f"must be tomorrow or later, {LONGEST_SNOOZE_DAYS} days ahead at most"
        raise RuleBroken("It can't be snoozed until then", errors=[FieldError(pointer="/until", message=message)])
    at = instant_on(until, WAKES_AT, time_zone)
    changed = flag.model_copy(update={"state": "snoozed", "snoozed_until": at})
    return _stepped(changed, FlagStep(at=now, kind="snoozed", by=by, until=at))


def woken(flag: Flag, by: str | None, now: datetime) -> Flag:
    """The flag that waits again. Raises Conflict: it isn't snoozed."""
    if flag.state != "snoozed":
        raise Conflict("The flag isn't snoozed")
    changed = flag.model_copy(update={"state": "open", "snoozed_until": None})
    return _stepped(changed, FlagStep(at=now, kind="woken", by=by))


def handed_over(flag: Flag, to_id: str, by: str, note: str, now: datetime) -> Flag:
    """The flag with somebody else. Raises Conflict, RuleBroken."""
    check_unsettled(flag)
    if to_id == flag.assignee_id:
        error = FieldError(pointer="/to_id", message="has it already")
        raise RuleBroken("It can't be handed over like this", errors=[error])
    changed = flag.model_copy(update={"assignee_id": to_id, "handed_by": by, "state": "open", "snoozed_until": None})
    return _stepped(changed, FlagStep(at=now, kind="handed_over", by=by, to_id=to_id, note=note))


def routed(flag: Flag, to_id: str | None, now: datetime) -> Flag:
    """The flag with whom the reporting line gives it to now."""
    if to_id == flag.assignee_id and flag.handed_by is None:
        return flag
    changed = flag.model_copy(update={"assignee_id": to_id, "handed_by": None})
    return _stepped(changed, FlagStep(at=now, kind="routed", to_id=to_id))


def resolved(flag: Flag, outcome: Outcome, note: str, by: str, now: datetime) -> Flag:
    """The flag with what came of it. Raises Conflict, RuleBroken: what has to be told isn't."""
    check_unsettled(flag)
    if outcome == "mistaken" and not note.strip():
        error = FieldError(pointer="/note", message="is needed: what is wrong with the flag")
        raise RuleBroken("It can't be resolved like this", errors=[error])
    resolution = Resolution(outcome=outcome, note=note.strip(), by=by, at=now)
    changed = flag.model_copy(update={"state": "resolved", "resolution": resolution, "snoozed_until": None})
    return _stepped(changed, FlagStep(at=now, kind="resolved", by=by))


def reopened(flag: Flag, by: str, now: datetime) -> Flag:
    """A resolved flag that waits again; what came of it is told by its history alone. Raises Conflict."""
    if flag.state != "resolved":
        raise Conflict("Only a resolved flag can be opened again")
    if not flag.holds:
        raise Conflict("What the flag was raised for isn't so any more")
    changed = flag.model_copy(update={"state": "open", "resolution": None})
    note = f"{flag.resolution.outcome}: {flag.resolution.note}" if flag.resolution else ""
    return _stepped(changed, FlagStep(at=now, kind="reopened", by=by, note=note[:2000]))


def may_work(caller: Caller, flag: Flag) -> bool:
    """Whether the caller, who sees the agent, may work with the flag: never with one about their own work."""
    return caller.may(Permission.FLAGS_MANAGE) and flag.about.agent_id != caller.user_id


def tells_what_is_hidden(flag: Flag, blind: BlindSpots) -> bool:
    """Whether the flag tells how a conversation came out that somebody judges blindly; of a pattern, one of its calls.
    What rests on a conversation's words alone doesn't, nor on what they have answered without the AI.
    """
    about = flag.about
    if about.evaluation_id is None or not blind.spots:
        return False
    if about.evaluator_id == blind.user_id and about.type == "manual" and flag.kind != "pattern":
        return False
    told = {about.interaction_id, *(each.interaction_id for each in flag.grounds.calls)}
    return any(each.interaction_id in told for each in blind.spots)


def actions(caller: Caller, flag: Flag) -> list[str]:
    """What the caller may do with the flag."""
    if not may_work(caller, flag):
        return []
    if flag.state == "resolved":
        return ["reopen"] if flag.holds else []
    if flag.state == "withdrawn":
        return []
    return ["resolve", "hand_over", "wake" if flag.state == "snoozed" else "snooze"]


def _stepped(flag: Flag, step: FlagStep) -> Flag:
    history = (*flag.history, step)
    if len(history) > MOST_STEPS:
        history = (history[0], *history[1 - MOST_STEPS :])
    return flag.model_copy(update={"history": history})
