"""The boxes of open votes are stirred, again and again, and those of others are left alone."""

from datetime import timedelta

from sqlalchemy import text

from tests.support.booth import Vote, a_vote, letters
from tests.support.world import HERE, World
from wijkstem.adapters.wake import Task
from wijkstem.kit.rows import table_of
from wijkstem.kit.scope import EVERY_MUNICIPALITY
from wijkstem.tables.ballots import Ballot
from workers import clock
from workers.stirring import stir_boxes

_ballot = table_of(Ballot)


def filled(world: World) -> Vote:
    vote = a_vote(world)
    for code in letters(vote, 8):
        vote.send(code, 1)
    return vote


def writers(world: World) -> set[str]:
    """The transactions that wrote what lies in the box."""
    everywhere = world.services.engine.connect().execution_options(municipality=EVERY_MUNICIPALITY)
    with everywhere as connection:
        return set(connection.execute(text("SELECT xmin::text FROM ballot")).scalars())


def test_box_is_stirred_and_keeps_what_is_in_it(world: World) -> None:
    filled(world)
    before = world.rows(Ballot)
    assert stir_boxes(world.services, HERE) == 1
    assert world.rows(Ballot) == before


def test_all_ballots_come_from_one_transaction_afterwards(postgres_world: World) -> None:
    filled(postgres_world)
    assert len(writers(postgres_world)) == 8
    stir_boxes(postgres_world.services, HERE)
    assert len(writers(postgres_world)) == 1


def test_vote_that_has_not_begun_is_left_alone(world: World) -> None:
    vote = filled(world)
    world.clock.at = vote.opens_at - timedelta(seconds=1)
    assert stir_boxes(world.services, HERE) == 0


def test_ballots_of_the_last_minutes_are_stirred_after_the_close(world: World) -> None:
    vote = filled(world)
    vote.close()
    before = world.rows(Ballot)
    assert stir_boxes(world.services, HERE) == 1
    assert world.rows(Ballot) == before


def test_worker_that_is_stopping_begins_no_other_box(world: World) -> None:
    filled(world)
    assert stir_boxes(world.services, HERE, stopping=lambda: True) == 0


def test_somebody_who_reads_for_long_holds_no_vote_up(postgres_world: World) -> None:
    vote = filled(postgres_world)
    with postgres_world.services.reading(HERE) as connection:
        connection.execute(_ballot.select().where(_ballot.c.municipality_id == HERE)).all()
        assert stir_boxes(postgres_world.services, HERE) == 1
        for code in letters(vote, 2):
            vote.send(code, 2)
    assert len(postgres_world.rows(Ballot)) == 10


def test_clock_has_every_municipality_stir(sqlite_world: World) -> None:
    sqlite_world.wake.rung.clear()
    clock.call_regulars(sqlite_world.services)
    assert Task.STIR in clock.REGULARS
    assert sqlite_world.wake.rung.count(HERE) == len(clock.REGULARS)
