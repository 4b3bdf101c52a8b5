"""The five key metrics of an agent, a team, a line or the account, beside those who weren't coached (S2.7, N3)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from debrief.insights.exact_tests import clear_chances
from debrief.insights.improvement.beyond_chance import prediction
from debrief.insights.improvement.candidates_reader import CandidatesReader
from debrief.insights.improvement.coached import Completion
from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.key_metrics import (
    KEY_METRICS,
    NOTHING,
    UNITS,
    Figures,
    KeyFigure,
    KeyMetric,
    changes,
    figure,
    points_in_unit,
    rate_sums,
)
from debrief.insights.improvement.matched import Stand, effect
from debrief.insights.improvement.matching import alike, shifts
from debrief.insights.improvement.model import Attribute, Verdict
from debrief.insights.improvement.views import KeyMetricLine, KeyMetricsReport, Matched
from debrief.insights.projection.model import Days
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.reports.model import ReportDays
from debrief.insights.reports.service import Asked, ReportQuery, ReportService
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.people.store import PeopleStore

DAYS: Final = 30
"""Of a report unless told."""

_HELD: Final[tuple[KeyMetric, ...]] = ("quality", "first_call_resolution", "compliance", "sentiment_arc")
"""What colleagues who weren't coached have as well."""

Told = tuple[Matched, float, bool]
"""What is told, its chance, and whether it is better than expected."""


class KeyMetricsService:
    """Raises what `ReportService.asked` raises."""

    def __init__(
        self,
        reader: FiguresReader,
        reports: ReportService,
        candidates: CandidatesReader,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._reports = reports
        self._candidates = candidates
        self._people = people
        self._clock = clock

    def report(self, caller: Caller, query: ReportQuery, *, beside: bool = False) -> KeyMetricsReport:
        """The metrics beside the period before; with `beside` what became of those who were coached, beside colleagues
        who weren't. Two queries for each subject and, with `beside`, three for each of ten teams at most.
        """
        today = day_of(self._clock.now(), self._people.settings().time_zone)
        asked = self._reports.asked(caller, ranged(query, today, DAYS))
        past = self._reports.asked_before(caller, query, asked)
        (now, done), *earlier = self._of([asked, past] if past else [asked], today)
        before = earlier[0][0] if earlier else {}
        moved = changes(before, now, asked.minimum)
        coached, held = self._beside(caller, asked, past, [before, now], beside=beside)
        hidden = asked.scope.anonymous
        lines = tuple(
            KeyMetricLine(
                name=each,
                unit=UNITS[each],
                now=_shown(figure(each, now.get(each, NOTHING), asked.minimum), hidden=hidden),
                before=_shown(figure(each, before.get(each, NOTHING), asked.minimum), hidden=hidden) if past else None,
                change=moved.get(each),
                matched=held.get(each),
            )
            for each in KEY_METRICS
        )
        return KeyMetricsReport(
            frame=asked.frame(nothing=all(each.now.value is None for each in lines)),
            before=ReportDays(first_day=past.days.first, last_day=past.days.last) if past else None,
            metrics=lines,
            coached=coached,
            practice_due=done.practice_due,
            practice_in_time=done.practice_in_time,
        )

    def _of(self, periods: Sequence[Asked], today: date) -> list[tuple[Figures, Completion]]:
        """The figures of each of them; read at once where they are of the same people."""
        one = periods[0]
        if len({each.scope.subjects for each in periods}) > 1:
            return [found for each in periods for found in self._of([each], today)]
        days, wanted = [each.days for each in periods], _wanted(periods)
        nothing = Completion(0, 0, 0, 0)
        if one.scope.anonymous:
            guards = [each.guard for each in periods if each.guard]
            # Nothing tells how many people are behind what was due.
            return [(each, nothing) for each in self._reader.figures(one.scope.subjects, days, wanted, guards)]
        figures = self._reader.figures(one.scope.subjects, days, wanted)
        over = [Days(each.first, min(each.last, today - timedelta(days=1))) for each in days]
        ended = [each for each in over if each.first <= each.last]
        done = dict(zip(ended, self._reader.completions(one.scope.subjects, ended), strict=True)) if ended else {}
        return [
            ({**each, "coaching_completion": rate_sums(done[days].in_time, done[days].due)}, done[days])
            if days in done
            else (each, nothing)
            for each, days in zip(figures, over, strict=True)
        ]

    def _beside(
        self, caller: Caller, asked: Asked, past: Asked | None, own: Sequence[Figures], *, beside: bool
    ) -> tuple[int | None, Mapping[KeyMetric, Matched]]:
        if not beside or past is None or asked.scope.anonymous or caller.reach is Reach.OWN:
            return None, {}
        chosen = self._candidates.of(caller, asked.scope.subjects, past.days, asked.days)
        if not chosen.coached:
            return 0, {}
        wanted = _wanted([past, asked])
        beyond = asked.hidden_of([*chosen.coached, *chosen.colleagues], chosen.team_ids)
        wanted = wanted._replace(without_days=wanted.without_days | beyond)
        members = self._reader.stands(chosen.team_ids, [past.days, asked.days], wanted)
        nothing: list[Figures] = [{}, {}]
        others = {each: members.get(each, nothing) for each in chosen.colleagues}
        is_one = [each.kind for each in asked.scope.subjects] == ["agent"]
        # What one agent comes to is all that they did, in whichever team.
        coached = {each: own if is_one else members.get(each, nothing) for each in chosen.coached}
        hold = _one if is_one else _many
        told = {each: hold(each, coached, others, asked.minimum) for each in _HELD}
        clear = clear_chances([chance for _, chance, _ in told.values()])
        return len(chosen.coached), {
            each: matched.model_copy(update={"verdict": _verdict(matched, is_clear=is_clear, is_above=is_above)})
            for (each, (matched, _, is_above)), is_clear in zip(told.items(), clear, strict=True)
        }


def _wanted(periods: Sequence[Asked]) -> EvaluationFilter:
    """What counts in all of them: the days that are hidden in one lie in no other."""
    hidden = frozenset[date]().union(*(each.evaluations.without_days for each in periods))
    return periods[0].evaluations._replace(without_days=hidden)


def ranged(query: ReportQuery, today: date, days: int) -> ReportQuery:
    """The query over its days; over so many up to today unless told."""
    if query.first is not None or query.last is not None:
        return query
    return query._replace(first=today - timedelta(days=days - 1), last=today)


def _shown(found: KeyFigure, *, hidden: bool) -> KeyFigure:
    """Counts below the minimum aren't told of people whom the caller doesn't see."""
    return KeyFigure(value=None, sample=0) if hidden and found.value is None else found


def _stand(metric: KeyMetric, periods: Sequence[Figures]) -> Stand:
    return Stand(periods[0].get(metric, NOTHING), periods[1].get(metric, NOTHING))


def _one(
    metric: KeyMetric, coached: Mapping[str, Sequence[Figures]], others: Mapping[str, Sequence[Figures]], minimum: int
) -> Told:
    """One person, beside where one more of the colleagues would be found who stood where they did."""
    ((_, periods),) = coached.items()
    own, key = _stand(metric, periods), Attribute(metric)
    stands = {id: _stand(metric, each) for id, each in others.items()}
    weeks = {id: {key: each.before} for id, each in stands.items()}
    near = alike({key: own.before}, weeks, [key])
    lasts = shifts({key: own.before}, weeks, near, [key]).get(key, 0.0)
    colleagues = [stands[each].now for each in near if stands[each].now.number]
    found = prediction(own.now, colleagues, lasts) if own.now.number >= max(minimum, 1) else None
    if found is None:
        return Matched(verdict="not_enough_data", coached=1, colleagues=len(colleagues)), 1.0, False
    value = own.now.hundredths / own.now.number / 100
    return (
        Matched(
            verdict="not_shown",
            points=points_in_unit(metric, value - found.value),
            low=points_in_unit(metric, value - found.high),
            high=points_in_unit(metric, value - found.low),
            coached=1,
            colleagues=len(colleagues),
        ),
        found.chance,
        found.above,
    )


def _many(
    metric: KeyMetric, coached: Mapping[str, Sequence[Figures]], others: Mapping[str, Sequence[Figures]], _: int
) -> Told:
    """Several people, each beside one colleague who stood where they did."""
    found = effect(
        {id: _stand(metric, each) for id, each in coached.items()},
        {id: _stand(metric, each) for id, each in others.items()},
    )
    if found is None:
        return Matched(verdict="not_enough_data", coached=0, colleagues=0), 1.0, False
    matched = Matched(
        verdict="not_shown",
        points=points_in_unit(metric, found.points),
        low=points_in_unit(metric, found.low),
        high=points_in_unit(metric, found.high),
        coached=found.pairs,
        colleagues=found.pairs,
    )
    return matched, found.chance, found.points > 0


def _verdict(matched: Matched, *, is_clear: bool, is_above: bool) -> Verdict:
    if matched.points is None:
        return "not_enough_data"
    return "improved" if is_clear and is_above else "not_shown"
