"""Who may not see how which conversations were evaluated (the quality table).

| question | key | reads |
|---|---|---|
| all that somebody may not see | `BLIND#<user>` / `<interaction>#<what they judge it in>` | one query |
| may they see how this one was evaluated | the same / begins with `<interaction>#` | one query |

There are as many as somebody has conversations to judge blindly at a time; no more than `MOST_SPOTS` are written.
"""

from collections.abc import Collection, Iterable
from typing import Final

from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.blinding import Blind, BlindSpots
from debrief.quality.table_store import QualityRow

MOST_SPOTS: Final = 100
"""Conversations that one person judges blindly at a time."""


class BlindStore:
    """Reads and writes what people may not see."""

    def spots(self, user_id: str, *, consistent: bool = True) -> BlindSpots:
        """All that somebody may not see. consistent: as it is now; else it may be moments old, where nothing hangs on
        it.
        """
        rows = query_all(QualityRow, f"BLIND#{user_id}", consistent=consistent)
        return BlindSpots(user_id, tuple(Blind.from_kept(row.body or "{}") for row in rows))

    def spots_at(self, user_id: str, interaction_id: str) -> BlindSpots:
        """The same, of one conversation."""
        at = QualityRow.SK.startswith(f"{interaction_id}#")
        rows = query_all(QualityRow, f"BLIND#{user_id}", sort=at, consistent=True)
        return BlindSpots(user_id, tuple(Blind.from_kept(row.body or "{}") for row in rows))

    def not_blind(self, user_ids: Iterable[str], interaction_ids: Collection[str]) -> list[str]:
        """Those of the people who judge none of these conversations blindly: a small query for each."""
        wanted, found = frozenset(interaction_ids), list(user_ids)
        if not wanted:
            return found
        return [each for each in found if wanted.isdisjoint(spot.interaction_id for spot in self.spots(each).spots)]

    def blind(self, tx: Transaction, user_id: str, blind: Blind) -> None:
        """Hide from somebody how a conversation was evaluated, from this transaction on until it is lifted."""
        row = _row(user_id, blind.interaction_id, blind.by)
        row.body = blind.model_dump_json()
        tx.create(row)

    def lift(self, tx: Transaction, user_id: str, interaction_id: str, by: str) -> None:
        """Hide it no more on that account."""
        tx.discard(_row(user_id, interaction_id, by))


def _row(user_id: str, interaction_id: str, by: str) -> QualityRow:
    return QualityRow(PK=f"BLIND#{user_id}", SK=f"{interaction_id}#{by}", kind="blind")
