"""State and events together or not at all: the only way anything is written, and the only place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from wijkstem.eventlog import log
from wijkstem.events.base import Event
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id

#: The request or message behind an event, and the event that it answers to.
Cause = tuple[UUID, UUID | None]


class UnitOfWork:
    """One transaction in one municipality. Who opened it commits it; handlers never do."""

    def __init__(
        self,
        connection: Connection,
        municipality_id: str,
        now: datetime,
        correlation_id: UUID | None = None,
    ) -> None:
        self.connection = connection
        self.session = Session(connection, autoflush=False, expire_on_commit=False)
        self.municipality_id = municipality_id
        self.now = now
        self.correlation_id = correlation_id or new_id()
        #: The event that a reaction is answering to.
        self.causation_id: UUID | None = None
        self._events: list[tuple[Cause, Event]] = []
        #: Whether anything went to the log.
        self.has_news = False

    @property
    def today(self) -> date:
        """The date in the Netherlands."""
        return local_date(self.now)

    @property
    def events(self) -> tuple[Event, ...]:
        """What will be written to the log."""
        return tuple(event for _, event in self._events)

    def record(self, *events: Event) -> None:
        """Remember what happened; it goes to the log at the commit."""
        cause = (self.correlation_id, self.causation_id)
        self._events.extend((cause, event) for event in events)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail without sinking what was done before it."""
        before = len(self._events)
        try:
            with self.session.begin_nested():
                # The session sets its savepoint at its first statement; what goes past it comes before.
                self.session.connection()
                yield
        except BaseException:
            del self._events[before:]
            raise

    def flush(self) -> None:
        """Write what is remembered, within the transaction; the last thing, because it locks the log's head."""
        self.session.flush()
        for (correlation_id, causation_id), caused in groupby(self._events, key=itemgetter(0)):
            log.append(
                self.connection,
                self.municipality_id,
                [event for _, event in caused],
                at=self.now,
                correlation_id=correlation_id,
                causation_id=causation_id,
            )
            self.has_news = True
        self._events.clear()


@contextmanager
def unit_of_work(
    engine: Engine,
    municipality_id: str,
    *,
    now: datetime,
    wake: Callable[[str], None],
    correlation_id: UUID | None = None,
) -> Iterator[UnitOfWork]:
    """A transaction that commits when the block ends well, and then wakes the workers if there is news."""
    opened = engine.connect().execution_options(municipality=municipality_id)
    with opened as connection, connection.begin():
        work = UnitOfWork(connection, municipality_id, now, correlation_id)
        yield work
        work.flush()
    if work.has_news:
        wake(municipality_id)
