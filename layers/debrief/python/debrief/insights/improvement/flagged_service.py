"""How a team does on its flagged criteria, over 30 and 60 days and as many before (S2.6, N3).

Which criteria those are is told by both periods of the longer window together. Were it told by the newer days alone,
bad days would be picked and the team seem to get worse; by the older alone, it would seem to get better.

All of them together count as the evaluations that they are of, see `key_metrics`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from debrief.insights.comparing import rate_changes
from debrief.insights.improvement.criteria_names_reader import CriteriaNames
from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.key_metrics import added, figure, independent, with_share
from debrief.insights.improvement.model import Attribute, AttributeAverage, AttributeMove
from debrief.insights.improvement.views import FlaggedCriteria, FlaggedCriterionLine, FlaggedWindow
from debrief.insights.improvement.weekly_reader import Course, WeeklyReader
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days, Subject
from debrief.insights.reports.service import ReportQuery, ReportService
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.store import ScorecardStore

WindowDays = Literal[30, 60]
WINDOWS: Final[tuple[WindowDays, ...]] = (30, 60)
MOST_CRITERIA: Final = 20
_MOST_ROWS: Final = 500
_MOST_OF_LINE: Final = 20
"""What somebody was coached with, of each of a line."""


class Window(NamedTuple):
    """The answers to some criteria over a window, and before it."""

    days: WindowDays
    now: Sums
    before: Sums


class FlaggedService:
    """Raises what `ReportService.asked` raises."""

    def __init__(
        self,
        reader: FiguresReader,
        weekly: WeeklyReader,
        reports: ReportService,
        scorecards: ScorecardStore,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._weekly = weekly
        self._reports = reports
        self._scorecards = scorecards
        self._people = people
        self._clock = clock

    def of(self, caller: Caller, agent_id: str | None, team_id: str | None) -> FlaggedCriteria:
        """The flagged criteria of an agent, a team, or all whom the caller may see, those of the most logs first.

        Raises:
            Forbidden: the caller may see nothing but sums of the team, and which criteria are flagged would tell whose.
        """
        today = day_of(self._clock.now(), self._people.settings().time_zone)
        days = Days(today - timedelta(days=2 * WINDOWS[-1] - 1), today)
        asked = self._reports.asked(caller, ReportQuery(agent_id, team_id, days.first, days.last))
        if asked.scope.anonymous:
            raise Forbidden("Flagged criteria of a team are for those who lead it")
        subjects = asked.scope.subjects
        logs = {
            Attribute(card, question_id=question): count
            for (card, question), count in self._reader.logged(subjects, days).items()
        }
        coached = self._coached(subjects, days)
        found = sorted({*logs, *coached}, key=lambda each: (-logs.get(each, 0), str(each)))
        some = found[:MOST_CRITERIA]
        course = self._weekly.course(subjects, days, some, asked.evaluations)
        lines = windows([[each] for each in some] + [some], course, today, asked.minimum)
        names = CriteriaNames(self._scorecards, some)
        return FlaggedCriteria(
            frame=asked.frame(nothing=False),
            overall=lines[-1] if some else (),
            items=tuple(
                FlaggedCriterionLine(
                    scorecard_id=each.scorecard_id,
                    scorecard_name=names.scorecard(each),
                    question_id=each.question_id or "",
                    name=names.criterion(each),
                    logs=logs.get(each, 0),
                    coached=each in coached,
                    windows=line,
                )
                for each, line in zip(some, lines[:-1], strict=True)
            ),
            more=len(found) > len(some),
        )

    def _coached(self, subjects: Sequence[Subject], days: Days) -> set[Attribute]:
        most = _MOST_OF_LINE if len(subjects) > 1 else _MOST_ROWS
        return {
            attribute
            for subject in subjects
            for each in self._reader.coached(subject, days, most)
            for attribute in each.attributes
            if attribute.question_id
        }


def windows(
    groups: Sequence[Sequence[Attribute]], course: Course, today: date, minimum: int
) -> list[tuple[FlaggedWindow, ...]]:
    """Each group's answers over each window; what is clear is decided over all groups and windows together."""
    read = [[_window(group, course, days, today) for days in WINDOWS] for group in groups]
    flat = [each for many in read for each in many]
    told = [each for each in flat if min(each.now.number, each.before.number) >= max(minimum, 1)]
    moves: dict[int, AttributeMove] = {}
    found = rate_changes([(independent(each.before), independent(each.now)) for each in told])
    for each, thinned in zip(told, found, strict=True):
        points = (each.now.hundredths / each.now.number - each.before.hundredths / each.before.number) / 100
        change = thinned._replace(points=points, interval=with_share(thinned.interval, points))
        moves[id(each)] = AttributeMove(
            points=change.points, low=change.interval.low, high=change.interval.high, direction=change.direction
        )
    return [
        tuple(
            FlaggedWindow(
                days=each.days,
                now=_average(each.now, minimum),
                before=_average(each.before, minimum),
                move=moves.get(id(each)),
            )
            for each in many
        )
        for many in read
    ]


def _window(group: Sequence[Attribute], course: Course, days: WindowDays, today: date) -> Window:
    first = today - timedelta(days=days - 1)
    before = Days(first - timedelta(days=days), first - timedelta(days=1))
    return Window(days, _together(group, course, Days(first, today)), _together(group, course, before))


def _together(group: Sequence[Attribute], course: Course, days: Days) -> Sums:
    """The answers to some criteria. Each is asked once in an evaluation, so there are at least as many of these."""
    evaluations: dict[str, int] = defaultdict(int)
    read = [course.within(each, days) for each in group]
    for each, sums in zip(group, read, strict=True):
        evaluations[each.scorecard_id] = max(evaluations[each.scorecard_id], sums.number)
    return added(read, apart=sum(evaluations.values()))


def _average(sums: Sums, minimum: int) -> AttributeAverage:
    found = figure("compliance", sums, minimum)
    return AttributeAverage(value=found.value, sample=found.sample, low=found.low, high=found.high)
