"""Who comes nearest to an agent that isn't known, for whoever looks at what is held for it.

It is looked for when somebody looks, among the people whom they see, and kept nowhere: the name of one person has no
place in the conversation of another.
"""

from debrief.interactions.holds import HoldCode, HoldReason, Nearest
from debrief.interactions.intake.model import IntakeItem
from debrief.interactions.intake.nearness import nearest_of
from debrief.kernel.auth import Caller
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.store import PeopleStore


class AgentOffers:
    """Offers known agents for unknown ones."""

    def __init__(self, people: PeopleStore, access: Access) -> None:
        self._people = people
        self._access = access

    def shown(self, caller: Caller, item: IntakeItem) -> IntakeItem:
        """The item, with the person whom the caller sees and who comes nearest to its unknown agent, if any does."""
        return item.model_copy(update={"reasons": tuple(self._with_offer(caller, each) for each in item.reasons)})

    def _with_offer(self, caller: Caller, reason: HoldReason) -> HoldReason:
        if reason.code is not HoldCode.AGENT_UNKNOWN or reason.given is None:
            return reason
        users = {user.id: user for user in self._access.seen(caller, self._people.called_like(reason.given))}
        ways = {user.id: (user.name, user.email or "", *user.agent_references) for user in users.values()}
        user_id = nearest_of(reason.given, ways)
        return reason.model_copy(update={"nearest": _offer(users[user_id]) if user_id is not None else None})


def _offer(user: User) -> Nearest | None:
    # What is filled in for it is looked up: their address, or what another system calls them.
    value = user.email or next(iter(user.agent_references), None)
    return Nearest(value=value, name=user.name, user_id=user.id) if value else None
