"""Whose work a report may show to whom (P4), and over which days."""

from datetime import date, timedelta
from typing import NamedTuple

from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, Forbidden, Malformed, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.people.model import Team
from debrief.people.store import PeopleStore, UserFilter

MOST_PEOPLE = 500
"""Largest reporting line that one report adds up, at one query each; for more there are the teams."""

ANONYMOUS_FROM = 4
"""People in a team before its average may be shown to somebody who may not see each of them: with fewer, one's own
figures taken off would leave one or two colleagues'."""

ANONYMOUS_DAYS = 7
"""Shortest period of such an average: on a single day a team's figures may be one person's."""

DEFAULT_DAYS = 28
MOST_DAYS = 366
_PAGE = 100


class Scope(NamedTuple):
    """Whose work a report adds up. anonymous: only the sum may be shown, and no days apart."""

    subjects: tuple[Subject, ...]
    anonymous: bool = False


class ReportAccess:
    """Decides what a caller may see in a report."""

    def __init__(self, access: Access, people: PeopleStore) -> None:
        self._access = access
        self._people = people

    def of(self, caller: Caller, agent_id: str | None, team_id: str | None, days: Days) -> Scope:
        """The subjects that were asked for; without an agent and a team, everyone whom the caller may see.

        Raises:
            Malformed: both an agent and a team. NotFound: out of the caller's reach, or not there.
            Forbidden: the team is too small, or the period too short, to show an average without showing a person.
            RuleBroken: the caller's line is too long for one report.
        """
        if agent_id is not None and team_id is not None:
            message = "can't stand beside agent_id"
            raise Malformed("Choose an agent or a team", errors=[FieldError(pointer="?team_id", message=message)])
        caller.require(Permission.REPORTS_VIEW)
        if agent_id is not None:
            return self._agent(caller, agent_id)
        if team_id is not None:
            return self._team(caller, team_id, days)
        return self._all_visible(caller)

    def _agent(self, caller: Caller, agent_id: str) -> Scope:
        self._access.require(caller, Permission.REPORTS_VIEW, agent_id)
        if self._people.find_user(agent_id) is None:
            raise NotFound("There is no such person")
        return Scope((Subject("agent", agent_id),))

    def _team(self, caller: Caller, team_id: str, days: Days) -> Scope:
        team = self._people.find_team(team_id)
        if team is None:
            raise NotFound("There is no such team")
        scope = Scope((Subject("team", team_id),))
        if caller.reach is Reach.EVERYONE:
            return scope
        members = self._members(team_id)
        if self._sees_each(caller, team, members):
            return scope
        if len(members) < ANONYMOUS_FROM:
            raise Forbidden("The team is too small to show its average without showing a person")
        if (days.last - days.first).days + 1 < ANONYMOUS_DAYS:
            message = f"must be {ANONYMOUS_DAYS} days or more before the end for a team's average"
            raise Forbidden("The period is too short", errors=[FieldError(pointer="?from", message=message)])
        return scope._replace(anonymous=True)

    def _sees_each(self, caller: Caller, team: Team, members: frozenset[str]) -> bool:
        """Whether the caller may see each member's own work, not only the sum of all.

        Raises:
            NotFound: the team isn't theirs at all.
        """
        if caller.reach is Reach.LINE:
            visible = self._access.visible_people(caller)
            if team.supervisor_id == caller.user_id or visible is None or (members and members <= visible):
                return True
            if members & visible:
                return False
        if caller.user_id not in members:
            raise NotFound("There is no such team")
        return False

    def _members(self, team_id: str) -> frozenset[str]:
        found: set[str] = set()
        start = None
        while True:
            page = self._people.list_users(UserFilter(team_ids=frozenset({team_id})), limit=_PAGE, start=start)
            found.update(user.id for user in page.users)
            start = page.next
            if start is None:
                return frozenset(found)

    def _all_visible(self, caller: Caller) -> Scope:
        visible = self._access.visible_people(caller)
        if visible is None:
            return Scope((EVERYONE,))
        if len(visible) > MOST_PEOPLE:
            message = f"choose a team or a person; a report over a line takes {MOST_PEOPLE} people at most"
            raise RuleBroken(
                f"{len(visible)} people are too many for one report",
                errors=[FieldError(pointer="?team_id", message=message)],
            )
        return Scope(tuple(Subject("agent", each) for each in sorted(visible)))


def period(first: date | None, last: date | None, time_zone: str, clock: Clock) -> Days:
    """The days of a report; the last 28 unless told, up to today in the account's time zone.

    Raises:
        Malformed: the end lies before the start, or the period is longer than 366 days.
    """
    last = last or day_of(clock.now(), time_zone)
    try:
        first = first or last - timedelta(days=DEFAULT_DAYS - 1)
    except OverflowError:
        first = date.min
    length = (last - first).days + 1
    if length < 1:
        error = FieldError(pointer="?to", message="must not lie before the first day")
        raise Malformed("The period ends before it begins", errors=[error])
    if length > MOST_DAYS:
        error = FieldError(pointer="?from", message=f"must be {MOST_DAYS} days or less before the last day")
        raise Malformed("The period is too long", errors=[error])
    return Days(first, last)
