"""Where a request is for, in which language and from whom: decided before any page begins."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Scope

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.sessions import LASTS as SESSION_LASTS
from wijkstem.web.context import visitor
from wijkstem.web.middleware import HEADERS
from wijkstem.words import Role


async def _who(request: Request) -> Response:
    who = visitor(request)
    return JSONResponse(
        {
            "municipality": who.municipality_id,
            "person": str(who.actor.person_id) if who.actor.person_id else None,
            "roles": sorted(who.actor.roles),
            "council_of": sorted(who.actor.council_of),
            "name": who.display_name,
            "lang": who.lang,
        }
    )


@pytest.fixture
def asked(client_for: ClientFor, sqlite_world: World) -> TestClient:
    """A browser at a Testdorp that tells what it knows of a visitor."""
    client = client_for(sqlite_world)
    client.app.router.routes.insert(0, Route("/wie", _who))  # type: ignore[attr-defined]
    return client


def test_host_decides_the_municipality_whatever_the_port(asked: TestClient) -> None:
    for host in ("testdorp.localhost", "TESTDORP.localhost:8000"):
        assert asked.get("/wie", headers={"Host": host}).json()["municipality"] == "testdorp"
    other = asked.get("/wie", headers={"Host": "buurdorp.localhost:1"}).json()
    assert other["municipality"] == "buurdorp"


@pytest.mark.parametrize("host", ["localhost:8123", "127.0.0.1:8123", "[::1]:8123"])
def test_bare_address_offers_the_choice_and_keeps_the_port(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 200
    assert 'href="http://testdorp.localhost:8123/"' in answer.text
    assert 'href="http://buurdorp.localhost:8123/"' in answer.text


def test_page_of_a_municipality_at_the_bare_address_leads_to_the_choice(client: TestClient) -> None:
    answer = client.get("/mijn", headers={"Host": "localhost:8123"})
    assert answer.status_code == 404
    assert "Kies eerst uw gemeente." in answer.text
    assert 'href="http://localhost:8123/"' in answer.text


@pytest.mark.parametrize(
    "host",
    ["nergens.localhost", "a.testdorp.localhost", "example.org", "testdorp.localhost.evil", "a b"],
)
def test_unknown_host_is_not_found(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 404
    assert "Op dit adres is geen gemeente te vinden." in answer.text


def test_machines_are_answered_on_any_host(client: TestClient) -> None:
    for path in ("/healthz", "/metrics", "/.well-known/security.txt", "/static/dist/nope"):
        answer = client.get(path, headers={"Host": "10.0.0.7.example"})
        assert "geen gemeente" not in answer.text


def test_language_is_dutch_until_somebody_says_otherwise(asked: TestClient) -> None:
    assert asked.get("/wie").json()["lang"] == "nl"
    assert asked.get("/wie?taal=en").json()["lang"] == "en"
    assert asked.get("/wie").json()["lang"] == "en", "it is remembered"
    assert asked.get("/wie?taal=xx").json()["lang"] == "en", "an unknown one changes nothing"
    assert asked.get("/wie?taal=nl").json()["lang"] == "nl"


def test_language_of_the_person_counts_until_this_browser_chose(
    asked: TestClient, sqlite_world: World
) -> None:
    log_in(asked, sqlite_world, "ann")
    asked.post("/mijn/taal", data={"taal": "en"})
    asked.cookies.delete("taal")
    assert asked.get("/wie").json()["lang"] == "en"
    assert asked.get("/wie?taal=nl").json()["lang"] == "nl"


def test_session_tells_who_it_is_with_all_roles(asked: TestClient, sqlite_world: World) -> None:
    person = log_in(asked, sqlite_world, "ann", Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL)
    assert asked.get("/wie").json() == {
        "municipality": "testdorp",
        "person": str(person),
        "roles": ["neighbourhood_council", "resident"],
        "council_of": ["WK990100"],
        "name": "ann",
        "lang": "nl",
    }


def test_session_on_both_engines(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "ann")
    assert client.get("/mijn").status_code == 200


def test_expired_session_is_nobody(asked: TestClient, sqlite_world: World) -> None:
    log_in(asked, sqlite_world, "ann")
    sqlite_world.clock.at += SESSION_LASTS - timedelta(seconds=1)
    assert asked.get("/wie").json()["name"] == "ann"
    sqlite_world.clock.at += timedelta(seconds=1)
    assert asked.get("/wie").json()["person"] is None


@pytest.mark.parametrize("secret", ["x", "a" * 43, "'; drop table person; --"])
def test_invented_secret_is_nobody(asked: TestClient, secret: str) -> None:
    asked.cookies.set("wijkstem", secret, domain="testdorp.localhost")
    assert asked.get("/wie").json()["person"] is None


def test_session_of_one_municipality_is_nobody_in_another(
    asked: TestClient, sqlite_world: World
) -> None:
    log_in(asked, sqlite_world, "ann")
    secret = asked.cookies["wijkstem"]
    there = asked.get(
        "/wie", headers={"Host": "buurdorp.localhost", "Cookie": f"wijkstem={secret}"}
    )
    assert there.json()["person"] is None


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/nope", "/healthz", "/static/nope.css"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "strict-transport-security" not in headers
    assert client.get("/", headers={"Host": "example.org"}).headers["x-frame-options"] == "DENY"


def test_all_of_them_look_at_one_request_that_goes_when_they_are_done(
    client_for: ClientFor, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Request] = []
    scopes: list[Scope] = []
    real = Request.__init__

    def noted(self: Request, scope: Scope, *rest: Any) -> None:
        made.append(self)
        scopes.append(scope)
        real(self, scope, *rest)

    client = client_for(sqlite_world)
    monkeypatch.setattr(Request, "__init__", noted)
    assert client.post("/initiatieven/een%0Aplan/steunen").status_code in {303, 403, 404}
    assert len([one for one in made if one.scope is scopes[0]]) <= 2, "one, and the page's own"
    assert not [one for one in scopes if any(isinstance(value, Request) for value in one.values())]
