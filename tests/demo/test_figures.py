"""Surveys of the demo: each says that it is made up, and none stands beside what a municipality measured itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.world import World, make_world
from wijkstem.demo.figures import MADE_UP, OFFICIAL, bring_figures
from wijkstem.kit.clock import local_date
from wijkstem.queries.observations import Observed, observations
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.tables.sources import SourceFile
from wijkstem.words import Role
from wijkstem.words.sources import FigureKind, FileState, SourceKind

RULES = load(ROOT / "platform" / "wijkstem" / "rules" / "data")


def brought(world: World, slug: str) -> list[Observed]:
    """What counts after the demo brought its files."""
    official = world.person("official", Role.OFFICIAL, where=slug, lives=None)
    crowd: Any = SimpleNamespace(known={OFFICIAL: official})
    bring_figures(world.services, slug, crowd, local_date(world.clock.now()))
    world.settle(where=slug)
    with world.services.reading(slug) as connection:
        return observations(connection, slug)


@pytest.mark.parametrize("slug", RULES.slugs)
def test_surveys_are_made_up_and_say_so(sqlite_url: str, slug: str) -> None:
    world = make_world(sqlite_url, RULES)
    try:
        found = brought(world, slug)
        files = world.rows(SourceFile, where=slug)
        here = RULES.of(slug).indicators.indicators
    finally:
        world.services.engine.dispose()
    assert {row["state"] for row in files} == {FileState.TAKEN}
    assert SourceKind.INHABITANTS not in {row["kind"] for row in files}
    assert {one.source for one in found} <= {MADE_UP}
    assert {one.kind for one in found} <= {FigureKind.REALISATION}
    measured = {one.code for one in here if one.formula is None and one.realisation}
    wanted = {one.code for one in here if one.formula is None} - measured
    assert {one.indicator for one in found} <= wanted
    assert bool(found) is any(one.code in wanted for one in here)
