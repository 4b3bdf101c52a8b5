"""How much practice is done, and whether those who do more of it improve more (S2.6, N3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from debrief.insights.improvement.coached import Coached
from debrief.insights.improvement.criteria_service import SPAN
from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.key_metrics import added, figure, independent, rate_sums
from debrief.insights.improvement.metrics_service import ranged
from debrief.insights.improvement.model import Attribute
from debrief.insights.improvement.together import LEAST_PEOPLE, correlation
from debrief.insights.improvement.views import PracticeCorrelation, PracticeReport, PractisingAgent
from debrief.insights.improvement.weekly_reader import Course, WeeklyReader
from debrief.insights.intervals import newcombe
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.reports.service import ReportQuery, ReportService
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden
from debrief.people.access import Access
from debrief.people.store import PeopleStore

DAYS: Final = 90
MOST_AGENTS: Final = 150
"""Of whom it is read how they did; those with the newest practice."""

_FEW: Final = 5
"""So many of a team are read one by one; of more, the whole team at once."""

_MOST_ROWS: Final = 1_000
_MOST_OF_LINE: Final = 20


class PracticeService:
    """Raises what `ReportService.asked` raises."""

    def __init__(
        self,
        reader: FiguresReader,
        weekly: WeeklyReader,
        reports: ReportService,
        access: Access,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._weekly = weekly
        self._reports = reports
        self._access = access
        self._people = people
        self._clock = clock

    def report(self, caller: Caller, query: ReportQuery) -> PracticeReport:
        """The practice that was given in a period, of an agent, a team, or all whom the caller may see.

        Raises:
            Forbidden: the caller may see nothing but sums of the team.
        """
        today = day_of(self._clock.now(), self._people.settings().time_zone)
        asked = self._reports.asked(caller, ranged(query, today, DAYS))
        if asked.scope.anonymous:
            raise Forbidden("Practice of a team is for those who lead it")
        subjects, minimum = asked.scope.subjects, asked.minimum
        # What came of it lies outside the period too; without the days that the caller judges blindly.
        around = asked.scope._replace(days=Days(asked.days.first - SPAN, today))
        wanted = self._reports.asked_of(caller, around, asked.evaluations, asked.settings).evaluations
        most = _MOST_OF_LINE if len(subjects) > 1 else _MOST_ROWS
        read = [self._reader.coached(each, asked.days, most) for each in subjects]
        scenarios = [each for many in read for each in many if each.practised is not None]
        by_agent: dict[str, list[Coached]] = defaultdict(list)
        for each in sorted(scenarios, key=lambda each: each.given, reverse=True):
            by_agent[each.agent_id].append(each)
        # Whoever supervises a team is told its sums, and people of it only where they see them.
        seen = self._access.seen_ids(caller, list(by_agent))
        some = dict([(id, many) for id, many in by_agent.items() if id in seen][:MOST_AGENTS])
        # Of those who have changed teams, also what they did in another.
        hidden = wanted.without_days | asked.hidden_of(some, ())
        courses = self._courses(some, today, wanted._replace(without_days=hidden))
        moves = {id: moved(many, courses[id], today, minimum) for id, many in some.items()}
        settled = {id: [each for each in many if each.due and each.due < today] for id, many in some.items()}
        gains = {id: moved(many, courses[id], today, minimum).points for id, many in settled.items()}
        names = self._people.names(some)
        over = Days(asked.days.first, min(asked.days.last, today - timedelta(days=1)))
        due = self._reader.completion(subjects, over) if over.first <= over.last else None
        return PracticeReport(
            frame=asked.frame(nothing=False),
            scenarios=len(scenarios),
            tried=sum(bool(each.practised and each.practised.attempts) for each in scenarios),
            passed=sum(each.done is not None for each in scenarios),
            attempts=sum(each.practised.attempts for each in scenarios if each.practised),
            completion=figure(
                "coaching_completion",
                rate_sums(due.practice_in_time if due else 0, due.practice_due if due else 0),
                minimum,
            ),
            correlation=goes_together(settled, gains),
            agents=tuple(
                PractisingAgent(
                    agent_id=id,
                    agent_name=names.get(id, ""),
                    scenarios=len(many),
                    passed=sum(each.done is not None for each in many),
                    attempts=sum(each.practised.attempts for each in many if each.practised),
                    **moves[id]._asdict(),
                )
                for id, many in some.items()
            ),
            more=len(seen) > len(some) or any(len(many) == most for many in read),
        )

    def _courses(
        self, practised: Mapping[str, Sequence[Coached]], today: date, wanted: EvaluationFilter
    ) -> dict[str, Course]:
        """How each did on what they practised: a query for each, or for each scorecard of a team of several."""
        teams: dict[str, list[str]] = defaultdict(list)
        found: dict[str, Course] = {}
        for each in self._people.find_users(sorted(practised)):
            teams[each.team_id or ""].append(each.id)
        for team_id, ids in teams.items():
            if team_id and len(ids) > _FEW:
                all_ = [scenario for id in ids for scenario in practised[id]]
                courses = self._weekly.courses(team_id, *_around(all_, today), wanted.without_days)
                found |= {id: courses.get(id, Course({})) for id in ids}
        for id, many in practised.items():
            if id not in found:
                found[id] = self._weekly.course([Subject("agent", id)], *_around(many, today), wanted)
        return found


def _around(many: Sequence[Coached], today: date) -> tuple[Days, set[Attribute]]:
    """The days that tell what came of some practice, and the criteria that it is of."""
    first = min(each.given for each in many) - SPAN
    last = min(max(each.given for each in many) + SPAN, today)
    return Days(first, last), {attribute for each in many for attribute in each.attributes}


class Moved(NamedTuple):
    """How far somebody's practised criteria moved, in points of their pass rate, with the 95 % interval."""

    points: float | None
    low: float | None
    high: float | None
    answers_before: int
    answers_since: int


def moved(scenarios: Sequence[Coached], course: Course, today: date, minimum: int) -> Moved:
    """Four weeks before the first scenario of each criterion beside the four from its day on, all answers together; no
    answer counts twice where several scenarios are about the same. No points below the minimum sample on either side.
    """
    first: dict[Attribute, date] = {}
    for each in scenarios:
        for attribute in each.attributes:
            first[attribute] = min(first.get(attribute, each.given), each.given)
    before = added([course.within(each, Days(day - SPAN, day - timedelta(days=1))) for each, day in first.items()])
    since = added(
        [course.within(each, Days(day, min(day + SPAN - timedelta(days=1), today))) for each, day in first.items()]
    )
    if min(before.number, since.number) < max(minimum, 1):
        return Moved(None, None, None, before.number, since.number)
    found = newcombe(*independent(before), *independent(since))
    return Moved(100 * found.value, 100 * found.interval.low, 100 * found.interval.high, before.number, since.number)


def goes_together(
    scenarios: Mapping[str, Sequence[Coached]], points: Mapping[str, float | None]
) -> PracticeCorrelation:
    """Whether whoever passed more of their practice in time improved more.

    scenarios: those whose time is over. Of new ones less is passed and less has come, and of old ones more of both:
    all taken together, age alone would make the two go together.
    """
    known = {id: value for id, value in points.items() if value is not None}
    shares = [sum(each.in_time for each in scenarios[id]) / len(scenarios[id]) for id in known]
    found = correlation(shares, list(known.values()))
    verdict = PracticeCorrelation(
        verdict="not_enough_data",
        value=None,
        low=None,
        high=None,
        sample=len(known),
        least=LEAST_PEOPLE,
        left_out=len(points) - len(known),
    )
    if found is None:
        return verdict
    return verdict.model_copy(
        update={
            "verdict": "not_shown" if not found.clear else "together" if found.value > 0 else "apart",
            "value": found.value,
            "low": found.interval.low,
            "high": found.interval.high,
        }
    )
