"""The reports as the API answers them: line items, evaluations, responses, conversations.

Rates come with their 95 % interval, and nothing is a percentage or ranked below the account's minimum sample (N3).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from debrief.insights.projection.model import EVERYONE, Days
from debrief.insights.projection.rollup_reader import EVALUATION_TYPES, EvaluationFilter, RollupReader, ScoreCount
from debrief.insights.reports.access import MOST_PERSON_DAYS, ReportAccess, Scope, before, length_of, period
from debrief.insights.reports.anonymity import Anonymity
from debrief.insights.reports.beside import questions_beside, rates_before, sections_beside
from debrief.insights.reports.model import (
    ComparedLineItem,
    ConversationPoint,
    ConversationReport,
    EvaluationReport,
    Every,
    Frame,
    LineItemReport,
    QuestionBreakdown,
    ReportDays,
    ResponseReport,
    SampleOf,
    ScoreLine,
    ScorePoint,
    ScoreSummary,
    SectionBreakdown,
)
from debrief.insights.reports.responses import Breakdown
from debrief.insights.reports.sampled import drawn_alike, sample_of, within
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of, week_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden, RuleBroken
from debrief.people.model import AccountSettings
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.averages import average
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.evaluations.words import EvaluationType


class ReportQuery(NamedTuple):
    """What a report is asked for; None takes the default. first, last: days in the account's time zone."""

    agent_id: str | None = None
    team_id: str | None = None
    first: date | None = None
    last: date | None = None
    evaluations: EvaluationFilter = EvaluationFilter()


TOO_FEW = "Too few people are behind these figures to show them without showing a person"


class Asked(NamedTuple):
    """What is asked for.

    settings: of the account. guard: of an anonymous report. evaluations: those that count for this caller. blind: what
    they judge blindly.
    """

    scope: Scope
    frame_of: Frame
    settings: AccountSettings
    guard: Anonymity | None
    evaluations: EvaluationFilter
    blind: BlindSpots | None = None

    @property
    def days(self) -> Days:
        return self.scope.days

    @property
    def minimum(self) -> int:
        return self.frame_of.minimum

    def hidden_of(self, agent_ids: Iterable[str], team_ids: Iterable[str]) -> frozenset[date]:
        """The days of conversations of these people and teams that the caller judges blindly, where others than those
        of the scope are read beside it.
        """
        return self.blind.about(agent_ids, team_ids).days(self.settings.time_zone) if self.blind else frozenset()

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

    def line_items(self, caller: Caller, query: ReportQuery, *, previous: bool = False) -> LineItemReport:
        """Pass rates by scorecard name, then text; with `previous` each beside that of the period before."""
        asked = self.asked(caller, query)
        rates = self._rates(asked)
        past = self.asked_before(caller, query, asked) if previous else None
        earlier = rates_before(rates, self._rates(past)) if past else {}
        strongest, weakest = strongest_and_weakest(rates)

        def standing(rate: LineItemRate) -> Literal["strongest", "weakest"] | None:
            return "strongest" if rate in strongest else "weakest" if rate in weakest else None

        sample = self._sample(asked)
        drawn = self._drawn(asked, rates) if sample else {}

        def bounds(rate: LineItemRate) -> tuple[float | None, float | None]:
            own = drawn.get((rate.scorecard_id, rate.question_id))
            found = within(own, sample.conversations) if sample and own else None
            return (found.low, found.high) if found else (None, None)

        items = [
            ComparedLineItem(
                **dict(rate),
                sample_low=bounds(rate)[0],
                sample_high=bounds(rate)[1],
                percent_text=percent_text(rate),
                standing=standing(rate),
                before=earlier.get((rate.scorecard_id, rate.question_id)),
            )
            for rate in rates
        ]
        return LineItemReport(
            frame=asked.frame(nothing=not items),
            several_scorecards=spans_several_scorecards(rates),
            before=_period(past),
            sample=sample,
            items=items,
        )

    def _sample(self, asked: Asked) -> SampleOf | None:
        """What the rates were drawn from. Of people whom the caller doesn't see, small counts stay untold."""
        sampling = asked.settings.automatic_sampling
        if sampling.how == "all":
            return None
        by_day = self._insights.conversations(asked.scope.subjects, asked.days, asked.guard)
        conversations = _sum(by_day.values()).count
        if asked.scope.anonymous and conversations < asked.minimum:
            return None
        return sample_of(sampling, conversations)

    def _drawn(self, asked: Asked, rates: Sequence[LineItemRate]) -> dict[tuple[str, str], LineItemRate]:
        """The rates of what was drawn by lot, by scorecard and question; none where they don't tell of the others, and
        where the line is too long to read it once more."""
        types, subjects = asked.evaluations.types, asked.scope.subjects
        if not drawn_alike(asked.settings.automatic_sampling, subjects) or (types and "automatic" not in types):
            return {}
        if types != {"automatic"}:
            if len(subjects) * length_of(asked.days) * 3 > MOST_PERSON_DAYS:
                return {}
            evaluations = asked.evaluations._replace(types=frozenset({"automatic"}))
            rates = self._rates(asked._replace(evaluations=evaluations))
        return {(each.scorecard_id, each.question_id): each for each in rates}

    def _rates(self, asked: Asked) -> tuple[LineItemRate, ...]:
        counts = self._insights.line_items(asked.scope.subjects, asked.days, asked.evaluations, asked.guard)
        rates = line_item_rates(counts, minimum=asked.minimum)
        return tuple(rate for rate in rates if rate.enough_data) if asked.scope.anonymous else rates

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

    def responses(
        self, caller: Caller, query: ReportQuery, scorecard_id: str, *, previous: bool = False
    ) -> ResponseReport:
        """What was answered to each question of one scorecard; with `previous` beside that of the period before."""
        query = query._replace(
            evaluations=query.evaluations._replace(scorecard_ids=frozenset({scorecard_id})),
        )
        asked = self.asked(caller, query)
        overall, sections, questions = self._answered(asked)
        past = self.asked_before(caller, query, asked) if previous else None
        overall_before = None
        if past:
            overall_before, sections_then, questions_then = self._answered(past)
            sections = sections_beside(sections, sections_then)
            questions = questions_beside(questions, questions_then)
        return ResponseReport(
            frame=asked.frame(nothing=not (sections or questions or overall.enough_data)),
            scorecard_id=scorecard_id,
            scorecard_name=self._insights.scorecard_names([scorecard_id])[scorecard_id],
            before=_period(past),
            overall_before=overall_before,
            overall=overall,
            sections=sections,
            questions=questions,
        )

    def _answered(self, asked: Asked) -> tuple[ScoreSummary, list[SectionBreakdown], list[QuestionBreakdown]]:
        """The whole, the sections and the questions of what is asked for."""
        subjects, minimum, anonymous = asked.scope.subjects, asked.minimum, asked.scope.anonymous
        found = Breakdown(minimum)
        for version, counters in self._insights.responses(subjects, asked.days, asked.evaluations, asked.guard):
            found.add(version, counters)
        overall = _summary(self._insights.scores(subjects, asked.days, asked.evaluations, asked.guard), minimum)
        if anonymous and not overall.enough_data:
            overall = _summary([], minimum)
        sections = [each for each in found.sections() if not anonymous or each.scored >= minimum]
        questions = [each for each in found.questions() if not anonymous or each.applicable >= minimum]
        return overall, sections, questions

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
            metrics=list(metrics(totals, minimum=asked.minimum, agent_sentiment=asked.settings.agent_sentiment)),
            every=every,
            series=[] if asked.scope.anonymous else series,
        )

    def asked(self, caller: Caller, query: ReportQuery) -> Asked:
        """What a query comes to for the caller. Raises what `ReportAccess.of` and `period` raise."""
        settings = self._people.settings()
        days = period(query.first, query.last, settings.time_zone, self._clock)
        scope = self.scope(caller, query.agent_id, query.team_id, days, settings)
        return self.asked_of(caller, scope, query.evaluations, settings)

    def scope(
        self, caller: Caller, agent_id: str | None, team_id: str | None, days: Days, settings: AccountSettings
    ) -> Scope:
        """Whose work the caller may see in sum. Raises what `ReportAccess.of` raises."""
        today = day_of(self._clock.now(), settings.time_zone)
        return self._scopes.of(caller, agent_id, team_id, days, today)

    def asked_of(
        self,
        caller: Caller,
        scope: Scope,
        evaluations: EvaluationFilter,
        settings: AccountSettings,
        blind: BlindSpots | None = None,
    ) -> Asked:
        """What is asked for of a scope that the caller may see. blind: what they judge blindly, where it was read."""
        spots = blind if blind is not None else self._blinds.spots(caller.user_id)
        hidden = self._hidden(spots, scope, settings.time_zone)
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
        return Asked(scope, frame, settings, guard, evaluations._replace(without_days=hidden), spots)

    def asked_before(self, caller: Caller, query: ReportQuery, asked: Asked) -> Asked | None:
        """The same for the period of the same length that ends where this one begins.

        None where it can't stand beside it: it would show other people, or other weeks, than it is asked for; or the
        line is too long to read both.
        """
        days = before(asked.days)
        if days is None or len(asked.scope.subjects) * 2 * length_of(days) > MOST_PERSON_DAYS:
            return None
        try:
            # Whoever sees one person, or everybody, does so on every day.
            alike = query.agent_id is not None or asked.scope.subjects == (EVERYONE,)
            scope = (
                asked.scope._replace(days=days)
                if alike
                else self.scope(caller, query.agent_id, query.team_id, days, asked.settings)
            )
        except (Forbidden, RuleBroken):
            return None
        if scope.days != days or scope.anonymous != asked.scope.anonymous:
            return None
        return self.asked_of(caller, scope, asked.evaluations, asked.settings, asked.blind)

    def _hidden(self, spots: BlindSpots, scope: Scope, time_zone: str) -> frozenset[date]:
        """The days of conversations that the caller judges blindly: a figure of one day may tell how one came out."""
        if not spots.spots:
            return frozenset()
        if EVERYONE not in scope.subjects:
            agents = [each.id for each in scope.subjects if each.kind == "agent"]
            spots = spots.about(agents, [each.id for each in scope.subjects if each.kind == "team"])
        return frozenset(day for day in spots.days(time_zone) if scope.days.first <= day <= scope.days.last)


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
        average=_average(counts, scored) if scored >= minimum else None,
        enough_data=scored >= minimum,
    )


def _average(counts: Sequence[ScoreCount], scored: int) -> float:
    return average(sum(count.score_units for count in counts), scored)


def _period(asked: Asked | None) -> ReportDays | None:
    return ReportDays(first_day=asked.days.first, last_day=asked.days.last) if asked else None


def _sum(many: Iterable[ConversationTotals]) -> ConversationTotals:
    return totals_of(each.model_dump() for each in many)


def _bucket(day: date, every: Every, days: Days) -> date:
    """The first day of the day or week that `day` belongs to, within the period."""
    return day if every == "day" else max(week_of(day)[0], days.first)
