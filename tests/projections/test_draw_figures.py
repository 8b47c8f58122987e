"""What draws add to the indicators: who was asked and who takes part, by where they live and how old they are."""

from datetime import date
from decimal import Decimal

from tests.support.draws import actor_of, drawn, entries, willing
from tests.support.world import HERE, World
from wijkstem.commands.draw_answers import AnswerInvitation
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators import Figure
from wijkstem.projections.rebuild import reset
from wijkstem.queries.formulas import FORMULAS, Figures, Town

INDICATORS = next(one for one in PROJECTIONS if one.name == "indicators")
MARCH, PLACE = date(2026, 3, 1), "WK990100"
#: Three were asked first and a fourth when one of them said no; of the two who said yes one stopped, so a fifth came.
COUNTED = {
    ("draw_asked", MARCH, PLACE, 0): 5,
    ("draw_asked_by_age", MARCH, PLACE, 45): 5,
    ("draw_yes", MARCH, PLACE, 0): 1,
    ("draw_yes_by_age", MARCH, PLACE, 45): 1,
}


def counts(world: World) -> dict[tuple[str, date, str, int], int]:
    return {
        (row["measure"], row["month"], row["neighbourhood_code"], row["value"]): row["count"]
        for row in world.rows(Figure)
        if row["measure"].startswith("draw_")
    }


def answered(world: World) -> World:
    willing(world, 8)
    first, second, third, *_ = entries(world, drawn(world))
    for one, yes in ((first, True), (second, False), (third, True), (third, False)):
        world.execute(AnswerInvitation(one["id"], yes), actor_of(one))
    world.settle()
    return world


def test_who_is_asked_and_comes_is_counted_once(world: World) -> None:
    assert counts(answered(world)) == COUNTED
    world.settle()
    assert counts(world) == COUNTED


def test_rebuilt_is_what_it_was(world: World) -> None:
    answered(world)
    with world.services.connection(HERE) as connection:
        reset(connection, INDICATORS, HERE)
    assert counts(world) == {}
    world.settle()
    assert counts(world) == COUNTED


def test_answer_of_another_month_counts_where_somebody_was_asked(world: World) -> None:
    world.pass_days(25)
    willing(world, 8)
    first, *_ = entries(world, drawn(world))
    world.pass_days(10)
    world.execute(AnswerInvitation(first["id"], True), actor_of(first))
    world.settle()
    assert {key[1] for key in counts(world)} == {MARCH}


def test_share_and_spread_follow_from_the_figures() -> None:
    figures = {"draw_asked": 8, "draw_yes": 3}
    assert FORMULAS["draw_yes_share", 1](Figures(figures, {})) == Decimal("37.5")
    town = Town(frozenset({"a", "b"}), {"a": 100, "b": 100}, 200)
    even = Figures({}, {}, {"draw_yes": {"a": 4, "b": 4}}, town)
    skew = Figures({}, {}, {"draw_yes": {"a": 8}}, town)
    assert FORMULAS["draw_evenness", 1](even) == Decimal("0.00")
    assert FORMULAS["draw_evenness", 1](skew) == Decimal("0.50")
    assert FORMULAS["draw_evenness", 1](Figures({}, {})) is None
