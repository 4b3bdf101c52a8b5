"""The rows of the interactions table that lead to an interaction, with their keys; `store` tells what they answer."""

from datetime import datetime
from typing import NamedTuple

from pynamodb.attributes import UnicodeAttribute

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.reference_parts import LEAST
from debrief.kernel.clock import iso
from debrief.kernel.storage.tables import Row, table_meta


class InteractionRow(Row):
    """An item of the interactions table. intake_id: whose claim it is, on `SOURCE` rows only."""

    Meta = table_meta("INTERACTIONS_TABLE")

    intake_id = UnicodeAttribute(null=True)
    content_hash = UnicodeAttribute(null=True)


class Alike(NamedTuple):
    """An interaction whose contact reference has a part. place, agent_id: where it stands in time and whose it is; None
    where its row was written before it told that."""

    id: str
    sk: str
    place: str | None
    agent_id: str | None


def sort_key(started_at: datetime, interaction_id: str) -> str:
    """The place of an interaction in time: later ones sort after earlier ones, ties by id."""
    return f"{iso(started_at)}#{interaction_id}"


def part_key(part: str) -> str:
    """The key of those whose reference has such a part."""
    return f"PART#{part[:LEAST]}"


def part_row(part: str, interaction_id: str) -> InteractionRow:
    """Where a part of an interaction's reference leads to it."""
    return InteractionRow(PK=part_key(part), SK=f"{part}#INT#{interaction_id}", kind="reference")


def told_of(interaction: Interaction) -> str:
    """What a part's row tells of its interaction: its place in time, and whose it is."""
    return f"{sort_key(interaction.started_at, interaction.id)}|{interaction.agent_id}"


def alike_of(row: InteractionRow) -> Alike:
    """What a part's row leads to."""
    place, _, agent_id = (row.body or "").partition("|")
    return Alike(row.SK.rpartition("#")[2], row.SK, place or None, agent_id or None)


def customer_row(reference: str, interaction_id: str) -> InteractionRow:
    """Where a customer's reference leads to one of their interactions."""
    return InteractionRow(PK=f"CUSTOMER#{reference}", SK=f"INT#{interaction_id}", kind="customer")
