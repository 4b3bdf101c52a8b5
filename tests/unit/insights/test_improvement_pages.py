"""Improvement as it is answered: from the events of coaching and the evaluations to metrics, criteria and practice."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from debrief.coaching.assignments.events import assignment_data
from debrief.coaching.assignments.model import Area, Assignment, CoachedInteraction
from debrief.insights.improvement.candidates_reader import CandidatesReader
from debrief.insights.improvement.coached import Coached, Practised, coached_of, share_of
from debrief.insights.improvement.coaching_projector import CoachingProjector
from debrief.insights.improvement.criteria_service import CriteriaService
from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.flagged_service import FlaggedService
from debrief.insights.improvement.hearing import (
    ASSIGNMENT_CHANGED,
    ASSIGNMENT_CREATED,
    ASSIGNMENT_DELETED,
    LOG_CHANGED,
    LOG_DELETED,
    LOG_WRITTEN,
    PRACTICE_APPROVED,
    PRACTICE_ATTEMPTED,
    PRACTICE_CLOSED,
)
from debrief.insights.improvement.metrics_service import KeyMetricsService
from debrief.insights.improvement.model import Attribute
from debrief.insights.improvement.practice_service import PracticeService
from debrief.insights.improvement.weekly_reader import WeeklyReader
from debrief.insights.intervals import newcombe
from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.insights.reports.access import ReportAccess
from debrief.insights.reports.service import ReportQuery, ReportService
from debrief.kernel.auth import Caller
from debrief.kernel.errors import Forbidden, NotFound
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.rows_store import user_row
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from tests.unit.insights.world import CONTEXT, World, batch, evaluation, message

TODAY = date(2026, 3, 31)
LISTENS = Attribute("sc_1", question_id="listening")
WHOLE = Days(date(2026, 1, 1), TODAY)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def assigned(day: date, revision: int = 1, **data: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "agent_id": "us_a",
        "looked": "none",
        "waits": "none",
        "revision": revision,
        "assigned_at": at(day).isoformat(),
        "follow_up": str(day + timedelta(days=7)),
        "done_at": None,
        "criteria": [{"scorecard_id": "sc_1", "question_id": "listening", "section_id": None}],
    }
    return fields | data


def practice(scenario: str, day: date, hour: int = 9, **data: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "scenario_id": scenario,
        "agent_id": "us_a",
        "scorecard_id": "sc_1",
        "question_id": "listening",
        "at": at(day, hour).isoformat(),
    }
    return fields | data


class Improving(World):
    """The sample organisation, with what tells of improvement."""

    def __init__(self) -> None:
        super().__init__()
        self.projector = CoachingProjector(self.store, self.people, self.clock)
        self.reader = FiguresReader(self.store, self.insights)
        self.access = Access(self.people)
        reports = ReportService(
            self.insights, ReportAccess(self.access, self.people, self.insights), self.people, self.clock
        )
        weekly, candidates = (
            WeeklyReader(self.insights, self.store),
            CandidatesReader(self.reader, self.access, self.people),
        )
        self.weekly, self.candidates = weekly, candidates
        self.metrics = KeyMetricsService(self.reader, reports, candidates, self.people, self.clock)
        self.criteria = CriteriaService(
            self.reader, weekly, reports, candidates, self.scorecards, self.people, self.clock
        )
        self.flagged = FlaggedService(self.reader, weekly, reports, self.scorecards, self.people, self.clock)
        self.practice = PracticeService(self.reader, weekly, reports, self.access, self.people, self.clock)

    def hear(self, type: str, subject: str, data: dict[str, Any], day: date = TODAY) -> None:
        event = Event(id=self.ids.new("evt"), type=type, subject=subject, time=at(day), data=data)
        with Transaction(self.clock, self.ids) as tx:
            if type == PRACTICE_APPROVED:
                self.projector.approved(event, tx)
            elif type == PRACTICE_ATTEMPTED:
                self.projector.attempted(event, tx)
            elif type == PRACTICE_CLOSED:
                self.projector.closed(event, tx)
            elif type in {LOG_WRITTEN, LOG_CHANGED, LOG_DELETED}:
                self.projector.log(event, tx, deleted=type == LOG_DELETED)
            else:
                self.projector.assignment(event, tx, deleted=type == ASSIGNMENT_DELETED)

    def caller(self, user_id: str) -> Caller:
        return self.access.caller(user_id)

    def hire(self, number: int, first: int = 0) -> list[str]:
        """So many more agents in the lead's team, numbered from one on."""
        ids = [f"us_n{each:02}" for each in range(first, first + number)]
        for id in ids:
            user_row(
                User(
                    id=id,
                    name=f"Sample {id}",
                    email=f"{id}@example.com",
                    role_ids=frozenset({"agent"}),
                    manager_id="us_lead",
                    team_id="tm_big",
                )
            ).save()
        return ids

    def answered(self, agent_id: str, day: date, passed: int, failed: int) -> None:
        """Evaluations of an agent on a day, of which so many pass at listening; put down at once."""
        if not passed + failed:
            return
        made = [
            self.made(f"ev_{agent_id}_{day}_{each}", "yyy" if each < passed else "nyy", agent_id, day)
            for each in range(passed + failed)
        ]
        self.load(made, [])

    def made(self, id: str, answers: str, agent_id: str, day: date) -> Any:
        return evaluation(
            self.versions["sc_1", 1],
            id,
            answers,
            agent_id=agent_id,
            interaction_started_at=at(day),
            completed_at=at(day),
        )


@pytest.fixture
def improving(aws: None) -> Improving:
    return Improving()


@pytest.mark.feature("S2.6")
def test_a_row_of_what_somebody_is_coached_with_reads_as_it_was_written() -> None:
    coached = Coached(
        id="ps_1",
        agent_id="us_a",
        given=date(2026, 3, 2),
        due=date(2026, 3, 16),
        done=date(2026, 3, 9),
        attributes=(Attribute("sc:1", question_id="greeting.[odd]:id"), Attribute("sc_2", section_id="tone")),
        practised=Practised(3, 0.0, 84.35, 100.0),
    )
    rows = share_of(coached, "tm_big").rows
    assert coached_of("2026-03-02#ps_1", rows["COACHED/2026-03-02#ps_1"]) == coached
    assert rows["COACHING/2026-03-16#"] == {"due": 1, "in_time": 1, "practice_due": 1, "practice_in_time": 1}
    late = coached._replace(done=date(2026, 3, 17), practised=None)
    assert share_of(late, None).rows["COACHING/2026-03-16#"] == {"due": 1}


@pytest.mark.feature("S2.6", "S2.7")
def test_whatever_the_order_of_events_the_newest_of_an_assignment_counts_once(improving: Improving) -> None:
    day = date(2026, 3, 10)
    told = [
        (ASSIGNMENT_CREATED, assigned(day)),
        (ASSIGNMENT_CHANGED, assigned(day, 2, looked="some")),
        (ASSIGNMENT_CHANGED, assigned(day, 3, looked="all", done_at=at(date(2026, 3, 15)).isoformat())),
    ]
    for number, order in enumerate(([0, 1, 2], [2, 0, 1], [1, 2, 0, 2])):
        for place in order:
            improving.hear(told[place][0], f"as_{number}", told[place][1])
    for subject in (Subject("agent", "us_a"), Subject("team", "tm_big"), EVERYONE):
        found = improving.reader.coached(subject, WHOLE, 10)
        assert [(each.id, each.done) for each in found] == [(f"as_{n}", date(2026, 3, 15)) for n in (2, 1, 0)]
        assert improving.reader.completion([subject], WHOLE)[:2] == (3, 3)
    improving.hear(ASSIGNMENT_DELETED, "as_1", assigned(day, 4))
    improving.hear(ASSIGNMENT_CHANGED, "as_1", told[1][1])
    assert improving.reader.completion([EVERYONE], WHOLE)[:2] == (2, 2)
    assert [each.id for each in improving.reader.coached(EVERYONE, WHOLE, 10)] == ["as_2", "as_0"]
    improving.hear(ASSIGNMENT_CHANGED, "as_0", assigned(day, 5, looked="closed"))
    assert improving.reader.completion([EVERYONE], WHOLE)[:2] == (1, 1)


@pytest.mark.feature("S2.6")
def test_attempts_come_to_the_same_in_any_order_also_before_the_approval(improving: Improving) -> None:
    events = [
        (PRACTICE_APPROVED, practice("ps", date(2026, 3, 2))),
        (PRACTICE_ATTEMPTED, practice("ps", date(2026, 3, 3), score=40.0, passed=False)),
        (PRACTICE_ATTEMPTED, practice("ps", date(2026, 3, 4), score=85.5, passed=True)),
        (PRACTICE_ATTEMPTED, practice("ps", date(2026, 3, 20), score=70.0, passed=True)),
        (PRACTICE_ATTEMPTED, practice("ps", date(2026, 3, 21), score=None, passed=False)),
    ]
    for number in range(3):
        order = random.Random(number).sample(events, len(events))
        for type, data in order:
            improving.hear(type, f"ps_{number}", data | {"scenario_id": f"ps_{number}"})
    found = improving.reader.coached(Subject("agent", "us_a"), WHOLE, 10)
    assert {each[1:] for each in found} == {
        (
            "us_a",
            date(2026, 3, 2),
            date(2026, 3, 16),
            date(2026, 3, 4),
            (LISTENS,),
            Practised(4, 40.0, 70.0, 85.5),
        )
    }
    assert improving.reader.completion([EVERYONE], WHOLE) == (3, 3, 3, 3)


@pytest.mark.feature("S2.7")
def test_practice_that_was_closed_is_due_no_more_unless_it_was_before(improving: Improving) -> None:
    """What nobody may pass any more, since its agent has left or it was ended, isn't held against completion."""
    closed = {
        "early": [(PRACTICE_CLOSED, 5)],
        "late": [(PRACTICE_CLOSED, 20)],
        "passed": [(PRACTICE_ATTEMPTED, 4), (PRACTICE_CLOSED, 5)],
        "again": [(PRACTICE_CLOSED, 20), (PRACTICE_CLOSED, 5)],
    }
    for id, events in closed.items():
        heard = [(PRACTICE_APPROVED, practice(id, date(2026, 3, 2)))]
        heard += [(type, practice(id, date(2026, 3, day), score=90.0, passed=True)) for type, day in events]
        for type, data in random.Random(id).sample(heard, len(heard)):
            improving.hear(type, id, data)
    found = {each.id: each.due for each in improving.reader.coached(Subject("agent", "us_a"), WHOLE, 10)}
    due = date(2026, 3, 16)
    assert found == {"early": None, "late": due, "passed": due, "again": None}
    assert improving.reader.completion([EVERYONE], WHOLE) == (2, 1, 2, 1)


@pytest.mark.feature("S2.7", "N3")
def test_the_five_metrics_with_sample_interval_and_the_period_before(improving: Improving) -> None:
    listening = improving.versions["sc_1", 1]
    questions = tuple(each.model_copy(update={"compliance": each.id == "closing"}) for each in listening.questions())
    section = listening.sections[0].model_copy(update={"questions": questions})
    improving.versions["sc_1", 1] = listening.model_copy(update={"sections": (section,)})
    with Transaction(improving.clock, improving.ids) as tx:
        card = improving.scorecards.scorecard("sc_1")
        assert card is not None
        improving.scorecards.put_scorecard(tx, card, improving.versions["sc_1", 1], write_version=True)
    for number in range(8):
        improving.complete(f"ev_{number}", "yny" if number < 2 else "yyy", interaction_started_at=at(date(2026, 3, 20)))
        improving.converse(
            f"int_{number}",
            {
                "predicted_resolution": int(number < 6),
                "repeat_contact": number == 0,
                "customer_sentiment_start": -1.0,
                "customer_sentiment_end": 0.5 + number / 10,
            },
            started_at=at(date(2026, 3, 20)),
        )
    improving.converse("int_unknown", {"predicted_resolution": 1}, started_at=at(date(2026, 3, 20)))
    improving.complete("ev_before", "yyy", interaction_started_at=at(date(2026, 2, 20)))
    improving.hear(ASSIGNMENT_CREATED, "as_1", assigned(date(2026, 3, 10)))
    report = improving.metrics.report(improving.caller("us_lead"), ReportQuery("us_a"))
    assert report.frame.first_day == date(2026, 3, 2)
    assert report.before is not None
    assert report.before.first_day == date(2026, 1, 31)
    found = {each.name: each for each in report.metrics}
    assert list(found) == [
        "quality",
        "first_call_resolution",
        "compliance",
        "sentiment_arc",
        "coaching_completion",
    ]
    assert (found["quality"].now.sample, found["compliance"].now.sample) == (8, 8)
    assert found["quality"].now.value == pytest.approx((6 * 100 + 2 * 200 / 3) / 8, abs=0.01)
    assert found["compliance"].now.value == pytest.approx(75)
    assert (found["first_call_resolution"].now.sample, found["first_call_resolution"].now.value) == (8, 62.5)
    assert found["sentiment_arc"].now.value == pytest.approx(1.85)
    assert found["sentiment_arc"].unit == "sentiment"
    # One of one: below the minimum there is nothing but how many there are.
    assert (found["coaching_completion"].now.sample, found["coaching_completion"].now.value) == (1, None)
    before = found["quality"].before
    assert before is not None
    assert (before.sample, before.value) == (1, None)
    assert found["quality"].change is None
    # An agent sees their own, and nothing beside others; and nobody else's.
    own = improving.metrics.report(improving.caller("us_a"), ReportQuery("us_a"), beside=True)
    assert own.coached is None
    assert all(each.matched is None for each in own.metrics)
    with pytest.raises(NotFound):
        improving.metrics.report(improving.caller("us_b"), ReportQuery("us_a"))


@pytest.mark.feature("S2.7", "P4")
def test_of_a_team_that_somebody_does_not_see_neither_practice_nor_flags_are_told(improving: Improving) -> None:
    caller = improving.caller("us_a")
    for day in (2, 9, 16):
        for agent in ("us_a", "us_b", "us_c", "us_x"):
            improving.answered(agent, date(2026, 3, day), 6, 1)
    with pytest.raises(Forbidden):
        improving.practice.report(caller, ReportQuery(None, "tm_big"))
    with pytest.raises(Forbidden):
        improving.flagged.of(caller, None, "tm_big")


@pytest.mark.feature("S2.6", "N3")
def test_a_coached_criterion_is_told_week_by_week_beside_colleagues_who_were_not_coached(improving: Improving) -> None:
    chance, given = random.Random(4), date(2026, 3, 4)
    others = improving.hire(8)
    for week in range(-4, 4):
        day = given + timedelta(days=7 * week + 1)
        improving.answered("us_a", day, *((3, 5) if week < 0 else (8, 0)))
        for each in others:
            passed = sum(chance.random() < 0.6 for _ in range(8))
            improving.answered(each, day, passed, 8 - passed)
    improving.hear(ASSIGNMENT_CREATED, "as_1", assigned(given))
    improving.hear(PRACTICE_APPROVED, "ps_1", practice("ps_1", given))
    improving.hear(PRACTICE_ATTEMPTED, "ps_1", practice("ps_1", given, 10, score=50.0, passed=False))
    improving.hear(PRACTICE_ATTEMPTED, "ps_1", practice("ps_1", given, 11, score=90.0, passed=True))
    # Whoever is coached as well is nobody to be held against.
    improving.hear(ASSIGNMENT_CREATED, "as_2", assigned(given, agent_id=others[0]))
    told = improving.criteria.of(improving.caller("us_lead"), "us_a")
    (line,) = told.items
    assert (line.name, line.scorecard_name, line.times, line.given) == ("Listening", "Voice", 2, given)
    assert line.practice is not None
    assert line.practice.model_dump() == {
        "scenarios": 1,
        "passed": 1,
        "attempts": 2,
        "first": 50.0,
        "last": 90.0,
        "best": 90.0,
    }
    with_data = [each for each in line.weeks if each.average.value is not None]
    assert [(each.average.value, each.since) for each in with_data] == [(37.5, False)] * 4 + [(100.0, True)] * 4
    assert sum(each.average.sample for each in line.weeks) == 64
    assert line.progress.expected is not None
    assert line.progress.expected.colleagues == 7
    assert line.progress.verdict == "improved"
    assert line.progress.before.value == pytest.approx(37.5)
    own = improving.criteria.of(improving.caller("us_a"), None)
    assert own.compared is False
    assert own.items[0].progress.expected is None
    assert own.items[0].weeks == line.weeks


@pytest.mark.feature("S2.6", "N3")
def test_flagged_criteria_over_30_and_60_days_beside_as_many_before(improving: Improving) -> None:
    for back, (passed, failed) in {110: (1, 4), 80: (2, 4), 45: (4, 4), 10: (9, 1)}.items():
        improving.answered("us_a", TODAY - timedelta(days=back), passed, failed)
    log = {"log_id": "cl_1", "agent_id": "us_a", "scorecard_id": "sc_1", "question_id": "listening"}
    improving.hear(LOG_WRITTEN, "cl_1", log, TODAY - timedelta(days=5))
    improving.hear(LOG_WRITTEN, "cl_1", log, TODAY - timedelta(days=5))
    improving.hear(LOG_WRITTEN, "cl_2", log | {"question_id": None}, TODAY)
    found = improving.flagged.of(improving.caller("us_lead"), None, None)
    (line,) = found.items
    assert (line.name, line.logs, line.coached) == ("Listening", 1, False)
    assert [(each.days, each.now.sample, each.before.sample) for each in line.windows] == [(30, 10, 8), (60, 18, 11)]
    assert line.windows[1].now.value == pytest.approx(100 * 13 / 18)
    assert line.windows[1].move is not None
    assert line.windows[1].move.points == pytest.approx(100 * (13 / 18 - 3 / 11))
    assert [each.now.value for each in found.overall] == [each.now.value for each in line.windows]
    assert not improving.flagged.of(improving.caller("us_other"), None, None).items


@pytest.mark.feature("S2.6")
def test_a_log_counts_by_the_newest_that_was_heard_of_it_and_not_once_it_is_withdrawn(improving: Improving) -> None:
    log = {"agent_id": "us_a", "scorecard_id": "sc_1", "question_id": "listening", "state": "written"}
    day, team = date(2026, 3, 10), [Subject("team", "tm_big")]
    improving.hear(LOG_WRITTEN, "cl_1", log, day)
    improving.hear(LOG_CHANGED, "cl_1", log | {"question_id": "closing"}, day + timedelta(days=2))
    improving.hear(LOG_CHANGED, "cl_1", log, day + timedelta(days=1))
    assert improving.reader.logged(team, Days(day, day)) == {("sc_1", "closing"): 1}
    improving.hear(LOG_CHANGED, "cl_1", log | {"state": "withdrawn"}, day + timedelta(days=3))
    assert improving.reader.logged(team, WHOLE) == {}
    improving.hear(LOG_WRITTEN, "cl_2", log, day)
    improving.hear(LOG_DELETED, "cl_2", log, day + timedelta(days=1))
    assert improving.reader.logged([EVERYONE], WHOLE) == {}


@pytest.mark.feature("S2.6", "N3")
def test_practice_and_whether_it_goes_together_with_improvement(improving: Improving) -> None:
    given = date(2026, 3, 2)
    agents = improving.hire(12)
    for number, agent in enumerate(agents):
        improving.answered(agent, given - timedelta(days=7), 5, 5)
        improving.answered(agent, given + timedelta(days=7), 4 + number // 2, 6 - number // 2)
        for each in range(2):
            id = f"ps_{agent}_{each}"
            improving.hear(PRACTICE_APPROVED, id, practice(id, given, agent_id=agent))
            if number >= 6 * (each + 1) - 3:
                done = practice(id, given, 12, agent_id=agent, score=80.0, passed=True)
                improving.hear(PRACTICE_ATTEMPTED, id, done)
    improving.hear(PRACTICE_APPROVED, "ps_alone", practice("ps_alone", given))
    report = improving.practice.report(improving.caller("us_lead"), ReportQuery())
    assert (report.scenarios, report.passed, report.tried, report.attempts) == (25, 12, 12, 12)
    assert report.completion.sample == 25
    assert report.completion.value == pytest.approx(48)
    assert (report.correlation.verdict, report.correlation.sample, report.correlation.left_out) == ("together", 12, 1)
    assert report.correlation.low is not None
    assert report.correlation.low > 0
    points = {each.agent_id: each.points for each in report.agents}
    assert points[agents[11]] == pytest.approx(40)
    assert points["us_a"] is None
    best = next(each for each in report.agents if each.agent_id == agents[11])
    assert (best.answers_before, best.answers_since) == (10, 10), "two scenarios of one criterion: no answer twice"
    told = newcombe(5, 10, 9, 10).interval
    assert (best.low, best.high) == pytest.approx((100 * told.low, 100 * told.high))
    # A day of a conversation that the lead judges blindly tells nothing, also where it lies before the period.
    hidden = Blind(
        interaction_id="int_1",
        agent_id=agents[11],
        team_id="tm_big",
        interaction_started_at=at(given - timedelta(days=7)),
        by="cal_1",
    )
    with Transaction(improving.clock, improving.ids) as tx:
        BlindStore().blind(tx, "us_lead", hidden)
    march = improving.practice.report(improving.caller("us_lead"), ReportQuery(None, None, date(2026, 3, 1), TODAY))
    assert [each.points for each in march.agents if each.agent_id == agents[11]] == [None]
    # What hasn't had its time yet says nothing of whether practice goes together with anything.
    for agent in agents[:6]:
        late = f"ps_{agent}_late"
        improving.hear(PRACTICE_APPROVED, late, practice(late, TODAY - timedelta(days=3), agent_id=agent))
    again = improving.practice.report(improving.caller("us_admin"), ReportQuery())
    assert again.scenarios == 31
    assert (again.correlation.value, again.correlation.sample) == (report.correlation.value, 12)
    few = improving.practice.report(improving.caller("us_a"), ReportQuery("us_a"))
    assert few.correlation.verdict == "not_enough_data"
    assert few.correlation.value is None


@pytest.mark.feature("S2.7", "N3")
def test_those_who_were_coached_are_held_against_others_who_stood_where_they_did(improving: Improving) -> None:
    chance, now, before = random.Random(2), date(2026, 3, 20), date(2026, 2, 15)
    agents = improving.hire(24)
    for number, agent in enumerate(agents):
        coached = number % 2 == 0
        first = 4 + number // 2 % 4
        improving.answered(agent, before, first, 10 - first)
        passed = min(10, (9 if coached else 5) + chance.randint(0, 1))
        improving.answered(agent, now, passed, 10 - passed)
        if coached:
            improving.hear(ASSIGNMENT_CREATED, f"as_{agent}", assigned(date(2026, 3, 1), agent_id=agent))
    for query in (ReportQuery(None, "tm_big"), ReportQuery()):
        report = improving.metrics.report(improving.caller("us_admin"), query, beside=True)
        assert report.coached == 12
        quality = report.metrics[0]
        assert quality.matched is not None
        assert quality.matched.verdict == "improved"
        assert quality.matched.coached == quality.matched.colleagues >= 8
        assert quality.matched.points is not None
        # Each of four questions' points in three: listening is a third of the score.
        assert quality.matched.points == pytest.approx(40 / 3, abs=4)
        assert report.metrics[1].matched is not None
        assert report.metrics[1].matched.verdict == "not_enough_data"
        assert report.metrics[4].matched is None
    one = improving.metrics.report(improving.caller("us_lead"), ReportQuery(agents[0]), beside=True)
    assert one.metrics[0].matched is not None
    assert one.metrics[0].matched.colleagues >= 4
    nobody = improving.metrics.report(improving.caller("us_lead"), ReportQuery(agents[1]), beside=True)
    assert nobody.coached == 0
    assert nobody.metrics[0].matched is None
    # Picked for how they do now, which isn't what came of it: neither coached nor a colleague.
    improving.hear(ASSIGNMENT_CREATED, "as_late", assigned(date(2026, 3, 25), agent_id=agents[1]))
    late = improving.metrics.report(improving.caller("us_lead"), ReportQuery(agents[1]), beside=True)
    assert late.coached == 0
    again = improving.metrics.report(improving.caller("us_admin"), ReportQuery(None, "tm_big"), beside=True)
    assert again.coached == 12
    assert again.metrics[0].matched is not None
    assert again.metrics[0].matched.colleagues == 11


@pytest.mark.feature("S2.6")
def test_what_an_assignment_announces_is_counted_off_the_queue_once(improving: Improving) -> None:
    from events.roll_up.handler import lambda_handler

    looked_at = at(date(2026, 3, 12))
    seen = CoachedInteraction(interaction_id="int_1", started_at=at(date(2026, 3, 1)), looked_at=looked_at)
    assignment = Assignment(
        id="as_1",
        agent_id="us_a",
        name="Listening",
        areas=(
            Area(name="Listening", scorecard_id="sc_1", question_id="listening"),
            Area(name="Conversation", scorecard_id="sc_1", section_id="se_1"),
            Area(name="Be kind"),
        ),
        interactions=(seen,),
        follow_up=date(2026, 3, 17),
        assigned_by="us_lead",
        assigned_at=at(date(2026, 3, 10)),
        revision=1,
    )
    created = message(ASSIGNMENT_CREATED, "as_1", 1, **assignment_data(assignment.model_copy(update={"revision": 0})))
    changed = message(ASSIGNMENT_CHANGED, "as_1", 2, **assignment_data(assignment))
    for _ in range(2):
        assert lambda_handler(batch(changed, created), CONTEXT)["batchItemFailures"] == []
    (found,) = improving.reader.coached(Subject("agent", "us_a"), WHOLE, 5)
    assert found.attributes == (LISTENS, Attribute("sc_1", section_id="se_1"))
    assert (found.given, found.due, found.done) == (date(2026, 3, 10), date(2026, 3, 17), date(2026, 3, 12))
    improving.hear(LOG_WRITTEN, "cl_1", {"agent_id": "us_a", "scorecard_id": "sc_1", "question_id": "closing"})
    assert improving.reader.logged([Subject("team", "tm_big")], WHOLE) == {("sc_1", "closing"): 1}
