"""Patterns: the same criterion low in several calls running (S2.3).

A call in which the criterion doesn't apply is passed over: it neither goes on with a run nor breaks it. A run is
flagged once, however long it goes on; what was flagged before is told by where it lies, so that calls which come late,
are scored anew or go meet the flag that there is.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from debrief.kernel.clock import iso
from debrief.quality.flags.model import CallScores, KnownRun

MOST_KNOWN: Final = 20
"""Of one criterion of one agent so many flagged patterns are remembered, the newest."""


class LowCall(NamedTuple):
    """A call in which the criterion was low."""

    scores: CallScores
    percent: float

    @property
    def place(self) -> str:
        """Where it stands among the agent's calls."""
        return place_of(self.scores)


Run = tuple[LowCall, ...]


def place_of(call: CallScores) -> str:
    """Where a call stands among those of its agent: by when it began, ties by the evaluation."""
    return f"{iso(call.started_at)}#{call.evaluation_id}"


def one_a_call(scores: Iterable[CallScores]) -> list[CallScores]:
    """Of several evaluations of the same call the one that was completed last, in the order of the calls."""
    newest: dict[str, CallScores] = {}
    for each in scores:
        kept = newest.get(each.interaction_id)
        if kept is None or (kept.completed_at, kept.evaluation_id) < (each.completed_at, each.evaluation_id):
            newest[each.interaction_id] = each
    return sorted(newest.values(), key=place_of)


def low_runs(calls: Sequence[CallScores], question_id: str, threshold: float, length: int) -> list[Run]:
    """The runs of at least `length` calls in which the criterion came to less than `threshold` percent, in order."""
    return low_runs_of(one_a_call(calls), question_id, threshold, length)


def low_runs_of(calls: Iterable[CallScores], question_id: str, threshold: float, length: int) -> list[Run]:
    """As `low_runs`, of what `one_a_call` made: for whoever looks at the same calls by many criteria."""
    runs: list[list[LowCall]] = [[]]
    for each in calls:
        percent = each.percents.get(question_id)
        if percent is None:
            continue
        if percent < threshold:
            runs[-1].append(LowCall(each, percent))
        elif runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if len(run) >= length]


def touched(runs: Sequence[Run], known: Sequence[KnownRun], place: str) -> tuple[list[Run], list[KnownRun]]:
    """The runs and the flagged patterns that a change of the call at `place` may have made, moved or ended, and all
    that hang together with these.

    Others stay as they are, also where the account has settled other numbers since they were flagged.
    """
    own = [run for run in runs if run[0].place <= place <= run[-1].place]
    of_flags = [each for each in known if each.first <= place <= each.last]
    size = -1
    while size != (size := len(own) + len(of_flags)):
        own = [run for run in runs if run in own or any(_meets(run, each) for each in of_flags)]
        of_flags = [each for each in known if each in of_flags or any(_meets(run, each) for run in own)]
    return own, of_flags


def _meets(run: Run, known: KnownRun) -> bool:
    return run[0].place <= known.last and known.first <= run[-1].place


class Told(NamedTuple):
    """A pattern with the flag that tells of it; None where one is to be raised. run: its calls, the longest stretch of
    them where one in their middle isn't low any more. first, last: the places of all of it.
    """

    of: KnownRun | None
    run: Run
    first: str
    last: str


class Reconciled(NamedTuple):
    """What becomes of the patterns of a criterion. gone: flags whose pattern isn't there any more. joined: flags whose
    pattern another one tells.
    """

    told: tuple[Told, ...]
    gone: tuple[KnownRun, ...]
    joined: tuple[KnownRun, ...]


def reconciled(runs: Sequence[Run], known: Sequence[KnownRun]) -> Reconciled:
    """Which flag tells of which run.

    A run is told by the oldest flag that it meets; the others that it meets are joined to that one. A flag that meets
    several runs tells of the longest, and of the others nothing new is said.
    """
    tellers: dict[KnownRun, list[Run]] = {}
    fresh: list[Told] = []
    joined: dict[KnownRun, None] = {}
    for run in runs:
        meeting = [each for each in known if _meets(run, each)]
        if not meeting:
            fresh.append(Told(None, run, run[0].place, run[-1].place))
            continue
        tellers.setdefault(meeting[0], []).append(run)
        joined |= dict.fromkeys(meeting[1:])
    told = [
        Told(of, max(some, key=lambda run: (len(run), run[0].place)), some[0][0].place, some[-1][-1].place)
        for of, some in tellers.items()
    ]
    gone = tuple(each for each in known if each not in tellers and each not in joined)
    return Reconciled((*told, *fresh), gone, tuple(each for each in joined if each not in tellers))


def remembered(known: Sequence[KnownRun], told: Iterable[tuple[str, Told]]) -> tuple[KnownRun, ...]:
    """What is remembered of patterns from now on; told: flags with the patterns that they tell of now.

    A flag whose pattern is gone keeps its place, so that it is the same flag should the pattern come back.
    """
    places = {flag_id: KnownRun(flag_id=flag_id, first=each.first, last=each.last) for flag_id, each in told}
    kept = [places.pop(each.flag_id, each) for each in known]
    return tuple([*kept, *places.values()][-MOST_KNOWN:])
