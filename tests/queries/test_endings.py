"""What became of earlier plans: the newest of each kind, public ones only, with what was said."""

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.kit.text import first_sentence
from wijkstem.queries.endings import CARRIED_OUT, TURNED_DOWN, Ending, last_endings, newest
from wijkstem.words import Milestone

REASONS = "Wij doen dit graag. Het werk begint in mei."


def endings(world: World, most: int = 3) -> dict[Milestone, list[Ending]]:
    with world.services.reading(HERE) as connection:
        return last_endings(connection, HERE, most=most)


def decided(world: World, outcome: str) -> str:
    """A proposal that was voted on and then decided; its number."""
    filed = world.submit(instrument="voorstel")
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    world.pass_days(50)
    world.execute(PassTerm(filed.initiative_id, 2))
    world.settle()
    world.execute(TakeStep(filed.initiative_id, 3, outcome, reasons=REASONS), world.official)
    return filed.number


def test_endings_nothing(world: World) -> None:
    world.open()
    assert all(not some for some in endings(world).values())


def test_endings_newest_first_and_apart(world: World) -> None:
    first, second = decided(world, "adopt"), decided(world, "adopt_partly")
    third, fourth = decided(world, "reject"), decided(world, "adopt")
    found = endings(world)
    assert [one.number for one in newest(found, CARRIED_OUT, 3)] == [fourth, second, first]
    assert [one.number for one in newest(found, CARRIED_OUT, 2)] == [fourth, second]
    [turned_down] = newest(found, TURNED_DOWN, 3)
    assert (turned_down.number, turned_down.reasons) == (third, REASONS)
    assert {means: len(some) for means, some in endings(world, most=1).items() if some} == {
        Milestone.ADOPTED: 1,
        Milestone.PARTLY_ADOPTED: 1,
        Milestone.REJECTED: 1,
    }


def test_endings_what_was_never_public(world: World) -> None:
    filed = world.submit()
    refuse = TakeStep(filed.initiative_id, 1, "refuse", "complaint", REASONS)
    world.execute(refuse, world.official)
    assert all(not some for some in endings(world).values())


def test_endings_statements(sqlite_world: World) -> None:
    decided(sqlite_world, "adopt")
    decided(sqlite_world, "reject")
    with statements(sqlite_world.services.engine) as asked:
        endings(sqlite_world)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (REASONS, "Wij doen dit graag."),
        ("Ja!\nDat kan.", "Ja!"),
        ("Het kost 1.500 euro. Dat is te veel.", "Het kost 1.500 euro."),
        ("zonder punt", "zonder punt"),
        ("woord " * 50 + ".", "woord " * 32 + "woord…"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first
