"""Reads how somebody did on coached criteria day by day, and puts the days together (S2.6)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from debrief.insights.improvement.attribute_reader import scored_sums, summed
from debrief.insights.improvement.key_metrics import rate_sums
from debrief.insights.improvement.model import Attribute
from debrief.insights.means import Sums
from debrief.insights.projection.model import Counters, Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter, RollupReader
from debrief.insights.projection.rollups import counter_parts
from debrief.insights.projection.store import RollupStore


class Course(NamedTuple):
    """What each criterion came to on each day."""

    by_day: dict[Attribute, dict[date, Sums]]

    def within(self, attribute: Attribute, days: Days) -> Sums:
        """What it came to over some days."""
        own = self.by_day.get(attribute, {})
        return summed(sums for day, sums in own.items() if days.first <= day <= days.last)


class WeeklyReader:
    """One query for each subject, two where there are sections among the criteria. It asks nobody who is calling."""

    def __init__(self, insights: RollupReader, store: RollupStore) -> None:
        self._insights = insights
        self._store = store

    def courses(
        self, team_id: str, days: Days, attributes: Collection[Attribute], without_days: Collection[date] = ()
    ) -> dict[str, Course]:
        """How each agent of a team did on the criteria, for what they did in it: one query for each scorecard."""
        found: dict[str, dict[Attribute, dict[date, list[Sums]]]] = {}
        wanted = set(attributes)
        for scorecard_id in sorted({each.scorecard_id for each in attributes}):
            for row in self._store.member_lines(team_id, scorecard_id, days):
                if row.day in without_days:
                    continue
                own = found.setdefault(row.agent_id or "", defaultdict(lambda: defaultdict(list)))
                for attribute, sums in _lines_of(scorecard_id, row.counters):
                    if attribute in wanted and sums.number:
                        own[attribute][row.day].append(sums)
        return {id: _course(own) for id, own in found.items()}

    def course(
        self,
        subjects: Sequence[Subject],
        days: Days,
        attributes: Collection[Attribute],
        wanted: EvaluationFilter = EvaluationFilter(),
    ) -> Course:
        """How the subjects together did on the criteria. An answer that passed is 100 %, one that didn't 0 %."""
        found: dict[Attribute, dict[date, list[Sums]]] = defaultdict(lambda: defaultdict(list))
        questions = {each for each in attributes if each.question_id}
        if questions:
            for row in self._insights.rows(subjects, "LINES", days, wanted):
                counts: dict[str, dict[str, int]] = defaultdict(dict)
                for name, count in row.counters.items():
                    question_id, counter = counter_parts(name)
                    counts[question_id][counter] = count
                for question_id, each in counts.items():
                    attribute = Attribute(row.scorecard_id, question_id=question_id)
                    if attribute in questions and each.get("applicable"):
                        found[attribute][row.day].append(rate_sums(each.get("passed", 0), each["applicable"]))
        sections = {each for each in attributes if each.section_id}
        if sections:
            for row in self._insights.rows(subjects, "RESPONSES", days, wanted):
                scored: dict[str, dict[str, int]] = defaultdict(dict)
                for name, count in row.counters.items():
                    scope, item_id, counter = counter_parts(name)
                    if scope == "section":
                        scored[item_id][counter] = count
                for section_id, counters in scored.items():
                    attribute = Attribute(row.scorecard_id, section_id=section_id)
                    if attribute in sections:
                        found[attribute][row.day].append(scored_sums(counters))
        return _course(found)


def _lines_of(scorecard_id: str, counters: Counters) -> Iterator[tuple[Attribute, Sums]]:
    """What a row of MEMBER_LINES says of each criterion."""
    items: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name, count in counters.items():
        scope, id, counter = counter_parts(name)
        items[scope, id][counter] = count
    for (scope, id), each in items.items():
        if scope == "question":
            passed = rate_sums(each.get("passed", 0), each.get("applicable", 0))
            yield Attribute(scorecard_id, question_id=id), passed
        else:
            yield Attribute(scorecard_id, section_id=id), scored_sums(each)


def _course(found: Mapping[Attribute, Mapping[date, Sequence[Sums]]]) -> Course:
    return Course({each: {day: summed(many) for day, many in by_day.items()} for each, by_day in found.items()})
