"""Reads who was coached in a period, and which colleagues weren't, of those whom somebody sees."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from debrief.insights.improvement.figures_reader import FiguresReader
from debrief.insights.improvement.matching import MOST_CONSIDERED
from debrief.insights.projection.model import Days, Subject
from debrief.kernel.auth import Caller
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.store import PeopleStore

MOST_COACHED: Final = 40
"""People who were coached and are looked at."""

MOST_TEAMS: Final = 10
"""Teams in which those who were coached, and colleagues, are looked for: three queries each."""

_MOST_ROWS: Final = 500
_MOST_OF_TEAM: Final = 2_000
"""What a team was coached with; in one that was coached with more nobody is a colleague of whom nothing is known."""


class Chosen(NamedTuple):
    """Who was coached, and colleagues of theirs who weren't: ids, as if drawn, always the same; and their teams."""

    coached: tuple[str, ...]
    colleagues: tuple[str, ...]
    team_ids: tuple[str, ...] = ()


class CandidatesReader:
    """Nobody is chosen whom the caller doesn't see."""

    def __init__(self, reader: FiguresReader, access: Access, people: PeopleStore) -> None:
        self._reader = reader
        self._access = access
        self._people = people

    def of(self, caller: Caller, subjects: Sequence[Subject], before: Days, now: Days) -> Chosen:
        """Who of the subjects was coached in the period before, and who of their teams wasn't coached on anything in
        either.

        Whoever was coached in the newer one alone is neither. They were mostly picked for how they did in it, so that
        it isn't what came of the coaching: counted among the coached they would make it look harmful.
        """
        coached = self._seen(caller, self._coached(subjects, before))
        teams = drawn({each.team_id for each in coached if each.team_id}, MOST_TEAMS)
        # What others did isn't read, so that of more teams than these nobody else is drawn.
        few = _people_drawn([each for each in coached if each.team_id in teams] or coached, MOST_COACHED)
        ids = {each.id for each in coached}
        over = Days(before.first, now.last)
        free = self.uncoached(caller, teams, over, without=ids)
        return Chosen(tuple(each.id for each in few), free, tuple(teams))

    def uncoached(
        self, caller: Caller, team_ids: Iterable[str], days: Days, *, without: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Those of some teams whom the caller sees and whom these teams didn't coach in the days (two queries a team).

        What somebody was coached with in another team before isn't looked for: it makes "improved" rarer.
        """
        free: list[User] = []
        for team_id in team_ids:
            coached = self._reader.coached_in(team_id, days, _MOST_OF_TEAM)
            if coached is not None:
                apart = coached.union(without)
                free += [each for each in self._people.team_members(team_id) if each.id not in apart]
        seen = self._access.seen(caller, [each for each in free if each.active and not each.is_bot])
        return tuple(each.id for each in _people_drawn(seen, MOST_CONSIDERED))

    def _coached(self, subjects: Sequence[Subject], days: Days) -> set[str]:
        if len(subjects) == 1:
            return {each.agent_id for each in self._reader.coached(subjects[0], days, _MOST_ROWS)}
        # Of a line its teams are asked, not each of its people.
        line = {each.id for each in subjects}
        teams = drawn({each.team_id for each in self._people.find_users(sorted(line)) if each.team_id}, MOST_TEAMS)
        rows = [each for team in teams for each in self._reader.coached(Subject("team", team), days, _MOST_ROWS)]
        return {each.agent_id for each in rows} & line

    def _seen(self, caller: Caller, ids: Iterable[str]) -> list[User]:
        found = self._people.find_users(sorted(ids))
        return self._access.seen(caller, [each for each in found if each.active and not each.is_bot])


def drawn(ids: Iterable[str], most: int) -> list[str]:
    """`most` of them at most, in an order that has nothing to do with who they are."""
    return sorted(ids, key=_lot)[:most]


def _people_drawn(people: Iterable[User], most: int) -> list[User]:
    return sorted(people, key=lambda each: _lot(each.id))[:most]


def _lot(id: str) -> tuple[int, str]:
    return crc32(id.encode()), id
