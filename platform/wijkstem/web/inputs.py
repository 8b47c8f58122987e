"""What a form sends as text, as the value that a command takes; None where it is not one."""

import re
from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from wijkstem.domain.carrying_out import last_of_month
from wijkstem.kit.text import clean


def whole(text: str | None) -> int:
    """A whole number; 0, which no row ever has, for anything else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def identifier(text: str | None) -> UUID | None:
    """An id as our own pages put it in a form."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def day(values: Mapping[str, str], name: str) -> date | None:
    """The three small fields of a date."""
    parts = [clean(values.get(f"{name}_{part}", "")) for part in ("year", "month", "day")]
    try:
        return date(*map(whole, parts))
    except ValueError:
        return None


def day_or_month(values: Mapping[str, str], name: str) -> tuple[date | None, bool]:
    """The same where the day may be left out: then it is the last of that month, and True."""
    if clean(values.get(f"{name}_day", "")):
        return day(values, name), False
    year, month = (whole(clean(values.get(f"{name}_{part}", ""))) for part in ("year", "month"))
    try:
        return last_of_month(year, month), True
    except ValueError:
        return None, False


def clock(text: str) -> time | None:
    """A time as people type it: 19:30, 19.30 or 19 uur."""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: ?uur)?", clean(text))
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def picked(text: str | None) -> str | None:
    """What an address asks for. PostgreSQL takes no NUL in a text, not even to look for it."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}") if text else None


def euros(text: str) -> int | None:
    """Whole euros: 46000, 46.000 or € 46.000."""
    plain = re.sub(r"[€\s]", "", text)
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", plain):
        plain = plain.replace(".", "")
    return int(plain) if re.fullmatch(r"[0-9]{1,10}", plain) else None
