"""The reports as the API answers them: line items, evaluations, responses, conversations.

Rates come with their 95 % interval, and nothing is a percentage or ranked below the account's minimum sample (N3).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from debrief.insights.intervals import wilson
from debrief.insights.line_items import (
    LineItemRate,
    line_item_rates,
    percent_text,
    spans_several_scorecards,
    strongest_and_weakest,
)
from debrief.insights.projection.conversation_totals import ConversationTotals, metrics, totals_of
from debrief.insights.projection.model import EVERYONE, Counters, Days
from debrief.insights.projection.rollup_reader import EVALUATION_TYPES, EvaluationFilter, RollupReader, ScoreCount
from debrief.insights.reports.access import ReportAccess, Scope, period
from debrief.insights.reports.anonymity import Anonymity
from debrief.insights.reports.model import (
    ConversationPoint,
    ConversationReport,
    EvaluationReport,
    Every,
    Frame,
    LineItemReport,
    LineItemView,
    OptionShare,
    QuestionBreakdown,
    ResponseReport,
    ScoreLine,
    ScorePoint,
    ScoreSummary,
    SectionBreakdown,
)
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of, week_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.averages import average, units_in
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.tally import TallyKey
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import ScorecardVersion


class ReportQuery(NamedTuple):
    """What a report is asked for; None takes the default. first, last: days in the account's time zone."""

    agent_id: str | None = None
    team_id: str | None = None
    first: date | None = None
    last: date | None = None
    evaluations: EvaluationFilter = EvaluationFilter()


TOO_FEW = "Too few people are behind these figures to show them without showing a person"


class Asked(NamedTuple):
    """What is asked for. guard: of an anonymous report. evaluations: those that count for this caller."""

    scope: Scope
    frame_of: Frame
    agent_sentiment: bool
    guard: Anonymity | None
    evaluations: EvaluationFilter

    @property
    def days(self) -> Days:
        return self.scope.days

    @property
    def minimum(self) -> int:
        return self.frame_of.minimum

    def frame(self, *, nothing: bool) -> Frame:
        """What the report says of itself, once all is read.

        Raises:
            Forbidden: nothing is left of it, because too few people are behind each figure.
        """
        left_out = len(self.guard.left_out) if self.guard else 0
        if nothing and left_out:
            raise Forbidden(TOO_FEW)
        return self.frame_of.model_copy(update={"weeks_left_out": left_out})


class ReportService:
    """Makes the reports that a caller may see; each method raises what `ReportAccess.of` and `period` raise."""

    def __init__(self, insights: RollupReader, scopes: ReportAccess, people: PeopleStore, clock: Clock) -> None:
        self._insights = insights
        self._scopes = scopes
        self._people = people
        self._clock = clock
        self._blinds = BlindStore()

    def line_items(self, caller: Caller, query: ReportQuery) -> LineItemReport:
        """Pass rates by scorecard name, then text."""
        asked = self.asked(caller, query)
        counts = self._insights.line_items(asked.scope.subjects, asked.days, asked.evaluations, asked.guard)
        rates = line_item_rates(counts, minimum=asked.minimum)
        if asked.scope.anonymous:
            rates = tuple(rate for rate in rates if rate.enough_data)
        strongest, weakest = strongest_and_weakest(rates)

        def standing(rate: LineItemRate) -> Literal["strongest", "weakest"] | None:
            return "strongest" if rate in strongest else "weakest" if rate in weakest else None

        items = [LineItemView(**dict(rate), percent_text=percent_text(rate), standing=standing(rate)) for rate in rates]
        frame = asked.frame(nothing=not items)
        return LineItemReport(frame=frame, several_scorecards=spans_several_scorecards(rates), items=items)

    def evaluations(self, caller: Caller, query: ReportQuery, every: Every) -> EvaluationReport:
        """How many evaluations of which kind there were, and what they came to."""
        asked = self.asked(caller, query)
        counts = self._insights.scores(asked.scope.subjects, asked.days, asked.evaluations, asked.guard)
        minimum = asked.minimum
        by_type: dict[EvaluationType, int] = dict.fromkeys(EVALUATION_TYPES, 0)
        lines: dict[tuple[str, EvaluationType], list[ScoreCount]] = defaultdict(list)
        points: dict[tuple[date, str], list[ScoreCount]] = defaultdict(list)
        for count in counts:
            by_type[count.type] += count.evaluations
            lines[count.scorecard_id, count.type].append(count)
            points[_bucket(count.day, every, asked.days), count.scorecard_id].append(count)
        names = self._insights.scorecard_names({scorecard_id for scorecard_id, _ in lines})
        items = [
            ScoreLine(**dict(_summary(many, minimum)), scorecard_id=id, scorecard_name=names[id], type=type)
            for (id, type), many in sorted(lines.items(), key=lambda line: (names[line[0][0]].casefold(), *line[0]))
        ]
        if asked.scope.anonymous:
            items = [item for item in items if item.enough_data]
            shown = {type: count for type, count in by_type.items() if count >= minimum}
            frame = asked.frame(nothing=not items)
            return EvaluationReport(frame=frame, by_type=shown, items=items, every=every, series=[])
        series = [_point(*key, points[key], minimum) for key in sorted(points)]
        frame = asked.frame(nothing=False)
        return EvaluationReport(frame=frame, by_type=by_type, items=items, every=every, series=series)

    def responses(self, caller: Caller, query: ReportQuery, scorecard_id: str) -> ResponseReport:
        """What was answered to each question of one scorecard."""
        query = query._replace(
            evaluations=query.evaluations._replace(scorecard_ids=frozenset({scorecard_id})),
        )
        asked = self.asked(caller, query)
        subjects, minimum, anonymous = asked.scope.subjects, asked.minimum, asked.scope.anonymous
        found = _Breakdown(minimum)
        for version, counters in self._insights.responses(subjects, asked.days, asked.evaluations, asked.guard):
            found.add(version, counters)
        overall = _summary(self._insights.scores(subjects, asked.days, asked.evaluations, asked.guard), minimum)
        if anonymous and not overall.enough_data:
            overall = _summary([], minimum)
        sections = [each for each in found.sections() if not anonymous or each.scored >= minimum]
        questions = [each for each in found.questions() if not anonymous or each.applicable >= minimum]
        return ResponseReport(
            frame=asked.frame(nothing=not (sections or questions or overall.enough_data)),
            scorecard_id=scorecard_id,
            scorecard_name=self._insights.scorecard_names([scorecard_id])[scorecard_id],
            overall=overall,
            sections=sections,
            questions=questions,
        )

    def conversations(self, caller: Caller, query: ReportQuery, every: Every) -> ConversationReport:
        """What the conversations were like."""
        asked = self.asked(caller, query)
        by_day = self._insights.conversations(asked.scope.subjects, asked.days, asked.guard)
        totals = _sum(by_day.values())
        if asked.scope.anonymous:
            totals = totals.known_in(asked.minimum)
        buckets: dict[date, list[ConversationTotals]] = defaultdict(list)
        for day, each in by_day.items():
            buckets[_bucket(day, every, asked.days)].append(each)
        series = [ConversationPoint(first_day=day, totals=_sum(many)) for day, many in sorted(buckets.items())]
        return ConversationReport(
            frame=asked.frame(nothing=not totals.count),
            totals=totals,
            metrics=list(metrics(totals, minimum=asked.minimum, agent_sentiment=asked.agent_sentiment)),
            every=every,
            series=[] if asked.scope.anonymous else series,
        )

    def asked(self, caller: Caller, query: ReportQuery) -> Asked:
        """What a query comes to for the caller. Raises what `ReportAccess.of` and `period` raise."""
        settings = self._people.settings()
        days = period(query.first, query.last, settings.time_zone, self._clock)
        today = day_of(self._clock.now(), settings.time_zone)
        scope = self._scopes.of(caller, query.agent_id, query.team_id, days, today)
        hidden = self._hidden(caller, scope, settings.time_zone)
        frame = Frame(
            first_day=scope.days.first,
            last_day=scope.days.last,
            time_zone=settings.time_zone,
            minimum=settings.minimum_sample,
            anonymous=scope.anonymous,
            weeks_left_out=0,
            days_left_out=len(hidden),
        )
        guard = Anonymity(scope.crowd) if scope.crowd else None
        return Asked(scope, frame, settings.agent_sentiment, guard, query.evaluations._replace(without_days=hidden))

    def _hidden(self, caller: Caller, scope: Scope, time_zone: str) -> frozenset[date]:
        """The days of conversations that the caller judges blindly: a figure of one day may tell how one came out."""
        spots = self._blinds.spots(caller.user_id)
        if not spots.spots:
            return frozenset()
        if EVERYONE not in scope.subjects:
            agents = [each.id for each in scope.subjects if each.kind == "agent"]
            spots = spots.about(agents, [each.id for each in scope.subjects if each.kind == "team"])
        return frozenset(day for day in spots.days(time_zone) if scope.days.first <= day <= scope.days.last)


class _Breakdown:
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


def _summary(counts: Sequence[ScoreCount], minimum: int) -> ScoreSummary:
    scored = sum(count.scored for count in counts)
    passed = sum(count.passed for count in counts)
    enough = scored >= minimum
    interval = wilson(passed, scored) if enough else None
    return ScoreSummary(
        evaluations=sum(count.evaluations for count in counts),
        scored=scored,
        average=_average(counts, scored) if enough else None,
        passed=passed,
        pass_percent=100 * passed / scored if enough else None,
        pass_low=100 * interval.low if interval else None,
        pass_high=100 * interval.high if interval else None,
        auto_failed=sum(count.auto_failed for count in counts),
        enough_data=enough,
    )


def _point(first_day: date, scorecard_id: str, counts: Sequence[ScoreCount], minimum: int) -> ScorePoint:
    scored = sum(count.scored for count in counts)
    return ScorePoint(
        first_day=first_day,
        scorecard_id=scorecard_id,
        evaluations=sum(count.evaluations for count in counts),
        scored=scored,
        average=_average(counts, scored) if scored else None,
        enough_data=scored >= minimum,
    )


def _average(counts: Sequence[ScoreCount], scored: int) -> float:
    return average(sum(count.score_units for count in counts), scored)


def _sum(many: Iterable[ConversationTotals]) -> ConversationTotals:
    return totals_of(each.model_dump() for each in many)


def _bucket(day: date, every: Every, days: Days) -> date:
    """The first day of the day or week that `day` belongs to, within the period."""
    return day if every == "day" else max(week_of(day)[0], days.first)
