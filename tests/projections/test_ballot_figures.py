"""What a published result adds to the indicators: turnout, who sees a plan get money, and the euros."""

from decimal import Decimal

from tests.support.voted import published, voting
from tests.support.world import HERE, World
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators import Figure
from wijkstem.projections.rebuild import reset
from wijkstem.queries.formulas import FORMULAS, Figures
from wijkstem.words.rounds import VotingWay

INDICATORS = next(one for one in PROJECTIONS if one.name == "indicators")


def counts(world: World) -> dict[str, int]:
    rows = world.rows(Figure)
    return {row["measure"]: row["count"] for row in rows if row["measure"].startswith("ballot_")}


def voted(world: World) -> World:
    vote = voting(world, (1000, (400, 700)))
    for plan in (1, 1, 2):
        vote.cast(1, plan)
    vote.mark(1, VotingWay.LOGIN)
    published(vote)
    world.settle()
    return world


def test_result_is_counted_once_and_again_the_same(world: World) -> None:
    expected = {
        "ballot_on_roll": 4,
        "ballot_voters": 3,
        "ballot_served": 2,
        "ballot_euros": 400,
    }
    assert counts(voted(world)) == expected
    world.settle()
    assert counts(world) == expected
    assert {row["municipality_id"] for row in world.rows(Figure)} == {HERE}


def test_rebuilt_is_what_it_was(world: World) -> None:
    voted(world)
    before = counts(world)
    with world.services.connection(HERE) as connection:
        reset(connection, INDICATORS, HERE)
    assert counts(world) == {}
    world.settle()

    assert counts(world) == before


def test_shares_follow_from_the_figures() -> None:
    figures = Figures(
        {
            "ballot_on_roll": 4,
            "ballot_voters": 3,
            "ballot_served": 2,
            "ballot_euros": 400,
            "ballot_euros_known": 400,
            "ballot_inhabitants": 96,
        },
        {},
    )
    names = ("ballot_turnout", "ballot_served", "ballot_euros", "ballot_euros_per_inhabitant")
    said = [FORMULAS[name, 1](figures) for name in names]
    assert said == [Decimal("75.0"), Decimal("66.7"), Decimal(400), Decimal("4.17")]
    assert FORMULAS["ballot_turnout", 1](Figures({}, {})) is None
    assert FORMULAS["ballot_euros_per_inhabitant", 1](Figures({}, {})) is None
