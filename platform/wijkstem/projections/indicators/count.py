"""What one event adds to one figure."""

from datetime import date
from typing import NamedTuple


class Count(NamedTuple):
    """The key of a figure, in the order of its columns."""

    measure: str
    month: date
    instrument: str = ""
    neighbourhood_code: str = ""
    channel: str = ""
    value: int = 0


#: A count and how much it grows; below nothing where something is taken back.
Counted = tuple[Count, int]


def month_of(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)
