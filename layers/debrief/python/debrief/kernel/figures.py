"""How a computed number is rounded where it is shown: once, halves up, from the exact value.

Everything is computed in whole numbers and fractions and becomes a float once, at the end. Such a float is the nearest
to the exact value, and its shortest decimal text is the value itself wherever that has a short one: 84.35 is written as
84.35, though the binary number lies a hair below. So a float is rounded by its text. The console does the same
(`web/src/parts/numbers.ts`), and whoever shows a number rounds it with one of the two.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

_DIGITS = 400
"""Room for the largest float there is."""


def half_up(number: float | Fraction, digits: int = 0) -> Decimal:
    """`number` with so many digits behind the point; halves away from zero, and never −0."""
    with localcontext() as context:
        context.prec = _DIGITS
        if isinstance(number, Fraction):
            ten = int(10**digits)
            size = abs(number) * ten
            rounded = Decimal((2 * size.numerator + size.denominator) // (2 * size.denominator)) / ten
            exact = rounded if number >= 0 else -rounded
        else:
            exact = Decimal(repr(float(number)))
        return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + Decimal(0)


def whole(number: float | Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return int(half_up(number))


def fixed(number: float | Fraction, digits: int) -> str:
    """`number` with exactly so many digits behind the point, such as `84.4` or `80.0`."""
    return f"{half_up(number, digits):.{digits}f}"


def short(number: float | Fraction, digits: int) -> str:
    """`number` with at most so many digits behind the point, without such as say nothing: `84.4` or `80`."""
    text = fixed(number, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_written(number: float) -> Fraction:
    """The number as it was written: 0.1 is a tenth, not the binary number beside it."""
    return Fraction(repr(float(number)))
