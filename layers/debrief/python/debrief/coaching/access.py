"""Whose coaching a caller may see, and whom they may coach (P4, S0.2)."""

from collections.abc import Callable, Collection, Iterable

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import FieldError, NotFound, RuleBroken, Unauthenticated
from debrief.people.access import Access
from debrief.people.model import AccountSettings, User
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore


class CoachingAccess:
    """The one place where coaching asks about permission."""

    def __init__(self, people: PeopleStore, access: Access) -> None:
        self._people = people
        self._access = access

    def coaches(self, caller: Caller, user_id: str | None) -> bool:
        """Whether the caller may coach and `user_id` is within their reach."""
        return caller.may(Permission.COACHING_MANAGE) and self._access.sees(caller, user_id)

    def sees(self, caller: Caller, user_id: str | None) -> bool:
        """Whether the caller may see the coaching of `user_id`: their own, or as one who may coach them.

        None stands for whoever a thing that isn't there would belong to; see `Access.sees`.
        """
        if user_id == caller.user_id:
            return caller.may(Permission.COACHING_VIEW_OWN) or caller.may(Permission.COACHING_MANAGE)
        return self.coaches(caller, user_id)

    def require_sight(self, caller: Caller, user_id: str) -> None:
        """Raises NotFound unless the caller may see the coaching of `user_id`."""
        if not self.sees(caller, user_id):
            raise NotFound("There is no such person")

    def seen(self, caller: Caller) -> Callable[[Iterable[str]], frozenset[str]]:
        """Tells, for one request, whose coaching of some people the caller may see (see `Sight.of`)."""
        if caller.may(Permission.COACHING_MANAGE):
            return self._access.sight(caller).of
        own = frozenset({caller.user_id}) if caller.may(Permission.COACHING_VIEW_OWN) else frozenset()
        return own.intersection

    def line(self, caller: Caller, most: int) -> frozenset[str] | None:
        """Ids of all whom the caller may coach or sees, themselves included; None where they are more than `most`."""
        return self._access.visible_people(caller, most)

    def standing(self, user_id: str | None) -> Caller | None:
        """Somebody as they would be if they called now; see `Access.standing`."""
        return self._access.standing(user_id)

    def leader(self, user_id: str, permission: Permission) -> str | None:
        """The nearest above somebody who is active, has the permission and sees them; None where nobody is."""
        for above in self._people.managers_above(user_id):
            caller = self._access.standing(above)
            if caller is not None and caller.may(permission) and self._access.sees(caller, user_id):
                return above
        return None

    def told(self, user_id: str, also: Iterable[str | None] = (), *, of: Collection[str] = ()) -> list[str]:
        """Who is told of somebody's coaching: the nearest above who may coach them, and of `also` those who may now.

        of: ids of conversations that it tells of. Who judges one of them blindly isn't told (a small query for each).
        """
        leader = self.leader(user_id, Permission.COACHING_MANAGE)
        others = [each for each in dict.fromkeys(also) if each and each not in (leader, user_id)]
        may = [each for each in others if (caller := self.standing(each)) and self.coaches(caller, user_id)]
        return BlindStore().not_blind([*([leader] if leader else []), *may], of)

    def above(self, user_id: str) -> list[str]:
        """Ids of all above somebody, the nearest first: whoever leads them now, or did when they were told."""
        return self._people.managers_above(user_id)

    def settings(self) -> AccountSettings:
        """What the account has settled (one read)."""
        return self._access.settings()

    def people(self, user_ids: Iterable[str]) -> list[User]:
        """Those of the people who exist (a round trip per 100)."""
        return self._people.find_users(user_ids)

    def team_of(self, user_id: str) -> list[User]:
        """The people of somebody's team, themselves included; nobody where they are in none (two reads)."""
        user = self._people.find_user(user_id)
        return self._people.team_members(user.team_id) if user and user.team_id else []

    def person(self, user_id: str) -> User | None:
        """Somebody, or None."""
        return self._people.find_user(user_id)

    def person_known_as(self, reference: str) -> User | None:
        """Whose agent reference this is, or None."""
        return self._people.user_by_agent_reference(reference)

    def administers(self, caller: Caller) -> bool:
        """Whether the caller runs the account's coaching: may coach everyone and settles the account too."""
        needed = {Permission.COACHING_MANAGE, Permission.SETTINGS_MANAGE}
        return caller.reach is Reach.EVERYONE and needed <= caller.permissions

    def check_coachable(self, caller: Caller, user_id: str, pointer: str) -> None:
        """Let the caller coach `user_id`, who must be an active person.

        Raises:
            NotFound: out of reach. Forbidden: the caller may not coach. RuleBroken: a bot, inactive or unknown.
        """
        self._access.require(caller, Permission.COACHING_MANAGE, user_id)
        self.check_person(user_id, pointer)

    def check_person(self, user_id: str, pointer: str) -> None:
        """Raises RuleBroken unless `user_id` is an active person."""
        user = self._people.find_user(user_id)
        if user is None or not user.active or user.is_bot:
            message = "is a bot" if user is not None and user.is_bot else "is nobody active"
            raise RuleBroken("Only an active person is coached", errors=[FieldError(pointer=pointer, message=message)])

    def check_another(self, caller: Caller, user_id: str, pointer: str) -> None:
        """Raises RuleBroken where the caller means themselves."""
        if user_id == caller.user_id:
            mistake = FieldError(pointer=pointer, message="is yourself")
            raise RuleBroken("Nobody does this for themselves", errors=[mistake])

    def check_facilitator(self, caller: Caller, facilitator_id: str, participant_id: str) -> None:
        """Let `facilitator_id` lead a 1-to-1 with `participant_id`, by the will of the caller.

        Raises:
            NotFound: the facilitator is out of the caller's reach. RuleBroken: they may not coach the participant.
        """
        if facilitator_id == participant_id:
            self._refuse_facilitator("can't meet themselves")
        if facilitator_id == caller.user_id:
            return
        if not self._access.sees(caller, facilitator_id):
            raise NotFound("There is no such person")
        try:
            facilitator = self._access.caller(facilitator_id)
        except Unauthenticated:
            self._refuse_facilitator("is nobody active")
        else:
            if not self.coaches(facilitator, participant_id):
                self._refuse_facilitator("may not coach the participant")

    def names(self, user_ids: Iterable[str]) -> dict[str, str]:
        """The names of users by id (a round trip per 100)."""
        return self._people.names(user_ids)

    @staticmethod
    def _refuse_facilitator(message: str) -> None:
        mistake = FieldError(pointer="/facilitator_id", message=message)
        raise RuleBroken("This person can't lead the meeting", errors=[mistake])
