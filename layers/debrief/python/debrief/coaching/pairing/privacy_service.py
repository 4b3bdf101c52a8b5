"""What pairings hold of a person, and of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| pairings in which they learn, in which they help | GSI1 `LEARNS#<user>`, GSI2 `HELPS#<user>` | the page |
| whether they may be asked | `PEER#<user>` / `CHOICE` | 1 item |
| what shows a customer's conversation | `ABOUT#<interaction>` | those few |

A pairing goes whole with either of both: there is nothing in it that isn't about both.
"""

from debrief.coaching.pairing.erasing import helped_record, learnt_record, willingness_record, without_moment
from debrief.coaching.pairing.model import Pairing
from debrief.coaching.pairing.store import PairingStore, Role
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Record, Start
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction

_PAGE = 25


class PairingPersonalData:
    """Hands out what is kept in this room, and lets it go, page by page."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._store = PairingStore()
        self._clock = clock
        self._ids = ids

    def learnt(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of the pairings in which a person learns, the first with whether they may be asked themselves."""
        page = self._store.page_with(user_id, "learner", limit=2 * _PAGE, start=start)
        records = [learnt_record(loaded(row, Pairing)) for row in page.rows]
        said = list(self._store.willingness([user_id]).values()) if start is None else []
        return [*map(willingness_record, said), *records], page.position

    def helped(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of the pairings in which a person helps."""
        page = self._store.page_with(user_id, "colleague", limit=2 * _PAGE, start=start)
        return [helped_record(loaded(row, Pairing)) for row in page.rows], page.position

    def erase(self, role: Role, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of the pairings in which a person has a part, with the last what else is kept of them: how
        many they help is counted down until then.
        """
        page = self._store.page_with(user_id, role, limit=_PAGE, start=start)
        done = [self._remove(loaded(row, Pairing).id) for row in page.rows]
        last = page.position is None and role == "colleague"
        if last and (self._store.willingness([user_id]) or self._store.open_loads([user_id])):
            with Transaction(self._clock, self._ids) as tx:
                self._store.forget(tx, user_id)
            done.append(True)
        return done, page.position

    def erase_conversation(self, interaction_id: str) -> list[bool]:
        """Take the words of a customer's conversation out of the pairings that show them."""
        done: list[bool] = []
        # A good moment is shown again and again: more than are read at once, over the years.
        while shown := [each for each in self._store.about(interaction_id) if each.moment is not None]:
            for before in shown:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put(tx, without_moment(before), before)
                done.append(True)
        return done

    def _remove(self, id: str) -> bool:
        pairing = self._store.pairing(id)
        if pairing is None:
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, pairing)
        return True
