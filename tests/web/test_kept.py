"""What somebody typed survives the login that comes in between, and only for them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import hidden
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.kit.sealed import opened, sealed
from wijkstem.tables.accounts import KeptForm, LoginSession
from wijkstem.tables.drafts import Draft
from wijkstem.words import Role

PATH = "/initiatieven/concept/2f1f6c0e-6f0c-4d53-9a40-9be0c1a8a0b7/plan"
KIND = "soort=voorstel"


def typed(client: TestClient, world: World) -> dict[str, str]:
    """A whole page, with the names that it gives its fields; then the session ends."""
    log_in(client, world, "ann")
    page = hidden(client.get(f"{PATH}?{KIND}").text)
    client.cookies.delete("wijkstem", domain="testdorp.localhost")
    return page | {
        "title": "Een <b>bankje</b> bij de vijver",
        "vraag-proposal": "Zet daar een bankje neer.",
    }


def test_form_of_a_session_that_ended_comes_back(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    form = typed(client, world)
    back = f"{PATH}?{KIND}&bron=brief"
    answer = client.post(back, data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/inloggen?terug={quote(back, safe='/')}"
    log_in(client, world, "ann")
    page = client.get(back).text
    assert "Een &lt;b&gt;bankje&lt;/b&gt; bij de vijver" in page
    assert "Zet daar een bankje neer." in page
    assert hidden(page)["venster"] == form["venster"], "sent twice it is still one page"
    assert client.get(back).text == page, "also after a reload"
    kept = client.post(back, data=form)
    assert kept.headers["location"] == PATH.replace("/plan", "/plek")
    assert len(world.rows(Draft)) == 1
    assert world.rows(KeptForm) == []


def test_nobody_else_sees_it(world: World, client_for: ClientFor) -> None:
    client, other = client_for(world), client_for(world)
    client.post(PATH, data=typed(client, world))
    [row] = world.rows(KeptForm)
    assert b"bankje" not in row["sealed"]
    log_in(other, world, "ann")
    assert "bankje" not in other.get(f"{PATH}?{KIND}").text
    other.cookies.set("wijkstem-browser", "a" * 43, domain="testdorp.localhost")
    assert "bankje" not in other.get(f"{PATH}?{KIND}").text


def test_it_is_gone_after_an_hour_and_after_logging_out(
    sqlite_world: World, client: TestClient
) -> None:
    client.post(PATH, data=typed(client, sqlite_world))
    log_in(client, sqlite_world, "ann")
    assert "bankje" in client.get(f"{PATH}?{KIND}").text
    sqlite_world.clock.at += timedelta(hours=1)
    assert "bankje" not in client.get(f"{PATH}?{KIND}").text
    client.cookies.delete("wijkstem", domain="testdorp.localhost")
    client.post(PATH, data={"title": "Een heel ander plan"})
    assert len(sqlite_world.rows(KeptForm)) == 1, "what is over is cleared away"
    log_in(client, sqlite_world, "ann")
    client.post("/uitloggen")
    log_in(client, sqlite_world, "ann")
    assert "Een heel ander plan" not in client.get(f"{PATH}?{KIND}").text


def test_officials_words_come_back_too(sqlite_world: World, client: TestClient) -> None:
    number = sqlite_world.submit().number
    case = f"/moderatie/{number}"
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    sqlite_world.clock.at += timedelta(hours=11)
    answer = client.post(case, data={"outcome": "admit", "reasons": "Wij vinden dit goed."})
    assert answer.headers["location"] == f"/inloggen?terug={case}"
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Wij vinden dit goed." in client.get(case).text


@pytest.mark.parametrize("data", [{}, {"title": ""}, {"title": "x" * 100_001}])
def test_nothing_is_kept_of_an_empty_form_or_an_endless_one(
    sqlite_world: World, client: TestClient, data: dict[str, str]
) -> None:
    assert client.post(PATH, data=data).status_code == 303
    assert sqlite_world.rows(KeptForm) == []
    assert sqlite_world.rows(LoginSession) == []


def test_sealed_opens_with_its_own_secret_only() -> None:
    box = sealed({"é": "\N{GRINNING FACE}"}, "secret")
    assert opened(box, "secret") == {"é": "\N{GRINNING FACE}"}
    assert opened(box, "another") == {}
