"""Where pairings lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this pairing | `PAIRING#<id>` / `PAIRING` | one item |
| those in which somebody learns, newest first | GSI1 `LEARNS#<user>` / `<proposed_at>#<id>` | the page |
| those in which somebody helps, newest first | GSI2 `HELPS#<user>` / the same | the page |
| those that somebody made, newest first | GSI3 `PAIRED#<user>` / the same | the page |
| is somebody paired on a criterion already | `LEARNS#<user>` / `OPEN#<criterion>` | written alone |
| whether somebody may be asked | `PEER#<user>` / `CHOICE` | one small item |
| how many somebody helps now | `PEER#<user>` / `LOAD` | one small item |
| which pairings show a conversation | `ABOUT#<interaction>` / `PAIRING#<id>` | those, 100 at most |

Who has as many to help as they may, and who is paired on the same already, is decided by the transaction that pairs
them: of two who do it at once one is refused.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from pynamodb.attributes import NumberAttribute

from debrief.coaching.pairing import events
from debrief.coaching.pairing.deadlines import LAPSES, lapses
from debrief.coaching.pairing.model import MOST_AT_ONCE, OPEN, Pairing, Willingness
from debrief.coaching.table_store import CoachingRow, Slice, page_of, sort_key
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.ids import derived_id
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

Role = Literal["learner", "colleague", "by"]
_LISTS: Final[dict[Role, tuple[str, Index]]] = {
    "learner": ("LEARNS", "GSI1"),
    "colleague": ("HELPS", "GSI2"),
    "by": ("PAIRED", "GSI3"),
}
_MOST_ABOUT: Final = 100
_MOST_LATELY: Final = 50


class LoadRow(CoachingRow):
    """How many somebody helps now."""

    open_pairings = NumberAttribute(null=True)


def pairing_row(pairing: Pairing) -> CoachingRow:
    """The item of a pairing."""
    when = sort_key(pairing.proposed_at, pairing.id)
    row = CoachingRow(
        PK=f"PAIRING#{pairing.id}",
        SK="PAIRING",
        kind="pairing",
        status=pairing.state,
        GSI1PK=f"LEARNS#{pairing.learner_id}",
        GSI1SK=when,
        GSI2PK=f"HELPS#{pairing.colleague_id}",
        GSI2SK=when,
        GSI3PK=f"PAIRED#{pairing.by}",
        GSI3SK=when,
    )
    stored(row, pairing)
    return row


class PairingStore:
    """Reads and writes pairings, and whether somebody may be asked."""

    def pairing(self, id: str) -> Pairing | None:
        """The pairing, or None."""
        row = find(CoachingRow, f"PAIRING#{id}", "PAIRING")
        return loaded(row, Pairing) if row else None

    def of(self, user_id: str, role: Role, *, after: str | None, chunk: int) -> Iterator[Placed[Pairing]]:
        """Those in which somebody has that part, newest first, as far as they are asked for."""
        name, index = _LISTS[role]
        key = getattr(CoachingRow, f"{index}SK")
        sort = None if after is None else key <= after
        rows = walk(CoachingRow, f"{name}#{user_id}", chunk=chunk, index=index, sort=sort, newest_first=True)
        return ((str(getattr(row, f"{index}SK")), loaded(row, Pairing)) for row in rows)

    def page_with(self, user_id: str, role: Role, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A page of those in which somebody has that part, the oldest first."""
        name, index = _LISTS[role]
        return page_of(f"{name}#{user_id}", index, limit=limit, start=start)

    def helped_since(self, user_id: str, since: str) -> int:
        """How often somebody was paired to help since an instant (one query, 50 at most)."""
        sort = since < CoachingRow.GSI2SK
        return len(query_all(CoachingRow, f"HELPS#{user_id}", index="GSI2", sort=sort, most=_MOST_LATELY))

    def willingness(self, user_ids: Sequence[str]) -> dict[str, Willingness]:
        """What people have said to being asked (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"PEER#{each}", "CHOICE") for each in user_ids])
        return {each.user_id: each for each in (loaded(row, Willingness) for row in rows)}

    def open_loads(self, user_ids: Sequence[str]) -> dict[str, int]:
        """How many people help now (a round trip per 100)."""
        rows = find_many(LoadRow, [(f"PEER#{each}", "LOAD") for each in user_ids])
        return {row.PK.partition("#")[2]: int(row.open_pairings or 0) for row in rows}

    def about(self, interaction_id: str) -> list[Pairing]:
        """The pairings that show a conversation."""
        sort = CoachingRow.SK.startswith("PAIRING#")
        rows = query_all(CoachingRow, f"ABOUT#{interaction_id}", sort=sort, most=_MOST_ABOUT, consistent=True)
        found = (self.pairing(row.SK.partition("#")[2]) for row in rows)
        return [each for each in found if each is not None]

    # Write ------------------------------------------------------------------------------------------------------

    def add(self, tx: Transaction, pairing: Pairing) -> None:
        """Write a new pairing: six writes.

        Raises (from the transaction):
            Conflict: the learner is paired on this already. RuleBroken: the colleague helps as many as they may.
        """
        tx.create(pairing_row(pairing))
        tx.create(_claim(pairing), otherwise=Conflict("This person is paired with a colleague on this already"))
        room = LoadRow.open_pairings.does_not_exist() | (LoadRow.open_pairings < MOST_AT_ONCE)
        refusal = RuleBroken(f"This colleague helps {MOST_AT_ONCE} people already; choose somebody else")
        self._count(tx, pairing.colleague_id, 1, condition=room, otherwise=refusal)
        if pairing.moment:
            tx.update(_pointer(pairing, pairing.moment.interaction_id), [CoachingRow.kind.set("about")])
        schedule(tx, CoachingRow, lapses(pairing))
        tx.announce(CoachingRow, events.PAIRING_CREATED, pairing.id, events.pairing_data(pairing))

    def put(self, tx: Transaction, pairing: Pairing, before: Pairing) -> None:
        """Write a changed pairing, six writes at most. before: as it was read.

        Raises (from the transaction):
            Stale: somebody changed it meanwhile.
        """
        tx.replace(pairing_row(pairing))
        if before.state in OPEN and pairing.state not in OPEN:
            self._let_go(tx, before)
        elif pairing.state != before.state:
            schedule(tx, CoachingRow, lapses(pairing))
        if before.moment and pairing.moment is None:
            tx.discard(_pointer(before, before.moment.interaction_id))
        tx.announce(CoachingRow, events.PAIRING_CHANGED, pairing.id, events.pairing_data(pairing))

    def remove(self, tx: Transaction, pairing: Pairing) -> None:
        """Delete a pairing as it was read."""
        tx.delete(pairing_row(pairing))
        if pairing.state in OPEN:
            self._let_go(tx, pairing)
        if pairing.moment:
            tx.discard(_pointer(pairing, pairing.moment.interaction_id))
        tx.announce(CoachingRow, events.PAIRING_DELETED, pairing.id, events.pairing_data(pairing))

    def put_willingness(self, tx: Transaction, willingness: Willingness) -> None:
        """Write whether somebody may be asked. Raises (from the transaction) Stale."""
        row = CoachingRow(PK=f"PEER#{willingness.user_id}", SK="CHOICE", kind="peer_choice")
        tx.put(stored(row, willingness))

    def forget(self, tx: Transaction, user_id: str) -> None:
        """Let go of what is kept of somebody beside their pairings."""
        for what in ("CHOICE", "LOAD"):
            tx.discard(CoachingRow(PK=f"PEER#{user_id}", SK=what, kind="peer"))

    def _let_go(self, tx: Transaction, pairing: Pairing) -> None:
        tx.discard(_claim(pairing))
        unschedule(tx, CoachingRow, LAPSES, pairing.id)
        self._count(tx, pairing.colleague_id, -1)

    @staticmethod
    def _count(tx: Transaction, user_id: str, by: int, **options: Any) -> None:
        row = LoadRow(PK=f"PEER#{user_id}", SK="LOAD", kind="peer_load")
        tx.update(row, [LoadRow.kind.set("peer_load"), LoadRow.open_pairings.add(by)], **options)


def _claim(pairing: Pairing) -> CoachingRow:
    # Ids of questions come from files too, and may be longer than a key.
    key = derived_id("cr", pairing.criterion.scorecard_id, pairing.criterion.question_id)
    return CoachingRow(PK=f"LEARNS#{pairing.learner_id}", SK=f"OPEN#{key}", kind="pairing_claim", body=pairing.id)


def _pointer(pairing: Pairing, interaction_id: str) -> CoachingRow:
    return CoachingRow(PK=f"ABOUT#{interaction_id}", SK=f"PAIRING#{pairing.id}", kind="about")
