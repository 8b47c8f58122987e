"""Guests of the council: the clerk receives them, who came is counted in a year, and they are no gathering."""

from dataclasses import replace
from datetime import date

import pytest

from tests.commands.test_gatherings import FORM, REPORT
from tests.commands.test_initiatives import refusal
from tests.support.world import World
from wijkstem.commands.gatherings import AnnounceGathering, CancelGathering, ReportGathering
from wijkstem.commands.signing_up import Coming, SignUpFor
from wijkstem.domain.permissions import may_host
from wijkstem.projections.indicators import Figure
from wijkstem.words import GatheringKind

GUESTS = replace(
    FORM, kind="council_guest", where="gemeente", title="Te gast bij de raad", day=date(2026, 4, 13)
)


def figures(world: World) -> dict[str, int]:
    world.settle()
    return {row["measure"]: row["count"] for row in world.rows(Figure)}


def test_clerk_receives_guests_and_counts_who_came(world: World) -> None:
    made = world.execute(AnnounceGathering(replace(GUESTS, places=1)), world.clerk)
    assert world.execute(SignUpFor(made), world.person("anna")) == Coming(True, new=True)
    assert world.execute(SignUpFor(made), world.person("bram")) == Coming(False, new=True)
    world.pass_days(43)
    world.execute(ReportGathering(made, 1, REPORT), world.clerk)
    world.execute(ReportGathering(made, 2, replace(REPORT, came=9)), world.clerk)
    found = figures(world)
    assert found["council_guests"] == 9
    assert not {"gathering_held", "gathering_came"} & found.keys()


def test_clerk_has_no_other_gatherings(world: World) -> None:
    walk = world.execute(AnnounceGathering(FORM), world.official)
    assert refusal(world, AnnounceGathering(FORM), world.clerk) == "not_allowed"
    assert refusal(world, CancelGathering(walk, 1, "Regen."), world.clerk) == "not_allowed"
    assert refusal(world, AnnounceGathering(GUESTS), world.person("anna")) == "not_allowed"


@pytest.mark.parametrize("kind", list(GatheringKind))
def test_official_hosts_every_kind(world: World, kind: GatheringKind) -> None:
    assert may_host(world.official, kind)
    assert may_host(world.clerk, kind) is (kind is GatheringKind.COUNCIL_GUEST)
