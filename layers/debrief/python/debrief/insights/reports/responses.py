"""What was answered in several versions of a scorecard, as one breakdown by section and question (S4.9)."""

from collections import defaultdict
from collections.abc import Mapping

from debrief.insights.projection.model import Counters
from debrief.insights.reports.model import OptionShare, QuestionBreakdown, SectionBreakdown
from debrief.quality.evaluations.averages import average, units_in
from debrief.quality.evaluations.tally_keys import TallyKey
from debrief.quality.scorecards.model import ScorecardVersion


class Breakdown:
    """A response breakdown in the making; versions are added newest first, and the newest words stay."""

    def __init__(self, minimum: int) -> None:
        self._minimum = minimum
        self.titles: dict[str, str] = {}
        self.texts: dict[str, tuple[str, str]] = {}
        self.labels: dict[tuple[str, str], tuple[str, bool]] = {}
        self.counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, version: ScorecardVersion, counters: Mapping[TallyKey, Counters]) -> None:
        """Add what was answered in one version."""
        for section in version.sections:
            self.titles.setdefault(section.id, section.title)
            for question in section.questions:
                self.texts.setdefault(question.id, (section.id, question.text))
                for option in question.options:
                    self.labels.setdefault((question.id, option.id), (option.label, option.passes))
        for key, counted in counters.items():
            for name, count in counted.items():
                self.counts[key.scope, key.item_id][name] += count

    def sections(self) -> list[SectionBreakdown]:
        """The sections in the order of the newest scorecard, then those that it has no more."""
        found = []
        for section_id, title in self.titles.items():
            counts = self.counts["section", section_id]
            scored = counts["scored"]
            units = units_in(counts["score_hundredths"], counts["score_rest"])
            found.append(
                SectionBreakdown(
                    section_id=section_id,
                    title=title,
                    scored=scored,
                    average=average(units, scored) if scored >= self._minimum else None,
                    auto_failed=counts["auto_failed"],
                    not_applicable=counts["not_applicable"],
                )
            )
        return found

    def questions(self) -> list[QuestionBreakdown]:
        """The questions in the same order, each with all its options."""
        return [self._question(question_id, *where) for question_id, where in self.texts.items()]

    def _question(self, question_id: str, section_id: str, text: str) -> QuestionBreakdown:
        counts = self.counts["question", question_id]
        chosen = {option: counts[f"option.{option}"] for question, option in self.labels if question == question_id}
        applicable = sum(chosen.values())
        options = []
        for option_id, count in chosen.items():
            label, passes = self.labels[question_id, option_id]
            percent = 100 * count / applicable if applicable >= self._minimum else None
            options.append(OptionShare(option_id=option_id, label=label, passes=passes, count=count, percent=percent))
        return QuestionBreakdown(
            question_id=question_id,
            section_id=section_id,
            text=text,
            applicable=applicable,
            not_applicable=counts["not_applicable"],
            no_opportunity=counts["no_opportunity"],
            options=options,
        )
