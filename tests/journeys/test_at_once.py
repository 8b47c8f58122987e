"""Many people and workers at the same moment, with real threads on a real PostgreSQL.

Each promise is kept by the database. The same storms are let loose on a database without the constraint or
the lock at the end of this file, and there they go wrong: that is what shows that these tests can fail.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Integer, bindparam, select, text

from tests.eventlog.consumers import counted, counting, record, unguarded
from tests.support.world import HERE, World, make_world
from wijkstem.commands.accounts import ErasePerson, Identity, LogIn
from wijkstem.commands.handlers import execute_alone
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.errors import WijkstemError
from wijkstem.eventlog import log
from wijkstem.eventlog.follow import follow
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, ThresholdReached
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import ConsumerPosition, LogPartition
from wijkstem.tables.initiatives import Initiative, Signature

Job = Callable[[], Any]

#: As many as the test's database pool has connections.
MANY = 12


def at_once(jobs: Sequence[Job]) -> list[Any]:
    """Do all jobs, starting together; what each gave, or the exception that it ended with."""
    ready = threading.Barrier(len(jobs))
    ended: list[Any] = [None] * len(jobs)

    def run(index: int, job: Job) -> None:
        ready.wait()
        try:
            ended[index] = job()
        except Exception as error:  # noqa: BLE001 - whatever a thread ended with is its answer
            ended[index] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def apart(world: World, command: object, actor: Actor) -> Any:
    """In a transaction of its own, as in a process of its own: in one process signers are grouped and take turns."""
    return execute_alone(world.services, HERE, command, actor)


def kinds(ended: list[Any]) -> Counter[str]:
    """How often each answer was given: the code of a refusal, the name of an error, else 'done'."""
    return Counter(
        one.code
        if isinstance(one, WijkstemError)
        else type(one).__name__
        if isinstance(one, Exception)
        else "done"
        for one in ended
    )


def problems(world: World) -> list[str]:
    with world.services.reading(HERE) as connection:
        return list(log.problems(connection, HERE))


def count_of(world: World, initiative: UUID) -> int:
    [row] = world.rows(Initiative, id=initiative)
    return int(row["valid_for"])


def test_form_that_is_sent_twice_at_once_files_one_plan(postgres_world: World) -> None:
    world, anna = postgres_world, postgres_world.person("anna")
    texts = {"decision": "Plant tien bomen."}
    form = SubmitInitiative(
        "burgerinitiatief", "Meer bomen", "WK990100", texts, form_id=new_id(), subject="green"
    )
    ended = at_once([lambda: world.execute(form, anna)] * MANY)

    assert kinds(ended) == {"done": MANY}
    assert len(set(ended)) == 1
    assert [row["id"] for row in world.rows(Initiative)] == [form.form_id]
    assert len(world.events(InitiativeSubmitted)) == 1
    assert problems(world) == []


def test_who_submits_can_sign_meanwhile(postgres_world: World) -> None:
    world, anna = postgres_world, postgres_world.person("anna")
    initiative = world.open()
    table = table_of(Person)
    turn = (
        select(table.c.id)
        .where(table.c.municipality_id == HERE, table.c.id == anna.person_id)
        .with_for_update(key_share=True)
    )
    with world.services.connection(HERE) as submitting:
        submitting.execute(turn)
        assert apart(world, Sign(initiative), anna).valid


def test_sixteen_people_sign_and_each_counts_once(postgres_world: World) -> None:
    world = postgres_world
    initiative = world.open()
    people = [world.person(f"signer {n}") for n in range(16)]
    ended = at_once([lambda p=p: apart(world, Sign(initiative), p) for p in people])  # type: ignore[misc]

    assert kinds(ended) == {"done": 16}
    assert sorted(signed.valid_for for signed in ended) == list(range(1, 17))
    assert (count_of(world, initiative), len(world.rows(Signature))) == (16, 16)
    assert len(world.events(SignatureGiven)) == 16
    assert [event.threshold for event in world.events(ThresholdReached)] == [3]
    assert problems(world) == []


def test_forty_people_sign_by_three_processes_that_group_and_each_counts_once(
    postgres_world: World, rules: RuleBook
) -> None:
    world = postgres_world
    plans = [world.open(), world.open()]
    people = [world.person(f"signer {n}") for n in range(20)]
    url = world.services.settings.database_url
    processes = [make_world(url, rules) for _ in range(3)]
    jobs: list[Job] = [
        lambda w=processes[n % 3], i=plan, p=person: w.execute(Sign(i), p)  # type: ignore[misc]
        for n, person in enumerate(people)
        for plan in plans
        for _ in range(2)
    ]
    ended = at_once(jobs)
    for process in processes:
        process.services.engine.dispose()

    assert kinds(ended) == {"done": 40, "signed_already": 40}
    assert [count_of(world, plan) for plan in plans] == [20, 20]
    assert len(world.events(SignatureGiven)) == len(world.rows(Signature)) == 40
    assert len(world.events(ThresholdReached)) == 2
    assert problems(world) == []


def test_one_person_signs_sixteen_times_and_counts_once(postgres_world: World) -> None:
    world = postgres_world
    initiative, anna = world.open(), world.person("anna")
    ended = at_once([lambda: apart(world, Sign(initiative), anna)] * 16)

    assert kinds(ended) == {"done": 1, "signed_already": 15}
    assert (count_of(world, initiative), len(world.rows(Signature))) == (1, 1)
    assert len(world.events(SignatureGiven)) == 1
    assert problems(world) == []


def test_two_officials_decide_and_one_of_them_is_told(postgres_world: World) -> None:
    world = postgres_world
    first, second = world.official, world.person("second official", *world.official.roles)
    for _ in range(5):
        plan = world.submit().initiative_id
        refusal = TakeStep(plan, 1, "refuse", "complaint", "Dit is eigenlijk een klacht.")
        ended = at_once(
            [
                lambda p=plan: world.execute(TakeStep(p, 1, "admit"), first),  # type: ignore[misc]
                lambda r=refusal: world.execute(r, second),  # type: ignore[misc]
            ]
        )
        assert kinds(ended) == {"done": 1, "moved_on": 1}

    assert len(world.events(StepTaken)) == 5
    assert {row["step_seq"] for row in world.rows(Initiative)} == {2}
    assert problems(world) == []


def test_signer_and_submitter_who_withdraws_never_leave_a_count_behind(
    postgres_world: World,
) -> None:
    world = postgres_world
    submitter = world.person("submitter")
    people = [world.person(f"signer {n}") for n in range(6)]
    for _ in range(3):
        plan = world.open(submitter)
        jobs: list[Job] = [lambda p=p, i=plan: apart(world, Sign(i), p) for p in people]  # type: ignore[misc]
        jobs.insert(3, lambda i=plan: world.execute(TakeStep(i, 2, "withdraw"), submitter))  # type: ignore[misc]
        ended = kinds(at_once(jobs))
        assert set(ended) <= {"done", "moved_on", "not_open"}
        assert count_of(world, plan) == len(world.rows(Signature, initiative_id=plan))
        assert ended["done"] == 1 + count_of(world, plan)
    assert problems(world) == []


def test_numbers_are_handed_out_once_and_without_gaps(postgres_world: World) -> None:
    world = postgres_world
    people = [world.person(f"submitter {n}") for n in range(8)]
    ended = at_once(
        [lambda p=p: [world.submit(p).number for _ in range(3)] for p in people]  # type: ignore[misc]
    )

    numbers = sorted(number for some in ended for number in some)
    assert numbers == [f"2026-{n:04d}" for n in range(1, 25)]
    assert problems(world) == []


def test_person_who_comes_in_on_many_devices_has_one_account(postgres_world: World) -> None:
    world = postgres_world
    command = LogIn(Identity(subject="test:anna", display_name="Anna"))
    ended = at_once([lambda: world.execute(command)] * MANY)

    assert kinds(ended) == {"done": MANY}
    assert [row["id"] for row in world.rows(Person)] == [ended[0].person_id]
    assert len({logged_in.token for logged_in in ended}) == MANY


def test_person_who_is_erased_while_signing_is_gone_or_was_counted(postgres_world: World) -> None:
    world = postgres_world
    plan = world.open()
    seen: Counter[str] = Counter()
    for _ in range(8):
        anna = world.person("anna")
        assert anna.person_id is not None
        erase = ErasePerson(anna.person_id)
        seen += kinds(
            at_once(
                [
                    lambda a=anna: apart(world, Sign(plan), a),  # type: ignore[misc]
                    lambda e=erase, a=anna: world.execute(e, a),  # type: ignore[misc]
                ]
            )
        )
        assert all(row["display_name"] != "anna" for row in world.rows(Person))

    assert set(seen) <= {"done", "unknown_person", "signed_already"}
    assert count_of(world, plan) == len(world.rows(Signature)) <= 1
    assert problems(world) == []


def test_two_workers_on_one_consumer_fold_each_event_once(postgres_world: World) -> None:
    world = postgres_world
    record(world, 60)
    desk = world.services.projection_desk(HERE)
    small = counting()

    def work() -> int:
        return sum(follow(small, HERE, desk) for _ in range(20))

    folded = at_once([work] * 4)

    assert sum(folded) == counted(world) == 61
    assert [row["position"] for row in world.rows(ConsumerPosition)] == [61]


# --- without the constraint or the lock ----------------------------------------------------------


def test_without_its_key_a_signature_counts_more_than_once(postgres_world: World) -> None:
    """ "One person, one signature" is the primary key and nothing else."""
    world = postgres_world
    initiative, anna = world.open(), world.person("anna")
    with unguarded(world) as connection:
        connection.execute(text("ALTER TABLE signature DROP CONSTRAINT pk_signature"))
    ended = at_once([lambda: apart(world, Sign(initiative), anna)] * 4)

    assert kinds(ended) == {"done": 4}
    assert (count_of(world, initiative), len(world.rows(Signature))) == (4, 4)


def test_with_a_sequence_a_reader_misses_an_event(postgres_world: World) -> None:
    """Positions from a sequence are handed out before the commit: the second may be visible first."""
    take = text(
        "INSERT INTO logged_event (municipality_id, position, event_id, type, payload, occurred_at,"
        " correlation_id) VALUES ('testdorp', nextval('positions'), gen_random_uuid(), 'x', '{}',"
        " now(), gen_random_uuid()) RETURNING position"
    )
    with unguarded(postgres_world) as connection:
        connection.execute(text("CREATE SEQUENCE positions START 2"))

    def seen(connection: Connection, after: int) -> list[int]:
        found = text("SELECT position FROM logged_event WHERE municipality_id='testdorp'")
        return sorted(p for p in connection.execute(found).scalars() if p > after)

    with unguarded(postgres_world) as first:
        assert first.execute(take).scalar_one() == 2
        with unguarded(postgres_world) as second:
            assert second.execute(take).scalar_one() == 3
        with unguarded(postgres_world) as reader:
            assert seen(reader, after=1) == [3]
    with unguarded(postgres_world) as reader:
        assert seen(reader, after=3) == []


def test_without_the_update_of_the_head_two_writers_take_one_position(
    postgres_world: World,
) -> None:
    """Reading the head and adding one in Python: both read the same head before either writes."""
    both_read = threading.Barrier(2)

    def take() -> int:
        with unguarded(postgres_world) as connection:
            found = text("SELECT head FROM log_partition WHERE municipality_id = 'testdorp'")
            position = int(connection.execute(found).scalar_one()) + 1
            both_read.wait()
            connection.execute(
                text("UPDATE log_partition SET head = :p WHERE municipality_id = 'testdorp'"),
                {"p": position},
            )
            return position

    assert at_once([take, take]) == [2, 2]


def test_without_the_lock_on_the_head_signing_at_once_goes_wrong(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storm of signatures again, with the head looked at and not taken: all but one lose their place."""
    world, initiative = postgres_world, postgres_world.open()
    people = [world.person(f"signer{n}") for n in range(MANY)]
    partition = table_of(LogPartition)
    looked_at = select(partition.c.head + bindparam("count", type_=Integer)).where(
        partition.c.municipality_id == bindparam("here")
    )
    monkeypatch.setattr(log, "_TAKE", looked_at)

    def sign(person: Actor) -> Job:
        return lambda: apart(world, Sign(initiative), person)

    ended = at_once([sign(person) for person in people])

    assert kinds(ended) == {"done": 1, "IntegrityError": MANY - 1}
    assert problems(world) != []


def test_without_the_hold_two_workers_fold_an_event_twice(postgres_world: World) -> None:
    """The position is read, both fold, both store it: what `positions.hold` is for."""
    record(postgres_world, 1)
    both_read = threading.Barrier(2)
    consumer = counting()

    def work() -> None:
        with postgres_world.services.connection(HERE) as connection:
            events = log.read(connection, HERE, after=0, limit=100)
            both_read.wait()
            consumer.fold(connection, events)

    at_once([work, work])

    assert counted(postgres_world) == 4
