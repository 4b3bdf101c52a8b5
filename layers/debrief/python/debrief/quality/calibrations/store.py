"""Where calibrations lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| this calibration | `CALIBRATION#<id>` / `CALIBRATION` | 1 item |
| everybody's that are active, or closed | GSI1 `CALIBRATIONS#<status>` / `<created_at>#<id>` | a page |
| those that a conversation was ever in | GSI3 `INT#<id>#calibrations` / `<created_at>#<id>` | those few |
| those that somebody takes part in | `ASSESSOR#<user>` / `<created_at>#<id>` | a page of keys, then those |
| the one that a conversation is in now | `INT#<id>` / `CALIBRATION` | 1 small item |
| the answers of its assessors | `EV#<id>` / `EVALUATION`, 15 at most | 1 round trip |

A conversation is in one active calibration at most. What assessors may not see meanwhile is in
`evaluations.blind_store`; all of it is written and taken back in the transactions of the calibration.
"""

from collections.abc import Iterator
from typing import Final

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import find, find_many, loaded, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.calibrations.model import ActiveCalibration, Calibration, CalibrationStatus
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, fitting, rows_within

_MOST_OF_INTERACTION: Final = 100


class CalibrationStore:
    """Reads and writes calibrations."""

    def calibration(self, calibration_id: str) -> Calibration | None:
        """The calibration, or None."""
        row = find(QualityRow, f"CALIBRATION#{calibration_id}", "CALIBRATION")
        return loaded(row, Calibration) if row else None

    def calibrations(self, calibration_ids: list[str]) -> dict[str, Calibration]:
        """Those that exist, by id (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"CALIBRATION#{each}", "CALIBRATION") for each in calibration_ids])
        return {value.id: value for value in (loaded(row, Calibration) for row in rows)}

    def everybodys(self, status: CalibrationStatus, before: str | None, *, chunk: int) -> Iterator[Placed[Calibration]]:
        """All of a status, newest first, read in chunks."""
        rows = rows_within(f"CALIBRATIONS#{status}", "GSI1", Span(high=before), chunk=chunk, newest_first=True)
        return ((row.GSI1SK or "", loaded(row, Calibration)) for row in rows)

    def of_assessor(self, user_id: str, before: str | None, *, chunk: int) -> Iterator[Placed[str]]:
        """The ids of those that somebody takes part in, newest first, read in chunks."""
        rows = rows_within(f"ASSESSOR#{user_id}", None, Span(high=before), chunk=chunk, newest_first=True)
        return ((row.SK, row.body or "") for row in rows)

    def active_of(self, interaction_id: str) -> ActiveCalibration | None:
        """The calibration that a conversation is in now."""
        row = find(QualityRow, f"INT#{interaction_id}", "CALIBRATION")
        return ActiveCalibration.from_kept(row.body or "{}") if row else None

    def of_interaction(self, interaction_id: str) -> list[Calibration]:
        """Those that a conversation was ever in, newest first (100 at most)."""
        pk = f"INT#{interaction_id}#calibrations"
        rows = query_all(QualityRow, pk, index="GSI3", newest_first=True, most=_MOST_OF_INTERACTION)
        return [loaded(row, Calibration) for row in rows]

    def put(self, tx: Transaction, calibration: Calibration) -> None:
        """Write a calibration, new or as it was read.

        Raises:
            RuleBroken: it is too large. (At the end of the transaction:) Stale: somebody changed it meanwhile.
        """
        fitting(calibration, "calibration")
        tx.put(stored(_row(calibration), calibration))

    def delete(self, tx: Transaction, calibration: Calibration) -> None:
        """Remove a calibration, as it was read, and where its assessors find it."""
        tx.delete(stored(_row(calibration), calibration))
        for each in calibration.assessors:
            tx.discard(_assessor_row(calibration, each.user_id))

    def assign(self, tx: Transaction, calibration: Calibration) -> None:
        """Let its assessors find it."""
        for each in calibration.assessors:
            row = _assessor_row(calibration, each.user_id)
            row.body = calibration.id
            tx.create(row)

    def exchange(self, tx: Transaction, calibration: Calibration, leaves: str, comes: str) -> None:
        """Let somebody find it in the place of somebody else."""
        tx.discard(_assessor_row(calibration, leaves))
        row = _assessor_row(calibration, comes)
        row.body = calibration.id
        tx.create(row)

    def occupy(self, tx: Transaction, calibration: Calibration) -> None:
        """Note that its conversation is in it now.

        Raises (at the end of the transaction):
            Conflict: it is in another one.
        """
        row = _place_row(calibration)
        row.body = ActiveCalibration(id=calibration.id, name=calibration.name).model_dump_json()
        tx.create(row, otherwise=Conflict("The conversation is in an active calibration already"))

    def rename(self, tx: Transaction, calibration: Calibration) -> None:
        """Note its new name with the conversation."""
        body = ActiveCalibration(id=calibration.id, name=calibration.name).model_dump_json()
        tx.update(_place_row(calibration), [QualityRow.body.set(body)], condition=QualityRow.PK.exists())

    def vacate(self, tx: Transaction, calibration: Calibration) -> None:
        """Note that its conversation is in it no more."""
        tx.discard(_place_row(calibration))


def place_of(calibration: Calibration) -> str:
    """Where a calibration stands in lists."""
    return f"{iso(calibration.created_at)}#{calibration.id}"


def _row(calibration: Calibration) -> QualityRow:
    return QualityRow(
        PK=f"CALIBRATION#{calibration.id}",
        SK="CALIBRATION",
        kind="calibration",
        GSI1PK=f"CALIBRATIONS#{calibration.status}",
        GSI1SK=place_of(calibration),
        GSI3PK=f"INT#{calibration.interaction_id}#calibrations",
        GSI3SK=place_of(calibration),
    )


def _assessor_row(calibration: Calibration, user_id: str) -> QualityRow:
    return QualityRow(PK=f"ASSESSOR#{user_id}", SK=place_of(calibration), kind="assessor")


def _place_row(calibration: Calibration) -> QualityRow:
    return QualityRow(PK=f"INT#{calibration.interaction_id}", SK="CALIBRATION", kind="calibrated")
