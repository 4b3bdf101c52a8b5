"""The leaderboard of those whom somebody leads (S1, N3)."""

from collections.abc import Collection
from typing import Final

from debrief.insights.benchmarks.model import Benchmark, Standing
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.ranking import Entry, ranked
from debrief.insights.effectiveness.views import Leaderboard, LeaderboardRow
from debrief.insights.inquiry_averages import EffectMetric, interval_of, mean_of, metrics_of, number_of
from debrief.insights.projection.inquiry_sums import ALL
from debrief.insights.reports.access import MOST_PEOPLE
from debrief.interactions.conversations.words import Channel
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.people.store import PeopleStore, UserFilter

_PAGE: Final = 100


class LeaderboardService:
    """Ranks people over three months: a small row of each, as the daily refresh has left it."""

    def __init__(self, store: BenchmarkStore, access: Access, people: PeopleStore) -> None:
        self._store = store
        self._access = access
        self._people = people

    def of(
        self,
        caller: Caller,
        channel: Channel,
        metric: EffectMetric,
        *,
        team_id: str | None = None,
        inquiry: str | None = None,
    ) -> Leaderboard:
        """Those whom the caller leads, or of them those of a team, the best first; nobody is ranked below the minimum.

        inquiry: over the conversations about it alone, which those have no place without who have none. Where nobody at
        all has enough of them to be ranked, and the account doesn't list the inquiry, nobody is shown.

        Raises:
            Forbidden: the caller leads nobody. NotFound: the team isn't there, or has nobody whom the caller sees.
            RuleBroken: the metric isn't measured on the channel, or they are more than 500.
        """
        caller.require(Permission.REPORTS_VIEW)
        if caller.reach is Reach.OWN:
            raise Forbidden("A leaderboard compares people, and is for those who lead them")
        if metric not in metrics_of(channel):
            message = "must be effectiveness or handle_time for e-mail, of which nothing is predicted"
            raise RuleBroken("This isn't measured of e-mail", errors=[FieldError(pointer="?metric", message=message)])
        people = self._team(caller, team_id) if team_id is not None else self._line(caller)
        settings = self._people.settings()
        # A rate below the minimum sample is shown nowhere.
        rates_from = settings.minimum_sample if metric is EffectMetric.RESOLUTION else 0
        minimum = max(settings.minimum_ranked, rates_from)
        if inquiry is None:
            standings = self._store.standings(sorted(people), channel)
        else:
            standings = self._store.board(people, channel, inquiry)
        newest: Standing | Benchmark | None = max(standings, key=lambda each: each.made_at, default=None)
        if newest is None and inquiry is not None:
            # When people were compared is known all the same.
            newest = self._store.benchmarks(channel, [ALL]).get(ALL)
        return Leaderboard(
            channel=channel,
            metric=metric,
            inquiry=inquiry,
            lower_is_better=metric.lower_is_better,
            minimum=minimum,
            first_day=newest.first_day if newest else None,
            last_day=newest.last_day if newest else None,
            made_at=newest.made_at if newest else None,
            items=_rows(standings, metric, minimum),
        )

    def _team(self, caller: Caller, team_id: str) -> frozenset[str]:
        members = [user for user in self._people.team_members(team_id) if user.active and not user.is_bot]
        seen = frozenset(user.id for user in self._access.sight(caller).users(members))
        if not seen:
            raise NotFound("There is no such team")
        if len(seen) > MOST_PEOPLE:
            raise _too_many()
        return seen

    def _line(self, caller: Caller) -> frozenset[str]:
        if caller.reach is Reach.EVERYONE:
            return self._everybody()
        visible = self._access.visible_people(caller, MOST_PEOPLE)
        if visible is None:
            raise _too_many()
        return visible

    def _everybody(self) -> frozenset[str]:
        found, start = set[str](), None
        while True:
            users, start = self._people.list_users(UserFilter(), limit=_PAGE, start=start)
            found |= {user.id for user in users if user.active and not user.is_bot}
            if len(found) > MOST_PEOPLE:
                raise _too_many()
            if start is None:
                return frozenset(found)


def _rows(standings: Collection[Standing], metric: EffectMetric, minimum: int) -> list[LeaderboardRow]:
    entries, few = list[Entry](), list[LeaderboardRow]()
    numbers: dict[str, int] = {}
    for each in sorted(standings, key=lambda one: one.agent_id):
        number, mean = number_of(each.sums, metric), mean_of(each.sums, metric)
        numbers[each.agent_id] = number
        if mean is None or number < minimum:
            few.append(_unranked(each.agent_id, number))
            continue
        low, high = interval_of(each.sums, metric) or (None, None)
        entries.append(Entry(each.agent_id, float(mean), low, high))
    rows = [
        LeaderboardRow(
            agent_id=entry.agent_id,
            rank=rank,
            first=first,
            last=last,
            tied=tied,
            value=entry.value,
            low=entry.low,
            high=entry.high,
            number=numbers[entry.agent_id],
        )
        for entry, rank, first, last, tied in ranked(entries, metric)
    ]
    return rows + few


def _unranked(agent_id: str, number: int) -> LeaderboardRow:
    return LeaderboardRow(
        agent_id=agent_id,
        rank=None,
        first=None,
        last=None,
        tied=False,
        value=None,
        low=None,
        high=None,
        number=number,
    )


def _too_many() -> RuleBroken:
    message = f"choose a team; a leaderboard takes {MOST_PEOPLE} people at most"
    return RuleBroken(
        f"More than {MOST_PEOPLE} people are too many for one leaderboard",
        errors=[FieldError(pointer="?team_id", message=message)],
    )
