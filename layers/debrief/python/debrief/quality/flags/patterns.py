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
    runs: list[list[LowCall]] = [[]]
    for each in one_a_call(calls):
        percent = each.percents.get(question_id)
        if percent is None:
            continue
        if percent < threshold:
            runs[-1].append(LowCall(each, percent))
        elif runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if len(run) >= length]


def touched(runs: Sequence[Run], known: Sequence[KnownRun], place: str) -> tuple[list[Run], list[KnownRun]]:
    """The runs and the flagged patterns that a change of the call at `place` may have made, moved or ended.

    All others stay as they are, also where the account has settled other numbers since they were flagged.
    """
    of_flags = [each for each in known if each.first <= place <= each.last]
    own = [run for run in runs if run[0].place <= place <= run[-1].place or any(_meets(run, each) for each in of_flags)]
    return own, [each for each in known if each in of_flags or any(_meets(run, each) for run in own)]


def _meets(run: Run, known: KnownRun) -> bool:
    return run[0].place <= known.last and known.first <= run[-1].place


class Reconciled(NamedTuple):
    """What becomes of the patterns of a criterion.

    found: each run with the flag that tells of it; None for one to be raised. gone: flags whose pattern isn't there
    any more. joined: flags whose pattern another one tells.
    """

    found: tuple[tuple[KnownRun | None, Run], ...]
    gone: tuple[KnownRun, ...]
    joined: tuple[KnownRun, ...]


def reconciled(runs: Sequence[Run], known: Sequence[KnownRun]) -> Reconciled:
    """Which flag tells of which run.

    A run is told by the oldest flag that it meets; the others that it meets are joined to that one. A flag that meets
    several runs, since one in their middle isn't low any more, tells of the longest, and of the others nothing new is
    said.
    """
    teller: dict[str, list[Run]] = {}
    fresh: list[tuple[KnownRun | None, Run]] = []
    joined: list[KnownRun] = []
    met: set[str] = set()
    by_id = {each.flag_id: each for each in known}
    for run in runs:
        meeting = [each for each in known if _meets(run, each)]
        met.update(each.flag_id for each in meeting)
        if not meeting:
            fresh.append((None, run))
            continue
        teller.setdefault(meeting[0].flag_id, []).append(run)
        joined += meeting[1:]
    found = [(by_id[id], max(told, key=lambda run: (len(run), run[0].place))) for id, told in teller.items()]
    only_joined = [each for each in dict.fromkeys(joined) if each.flag_id not in teller]
    gone = tuple(each for each in known if each.flag_id not in met)
    return Reconciled((*found, *fresh), gone, tuple(only_joined))


def remembered(known: Sequence[KnownRun], told: Iterable[tuple[str, Run]]) -> tuple[KnownRun, ...]:
    """What is remembered of patterns from now on; told: flags with the runs that they tell of now.

    A flag whose pattern is gone keeps its place, so that it is the same flag should the pattern come back.
    """
    places = {flag_id: KnownRun(flag_id=flag_id, first=run[0].place, last=run[-1].place) for flag_id, run in told}
    kept = [places.pop(each.flag_id, each) for each in known]
    return tuple([*kept, *places.values()][-MOST_KNOWN:])
