"""State and events together or not at all: the only way anything is written, and the only place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from wijkstem.eventlog import log
from wijkstem.events.base import Event
from wijkstem.kit.clock import local_date
from wijkstem.kit.commits import commit
from wijkstem.kit.ids import new_id

#: Rows by their id that a group of commands read before the first of them began.
Seen = dict[UUID, Any]


class UnitOfWork:
    """One transaction in one municipality. Who opened it commits it; handlers never do."""

    def __init__(
        self,
        connection: Connection,
        municipality_id: str,
        now: datetime,
        correlation_id: UUID | None = None,
        seen: Seen | None = None,
        ask: Callable[[Connection], datetime] | None = None,
    ) -> None:
        self.connection = connection
        self.municipality_id = municipality_id
        self.now = now
        self.correlation_id = correlation_id or new_id()
        #: The event that a reaction is answering to.
        self.causation_id: UUID | None = None
        #: Filled by a group, or by a command that goes alone and locks first.
        self.seen: Seen = seen or {}
        self._grouped = seen is not None
        self._ask = ask
        self._entries: list[log.Entry] = []
        #: Whether anything went to the log.
        self.has_news = False

    @cached_property
    def session(self) -> Session:
        """For rows as objects; made when asked for, because the hot path does without.

        In a group there is none: what fails in a session undoes the whole transaction, neighbours included.
        """
        if self._grouped:
            raise RuntimeError("a command that is grouped works with statements on tables")
        return Session(self.connection, autoflush=False, expire_on_commit=False)

    @property
    def today(self) -> date:
        """The date in the Netherlands."""
        return local_date(self.now)

    def database_now(self) -> datetime:
        """The time by the database's clock at this very moment; each asking is a new one."""
        return self._ask(self.connection) if self._ask else self.now

    @property
    def events(self) -> tuple[Event, ...]:
        """What will be written to the log."""
        return tuple(entry.event for entry in self._entries)

    def record(self, *events: Event) -> None:
        """Remember what happened; it goes to the log at the commit."""
        self._entries.extend(
            log.Entry(event, self.now, self.correlation_id, self.causation_id) for event in events
        )

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail without sinking what was done before it."""
        before = len(self._entries)
        try:
            with self.session.begin_nested():
                # The session sets its savepoint at its first statement; what goes past it comes before.
                self.session.connection()
                yield
        except BaseException:
            del self._entries[before:]
            raise

    def finished(self) -> tuple[log.Entry, ...]:
        """Write the rows; what is left to be written are these entries of the log."""
        if "session" in self.__dict__:
            self.session.flush()
        entries, self._entries = tuple(self._entries), []
        return entries

    def flush(self) -> None:
        """Write what is remembered, within the transaction; the last thing, because it locks the log's head."""
        if entries := self.finished():
            log.append(self.connection, self.municipality_id, entries)
            self.has_news = True


@contextmanager
def unit_of_work(
    engine: Engine,
    municipality_id: str,
    *,
    now: datetime,
    wake: Callable[[str], None],
    correlation_id: UUID | None = None,
    ask: Callable[[Connection], datetime] | None = None,
) -> Iterator[UnitOfWork]:
    """A transaction that commits when the block ends well, and then wakes the workers if there is news.

    Raises:
        CommitUnknown: when the answer to the commit was lost.
    """
    opened = engine.connect().execution_options(municipality=municipality_id)
    with opened as connection, connection.begin() as transaction:
        work = UnitOfWork(connection, municipality_id, now, correlation_id, ask=ask)
        yield work
        work.flush()
        commit(transaction)
    if work.has_news:
        wake(municipality_id)
