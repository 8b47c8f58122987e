"""Where a voter votes is known before anything is marked: from the roll, or else from where they live."""

import pytest

from tests.commands.test_marking import ANNA, BRAM, by_login, logged_in
from tests.commands.test_tag_keys import rotated
from tests.support.voting import Vote, a_vote, with_codes
from tests.support.world import HERE, World
from wijkstem.domain.people import Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.queries.marking import area_of_login
from wijkstem.tables.rolls import RollEntry


@pytest.fixture
def vote(world: World) -> Vote:
    return with_codes(world, a_vote(world), ANNA)


def area_of(world: World, vote: Vote, who: Actor) -> int | None:
    assert who.person_id is not None
    with world.services.reading(HERE) as connection:
        return area_of_login(
            connection, HERE, vote.round_id, who.person_id, world.services.tag_keys
        )


def test_the_roll_goes_before_where_somebody_lives_now(world: World, vote: Vote) -> None:
    assert area_of(world, vote, logged_in(world, ANNA, lives="WK990101")) == 1


@pytest.mark.parametrize(("lives", "area"), [("WK990101", 2), ("WK990100", 1), (None, None)])
def test_who_is_not_on_the_roll_votes_where_they_live(
    world: World, vote: Vote, lives: str | None, area: int | None
) -> None:
    assert area_of(world, vote, logged_in(world, BRAM, lives=lives)) == area


def test_looking_puts_nobody_on_the_roll(world: World, vote: Vote) -> None:
    before = world.rows(RollEntry)
    area_of(world, vote, logged_in(world, BRAM))
    assert world.rows(RollEntry) == before


def test_it_is_the_area_that_is_marked_also_under_a_new_key(world: World, vote: Vote) -> None:
    world = rotated(world)
    for subject, lives in ((ANNA, "WK990101"), (BRAM, "WK990101")):
        who = logged_in(world, subject, lives=lives)
        seq = area_of(world, vote, who)
        marked = world.execute(by_login(vote, new_code()), who)
        assert seq == [*vote.areas.values()].index(marked.area_id) + 1
