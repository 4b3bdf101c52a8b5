"""Looking for what is held: by how a name or reference begins, page by page, at a bounded cost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import Dismissal, Failure, HeldCounts, HeldFor, IntakeItem, IntakeStatus
from debrief.interactions.intake.nearness import may_be_slip, nearest
from debrief.interactions.intake.service import IntakeService
from debrief.interactions.intake.sought import first_of, sought
from debrief.interactions.intake.store import HeldCountRow
from debrief.kernel.errors import RuleBroken
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import sought_key
from tests.doubles import metered
from tests.unit.interactions.test_intake import NOW, Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

texts = st.text(max_size=60)


# The key -------------------------------------------------------------------------------------------------------------


@given(texts, st.integers(0, 60))
def test_the_key_of_a_beginning_is_a_beginning_of_the_key(text: str, length: int) -> None:
    assert sought_key(text).startswith(sought_key(text[:length]))


@given(st.text(max_size=2_000))
def test_a_key_is_its_own_key_and_fits(text: str) -> None:
    key = sought_key(text)
    assert sought_key(key) == key
    assert len(key.encode()) <= 900
    assert "#" not in key


@given(texts)
def test_case_and_what_stands_between_words_make_no_difference(text: str) -> None:
    assert sought_key(f"  {text.upper()} -_./ ".upper()) == sought_key(text.upper())


def test_what_people_type_finds_what_was_written() -> None:
    assert sought_key("INV-204").startswith(sought_key("inv_2"))
    assert sought_key("Ärger_Müller.WAV") == "arger muller wav"
    assert sought_key("Łukasz Ødegård, Straße, Æther Œuvre, ĐorđeÞ, Işık") == (
        "lukasz odegard strasse aether oeuvre dordeth isik"
    ), "letters that don't come apart, as web/src/parts/plain.test.ts has them"
    assert sought_key("?!") == ""
    assert sought_key("ﬁle ℌ") == "file h"
    assert sought_key("बिक्री विभाग").count(" ") == 1, "vowel signs are in the midst of words"
    assert sought_key("ฝ่ายขาย") == sought_key("ฝ่ายขาย").replace(" ", "")


def item(**changes: Any) -> IntakeItem:
    made = IntakeItem(
        id="in_1", bucket="b", unit_key="calls/a", status=IntakeStatus.HELD, received_at=NOW, updated_at=NOW
    )
    return made.model_copy(update=changes)


@given(texts, texts, texts, texts, st.integers(1, 5))
def test_an_item_stands_once_in_whatever_finds_it(file: str, contact: str, agent: str, queue: str, length: int) -> None:
    known = item().metadata.model_copy(update={"contact_reference": contact, "agent_reference": agent, "queue": queue})
    held = item(unit_key=f"calls/{file.replace('/', ' ')}", metadata=known)
    found = sought(held)
    for text in (file.replace("/", " "), contact, agent, queue):
        wanted = sought_key(text)[:length].rstrip()
        if wanted:
            first = first_of(held, wanted)
            assert first is not None
            assert first in found.values()
            assert first.startswith(wanted)


@pytest.mark.parametrize("status", [IntakeStatus.PROCESSING, IntakeStatus.LOADED])
def test_what_passes_through_writes_nothing_to_be_found_by(status: IntakeStatus) -> None:
    assert sought(item(status=status)) == {}
    assert sought(item(erased_at=NOW)) == {}
    assert sought(item()) == {"file": "a"}
    assert sought(item(line=12)) == {"file": "a 12"}


# In the table --------------------------------------------------------------------------------------------------------


def hold(desk: Desk, name: str, **metadata: Any) -> IntakeItem:
    key = f"chats/{name}.vcon.json"
    desk.drop(key, vcon(**{"queue": None, "contact_reference": name, **metadata}))
    return desk.item(key)


@pytest.fixture
def service(desk: Desk) -> IntakeService:
    return IntakeService(desk.intake, desk.store, IndicatorStore(), desk.bucket, desk.clock, desk.ids)


def find(service: IntakeService, beginning: str, status: IntakeStatus = IntakeStatus.HELD, **options: Any) -> list[str]:
    found, start = [], None
    while True:
        page = service.items(status, limit=2, start=start, beginning=beginning, **options)
        assert len(page.items) <= 2
        found += [each.unit_key for each in page.items]
        start = page.next
        if start is None:
            return found


def test_held_ones_are_found_by_file_contact_agent_and_queue(desk: Desk, service: IntakeService) -> None:
    for name in ("INV-1", "INV-2", "inv-30", "other"):
        hold(desk, name)
    hold(desk, "x1", agent_id="dana.birch@sample.example", queue="Billing EU")
    assert find(service, "inv") == ["chats/INV-1", "chats/INV-2", "chats/inv-30"]
    assert find(service, "INV 3") == ["chats/inv-30"]
    assert find(service, "dana.b") == ["chats/x1"]
    assert find(service, "billing") == ["chats/x1"]
    assert find(service, "birch") == [], "beginnings are found, and what stands inside isn't"
    assert find(service, "o") == ["chats/other"]
    assert find(service, "inv", reason=HoldCode.QUEUE_MISSING) == ["chats/INV-1", "chats/INV-2", "chats/inv-30"]
    assert find(service, "inv", reason=HoldCode.AGENT_UNKNOWN) == []


def test_what_was_found_by_goes_with_what_becomes_of_the_item(desk: Desk, service: IntakeService) -> None:
    first, second = hold(desk, "a-1"), hold(desk, "a-2")
    desk.intake.dismiss(first, Dismissal(reason="A test", by="us_admin", at=NOW))
    assert find(service, "a") == ["chats/a-2"]
    assert find(service, "a", IntakeStatus.DISMISSED) == ["chats/a-1"]
    released = desk.intake.complete(second, {"queue": "billing"})
    assert find(service, "a") == []
    desk.settle(released, Failure(code="ModelRefused", sentence="No."))
    assert find(service, "a", IntakeStatus.FAILED) == ["chats/a-2"]
    again = desk.intake.release(desk.item("chats/a-2.vcon.json"))
    desk.settle(again)
    rows = query_all(InteractionRow, f"INTAKE#{second.id}")
    assert [row.SK for row in rows] == ["ITEM"], "nothing is left of it"


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"beginning": "?!"}, "?q"),
        ({"beginning": "a", "status": IntakeStatus.PROCESSING}, "?q"),
        ({"given": "x"}, "?given"),
        ({"reason": HoldCode.DUPLICATE, "status": IntakeStatus.FAILED}, "?reason"),
    ],
)
def test_what_cannot_be_looked_for_is_said(service: IntakeService, options: dict[str, Any], pointer: str) -> None:
    status = options.pop("status", IntakeStatus.HELD)
    with pytest.raises(RuleBroken) as refused:
        service.items(status, limit=5, start=None, **options)
    assert [each.pointer for each in refused.value.errors] == [pointer]


def test_a_search_costs_what_it_finds_however_much_is_held(desk: Desk, service: IntakeService) -> None:
    def cost(beginning: str) -> tuple[float, int]:
        with metered() as usage:
            service.items(IntakeStatus.HELD, limit=25, start=None, beginning=beginning)
        return usage.read_units, usage.round_trips

    hold(desk, "needle")
    few = cost("needle")
    for number in range(12):
        with Transaction(desk.clock, desk.ids) as transaction:
            desk.store.put(transaction, item(id=f"in_{number}", unit_key=f"hay/{number}"), None)
    assert cost("needle") == few


def test_one_value_of_a_reason_is_listed_by_itself(desk: Desk, service: IntakeService) -> None:
    hold(desk, "a", agent_id="nobody", queue="billing")
    hold(desk, "b", agent_id="no one", queue="billing")
    page = service.items(IntakeStatus.HELD, limit=9, start=None, reason=HoldCode.AGENT_UNKNOWN, given="nobody")
    assert [each.unit_key for each in page.items] == ["chats/a"]
    assert HeldFor().admits(page.items[0])


# How many ------------------------------------------------------------------------------------------------------------


def test_what_waits_is_counted_with_its_reasons(desk: Desk, service: IntakeService) -> None:
    assert service.waiting() == HeldCounts()
    items = [hold(desk, f"a-{number}") for number in range(3)] + [hold(desk, "b", agent_id=None)]
    assert service.waiting() == HeldCounts(held=4, reasons={HoldCode.QUEUE_MISSING: 4, HoldCode.AGENT_MISSING: 1})
    desk.intake.release(items[0])
    assert service.waiting().held == 4, "examined again, it is held for the same"
    released = desk.intake.complete(desk.item("chats/a-0.vcon.json"), {"queue": "billing"})
    desk.intake.dismiss(items[1], Dismissal(reason="A test", by="us_admin", at=NOW))
    desk.intake.complete(items[3], {"queue": "billing"})
    assert service.waiting() == HeldCounts(held=2, reasons={HoldCode.QUEUE_MISSING: 1, HoldCode.AGENT_MISSING: 1})
    desk.settle(released, Failure(code="ModelRefused", sentence="No."))
    assert service.waiting().failed == 1


def test_every_reason_has_a_count() -> None:
    assert {code.value for code in HoldCode} <= set(HeldCountRow.get_attributes())


# Nearness ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Ordres", "Orders"),
        ("order", "Orders"),
        ("TechnicalSupport", "Technical Support"),
        ("Tech-Support", "tech support"),
        ("Technical Suport", "Technical Support"),
        ("Customer Servcie", "Customer Service"),
        ("Billling", "Billing"),
        ("Cust Service", "Customer Service"),
        ("Refunds & Repl", "Refunds & Replacements"),
        ("Service, Customer", "Customer Service"),
        ("Продажи Юг", "Продажы Юг"),
        ("北京-客服", "北京 客服"),
    ],
)
def test_slips_are_seen(written: str, known: str) -> None:
    assert may_be_slip(written, known)
    assert may_be_slip(known, written)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Billing EU", "Billing US"),
        ("Queue 1", "Queue 2"),
        ("Support12", "Support13"),
        ("Sales", "Orders"),
        ("Billing EU", "Billing"),
        ("VIP", "VIB"),
        ("Hotel", "Hostel"),
        ("Sales", "Sale"),
        ("Premium Nord", "Premium Nora"),
        ("Team IIII", "Team IIIV"),
        ("北京客服", "南京客服"),
        ("一线客服", "二线客服"),
        ("東京支店", "東都支店"),
        ("ฝ่ายขายสินค้า", "ฝ่ายซายสินค้า"),
    ],
)
def test_names_that_are_meant_to_differ_are_no_slips(written: str, known: str) -> None:
    assert not may_be_slip(written, known)
    assert not may_be_slip(known, written)


def test_what_is_nowhere_near_is_not_offered() -> None:
    assert nearest("Billing EU", ["Sales", "Billing", "Orders"]) == "Billing"
    assert nearest("xyz", ["Sales", "Billing"]) is None
    assert nearest("anything", []) is None
