"""Where automations lie, and which took a conversation (the quality table).

| question | key or index | reads |
|---|---|---|
| all automations with their order | `AUTOMATIONS` / `CARD#<id>`, `ORDER` | 51 small items, 1 MB at most |
| one automation | `AUTOMATIONS` / `CARD#<id>` | 1 item |
| which automation took an interaction | `INT#<id>` / `TAKEN` | 1 item |

The order is one row of ids: moving a card is one conditional write of it, and a new card is written together with it.
"""

from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.faults import log_fault
from debrief.kernel.storage.tables import find, loaded, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.automations.model import MOST_AUTOMATIONS, Automation, AutomationOrder, Taken
from debrief.quality.table_store import QualityRow

MOST_CARD_BYTES = 20_000
"""Of one card as it is stored: all of them are read for each conversation that comes in."""

_PK, _ORDER, _CARD = "AUTOMATIONS", "ORDER", "CARD#"


class AutomationStore:
    """Reads and writes automations."""

    def all(self) -> tuple[AutomationOrder, list[Automation]]:
        """The order, and the cards in it."""
        order, cards = AutomationOrder(), {}
        for row in query_all(QualityRow, _PK, consistent=True):
            try:
                if row.SK == _ORDER:
                    order = loaded(row, AutomationOrder)
                else:
                    card = loaded(row, Automation)
                    cards[card.id] = card
            except ValueError as error:
                # One that can't be read mustn't keep the others from being asked.
                log_fault("an automation can't be read", error, automation=row.SK)
        return order, [cards[each] for each in order.ids if each in cards]

    def automation(self, automation_id: str) -> Automation | None:
        """The automation, or None."""
        row = find(QualityRow, _PK, f"{_CARD}{automation_id}")
        return loaded(row, Automation) if row else None

    def put(self, tx: Transaction, automation: Automation) -> None:
        """Write a card. Raises RuleBroken: it is too large."""
        size = len(automation.model_dump_json().encode())
        if size > MOST_CARD_BYTES:
            raise RuleBroken(f"The automation is too large: {size:,} bytes, {MOST_CARD_BYTES:,} at most")
        tx.put(_card_row(automation))

    def delete(self, tx: Transaction, automation: Automation) -> None:
        """Remove a card; the order is written by whoever removes it."""
        tx.delete(_card_row(automation))

    def put_order(self, tx: Transaction, order: AutomationOrder) -> None:
        """Write the order. Raises (when the transaction commits) Stale: somebody changed it; Conflict: made at once."""
        if len(order.ids) > MOST_AUTOMATIONS:
            raise RuleBroken(f"There are {MOST_AUTOMATIONS} automations at most")
        tx.put(stored(QualityRow(PK=_PK, SK=_ORDER, kind="automation order"), order))

    def taken(self, interaction_id: str) -> Taken | None:
        """Which automation took the interaction, or None where none was asked."""
        row = find(QualityRow, f"INT#{interaction_id}", "TAKEN")
        return loaded(row, Taken) if row else None

    def put_taken(self, tx: Transaction, taken: Taken) -> None:
        """Keep which automation took an interaction. Raises (when the transaction commits) Conflict, Stale."""
        row = stored(QualityRow(PK=f"INT#{taken.interaction_id}", SK="TAKEN", kind="taken"), taken)
        if taken.revision:
            tx.replace(row)
        else:
            tx.create(row, otherwise=Conflict("Another run was faster"))

    @staticmethod
    def forget_taken(tx: Transaction, interaction_id: str) -> None:
        """Let go of what was kept of an interaction, whose content is erased."""
        tx.discard(QualityRow(PK=f"INT#{interaction_id}", SK="TAKEN", kind="taken"))


def _card_row(automation: Automation) -> QualityRow:
    return stored(QualityRow(PK=_PK, SK=f"{_CARD}{automation.id}", kind="automation"), automation)  # type: ignore[return-value]
