"""The first page: what somebody can do, what is open now and until when, and what became of earlier plans."""

from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.queries.test_endings import REASONS, decided
from tests.support.web import ClientFor, clients
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep


@pytest.fixture
def client(sqlite_world: World) -> Iterator[TestClient]:
    client_for: ClientFor
    with clients() as client_for:
        yield client_for(sqlite_world)


def home(client: TestClient) -> str:
    return " ".join(unescape(client.get("/").text).split())


def test_home_of_a_municipality_where_nothing_happened_yet(client: TestClient) -> None:
    page = home(client)
    for said in ("Ik heb een plan", "Ik wil meedoen met een plan van een ander"):
        assert said in page
    assert "Er zijn nu 0 plannen" in page
    # Testdorp's rules know no questions, so nobody is sent to ask one.
    assert "Ik wil iets weten of vragen" not in page
    assert "Hier kunt u nu aan meedoen" not in page
    assert "Dit gaat door" not in page


def test_home_shows_what_is_open_and_until_when(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    page = home(client)
    assert "Er is nu 1 plan dat u kunt steunen" in page
    assert "Hier kunt u nu aan meedoen" in page
    assert "Steunen kan tot en met" in page
    assert "28 april 2026" in page


def test_home_celebrates_and_says_why_not(client: TestClient, sqlite_world: World) -> None:
    decided(sqlite_world, "adopt")
    page = home(client)
    assert "Dit gaat door, dankzij bewoners" in page
    assert "Wij doen dit graag." in page
    assert "Het werk begint in mei." not in page
    assert "Dit ging niet door" not in page
    decided(sqlite_world, "reject")
    assert "Waarom niet?" in home(client)
    assert REASONS not in page


def test_home_never_tells_what_is_not_public(client: TestClient, sqlite_world: World) -> None:
    filed = sqlite_world.submit(title="Geheim plan in de straat")
    assert "Geheim plan" not in home(client)
    refused = TakeStep(filed.initiative_id, 1, "refuse", "complaint", REASONS)
    sqlite_world.execute(refused, sqlite_world.official)
    sqlite_world.settle()
    assert "Geheim plan" not in home(client)
