"""The queue as the bench looks at it: as many statements however many cases, and the town is left as it was."""

from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient

from bench.desk import _open, _take_away, _times
from tests.support.web import clients, log_in
from tests.support.world import World
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import Role


@pytest.mark.parametrize("counts", [(3, 60)])
def test_as_many_statements_however_many_cases(sqlite_world: World, counts: Sequence[int]) -> None:
    world, found = sqlite_world, []
    with clients() as client_for:
        desk: TestClient = client_for(world)
        log_in(desk, world, "official", Role.OFFICIAL)
        for count in counts:
            for _ in range(count - len(world.rows(Initiative))):
                world.submit()
            _take_away(world)
            _open(world, [Initiative(**row) for row in world.rows(Initiative)])
            assert len(world.rows(Case)) == count
            found.append(_times(desk, world, 1)[1])
    _take_away(world)
    assert world.rows(Case) == []
    assert found[0] == found[1]
