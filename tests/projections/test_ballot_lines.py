"""A plan's timeline tells that it is on the ballot of a round, or is not."""

import pytest

from tests.support.rounds import MadeRound, filled_round, the_round
from tests.support.world import HERE, World
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.initiatives import TakeStep
from wijkstem.projections.check import differences
from wijkstem.projections.timeline import TIMELINE, TimelineEntry

OUT, ENDED = "Een tafel om te schaken", "Een kast met boeken"
WHY = "De gemeente doet dit al ergens anders in de wijk."


@pytest.fixture
def made(world: World) -> MadeRound:
    """A round whose ballot is fixed: one plan is left out, and one ended before it."""
    made = filled_round(world)
    world.execute(TakeStep(made.plans[ENDED], 4, "leave_out", reasons=WHY), world.official)
    world.settle()
    out = {made.plans[OUT]: "Dit plan is nog niet ver genoeg."}
    fix = FixBallot(made.id, the_round(world, made.number).revision, out)
    world.execute(fix, world.official)
    world.settle()
    return made


def kinds(world: World, made: MadeRound, title: str) -> list[str]:
    rows = world.rows(TimelineEntry, initiative_id=made.plans[title])
    return [row["kind"] for row in rows if row["kind"].startswith("round.")]


def test_ballot_stands_on_the_timeline(world: World, made: MadeRound) -> None:
    assert kinds(world, made, "Een pad door het bos") == ["round.plan_listed"]
    assert kinds(world, made, OUT) == ["round.plan_left_out"]
    assert kinds(world, made, ENDED) == []
    numbers = [row["number"] for row in world.rows(TimelineEntry, kind="round.plan_listed")]
    assert sorted(numbers) == [1, 2, 3]


def test_twice_is_once_and_rebuilt_is_what_it_was(world: World, made: MadeRound) -> None:
    before = world.rows(TimelineEntry)
    world.settle()
    assert world.rows(TimelineEntry) == before
    with world.services.reading(HERE) as connection:
        assert list(differences(connection, TIMELINE, HERE)) == []
