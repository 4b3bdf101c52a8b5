"""A conversation is found by a part of its contact reference, as somebody reads it off a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.reference_parts import LEAST, MOST_PARTS, compact, parts_of

pytestmark = pytest.mark.feature("P4")


def found(reference: str, wanted: str) -> bool:
    part = compact(wanted)
    return len(part) >= LEAST and any(each.startswith(part) for each in parts_of(reference))


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("2026/QH-V-1009", "QH-V-1009"),
        ("2026/QH-V-1009", "qhv10"),
        ("2026/QH-V-1009", "1009"),
        ("2026/QH-V-1009", "2026 qh"),
        ("CASE00123", "00123"),
        ("3f2a9c1e-77aa-4b0c-9d1e-0123456789ab", "0123456789ab"),
        ("anna.müller@example.com 17", "muller"),
        ("+49 30 123456", "123456"),
    ],
)
def test_a_piece_finds_the_reference(reference: str, wanted: str) -> None:
    assert found(reference, wanted)


@pytest.mark.parametrize(("reference", "wanted"), [("QH-V-1009", "H-V"), ("QH-V-1009", "10"), ("QH-V-1009", "--")])
def test_less_than_a_piece_or_three_signs_finds_nothing(reference: str, wanted: str) -> None:
    assert not found(reference, wanted)


@given(st.text(max_size=60))
def test_parts_are_few_and_the_whole_is_one_of_them(reference: str) -> None:
    parts = parts_of(reference)
    assert len(parts) <= MOST_PARTS
    assert all(len(part) >= LEAST and not any(each.isspace() for each in part) for part in parts)
    assert len(compact(reference)) < LEAST or found(reference, reference)
