"""How somebody has come along, week by week, on each criterion that they are coached on (S2.6, N3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from debrief.insights.improvement.candidates_reader import CandidatesReader
from debrief.insights.improvement.coached import Coached
from debrief.insights.improvement.criteria_names_reader import CriteriaNames
from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.matching import alike, shifts
from debrief.insights.improvement.model import Attribute, AttributeProgress
from debrief.insights.improvement.progress import average, progress
from debrief.insights.improvement.views import CoachedCriteria, CoachedCriterion, CriterionPractice, CriterionWeek
from debrief.insights.improvement.weekly_reader import Course, WeeklyReader
from debrief.insights.projection.model import Days, Subject
from debrief.insights.reports.service import Asked, ReportQuery, ReportService
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of, week_of
from debrief.kernel.clock import Clock
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.store import ScorecardStore

BACK: Final = 92
"""Days back to which coaching is told of."""

SPAN: Final = timedelta(days=28)
"""What is compared: four weeks before the coaching, and the four newest since."""

WEEKS_BEFORE: Final = 8
MOST_CRITERIA: Final = 10
_MOST_ROWS: Final = 100


class Followed(NamedTuple):
    """A criterion with all that somebody was coached on it with, the newest first."""

    attribute: Attribute
    coached: tuple[Coached, ...]

    @property
    def given(self) -> date:
        return self.coached[0].given


class CriteriaService:
    """Raises what `ReportService.asked` raises for one person."""

    def __init__(
        self,
        reader: FiguresReader,
        weekly: WeeklyReader,
        reports: ReportService,
        candidates: CandidatesReader,
        scorecards: ScorecardStore,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._weekly = weekly
        self._reports = reports
        self._candidates = candidates
        self._scorecards = scorecards
        self._people = people
        self._clock = clock

    def of(self, caller: Caller, agent_id: str | None) -> CoachedCriteria:
        """What somebody was coached on in the past three months, the newest first; the caller unless told.

        Colleagues are held beside whoever leads them alone: a query for each scorecard, and two for the team.
        """
        agent_id = agent_id or caller.user_id
        today = day_of(self._clock.now(), self._people.settings().time_zone)
        first = today - timedelta(days=BACK)
        # The weeks before the first coaching are looked at too, without the days that the caller judges blindly.
        since = first - timedelta(weeks=WEEKS_BEFORE + 1)
        asked = self._reports.asked(caller, ReportQuery(agent_id, None, since, today))
        coached = self._reader.coached(Subject("agent", agent_id), Days(first, today), _MOST_ROWS)
        followed = followed_in(coached)
        some = followed[:MOST_CRITERIA]
        compared = caller.reach is not Reach.OWN and caller.user_id != agent_id
        return CoachedCriteria(
            frame=asked.frame(nothing=False),
            agent_id=agent_id,
            items=self._items(caller, asked, some, today, compared=compared) if some else (),
            more=len(followed) > len(some) or len(coached) == _MOST_ROWS,
            compared=compared,
        )

    def _items(
        self, caller: Caller, asked: Asked, followed: Sequence[Followed], today: date, *, compared: bool
    ) -> tuple[CoachedCriterion, ...]:
        attributes = [each.attribute for each in followed]
        begin = min(each.given for each in followed) - timedelta(weeks=WEEKS_BEFORE)
        course = self._weekly.course(
            asked.scope.subjects, Days(week_of(begin)[0], today), attributes, asked.evaluations
        )
        spans = {each.attribute: spans_of(each.given, today) for each in followed}
        others = self._colleagues(caller, asked, spans) if compared else {}
        lines = held(course, others, spans, asked.minimum)
        names = CriteriaNames(self._scorecards, attributes)
        return tuple(
            CoachedCriterion(
                scorecard_id=each.attribute.scorecard_id,
                scorecard_name=names.scorecard(each.attribute),
                question_id=each.attribute.question_id,
                section_id=each.attribute.section_id,
                name=names.criterion(each.attribute),
                given=each.given,
                times=len(each.coached),
                practice=practice_of(each.coached),
                weeks=weeks_of(course, each.attribute, each.given, today, asked.minimum),
                progress=line,
            )
            for each, line in zip(followed, lines, strict=True)
        )

    def _colleagues(
        self, caller: Caller, asked: Asked, spans: Mapping[Attribute, tuple[Days, Days]]
    ) -> dict[str, Course]:
        """How members of the agent's team did who weren't coached on anything meanwhile."""
        agent = self._people.find_user(asked.scope.subjects[0].id)
        if agent is None or agent.team_id is None:
            return {}
        whole = Days(min(before.first for before, _ in spans.values()), max(now.last for _, now in spans.values()))
        free = self._candidates.uncoached(caller, [agent.team_id], whole, without=[agent.id])
        if not free:
            return {}
        hidden = asked.hidden_of([*free, agent.id], [agent.team_id])
        courses = self._weekly.courses(agent.team_id, whole, list(spans), hidden)
        return {each: courses.get(each, Course({})) for each in free}


def followed_in(coached: Sequence[Coached]) -> list[Followed]:
    """The criteria that somebody was coached on, those with the newest coaching first."""
    found: dict[Attribute, list[Coached]] = defaultdict(list)
    for each in coached:
        for attribute in each.attributes:
            found[attribute].append(each)
    many = [
        Followed(attribute, tuple(sorted(all_, key=lambda each: each.given, reverse=True)))
        for attribute, all_ in found.items()
    ]
    return sorted(many, key=lambda each: (-each.given.toordinal(), each.attribute.scorecard_id, str(each.attribute)))


def spans_of(given: date, today: date) -> tuple[Days, Days]:
    """What is compared: the four weeks before the coaching, and the four newest from its day on."""
    before = Days(given - SPAN, given - timedelta(days=1))
    return before, Days(max(given, today - SPAN + timedelta(days=1)), today)


def held(
    own: Course, others: Mapping[str, Course], spans: Mapping[Attribute, tuple[Days, Days]], minimum: int
) -> list[AttributeProgress]:
    """How far each criterion moved, beside the colleagues who were most like the agent before. Which have improved is
    decided over all of them together."""
    attributes = list(spans)
    before = {each: own.within(each, spans[each][0]) for each in attributes}
    now = {each: own.within(each, spans[each][1]) for each in attributes}
    chosen: dict[Attribute, list[str]] = {}
    lasts: dict[Attribute, float] = {}
    for each in attributes:
        weeks = {id: {each: course.within(each, spans[each][0])} for id, course in others.items()}
        mine = {each: before[each]}
        chosen[each] = alike(mine, weeks, [each])
        lasts |= shifts(mine, weeks, chosen[each], [each])
    used = sorted({id for ids in chosen.values() for id in ids})
    colleagues = [
        {each: others[id].within(each, spans[each][1]) for each in attributes if id in chosen[each]} for id in used
    ]
    lines = progress(attributes, before, now, colleagues, shifts=lasts, left_out=0, minimum=minimum)
    return [
        line.model_copy(
            update={
                "expected": line.expected.model_copy(update={"left_out": len(chosen[each]) - line.expected.colleagues})
                if line.expected
                else None
            }
        )
        for each, line in zip(attributes, lines, strict=True)
    ]


def weeks_of(course: Course, attribute: Attribute, given: date, today: date, minimum: int) -> tuple[CriterionWeek, ...]:
    """The weeks from eight before the coaching on. The one in which it was given is cut there, so that none is both."""
    found: list[CriterionWeek] = []
    day = week_of(given - timedelta(weeks=WEEKS_BEFORE))[0]
    while day <= today:
        last = week_of(day)[1]
        if day < given <= last:
            last = given - timedelta(days=1)
        sums = course.within(attribute, Days(day, min(last, today)))
        found.append(CriterionWeek(first_day=day, average=average(attribute, sums, minimum), since=day >= given))
        day = last + timedelta(days=1)
    return tuple(found)


def practice_of(coached: Sequence[Coached]) -> CriterionPractice | None:
    """The practice among it; scores of the newest scenario that was tried."""
    scenarios = [each for each in coached if each.practised is not None]
    if not scenarios:
        return None
    tried = next((each.practised for each in scenarios if each.practised and each.practised.attempts), None)
    return CriterionPractice(
        scenarios=len(scenarios),
        passed=sum(each.done is not None for each in scenarios),
        attempts=sum(each.practised.attempts for each in scenarios if each.practised),
        first=tried.first if tried else None,
        last=tried.last if tried else None,
        best=tried.best if tried else None,
    )
