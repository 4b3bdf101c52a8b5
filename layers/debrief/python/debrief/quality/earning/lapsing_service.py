"""Blind checks that nobody answers are let go, and their checkers see again what was hidden from them (N13)."""

from datetime import datetime

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.earning.deadlines import CHECK_LAPSED
from debrief.quality.earning.model import Check
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.table_store import QualityRow


class Lapses:
    """The use case of letting a check go; it counts for nothing then, and what was sealed is forgotten."""

    def __init__(self, store: EarningStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._blinds = BlindStore()
        self._clock = clock
        self._ids = ids

    def see_to(self, check_id: str) -> datetime | None:
        """Let a check go whose time is over; when to come again, None where that needn't be. Harmless to repeat."""
        check, now = self._store.check(check_id), self._clock.now()
        if check is None or check.status != "open":
            return None
        if now < check.until:
            return check.until
        try:
            self.let_go(check)
        except Stale:
            # It was answered, or let go, at this moment.
            return now
        return None

    def let_go(self, check: Check) -> None:
        """Let an open check go now. Raises Stale: it was answered, or let go, meanwhile."""
        over = check.model_copy(update={"until": min(check.until, self._clock.now())})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_let_go(tx, over)
            self._blinds.lift(tx, check.checker_id, check.interaction_id, check.id)
            unschedule(tx, QualityRow, CHECK_LAPSED, check.id)
