"""Agents' performance by inquiry, for themselves and for those who lead them (S1.1, S1.3–S1.6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from debrief.insights.benchmarks.making import months_to
from debrief.insights.benchmarks.model import Benchmark, TeamFigure
from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
from debrief.insights.effectiveness.effects import Effect, effect_of, effects, to_work_on, top_performing
from debrief.insights.effectiveness.focus import recommended
from debrief.insights.effectiveness.showing import (
    medians,
    own_figure,
    own_figures,
    recent_conversation,
    team_figure,
    together,
    top_figure,
)
from debrief.insights.effectiveness.views import (
    ChannelList,
    ChannelView,
    EffectLine,
    InquiryDetails,
    InquiryLine,
    InquiryTable,
    PerformanceFrame,
    PerformanceOverview,
    PeriodName,
    SortBy,
)
from debrief.insights.inquiry_averages import EffectMetric, metrics_of
from debrief.insights.projection.inquiry_sums import ALL, InquirySums
from debrief.insights.projection.model import Days
from debrief.insights.reports.access import period
from debrief.interactions.conversations.words import Channel
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock, Instant
from debrief.kernel.errors import NotFound
from debrief.people.access import Access
from debrief.people.model import AccountSettings, User
from debrief.people.store import PeopleStore

MOST_ROWS: Final = 500
"""Inquiries of a table, those with the most conversations: an account has 300, and files of vendors may name more."""

MOST_IN_A_DAY: Final = 1_000
MOST_RECENT: Final = 20
_AES: Final = EffectMetric.EFFECTIVENESS


class PerformanceQuery(NamedTuple):
    """Whose performance, on which channel, and when.

    agent_id: None for the caller. first, last: a range of days, in the account's time zone, in the place of the named
    period.
    """

    agent_id: str | None
    channel: Channel
    period: PeriodName = "3_months"
    first: date | None = None
    last: date | None = None


class _Asked(NamedTuple):
    """What is asked for: of whom, and what they came to. sums: by inquiry, and of everything under `ALL`.

    unnamed: how many of the conversations have inquiries that aren't among these.
    """

    agent: User
    channel: Channel
    settings: AccountSettings
    frame: PerformanceFrame
    sums: Mapping[str, InquirySums]
    unnamed: int

    @property
    def minimums(self) -> dict[str, int]:
        return {"ranked_from": self.settings.minimum_ranked, "rates_from": self.settings.minimum_sample}


class PerformanceService:
    """Shows how somebody does. Each method raises what `_agent` and `reports.access.period` raise.

    A page reads a row for each day and channel of its period, and a small one for each inquiry that it compares: it
    costs the same however many conversations there were.
    """

    def __init__(self, reader: EffectivenessReader, access: Access, people: PeopleStore, clock: Clock) -> None:
        self._reader = reader
        self._access = access
        self._people = people
        self._clock = clock

    def channels(self, caller: Caller, agent_id: str | None) -> ChannelList:
        """The channels on which the agent has conversations, the one with the newest first."""
        found = self._reader.channels(self._agent(caller, agent_id).id)
        items = [ChannelView(channel=channel, newest_at=at) for channel, at in found.items()]
        return ChannelList(items=sorted(items, key=lambda each: each.newest_at, reverse=True))

    def overview(self, caller: Caller, query: PerformanceQuery) -> PerformanceOverview:
        """The overall averages, and the inquiries that bring the score down or up most."""
        asked = self._asked(caller, query)
        found = effects(asked.sums)
        top, poor = top_performing(found), to_work_on(found)
        shown = [each.inquiry for each in (*top, *poor)]
        benchmarks = self._reader.benchmarks(asked.channel, [ALL, *shown])
        team = self._team(asked, shown)
        seen = self._seen(caller, team, benchmarks)
        of_team = self._seen_of_team(caller, asked, seen)

        def line(effect: Effect) -> EffectLine:
            own = benchmarks.get(effect.inquiry)
            bounds = own.metrics.get(_AES) if own else None
            figure = team.get(effect.inquiry, {}).get(_AES) if asked.agent.team_id else None
            return EffectLine(
                inquiry=effect.inquiry,
                number=effect.sums.number,
                effect=float(effect.value),
                own=own_figure(effect.sums, _AES, own, **asked.minimums),
                team=team_figure(_AES, figure, of_team, agent_id=asked.agent.id) if asked.agent.team_id else None,
                top=top_figure(_AES, bounds, asked.agent.id, _named(caller, seen)),
            )

        whole = asked.sums.get(ALL, InquirySums())
        return PerformanceOverview(
            frame=_compared(asked.frame, benchmarks),
            number=whole.number,
            overall=own_figures(whole, benchmarks.get(ALL), asked.channel, **asked.minimums),
            top_performing=[line(each) for each in top],
            to_work_on=[line(each) for each in poor],
        )

    def inquiries(
        self, caller: Caller, query: PerformanceQuery, sort: SortBy = "volume", *, descending: bool = True
    ) -> InquiryTable:
        """All inquiries, by how many conversations or by a metric; those without a value are last either way."""
        asked = self._asked(caller, query)
        by_volume = sorted(
            (name for name in asked.sums if name != ALL), key=lambda each: (-asked.sums[each].number, each)
        )
        names = by_volume[:MOST_ROWS]
        benchmarks = self._reader.benchmarks(asked.channel, [ALL, *names])
        lines = [
            InquiryLine(
                inquiry=name,
                number=asked.sums[name].number,
                figures=own_figures(asked.sums[name], benchmarks.get(name), asked.channel, **asked.minimums),
            )
            for name in names
        ]
        known = [(value, each) for each in lines if (value := _sorted_by(each, sort)) is not None]
        known.sort(key=lambda pair: pair[0], reverse=descending)
        return InquiryTable(
            frame=_compared(asked.frame, benchmarks),
            number=asked.sums.get(ALL, InquirySums()).number,
            items=[each for _, each in known] + [each for each in lines if _sorted_by(each, sort) is None],
            left_out=len(by_volume) - len(names),
            unnamed=asked.unnamed,
        )

    def details(self, caller: Caller, query: PerformanceQuery, inquiry: str, *, beside: bool = False) -> InquiryDetails:
        """One inquiry. beside: with what the team and the best agent come to.

        Raises:
            NotFound: the agent has no conversations with it.
        """
        asked = self._asked(caller, query)
        newest = self._reader.newest(asked.agent.id, inquiry, asked.channel, most=MOST_RECENT)
        own = asked.sums.get(inquiry, InquirySums())
        if inquiry == ALL or not (newest or own.number):
            raise NotFound("There are no conversations of this inquiry")
        benchmarks = self._reader.benchmarks(asked.channel, [ALL, inquiry])
        benchmark = benchmarks.get(inquiry)
        effect = effect_of(asked.sums.get(ALL, InquirySums()), own)
        team = self._team(asked, [inquiry]) if beside else {}
        seen = self._seen(caller, team, benchmarks) if beside else frozenset[str]()
        of_team = self._seen_of_team(caller, asked, seen) if beside else seen
        metrics = metrics_of(asked.channel)
        figures = team.get(inquiry, {})
        bounds = benchmark.metrics if benchmark else {}
        return InquiryDetails(
            frame=_compared(asked.frame, benchmarks),
            inquiry=inquiry,
            number=own.number,
            effect=None if effect is None else float(effect),
            figures=own_figures(own, benchmark, asked.channel, **asked.minimums),
            recommended=recommended(own, medians(benchmark), asked.channel, **asked.minimums),
            team=[
                team_figure(
                    each,
                    figures.get(each),
                    of_team,
                    agent_id=asked.agent.id,
                    rates_from=asked.settings.minimum_sample,
                )
                for each in metrics
            ]
            if beside and asked.agent.team_id
            else None,
            top=[top_figure(each, bounds.get(each), asked.agent.id, _named(caller, seen)) for each in metrics]
            if beside
            else None,
            recent=[recent_conversation(each) for each in newest],
        )

    def _agent(self, caller: Caller, agent_id: str | None) -> User:
        """Raises NotFound where there is no such agent, or the caller may not see their work."""
        wanted = agent_id or caller.user_id
        self._access.require(caller, Permission.REPORTS_VIEW, wanted)
        user = self._people.find_user(wanted)
        if user is None:
            raise NotFound("There is no such person")
        return user

    def _asked(self, caller: Caller, query: PerformanceQuery) -> _Asked:
        agent = self._agent(caller, query.agent_id)
        settings = self._people.settings()
        newest = self._reader.newest(agent.id, ALL, query.channel, most=1)
        newest_at = newest[0].started_at if newest else None
        named = query.period if query.first is None and query.last is None else None
        days, since = self._days(query, named, newest_at, settings.time_zone)
        if since is not None and newest_at is not None:
            last_day = self._reader.between(agent.id, ALL, query.channel, since, newest_at, most=MOST_IN_A_DAY)
            sums, unnamed = together(last_day), 0
        else:
            sums, unnamed = self._reader.sums_and_unnamed(agent.id, query.channel, days)
        frame = PerformanceFrame(
            agent_id=agent.id,
            channel=query.channel,
            period=named,
            first_day=days.first,
            last_day=days.last,
            since=since,
            newest_at=newest_at,
            time_zone=settings.time_zone,
            minimum=settings.minimum_ranked,
            compared_first_day=None,
            compared_last_day=None,
            compared_at=None,
        )
        return _Asked(agent, query.channel, settings, frame, sums, unnamed)

    def _days(
        self, query: PerformanceQuery, named: PeriodName | None, newest_at: Instant | None, time_zone: str
    ) -> tuple[Days, Instant | None]:
        """The days of a period, and for 24 hours the instant from which on: the newest conversation counts as now."""
        if named is None:
            return period(query.first, query.last, time_zone, self._clock), None
        now = newest_at or self._clock.now()
        last = day_of(now, time_zone)
        if named == "24_hours":
            since = now - timedelta(hours=24)
            return Days(day_of(since, time_zone), last), since
        if named == "week":
            return Days(last - timedelta(days=6), last), None
        return months_to(last, 1 if named == "month" else 3), None

    def _team(self, asked: _Asked, inquiries: list[str]) -> Mapping[str, Mapping[EffectMetric, TeamFigure]]:
        if asked.agent.team_id is None or not inquiries:
            return {}
        return self._reader.team(asked.agent.team_id, asked.channel, inquiries)

    def _seen(
        self,
        caller: Caller,
        team: Mapping[str, Mapping[EffectMetric, TeamFigure]],
        benchmarks: Mapping[str, Benchmark],
    ) -> frozenset[str] | None:
        """Whom of those behind the figures the caller sees; None for everybody."""
        if caller.reach is Reach.EVERYONE:
            return None
        behind = {agent for own in team.values() for figure in own.values() for agent in figure.agents}
        behind |= {bounds.best_id for each in benchmarks.values() for bounds in each.metrics.values()}
        return self._access.sight(caller).of(behind)

    def _seen_of_team(self, caller: Caller, asked: _Asked, seen: frozenset[str] | None) -> frozenset[str] | None:
        """The same of the team's figures: whoever supervises a team is told them whole, as in the reports."""
        team_id = asked.agent.team_id
        return None if team_id is not None and self._access.supervises(caller, team_id) else seen


def _named(caller: Caller, seen: frozenset[str] | None) -> frozenset[str] | None:
    """Whose names the caller may be told: of those whom they lead; an agent is told nobody's."""
    return frozenset() if caller.reach is Reach.OWN else seen


def _sorted_by(line: InquiryLine, sort: SortBy) -> float | None:
    if sort == "volume":
        return line.number
    return next((each.value for each in line.figures if each.metric.value == sort), None)


def _compared(frame: PerformanceFrame, benchmarks: Mapping[str, Benchmark]) -> PerformanceFrame:
    newest = max(benchmarks.values(), key=lambda each: each.made_at, default=None)
    if newest is None:
        return frame
    told = {
        "compared_first_day": newest.first_day,
        "compared_last_day": newest.last_day,
        "compared_at": newest.made_at,
    }
    return frame.model_copy(update=told)
