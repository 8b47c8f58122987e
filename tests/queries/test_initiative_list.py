"""The list of initiatives: what is in it, in which order, and what it costs."""

from datetime import date
from typing import Any

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.steps import Steps, collecting
from wijkstem.queries.initiative_list import Filters, ListedRow, Order, Stage, initiative_list
from wijkstem.queries.paging import Paged
from wijkstem.words import Milestone


def listed(world: World, **values: Any) -> Paged[ListedRow]:
    names = {"stage", "instrument", "neighbourhood", "subject"}
    filters = Filters(**{name: values.pop(name) for name in names & values.keys()})
    steps = collecting(world.services.rules.of(HERE))
    with world.services.reading(HERE) as connection:
        return initiative_list(connection, HERE, collecting=steps, filters=filters, **values)


def numbers(found: Paged[ListedRow]) -> list[str]:
    return [row.number for row in found.rows]


def test_initiative_list_empty(world: World) -> None:
    assert listed(world) == Paged((), 0, 1, 1)


def test_initiative_list_whole(world: World) -> None:
    world.open()
    world.settle()
    row = ListedRow(
        number="2026-0001",
        slug="meer-bomen-in-de-straat",
        title="Meer bomen in de straat",
        instrument="burgerinitiatief",
        rules_version="2025.1",
        neighbourhood_code="WK990100",
        subject="green",
        filed_on=date(2026, 3, 2),
        step="signing",
        step_since=date(2026, 3, 2),
        due_on=date(2026, 4, 28),
        final=False,
        result=None,
        threshold=3,
        valid_for=0,
        valid_against=0,
    )
    assert listed(world) == Paged((row,), 1, 1, 1)


def test_initiative_list_what_is_not_public(sqlite_world: World) -> None:
    sqlite_world.submit()
    sqlite_world.settle()
    assert numbers(listed(sqlite_world)) == []
    assert numbers(listed(sqlite_world, public_only=False)) == ["2026-0001"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"stage": Stage.OPEN}, ["2026-0003", "2026-0001"]),
        ({"stage": Stage.RUNNING}, ["2026-0002"]),
        ({"stage": Stage.CLOSED}, ["2026-0004"]),
        ({"instrument": "voorstel"}, ["2026-0003"]),
        ({"neighbourhood": "WK990101"}, []),
        ({"subject": "other"}, []),
        ({"subject": "green", "stage": Stage.RUNNING}, ["2026-0002"]),
        ({"neighbourhood": "WK990100", "stage": Stage.CLOSED}, ["2026-0004"]),
        ({"order": Order.NEWEST}, ["2026-0004", "2026-0003", "2026-0002", "2026-0001"]),
        ({"order": Order.SUPPORT}, ["2026-0002", "2026-0004", "2026-0003", "2026-0001"]),
        ({"order": Order.CLOSING}, ["2026-0003", "2026-0002", "2026-0001", "2026-0004"]),
    ],
)
def test_initiative_list_filters(
    sqlite_world: World, values: dict[str, Any], found: list[str]
) -> None:
    world = sqlite_world
    world.open()
    with_support = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(with_support), world.person(name))
    world.open(instrument="voorstel")
    withdrawn = world.open()
    world.execute(TakeStep(withdrawn, 2, "withdraw"), world.person("submitter"))
    world.settle()
    assert numbers(listed(world, **values)) == found


def test_initiative_list_result(sqlite_world: World) -> None:
    initiative = sqlite_world.open()
    sqlite_world.execute(TakeStep(initiative, 2, "withdraw"), sqlite_world.person("submitter"))
    sqlite_world.settle()
    [row] = listed(sqlite_world).rows
    assert (row.step, row.final, row.result) == ("withdrawn", True, Milestone.WITHDRAWN)


@pytest.mark.parametrize("page", [0, 1, 2, 99])
def test_initiative_list_pages(sqlite_world: World, page: int) -> None:
    for _ in range(3):
        sqlite_world.open()
    sqlite_world.settle()
    found = listed(sqlite_world, page=page, per_page=2)
    assert (found.total, found.pages) == (3, 2)
    if page > 1:
        assert (found.page, numbers(found)) == (2, ["2026-0001"])
    else:
        assert (found.page, numbers(found)) == (1, ["2026-0003", "2026-0002"])


@pytest.mark.parametrize("count", [1, 30])
def test_initiative_list_statements(sqlite_world: World, count: int) -> None:
    for _ in range(count):
        sqlite_world.open()
    sqlite_world.settle()
    with statements(sqlite_world.services.engine) as asked:
        found = listed(sqlite_world, per_page=50)
    assert (len(found.rows), len(asked)) == (count, 2)


def test_initiative_list_elsewhere(sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    with sqlite_world.services.reading("buurdorp") as connection:
        found = initiative_list(
            connection,
            "buurdorp",
            collecting=Steps(frozenset(), by_version=False),
            filters=Filters(stage=Stage.OPEN),
        )
    assert found == Paged((), 0, 1, 1)
