"""What becomes of a coaching log: written, changed with its evaluation, withdrawn; released, noted, acknowledged."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from debrief.coaching.logs.model import (
    MOST_NOTED_BYTES,
    MOST_NOTES,
    MOST_STEPS,
    Act,
    CoachingLog,
    LogStep,
    LookedAt,
    StepKind,
    WhyGone,
)
from debrief.kernel.errors import Conflict
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.flags.model import Flag, FlagKind


class Due(NamedTuple):
    """What a log should be: of this evaluation, since these flags hold, as it stands now."""

    evaluation: Evaluation
    flags: Sequence[Flag]
    looked_at: LookedAt


def new_log(id: str, due: Due, now: datetime) -> CoachingLog:
    """A log that wasn't there."""
    evaluation = due.evaluation
    return _stepped(
        CoachingLog(
            id=id,
            agent_id=evaluation.agent_id,
            team_id=evaluation.team_id,
            interaction_id=evaluation.interaction_id,
            started_at=evaluation.interaction_started_at,
            evaluation_id=evaluation.id,
            scorecard_id=evaluation.scorecard_id,
            scorecard_version=evaluation.scorecard_version,
            flag_ids=tuple(each.id for each in due.flags),
            kinds=_kinds(due.flags),
            looked_at=due.looked_at,
            written_at=now,
        ),
        _step("written", now, percent=due.looked_at.percent),
    )


def followed(log: CoachingLog, due: Due, now: datetime) -> CoachingLog:
    """The log with what its evaluation and its flags are now, and notes of what changed; the very same where nothing
    did.
    """
    before, after = log.looked_at, due.looked_at
    changed = log.model_copy(
        update={
            "evaluation_id": due.evaluation.id,
            "team_id": due.evaluation.team_id,
            "started_at": due.evaluation.interaction_started_at,
            "flag_ids": tuple(each.id for each in due.flags),
            "kinds": _kinds(due.flags),
            "holds": True,
            "looked_at": after,
        }
    )
    if changed == log:
        return log
    if not log.holds:
        return _stepped(changed, _step("written_again", now, percent=after.percent))
    if log.evaluation_id != due.evaluation.id:
        return _stepped(changed, _step("other_evaluation", now, percent=after.percent, was=before.percent))
    return _with_changes(changed, before, after, now)


def _with_changes(log: CoachingLog, before: LookedAt, after: LookedAt, now: datetime) -> CoachingLog:
    """The log with notes of what changed of its evaluation."""
    if before.disputed != after.disputed:
        log = _stepped(log, _step("disputed" if after.disputed else "decided", now))
    if (before.percent, before.question_id) != (after.percent, after.question_id):
        log = _stepped(log, _step("changed", now, percent=after.percent, was=before.percent))
    return log


def withdrawn(log: CoachingLog, why: WhyGone, now: datetime, looked_at: LookedAt | None = None) -> CoachingLog:
    """The log once it isn't to be talked about any more; of an evaluation that was deleted for good no score stays.

    looked_at: how its evaluation stands, where that counts: what changed of it is noted first.
    """
    gone = log
    if looked_at is not None:
        gone = _with_changes(log.model_copy(update={"looked_at": looked_at}), log.looked_at, looked_at, now)
    if why == "deleted":
        history = tuple(each.model_copy(update={"percent": None, "was_percent": None}) for each in log.history)
        gone = log.model_copy(update={"looked_at": LookedAt(), "history": history})
    if not log.holds:
        return gone
    step = LogStep(at=now, kind="withdrawn", why=why)
    return _stepped(gone.model_copy(update={"holds": False, "flag_ids": (), "kinds": ()}), step)


def released(log: CoachingLog, by: str, text: str, now: datetime) -> CoachingLog:
    """The log shown to its agent. Raises Conflict."""
    _check_held(log)
    if log.released is not None:
        raise Conflict("The log was released to its agent already")
    act = Act(by=by, at=now, text=text)
    return _stepped(log.model_copy(update={"released": act}), LogStep(at=now, kind="released", by=by))


def noted(log: CoachingLog, by: str, text: str, now: datetime) -> CoachingLog:
    """The log with one note more. Raises Conflict."""
    if len(log.notes) == MOST_NOTES:
        raise Conflict(f"A log holds {MOST_NOTES} notes at most")
    notes = (*log.notes, Act(by=by, at=now, text=text))
    if _bytes(notes) > MOST_NOTED_BYTES:
        raise Conflict("The notes of this log have become too long for another one like this")
    return _stepped(log.model_copy(update={"notes": notes}), LogStep(at=now, kind="noted", by=by))


def acknowledged(log: CoachingLog, text: str, now: datetime) -> CoachingLog:
    """The log that its agent has read. Raises Conflict."""
    _check_held(log)
    if log.acknowledged is not None:
        raise Conflict("The log was acknowledged already")
    act = Act(by=log.agent_id, at=now, text=text)
    step = LogStep(at=now, kind="acknowledged", by=log.agent_id)
    return _stepped(log.model_copy(update={"acknowledged": act}), step)


def actions_of(log: CoachingLog, *, coaches: bool, is_agent: bool) -> tuple[str, ...]:
    """What somebody may do with a log that they see. coaches: they coach its agent; is_agent: they are its agent."""
    if is_agent:
        return ("acknowledge",) if log.state == "released" else ()
    if not coaches:
        return ()
    noting = ("note",) if len(log.notes) < MOST_NOTES else ()
    return ("release", *noting) if log.holds and log.released is None else noting


def _check_held(log: CoachingLog) -> None:
    if not log.holds:
        raise Conflict("The log was withdrawn: what it was written for isn't so any more")


def _bytes(notes: Sequence[Act]) -> int:
    return sum(len(each.text.encode()) for each in notes)


def _kinds(flags: Sequence[Flag]) -> tuple[FlagKind, ...]:
    return tuple(dict.fromkeys(each.kind for each in flags))


def _step(kind: StepKind, now: datetime, *, percent: float | None = None, was: float | None = None) -> LogStep:
    return LogStep(at=now, kind=kind, percent=percent, was_percent=was)


def _stepped(log: CoachingLog, step: LogStep) -> CoachingLog:
    history = (*log.history, step)
    if len(history) > MOST_STEPS:
        history = (history[0], *history[1 - MOST_STEPS :])
    return log.model_copy(update={"history": history})
