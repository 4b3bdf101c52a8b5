"""Working through a subject to the end, as whoever exports or erases it does."""

import json
from typing import Any, NamedTuple

from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.privacy_service import InteractionsPersonalData
from debrief.kernel.privacy import PersonalData, Record, Subject
from debrief.people.store import PeopleStore
from tests.unit.summaries.world import World


class Handed(NamedTuple):
    """What was handed out, and on how many pages."""

    records: list[Record]
    pages: int

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [record.data for record in self.records if record.kind == kind]

    @property
    def text(self) -> str:
        """All of it as text, to look for what mustn't be in it."""
        return json.dumps([record.model_dump(mode="json") for record in self.records], ensure_ascii=False)


def person(user_id: str) -> Subject:
    return Subject(kind="person", id=user_id)


def customer(reference: str) -> Subject:
    return Subject(kind="customer", id=reference)


def contact(reference: str) -> Subject:
    return Subject(kind="contact", id=reference)


def conversations_of(world: World) -> InteractionsPersonalData:
    """The port of the interactions in a world."""
    return InteractionsPersonalData(
        world.interactions, IntakeStore(), PeopleStore(), "test-content", world.clock, world.ids
    )


def export(port: PersonalData, subject: Subject) -> Handed:
    records: list[Record] = []
    pages, position = 0, None
    while pages < 200:
        page = port.export(subject, position)
        records += page.records
        pages, position = pages + 1, page.next
        if position is None:
            assert len({(each.kind, each.id) for each in records}) == len(records), "nothing is handed out twice"
            return Handed(records, pages)
    raise AssertionError("it never ends")


def erase(port: PersonalData, subject: Subject) -> tuple[int, int]:
    """How much was changed, in how many steps; every step is done twice, as by one that died after its work."""
    changed, steps, position = 0, 0, None
    while steps < 200:
        step = port.erase(subject, position)
        changed += step.changed + port.erase(subject, position).changed
        steps, position = steps + 1, step.next
        if position is None:
            return changed, steps
    raise AssertionError("it never ends")
