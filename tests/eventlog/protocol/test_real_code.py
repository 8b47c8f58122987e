"""The real code on PostgreSQL, interleaved statement by statement, beside the model that says what may happen.

Hypothesis picks who takes the next step, who is killed, when Redis is emptied and when a claim runs out. After
every step the model must have allowed it, and the database must look as the model says. So the model is not
somebody's opinion of the code: where the code goes another way, this fails. `PROTOCOL_EXAMPLES` asks for more.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, Integer, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from tests.eventlog.protocol.model import Actor as Part
from tests.eventlog.protocol.model import Protocol
from tests.eventlog.protocol.shadow import Seen, Shadow
from tests.eventlog.protocol.stage import SteppedBroker, SteppedMailer, SteppedMarks, stepped
from tests.support.databases import PostgresDatabases
from tests.support.world import HERE, World, make_world
from wijkstem.adapters.wake import BrokerWake, Task
from wijkstem.commands.accounts import Identity, LogIn
from wijkstem.commands.handlers import carry_out
from wijkstem.commands.initiatives import SubmitInitiative
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.errors import NotFound
from wijkstem.eventlog import log, positions
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.rows import table_of
from wijkstem.projections.check import differences
from wijkstem.projections.listing import LISTING
from wijkstem.reactions import messages
from wijkstem.rules.registry import RuleBook
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery, LogPartition
from workers.actors import Actors
from workers.sweep import sweep

#: The two that the model knows: one that counts, and the one that writes down who must be told.
CONSUMERS = (LISTING.name, messages.NAME)
#: What the code does today.
CODE = Protocol(claim_looked_at=False)
#: More at once have no connection of their own.
MOST = 6
#: After these there is something new to see.
SHOWS = ("commit", "mark", "clear", "killed")
#: Who is about to take one of these has looked at the clock already, or has a message in hand.
SENDING = frozenset({"due", "commit", "send"})
PAGES = make_pages(ROOT / "templates")


class KnownCalls(BrokerWake):
    """Calls for what the model knows. The clock's own work (terms, digests, tidying) writes as any writer does."""

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        if task in {Task.RELAY, Task.DELIVER}:
            super().ring(municipality_id, task)


class RealCode(RuleBasedStateMachine):
    """Who comes on the stage, and whose turn it is."""

    def __init__(self, world: World, protocol: Protocol = CODE) -> None:
        super().__init__()
        self.world = world
        self.number = 0
        self.people = [world.person(f"submitter {n}") for n in range(3)]
        for where in (HERE, "buurdorp"):
            world.settle(where=where)
        self.marks, self.broker, self.mailer = SteppedMarks(), SteppedBroker(), SteppedMailer()
        wake = KnownCalls(self.broker, self.marks)
        world.services = replace(world.services, wake=wake, mailer=self.mailer)
        self.actors = Actors(world.services, self.broker, PAGES)
        self._on_stage = stepped(world)
        self.stage = self._on_stage.__enter__()
        self.shadow = Shadow(protocol, self.seen().head, len(CONSUMERS))

    def name(self, what: str) -> str:
        self.number += 1
        return f"{what} {self.number}"

    def room(self) -> bool:
        return len(self.stage.players) < MOST

    # --- who comes ---------------------------------------------------------------------------------

    @precondition(room)
    @rule(kind=st.sampled_from(["log in", "submit", "several"]))
    def somebody_writes(self, kind: str) -> None:
        told = {"log in": (False,), "submit": (True,), "several": (False, True)}[kind]
        name = self.name("writer")
        self.shadow.enter(Part(name, "rows", (told,)))
        anna = self.people[self.number % len(self.people)]
        self.stage.enter(name, "rows", lambda: self.write(kind, name, anna))

    def write(self, kind: str, name: str, anna: Actor) -> None:
        commands: dict[str, list[tuple[object, Actor]]] = {
            "log in": [(LogIn(Identity(f"test:{name}", name)), SYSTEM)],
            "submit": [(self.form(), anna)],
        }
        # Several in one transaction, with one in between that a rule refuses: its neighbours stay.
        commands["several"] = [*commands["log in"], (Sign(new_id()), anna), *commands["submit"]]
        with self.world.services.unit_of_work(HERE) as uow:
            for command, actor in commands[kind]:
                self.attempt(uow, command, actor)

    def attempt(self, uow: UnitOfWork, command: object, actor: Actor) -> None:
        with contextlib.suppress(NotFound), uow.attempt():
            carry_out(command, self.world.services.work(uow, actor))
            uow.session.flush()

    def form(self) -> SubmitInitiative:
        texts = {"decision": "Plant tien bomen in de straat."}
        return SubmitInitiative(
            "burgerinitiatief", "Meer bomen", "WK990100", texts, subject="green"
        )

    @precondition(lambda self: self.room() and self.broker.line)
    @rule(which=st.integers(0, 9))
    def worker_takes_a_message(self, which: int) -> None:
        task, *arguments = self.broker.line.pop(which % len(self.broker.line))
        jobs: dict[str, Callable[..., None]] = {
            "relay": self.actors.relay,
            "deliver": self.actors.deliver,
            "consume": self.actors.consume,
        }
        name = self.name("worker")
        what = str(CONSUMERS.index(arguments[0])) if task == "consume" else task
        self.shadow.enter(Part(name))
        self.stage.enter(name, f"take {what}", lambda: jobs[task](*arguments))
        self.take(name)

    @precondition(lambda self: self.room() and "clock" not in self.stage.players)
    @rule()
    def clock_looks(self) -> None:
        self.stage.enter("clock", "sweep", lambda: sweep(self.world.services, CONSUMERS))

    # --- whose turn it is --------------------------------------------------------------------------

    @precondition(lambda self: self.stage.waiting())
    @rule(which=st.integers(0, 9), times=st.integers(1, 4))
    def somebody_goes_on(self, which: int, times: int) -> None:
        waiting = self.stage.waiting()
        name = waiting[which % len(waiting)]
        for _ in range(times):
            if name in self.stage.waiting():
                self.take(name)

    def take(self, name: str) -> None:
        step = self.stage.players[name].about_to
        idle = step == "sweep" and not self.shadow.allows(name, step)
        before = len(self.stage.done)
        if not self.stage.step(name):
            assert step == "rows" or not self.shadow.allows(name, step)
        if idle:
            assert name not in self.stage.players
            del self.stage.done[before]
        self.follow(before)

    def follow(self, before: int) -> None:
        for name, step in self.stage.done[before:]:
            self.shadow.take(name, step)
        if any(step.startswith(SHOWS) for _, step in self.stage.done[before:]):
            assert self.seen() == self.shadow.seen

    # --- what nobody asked for ---------------------------------------------------------------------

    @precondition(lambda self: self.stage.waiting())
    @rule(which=st.integers(0, 9))
    def somebody_is_killed(self, which: int) -> None:
        waiting = [name for name in self.stage.waiting() if self.shadow.allows(name, "killed")]
        if waiting:
            before = len(self.stage.done)
            self.stage.kill(waiting[which % len(waiting)])
            self.follow(before)

    @rule()
    def redis_is_emptied(self) -> None:
        self.marks.there.clear()
        self.broker.line.clear()
        self.shadow.take("redis", "flushed")

    @precondition(lambda self: self.marks.there)
    @rule()
    def marks_run_out(self) -> None:
        for mark in sorted(self.marks.there):
            self.shadow.take("time", f"mark {mark.partition(':')[0]} over")
        self.marks.there.clear()

    @precondition(lambda self: not any(p.about_to in SENDING for p in self.stage.players.values()))
    @rule()
    def claims_run_out(self) -> None:
        self.world.clock.at += timedelta(seconds=60)
        while self.shadow.allows("time", "claim over"):
            self.shadow.take("time", "claim over")

    # --- how it looks ------------------------------------------------------------------------------

    def seen(self) -> Seen:
        with self.world.services.reading(HERE) as connection:
            head = log.head(connection, HERE)
            at = [positions.standing(connection, name, HERE) for name in CONSUMERS]
        letters = sorted(
            (int(row["cause"].partition(":")[2]), row["state"].value, row["attempts"])
            for row in self.world.rows(Delivery)
        )
        return Seen(
            head,
            tuple(one.position for one in at if one),
            tuple(letters),
            (f"relay:{HERE}" in self.marks.there, f"deliver:{HERE}" in self.marks.there),
        )

    def teardown(self) -> None:
        try:
            self.come_to_an_end()
        finally:
            self.leave()

    def leave(self) -> None:
        self._on_stage.__exit__(None, None, None)
        self.world.services.engine.dispose()

    def come_to_an_end(self) -> None:
        """Whatever happened: once nothing breaks any more, everything is noticed and everything goes out."""
        for _ in range(20):
            while self.stage.players:
                self.take(self.stage.waiting()[0])
            self.marks_run_out()
            self.claims_run_out()
            self.clock_looks()
            while self.stage.players or self.broker.line:
                if not self.stage.players:
                    self.worker_takes_a_message(0)
                while self.stage.players:
                    self.take(self.stage.waiting()[0])
            seen = self.seen()
            if set(seen.positions) == {seen.head} and {x[1] for x in seen.letters} <= {"sent"}:
                break
        else:
            raise AssertionError(f"not everything was noticed: {self.seen()}")
        with self.world.services.reading(HERE) as connection:
            assert list(log.problems(connection, HERE)) == []
            assert list(differences(connection, LISTING, HERE)) == []


@pytest.fixture
def only_two_consumers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.consumers.PROJECTIONS", (LISTING,))
    monkeypatch.setattr(
        "workers.consumers.reactions", lambda services: (messages.messages(services.rules),)
    )


#: A test asks for one; hypothesis takes it for the class that it makes its machines of.
Make = Callable[..., RealCode]


@pytest.fixture
def machine(
    postgres_databases: PostgresDatabases, rules: RuleBook, only_two_consumers: None
) -> Iterator[Make]:
    """Makes machines, each on a database of its own."""
    del only_two_consumers
    made: list[str] = []

    def make(protocol: Protocol = CODE) -> RealCode:
        name, url = postgres_databases.new()
        made.append(name)
        return RealCode(make_world(url, rules), protocol)

    yield make
    for name in made:
        postgres_databases.drop(name)


@pytest.mark.slow
def test_every_step_of_the_real_code_is_one_of_the_model(machine: Make) -> None:
    run_state_machine_as_test(
        machine,  # type: ignore[arg-type]  # hypothesis only calls it
        settings=settings(
            max_examples=int(os.environ.get("PROTOCOL_EXAMPLES", "10")),
            stateful_step_count=60,
            deadline=None,
            derandomize=bool(os.environ.get("CI")),
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def two_write_at_once(playing: RealCode) -> None:
    """Both are about to take the head, and then both do."""
    for name in ("writer 1", "writer 2"):
        playing.somebody_writes("log in")
        playing.take(name)
    for name in ("writer 1", "writer 2"):
        playing.take(name)


def relay_is_called(playing: RealCode) -> None:
    """Somebody writes, and a worker takes the call and does the first thing that a relay does."""
    playing.somebody_writes("log in")
    for _ in ("rows", "take head", "commit", "mark", "call"):
        playing.take("writer 1")
    playing.worker_takes_a_message(0)
    playing.take("worker 2")


def test_second_writer_waits_for_the_first_and_goes_on_by_itself(machine: Make) -> None:
    playing = machine()
    two_write_at_once(playing)
    assert playing.stage.players["writer 2"].blocked
    playing.take("writer 1")
    assert playing.stage.done[-2:] == [("writer 1", "commit"), ("writer 2", "take head")]
    playing.teardown()


def test_code_that_does_not_lock_the_head_is_found(
    machine: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head is read, and written after the events: the second writer takes the first one's position."""
    partition = table_of(LogPartition)
    here = partition.c.municipality_id == bindparam("here")
    looked_at = select(partition.c.head + bindparam("count", type_=Integer)).where(here)
    append = log.append

    def append_first(connection: Connection, where: str, events: Any, **values: Any) -> int:
        head = append(connection, where, events, **values)
        connection.execute(update(partition).where(here).values(head=head), {"here": where})
        return head

    monkeypatch.setattr(log, "_TAKE", looked_at)
    monkeypatch.setattr(log, "append", append_first)
    playing = machine()
    two_write_at_once(playing)
    with pytest.raises(IntegrityError):
        playing.take("writer 1")
    playing.leave()


def test_model_of_something_else_than_the_code_is_found(machine: Make) -> None:
    playing = machine(replace(CODE, mark_cleared_first=False))
    with pytest.raises(AssertionError, match="did 'clear relay'; the model allows"):
        relay_is_called(playing)
    playing.leave()
