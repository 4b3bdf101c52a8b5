"""Reads from the rollups what the five key metrics are made of: a query for each subject, two with coaching (0120)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from debrief.insights.improvement.attribute_reader import scored_sums
from debrief.insights.improvement.coached import Coached, Completion, coached_of, completion_of
from debrief.insights.improvement.key_metrics import NOTHING, Figures, added, arc_sums, rate_sums
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter, Guard, RollupReader
from debrief.insights.projection.rollups import counter_parts
from debrief.insights.projection.store import MemberRow, RollupStore

_Item = tuple[str, int, str]
"""A question: scorecard, version, id."""


class Collected(NamedTuple):
    """What was read of somebody over one period, before it is known which questions are compliance criteria."""

    quality: list[Sums]
    answers: dict[_Item, list[int]]
    resolved: list[int]
    arcs: list[int]


class FiguresReader:
    """No evaluation or conversation is read, and nothing here asks who is calling."""

    def __init__(self, store: RollupStore, insights: RollupReader) -> None:
        self._store = store
        self._insights = insights

    def figures(
        self,
        subjects: Sequence[Subject],
        periods: Sequence[Days],
        wanted: EvaluationFilter,
        guards: Sequence[Guard] | None = None,
    ) -> list[Figures]:
        """Four of the metrics of all the subjects together, in each of some periods: one query for each subject.

        guards: one for each period, of a team whose people mustn't show; they look at whole rows, three queries each.
        """
        if guards is not None or wanted.types or wanted.scorecard_ids:
            many: Sequence[Guard | None] = guards or [None for _ in periods]
            read = [self._read(subjects, [days], wanted, guard)[0] for days, guard in zip(periods, many, strict=True)]
            return self._figures({"": read})[""]
        sums = [MemberSums() for _ in periods]
        for row in self._store.figures(subjects, _whole(periods)):
            _count(row, periods, sums, wanted)
        return [each.figures() for each in sums]

    def stands(
        self, team_ids: Iterable[str], periods: Sequence[Days], wanted: EvaluationFilter
    ) -> dict[str, list[Figures]]:
        """The same of each agent of some teams, for what they did in these: one query for each team."""
        found: dict[str, list[MemberSums]] = {}
        for row in self._store.figures([Subject("team", each) for each in team_ids], _whole(periods)):
            sums = found.setdefault(row.agent_id or "", [MemberSums() for _ in periods])
            _count(row, periods, sums, wanted)
        return {id: [each.figures() for each in sums] for id, sums in found.items()}

    def coached_in(self, team_id: str, days: Days, most: int) -> frozenset[str] | None:
        """Which of a team's agents were coached with anything in a period (one query); None where that is more than can
        be looked at."""
        found = self.coached(Subject("team", team_id), days, most)
        return None if len(found) == most else frozenset(each.agent_id for each in found)

    def completion(self, subjects: Sequence[Subject], days: Days) -> Completion:
        """How much of what was due in a period was done in time."""
        return self.completions(subjects, [days])[0]

    def completions(self, subjects: Sequence[Subject], periods: Sequence[Days]) -> list[Completion]:
        """The same for each of some periods: one query for each subject."""
        rows = list(self._store.by_day(subjects, "COACHING", _whole(periods)))
        return [completion_of(row for day, row in rows if days.first <= day <= days.last) for days in periods]

    def coached(self, subject: Subject, days: Days, most: int) -> list[Coached]:
        """What a subject was coached with in a period, the newest first, `most` at most."""
        return [coached_of(place, counters) for place, counters in self._store.coached(subject, days, most=most)]

    def logged(self, subjects: Sequence[Subject], days: Days) -> dict[tuple[str, str], int]:
        """How many coaching logs of a period name which criterion as the lowest: by scorecard and question."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for _, counters in self._store.by_day(subjects, "LOGGED", days):
            for name, count in counters.items():
                scorecard_id, question_id = counter_parts(name)
                found[scorecard_id, question_id] += count
        return {key: count for key, count in found.items() if count > 0}

    def _read(
        self,
        subjects: Sequence[Subject],
        periods: Sequence[Days],
        wanted: EvaluationFilter,
        guard: Guard | None = None,
    ) -> list[Collected]:
        found = [Collected([], defaultdict(lambda: [0, 0]), [0, 0], [0, 0, 0]) for _ in periods]

        def places(day: date) -> list[Collected]:
            return [each for each, days in zip(found, periods, strict=True) if days.first <= day <= days.last]

        whole = _whole(periods)
        for row in self._insights.rows(subjects, "TOTALS", whole, wanted, guard):
            for place in places(row.day):
                place.quality.append(scored_sums(row.counters))
        for row in self._insights.rows(subjects, "LINES", whole, wanted, guard):
            for name, count in row.counters.items():
                question_id, counter = counter_parts(name)
                at = {"passed": 0, "applicable": 1}.get(counter)
                for place in places(row.day) if at is not None else ():
                    place.answers[row.scorecard_id, row.scorecard_version, question_id][at or 0] += count
        rows = self._store.conversations(subjects, whole)
        for day, counters in guard.conversations(list(rows)) if guard else rows:
            for place in places(day):
                for at, name in enumerate(("resolved_first", "first_contact_known")):
                    place.resolved[at] += counters.get(name, 0)
                for at, name in enumerate(("known", "hundredths", "squares")):
                    place.arcs[at] += counters.get(f"sentiment_arc_{name}", 0)
        return found

    def _figures(self, read: Mapping[str, Sequence[Collected]]) -> dict[str, list[Figures]]:
        """What was read in figures; which questions are compliance criteria is looked up once for all of them."""
        versions = self._insights.versions(
            {item[:2] for many in read.values() for each in many for item in each.answers}
        )
        compliance = {
            (*key, question.id)
            for key, version in versions.items()
            for question in version.questions()
            if question.compliance
        }
        return {id: [_figures_of(each, compliance) for each in many] for id, many in read.items()}


class MemberSums:
    """What rows of FIGURES come to together."""

    def __init__(self) -> None:
        self._quality: list[Sums] = []
        self._counts: Counter[str] = Counter()

    def add(self, row: MemberRow) -> None:
        """Count a row as well."""
        if row.of_evaluations:
            self._quality.append(scored_sums(row.counters))
        self._counts.update(row.counters)

    def figures(self) -> Figures:
        """The metrics that they come to."""
        counts = self._counts
        compliance = rate_sums(counts["compliance_passed"], counts["compliance_applicable"])
        arc = (counts[f"sentiment_arc_{name}"] for name in ("known", "hundredths", "squares"))
        return {
            "quality": added(self._quality) if self._quality else NOTHING,
            "first_call_resolution": rate_sums(counts["resolved_first"], counts["first_contact_known"]),
            "compliance": compliance._replace(apart=counts["compliance_evaluations"]),
            "sentiment_arc": arc_sums(*arc),
        }


def _count(row: MemberRow, periods: Sequence[Days], sums: Sequence[MemberSums], wanted: EvaluationFilter) -> None:
    if row.of_evaluations and row.day in wanted.without_days:
        return
    for days, each in zip(periods, sums, strict=True):
        if days.first <= row.day <= days.last:
            each.add(row)


def _whole(periods: Sequence[Days]) -> Days:
    return Days(min(each.first for each in periods), max(each.last for each in periods))


def _figures_of(read: Collected, compliance: set[_Item]) -> Figures:
    counted = {item: counts for item, counts in read.answers.items() if item in compliance}
    passed, applicable = (sum(counts[at] for counts in counted.values()) for at in (0, 1))
    # A question is answered once in an evaluation, so there are at least as many of these.
    evaluations: dict[tuple[str, int], int] = defaultdict(int)
    for (scorecard_id, version, _), counts in counted.items():
        evaluations[scorecard_id, version] = max(evaluations[scorecard_id, version], counts[1])
    return {
        "quality": added(read.quality) if read.quality else NOTHING,
        "first_call_resolution": rate_sums(read.resolved[0], read.resolved[1]),
        "compliance": rate_sums(passed, applicable)._replace(apart=sum(evaluations.values())),
        "sentiment_arc": arc_sums(*read.arcs),
    }
