"""The draw of what is evaluated by itself, and what is counted for it (the quality table).

| question | key | reads or writes |
|---|---|---|
| what the lot came to for a conversation | `SAMPLED#<interaction>` / `AUTOMATIC` | 1 small item, for three months |
| how many of an agent's month were seen and drawn | `SAMPLING#<agent>` / `<yyyy-mm>` | 1 small item, for three months |

Where a share is drawn, nothing is written: the lot follows from the id.
"""

from datetime import date, datetime, timedelta
from typing import Final

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.calendar import day_of, month_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import SettingsValues
from debrief.quality.answering.sampling import Drawn, MonthTally, by_number, by_share, lot_of
from debrief.quality.drawing.lot import place
from debrief.quality.table_store import QualityRow

_KEPT: Final = timedelta(days=93)
_ATTEMPTS: Final = 5


class Sampling:
    """Draws conversations. Asked again, it answers as the first time, as long as that is kept."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def takes(self, interaction: Interaction, settings: SettingsValues) -> bool:
        """Whether the conversation is evaluated by itself.

        Raises:
            Stale: many conversations of the agent are drawn at this moment; try again.
        """
        sampling = settings.automatic_sampling
        if sampling.how == "all":
            return True
        lot = lot_of(interaction.id, place)
        if sampling.how == "share":
            return by_share(lot, sampling).drawn
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._among_so_many(interaction, settings, lot).drawn
            except (Conflict, Stale):
                continue
        return self._among_so_many(interaction, settings, lot).drawn

    def _among_so_many(self, interaction: Interaction, settings: SettingsValues, lot: float) -> Drawn:
        known = find(QualityRow, f"SAMPLED#{interaction.id}", "AUTOMATIC", consistent=True)
        if known is not None:
            return Drawn.from_kept(known.body or "{}")
        day, now = day_of(interaction.started_at, settings.time_zone), self._clock.now()
        tally = self._tally(interaction.agent_id, day)
        before = self._tally(interaction.agent_id, month_of(day)[0] - timedelta(days=1)).seen
        found = by_number(lot, settings.automatic_sampling, tally, before, day)
        counted = tally.model_copy(update={"seen": tally.seen + 1, "drawn": tally.drawn + found.drawn})
        with Transaction(self._clock, self._ids) as tx:
            tx.create(
                QualityRow(
                    PK=f"SAMPLED#{interaction.id}",
                    SK="AUTOMATIC",
                    kind="sampled",
                    body=found.model_dump_json(),
                    expires_at=now + _KEPT,
                )
            )
            tx.put(stored(_row(interaction.agent_id, day, now), counted))
        return found

    @staticmethod
    def _tally(agent_id: str, day: date) -> MonthTally:
        row = find(QualityRow, f"SAMPLING#{agent_id}", f"{day:%Y-%m}", consistent=True)
        return loaded(row, MonthTally) if row is not None else MonthTally()


def _row(agent_id: str, day: date, now: datetime) -> QualityRow:
    return QualityRow(PK=f"SAMPLING#{agent_id}", SK=f"{day:%Y-%m}", kind="sampling", expires_at=now + _KEPT)
