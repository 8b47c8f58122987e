"""What means add to the indicators: how many were opened, what was said, in time told what came of it, and decided."""

from dataclasses import replace
from decimal import Decimal

from tests.commands.test_outcomes import DECIDED
from tests.support.advised import adopted, advice, answered, commented, ended
from tests.support.discussed import discussion, said
from tests.support.means import row_of
from tests.support.outcomes import outcome_row
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans
from wijkstem.commands.comments import WithdrawComment
from wijkstem.commands.outcomes import DecideOutcome
from wijkstem.kit.clock import local_date
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators import Figure
from wijkstem.projections.rebuild import reset
from wijkstem.queries.formulas import FORMULAS, Figures

INDICATORS = next(one for one in PROJECTIONS if one.name == "indicators")
#: A discussion with one contribution; advice with two comments of which one was taken back, told in time, decided on.
COUNTED = {
    "means_opened": 2,
    "means_opened_discussion": 1,
    "means_opened_advice": 1,
    "means_contributions": 2,
    "means_accounted_in_time": 1,
    "outcome_partly": 1,
}


def counts(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in world.rows(Figure):
        if row["measure"].startswith(("means_", "outcome_")):
            found[row["measure"]] = found.get(row["measure"], 0) + row["count"]
    return {name: number for name, number in found.items() if number}


def took_part(world: World) -> World:
    said(world, discussion(world), world.person("anna"))
    means_id = advice(world)
    comment = commented(world, means_id, world.person("anna"))
    gone = commented(world, means_id, world.person("bram"))
    world.execute(WithdrawComment(gone), world.person("bram"))
    ended(world, means_id)
    answered(world, means_id, comment)
    adopted(world, means_id)
    revision = row_of(world, means_id)["revision"]
    world.execute(AccountMeans(means_id, revision, "Er blijven tien plekken."), world.official)
    world.settle()
    world.pass_days(41)
    form = replace(DECIDED, decided_on=local_date(world.clock.now()))
    revision = outcome_row(world, means_id)["revision"]
    world.execute(DecideOutcome(means_id, revision, form), world.clerk)
    world.settle()
    return world


def test_each_is_counted_once(world: World) -> None:
    assert counts(took_part(world)) == COUNTED
    world.settle()
    assert counts(world) == COUNTED


def test_rebuilt_is_what_it_was(world: World) -> None:
    took_part(world)
    with world.services.connection(HERE) as connection:
        reset(connection, INDICATORS, HERE)
    assert counts(world) == {}
    world.settle()
    assert counts(world) == COUNTED


def test_shares_follow_from_the_figures() -> None:
    told = Figures({"means_accounted_in_time": 3, "means_accounted_late": 1}, {})
    assert FORMULAS["means_in_time", 1](told) == Decimal("75.0")
    assert FORMULAS["means_in_time", 1](Figures({}, {})) is None
    ruled = Figures({"outcome_followed": 1, "outcome_partly": 1, "outcome_otherwise": 2}, {})
    assert FORMULAS["outcome_followed", 1](ruled) == Decimal("50.0")
