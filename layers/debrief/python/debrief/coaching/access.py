"""Whose coaching a caller may see, and whom they may coach (P4, S0.2)."""

from collections.abc import Callable, Iterable

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import FieldError, NotFound, RuleBroken, Unauthenticated
from debrief.people.access import Access
from debrief.people.store import PeopleStore


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
        """All whose coaching the caller may see, themselves included; None where they are more than `most`."""
        return self._access.visible_people(caller, most)

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
