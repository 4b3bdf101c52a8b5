"""One customer for one address, however it is written (S2.1, N8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.customer_references import customer_key
from debrief.interactions.conversations.model import Direction
from debrief.interactions.formats.metadata import FoundIn, customer_of
from debrief.interactions.formats.metadata_values import metadata_from

pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    "written",
    [
        "+12015550123",
        "tel:+12015550123",
        "TEL:+1-201-555-0123",
        "+1 (201) 555-0123",
        "+1.201.555.0123",
        "\uff0b1 201 555 0123",
        " tel:+1 201 555 0123 ",
        "sip:+12015550123@trunk.example;user=phone",
        "<sip:+12015550123@10.0.0.1>",
        "Reception <tel:+1-201-555-0123>",
        "sips:+12015550123@trunk.example",
        "whatsapp:+12015550123",
        "sms:+12015550123?body=hello",
        "callto://+12015550123",
    ],
)
def test_one_number_is_one_customer(written: str) -> None:
    assert customer_key(written) == "+12015550123"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("+49 (0)30 123456", "+4930123456"),
        ("tel:030 123-456", "030123456"),
        ("tel:+1-201-555-0123;ext=12", "+12015550123;ext=12"),
        ("mailto:Ida.Elm@Acme.Example", "ida.elm@acme.example"),
        ("Ida Elm <ida.elm@acme.example>", "ida.elm@acme.example"),
        ("sip:ida.elm@acme.example;transport=tls", "ida.elm@acme.example"),
    ],
)
def test_other_addresses(written: str, key: str) -> None:
    assert customer_key(written) == key


@pytest.mark.parametrize("written", ["K-201", "k-201", "2024-0012345", "004930123456", "030 123-456", "+1", "tel:", ""])
def test_references_of_a_system_stay_as_they_are(written: str) -> None:
    assert customer_key(written) == written


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(written: str) -> None:
    assert customer_key(customer_key(written)) == customer_key(written)


def test_both_sides_of_a_call_are_known_by_their_keys() -> None:
    known = metadata_from({"customer": "tel:+1-201-555-0123"}, FoundIn.DOCUMENT, "UTC")
    known = known.model_copy(update={"other_side": "sip:+49305550@trunk.example", "direction": Direction.INBOUND})
    assert known.customer_reference == "tel:+1-201-555-0123"
    assert customer_of(known, turned=False) == "+12015550123"
    assert customer_of(known, turned=True) == "+49305550"
