"""What of practice stands in the list of what waits for somebody (S2.4, S2.6)."""

from debrief.coaching.practice.waiting_reader import PracticeWaiting, Waits
from debrief.home.model import ForYouItem
from debrief.home.waiting import to_approve, to_practise
from debrief.kernel.auth import Caller, Permission
from debrief.people.store import PeopleStore

_NOTHING = Waits([], False)


class PracticeForYou:
    """Reads situations that the caller was given to practise, and those that wait for their approval."""

    def __init__(self, waiting: PracticeWaiting, people: PeopleStore) -> None:
        self._waiting = waiting
        self._people = people

    def of(self, caller: Caller, most: int) -> tuple[list[ForYouItem], bool]:
        """What waits, `most` at most of each kind, and whether there may be more."""
        practises, coaches = caller.may(Permission.COACHING_VIEW_OWN), caller.may(Permission.COACHING_MANAGE)
        own = self._waiting.to_practise(caller, most) if practises else _NOTHING
        led = self._waiting.to_settle(caller, most) if coaches else _NOTHING
        named = {each.decided_by for each in own.items if each.decided_by} | {each.agent_id for each in led.items}
        names = self._people.names(named) if named else {}
        found = [to_practise(each, names) for each in own.items] + [to_approve(each, names) for each in led.items]
        return found, own.more or led.more
