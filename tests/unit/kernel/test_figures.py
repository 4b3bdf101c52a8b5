"""Numbers as they are shown: rounded once, halves up, from the exact value (N1)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.figures import as_written, fixed, half_up, short, whole


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (84.35, 1, "84.4"), (81.25, 1, "81.3"), (0.35, 1, "0.4"), (1.005, 2, "1.01"), (2.675, 2, "2.68"),
        (86.665, 2, "86.67"), (80.0, 1, "80.0"), (-12.5, 0, "-13"), (-0.04, 1, "0.0"), (99.95, 1, "100.0"),
        (5e-324, 2, "0.00"), (1e22, 1, "1" + "0" * 22 + ".0"), (Fraction(1, 3), 2, "0.33"),
        (Fraction(-1, 8), 2, "-0.13"),
    ],
)  # fmt: skip
def test_halves_go_up(number: float | Fraction, digits: int, text: str) -> None:
    assert fixed(number, digits) == text


@pytest.mark.feature("N1")
def test_short_numbers_end_where_they_say_nothing() -> None:
    assert [short(each, 2) for each in (80.0, 84.5, 86.666, 100, 0.001)] == ["80", "84.5", "86.67", "100", "0"]
    assert [whole(each) for each in (2.5, -2.5, 0.49)] == [3, -3, 0]


@pytest.mark.feature("N1")
@given(st.integers(-(10**7), 10**7), st.integers(0, 4), st.integers(0, 3))
def test_a_decimal_is_rounded_as_it_is_written(number: int, places: int, digits: int) -> None:
    written = Decimal(number).scaleb(-places)
    expected = written.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert half_up(float(written), digits) == expected
    assert half_up(Fraction(written), digits) == expected


@pytest.mark.feature("N1")
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written(number: float) -> None:
    assert float(as_written(number)) == number
