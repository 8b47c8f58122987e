"""Plans that look like the one in hand: found among those that everybody can read, on both engines."""

import pytest

from tests.support.world import HERE, World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.queries.similar import similar_plans


def opened(world: World, title: str) -> str:
    filed = world.submit(title=title)
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    return filed.number


def similar(world: World, title: str) -> list[str]:
    with world.services.reading(HERE) as connection:
        return [one.title for one in similar_plans(connection, HERE, title)]


@pytest.mark.parametrize(
    "title",
    [
        "Een bankje bij de vijver",
        "BANKJES bij de vijver!",
        "Bij de vijver een nieuw bankje",
        "Een bank bij de vijver in het park",
    ],
)
def test_same_plan_in_other_words(world: World, title: str) -> None:
    opened(world, "Bankjes bij de vijver")
    opened(world, "Meer fietsenrekken bij het station")
    assert similar(world, title) == ["Bankjes bij de vijver"]


@pytest.mark.parametrize(
    "title", ["", "Meer voor onze wijk", "100% %_% veilig", "Een school met een tuin"]
)
def test_nothing_alike(world: World, title: str) -> None:
    opened(world, "Bankjes bij de vijver")
    assert similar(world, title) == []


def test_only_what_everybody_can_read(world: World) -> None:
    world.submit(title="Een bankje bij de vijver")
    assert similar(world, "Een bankje bij de vijver") == []


def test_most_alike_first_and_few(world: World) -> None:
    for title in (
        "Een bankje bij de vijver en de brug",
        "Een bankje bij de school",
        "Vijver met een bankje",
        "Een bankje bij de vijver",
        "Bankje vijver",
    ):
        opened(world, title)
    found = similar(world, "Een bankje bij de vijver")
    assert len(found) == 3
    assert "Een bankje bij de vijver" in found
