"""The first screen of a person. How those whom they lead stand is asked for apart: see `standing_service`.

| what | reads, at most |
|---|---|
| 1-to-1s that the caller leads: to come, and of two weeks ago or less | a page of 100, and of 50 |
| those that are later, where somebody has none in six weeks | a page of 100 |
| those that wait from before | 20 small rows, and those 1-to-1s |
| 1-to-1s that they take part in; those to acknowledge from before | a page of 50; 20 small rows, and those 1-to-1s |
| actions that are due | by due date: 20 of their own, 200 small rows of those set; the newest 100 of each |
| unread notices | 100 |
| drafts of evaluations | 20 lines of the caller's, of what they were given, of what nobody took; of a long line 100 |
| evaluations that wait for the caller's answer | 20 |
| calibrations to assess | one query of small rows, 100 at most; 20 of those calibrations |
| flags to look at | of each queue 20, looked through up to 40 |
| blind checks to do | one query of them, 20 |
| coaching assignments of the caller's own | the newest 20 |
| situations of the caller's own to practise | the newest 20 |
| those to approve of whom they lead | of a small line of each agent's newest a few; else everybody's; 100 looked at |
| coaching plans of the caller's own | one query of small rows; those in progress, 20 |
| disputes to decide | 20 of the caller's, 20 of those that anybody may decide, looked through up to 500 |
| direct reports; teams, where these lead others | as many as there are, 500 people at most; 1,000 small rows |
| reports of the next 1-to-1s | an item each, 200 |
| the intake, the model's budget | 16 and 5 small items |

Nothing grows with how many conversations, evaluations or notices there are.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from debrief.coaching.meetings.service import MeetingFilter
from debrief.coaching.meetings.views import MeetingView
from debrief.home.model import (
    AccountState,
    AgentRow,
    Evaluating,
    ForYouItem,
    HeldReason,
    Home,
    Named,
    NextMeeting,
    ReportState,
    Spending,
    TeamRow,
)
from debrief.home.waiting import attended, drafted, in_intake, in_order, is_over, led
from debrief.home.waiting_reader import FEW, HomeParts, Waiting
from debrief.interactions.intake.model import HeldCounts
from debrief.kernel.ai.budget import USES, month_of
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.web.paging import Page
from debrief.people.account.budget_store import limits_of, spent_in
from debrief.people.flags import AI_COACHING
from debrief.people.model import Team, User
from debrief.people.roles import AGENT
from debrief.quality.evaluations.listing import EvaluationSummary

MOST_ROWS: Final = 50
"""People, or teams, on the first screen; whoever leads more finds the others in the lists."""

_LED, _ATTENDED = 100, 50

_BACK, _AHEAD = timedelta(days=14), timedelta(days=45)
_TO_CONFIRM: Final = timedelta(days=60)
_REPORTS_READ, _REPORTS_PAGE = 500, 100
_TEAMS_READ: Final = 1_000
_OPEN: Final = ("scheduled", "in_progress")


class HomeService:
    """Reads what the home page shows. What is somebody's is read with the rights that the caller has to it."""

    def __init__(self, parts: HomeParts, clock: Clock) -> None:
        self._of = parts
        self._waiting = Waiting(parts)
        self._clock = clock

    def home(self, caller: Caller) -> Home:
        """What waits for the caller, whom they lead, and their part of the account."""
        now = self._clock.now()
        led_meetings, led_more, ahead_until = self._led(caller, now)
        own_meetings, own_more = self._attended(caller, now)
        leads, leads_more = self._direct_reports(caller)
        agents = [user for user in leads if _is_agent(user)][: MOST_ROWS + 1]
        teams, teams_more = self._teams(caller, [user for user in leads if user.reports])
        nexts = _next_by_person(led_meetings, now)
        shown = {user.id for user in agents[:MOST_ROWS]} | {row.supervisor.id for row in teams}
        further, until = self._further(caller, now, ahead_until, shown - nexts.keys())
        nexts |= {person: meeting for person, meeting in further.items() if person not in nexts}
        reports = self._reports(caller, [*led_meetings, *further.values()])
        rows = {person: self._next(caller, meeting, reports.get(meeting.id)) for person, meeting in nexts.items()}
        drafts, drafts_more = self._waiting.drafts(caller)
        disputes, disputes_more = self._waiting.disputes(caller)
        to_answer, to_answer_more = self._waiting.to_answer(caller, now)
        assessing, assessing_more = self._waiting.calibrations(caller, now)
        coached, coached_more = self._waiting.coached(caller, now)
        practice, practice_more = self._of.practice.of(caller, FEW)
        waiting = self._of.intake.waiting() if caller.may(Permission.INTAKE_MANAGE) else None
        notices, notices_more = self._waiting.notices(caller, now)
        for_you = [
            *(led(each, reports.get(each.id), now, caller.time_zone) for each in led_meetings),
            *own_meetings,
            *notices,
        ]
        acts, acts_more = self._waiting.actions(caller, now)
        names = self._of.people.names(draft.agent_id for draft in drafts) if drafts else {}
        found = [each for each in for_you if each is not None]
        found += [*disputes, *to_answer, *assessing, *self._waiting.checks(caller, now), *coached, *practice]
        found += [*acts, *(drafted(draft, names, now) for draft in drafts), *self._waiting.flags(caller)]
        found += in_intake(waiting) if waiting else ()
        return Home(
            for_you=in_order(found, caller.time_zone, now),
            for_you_more=any(
                (
                    led_more,
                    own_more,
                    acts_more,
                    notices_more,
                    drafts_more,
                    disputes_more,
                    to_answer_more,
                    assessing_more,
                    coached_more,
                    practice_more,
                )
            ),
            agents=[AgentRow(agent=_named(user), next_meeting=rows.get(user.id)) for user in agents[:MOST_ROWS]],
            agents_more=leads_more or len(agents) > MOST_ROWS,
            teams=[row.model_copy(update={"next_meeting": rows.get(row.supervisor.id)}) for row in teams],
            teams_more=teams_more,
            meetings_until=until,
            evaluating=self._evaluating(caller, drafts, more=drafts_more),
            account=self._account(caller, waiting, now),
        )

    # The first screen ----------------------------------------------------------------------------------------------

    def _led(self, caller: Caller, now: datetime) -> tuple[list[MeetingView], bool, datetime | None]:
        """The 1-to-1s that the caller leads and that are still to be held, the earliest first; whether there are more
        than were read; and until when those to come were read, where that wasn't all of the next six weeks."""
        if not caller.may(Permission.COACHING_MANAGE):
            return [], False, None
        mine = MeetingFilter(facilitator_id=caller.user_id, statuses=_OPEN)
        # Apart, so that what wasn't completed hides nothing of what is to come.
        ahead = self._of.meetings.page(
            caller, mine._replace(since=now, until=now + _AHEAD, oldest_first=True), _LED, None
        )
        back = self._of.meetings.page(caller, mine._replace(since=now - _BACK, until=now), _ATTENDED, None)
        before, before_more = self._of.meetings.waiting(caller, "to_hold", now - _BACK, FEW)
        # Where two colleagues meet, whoever arranged it needn't be there.
        to_lead = [each for each in (*before, *back.items, *ahead.items) if each.colleague_id is None]
        found = sorted(to_lead, key=lambda each: (each.scheduled_at, each.id))
        more = before_more or back.next_cursor is not None or ahead.next_cursor is not None
        return found, more, _end_of(ahead, now)

    def _further(
        self, caller: Caller, now: datetime, until: datetime | None, wanted: Set[str]
    ) -> tuple[dict[str, MeetingView], datetime | None]:
        """The next 1-to-1s of those who have none in the next six weeks, from a page of what is later; and until when
        it was looked, where there is more. until: how far was read already, where that wasn't so far."""
        if until is not None or not wanted or not caller.may(Permission.COACHING_MANAGE):
            return {}, until
        later = MeetingFilter(
            facilitator_id=caller.user_id, statuses=_OPEN, since=now + _AHEAD, until=None, oldest_first=True
        )
        page = self._of.meetings.page(caller, later, _LED, None)
        found = _next_by_person([each for each in page.items if each.colleague_id is None], now)
        return {person: meeting for person, meeting in found.items() if person in wanted}, _end_of(page, now + _AHEAD)

    def _attended(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem | None], bool]:
        """The 1-to-1s about the caller's own work that are to come or wait to be acknowledged."""
        if not caller.may(Permission.COACHING_VIEW_OWN):
            return [], False
        wanted = MeetingFilter(
            participant_id=caller.user_id,
            statuses=(*_OPEN, "completed"),
            since=now - _TO_CONFIRM,
            until=now + _BACK,
        )
        page = self._of.meetings.page(caller, wanted, _ATTENDED, None)
        before, more = self._of.meetings.waiting(caller, "to_confirm", now - _TO_CONFIRM, FEW)
        # By when they were planned, and by when they were held: one may be on both sides.
        found = {each.id: each for each in (*before, *page.items)}
        more = more or page.next_cursor is not None
        return [attended(each, now, caller.time_zone) for each in found.values()], more

    def _reports(self, caller: Caller, meetings: Sequence[MeetingView]) -> dict[str, ReportState]:
        """How the report of each of the caller's meetings stands; nothing where the account has switched them off."""
        if AI_COACHING not in caller.flags:
            return {}
        by_id = {each.summary_id: each.id for each in meetings if each.summary_id}
        found: dict[str, ReportState] = {each.id: "none" for each in meetings}
        found |= {by_id[summary.id]: summary.status for summary in self._of.summaries.summaries(by_id)}
        return found

    def _next(self, caller: Caller, meeting: MeetingView, report: ReportState | None) -> NextMeeting:
        return NextMeeting(
            id=meeting.id,
            scheduled_at=meeting.scheduled_at,
            status="scheduled" if meeting.status == "scheduled" else "in_progress",
            report=report,
            summary_id=meeting.summary_id,
            may_make=report == "none" and caller.may(Permission.SUMMARIES_GENERATE),
        )

    def _direct_reports(self, caller: Caller) -> tuple[list[User], bool]:
        """Those whom the caller leads directly and who are there, and whether there may be more."""
        if not caller.may(Permission.COACHING_MANAGE):
            return [], False
        found: list[User] = []
        start: dict[str, Any] | None = None
        for _ in range(_REPORTS_READ // _REPORTS_PAGE):
            page = self._of.people.reports_page(caller.user_id, limit=_REPORTS_PAGE, start=start)
            # Whoever has left stays in the list of their manager, and takes nobody's place here.
            found += [user for user in page.users if user.active and not user.is_bot]
            start = page.next
            if start is None:
                break
        return found, start is not None

    def _teams(self, caller: Caller, leads: Sequence[User]) -> tuple[list[TeamRow], bool]:
        """Those below the caller who lead others, each with the teams that they supervise, and whether there may be
        more."""
        if not leads:
            return [], False
        teams, more = self._all_teams()
        supervised = [team for team in teams if team.supervisor_id and team.supervisor_id != caller.user_id]
        supervisors = frozenset(team.supervisor_id for team in supervised if team.supervisor_id)
        # Those below the caller, whatever else they may see.
        below = self._of.access.sight(caller.model_copy(update={"reach": Reach.LINE})).of(supervisors)
        names = {user.id: user.name for user in leads} | self._of.people.names(below - {user.id for user in leads})
        found = [
            TeamRow(
                supervisor=Named(id=by, name=names.get(by, "")),
                team=Named(id=team.id, name=team.name),
                next_meeting=None,
            )
            for team in supervised
            if (by := team.supervisor_id) is not None and by in below
        ]
        having = {row.supervisor.id for row in found}
        found += [
            TeamRow(supervisor=_named(user), team=None, next_meeting=None)
            for user in leads
            if user.id not in having and user.active
        ]
        return found[:MOST_ROWS], more or len(found) > MOST_ROWS

    def _all_teams(self) -> tuple[list[Team], bool]:
        """The account's teams by name, a thousand at most, and whether there are more."""

        def pages() -> Iterable[Team]:
            start = None
            while True:
                teams, start = self._of.people.list_teams(limit=250, start=start)
                yield from teams
                if start is None:
                    return

        found = list(islice(pages(), _TEAMS_READ + 1))
        return found[:_TEAMS_READ], len(found) > _TEAMS_READ

    def _evaluating(self, caller: Caller, drafts: Sequence[EvaluationSummary], *, more: bool) -> Evaluating | None:
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return None
        return Evaluating(
            completed_today=self._of.readings.completed_today(caller),
            waiting=len(drafts),
            more=more,
        )

    def _account(self, caller: Caller, waiting: HeldCounts | None, now: datetime) -> AccountState | None:
        """What there is to look after; the money is for who settles the limits."""
        month, spending = None, []
        if caller.may(Permission.SETTINGS_MANAGE):
            limits = limits_of(self._of.people.settings())
            month = month_of(now, limits.time_zone)
            spent = spent_in(month)
            spending = [
                Spending(use=use, spent_micro_usd=max(0, spent[use]), limit_micro_usd=limits.micro_usd.get(use))
                for use in USES
            ]
        if waiting is None and month is None:
            return None
        reasons = sorted(waiting.reasons.items(), key=lambda each: (-each[1], each[0])) if waiting else []
        return AccountState(
            held=waiting.held if waiting else None,
            failed=waiting.failed if waiting else None,
            reasons=[HeldReason(code=code, count=count) for code, count in reasons],
            month=month,
            spending=spending,
        )


def _next_by_person(meetings: Sequence[MeetingView], now: datetime) -> dict[str, MeetingView]:
    """The next 1-to-1 with each: the earliest that isn't over. One that was started and left so hides none after it."""
    found: dict[str, MeetingView] = {}
    for meeting in meetings:
        if not is_over(meeting, now):
            found.setdefault(meeting.participant_id, meeting)
    return found


def _end_of(page: Page[MeetingView], at_least: datetime) -> datetime | None:
    """Until when 1-to-1s were read, the earliest first; None where there are no more."""
    if page.next_cursor is None:
        return None
    return page.items[-1].scheduled_at if page.items else at_least


def _is_agent(user: User) -> bool:
    """Whether somebody works on conversations and leads nobody: evaluators and others have no figures to show."""
    works = AGENT in user.role_ids or bool(user.agent_references)
    return works and not user.reports and user.active and not user.is_bot


def _named(user: User) -> Named:
    return Named(id=user.id, name=user.name)
