"""Time, asked for in one place so that tests can hold it still."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

#: Dates on screen and in the law are dates here, whatever the server's own clock says.
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...

    def now_by(self, connection: Connection) -> datetime:
        """The time now by the clock that decides for everybody who is at this database: nothing is carried on."""
        ...


class SystemClock:
    """The machine's own clock: one process has the database, and no other clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def now_by(self, connection: Connection) -> datetime:
        del connection
        return self.now()


@dataclass(frozen=True)
class _Reading:
    """What a shared clock said, and when by the clock that measures durations."""

    said: datetime
    at: float

    def now(self) -> datetime:
        return self.said + timedelta(seconds=time.monotonic() - self.at)


class SharedClock:
    """One clock for processes whose machines disagree: it is asked now and then, and carried on in between.

    A claim or a next attempt is written by one process and compared by another: minutes of difference would
    make a message go twice, or wait. While the shared clock cannot be asked, the last answer is carried on;
    before the first, the machine's own clock must do.
    """

    #: Seconds after which it is asked again; and after it could not be asked.
    EVERY, SOON = 30.0, 2.0

    def __init__(self, ask: Callable[[], datetime | None]) -> None:
        self._ask = ask
        self._reading: _Reading | None = None
        self._next = 0.0
        self._asking = threading.Lock()

    def now(self) -> datetime:
        if self._reading is None:
            self._read_first()
        elif time.monotonic() >= self._next and self._asking.acquire(blocking=False):
            # Beside: whoever wants to know the time does not wait for a database.
            threading.Thread(target=self._read_beside, name="shared-clock", daemon=True).start()
        return self._reading.now() if self._reading else datetime.now(UTC)

    def now_by(self, connection: Connection) -> datetime:
        # No text: that is refused under the scope of a municipality.
        said: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return said.astimezone(UTC)

    def _read_first(self) -> None:
        with self._asking:
            if self._reading is None and time.monotonic() >= self._next:
                self._read()

    def _read_beside(self) -> None:
        try:
            self._read()
        finally:
            self._asking.release()

    def _read(self) -> None:
        said = self._ask()
        if said is not None:
            self._reading = _Reading(said, time.monotonic())
        self._next = time.monotonic() + (self.SOON if said is None else self.EVERY)


class FixedClock:
    """A clock that stands still until it is moved; for tests and for filling the demo with a past."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def now_by(self, connection: Connection) -> datetime:
        del connection
        return self.at


def local_date(moment: datetime) -> date:
    """The date on the wall in the Netherlands at ``moment``."""
    return moment.astimezone(AMSTERDAM).date()
