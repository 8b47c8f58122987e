"""Commands that share a commit: each gets its own answer, whatever happens to its neighbours or to the group."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.eventlog.consumers import an_event, unguarded
from tests.support.world import HERE, World
from wijkstem.commands import counted_support
from wijkstem.commands.handlers import execute, execute_alone
from wijkstem.commands.signatures import Sign, Signed, WithdrawSignature
from wijkstem.domain.people import Actor
from wijkstem.errors import Crowded, RuleBroken, WijkstemError
from wijkstem.eventlog import group, log
from wijkstem.eventlog.group import MOST, Member, OnYourOwn, Together
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.accounts import PersonRegistered
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.commits import CommitUnknown
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative, NumberSeries, Signature

_series = table_of(NumberSeries)
#: Nothing to read or lock beforehand.
STRANGERS = Together(place=lambda command: command, meet=lambda *_: {})

Work = Callable[[UnitOfWork], Any]


def member(world: World, work: Work, place: int = 0) -> Member:
    return Member(work, world.clock.now(), new_id(), new_id(), UUID(int=place), STRANGERS)


def join(world: World, work: Work, place: int = 0) -> "Future[Any]":
    return world.services.groups.join(HERE, member(world, work, place))


def year(number: int) -> Work:
    """Something that is done: a row and an event."""

    def work(uow: UnitOfWork) -> int:
        uow.connection.execute(
            insert(_series).values(municipality_id=HERE, year=number, last=number)
        )
        uow.record(an_event())
        return number

    return work


def years(world: World) -> list[int]:
    return [row["year"] for row in world.rows(NumberSeries) if row["year"] < 100]


@contextmanager
def lined_up(world: World) -> Iterator[None]:
    """What joins in the block stands in line until it ends, and is one group then."""
    opened, begun = threading.Event(), threading.Event()

    def wait(_: UnitOfWork) -> None:
        begun.set()
        assert opened.wait(20)

    first = join(world, wait)
    assert begun.wait(20)
    try:
        yield
    finally:
        opened.set()
        first.result(20)


@contextmanager
def commits(engine: Engine) -> Iterator[list[None]]:
    """One item for each commit."""
    seen: list[None] = []

    def committed(_: Any) -> None:
        seen.append(None)

    event.listen(engine, "commit", committed)
    yield seen
    event.remove(engine, "commit", committed)


def ended(answer: "Future[Any]") -> Any:
    """The result, or the exception."""
    return answer.exception(30) or answer.result()


def grouped(world: World, *asked: tuple[object, Actor]) -> list[Any]:
    """What each got of commands that are asked at the same moment, each by somebody who waits for it."""
    with ThreadPoolExecutor(len(asked)) as pool:
        with lined_up(world):
            answers = []
            for number, (command, actor) in enumerate(asked, start=1):
                answers.append(pool.submit(world.execute, command, actor))
                wait_for_line(world, number)
        return [ended(answer) for answer in answers]


def wait_for_line(world: World, members: int) -> None:
    """Until so many stand in line."""
    pause = threading.Event()
    for _ in range(2000):
        if world.services.groups.waiting(HERE) >= members:
            return
        pause.wait(0.005)
    raise AssertionError(f"{members} never stood in line")


def problems(world: World) -> list[str]:
    with world.services.reading(HERE) as connection:
        return list(log.problems(connection, HERE))


# --- everybody gets their own answer ---------------------------------------------------------------


def test_group_is_committed_once_and_each_gets_its_own_result(world: World) -> None:
    with commits(world.services.engine) as seen:
        with lined_up(world):
            answers = [join(world, year(n), place=9 - n) for n in range(1, 6)]
        assert [ended(answer) for answer in answers] == [1, 2, 3, 4, 5]

    assert len(seen) == 2  # of who held them up, and of the group
    assert years(world) == [1, 2, 3, 4, 5]
    assert problems(world) == []


def test_refused_member_leaves_nothing_and_its_neighbours_stay(world: World) -> None:
    def refused(uow: UnitOfWork) -> None:
        year(7)(uow)
        raise RuleBroken("no", "Dit kan niet.")

    with commits(world.services.engine) as seen:
        with lined_up(world):
            first = join(world, year(1), place=1)
            others = [join(world, refused, place=2), join(world, year(1), place=3)]
            last = join(world, year(2), place=4)
        assert (ended(first), ended(last)) == (1, 2)
        assert [type(ended(answer)) for answer in others] == [RuleBroken, IntegrityError]

    assert len(seen) == 2
    assert years(world) == [1, 2]
    assert len(world.events(PersonRegistered)) == 2
    assert problems(world) == []


def test_group_has_no_session_because_that_would_undo_the_neighbours(sqlite_world: World) -> None:
    def added(uow: UnitOfWork) -> None:
        uow.session.add(NumberSeries(municipality_id=HERE, year=1, last=1))

    with lined_up(sqlite_world):
        answers = [join(sqlite_world, work, place=1) for work in (year(1), added, year(2))]

    assert [type(ended(answer)) for answer in answers] == [int, RuntimeError, int]


def test_events_keep_the_cause_and_the_time_of_their_own_member(world: World) -> None:
    with lined_up(world):
        members = []
        for number in range(1, 4):
            world.pass_days(1)
            members.append(member(world, year(number), place=number))
            world.services.groups.join(HERE, members[-1])
    for one in members:
        one.answer.result(20)

    found = [(r.correlation_id, r.causation_id, r.occurred_at) for r in world.recorded()[1:]]
    assert found == [(one.correlation_id, None, one.now) for one in members]


def test_who_went_away_before_their_turn_is_not_carried_out(world: World) -> None:
    with lined_up(world):
        gone, stays = join(world, year(1)), join(world, year(2))
        assert gone.cancel()

    assert ended(stays) == 2
    assert years(world) == [2]


def test_more_than_the_most_become_several_groups(sqlite_world: World) -> None:
    world = sqlite_world
    with commits(world.services.engine) as seen:
        with lined_up(world):
            answers = [join(world, year(n), place=n) for n in range(1, MOST + 9)]
        assert [ended(answer) for answer in answers] == list(range(1, MOST + 9))

    assert len(seen) == 3


def test_line_has_an_end_and_who_stands_in_it_is_carried_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group, "LONGEST", 3)
    with lined_up(world):
        answers = [join(world, year(number)) for number in (1, 2, 3)]
        with pytest.raises(Crowded):
            join(world, year(4))
    assert [ended(answer) for answer in answers] == [1, 2, 3]
    assert ended(join(world, year(5))) == 5
    assert years(world) == [1, 2, 3, 5]


@pytest.mark.parametrize("turned", [False, True])
def test_kinds_of_command_meet_in_one_order(sqlite_world: World, turned: bool) -> None:
    """Whatever order they came in: two processes would else lock against each other."""
    met: list[str] = []

    def first(*_: Any) -> dict[Any, Any]:
        met.append("first")
        return {}

    def second(*_: Any) -> dict[Any, Any]:
        met.append("second")
        return {}

    kinds = [Together(lambda command: command, meet) for meet in (first, second)]
    with lined_up(sqlite_world):
        answers = [
            sqlite_world.services.groups.join(
                HERE, replace(member(sqlite_world, year(number), number), together=kind)
            )
            for number, kind in enumerate(reversed(kinds) if turned else kinds, start=1)
        ]
    assert [ended(answer) for answer in answers] == [1, 2]
    assert met == ["first", "second"]


def test_workers_are_called_once_for_a_group_and_not_for_nothing(sqlite_world: World) -> None:
    world = sqlite_world
    world.wake.rung.clear()
    with lined_up(world):
        answers = [join(world, lambda _: None), join(world, lambda _: None)]
    assert [ended(answer) for answer in answers] == [None, None]
    assert world.wake.rung == []

    with lined_up(world):
        answers = [join(world, year(1)), join(world, year(2))]
    assert [ended(answer) for answer in answers] == [1, 2]
    assert world.wake.rung == [HERE]


# --- what fails for all ----------------------------------------------------------------------------


def interrupted(_: UnitOfWork) -> None:
    raise KeyboardInterrupt


def test_thread_that_is_interrupted_frees_everybody_and_the_line_goes_on(world: World) -> None:
    with lined_up(world):
        answers = [join(world, year(1), place=1), join(world, interrupted, place=2)]
        later = join(world, year(3), place=3)

    assert [type(ended(answer)) for answer in [*answers, later]] == [OnYourOwn] * 3
    assert years(world) == []
    assert ended(join(world, year(4))) == 4


def kill_backend(world: World, uow_pid: int) -> None:
    with unguarded(world) as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": uow_pid})


def test_connection_lost_before_the_commit_sends_each_on_their_own(postgres_world: World) -> None:
    world = postgres_world

    def cut(uow: UnitOfWork) -> None:
        year(2)(uow)
        driver = uow.connection.connection.driver_connection
        assert driver is not None
        kill_backend(world, driver.info.backend_pid)
        year(3)(uow)

    with lined_up(world):
        answers = [join(world, year(1), place=1), join(world, cut, place=2)]
        after = join(world, year(4), place=3)

    assert [type(ended(answer)) for answer in [*answers, after]] == [OnYourOwn] * 3
    assert years(world) == []
    assert problems(world) == []


def test_connection_lost_in_the_commit_is_told_to_all_and_not_tried_again(
    postgres_world: World,
) -> None:
    world = postgres_world
    initiative = world.open()
    people = [world.person(f"signer {n}") for n in range(3)]
    tries: list[int] = []

    def cut(connection: Any) -> None:
        tries.append(1)
        if len(tries) == 2:  # the first is of who held them up
            kill_backend(world, connection.connection.driver_connection.info.backend_pid)

    event.listen(world.services.engine, "commit", cut)
    told = grouped(world, *((Sign(initiative), person) for person in people))
    event.remove(world.services.engine, "commit", cut)

    assert [type(one) for one in told] == [CommitUnknown] * 3
    assert len(tries) == 2
    assert world.rows(Signature) == []
    assert problems(world) == []


def test_signers_whose_group_is_the_victim_of_a_deadlock_are_counted_all_the_same(
    postgres_world: World,
) -> None:
    """Somebody holds the initiative and then wants a signer's row, against the order of locks.

    PostgreSQL looks for a deadlock once, when a lock was waited for so long, and ends whoever looks. Left at its second,
    a machine that is busy comes to the second wait after the group has looked, and ends this test's own hand.
    """
    world = postgres_world
    initiative = world.open()
    people = [world.person(f"signer {n}") for n in range(4)]
    hold, want = (
        select(table.c.id).where(table.c.municipality_id == HERE, table.c.id == one)
        for table, one in (
            (table_of(Initiative), initiative),
            (table_of(Person), people[2].person_id),
        )
    )
    with ThreadPoolExecutor(1) as pool, looking_after(world, "4s"):
        with world.services.connection(HERE) as other:
            looks_after(other, "1min")
            other.execute(hold.with_for_update())
            told = pool.submit(grouped, world, *((Sign(initiative), one) for one in people))
            wait_until_blocked(world)
            other.execute(want.with_for_update())
        answers = told.result(30)

    assert sorted(signed.valid_for for signed in answers) == [1, 2, 3, 4]
    assert len(world.rows(Signature)) == 4
    assert problems(world) == []


@contextmanager
def looking_after(world: World, wait: str) -> Iterator[None]:
    """Every transaction waits so long for a lock before it looks for a deadlock."""

    def patient(connection: Connection) -> None:
        looks_after(connection, wait)

    event.listen(world.services.engine, "begin", patient)
    try:
        yield
    finally:
        event.remove(world.services.engine, "begin", patient)


def looks_after(connection: Connection, wait: str) -> None:
    """The same for one transaction; by the driver's own hand, for it is no statement about any town."""
    connection.connection.cursor().execute(f"SET LOCAL deadlock_timeout = '{wait}'")


def wait_until_blocked(world: World) -> None:
    """Until somebody waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    pause = threading.Event()
    for _ in range(2000):
        with unguarded(world) as connection:
            if connection.execute(waiting).scalar_one():
                return
        pause.wait(0.005)
    raise AssertionError("nobody waits for a lock")


def test_two_processes_that_lock_against_each_other_both_come_to_an_end(
    postgres_world: World, other_process: World
) -> None:
    """Their groups take the same rows in opposite order; one of the two is told to go alone, and then can."""
    for number in (1, 2):
        join(postgres_world, year(number)).result(20)
    both = threading.Barrier(2)
    answers = []
    for world, order in ((postgres_world, (1, 2)), (other_process, (2, 1))):
        with lined_up(world):
            pair = enumerate(counting_up(order, both))
            answers += [(world, one, join(world, one, place)) for place, one in pair]
    told = [type(ended(answer)).__name__ for _, _, answer in answers]
    for world, one, answer in answers:
        if isinstance(ended(answer), OnYourOwn):
            with world.services.unit_of_work(HERE) as uow:
                one(uow)

    assert sorted(told) == ["NoneType", "NoneType", "OnYourOwn", "OnYourOwn"]
    assert {row["year"]: row["last"] for row in postgres_world.rows(NumberSeries, year=1)} == {1: 3}
    assert {row["year"]: row["last"] for row in postgres_world.rows(NumberSeries, year=2)} == {2: 4}


def counting_up(order: tuple[int, int], both: threading.Barrier) -> list[Work]:
    """Two members that change a row each; the second begins when the other process has changed its first."""
    met: list[int] = []

    def work(uow: UnitOfWork, number: int) -> None:
        if number == order[1] and not met:
            met.append(number)
            both.wait(20)
        uow.connection.execute(
            update(_series)
            .where(_series.c.municipality_id == HERE, _series.c.year == number)
            .values(last=_series.c.last + 1)
        )

    return [partial(work, number=number) for number in order]


# --- kinds that refuse before they write -----------------------------------------------------------


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What was sent to the database."""
    seen: list[str] = []

    def sent(_c: Any, _k: Any, said: str, *_: Any) -> None:
        seen.append(said)

    event.listen(engine, "before_cursor_execute", sent)
    yield seen
    event.remove(engine, "before_cursor_execute", sent)


COUNTING = UUID(int=7)


def counters(settled: list[int]) -> Together:
    """Members count up what was held for all of them."""
    return Together(
        place=lambda command: command,
        meet=lambda *_: {},
        hold=lambda *_: {COUNTING: 0},
        settle=lambda _c, _m, seen: settled.append(seen[COUNTING]),
        refuses_first=True,
    )


def count_up(uow: UnitOfWork) -> int:
    uow.seen[COUNTING] += 1
    return int(uow.seen[COUNTING])


def test_members_count_on_from_each_other_and_it_is_settled_once(world: World) -> None:
    settled: list[int] = []
    together = counters(settled)

    def refused(uow: UnitOfWork) -> None:
        uow.seen[COUNTING] += 100
        raise RuleBroken("no", "Nee.")

    works: list[Work] = [count_up, refused, count_up]
    with statements(world.services.engine) as seen, lined_up(world):
        answers = [
            world.services.groups.join(HERE, replace(member(world, work), together=together))
            for work in works
        ]
    first, second, third = map(ended, answers)
    assert (first, third, settled) == (1, 2, [2]), "what a refused member counted is not there"
    assert isinstance(second, RuleBroken)
    assert not any("SAVEPOINT" in said for said in seen)


def test_what_is_no_refusal_sends_everybody_on_their_own(world: World) -> None:
    together = counters([])

    def fails(uow: UnitOfWork) -> None:
        uow.connection.execute(insert(_series).values(municipality_id=HERE, year=1, last=1))
        raise IntegrityError("insert", {}, Exception("not as it should be"))

    with lined_up(world):
        answers = [
            world.services.groups.join(HERE, replace(member(world, work), together=together))
            for work in (count_up, fails)
        ]
    assert [type(ended(answer)) for answer in answers] == [OnYourOwn, OnYourOwn]
    assert years(world) == []


def test_signers_of_one_moment_are_counted_by_one_statement(world: World) -> None:
    plans = [world.open(), world.open()]
    people = [world.person(f"signer {n}") for n in range(4)]
    with statements(world.services.engine) as seen:
        grouped(world, *((Sign(plan), person) for person in people for plan in plans))

    counted = [said for said in seen if said.startswith("UPDATE initiative SET valid_for")]
    assert len(counted) == len(plans)
    assert not any("SAVEPOINT" in said for said in seen)
    assert [support(world, plan)["count"] for plan in plans] == [4, 4]


def test_signers_who_would_be_told_a_wrong_count_go_on_their_own(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, initiative = sqlite_world, sqlite_world.open()
    people = [world.person(f"signer {n}") for n in range(3)]
    honest: Any = counted_support._count_now

    def wrong_for_several(*asked: Any) -> Any:
        *where, more_for, more_against = asked
        return honest(*where, more_for + more_for // 2, more_against)

    monkeypatch.setattr(counted_support, "_count_now", wrong_for_several)
    told = grouped(world, *((Sign(initiative), person) for person in people))

    assert sorted(one.valid_for for one in told) == [1, 2, 3]
    assert support(world, initiative)["count"] == len(world.rows(Signature)) == 3
    assert problems(world) == []


# --- signing together ------------------------------------------------------------------------------


def test_one_person_who_signs_twice_in_a_group_counts_once(world: World) -> None:
    initiative, anna, bert = world.open(), world.person("anna"), world.person("bert")
    sign = Sign(initiative)
    told = grouped(world, (sign, anna), (sign, anna), (sign, bert), (Sign(new_id()), bert))

    assert sorted(one.valid_for for one in told if isinstance(one, Signed)) == [1, 2]
    refused = sorted(one.code for one in told if isinstance(one, WijkstemError))
    assert refused == ["signed_already", "unknown_initiative"]
    assert len(world.events(SignatureGiven)) == len(world.rows(Signature)) == 2
    assert problems(world) == []


def test_person_who_is_not_there_is_refused_and_nobody_else(world: World) -> None:
    initiative, anna = world.open(), world.person("anna")
    told = grouped(world, (Sign(initiative), Actor(new_id())), (Sign(initiative), anna))

    assert [getattr(one, "code", "done") for one in told] == ["unknown_person", "done"]


def test_threshold_is_reached_once_by_a_group(world: World) -> None:
    plans = [world.open(), world.open()]
    people = [world.person(f"signer {n}") for n in range(5)]
    told = grouped(world, *((Sign(plan), person) for person in people for plan in plans))

    assert sorted(one.valid_for for one in told) == sorted([1, 2, 3, 4, 5] * 2)
    assert len(world.events(ThresholdReached)) == 2
    assert problems(world) == []


def test_taking_back_and_signing_at_once_end_as_one_after_the_other(world: World) -> None:
    initiative, anna, bert = world.open(), world.person("anna"), world.person("bert")
    world.execute(Sign(initiative), anna)
    told = grouped(
        world,
        (WithdrawSignature(initiative), anna),
        (Sign(initiative), bert),
        (Sign(initiative), anna),
    )

    assert told == [None, Signed(True, 1, 0), Signed(True, 2, 0)]
    assert len(world.rows(Signature)) == 2


def test_what_goes_on_its_own_after_all_is_carried_out_once(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, initiative, anna = sqlite_world, sqlite_world.open(), sqlite_world.person("anna")
    failed: Future[Any] = Future()
    failed.set_exception(OnYourOwn())
    monkeypatch.setattr(world.services.groups, "join", lambda *_: failed)

    assert world.execute(Sign(initiative), anna) == Signed(True, 1, 0)
    assert len(world.events(SignatureGiven)) == 1


def test_alone_in_line_is_as_alone_in_the_transaction(world: World) -> None:
    initiative, anna = world.open(), world.person("anna")
    sign = Sign(initiative)

    assert execute(world.services, HERE, sign, anna) == Signed(True, 1, 0)
    with pytest.raises(RuleBroken):
        execute(world.services, HERE, sign, anna)
    with pytest.raises(RuleBroken):
        execute_alone(world.services, HERE, sign, anna)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    asked=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from((Sign, WithdrawSignature))),
        min_size=2,
        max_size=12,
    )
)
def test_group_ends_as_its_commands_one_by_one_in_the_order_of_the_log(
    sqlite_world: World, asked: list[tuple[int, type[Sign] | type[WithdrawSignature]]]
) -> None:
    world = sqlite_world
    people = [world.person(f"signer {n}") for n in range(4)]
    together, one_by_one = world.open(), world.open()
    before = len(world.recorded())
    told = grouped(world, *((kind(together), people[who]) for who, kind in asked))

    for happened in [recorded.event for recorded in world.recorded()[before:]]:
        if isinstance(happened, SignatureGiven | SignatureWithdrawn):
            kind = Sign if isinstance(happened, SignatureGiven) else WithdrawSignature
            execute_alone(world.services, HERE, kind(one_by_one), Actor(happened.person_id))

    assert support(world, together) == support(world, one_by_one)
    done = sum(not isinstance(one, Exception) for one in told)
    happened_to = [
        getattr(recorded.event, "initiative_id", None) for recorded in world.recorded()[before:]
    ]
    reached = support(world, together)["reached"]
    assert happened_to.count(together) == happened_to.count(one_by_one) == done + reached
    assert problems(world) == []


def support(world: World, initiative: UUID) -> dict[str, Any]:
    """Who supports it, what is counted, and whether the threshold was reached."""
    [row] = world.rows(Initiative, id=initiative)
    return {
        "signers": {one["person_id"] for one in world.rows(Signature, initiative_id=initiative)},
        "count": row["valid_for"],
        "reached": row["threshold_reached_on"] is not None,
    }
