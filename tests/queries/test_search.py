"""Searching the list: the same answers on both engines, and never a word of what is not public."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.bootstrap import catch_up_search
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.searching import RebuildSearch
from wijkstem.domain.steps import collecting
from wijkstem.errors import NotAllowed
from wijkstem.kit.search import wanted
from wijkstem.queries.initiative_list import Filters, ListedRow, Order, initiative_list
from wijkstem.queries.paging import Paged
from wijkstem.tables.search import FindableInitiative

PLANS = {
    "Meer bomen in de straat": "Plant tien bomen bij de school.",
    "Een bankje bij de vijver": "Wie moe is, kan daar zitten onder een boom.",
    "Veilig fietsen naar school": "Leg een fietspad aan, weg van de auto's.",
    "Speelplekken voor elk kind": "De oude speelplek is stuk. Zet er nieuwe toestellen neer.",
    "Café in het dorpshuis": "Ontmoeten met koffie: goede ideeën genoeg!",
}


def found(world: World, text: str, *, where: str = HERE, **values: Any) -> Paged[ListedRow]:
    words = wanted(text)
    steps = collecting(world.services.rules.of(HERE))
    filters = Filters(words=words, **values)
    with world.services.reading(where) as connection:
        return initiative_list(
            connection, where, collecting=steps, filters=filters, order=Order.BEST
        )


def titles(found: Paged[ListedRow]) -> list[str]:
    return [row.title.split()[0] for row in found.rows]


def publish(world: World, title: str, text: str) -> UUID:
    plan = world.submit(title=title, texts={"decision": text}).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    return plan


@pytest.fixture
def town(world: World) -> World:
    for title, text in PLANS.items():
        publish(world, title, text)
    world.settle()
    return world


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bomen", ["Meer", "Een"]),
        ("boom", ["Meer", "Een"]),
        ("een boom", ["Meer", "Een"]),
        ("school", ["Veilig", "Meer"]),
        ("school bomen", ["Meer"]),
        ("fiets", ["Veilig"]),
        ("speel", ["Speelplekken"]),
        ("speelplek", ["Speelplekken"]),
        ("cafe", ["Café"]),
        ("IDEEEN", ["Café"]),
        ("2026-0003", ["Veilig"]),
        ("zwembad", []),
        ("bomen zwembad", []),
        ("auto's", ["Veilig"]),
        ('"bomen" OR x:*', []),
        ("bomen' | 'school", ["Meer"]),
    ],
)
def test_search_finds(town: World, text: str, expected: list[str]) -> None:
    assert titles(found(town, text)) == expected


def test_search_with_filters(town: World) -> None:
    assert titles(found(town, "boom", subject="green")) == ["Meer", "Een"]
    assert titles(found(town, "boom", subject="other")) == []
    assert titles(found(town, "boom", neighbourhood="WK990101")) == []


def test_search_what_is_not_public(world: World) -> None:
    plan = world.submit(title="Meer bomen in de straat").initiative_id
    world.settle()
    assert world.rows(FindableInitiative) == []
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.settle()
    assert titles(found(world, "bomen")) == ["Meer"]


def test_search_elsewhere(town: World) -> None:
    assert found(town, "bomen", where="buurdorp") == Paged((), 0, 1, 1)


def test_search_after_the_words_were_wiped(town: World) -> None:
    submitter = town.person("submitter")
    assert submitter.person_id is not None
    town.execute(ErasePerson(submitter.person_id, texts=True), submitter)
    town.settle()
    assert titles(found(town, "bomen")) == []
    assert town.rows(FindableInitiative) == []


def test_search_statements(sqlite_world: World) -> None:
    for number in range(3):
        publish(sqlite_world, f"Meer bomen in straat {number}", "Bomen.")
    sqlite_world.settle()
    with statements(sqlite_world.services.engine) as asked:
        assert found(sqlite_world, "meer bomen").total == 3
    assert len(asked) == 2


def test_rebuild_makes_the_same_again_and_what_was_missing(town: World) -> None:
    before = town.rows(FindableInitiative)
    with town.services.connection(HERE) as connection:
        table = FindableInitiative.__table__  # type: ignore[attr-defined]
        connection.execute(
            table.update()
            .where(table.c.municipality_id == HERE)
            .values(words=" vreemd ", version=0)
        )
    assert titles(found(town, "bomen")) == []
    assert titles(found(town, "vreemd")) != []
    assert catch_up_search(town.services) == 1
    assert town.rows(FindableInitiative) == before
    assert titles(found(town, "bomen")) == ["Meer", "Een"]
    assert titles(found(town, "vreemd")) == []
    assert catch_up_search(town.services) == 0
    assert catch_up_search(town.services, everything=True) == 1
    assert town.rows(FindableInitiative) == before


def test_rebuild_is_for_operators(sqlite_world: World) -> None:
    with pytest.raises(NotAllowed):
        sqlite_world.execute(RebuildSearch(), sqlite_world.official)
