"""Reads how somebody did on coached criteria day by day, and puts the days together (S2.6)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from debrief.insights.improvement.attribute_reader import scored_sums, summed
from debrief.insights.improvement.key_metrics import rate_sums
from debrief.insights.improvement.model import Attribute
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter, RollupReader
from debrief.insights.projection.rollups import counter_parts


class Course(NamedTuple):
    """What each criterion came to on each day."""

    by_day: dict[Attribute, dict[date, Sums]]

    def within(self, attribute: Attribute, days: Days) -> Sums:
        """What it came to over some days."""
        own = self.by_day.get(attribute, {})
        return summed(sums for day, sums in own.items() if days.first <= day <= days.last)


class WeeklyReader:
    """One query for each subject, two where there are sections among the criteria. It asks nobody who is calling."""

    def __init__(self, insights: RollupReader) -> None:
        self._insights = insights

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
        return Course({each: {day: summed(many) for day, many in by_day.items()} for each, by_day in found.items()})
