"""Where interactions lie.

| question | key or index | reads |
|---|---|---|
| this interaction | `INT#<id>` / `INTERACTION` | one item |
| who claimed this interaction's id | `INT#<id>` / `SOURCE` | one item |
| an agent's interactions in a period, newest first | GSI1 `AGENT#<agent>` / `<started_at>#<id>` | the page |
| everybody's interactions of a year, newest first | GSI2 `YEAR#<year in UTC>` / `<started_at>#<id>` | the page |
| those of a year that seem to instruct the AI, newest first | GSI2 `INSTRUCTS#<year>` / the same, sparse | those |
| the interactions of a contact reference | GSI3 `CONTACT#<reference>` / `<id>` | those few |
| those with such a part in their reference | `PART#<its first three>` / `<part>#INT#<id>` | 1,000 small rows, page |
| the interactions of a customer | `CUSTOMER#<their key>` / `INT#<id>` | a page of keys, then those |
| what was erased of a customer or a contact | `ERASED#<customer or contact>#<reference>` / `INT#<id>` | the same |
| the transcript | S3 `transcripts/<id>/<item>-<attempt>.json` in the content bucket | one object |

Intake items and imports lie in the same table; see `intake.store`.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

from debrief.interactions.conversations.customer_references import customer_key
from debrief.interactions.conversations.model import Interaction, Transcript
from debrief.interactions.conversations.reference_parts import LEAST, compact, parts_of
from debrief.interactions.conversations.rows_store import (
    Alike,
    InteractionRow,
    alike_of,
    customer_row,
    part_key,
    part_row,
    sort_key,
    told_of,
)
from debrief.interactions.deadlines import objects_to_remove
from debrief.kernel.clock import iso
from debrief.kernel.errors import DebriefError, NotFound, Stale
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.tables import (
    Index,
    RowPage,
    find,
    find_many,
    loaded,
    query,
    query_all,
    stored,
    walk,
)
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

LATEST = "~"
"""Sorts after every instant."""

_BEFORE_ALL: Final = "!"
"""Sorts before every `INT#`."""

FoundBy = Literal["agent", "contact", "customer", "erased_contact", "erased_customer"]
"""Whose interactions are looked for: a user's, those of a contact reference, those of a customer reference; and those
that were of such a reference until they were erased, as long as the erasure goes on."""


class Claim(NamedTuple):
    """Whose an interaction's id is. content_hash: of that item's content. revision: grows whenever it is claimed."""

    intake_id: str
    content_hash: str
    revision: int


class InteractionStore:
    """Reads and writes interactions and their transcripts."""

    def __init__(self, content: ObjectStore) -> None:
        self._content = content

    def interaction(self, interaction_id: str) -> Interaction | None:
        """The interaction, or None."""
        row = find(InteractionRow, f"INT#{interaction_id}", "INTERACTION")
        return loaded(row, Interaction) if row else None

    def interactions(self, ids: list[str]) -> list[Interaction]:
        """Those of the interactions that exist, in the order of `ids`."""
        rows = find_many(InteractionRow, [(f"INT#{each}", "INTERACTION") for each in ids])
        known = {value.id: value for value in (loaded(row, Interaction) for row in rows)}
        return [known[each] for each in ids if each in known]

    def interactions_of(
        self, agent_id: str, start: datetime, end: datetime, *, most: int, before: str | None = None
    ) -> list[Interaction]:
        """The agent's interactions that started at `start` or later and before `end`, newest first.

        before: a sort key; only what sorts before it. One round trip for each megabyte.
        """
        placed = self.placed_of(agent_id, start, end, chunk=most, before=before)
        return [interaction for _, interaction in islice(placed, most)]

    def placed_of(
        self, agent_id: str, start: datetime, end: datetime, *, chunk: int, before: str | None = None
    ) -> Iterator[Placed[Interaction]]:
        """The same as `interactions_of` with their sort keys, read in chunks as far as they are asked for."""
        low, high = iso(start), min(iso(end), before or LATEST)
        sort = InteractionRow.GSI1SK.between(low, _just_below(high))
        rows = walk(InteractionRow, f"AGENT#{agent_id}", index="GSI1", sort=sort, newest_first=True, chunk=chunk)
        return ((row.GSI1SK or "", loaded(row, Interaction)) for row in rows)

    def interactions_in(
        self, year: int, *, most: int, before: str | None = None
    ) -> tuple[list[Interaction], str | None]:
        """Some of everybody's interactions that started in a year in UTC, newest first (one round trip).

        They may be fewer than `most` and yet not all: an answer of DynamoDB ends at a megabyte. The second value is
        the place from which on more may follow; None where none do.
        """
        sort = before > InteractionRow.GSI2SK if before else None
        page = query(InteractionRow, f"YEAR#{year}", index="GSI2", sort=sort, newest_first=True, limit=most)
        return [loaded(row, Interaction) for row in page.rows], _last_place(page)

    def instructing_in(
        self, year: int, *, most: int, before: str | None = None
    ) -> tuple[list[Interaction], str | None]:
        """As `interactions_in`, of those that seem to instruct the AI (two round trips).

        Also some that seemed to before they were analysed anew; whoever asks looks at each.
        """
        sort = before > InteractionRow.GSI2SK if before else None
        page = query(InteractionRow, f"INSTRUCTS#{year}", index="GSI2", sort=sort, newest_first=True, limit=most)
        return self.interactions([row.PK.removeprefix("INT#") for row in page.rows]), _last_place(page)

    def by_contact_reference(self, reference: str, *, most: int = 20) -> list[Interaction]:
        """The interactions with this contact reference (a contact may have had several agents)."""
        rows = query_all(InteractionRow, f"CONTACT#{reference}", index="GSI3", most=most)
        return [loaded(row, Interaction) for row in rows]

    def alike(
        self, wanted: str, *, most: int, start: dict[str, Any] | None = None
    ) -> tuple[list[Alike], dict[str, Any] | None]:
        """Which interactions have `wanted` in their contact reference, as `parts_of` parts it, each once, and where
        more follow (one query of small rows).

        Fewer letters and digits than `LEAST` are no part: nothing is found by them.
        """
        part = compact(wanted)
        if len(part) < LEAST:
            return [], None
        page = query(InteractionRow, part_key(part), sort=InteractionRow.SK.startswith(part), limit=most, start=start)
        found: dict[str, Alike] = {}
        for row in page.rows:
            each = alike_of(row)
            found.setdefault(each.id, each)
        return list(found.values()), page.last_key

    def still_alike(self, wanted: str, ids: list[str]) -> list[Interaction]:
        """Those of the interactions that have `wanted` in their reference now, in the order of `ids`.

        Of one that was replaced or erased meanwhile, the row of its earlier reference may still be read.
        """
        part = compact(wanted)
        known = self.interactions(ids)
        return [each for each in known if any(own.startswith(part) for own in parts_of(each.contact_reference))]

    def page_of(
        self, found_by: FoundBy, reference: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Interaction], dict[str, Any] | None]:
        """A page of an agent's, a contact's or a customer's interactions, and where the next one starts."""
        if found_by in ("erased_contact", "erased_customer"):
            ids, following = self.traces(found_by, reference, limit=limit, start=start)
            # One that was loaded anew since may be somebody else's.
            return [each for each in self.interactions(ids) if each.erased_at is not None], following
        if found_by == "customer":
            return self._of_customer(reference, limit=limit, start=start)
        index: Index = "GSI1" if found_by == "agent" else "GSI3"
        pk = f"{'AGENT' if found_by == 'agent' else 'CONTACT'}#{reference}"
        page = query(InteractionRow, pk, index=index, limit=limit, start=start)
        return [loaded(row, Interaction) for row in page.rows], page.last_key

    def _of_customer(
        self, reference: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Interaction], dict[str, Any] | None]:
        """Those of whom the reference is one, however it is written; then those that were loaded under just that.

        Before references were known by one spelling, each lay under its own.
        """
        wanted = list(dict.fromkeys((customer_key(reference), reference)))
        places = [f"CUSTOMER#{each}" for each in wanted]
        at = places.index(start["PK"]["S"]) if start and start["PK"]["S"] in places else 0
        keys = query(InteractionRow, places[at], limit=limit, start=start, consistent=True)
        known = self.interactions([row.SK.removeprefix("INT#") for row in keys.rows])
        following = keys.last_key
        if following is None and at + 1 < len(places):
            following = {"PK": {"S": places[at + 1]}, "SK": {"S": _BEFORE_ALL}}
        # Of one that was replaced, the row of its earlier customer may still be there.
        return [each for each in known if each.customer_reference == wanted[at]], following

    def put(self, transaction: Transaction, interaction: Interaction, *, earlier: Interaction | None = None) -> None:
        """Write the interaction with `transaction`: create it, or replace the revision that was read.

        earlier: what it was, where the customer may be another one than before.
        """
        reference = interaction.customer_reference
        before = earlier.customer_reference if earlier else None
        if before is not None and before != reference:
            transaction.discard(customer_row(before, interaction.id))
        if reference is not None and reference != before and (earlier is not None or interaction.revision == 0):
            row = customer_row(reference, interaction.id)
            transaction.update(row, [InteractionRow.kind.set("customer")])
        self._put_parts(transaction, interaction, earlier)
        place = sort_key(interaction.started_at, interaction.id)
        row = InteractionRow(
            PK=f"INT#{interaction.id}",
            SK="INTERACTION",
            kind="interaction",
            GSI1PK=f"AGENT#{interaction.agent_id}",
            GSI1SK=place,
            GSI2PK=f"YEAR#{place[:4]}",
            GSI2SK=place,
            GSI3PK=f"CONTACT#{interaction.contact_reference}",
            GSI3SK=interaction.id,
        )
        transaction.put(stored(row, interaction))
        if interaction.instructs:
            # Where it doesn't any more, the row says nothing: writing of that would be a write for each conversation.
            found = InteractionRow(PK=f"INT#{interaction.id}", SK="INSTRUCTS", kind="instructs")
            actions = [
                InteractionRow.kind.set("instructs"),
                InteractionRow.GSI2PK.set(f"INSTRUCTS#{place[:4]}"),
                InteractionRow.GSI2SK.set(place),
            ]
            transaction.update(found, actions)

    def delete(self, transaction: Transaction, interaction: Interaction) -> None:
        """Remove an interaction, as it was read, with all that leads to it."""
        row = InteractionRow(PK=f"INT#{interaction.id}", SK="INTERACTION", kind="interaction")
        transaction.delete(stored(row, interaction))
        if interaction.customer_reference is not None:
            transaction.discard(customer_row(interaction.customer_reference, interaction.id))
        for part in parts_of(interaction.contact_reference):
            transaction.discard(part_row(part, interaction.id))

    @staticmethod
    def _put_parts(transaction: Transaction, interaction: Interaction, earlier: Interaction | None) -> None:
        if earlier is None and interaction.revision:
            return
        now = set() if interaction.erased_at else set(parts_of(interaction.contact_reference))
        before = set(parts_of(earlier.contact_reference)) if earlier else set()
        told = told_of(interaction)
        again = set() if earlier is None or told_of(earlier) == told else now
        for part in sorted(before - now):
            transaction.discard(part_row(part, interaction.id))
        for part in sorted((now - before) | again):
            actions = [InteractionRow.kind.set("reference"), InteractionRow.body.set(told)]
            transaction.update(part_row(part, interaction.id), actions)

    @staticmethod
    def traces(
        found_by: FoundBy, reference: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[str], dict[str, Any] | None]:
        """A page of the ids to which `leave_trace` lets a reference lead, and where the next one starts."""
        keys = query(InteractionRow, _erased_key(found_by, reference), limit=limit, start=start, consistent=True)
        return [row.SK.removeprefix("INT#") for row in keys.rows], keys.last_key

    @staticmethod
    def leave_trace(transaction: Transaction, found_by: FoundBy, reference: str, interaction_id: str) -> None:
        """Let an interaction that is erased still be found. found_by: `erased_contact` or `erased_customer`."""
        row = InteractionRow(PK=_erased_key(found_by, reference), SK=f"INT#{interaction_id}", kind="erased")
        transaction.update(row, [InteractionRow.kind.set("erased")])

    @staticmethod
    def remove_trace(transaction: Transaction, found_by: FoundBy, reference: str, interaction_id: str) -> None:
        """Let it be found no more."""
        row = InteractionRow(PK=_erased_key(found_by, reference), SK=f"INT#{interaction_id}", kind="erased")
        transaction.discard(row)

    @staticmethod
    def expect(transaction: Transaction, interaction: Interaction) -> None:
        """Let the transaction happen only while the interaction is as it was read.

        Raises (when the transaction commits):
            Stale: it was changed meanwhile.
        """
        unchanged = InteractionRow.revision == interaction.revision
        changed = Stale("The interaction was changed meanwhile; read it again")
        transaction.check(InteractionRow, f"INT#{interaction.id}", "INTERACTION", unchanged, changed)

    @staticmethod
    def expect_there(transaction: Transaction, interaction: Interaction) -> None:
        """Let the transaction happen only while the interaction is there, however it has changed.

        Raises (when the transaction commits):
            NotFound: it was deleted meanwhile.
        """
        gone = NotFound("There is no such interaction")
        transaction.check(InteractionRow, f"INT#{interaction.id}", "INTERACTION", InteractionRow.PK.exists(), gone)

    def claim(self, interaction_id: str) -> Claim | None:
        """Which intake item an interaction's id belongs to; None while it is free."""
        row = find(InteractionRow, f"INT#{interaction_id}", "SOURCE")
        return Claim(str(row.intake_id), str(row.content_hash), row.revision or 0) if row else None

    def put_claim(
        self,
        transaction: Transaction,
        interaction_id: str,
        intake_id: str,
        content_hash: str,
        otherwise: DebriefError,
        *,
        instead_of: Claim | None = None,
    ) -> None:
        """Claim an interaction's id for an intake item; `otherwise` is raised when another one has it.

        instead_of: the claim that it may take the place of, because nothing came of it; one that was made anew since
        stays.
        """
        row = InteractionRow(PK=f"INT#{interaction_id}", SK="SOURCE", kind="claim")
        actions = [
            InteractionRow.kind.set("claim"),
            InteractionRow.intake_id.set(intake_id),
            InteractionRow.content_hash.set(content_hash),
        ]
        free = InteractionRow.intake_id.does_not_exist() | (InteractionRow.intake_id == intake_id)
        if instead_of is not None:
            free |= (InteractionRow.intake_id == instead_of.intake_id) & (
                InteractionRow.revision == instead_of.revision
            )
        transaction.update(row, actions, condition=free, otherwise=otherwise)

    def take_claim(self, transaction: Transaction, interaction_id: str, intake_id: str, content_hash: str) -> None:
        """Give an interaction's id to an intake item, whoever had it: a person said that it replaces the other."""
        row = InteractionRow(PK=f"INT#{interaction_id}", SK="SOURCE", kind="claim")
        actions = [
            InteractionRow.kind.set("claim"),
            InteractionRow.intake_id.set(intake_id),
            InteractionRow.content_hash.set(content_hash),
        ]
        transaction.update(row, actions)

    @staticmethod
    def expect_claim(transaction: Transaction, interaction_id: str, intake_id: str, otherwise: DebriefError) -> None:
        """Let the transaction happen only while the interaction's id belongs to the intake item."""
        its_own = InteractionRow.intake_id == intake_id
        transaction.check(InteractionRow, f"INT#{interaction_id}", "SOURCE", its_own, otherwise)

    def put_transcript(self, key: str, transcript: Transcript) -> None:
        """Write a transcript; see `transcript_prefix` for how keys begin."""
        self._content.put_entity(key, transcript)

    def drop_transcript(self, transaction: Transaction, interaction: Interaction, now: datetime) -> None:
        """Let the transcript that the interaction had be removed, if the transaction happens."""
        if interaction.transcript is not None:
            dropped = [f"{self._content.bucket}/{interaction.transcript.key}"]
            schedule(transaction, InteractionRow, objects_to_remove(interaction.id, dropped, now))

    def remove_later(self, transaction: Transaction, interaction_id: str, key: str, at: datetime) -> Due:
        """Let an object be removed then, if the transaction happens, unless what is returned is unscheduled before."""
        due = objects_to_remove(interaction_id, [f"{self._content.bucket}/{key}"], at)
        schedule(transaction, InteractionRow, due)
        return due

    def drop_folder(self, transaction: Transaction, interaction_id: str, folder: str, now: datetime) -> None:
        """Let all be removed whose keys begin with `folder`, if the transaction happens."""
        prefix = f"{self._content.bucket}/{folder}"
        schedule(transaction, InteractionRow, objects_to_remove(interaction_id, (), now, [prefix]))

    def transcript(self, interaction: Interaction) -> Transcript | None:
        """The interaction's transcript; None where it has none."""
        if interaction.transcript is None:
            return None
        return self._content.get_entity(interaction.transcript.key, Transcript)


def _last_place(page: RowPage) -> str | None:
    return page.rows[-1].GSI2SK if page.last_key is not None and page.rows else None


def _erased_key(found_by: FoundBy, reference: str) -> str:
    return f"ERASED#{found_by.removeprefix('erased_')}#{reference}"


def _just_below(text: str) -> str:
    """The last key below `text` that can occur: BETWEEN includes its ends, periods don't include theirs."""
    return text[:-1] + chr(ord(text[-1]) - 1) + "\U0010fffd"
