"""Whose work a report may show to whom (P4), and over which days."""

from datetime import date, timedelta
from typing import NamedTuple, Protocol

from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.insights.reports.anonymity import ANONYMOUS_FROM, Crowd, whole_weeks
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, Forbidden, Malformed, NotFound, RuleBroken
from debrief.people.access import Access, Sight
from debrief.people.model import User
from debrief.people.store import PeopleStore

MOST_PEOPLE = 500
"""Largest reporting line that one report adds up, at one query each; for more there are the teams."""

MOST_PERSON_DAYS = 16_000
"""People times days of such a report: all 500 over a month, 40 over a year.

A day of somebody who is evaluated with 30 questions is a row of 4 KB that takes a quarter of a millisecond to read and
sum, and a function has 0.29 of a processor: ten seconds, where everybody works five days of seven and API Gateway waits
29 seconds.
"""

DEFAULT_DAYS = 28
MOST_DAYS = 366


class Contributors(Protocol):
    """Whose work a team's figures are."""

    def contributors(self, subject: Subject, days: Days) -> frozenset[str]:
        """The agents whose evaluations and conversations are counted in the team's figures of a period."""
        ...


class Scope(NamedTuple):
    """Whose work a report adds up, over which days.

    crowd: who counts as somebody behind a figure; given where only sums may be shown that nobody shows in.
    """

    subjects: tuple[Subject, ...]
    days: Days
    crowd: Crowd | None = None

    @property
    def anonymous(self) -> bool:
        """Whether only the sum may be shown, and no days apart."""
        return self.crowd is not None


class ReportAccess:
    """Decides what a caller may see in a report."""

    def __init__(self, access: Access, people: PeopleStore, contributors: Contributors) -> None:
        self._access = access
        self._people = people
        self._contributors = contributors

    def of(self, caller: Caller, agent_id: str | None, team_id: str | None, days: Days, today: date) -> Scope:
        """The subjects that were asked for; without an agent and a team, everyone whom the caller may see.

        Of a team whose people the caller may not all see, the days are narrowed to the whole weeks in them that have
        ended.

        Raises:
            Malformed: both an agent and a team. NotFound: out of the caller's reach, or not there.
            Forbidden: the team is too small, or there is no whole week, to show an average without showing a person.
            RuleBroken: the caller's line is too long for one report, or for one over so many days.
        """
        if agent_id is not None and team_id is not None:
            message = "can't stand beside agent_id"
            raise Malformed("Choose an agent or a team", errors=[FieldError(pointer="?team_id", message=message)])
        caller.require(Permission.REPORTS_VIEW)
        if agent_id is not None:
            return self._agent(caller, agent_id, days)
        if team_id is not None:
            return self._team(caller, team_id, days, today)
        return self._all_visible(caller, days)

    def _agent(self, caller: Caller, agent_id: str, days: Days) -> Scope:
        self._access.require(caller, Permission.REPORTS_VIEW, agent_id)
        if self._people.find_user(agent_id) is None:
            raise NotFound("There is no such person")
        return Scope((Subject("agent", agent_id),), days)

    def _team(self, caller: Caller, team_id: str, days: Days, today: date) -> Scope:
        team = self._people.find_team(team_id)
        subject = Subject("team", team_id)
        supervises = team is not None and caller.reach is Reach.LINE and team.supervisor_id == caller.user_id
        if team is not None and (caller.reach is Reach.EVERYONE or supervises):
            return Scope((subject,), days)
        members = self._people.team_members(team_id)
        if not members:
            # A team that isn't there is looked at about as long as one that isn't theirs.
            self._access.sees(caller, None)
        sight = self._access.sight(caller)
        in_team = sight.users(members)
        in_line = caller.reach is Reach.LINE and bool(in_team)
        if not in_line and all(member.id != caller.user_id for member in members):
            raise NotFound("There is no such team")
        # Whoever has left the team did part of its work as well.
        if (
            in_line
            and len(in_team) == len(members)
            and _all_seen(sight, self._contributors.contributors(subject, days))
        ):
            return Scope((subject,), days)
        if sum(_counts(member) for member in members) < ANONYMOUS_FROM:
            raise Forbidden("The team is too small to show its average without showing a person")
        weeks = whole_weeks(days, today)
        if weeks is None:
            message = "must leave a whole week, Monday to Sunday, that has ended, for a team's average"
            raise Forbidden("The period is too short", errors=[FieldError(pointer="?from", message=message)])
        behind = self._people.find_users(sorted(self._contributors.contributors(subject, weeks)))
        active = [user for user in behind if _counts(user)]
        unseen = frozenset(user.id for user in active) - {user.id for user in sight.users(active)}
        return Scope((subject,), weeks, Crowd(frozenset(user.id for user in active), unseen))

    def _all_visible(self, caller: Caller, days: Days) -> Scope:
        if caller.reach is Reach.EVERYONE:
            return Scope((EVERYONE,), days)
        visible = self._access.visible_people(caller, MOST_PEOPLE)
        if visible is None:
            message = f"choose a team or a person; a report over a line takes {MOST_PEOPLE} people at most"
            raise RuleBroken(
                f"More than {MOST_PEOPLE} people are too many for one report",
                errors=[FieldError(pointer="?team_id", message=message)],
            )
        length, most = (days.last - days.first).days + 1, MOST_PERSON_DAYS // max(len(visible), 1)
        if length > most:
            message = f"must leave {most} days at most for a line of {len(visible)}; or choose a team or a person"
            raise RuleBroken(
                f"{length} days are too many for a report over {len(visible)} people",
                errors=[FieldError(pointer="?from", message=message)],
            )
        return Scope(tuple(Subject("agent", each) for each in sorted(visible)), days)


def _all_seen(sight: Sight, user_ids: frozenset[str]) -> bool:
    return sight.of(user_ids) == user_ids


def _counts(user: User) -> bool:
    """Whether somebody counts as a person behind a figure."""
    return user.active and not user.is_bot


def before(days: Days) -> Days | None:
    """The period of the same length that ends where `days` begins; None before all time."""
    try:
        return Days(days.first - timedelta(days=length_of(days)), days.first - timedelta(days=1))
    except OverflowError:
        return None


def length_of(days: Days) -> int:
    """How many days a period has."""
    return (days.last - days.first).days + 1


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
