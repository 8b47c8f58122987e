"""Time, asked for in one place so that tests can hold it still."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

#: Dates on screen and in the law are dates here, whatever the server's own clock says.
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests and for filling the demo with a past."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def local_date(moment: datetime) -> date:
    """The date on the wall in the Netherlands at ``moment``."""
    return moment.astimezone(AMSTERDAM).date()
