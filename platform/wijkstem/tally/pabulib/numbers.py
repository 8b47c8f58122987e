"""The numbers in a .pb file: exact, never below zero where that means nothing, and with the line that is wrong."""

import re
from fractions import Fraction
from typing import Final

from wijkstem.errors import FieldError

#: 1200, 1200.50, 1200,50 and 1.2e+06; "1.200,50" could be two things and is asked about.
_NUMBER: Final = re.compile(r"[+-]?(\d{1,30}|\d{0,30}[.,]\d{1,30}|\d{1,30}[.,])([eE][+-]?\d{1,2})?")


def number(text: str, line: int) -> Fraction:
    """Any number."""
    if not _NUMBER.fullmatch(text.strip()):
        raise FieldError(
            "pb_number",
            "Regel %(line)s: “%(text)s” is geen getal. Schrijf bijvoorbeeld 1200 of 1200.50.",
            line=line,
            text=text[:40],
        )
    return Fraction(text.strip().replace(",", "."))


def amount(text: str, line: int) -> Fraction:
    """A number of zero or more."""
    found = number(text, line)
    if found < 0:
        raise FieldError(
            "pb_below_zero",
            "Regel %(line)s: %(text)s is lager dan nul. Dat kan hier niet.",
            line=line,
            text=text.strip(),
        )
    return found


def whole(text: str, line: int) -> int:
    """A whole number of zero or more."""
    found = amount(text, line)
    if found.denominator != 1:
        raise FieldError(
            "pb_whole",
            "Regel %(line)s: %(text)s moet een heel getal zijn.",
            line=line,
            text=text.strip(),
        )
    return found.numerator
