"""How agents and teams stand since the last 1-to-1, by the statistics of reports and summaries.

Of an agent six queries: the last 1-to-1, two of rollups, two of short evaluations where they are few enough to be
compared one by one, and one of what is overdue. Of a team the rollups alone, and what is overdue of
its people's actions, a query for each of them. Nothing grows with how many conversations or evaluations there are.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final, NamedTuple

from debrief.coaching.history_reader import HistoryReader, Overdue
from debrief.home.model import ComplianceMiss, OverduePerson, Standing, Standings
from debrief.home.standing import (
    MOST_SCORES,
    MOST_SHARED,
    Compared,
    Window,
    all_moved,
    compared,
    compared_by_scores,
    items_of,
    main_scorecard,
    sums_of,
    window_since,
)
from debrief.insights.line_items import compliance_misses, missed_compliance
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter, RollupReader, ScoreCount
from debrief.insights.reports.access import ReportAccess
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import bounds, day_of
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import FieldError, Forbidden, Malformed, NotFound
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.spans import Span

MOST_STANDINGS: Final = 10
"""Of how many it is asked in one request how they stand."""

MOST_LOOKED_AT: Final = 200
"""People of teams whose overdue actions are counted in one request; of more it is said that not all were."""


class StandingParts(NamedTuple):
    """What is read of the contexts."""

    people: PeopleStore
    access: Access
    history: HistoryReader
    evaluations: EvaluationStore
    insights: RollupReader
    scopes: ReportAccess


class StandingService:
    """Tells how somebody stands, with the rights that the caller has to their reports and their coaching."""

    def __init__(self, parts: StandingParts, clock: Clock) -> None:
        self._of = parts
        self._clock = clock

    def standings(self, caller: Caller, agent_ids: Sequence[str], team_ids: Sequence[str], among: int = 1) -> Standings:
        """How agents and teams stand, ten of them at most. among: how many stand in their table, over all of
        which it is settled who has clearly moved.

        Of an agent: the last 1-to-1, two queries of rollups, at most two of short evaluations (where they are few
        enough to compare one by one), and what is overdue. Of a team: the rollups alone, over four weeks, and what is
        overdue of its people's actions, whoever has set them.

        Whoever isn't there, or is out of the caller's reach by now, is left out: they keep no other's figures back.

        Raises:
            Malformed: more than ten, or none. Forbidden: the caller may see no reports.
        """
        caller.require(Permission.REPORTS_VIEW)
        agents, teams = list(dict.fromkeys(agent_ids)), list(dict.fromkeys(team_ids))
        if not 1 <= len(agents) + len(teams) <= MOST_STANDINGS:
            mistake = FieldError(pointer="?agent_id", message=f"1 to {MOST_STANDINGS} agents and teams at a time")
            raise Malformed("Ask about fewer at a time", errors=[mistake])
        # One by one, so that a refusal doesn't tell by its reads what is there.
        seen = [each for each in agents if self._of.access.sees(caller, each)]
        there = {user.id for user in self._of.people.find_users(seen)} if seen else set()
        now = self._clock.now()
        asked = [self._window_of(caller, each, now) for each in seen if each in there]
        asked += [found for each in teams if (found := self._window_of_team(caller, each, now))]
        return Standings(items=self._stand(caller, asked, now, max(among, len(asked))) if asked else [])

    def _window_of(self, caller: Caller, agent_id: str, now: datetime) -> "_Asked":
        # Their standing is everybody's who may see their reports; what was agreed is for who coaches them, and theirs.
        coaching = caller.may(
            Permission.COACHING_VIEW_OWN if agent_id == caller.user_id else Permission.COACHING_MANAGE
        )
        last = self._of.history.last_held(agent_id, now) if coaching else None
        window = window_since(last, day_of(now, caller.time_zone), caller.time_zone)
        return _Asked(Subject("agent", agent_id), window, last, coaching, hidden=False)

    def _window_of_team(self, caller: Caller, team_id: str, now: datetime) -> "_Asked | None":
        """What is asked of a team; None where it isn't there, or nobody is in it whom the caller sees."""
        today = day_of(now, caller.time_zone)
        window = window_since(None, today, caller.time_zone)
        try:
            hidden = self._of.scopes.of(caller, None, team_id, window.both, today).anonymous
        except NotFound:
            return None
        except Forbidden:
            hidden = True
        return _Asked(Subject("team", team_id), window, None, caller.may(Permission.COACHING_MANAGE), hidden=hidden)

    def _stand(self, caller: Caller, asked: Sequence["_Asked"], now: datetime, among: int) -> list[Standing]:
        minimum = self._of.people.settings().minimum_sample
        seen = [each for each in asked if not each.hidden]
        own = [each for each in seen if each.subject == Subject("agent", caller.user_id)]
        periods = [(each.subject, each.window.days) for each in seen]
        periods += [(each.subject, each.window.before) for each in own]
        blind = BlindStore().spots(caller.user_id)
        hidden = {each.subject: _hidden(each.subject, blind, caller.time_zone) for each in seen}
        lines = dict(zip(periods, self._of.insights.line_item_counts_of(periods, hidden), strict=True))
        totals = {
            each: self._of.insights.scores(
                [each.subject], each.window.both, EvaluationFilter(without_days=hidden[each.subject])
            )
            for each in seen
        }
        cards = {each: main_scorecard(counts, each.window) for each, counts in totals.items()}
        names = self._of.insights.scorecard_names({card for card in cards.values() if card})
        overdue = self._overdue(caller, asked, now)
        whose = {each: late.whose for each, late in overdue.items() if each.subject.kind == "team"}
        people = self._of.people.names(id for some in whose.values() for id, _ in some[:MOST_SHARED])
        rows = {
            each: self._compared(each, totals[each], (card, names.get(card, card)), minimum, caller, among)
            for each, card in cards.items()
            if card
        }
        changes = dict(zip(rows, all_moved(list(rows.values()), among), strict=True))
        found = []
        for each in asked:
            subject, window = each.subject, each.window
            counts = totals.get(each, [])
            within = [count for count in counts if count.day >= window.days.first]
            before = lines.get((subject, window.before)) if each in own else None
            items = items_of(lines.get((subject, window.days), []), before, minimum)
            compliance = compliance_misses(lines.get((subject, window.days), []))
            missed = missed_compliance(lines.get((subject, window.days), []))
            late = overdue.get(each)
            found.append(
                Standing(
                    agent_id=subject.id if subject.kind == "agent" else None,
                    team_id=subject.id if subject.kind == "team" else None,
                    basis=window.basis,
                    first_day=window.days.first,
                    last_day=window.days.last,
                    last_meeting_at=each.last_meeting,
                    minimum=minimum,
                    evaluations=sum(count.evaluations for count in within),
                    several_scorecards=len({count.scorecard_id for count in within}) > 1,
                    change=changes.get(each),
                    weakest=items.weakest,
                    weakest_count=items.weakest_count,
                    strongest=items.strongest,
                    strongest_count=items.strongest_count,
                    strength_moved=items.strength_moved,
                    most_answers=items.most_answers,
                    auto_failed=sum(count.auto_failed for count in within),
                    compliance_missed=compliance.missed,
                    compliance_answers=compliance.answers,
                    compliance_items=[ComplianceMiss(**item._asdict()) for item in missed[:MOST_SHARED]],
                    compliance_count=len(missed),
                    overdue=late.known if late else None,
                    overdue_more=late is not None and late.more,
                    overdue_people=[
                        OverduePerson(id=id, name=people.get(id, ""), overdue=many)
                        for id, many in whose.get(each, ())[:MOST_SHARED]
                    ],
                    overdue_people_count=len(whose.get(each, ())),
                    hidden=each.hidden,
                    days_left_out=len(_within(hidden.get(subject, frozenset()), window.both)),
                )
            )
        return found

    def _compared(
        self,
        asked: "_Asked",
        counts: Sequence[ScoreCount],
        card: tuple[str, str],
        minimum: int,
        caller: Caller,
        among: int,
    ) -> Compared:
        window = asked.window
        now, before = sums_of(counts, card[0], window.days), sums_of(counts, card[0], window.before)
        scores = None
        if asked.subject.kind == "agent" and compared_by_scores(now, before, minimum):
            scores = (
                self._scores(asked.subject.id, card[0], window.before, caller.time_zone),
                self._scores(asked.subject.id, card[0], window.days, caller.time_zone),
            )
            if tuple(map(len, scores)) != (before.scored, now.scored):
                # Not those that the sums are of: more lie behind other scorecards' than are read, or some were
                # completed a moment ago.
                scores = None
        # What is said of teams stands under one name: the mean of a team with few evaluations before would pass for it.
        return compared(card, now, before, minimum, scores, shares=asked.subject.kind == "team", among=among)

    def _scores(self, agent_id: str, scorecard_id: str, days: Days, time_zone: str) -> list[float]:
        """The agent's scores with a scorecard in some days: of the newest few evaluations of all scorecards there.

        Where others were used more, these may not be all.
        """
        start, end = bounds(days.first, days.last, time_zone)
        span = Span(iso(start), iso(end))
        lines = self._of.evaluations.lines_of_agent(agent_id, span, chunk=2 * MOST_SCORES)
        return [
            line.percent
            for _, line in islice(lines, 4 * MOST_SCORES)
            if line.scorecard_id == scorecard_id and line.percent is not None
        ]

    def _overdue(self, caller: Caller, asked: Sequence["_Asked"], now: datetime) -> dict["_Asked", Overdue]:
        """What is overdue with each of whom the caller sees the coaching."""
        today = day_of(now, caller.time_zone)
        found: dict[_Asked, Overdue] = {}
        left = MOST_LOOKED_AT
        for each in asked:
            if not each.coaching or each.hidden:
                continue
            if each.subject.kind == "agent":
                found[each] = self._of.history.overdue_of(each.subject.id, today)
                continue
            members = [user.id for user in self._of.access.seen(caller, self._of.people.team_members(each.subject.id))]
            some = members[:left]
            left -= len(some)
            team = self._of.people.find_team(each.subject.id)
            overdue = self._of.history.overdue_of_all(frozenset(some), team.supervisor_id if team else None, today)
            found[each] = overdue._replace(more=overdue.more or len(some) < len(members))
        return found


def _hidden(subject: Subject, blind: BlindSpots, time_zone: str) -> frozenset[date]:
    """The days of conversations that the caller judges blindly: a figure of one day may tell how one came out."""
    about = blind.about([subject.id]) if subject.kind == "agent" else blind.about((), [subject.id])
    return about.days(time_zone)


def _within(days: frozenset[date], period: Days) -> list[date]:
    return [day for day in days if period.first <= day <= period.last]


class _Asked(NamedTuple):
    """Of whom it is asked how they stand. coaching: whether the caller sees what was agreed with them."""

    subject: Subject
    window: Window
    last_meeting: datetime | None
    coaching: bool
    hidden: bool
