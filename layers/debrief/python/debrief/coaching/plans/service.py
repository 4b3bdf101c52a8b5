"""The use cases of plans, for whoever calls the API."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.plans import course, events
from debrief.coaching.plans.conversations import MOST_SEARCHED, point_of, poorest
from debrief.coaching.plans.dates import check_date, dates_for
from debrief.coaching.plans.deadlines import refresh_due
from debrief.coaching.plans.drafts import PlanDraft, Tick
from debrief.coaching.plans.figures_reader import PlanFigures
from debrief.coaching.plans.metrics import (
    LEAST_PERCENT,
    RECOMMENDED_PERCENT,
    Metric,
    most_percent,
    target_value,
)
from debrief.coaching.plans.model import Plan, PlanStatus, Series
from debrief.coaching.plans.samples import Sample
from debrief.coaching.plans.store import MOST_IN_PROGRESS, PlanStore, aim_of
from debrief.coaching.plans.telling import tell_of_started
from debrief.coaching.plans.views import (
    PlanAdvice,
    PlanDates,
    PlanDetail,
    PlanMetric,
    PlanView,
    PoorConversation,
    PoorConversations,
)
from debrief.coaching.table_store import CoachingRow
from debrief.insights.benchmarks.making import three_months_to
from debrief.insights.inquiry_averages import metrics_of, moments_of
from debrief.insights.projection.model import Days
from debrief.interactions.conversations.words import Channel
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.people.model import AccountSettings
from debrief.people.store import PeopleStore

MOST_MERGED: Final = 40
"""Lists of so many people are merged; of a longer line, everybody's is gone through."""

_STATUSES: Final[tuple[PlanStatus, ...]] = ("in_progress", "achieved", "missed", "undecided", "cancelled")
_AT_ONCE: Final = 50


class PlanFilter(NamedTuple):
    """Which plans a list shows; none of a thing means any."""

    agent_id: str | None = None
    statuses: tuple[PlanStatus, ...] = ()

    def admits(self, plan: Plan) -> bool:
        """Whether the list shows it."""
        return not self.statuses or plan.status in self.statuses


class PlanService:
    """Plans: made, read and ticked."""

    def __init__(
        self,
        store: PlanStore,
        figures: PlanFigures,
        people: PeopleStore,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._figures = figures
        self._people = people
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def advice(self, caller: Caller, channel: Channel, inquiry: str) -> PlanAdvice:
        """What helps the caller to make a plan of their own for an inquiry."""
        self._check_own(caller)
        today, settings = self._today(caller), self._people.settings()
        days = three_months_to(today)
        found = self._figures.start(caller.user_id, channel, inquiry, days)
        recommended = self._figures.recommended(
            channel, inquiry, found, ranked_from=settings.minimum_ranked, rates_from=settings.minimum_sample
        )
        in_progress = self._store.in_progress(caller.user_id)
        return PlanAdvice(
            channel=channel,
            inquiry=inquiry,
            minimum=settings.minimum_ranked,
            metrics=tuple(
                PlanMetric.of(
                    each,
                    Sample.of(moments_of(found, each)),
                    _minimum_of(settings, each),
                    recommended=each == recommended,
                    plan_id=in_progress.get(aim_of(channel, inquiry, each)),
                )
                for each in metrics_of(channel)
            ),
            recommended_from=RECOMMENDED_PERCENT[0],
            recommended_to=RECOMMENDED_PERCENT[1],
            dates=PlanDates.of(dates_for(today)),
            start_from=days.first,
            start_to=days.last,
            assistance=settings.plan_assistance,
        )

    def poor(self, caller: Caller, channel: Channel, inquiry: str, metric: Metric) -> PoorConversations:
        """The caller's conversations of the past 3 months about an inquiry that came to the worst.

        Raises:
            RuleBroken: the channel's conversations don't have the metric.
        """
        self._check_own(caller)
        _check_metric(channel, metric)
        since = start_of_day(three_months_to(self._today(caller)).first, caller.time_zone)
        found = self._figures.latest(
            caller.user_id, channel, inquiry, self._clock.now(), most=MOST_SEARCHED, since=since
        )
        return PoorConversations(items=tuple(PoorConversation.of(each, metric) for each in poorest(found, metric)))

    def commit(self, caller: Caller, draft: PlanDraft) -> PlanDetail:
        """Begin a plan of the caller's own. Start, target and the first point are reckoned now.

        Raises:
            RuleBroken: no such metric, not enough data, a target beyond the scale, a day that isn't to come, something
                named twice. Conflict: one is in progress for the same, or very many are.
        """
        self._check_own(caller)
        today, now = self._today(caller), self._clock.now()
        _check_metric(draft.channel, draft.metric)
        check_date(today, draft.ends_on)
        actions, assistance = course.planned(draft.planned_actions), course.helped_with(draft.assistance)
        if len(self._store.in_progress(caller.user_id)) >= MOST_IN_PROGRESS:
            raise Conflict(f"{MOST_IN_PROGRESS} plans are in progress; cancel one that matters less first")
        minimum, days = _minimum_of(self._people.settings(), draft.metric), three_months_to(today)
        start = self._start(caller, draft, days, minimum)
        latest = self._figures.newest_known(
            caller.user_id, draft.channel, draft.inquiry, draft.metric, now, minimum=minimum
        )
        plan = Plan(
            id=self._ids.new("pl"),
            agent_id=caller.user_id,
            channel=draft.channel,
            inquiry=draft.inquiry,
            metric=draft.metric,
            percent=draft.percent,
            minimum=minimum,
            start=start,
            start_from=days.first,
            target=target_value(draft.metric, start.mean, draft.percent),
            begins_on=today,
            ends_on=draft.ends_on,
            planned_actions=actions,
            assistance=assistance,
            now=point_of(latest, draft.metric, today, now),
            created_at=now,
        )
        series = Series(plan_id=plan.id, points=(plan.now,) if plan.now else ())
        manager_id = self._people.manager_of(caller.user_id)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.add(transaction, plan, series, refresh_due(plan.id, now, caller.time_zone))
            transaction.announce(CoachingRow, events.PLAN_STARTED, plan.id, events.plan_data(plan))
            tell_of_started(transaction, CoachingRow, plan, manager_id)
        return self._view(caller, written(plan), series)

    def page(self, caller: Caller, wanted: PlanFilter, limit: int | None, cursor: str | None) -> Page[PlanView]:
        """A page of plans, newest first: of an agent, else of all whom the caller may coach, else the caller's own.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed: limit or cursor.
        """
        binding = ("plans", caller.user_id, *wanted)
        before = self._cursors.decode(cursor, *binding)
        found = self._find(caller, wanted, page_limit(limit), before)
        names = self._reach.names({each.agent_id for each in found.items}) if found.items else {}
        return Page(
            items=[
                PlanView.of(each, names=names, actions=course.allowed(each, caller.user_id)) for each in found.items
            ],
            next_cursor=self._cursors.encode(found.last, *binding),
        )

    def get(self, caller: Caller, plan_id: str) -> PlanDetail:
        """The plan with its way. Raises NotFound."""
        return self._view(caller, *self._look_up(caller, plan_id))

    def tick(self, caller: Caller, plan_id: str, number: int, tick: Tick, revision: int) -> PlanDetail:
        """Tick an action of one's own plan as done, or untick it.

        Raises:
            NotFound, Forbidden, Stale; Conflict and RuleBroken as `course.ticked`.
        """
        plan, series = self._own(caller, plan_id)
        expect_revision(plan, revision)
        after = course.ticked(plan, number, tick.done, self._clock.now())
        if after == plan:
            return self._view(caller, plan, series)
        return self._write(caller, after, series, events.PLAN_CHANGED)

    def cancel(self, caller: Caller, plan_id: str, revision: int) -> PlanDetail:
        """Give up one's own plan. Raises NotFound, Forbidden, Stale; Conflict where it is over."""
        plan, series = self._own(caller, plan_id)
        expect_revision(plan, revision)
        return self._write(caller, course.cancelled(plan, self._clock.now()), series, events.PLAN_ENDED)

    def _start(self, caller: Caller, draft: PlanDraft, days: Days, minimum: int) -> Sample:
        """What the plan begins from. Raises RuleBroken where that is too little, or already too good."""
        found = self._figures.start(caller.user_id, draft.channel, draft.inquiry, days)
        start = Sample.of(moments_of(found, draft.metric))
        if start is None or start.n < minimum:
            message = f"has not enough data ({start.n if start else 0} of {minimum})"
            raise _refused("/inquiry", message)
        most = most_percent(draft.metric, start.mean)
        if most < LEAST_PERCENT:
            raise _refused("/metric", "can't be improved by 5 % or more from where it is; choose another metric")
        if draft.percent > most:
            raise _refused("/percent", f"must be {most} at most; the scale ends there")
        return start

    def _find(self, caller: Caller, wanted: PlanFilter, limit: int, before: str | None) -> Found[Plan]:
        if wanted.agent_id is not None:
            self._reach.require_sight(caller, wanted.agent_id)
            return self._of_agents([wanted.agent_id], wanted, limit, before)
        if not caller.may(Permission.COACHING_MANAGE):
            self._reach.require_sight(caller, caller.user_id)
            return self._of_agents([caller.user_id], wanted, limit, before)
        line = self._reach.line(caller, MOST_MERGED)
        if line is not None:
            return self._of_agents(sorted(line), wanted, limit, before)
        statuses = wanted.statuses or _STATUSES
        chunk = chunk_of(limit, len(statuses))
        seen_of = self._reach.seen(caller)
        seen: set[str] = set()

        def look(some: Sequence[Plan]) -> None:
            seen.update(seen_of(each.agent_id for each in some))

        sources = [
            looked_at_together(self._store.of_status(each, chunk=chunk, before=before), _AT_ONCE, look)
            for each in dict.fromkeys(statuses)
        ]
        return page_of(sources, lambda plan: plan.agent_id in seen, limit=limit, newest_first=True)

    def _of_agents(self, agent_ids: Sequence[str], wanted: PlanFilter, limit: int, before: str | None) -> Found[Plan]:
        chunk = chunk_of(limit, len(agent_ids))
        sources = [self._store.of_agent(each, chunk=chunk, before=before) for each in agent_ids]
        return page_of(sources, wanted.admits, limit=limit, newest_first=True)

    def _look_up(self, caller: Caller, plan_id: str) -> tuple[Plan, Series]:
        found = self._store.with_series(plan_id)
        seen = self._reach.sees(caller, found[0].agent_id if found else None)
        if found is None or not seen:
            raise NotFound("There is no such plan")
        return found

    def _own(self, caller: Caller, plan_id: str) -> tuple[Plan, Series]:
        found = self._look_up(caller, plan_id)
        if found[0].agent_id != caller.user_id:
            raise Forbidden("Only whose plan it is may do this")
        return found

    def _check_own(self, caller: Caller) -> None:
        """Raises NotFound where the caller may not see coaching of their own."""
        self._reach.require_sight(caller, caller.user_id)

    def _write(self, caller: Caller, plan: Plan, series: Series, announced: str) -> PlanDetail:
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, plan)
            transaction.announce(CoachingRow, announced, plan.id, events.plan_data(plan))
        return self._view(caller, written(plan), series)

    def _view(self, caller: Caller, plan: Plan, series: Series) -> PlanDetail:
        names = self._reach.names([plan.agent_id])
        return PlanDetail.with_series(plan, series, names=names, actions=course.allowed(plan, caller.user_id))

    def _today(self, caller: Caller) -> date:
        return day_of(self._clock.now(), caller.time_zone)


def _minimum_of(settings: AccountSettings, metric: Metric) -> int:
    """Fewest conversations of which it is told what they come to; a rate below the minimum sample is shown nowhere."""
    rates_from = settings.minimum_sample if metric is Metric.RESOLUTION else 0
    return max(settings.minimum_ranked, rates_from)


def _check_metric(channel: Channel, metric: Metric) -> None:
    if metric not in metrics_of(channel):
        raise _refused("/metric", "isn't known of conversations on this channel")


def _refused(pointer: str, message: str) -> RuleBroken:
    return RuleBroken("The plan can't be begun like this", errors=[FieldError(pointer=pointer, message=message)])
