"""Exact numbers in and out of the count: euros, points and shares are fractions, never floats."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer

#: Longer numbers are no amount, and would only cost time.
LONGEST: Final = 40


def exact(value: object) -> Fraction:
    """A number as it was written: 12, "12.50", "1/3"; a float is refused, because it says 0.1 and means something else."""
    if isinstance(value, bool | float):
        raise ValueError("write a whole number, or text such as '12.50' or '1/3'")
    if isinstance(value, int | Fraction | Decimal):
        return Fraction(value)
    if not isinstance(value, str) or len(value) > LONGEST or "e" in value.lower():
        raise ValueError("not a number")
    try:
        return Fraction(value.strip())
    except ZeroDivisionError as error:
        raise ValueError("not a number") from error


def canonical(value: Fraction) -> int | str:
    """One way to write each number in a rule file, without floats."""
    if value.denominator == 1:
        return value.numerator
    return decimal_text(value) or f"{value.numerator}/{value.denominator}"


def decimal_text(value: Fraction) -> str | None:
    """The number in full with a decimal point, or None when it has no end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = f"{abs(value) * 10**places}".rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(value: Fraction) -> int | float:
    """For JSON that people read: whole where it is whole."""
    return value.numerator if value.denominator == 1 else float(value)


#: A fraction in a rule: read with `exact`, written with `canonical`.
Amount = Annotated[Fraction, BeforeValidator(exact), PlainSerializer(canonical)]
