"""The one permission check: caller, permission, subject; what isn't permitted is refused.

What a caller may not know of is `NotFound`, so that an answer never tells what exists.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from debrief.kernel.auth import Caller, Permission, Reach, note_subjects
from debrief.kernel.errors import NotFound, Unauthenticated
from debrief.people.lines import MOST_LEVELS, is_below
from debrief.people.model import AccountSettings, User
from debrief.people.roles import permissions_of, widest_reach
from debrief.people.store import PeopleStore

SMALL_LINE = 200
"""Up to so many people below somebody are collected downwards: a query for each manager among them."""

READS_OF_A_REFUSAL = 8
"""Levels of most organisations; walking up farther than this takes longer, and tells of a very long line."""

T = TypeVar("T")


class Access:
    """Answers who a caller is and whose work they may see.

    The reporting line is walked up from the subject, one read a level; nothing is remembered between requests, so
    that a move takes effect at once. Whom a caller is shown by the line is noted (`kernel.auth.note_subjects`), so that
    an answer that is kept isn't given to them any more once the line has changed.
    """

    def __init__(self, store: PeopleStore) -> None:
        self._store = store

    def caller(self, user_id: str) -> Caller:
        """The person behind a signed-in user id (two reads).

        Raises:
            Unauthenticated: the user is unknown, inactive or a bot.
        """
        user = self._store.find_user(user_id)
        if user is None or not user.active or user.is_bot:
            raise Unauthenticated("This sign-in belongs to nobody who is active here")
        account = self._store.account()
        roles = [account.roles[role_id] for role_id in user.role_ids if role_id in account.roles]
        return Caller(
            user_id=user.id,
            name=user.name,
            permissions=permissions_of(roles),
            reach=widest_reach(roles),
            flags=frozenset(name for name, flag in account.flags.items() if flag.on),
            time_zone=account.settings.time_zone,
        )

    def settings(self) -> AccountSettings:
        """What the account has settled (one read)."""
        return self._store.settings()

    def standing(self, user_id: str | None) -> Caller | None:
        """Somebody as they would be if they called now; None where they are gone, inactive or a bot (two reads)."""
        try:
            return None if user_id is None else self.caller(user_id)
        except Unauthenticated:
            return None

    def in_line(self, manager_id: str, user_id: str) -> bool:
        """Whether `user_id` is anywhere below `manager_id` (strictly: nobody is below themselves)."""
        return is_below(user_id, manager_id, self._store.manager_of)

    def sees(self, caller: Caller, user_id: str | None) -> bool:
        """Whether the caller's reach takes in `user_id`: themselves, those below them, or everyone.

        None stands for whoever a thing that isn't there would belong to: nobody. A supervisor's refusal takes
        `READS_OF_A_REFUSAL` at least, so that how long it takes doesn't tell what is there.
        """
        if user_id is not None and (caller.user_id == user_id or caller.reach is Reach.EVERYONE):
            return True
        if caller.reach is not Reach.LINE:
            return False
        reads = 0

        def manager_of(of: str) -> str | None:
            nonlocal reads
            reads += 1
            return self._store.manager_of(of)

        if user_id is not None and is_below(user_id, caller.user_id, manager_of):
            note_subjects([user_id])
            return True
        while reads < READS_OF_A_REFUSAL:
            manager_of(caller.user_id)
        return False

    def shown(self, caller: Caller, thing: T | None, of: Callable[[T], str]) -> T | None:
        """`thing`, where it is there and the caller sees whom it is `of`; else None, as slowly either way."""
        return thing if self.sees(caller, None if thing is None else of(thing)) else None

    def sight(
        self, caller: Caller, line: frozenset[str] | None = None, known: dict[str, str | None] | None = None
    ) -> "Sight":
        """Whom the caller's reach takes in, for one request that asks about many.

        line: all of them, where they were collected already (`visible_people`). known: people's managers, which
        several sights of one request share, so that for several callers nobody is walked up twice.
        """
        return Sight(self._store, caller, line, known)

    def seen_ids(self, caller: Caller, user_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids whom `sees` takes in: a batch, and one a level for a supervisor."""
        if caller.reach is Reach.OWN:
            return frozenset(user_ids) & {caller.user_id}
        return frozenset(user.id for user in self.seen(caller, self._store.find_users(sorted(user_ids))))

    def seen(self, caller: Caller, users: Sequence[User]) -> list[User]:
        """Those of `users` whom `sees` takes in, in their order: for a supervisor one batch read a level."""
        return self.sight(caller).users(users)

    def supervises(self, caller: Caller, team_id: str) -> bool:
        """Whether the team is the caller's own to supervise, so that they are told its whole figures."""
        if caller.reach is not Reach.LINE:
            return False
        team = self._store.find_team(team_id)
        return team is not None and team.supervisor_id == caller.user_id

    def require(self, caller: Caller, permission: Permission, subject_id: str) -> None:
        """Let the caller act on `subject_id`, or refuse.

        Raises:
            NotFound: the subject is out of the caller's reach. Forbidden: the permission is missing.
        """
        if not self.sees(caller, subject_id):
            raise NotFound("There is no such person")
        caller.require(permission)

    def visible_people(self, caller: Caller, most: int = SMALL_LINE) -> frozenset[str] | None:
        """Ids of all whose work the caller may see, themselves included.

        None where they are more than `most`, or everyone: whoever asks then looks whether those who come up are seen
        (`sight`). For a supervisor this takes a query for each manager below them, until `most` people are found.
        """
        if caller.reach is Reach.EVERYONE:
            return None
        if caller.reach is Reach.OWN:
            return frozenset({caller.user_id})
        below = self._store.people_below(caller.user_id, most - 1)
        return None if below is None else frozenset({caller.user_id, *(user.id for user in below)})

    def led(self, caller: Caller) -> list[User]:
        """Everybody below a supervisor; nobody for all others (one query for each manager among them)."""
        return self._store.people_below(caller.user_id, None) or [] if caller.reach is Reach.LINE else []

    def require_flag(self, caller: Caller, flag: str) -> None:
        """Raises NotFound unless the feature flag is on: a feature that is off is as if it weren't there."""
        if flag not in caller.flags:
            raise NotFound("There is no such route")


class Sight:
    """Whom a caller's reach takes in, found out for those who come up, however long their line is.

    All who are asked about together are walked up together: a batch for them, and one for each level above of whom
    something isn't known yet, MOST_LEVELS at most; nothing is read where their line is known. It lives no longer than a
    request.
    """

    def __init__(
        self,
        store: PeopleStore,
        caller: Caller,
        line: frozenset[str] | None = None,
        known: dict[str, str | None] | None = None,
    ) -> None:
        self._store = store
        self._caller = caller
        self._line = line
        self._managers: dict[str, str | None] = {} if known is None else known

    def of(self, user_ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids whom `Access.sees` takes in; nothing is read where the caller's reach alone tells."""
        asked = frozenset(user_ids)
        if self._line is not None:
            return asked & self._line
        if self._caller.reach is Reach.LINE:
            self._look_up(asked)
        return frozenset(each for each in asked if self._takes_in(each))

    def users(self, users: Sequence[User]) -> list[User]:
        """Those of `users` whom `Access.sees` takes in, in their order."""
        self._managers |= {user.id: user.manager_id for user in users}
        seen = self.of(user.id for user in users)
        return [user for user in users if user.id in seen]

    def _look_up(self, user_ids: frozenset[str]) -> None:
        known = self._managers
        places = user_ids
        for _ in range(MOST_LEVELS):
            unknown = places - known.keys() - {self._caller.user_id}
            found = {user.id: user.manager_id for user in self._store.find_users(sorted(unknown))} if unknown else {}
            known |= {user_id: found.get(user_id) for user_id in unknown}
            places = frozenset(above for each in places if (above := known.get(each)) and each != self._caller.user_id)
            if not places:
                return

    def _takes_in(self, user_id: str) -> bool:
        if user_id == self._caller.user_id or self._caller.reach is Reach.EVERYONE:
            return True
        if self._caller.reach is not Reach.LINE or not is_below(user_id, self._caller.user_id, self._managers.get):
            return False
        note_subjects([user_id])
        return True
