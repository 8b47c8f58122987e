"""What the answer to a question adds to the indicators: who could vote, and who did."""

from decimal import Decimal

from tests.support.votes import a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators import Figure
from wijkstem.projections.rebuild import reset
from wijkstem.queries.formulas import FORMULAS, Figures

INDICATORS = next(one for one in PROJECTIONS if one.name == "indicators")
COUNTED = {"question_electorate": 10, "question_voters": 3}


def counts(world: World) -> dict[str, int]:
    rows = world.rows(Figure)
    return {row["measure"]: row["count"] for row in rows if row["measure"].startswith("question_")}


def voted(world: World) -> World:
    vote = a_vote(world)
    for number in range(3):
        vote.send(resident(world, f"voter {number}"), [1])
    published(vote)
    return world


def test_answer_is_counted_once_and_again_the_same(world: World) -> None:
    assert counts(voted(world)) == COUNTED
    world.settle()
    assert counts(world) == COUNTED


def test_rebuilt_is_what_it_was(world: World) -> None:
    voted(world)
    with world.services.connection(HERE) as connection:
        reset(connection, INDICATORS, HERE)
    assert counts(world) == {}
    world.settle()
    assert counts(world) == COUNTED


def test_turnout_follows_from_the_figures() -> None:
    figures = {"question_electorate": 8, "question_voters": 3}
    assert FORMULAS["question_turnout", 1](Figures(figures, {})) == Decimal("37.5")
    assert FORMULAS["question_turnout", 1](Figures({}, {})) is None
