"""Commands of the same few milliseconds in one transaction: they share the commit, which is what costs most.

Whoever comes gets a place in the line of their municipality. One thread at a time takes what stands in that
line, carries it out, appends all events at once and commits. Meanwhile the next ones line up; so groups form by
themselves, nobody waits for others to come, and who is alone in the line is alone in the transaction.

What a member of a group may expect is what it would get alone:

- a refusal, or a constraint that says no, undoes that member and no other: by a savepoint of its own, unless its kind
  refuses before it writes;
- what fails for the group as a whole (a deadlock, a lock that does not come, a connection that breaks) before
  it is committed is undone, and each member is told to go `OnYourOwn`;
- what is lost in the commit itself may have been done or not: each is told that, and nothing is tried again.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from wijkstem.errors import Crowded, WijkstemError
from wijkstem.eventlog import log
from wijkstem.eventlog.unit_of_work import Seen, UnitOfWork, unit_of_work
from wijkstem.kit.commits import CommitUnknown, commit
from wijkstem.kit.i18n import N_

#: Members of one group at most: nobody waits long behind others, and PostgreSQL keeps up to 64 savepoints at hand.
MOST = 32
#: Members that may stand in the line of a municipality: some seconds' work of a process. Who comes on top had better
#: come back later than wait longer than a browser does.
LONGEST = 1000
#: Municipalities of one process whose groups are in the making at once. On SQLite there is one write lock for all.
THREADS = 4

CROWDED = N_(
    "Heel veel mensen doen dit op dit moment. Bij u is nu niets veranderd. Probeer het over een minuut nog eens."
)

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Together:
    """How a kind of command goes with others: one that takes a few statements, as its neighbours wait for it."""

    #: Members go in the order of this, so that groups of two processes take their locks in one order.
    place: Callable[[Any], UUID]
    #: Lock and read the people of all members, before the first of them begins.
    meet: Callable[[Connection, str, Sequence[UUID]], Seen]
    #: The same for their places, once everybody was met and the kinds of an earlier turn are done.
    hold: Callable[[Connection, str, Sequence[UUID]], Seen] | None = None
    #: Write what its members counted up in what they saw, once for all of them: the last thing before their events.
    settle: Callable[[Connection, str, Seen], None] | None = None
    #: Who is refused has written nothing by then, so there is nothing to undo: no savepoint. Any other error undoes the
    #: group.
    refuses_first: bool = False
    #: Kinds lock one after the other, as the order of locks asks.
    turn: int = 0

    @property
    def rank(self) -> tuple[int, str]:
        """Where it comes among kinds: the same in every process."""
        return self.turn, f"{self.meet.__module__}.{self.meet.__qualname__}"


@dataclass(frozen=True, eq=False)
class Member:
    """One command in the line."""

    work: Callable[[UnitOfWork], Any]
    now: datetime
    correlation_id: UUID | None
    person_id: UUID
    place: UUID
    together: Together
    answer: "Future[Any]" = field(default_factory=Future)


class OnYourOwn(Exception):
    """The group came to nothing and left nothing behind; this member's command is to be carried out alone."""


@dataclass(frozen=True)
class _Outcome:
    """How a member ended: with a result and events, or refused."""

    result: Any = None
    entries: tuple[log.Entry, ...] = ()
    refusal: Exception | None = None


class Groups:
    """The lines of all municipalities in one process."""

    def __init__(self, engine: Engine, wake: Callable[[str], None]) -> None:
        self._engine, self._wake = engine, wake
        self._lock = threading.Lock()
        #: Only municipalities where a thread is at work, or on its way.
        self._lines: dict[str, deque[Member]] = {}
        threads = 1 if engine.dialect.name == "sqlite" else THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="group")

    def join(self, municipality_id: str, member: Member) -> "Future[Any]":
        """Stand in line. The answer is the result of the work, its refusal, or `OnYourOwn`.

        Raises:
            Crowded: the line is as long as it may be.
        """
        with self._lock:
            line = self._lines.get(municipality_id)
            if line is not None and len(line) >= LONGEST:
                raise Crowded("crowded", CROWDED)
            if line is not None:
                line.append(member)
            else:
                self._lines[municipality_id] = deque([member])
                self._call(municipality_id)
        return member.answer

    def waiting(self, municipality_id: str) -> int:
        """How many stand in line just now."""
        with self._lock:
            return len(self._lines.get(municipality_id, ()))

    def _carry_on(self, municipality_id: str) -> None:
        """One group; then it is another municipality's turn, if one waits for a thread."""
        try:
            self._carry_out(municipality_id, self._taken(municipality_id))
        finally:
            with self._lock:
                if not self._lines[municipality_id]:
                    del self._lines[municipality_id]
                else:
                    self._call(municipality_id)

    def _call(self, municipality_id: str) -> None:
        """Have a thread come to a line."""
        try:
            self._threads.submit(self._carry_on, municipality_id)
        except RuntimeError:  # the process ends: nobody comes any more
            for member in self._lines.pop(municipality_id):
                member.answer.set_exception(OnYourOwn())

    def _taken(self, municipality_id: str) -> list[Member]:
        with self._lock:
            line = self._lines[municipality_id]
            taken = [line.popleft() for _ in range(min(MOST, len(line)))]
        # Who went away meanwhile is not carried out.
        return [member for member in taken if member.answer.set_running_or_notify_cancel()]

    def _carry_out(self, municipality_id: str, members: list[Member]) -> None:
        if len(members) == 1:
            self._alone(municipality_id, members[0])
        elif members:
            self._grouped(municipality_id, sorted(members, key=_in_turn))

    def _alone(self, municipality_id: str, member: Member) -> None:
        try:
            with unit_of_work(
                self._engine,
                municipality_id,
                now=member.now,
                wake=self._wake,
                correlation_id=member.correlation_id,
            ) as uow:
                result = member.work(uow)
        except BaseException as error:  # noqa: BLE001 - it is the caller's, who waits for it
            member.answer.set_exception(error)
        else:
            member.answer.set_result(result)

    def _grouped(self, municipality_id: str, members: list[Member]) -> None:
        opened = self._engine.connect
        try:
            with (
                opened().execution_options(municipality=municipality_id) as connection,
                connection.begin() as transaction,
            ):
                outcomes = _carried_out(connection, municipality_id, members)
                commit(transaction)
        except BaseException as error:  # noqa: BLE001 - whatever it was, everybody in the group must hear of it
            logger.warning("group failed", error=type(error).__name__, members=len(members))
            for member in members:
                member.answer.set_exception(_come_to_nothing(error))
            return
        try:
            if any(outcome.entries for outcome in outcomes):
                self._wake(municipality_id)
        finally:
            for member, outcome in zip(members, outcomes, strict=True):
                _answer(member, outcome)


def _come_to_nothing(error: BaseException) -> Exception:
    """What a member is told; an exception of its own, as each is raised where it is waited for."""
    if not isinstance(error, CommitUnknown):
        return OnYourOwn()
    unknown = CommitUnknown()
    unknown.__cause__ = error
    return unknown


def _answer(member: Member, outcome: _Outcome) -> None:
    if outcome.refusal is None:
        member.answer.set_result(outcome.result)
    else:
        member.answer.set_exception(outcome.refusal)


def _carried_out(
    connection: Connection, municipality_id: str, members: Sequence[Member]
) -> list[_Outcome]:
    """Everything but the commit; the head of the log comes last, as ever."""
    seen = _met(connection, municipality_id, members)
    outcomes = []
    for together, alike in groupby(members, key=lambda member: member.together):
        its = list(alike)
        if together.hold is not None:
            seen |= together.hold(connection, municipality_id, _places(its))
        outcomes += [_attempt(connection, municipality_id, member, seen) for member in its]
        if together.settle is not None:
            together.settle(connection, municipality_id, seen)
    entries = [entry for outcome in outcomes for entry in outcome.entries]
    if entries:
        log.append(connection, municipality_id, entries)
    return outcomes


def _met(connection: Connection, municipality_id: str, members: Sequence[Member]) -> Seen:
    seen: Seen = {}
    # Always in one order: two processes must not wait for each other's locks.
    kinds = {member.together.meet: member.together for member in members}
    for together in sorted(kinds.values(), key=lambda one: one.rank):
        alike = [member for member in members if member.together.meet is together.meet]
        people = sorted({member.person_id for member in alike})
        seen |= together.meet(connection, municipality_id, people)
    return seen


def _places(members: Sequence[Member]) -> list[UUID]:
    return sorted({member.place for member in members})


def _in_turn(member: Member) -> tuple[tuple[int, str], UUID]:
    return member.together.rank, member.place


def _attempt(connection: Connection, municipality_id: str, member: Member, seen: Seen) -> _Outcome:
    """One member's work; what it changed in ``seen`` stays if it is done, and only then."""
    uow = UnitOfWork(connection, municipality_id, member.now, member.correlation_id, seen.copy())
    if member.together.refuses_first:
        try:
            outcome = _Outcome(member.work(uow), uow.finished())
        except WijkstemError as refusal:
            return _Outcome(refusal=refusal)
    else:
        outcome = _undone_if_refused(connection, member, uow)
    if outcome.refusal is None:
        seen |= uow.seen
    return outcome


def _undone_if_refused(connection: Connection, member: Member, uow: UnitOfWork) -> _Outcome:
    """In a savepoint of its own."""
    connection.exec_driver_sql("SAVEPOINT member")
    try:
        outcome = _Outcome(member.work(uow), uow.finished())
    except Exception as error:
        if _concerns_all(error):
            raise
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT member")
        outcome = _Outcome(refusal=error)
    connection.exec_driver_sql("RELEASE SAVEPOINT member")
    return outcome


def _concerns_all(error: Exception) -> bool:
    """Whether the transaction is no good any more, or cannot be trusted to be."""
    return isinstance(error, SQLAlchemyError) and not isinstance(error, IntegrityError | DataError)
