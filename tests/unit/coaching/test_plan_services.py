"""Plans from commitment to their end, and who may see them (S1.7, S1.8)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from debrief.coaching.plans import service
from debrief.coaching.plans.deadlines import REFRESH, next_refresh
from debrief.coaching.plans.drafts import Tick
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import PlanStatus
from debrief.coaching.plans.service import PlanFilter
from debrief.coaching.table_store import CoachingRow
from debrief.insights.benchmarks.model import Benchmark
from debrief.insights.benchmarks.quartiles import Bounds
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.interactions.conversations.words import Channel
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Stale
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.outbox import PARTITION
from debrief.kernel.storage.tables import query_all
from tests.unit.coaching.plan_world import TODAY, PlanWorld, conversation, count
from tests.unit.coaching.world import ADMIN, AGENT, EVALUATOR, HEAD, LEAD, NOW, OTHER_LEAD, PEER, STRANGER


@pytest.fixture
def plans(aws: None) -> PlanWorld:
    return PlanWorld()


def told(world: PlanWorld) -> list[dict[str, Any]]:
    import json

    rows = query_all(CoachingRow, PARTITION, index="GSI1")
    events = [json.loads(row.body or "{}") for row in rows]
    return [each["data"] for each in events if each["type"].startswith("debrief.notices")]


@pytest.mark.feature("S1.7")
class TestAdvice:
    def test_the_wizard_is_told_start_targets_dates_and_assistance(self, plans: PlanWorld) -> None:
        plans.talk(500, 600, 700, 600, 600)
        plans.talk(100, 100, 100, 100, 100, inquiry=("refund",))
        plans.talk(900, at=NOW - timedelta(days=100))
        plans.settle(plan_assistance=("Role play",))
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing")
        score, handle, satisfaction, resolution = advice.metrics
        assert [each.metric for each in advice.metrics] == list(Metric)
        assert (score.start.n, score.start.value) == (5, 100.0)
        assert (handle.start.value, handle.start.low is not None) == (600_000.0, True)
        assert [(each.percent, each.value) for each in score.targets][:6:5] == [(5, 95.0), (10, 90.0)]
        assert score.targets[-1].percent == 50
        for best in (satisfaction, resolution):
            assert best.targets == ()
            assert best.why_not == "It can't be improved by 5 % or more from where it is"
        assert advice.assistance == ("Role play",)
        assert (advice.start_from, advice.start_to) == (date(2025, 12, 11), TODAY)
        assert (advice.dates.advised_from, advice.dates.advised_to) == (date(2026, 3, 24), date(2026, 6, 10))

    def test_too_few_conversations_are_not_enough(self, plans: PlanWorld) -> None:
        plans.talk(600, 600, 600, 600)
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing")
        assert advice.metrics[0].why_not == "Not enough data (4 of 5)"
        assert (advice.metrics[0].start.n, advice.metrics[0].start.value) == (4, None)
        with pytest.raises(RuleBroken) as caught:
            plans.commit()
        assert caught.value.errors[0].message == "has not enough data (4 of 5)"

    def test_a_rate_takes_the_minimum_sample_of_rates(self, plans: PlanWorld) -> None:
        plans.settle(minimum_sample=7)
        for resolved in (0, 1, 0, 1, 0, 1):
            plans.talk(600, resolved=resolved)
        *others, resolution = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing").metrics
        assert resolution.why_not == "Not enough data (6 of 7)"
        assert others[1].start.value == 600_000.0
        with pytest.raises(RuleBroken):
            plans.commit(metric=Metric.RESOLUTION)

    def test_of_email_nothing_predicted_can_be_chosen(self, plans: PlanWorld) -> None:
        plans.talk(600, 600, 600, 600, 700, channel=Channel.EMAIL, satisfaction=None, resolved=None)
        advice = plans.plans.advice(plans.caller(AGENT), Channel.EMAIL, "billing")
        assert [each.metric for each in advice.metrics] == [Metric.EFFECTIVENESS, Metric.HANDLE_TIME]
        assert advice.metrics[0].start.value == 620.0
        for refused in (
            lambda: plans.commit(channel=Channel.EMAIL, metric=Metric.SATISFACTION),
            lambda: plans.plans.poor(plans.caller(AGENT), Channel.EMAIL, "billing", Metric.RESOLUTION),
        ):
            with pytest.raises(RuleBroken) as caught:
                refused()
            assert caught.value.errors[0].pointer == "/metric"

    def test_the_recommended_metric_is_that_of_the_inquirys_page(
        self, plans: PlanWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plans.talk(600, 600, 600, 600, 600, satisfaction=2.0)

        class Bounds:
            def __init__(self, median: float, agents: int = 4) -> None:
                self.median, self.agents = median, agents

        class Benchmark:
            metrics = {Metric.HANDLE_TIME: Bounds(590_000.0), Metric.SATISFACTION: Bounds(4.0)}

        monkeypatch.setattr(BenchmarkStore, "benchmarks", lambda *_: {"billing": Benchmark()})
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing")
        assert [each.metric for each in advice.metrics if each.recommended] == [Metric.SATISFACTION]

    def test_nothing_is_recommended_by_the_median_of_fewer_than_four(
        self, plans: PlanWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It would tell what one or two others come to, and be another one than on the inquiry's page."""
        plans.talk(600, 600, 600, 600, 600, satisfaction=2.0)
        bounds = Bounds(agents=3, first=4, median=4, third=4, best=4, best_id=PEER, best_agents=1)
        made = Benchmark(
            inquiry="billing",
            channel=Channel.VOICE,
            first_day=TODAY,
            last_day=TODAY,
            made_at=NOW,
            metrics={Metric.SATISFACTION: bounds},
        )
        monkeypatch.setattr(BenchmarkStore, "benchmarks", lambda *_: {"billing": made})
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing")
        assert [each.metric for each in advice.metrics if each.recommended] == []

    def test_the_poorest_conversations_come_first(self, plans: PlanWorld) -> None:
        made = plans.talk(500, 900, 600, 700)
        plans.talk(2000, at=NOW - timedelta(days=120))
        plans.talk(3000, inquiry=("refund",))
        found = plans.plans.poor(plans.caller(AGENT), Channel.VOICE, "billing", Metric.HANDLE_TIME)
        assert [each.interaction_id for each in found.items] == [made[at].id for at in (1, 3, 2, 0)]
        assert found.items[0].value == 900_000
        assert plans.plans.poor(plans.caller(PEER), Channel.VOICE, "billing", Metric.HANDLE_TIME).items == ()


@pytest.mark.feature("S1.7")
class TestCommitting:
    def test_an_inquiry_of_a_vendor_may_be_called_whatever_it_is(self, plans: PlanWorld) -> None:
        """Names of vendors' files may be longer than a key, and hold what separates its parts."""
        name = "Größe # " + "ß" * 900
        plans.talk(500, 600, 700, 600, 600, inquiry=(name,))
        made = plans.commit(inquiry=name)
        assert made.inquiry == name
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, name)
        assert [each.plan_id for each in advice.metrics if each.metric is made.metric] == [made.id]
        with pytest.raises(Conflict):
            plans.commit(inquiry=name)

    def test_a_plan_is_in_progress_at_once_with_its_start_target_and_first_point(self, plans: PlanWorld) -> None:
        plans.talk(*range(500, 725, 25))
        plan = plans.commit()
        assert (plan.status, plan.status_label, plan.revision) == ("in_progress", "In progress", 1)
        assert (plan.start.n, plan.start.value, plan.target) == (9, 100.0, 90.0)
        assert plan.start.low is not None
        assert (plan.begins_on, plan.ends_on) == (TODAY, TODAY + timedelta(days=30))
        assert plan.now is not None
        assert (plan.now.day, plan.now.n, plan.now.since_start, plan.now.standing) == (TODAY, 9, 0, "on_track")
        assert plan.actions == ("tick", "cancel")
        assert plans.plans.get(plans.caller(AGENT), plan.id) == plan
        assert is_scheduled(CoachingRow, REFRESH, plan.id)
        assert ("debrief.coaching.plan.started.v1", plan.id) in plans.announced()
        (notice,) = told(plans)
        assert (notice["kind"], notice["recipient_ids"], notice["actor_id"]) == ("plan_started", [LEAD], AGENT)

    def test_there_is_one_in_progress_for_an_inquiry_and_a_metric(self, plans: PlanWorld) -> None:
        plans.talk(*range(500, 725, 25))
        plans.talk(*range(500, 725, 25), channel=Channel.CHAT)
        first = plans.commit()
        with pytest.raises(Conflict):
            plans.commit()
        for other in ({"metric": Metric.HANDLE_TIME}, {"channel": Channel.CHAT}):
            assert plans.commit(**other).status == "in_progress"
        advice = plans.plans.advice(plans.caller(AGENT), Channel.VOICE, "billing")
        assert advice.metrics[0].plan_id == first.id
        assert advice.metrics[0].why_not == "A plan for it is in progress"
        plans.plans.cancel(plans.caller(AGENT), first.id, first.revision)
        assert plans.commit().id != first.id

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"ends_on": TODAY}, "/ends_on"),
            ({"planned_actions": ("Ask", "ask")}, "/planned_actions/1"),
            ({"assistance": ("Ask", "Help", " ask ")}, "/assistance/2"),
            ({"metric": Metric.SATISFACTION, "percent": 26}, "/percent"),
            ({"metric": Metric.RESOLUTION}, "/metric"),
            ({"inquiry": "refund"}, "/inquiry"),
        ],
    )
    def test_what_cant_be_planned_is_said_with_its_field(
        self, plans: PlanWorld, changes: dict[str, Any], pointer: str
    ) -> None:
        plans.talk(500, 600, 700, 600, 600, satisfaction=4.0)
        with pytest.raises(RuleBroken) as caught:
            plans.commit(**changes)
        assert caught.value.errors[0].pointer == pointer

    def test_so_many_and_no_more_are_in_progress(self, plans: PlanWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "MOST_IN_PROGRESS", 2)
        plans.talk(600, 610, 590, 600, 600)
        for metric in (Metric.EFFECTIVENESS, Metric.HANDLE_TIME):
            plans.commit(metric=metric)
        plans.talk(600, 610, 590, 600, 600, channel=Channel.CHAT)
        with pytest.raises(Conflict, match="2 plans"):
            plans.commit(channel=Channel.CHAT)


@pytest.mark.feature("S1.8")
class TestTheNights:
    def test_each_night_now_is_the_average_of_the_twenty_most_recent(self, plans: PlanWorld) -> None:
        plans.talk(*([600] * 15 + [480, 720] * 3))
        plan = plans.commit()
        plans.clock.advance(timedelta(days=10))
        plans.talk(*([480] * 12), at=plans.clock.now() - timedelta(hours=11))
        plans.talk(60, at=plans.clock.now() - timedelta(hours=1))
        again = plans.refreshing.refresh(plan.id)
        seen = plans.plans.get(plans.caller(LEAD), plan.id)
        assert seen.now is not None
        # What started today isn't of the day that is over: twelve of 80, and the eight newest of before.
        assert (seen.now.day, seen.now.n, seen.now.since_start) == (TODAY + timedelta(days=9), 20, 12)
        assert seen.now.value == pytest.approx((12 * 80 + 2 * 100 + 3 * (80 + 120)) / 20)
        assert (seen.now.expected, seen.now.standing) == (97.0, "ahead")
        assert seen.now.chance_low is not None
        assert len(seen.series) == 2
        assert again == next_refresh(plan.id, plans.clock.now(), "UTC")
        assert seen.actions == ()

    def test_twice_in_a_night_changes_nothing(self, plans: PlanWorld) -> None:
        plans.talk(500, 600, 700, 600, 600)
        plan = plans.commit()
        due = plans.night(plan.id)
        before = plans.plans.get(plans.caller(AGENT), plan.id)
        plans.talk(100, at=plans.clock.now() - timedelta(hours=20))
        assert plans.refreshing.refresh(plan.id) == due
        assert plans.plans.get(plans.caller(AGENT), plan.id) == before

    @pytest.mark.parametrize(("seconds", "status"), [(500, "achieved"), (560, "missed")])
    def test_after_its_last_day_it_is_achieved_or_missed_and_both_are_told(
        self, plans: PlanWorld, seconds: int, status: str
    ) -> None:
        plans.talk(*([600] * 10 + [590, 610]))
        plan = plans.commit(ends_on=TODAY + timedelta(days=14))
        plans.clock.advance(timedelta(days=14))
        plans.talk(*([seconds] * 22), at=plans.clock.now())
        assert plans.refreshing.refresh(plan.id) is not None, "its last day isn't over"
        assert plans.night(plan.id, days=3) is None
        seen = plans.plans.get(plans.caller(AGENT), plan.id)
        assert (seen.status, seen.ended_at) == (status, plans.clock.now())
        assert seen.now is not None
        assert seen.now.day == plan.ends_on
        assert seen.now.value == pytest.approx(seconds / 6)
        assert not is_scheduled(CoachingRow, REFRESH, plan.id)
        ended = [
            (each["recipient_ids"], each["parameters"]["status"])
            for each in told(plans)
            if "status" in each["parameters"]
        ]
        assert sorted(ended) == [([AGENT], status), ([LEAD], status)]
        assert plans.refreshing.refresh(plan.id) is None
        assert plans.commit().status == "in_progress", "another may be begun"

    @pytest.mark.feature("S1.4")
    def test_of_fewer_than_the_minimum_it_is_not_decided_and_both_are_told(self, plans: PlanWorld) -> None:
        """The analysis didn't have its turn for any but one, and all of before lie too far behind."""
        plans.talk(*([600] * 20), at=NOW - timedelta(days=9))
        plan = plans.commit(ends_on=TODAY + timedelta(days=14))
        plans.clock.advance(timedelta(days=14))
        plans.talk(100, at=plans.clock.now() - timedelta(hours=13))
        count(
            conversation(1000 + each, plans.clock.now() - timedelta(minutes=each), satisfaction=None, resolved=None)
            for each in range(299)
        )
        assert plans.night(plan.id, days=3) is None
        seen = plans.plans.get(plans.caller(LEAD), plan.id)
        assert (seen.status, seen.status_label, seen.ended_at) == ("undecided", "Not decided", plans.clock.now())
        assert seen.now is not None
        assert (seen.now.n, seen.now.value) == (1, None)
        ended = [each["parameters"]["status"] for each in told(plans) if "status" in each["parameters"]]
        assert ended == ["undecided"] * 2
        listed = plans.plans.page(plans.caller(LEAD), PlanFilter(statuses=("undecided",)), None, None)
        assert [each.id for each in listed.items] == [plan.id]
        assert plans.commit().status == "in_progress", "another may be begun"

    def test_it_is_read_on_until_the_metric_is_known_of_enough(self, plans: PlanWorld) -> None:
        plans.talk(*([600] * 20))
        plan = plans.commit(ends_on=TODAY + timedelta(days=14))
        plans.clock.advance(timedelta(days=14))
        plans.talk(*([100] * 25), at=plans.clock.now() - timedelta(days=4))
        plans.talk(*([600] * 70), at=plans.clock.now(), satisfaction=None, resolved=None)
        assert plans.night(plan.id, days=3) is None
        seen = plans.plans.get(plans.caller(AGENT), plan.id)
        assert seen.now is not None
        assert (seen.status, seen.now.n) == ("achieved", 20)
        assert seen.now.value == pytest.approx(100 / 6)

    @pytest.mark.feature("S1.4")
    def test_an_account_that_tells_of_no_less_than_thirty_has_them_in_now(self, plans: PlanWorld) -> None:
        plans.settle(minimum_ranked=30)
        plans.talk(*([600] * 40))
        plan = plans.commit(ends_on=TODAY + timedelta(days=14))
        assert plan.now is not None
        assert plan.now.n == 30
        assert plan.now.value == pytest.approx(100)
        plans.clock.advance(timedelta(days=14))
        plans.talk(*([500] * 35), at=plans.clock.now())
        plans.night(plan.id, days=3)
        seen = plans.plans.get(plans.caller(AGENT), plan.id)
        assert seen.now is not None
        assert (seen.status, seen.now.n) == ("achieved", 30)

    def test_a_night_after_the_last_day_tells_of_no_later_conversation(self, plans: PlanWorld) -> None:
        plans.talk(*([600] * 20), at=NOW - timedelta(days=1))
        plan = plans.commit(ends_on=TODAY + timedelta(days=1))
        plans.clock.advance(timedelta(days=9))
        plans.talk(*([300] * 20), at=plans.clock.now())
        plans.refreshing.refresh(plan.id)
        assert plans.plans.get(plans.caller(AGENT), plan.id).status == "missed"

    def test_what_is_gone_or_cancelled_is_left_alone(self, plans: PlanWorld) -> None:
        plans.talk(500, 600, 700, 600, 600)
        plan = plans.commit()
        assert plans.refreshing.refresh("pl_nothing") is None
        plans.plans.cancel(plans.caller(AGENT), plan.id, 1)
        assert plans.night(plan.id) is None
        assert not is_scheduled(CoachingRow, REFRESH, plan.id)

    def test_a_night_that_meets_a_tick_reads_again(self, plans: PlanWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        plans.talk(500, 600, 700, 600, 600)
        plan = plans.commit()
        plans.clock.advance(timedelta(days=1))
        read = plans.store.with_series
        met: list[str] = []

        def ticked_meanwhile(plan_id: str) -> Any:
            found = read(plan_id)
            if not met:
                met.append(plan_id)
                plans.plans.tick(plans.caller(AGENT), plan_id, 1, Tick(done=True), 1)
            return found

        monkeypatch.setattr(
            plans.refreshing,
            "_store",
            type("Store", (), {"with_series": staticmethod(ticked_meanwhile), "put": plans.store.put})(),
        )
        assert plans.refreshing.refresh(plan.id) is not None
        seen = plans.plans.get(plans.caller(AGENT), plan.id)
        assert (seen.revision, seen.refreshed_on) == (3, TODAY)
        assert seen.planned_actions[0].done_at is not None

    @pytest.mark.parametrize(
        ("night", "midnight"),
        [
            (datetime(2026, 3, 30, 4, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
            (datetime(2026, 10, 26, 5, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ],
    )
    def test_a_day_on_which_the_clocks_change_ends_at_its_own_midnight_and_is_looked_at_once(
        self, plans: PlanWorld, night: datetime, midnight: datetime
    ) -> None:
        plans.settle(time_zone="Europe/Berlin")
        plans.clock.advance(night - timedelta(days=1) - plans.clock.now())
        plans.talk(500, 600, 700, 600, 600)
        plan = plans.commit()
        plans.talk(100, at=midnight - timedelta(milliseconds=1))
        plans.talk(200, at=midnight)
        plans.night(plan.id)
        seen = plans.store.plan(plan.id)
        assert seen is not None
        assert seen.now is not None
        assert seen.now.sample is not None
        over = midnight.astimezone(ZoneInfo("Europe/Berlin")).date() - timedelta(days=1)
        assert (seen.now.day, seen.now.sample.n, seen.now.since_start) == (over, 6, 1)
        plans.refreshing.refresh(plan.id)
        assert plans.store.plan(plan.id) == seen

    def test_on_days_when_the_clocks_change_there_is_one_look_too(self) -> None:
        zone = "Europe/Berlin"
        at, days = datetime(2026, 3, 27, 12, tzinfo=UTC), []
        for _ in range(4):
            at = next_refresh("pl_1", at, zone)
            days.append(at)
        assert [each.day for each in days] == [28, 29, 30, 31]
        gaps = [second - first for first, second in pairwise(days)]
        assert gaps == [timedelta(hours=23), timedelta(days=1), timedelta(days=1)]


@pytest.mark.feature("S1.8")
class TestWhoSees:
    def test_agents_see_theirs_and_who_leads_them_their_line(self, plans: PlanWorld) -> None:
        made = {}
        for who in (AGENT, PEER, STRANGER):
            plans.talk(500, 600, 700, 600, 600, agent_id=who)
            made[who] = plans.commit(who).id

        def listed(by: str, **wanted: Any) -> list[str]:
            return [each.id for each in plans.plans.page(plans.caller(by), PlanFilter(**wanted), None, None).items]

        assert listed(AGENT) == listed(LEAD, agent_id=AGENT) == [made[AGENT]]
        assert listed(LEAD) == listed(HEAD) == [made[PEER], made[AGENT]]
        assert listed(OTHER_LEAD) == [made[STRANGER]]
        assert listed(ADMIN) == listed(EVALUATOR) == [made[STRANGER], made[PEER], made[AGENT]]
        assert listed(ADMIN, statuses=("missed", "achieved")) == []
        for by, whose in ((PEER, AGENT), (OTHER_LEAD, AGENT), (AGENT, STRANGER)):
            with pytest.raises(NotFound):
                plans.plans.get(plans.caller(by), made[whose])
            with pytest.raises(NotFound):
                listed(by, agent_id=whose)

    @pytest.mark.parametrize("by", [LEAD, ADMIN])
    def test_pages_follow_each_other_and_statuses_filter(self, plans: PlanWorld, by: str) -> None:
        made = []
        for number in range(7):
            plans.talk(500, 600, 700, 600, 600, inquiry=(f"inquiry {number}",))
            plans.clock.advance(timedelta(minutes=1))
            made.append(plans.commit(inquiry=f"inquiry {number}").id)
        plans.plans.cancel(plans.caller(AGENT), made[3], 1)
        wanted: list[tuple[tuple[PlanStatus, ...], list[str]]] = [
            ((), made[::-1]),
            (("in_progress",), [each for each in made[::-1] if each != made[3]]),
            (("cancelled", "missed"), [made[3]]),
        ]
        for statuses, expected in wanted:
            found: list[str] = []
            cursor = None
            for _ in range(9):
                page = plans.plans.page(plans.caller(by), PlanFilter(statuses=statuses), 2, cursor)
                found += [each.id for each in page.items]
                cursor = page.next_cursor
                if cursor is None:
                    break
            assert found == expected

    def test_only_whose_plan_it_is_ticks_and_cancels(self, plans: PlanWorld) -> None:
        plans.talk(500, 600, 700, 600, 600)
        plan = plans.commit()
        refusals: list[tuple[str, type[Exception]]] = [(LEAD, Forbidden), (ADMIN, Forbidden), (PEER, NotFound)]
        for who, refusal in refusals:
            with pytest.raises(refusal):
                plans.plans.tick(plans.caller(who), plan.id, 1, Tick(done=True), 1)
            with pytest.raises(refusal):
                plans.plans.cancel(plans.caller(who), plan.id, 1)
        ticked = plans.plans.tick(plans.caller(AGENT), plan.id, 1, Tick(done=True), 1)
        assert (ticked.planned_actions[0].done_at, ticked.revision) == (NOW, 2)
        assert plans.plans.tick(plans.caller(AGENT), plan.id, 1, Tick(done=True), 2).revision == 2
        with pytest.raises(Stale):
            plans.plans.tick(plans.caller(AGENT), plan.id, 1, Tick(done=False), 1)
        assert plans.plans.tick(plans.caller(AGENT), plan.id, 1, Tick(done=False), 2).planned_actions[0].done_at is None
        assert plans.plans.cancel(plans.caller(AGENT), plan.id, 3).status == "cancelled"
