"""A neighbourhood's programme on screen: every change of an item stays to be read, and nothing typed is lost."""

from html import unescape

from starlette.testclient import TestClient

from tests.commands.test_programme import FORM, added
from tests.support.web import log_in
from tests.support.world import World
from tests.web.town import ITEM
from wijkstem.words import Role


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_item_stands_with_its_neighbourhood_and_tells_how_it_went(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    sent = client.post("/wijken/WK990100/programma", data=ITEM | {"state": "planned"})
    url = sent.headers["location"]
    news = {"revision": "1", "news": "De schop gaat de grond in.", "last_year": "2028"}
    assert client.post(f"{url}/nieuws", data=ITEM | news).is_redirect
    client.cookies.clear()

    page = text(client, url)
    for words in (
        "Van ‘Gepland’ naar ‘Bezig’",
        "De schop gaat de grond in.",
        "Eerst stond er: 2026 tot en met 2027.",
        "In het programma gezet: Gepland",
    ):
        assert words in page
    assert "Vertel hoe het gaat" not in page
    listed = text(client, "/wijken/WK990100")
    assert FORM.title in listed
    assert "2026 tot en met 2028" in listed
    assert "1 punt in het programma" in text(client, "/wijken")


def test_form_with_mistakes_comes_back_with_everything_that_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    typed = ITEM | {"first_year": "over een jaar", "state": "stopped", "plan": "2026-9999"}
    answer = client.post("/wijken/WK990100/programma", data=typed)
    page = unescape(answer.text)

    assert answer.status_code == 422
    for words in (
        "Schrijf een jaar met vier cijfers",
        "Leg uit waarom dit stopt.",
        'value="over een jaar"',
        'value="2026-9999"',
        "Er komen acht bomen.",
    ):
        assert words in page


def test_news_that_comes_too_late_keeps_the_words(client: TestClient, sqlite_world: World) -> None:
    url = f"/programma/{added(sqlite_world)}/nieuws"
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert client.post(url, data=ITEM | {"revision": "1", "news": "Het eerste."}).is_redirect
    late = client.post(url, data=ITEM | {"revision": "1", "news": "Het tweede."})

    assert late.status_code == 409
    assert "Het tweede." in late.text
    assert 'name="revision" value="2"' in late.text
