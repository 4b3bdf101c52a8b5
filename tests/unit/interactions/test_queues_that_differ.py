"""Queues that differ in a sign or an accent are two, until a person says otherwise; other ways of writing are one."""

import pytest

from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.known_names_store import KnownNameStore, is_among, name_id
from debrief.interactions.intake.model import IntakeStatus, KnownName
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.transactions import Transaction
from tests.unit.interactions.test_intake import NOW, Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")
DIFFERENT = [
    ("F#", "F"), ("F#", "F+"), ("Level 2+", "Level 2"), ("10%", "10"), ("Floor -1", "Floor 1"), ("-1", "1"),
    ("Nürnberg", "Nurnberg"), ("Año", "Ano"), ("Sales & Loans", "Sales Loans"), ("Line 1.2", "Line 1 2"),
    ("€ 5", "£ 5"), ("24/7", "24-7"),
]  # fmt: skip
SAME = [
    ("Billing-EU", "billing eu"), ("Tier_1", "TIER 1"), ("Level 2 +", "Level 2+"), ("Support (EU)", "Support, EU."),
    ("Nu\u0308rnberg", "NÜRNBERG"), ("Tier-1", "Tier 1"), ("ＳＡＬＥＳ", "Sales"), ("Floor \u22121", "floor -1"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_signs_and_accents_make_another_name(one: str, other: str) -> None:
    assert name_id("queue", one) != name_id("queue", other)
    assert not is_among(one, [other])


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_way_of_writing_is_the_same_name(one: str, other: str) -> None:
    assert name_id("queue", one) == name_id("queue", other)


@pytest.mark.parametrize(("came", "known"), [("F+", "F#"), ("F", "F#"), ("Nurnberg", "Nürnberg"), ("10", "10%")])
def test_a_queue_that_differs_in_a_sign_is_asked_about_and_a_persons_word_stands(
    desk: Desk, came: str, known: str
) -> None:
    desk.drop("chats/a.vcon.json", vcon(contact_reference="C-1", queue=known))
    desk.drop("chats/b.vcon.json", vcon(contact_reference="C-2", queue=came))
    held = desk.item("chats/b.vcon.json")
    assert [(each.code, each.given) for each in held.reasons] == [(HoldCode.QUEUE_UNKNOWN, came)]
    released = desk.intake.complete(held, {"queue": came})
    assert (released.status, released.metadata.queue) == (IntakeStatus.PROCESSING, came)


def test_names_that_were_kept_before_are_found_and_nothing_else_is(desk: Desk) -> None:
    store = KnownNameStore()
    for written, key in (("Süd", "sud"), ("C++", "c")):
        old = KnownName(id=derived_id("kn", "queue", key), field="queue", written=written, means=written, at=NOW)
        with Transaction(desk.clock, desk.ids) as transaction:
            store.put(transaction, old)
    assert [store.find("queue", each) is not None for each in ("süd", "Sud", "c++", "C", "C#")] == [
        True, False, True, False, False,
    ]  # fmt: skip
