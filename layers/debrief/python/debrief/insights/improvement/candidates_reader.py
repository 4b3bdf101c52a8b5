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
"""People who were coached and are looked at, four queries each."""

MOST_TEAMS: Final = 10
"""Teams in which colleagues are looked for."""

_MOST_ROWS: Final = 500
_MOST_OF_LINE: Final = 200
"""People of a line of whom it is asked whether they were coached."""


class Chosen(NamedTuple):
    """Who was coached, and colleagues of theirs who weren't: ids, as if drawn, always the same."""

    coached: tuple[str, ...]
    colleagues: tuple[str, ...]


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
        few = _people_drawn(coached, MOST_COACHED)
        teams = drawn({each.team_id for each in few if each.team_id}, MOST_TEAMS)
        ids = {each.id for each in coached}
        members = [each for team in teams for each in self._people.team_members(team) if each.id not in ids]
        free = self.uncoached(caller, members, Days(before.first, now.last))
        return Chosen(tuple(each.id for each in few), free)

    def uncoached(self, caller: Caller, members: Collection[User], days: Days) -> tuple[str, ...]:
        """Those of some colleagues whom the caller sees and who weren't coached in the days (a query each)."""
        seen = self._access.seen(caller, [each for each in members if each.active and not each.is_bot])
        return tuple(
            each.id
            for each in _people_drawn(seen, MOST_CONSIDERED)
            if not self._reader.coached(Subject("agent", each.id), days, 1)
        )

    def _coached(self, subjects: Sequence[Subject], days: Days) -> set[str]:
        if subjects and subjects[0].kind != "agent":
            return {each.agent_id for subject in subjects for each in self._reader.coached(subject, days, _MOST_ROWS)}
        some = drawn([each.id for each in subjects], _MOST_OF_LINE)
        return {each for each in some if self._reader.coached(Subject("agent", each), days, 1)}

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
