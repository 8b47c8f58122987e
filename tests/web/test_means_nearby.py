"""A neighbourhood council, and everybody on its neighbourhood's page, see what the municipality asks of people there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.means import announced, closed, made_up_room, row_of
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.announcing import AccountMeans
from wijkstem.words import Role
from wijkstem.words.means import MeansKind

CENTRE, OUTSIDE = "WK990100", "WK990101"
MEMBER = (Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL)
NOTHING = "Er is nu niets open."


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).split("<main")[1]


def asked_of(client: TestClient) -> str:
    """What stands on a council's page of what is asked."""
    return text(client, "/wijkraad").split('id="meedoen"')[1].split("<h2")[0]


def test_council_sees_what_is_asked_in_its_neighbourhood(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    log_in(client, world, "anna", *MEMBER)
    assert NOTHING in asked_of(client)
    where: dict[str, Any] = {"places": (CENTRE,)}
    announced(world, title="Praat mee over de markt", **where)
    may: dict[str, Any] = {
        "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 5, 9),
        "account_by": date(2026, 6, 1),
    }
    announced(world, title="Later iets over bomen", **may, **where)
    announced(world, title="Ver weg", places=(OUTSIDE,))
    over = closed(world, title="Het was een feest", **where)
    page = asked_of(client)
    order = ("Nu open", "de markt", "Begint later", "over bomen", "Voorbij", "een feest")
    assert sorted(order, key=page.index) == list(order)
    assert "Wat ermee gebeurt: U hoort uiterlijk op 20 april 2026" in page.replace("</strong>", "")
    assert "Ver weg" not in page
    late = "De gemeente zou dit uiterlijk op 20 april 2026 vertellen. Dat is nog niet gebeurd."
    assert late not in page
    world.clock.at = datetime(2026, 4, 21, 9, tzinfo=UTC)
    log_in(client, world, "anna", *MEMBER)
    assert late in asked_of(client)
    means = row_of(world, over)
    assert late in text(client, f"/meedoen/{means['number']}-{means['slug']}")
    told = "Er komt elk jaar een feest."
    world.execute(AccountMeans(over, row_of(world, over)["revision"], told), world.official)
    assert f"Wat ermee gebeurde: {told}" in asked_of(client).replace("</strong>", "")


def test_council_of_another_neighbourhood_sees_its_own(
    client: TestClient, sqlite_world: World
) -> None:
    announced(sqlite_world, places=(CENTRE,), title="Praat mee over de markt")
    log_in(client, sqlite_world, "dirk", *MEMBER, council_of=OUTSIDE)
    assert "de markt" not in asked_of(client)
    log_in(client, sqlite_world, "anna", *MEMBER)
    assert "de markt" in asked_of(client)


def test_much_of_what_is_over_is_on_more_pages(client: TestClient, sqlite_world: World) -> None:
    for number in range(11):
        closed(sqlite_world, places=(CENTRE,), title=f"Vraag {number:02}")
    log_in(client, sqlite_world, "anna", *MEMBER)
    first, second = text(client, "/wijkraad"), text(client, "/wijkraad?voorbij=2")
    assert "/wijkraad?voorbij=2#meedoen-voorbij" in first
    shown = [f"Vraag {n:02}" for n in range(11)]
    assert [sum(one in page for one in shown) for page in (first, second)] == [10, 1]


def test_page_of_the_neighbourhood_shows_it_to_everybody(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    assert "Wat de gemeente hier vraagt" not in text(client, f"/wijken/{CENTRE}")
    announced(world, places=(CENTRE,), title="Praat mee over de markt")
    for number in range(4):
        closed(world, places=(CENTRE,), title=f"Vraag {number}")
    page = text(client, f"/wijken/{CENTRE}")
    assert page.index("Nu open") < page.index("de markt") < page.index("Voorbij")
    assert [f"Vraag {n}" in page for n in range(4)] == [False, True, True, True]
    assert "Bekijk alles waaraan u kon meedoen" in page
    assert "de markt" not in text(client, f"/wijken/{OUTSIDE}")
