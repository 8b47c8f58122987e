"""Lists in parts are the same on both engines: every row once, in one order, and behind any of them the rest."""

from typing import Any

import pytest

from tests.support.voted import published, voting
from tests.support.world import HERE, World
from tests.web.test_ori import WHOLE
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.signatures import Sign
from wijkstem.queries.open_data import advice, council, initiatives
from wijkstem.queries.open_data.ballots import open_ballots
from wijkstem.queries.open_data.keyset import Listing, chunks, part
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.open_data.datasets import DATASETS

LISTINGS: tuple[Listing[Any], ...] = (
    initiatives.PLANS,
    initiatives.LINES,
    initiatives.DECISIONS,
    advice.ADVICE,
    council.MEETINGS,
    council.ITEMS,
    council.PROMISES,
    council.DOSSIERS,
)


@pytest.fixture
def busy(world: World) -> World:
    """Some of everything that is cheap to make."""
    for number in range(4):
        plan = world.open()
        world.execute(Sign(plan), world.person(f"signer {number}"))
    world.execute(ImportMeeting(WHOLE))
    vote = voting(world)
    for picks in ((1, 2), (2,), (1,)):
        vote.cast(1, *picks)
    vote.cast(2, 4)
    published(vote)
    world.settle()
    return world


def test_every_row_comes_once_however_large_the_parts(busy: World) -> None:
    for listing in LISTINGS:
        with busy.services.reading(HERE) as connection:
            whole = part(connection, HERE, listing, after=None, most=1000)
            assert whole.last is None
            for most in (1, 2, 3):
                some = [
                    row for rows in chunks(connection, HERE, listing, most=most) for row in rows
                ]
                assert some == list(whole.rows)


def test_every_dataset_can_be_read(busy: World) -> None:
    here = Here(busy.services.rules.of(HERE), "http://x.test", busy.clock.now().date(), "a@x.test")
    with busy.services.reading(HERE) as connection:
        found = {one.name: list(one.read(connection, HERE, here)) for one in DATASETS}
    assert len(found["initiatieven"]) == 4
    assert all(
        len(record.values) == len(one.columns) for one in DATASETS for record in found[one.name]
    )


def test_ballots_are_read_whole_from_pieces_of_any_size(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> list[object]:
        with busy.services.reading(HERE) as connection:
            return list(open_ballots(connection, HERE))

    whole = read()
    assert len(whole) == 4
    for size in (1, 7, 64):
        monkeypatch.setattr("wijkstem.queries.open_data.ballots._PIECE", size)
        assert read() == whole
