"""What coaching logs hold of a person, and of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| the logs of an agent's conversations | GSI1 `LOGS#<user>` | the page |
| the logs of a customer's conversation | `LOGSOF#<interaction>`, then these | those few |

What was noted stays under its author's id as long as the log is there, which is about its agent.
"""

from debrief.coaching.logs.erasing import log_record, without_words
from debrief.coaching.logs.events import LOG_DELETED, log_data
from debrief.coaching.logs.model import CoachingLog
from debrief.coaching.logs.store import LogStore
from debrief.coaching.logs.telling import take_back
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Record, Start
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction

_PAGE = 25


class LogPersonalData:
    """Hands out what is kept in this room, and lets it go, page by page."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._store = LogStore()
        self._clock = clock
        self._ids = ids

    def logs(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of the logs of an agent's conversations."""
        page = self._store.page_of_agent(user_id, limit=2 * _PAGE, start=start)
        return [log_record(loaded(row, CoachingLog)) for row in page.rows], page.position

    def erase(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of the logs of an agent's conversations."""
        page = self._store.page_of_agent(user_id, limit=_PAGE, start=start)
        return [self._remove(loaded(row, CoachingLog).id) for row in page.rows], page.position

    def erase_conversation(self, interaction_id: str) -> list[bool]:
        """Take out of the logs of a customer's conversation what somebody wrote: it may speak of them."""
        left = [each for each in self._store.of_conversation(interaction_id) if without_words(each) != each]
        for log in left:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, without_words(log))
        return [True] * len(left)

    def _remove(self, id: str) -> bool:
        log = self._store.log(id)
        if log is None:
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, log)
            take_back(tx, CoachingRow, log)
            tx.announce(CoachingRow, LOG_DELETED, log.id, log_data(log))
        return True
