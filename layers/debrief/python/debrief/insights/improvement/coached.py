"""What somebody is coached with, as the rollups keep it: an assignment or a practice scenario, one row each (S2.6).

| counter | says |
|---|---|
| `:n` | 1 |
| `who:<agent>` | 1: whose it is, which everyone's rows don't tell by their key |
| `practice` | 1 for a scenario |
| `due` | the ordinal of the day by which it is to be done |
| `done` | the ordinal of the day on which it was: all looked at, or passed for the first time |
| `on:<scorecard>:q:<question>`, `on:<scorecard>:s:<section>` | 1 for each criterion that it is about |
| `attempts`, `first`, `last`, `best` | of a scenario; scores in hundredths of a percent, plus 1: 0 is no counter |
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from debrief.insights.improvement.model import Attribute
from debrief.insights.projection.model import Contribution, Counters
from debrief.insights.projection.rollups import counter_name, counter_parts


class Practised(NamedTuple):
    """How the attempts of a scenario went: how many, and the first, the newest and the best score, 0–100."""

    attempts: int
    first: float | None
    last: float | None
    best: float | None


NOT_TRIED: Final = Practised(0, None, None, None)


class Coached(NamedTuple):
    """What one person was coached with.

    due: by which day it is to be done; none where that doesn't count any more, because its agent has left or nothing of
    it is left. done: on which day it was. practised: of a practice scenario alone.
    """

    id: str
    agent_id: str
    given: date
    due: date | None
    done: date | None
    attributes: tuple[Attribute, ...] = ()
    practised: Practised | None = None

    @property
    def in_time(self) -> bool:
        """Whether it was done by the day on which it was due."""
        return self.done is not None and self.due is not None and self.done <= self.due


def share_of(coached: Coached, team_id: str | None) -> Contribution:
    """What an assignment or a scenario adds to the rollups of its agent, their team and everyone."""
    own: Counters = {counter_name("", "n"): 1, counter_name("who", coached.agent_id): 1}
    own |= {counter_name("on", *_named(each)): 1 for each in coached.attributes}
    if coached.due is not None:
        own[counter_name("due")] = coached.due.toordinal()
    if coached.done is not None:
        own[counter_name("done")] = coached.done.toordinal()
    if coached.practised is not None:
        own[counter_name("practice")] = 1
        own |= _scores(coached.practised)
    rows = {f"COACHED/{coached.given}#{coached.id}": {name: count for name, count in own.items() if count}}
    if coached.due is not None:
        counts = {"due": 1} | ({"in_time": 1} if coached.in_time else {})
        if coached.practised is not None:
            counts |= {f"practice_{name}": count for name, count in counts.items()}
        rows[f"COACHING/{coached.due}#"] = counts
    return Contribution(agent_id=coached.agent_id, team_id=team_id, rows=rows)


def coached_of(place: str, counters: Mapping[str, int]) -> Coached:
    """The assignment or scenario of a row of COACHED."""
    given, _, id = place.partition("#")
    by_parts = {counter_parts(name): count for name, count in counters.items() if count}
    return Coached(
        id=id,
        agent_id=next((parts[1] for parts in by_parts if parts[0] == "who"), ""),
        given=date.fromisoformat(given),
        due=_day(by_parts.get(("due",))),
        done=_day(by_parts.get(("done",))),
        attributes=tuple(sorted((_attribute(*parts[1:]) for parts in by_parts if parts[0] == "on"), key=str)),
        practised=_practised(by_parts) if ("practice",) in by_parts else None,
    )


class Completion(NamedTuple):
    """How much of what was due was done in time; practice: of that the practice scenarios."""

    due: int
    in_time: int
    practice_due: int
    practice_in_time: int


def completion_of(rows: Iterable[Counters]) -> Completion:
    """The rows of COACHING in sum."""
    sums = dict.fromkeys(Completion._fields, 0)
    for counters in rows:
        for name in sums:
            sums[name] += counters.get(name, 0)
    return Completion(**sums)


def _named(attribute: Attribute) -> tuple[str, str, str]:
    if attribute.question_id:
        return attribute.scorecard_id, "q", attribute.question_id
    return attribute.scorecard_id, "s", attribute.section_id or ""


def _attribute(scorecard_id: str, kind: str, id: str) -> Attribute:
    if kind == "q":
        return Attribute(scorecard_id, question_id=id)
    return Attribute(scorecard_id, section_id=id)


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _scores(practised: Practised) -> Counters:
    found: Counters = {counter_name("attempts"): practised.attempts}
    for name in ("first", "last", "best"):
        score: float | None = getattr(practised, name)
        if score is not None:
            found[counter_name(name)] = round(100 * score) + 1
    return found


def _practised(by_parts: Mapping[tuple[str, ...], int]) -> Practised:
    def score(name: str) -> float | None:
        kept = by_parts.get((name,))
        return None if kept is None else (kept - 1) / 100

    return Practised(by_parts.get(("attempts",), 0), score("first"), score("last"), score("best"))
