"""What somebody typed survives the login that comes in between, and only for them."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.kit.sealed import opened, sealed
from wijkstem.tables.accounts import KeptForm, LoginSession
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

PATH = "/initiatieven/nieuw/voorstel"


def typed(client: TestClient, world: World) -> dict[str, str]:
    """A whole form, with the names that the page gives its fields."""
    log_in(client, world, "ann")
    text = client.get(PATH).text
    client.cookies.delete("wijkstem", domain="testdorp.localhost")
    name = text.partition('<textarea class="utrecht-textarea')[2].partition('name="')[2]
    form_id = text.partition('name="form_id" value="')[2].partition('"')[0]
    return {
        "form_id": form_id,
        "title": "Een <b>bankje</b> bij de vijver",
        "neighbourhood_code": "WK990100",
        "subject": "green",
        name.partition('"')[0]: "Zet daar een bankje neer.",
    }


def test_form_of_a_session_that_ended_comes_back(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    form = typed(client, world)
    answer = client.post(f"{PATH}?bron=brief", data=form)
    back = f"{PATH}?bron=brief"
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/inloggen?terug={PATH}%3Fbron%3Dbrief"
    log_in(client, world, "ann")
    page = client.get(back).text
    assert "Een &lt;b&gt;bankje&lt;/b&gt; bij de vijver" in page
    assert "Zet daar een bankje neer." in page
    assert form["form_id"] in page, "sent twice it is still one plan"
    assert client.get(back).text == page, "also after a reload"
    filed = client.post(PATH, data=form)
    assert filed.headers["location"].startswith("/initiatieven/")
    assert len(world.rows(Initiative)) == 1
    assert world.rows(KeptForm) == []
    assert "bankje" not in client.get(PATH).text


def test_nobody_else_sees_it(world: World, client_for: ClientFor) -> None:
    client, other = client_for(world), client_for(world)
    client.post(PATH, data=typed(client, world))
    [row] = world.rows(KeptForm)
    assert b"bankje" not in row["sealed"]
    log_in(other, world, "ann")
    assert "bankje" not in other.get(PATH).text
    other.cookies.set("wijkstem-browser", "a" * 43, domain="testdorp.localhost")
    assert "bankje" not in other.get(PATH).text


def test_it_is_gone_after_an_hour_and_after_logging_out(
    sqlite_world: World, client: TestClient
) -> None:
    client.post(PATH, data=typed(client, sqlite_world))
    log_in(client, sqlite_world, "ann")
    assert "bankje" in client.get(PATH).text
    sqlite_world.clock.at += timedelta(hours=1)
    assert "bankje" not in client.get(PATH).text
    client.cookies.delete("wijkstem", domain="testdorp.localhost")
    client.post(PATH, data={"title": "Een heel ander plan"})
    assert len(sqlite_world.rows(KeptForm)) == 1, "what is over is cleared away"
    log_in(client, sqlite_world, "ann")
    client.post("/uitloggen")
    log_in(client, sqlite_world, "ann")
    assert "Een heel ander plan" not in client.get(PATH).text


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
