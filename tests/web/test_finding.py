"""Finding initiatives on the site: the list with words and filters, the map and the feed of the same results."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from tests.support.web import clients, with_settings
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep

ATOM = "{http://www.w3.org/2005/Atom}"


def publish(world: World, title: str, **values: Any) -> str:
    texts = {"decision": "Wat in de titel staat."}
    filed = world.submit(title=title, texts=texts, **values)
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    world.settle()
    return filed.number


@pytest.fixture
def client(sqlite_world: World) -> Iterator[TestClient]:
    with clients() as client_for:
        yield client_for(sqlite_world)


@pytest.fixture
def town(sqlite_world: World) -> World:
    publish(sqlite_world, "Meer bomen in de straat", subject="green")
    publish(sqlite_world, "Een bankje bij de vijver", subject="other")
    publish(sqlite_world, "Bomen bij de boerderij", neighbourhood_code="WK990101")
    return sqlite_world


def text(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def titles(page: str) -> list[str]:
    return re.findall(r'class="ws-card__link" href="[^"]+">([^<]+)<', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zoek=boom", ["Bomen bij de boerderij", "Meer bomen in de straat"]),
        ("zoek=boom&wijk=WK990101", ["Bomen bij de boerderij"]),
        ("onderwerp=other", ["Een bankje bij de vijver"]),
        ("zoek=zwembad", []),
        ("zoek=%00%27%22", ["Bomen bij de boerderij", "Een bankje bij de vijver", "Meer bomen in de straat"]),
        ("zoek=boom&volgorde=newest", ["Bomen bij de boerderij", "Meer bomen in de straat"]),
        ("zoek=" + "boom+" * 500, ["Bomen bij de boerderij", "Meer bomen in de straat"]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("town")
def test_list_with_words_and_filters(client: TestClient, query: str, found: list[str]) -> None:
    assert titles(text(client, f"/initiatieven?{query}")) == found


@pytest.mark.usefixtures("town")
def test_list_says_what_was_looked_for_and_helps_when_there_is_none(client: TestClient) -> None:
    page = text(client, "/initiatieven?zoek=zwembad&wijk=WK990101&soort=voorstel")
    assert "0 plannen gevonden" in page
    assert "U zocht op: ‘zwembad’, Buitengebied, Voorstel." in page
    assert (
        'href="/initiatieven?wijk=WK990101&soort=voorstel#gevonden">Zoek zonder ‘zwembad’' in page
    )
    assert "Gebruik minder woorden" in page
    assert 'value="zwembad"' in page


@pytest.mark.usefixtures("town")
def test_words_are_shown_as_words(client: TestClient) -> None:
    page = client.get("/initiatieven?zoek=<script>alert(1)</script>\u202ebomen").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def counts(page: str) -> dict[str, int]:
    said = re.findall(r">([^<>]+): (\d+) plan(?:nen)?</a>", page)
    return {name.strip(): int(number) for name, number in said}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Centrum": 2, "Buitengebied": 1}),
        ("?zoek=boom", {"Centrum": 1, "Buitengebied": 1}),
        ("?zoek=boom&wijk=WK990101&onderwerp=green", {"Centrum": 0, "Buitengebied": 1}),
        ("?zoek=zwembad", {"Centrum": 0, "Buitengebied": 0}),
    ],
)
@pytest.mark.usefixtures("town")
def test_map_counts_what_the_list_finds(
    client: TestClient, query: str, found: dict[str, int]
) -> None:
    page = text(client, f"/initiatieven/kaart{query}")
    assert counts(page) == found
    listed = text(client, f"/initiatieven{query}")
    assert f"{sum(found.values())} plan" in listed
    assert f'href="/initiatieven/kaart{query}#gevonden"' in listed


@pytest.mark.usefixtures("town")
def test_map_is_a_drawing_with_links_and_the_same_for_script(client: TestClient) -> None:
    page = text(client, "/initiatieven/kaart?zoek=boom")
    assert "style=" not in page
    link = '<a class="ws-map__link" href="/initiatieven?zoek=boom&wijk=WK990101#gevonden"'
    assert link in page
    assert "Bron: made up." in page
    [said] = re.findall(r'id="kaart-gegevens">(.*?)</script>', page)
    data = json.loads(said)
    assert [(one["name"], one["count"], one["level"]) for one in data["places"]] == [
        ("Centrum", 1, 1),
        ("Buitengebied", 1, 1),
    ]
    assert [len(one["polygons"]) for one in data["places"]] == [1, 2]
    assert (data["tiles"], data["attribution"]) == ("", "")


def test_map_where_nobody_knows_the_shapes(sqlite_world: World) -> None:
    with clients() as client_for:
        page = text(client_for(sqlite_world, where="buurdorp"), "/initiatieven/kaart")
    assert "kaart-gegevens" not in page
    assert "ws-map__drawing" not in page
    assert counts(page) != {}


def test_tiles_come_from_the_setting_and_from_nowhere_else(sqlite_world: World) -> None:
    tiles = "https://tiles.example/a/{z}/{x}/{y}.png"
    world = with_settings(sqlite_world, tile_url=tiles, tile_attribution="Tegels van een ander")
    with clients() as client_for:
        client = client_for(world)
        answer = client.get("/initiatieven/kaart")
        assert (
            "img-src 'self' data: https://tiles.example"
            in (answer.headers["content-security-policy"])
        )
        assert "Tegels van een ander" in answer.text
        assert "tiles.example" not in client.get("/").headers["content-security-policy"]
    with clients() as client_for:
        answer = client_for(sqlite_world).get("/initiatieven/kaart")
        assert "img-src" not in answer.headers["content-security-policy"]


def feed_of(client: TestClient, address: str) -> Element:
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/atom+xml"
    return fromstring(answer.content)  # noqa: S314 - our own


def said(element: Element, name: str) -> str:
    found = element.findtext(ATOM + name)
    assert found
    return found


@pytest.mark.usefixtures("town")
def test_feed_has_what_rfc_4287_asks_for(client: TestClient) -> None:
    feed = feed_of(client, "/initiatieven/feed?zoek=boom")
    entries = feed.findall(f"{ATOM}entry")
    assert [said(one, "title") for one in entries] == [
        "Bomen bij de boerderij",
        "Meer bomen in de straat",
    ]
    assert said(feed, "title") == "Initiatieven in Testdorp: ‘boom’"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Testdorp"
    ids = [said(one, "id") for one in (feed, *entries)]
    assert len(set(ids)) == 3
    assert all(one.startswith("http://testdorp.localhost/initiatieven/") for one in ids)
    for one in (feed, *entries):
        assert datetime.fromisoformat(said(one, "updated")).tzinfo is not None
    links = [{link.get("rel") for link in one.findall(f"{ATOM}link")} for one in (feed, *entries)]
    assert links == [{"self", "alternate"}, {"alternate"}, {"alternate"}]
    assert said(entries[1], "summary") == "Burgerinitiatief. Centrum. Inwoners kunnen tekenen."


def test_feed_of_nothing_is_whole_too(client: TestClient) -> None:
    feed = feed_of(client, "/initiatieven/feed")
    assert feed.findall(f"{ATOM}entry") == []
    assert said(feed, "updated") == "2025-01-01T00:00:00Z"


@pytest.mark.parametrize("path", ["/initiatieven", "/initiatieven/kaart", "/initiatieven/feed"])
def test_all_three_are_kept_and_never_stale(
    client: TestClient, sqlite_world: World, path: str
) -> None:
    address = f"{path}?zoek=boom&utm_source=brief"
    before = client.get(address)
    mark = before.headers["etag"]
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
    publish(sqlite_world, "Een boom op het plein")
    after = client.get(address, headers={"If-None-Match": mark})
    assert after.status_code == 200
    assert after.text != before.text


def test_nothing_that_is_not_public_is_anywhere(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit(title="Geheime bomen in de straat")
    sqlite_world.settle()
    for path in ("/initiatieven", "/initiatieven/kaart", "/initiatieven/feed"):
        assert "Geheime" not in client.get(f"{path}?zoek=bomen").text
    assert counts(text(client, "/initiatieven/kaart")) == {"Centrum": 0, "Buitengebied": 0}
