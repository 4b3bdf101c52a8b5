"""Where it stands which conversations and recordings wait until there is budget again (the interactions table).

| question | key or index | reads |
|---|---|---|
| this conversation or intake item waits for that part | `INT#<id>` / `POSTPONED#<part>` | one small item |
| what waits for a part and may be begun by now | GSI1 `POSTPONED#<part>` / `<instant>#<id>` | those, a page |

That a conversation lacks something stands with the conversation itself (`Interaction.missing`), written in the same
transaction; a row without that is left over and says nothing.
"""

from datetime import datetime
from typing import Final, Literal, NamedTuple, get_args

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.update import Action

from debrief.interactions.conversations.deadlines import ACCOUNT, POSTPONED
from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import end_of
from debrief.kernel.schedules.store import is_scheduled, schedule
from debrief.kernel.storage.tables import query
from debrief.kernel.storage.transactions import Transaction

PARTS: Final[tuple[ModelPart, ...]] = get_args(ModelPart)

WaitsFor = ModelPart | Literal["transcription"]
"""What is waited for: by conversations what a model adds, by intake items that their recording is transcribed."""


class PostponedRow(InteractionRow):
    """A row of something that waits. tries: how often it was begun since."""

    tries = NumberAttribute(default=0)


class Waiting(NamedTuple):
    """Something that waits, as the index tells it.

    interaction_id: of a recording that of its intake item. place: where it stands there.
    """

    interaction_id: str
    part: WaitsFor
    place: str
    tries: int


class PostponedStore:
    """Reads and writes what waits."""

    def __init__(self, interactions: InteractionStore) -> None:
        self._interactions = interactions
        self._looked_after = False

    def look_after(self, tx: Transaction, now: datetime) -> None:
        """Let it be looked what waits and what was spent, once it isn't already: a read for each process.

        That it is going to be is believed when it is read, not when it is written: the transaction may come to nothing.
        """
        if self._looked_after:
            return
        self._looked_after = is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
        if not self._looked_after:
            self.look_at(tx, now)

    def hold(self, tx: Transaction, intake_id: str, now: datetime) -> None:
        """Let an intake item wait until its recording may be transcribed."""
        row = _row(intake_id, "transcription")
        place = f"{iso(now)}#{intake_id}"
        tx.update(row, [*_standing(row, "transcription", place), PostponedRow.tries.set(0)])
        self.look_after(tx, now)

    def keep(self, tx: Transaction, interaction: Interaction, part: ModelPart, *, spent: bool, now: datetime) -> None:
        """Write the interaction, lacking the part where the budget for it is `spent`, else lacking it no more.

        now: from then on it is looked whether there is budget again.
        """
        self._interactions.put(tx, interaction.lacking(part, "budget_spent" if spent else None))
        row = _row(interaction.id, part)
        if spent:
            tx.update(row, [*_standing(row, part, f"{iso(now)}#{interaction.id}"), PostponedRow.tries.set(0)])
            if not is_scheduled(InteractionRow, POSTPONED, ACCOUNT):
                schedule(tx, InteractionRow, Due(kind=POSTPONED, subject=ACCOUNT, at=now))
        elif interaction.lacks(part):
            tx.discard(row)

    def keep_anew(
        self,
        tx: Transaction,
        interaction: Interaction,
        now: datetime,
        until: datetime,
        *,
        begun: bool = True,
        earlier: Interaction | None = None,
    ) -> Interaction:
        """Write the interaction, of which all that a model adds is to be made anew.

        until: where something is still missing by then, it is made up for as what waited for the budget is. begun: a
        run begins now, which is the first of its tries. earlier: as it was, where the customer may be another one then.
        Returns the interaction as it is written, lacking all of it.
        """
        for part in PARTS:
            interaction = interaction.lacking(part, "speakers_changed")
            row = _row(interaction.id, part)
            tx.update(
                row, [*_standing(row, part, f"{iso(until)}#{interaction.id}"), PostponedRow.tries.set(int(begun))]
            )
        self._interactions.put(tx, interaction, earlier=earlier)
        if not is_scheduled(InteractionRow, POSTPONED, ACCOUNT):
            schedule(tx, InteractionRow, Due(kind=POSTPONED, subject=ACCOUNT, at=now))
        return interaction

    @staticmethod
    def look_at(tx: Transaction, at: datetime) -> None:
        """Let it be looked at what waits, at `at` instead of when that was due."""
        schedule(tx, InteractionRow, Due(kind=POSTPONED, subject=ACCOUNT, at=at))

    def give_up(self, tx: Transaction, interaction: Interaction, part: ModelPart) -> None:
        """Write the interaction, lacking the part for good, as far as that goes by itself."""
        self._interactions.put(tx, interaction.lacking(part, "gave_up"))
        tx.discard(_row(interaction.id, part))

    def forget(self, tx: Transaction, waiting: Waiting) -> None:
        """Remove a row that says nothing any more.

        Raises (when the transaction commits):
            Conflict: it has begun to wait anew since the row was read, which this mustn't take away.
        """
        place = PostponedRow.GSI1SK
        tx.discard(
            _row(waiting.interaction_id, waiting.part),
            condition=place.does_not_exist() | (place == waiting.place),
            otherwise=Conflict("It has moved meanwhile"),
        )

    @staticmethod
    def forget_all(tx: Transaction, interaction: Interaction) -> None:
        """Remove the rows of all that the interaction, as it was read, lacks."""
        for each in interaction.missing:
            tx.discard(_row(interaction.id, each.part))

    def put_off(self, tx: Transaction, waiting: Waiting, until: datetime, *, begun: bool) -> None:
        """Let it wait until then; `begun`: that was one of its tries.

        Raises (when the transaction commits):
            Conflict: it has moved, or waits no more.
        """
        row = _row(waiting.interaction_id, waiting.part)
        actions = _standing(row, waiting.part, f"{iso(until)}#{waiting.interaction_id}")
        if begun:
            actions.append(PostponedRow.tries.add(1))
        place = PostponedRow.GSI1SK
        tx.update(row, actions, condition=place == waiting.place, otherwise=Conflict("It has moved meanwhile"))

    def waiting(self, part: WaitsFor, now: datetime, *, most: int) -> list[Waiting]:
        """What waits for the part and may be looked at by now, the longest waiting first (one round trip)."""
        sort = end_of(now) > PostponedRow.GSI1SK
        page = query(PostponedRow, f"POSTPONED#{part}", index="GSI1", sort=sort, limit=most)
        return [_waiting(row, part) for row in page.rows]

    def waits(self, part: WaitsFor) -> bool:
        """Whether anything waits for the part."""
        return bool(query(PostponedRow, f"POSTPONED#{part}", index="GSI1", limit=1).rows)


def _row(interaction_id: str, part: WaitsFor) -> PostponedRow:
    return PostponedRow(PK=f"INT#{interaction_id}", SK=f"POSTPONED#{part}", kind="postponed")


def _standing(row: PostponedRow, part: WaitsFor, place: str) -> list[Action]:
    return [
        PostponedRow.kind.set(row.kind),
        PostponedRow.GSI1PK.set(f"POSTPONED#{part}"),
        PostponedRow.GSI1SK.set(place),
    ]


def _waiting(row: PostponedRow, part: WaitsFor) -> Waiting:
    return Waiting(row.PK.partition("#")[2], part, row.GSI1SK or "", int(row.tries or 0))
