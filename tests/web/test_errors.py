"""Every error ends in a page with the right status, in the reader's language, with a way on."""

from collections.abc import Callable

import pytest
import structlog
from psycopg.errors import IdleInTransactionSessionTimeout
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World, settings_for
from wijkstem.app import create_app
from wijkstem.bootstrap import bootstrap
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.commits import CommitUnknown
from wijkstem.rules.registry import RuleBook

Raise = Callable[[Exception], None]


@pytest.fixture
def breaks(client: TestClient) -> Raise:
    """Makes /stuk, and /knop that has no page of its own, raise what they are given."""
    app = client.app
    assert isinstance(app, Starlette)

    def raising(error: Exception) -> None:
        async def broken(request: Request) -> Response:
            raise error

        app.router.routes.insert(0, Route("/stuk", broken, methods=["GET", "POST"]))
        app.router.routes.insert(0, Route("/knop", broken, methods=["POST"]))

    return raising


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x", "Dit plan bestaat niet."), 404),
        (NotAllowed("x", "Dit mag u niet doen met de rol die u nu hebt."), 403),
        (Conflict("x", "Dit plan is al bij een andere stap."), 409),
        (RuleBroken("x", "Deze termijn loopt niet meer."), 422),
        (Invalid({"a": FieldError("x", "Kies een vergadering.")}), 422),
        (OperationalError("SELECT 1", {}, Exception("locked")), 503),
        (PoolTimeout(), 503),
        (InternalError("SELECT 1", {}, IdleInTransactionSessionTimeout("stood still")), 503),
        (IntegrityError("INSERT", {}, Exception("oops")), 500),
        (ZeroDivisionError(), 500),
        (HTTPException(413), 413),
        (HTTPException(418), 418),
    ],
)
def test_error_has_its_status(
    client: TestClient, sqlite_world: World, breaks: Raise, error: Exception, status: int
) -> None:
    log_in(client, sqlite_world, "ann")
    breaks(error)
    for answer in (client.get("/stuk"), client.post("/stuk")):
        assert answer.status_code == status
        assert "<h1" in answer.text
        assert 'href="/"' in answer.text
        assert ("retry-after" in answer.headers) == (status == 503)


def test_commit_without_an_answer_is_told_honestly(
    client: TestClient, sqlite_world: World, breaks: Raise
) -> None:
    """Neither "done" nor "not done", nor an invitation to simply do it again."""
    log_in(client, sqlite_world, "ann")
    breaks(CommitUnknown())
    answer = client.post("/stuk")
    assert answer.status_code == 503
    assert "retry-after" not in answer.headers
    assert "Wij weten niet zeker of het gelukt is" in answer.text
    assert "of in uw overzicht" in answer.text
    assert 'href="/mijn"' in answer.text
    assert "We are not sure whether it worked" in client.post("/stuk?taal=en").text


def test_sentence_of_an_error_is_translated_with_its_values(
    client: TestClient, sqlite_world: World, breaks: Raise
) -> None:
    log_in(client, sqlite_world, "ann")
    breaks(
        RuleBroken("x", "U moet minstens %(least)s jaar zijn om dit plan in te dienen.", least=16)
    )
    assert "U moet minstens 16 jaar zijn om dit plan in te dienen." in client.get("/stuk").text
    english = client.get("/stuk?taal=en").text
    assert "You must be at least 16 years old to submit this plan." in english


def test_values_in_a_sentence_are_escaped(
    client: TestClient, sqlite_world: World, breaks: Raise
) -> None:
    log_in(client, sqlite_world, "ann")
    breaks(Conflict("x", "Dit plan is nu bij de stap: %(step)s.", step="<script>"))
    assert "&lt;script&gt;" in client.get("/stuk").text


def test_failure_gives_a_reference_that_is_in_the_log_and_not_what_was_typed(
    client: TestClient, breaks: Raise
) -> None:
    breaks(ZeroDivisionError("what somebody typed"))
    with structlog.testing.capture_logs() as lines:
        text = client.get("/stuk?vraag=ook-getypt").text
    failure = next(line for line in lines if line["event"] == "request failed")
    assert failure["error"] == "ZeroDivisionError"
    assert failure["correlation_id"] in text
    assert "typed" not in str(failure["error"])
    assert "getypt" not in str(lines)
    assert "typed" not in text


def test_who_is_not_logged_in_goes_to_the_login_and_back(client: TestClient, breaks: Raise) -> None:
    breaks(NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder."))
    answer = client.get("/stuk?wijk=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inloggen?terug=/stuk%3Fwijk%3D1"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testdorp.localhost/initiatieven/1", "/initiatieven/1"),
        ("http://evil.example/initiatieven/1", "/"),
        ("http://testdorp.localhost//evil.example", "/"),
        ("http://[broken", "/"),
        ("", "/"),
    ],
)
def test_button_of_who_is_not_logged_in_leads_back_to_the_page_that_held_it(
    client: TestClient, breaks: Raise, referer: str, back: str
) -> None:
    breaks(NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder."))
    answer = client.post("/knop", headers={"Referer": referer})
    assert answer.headers["location"] == f"/inloggen?terug={back}"


def test_form_of_who_is_not_logged_in_leads_back_to_its_own_page(
    client: TestClient, breaks: Raise
) -> None:
    breaks(NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder."))
    answer = client.post("/stuk?bron=brief", headers={"Referer": "http://testdorp.localhost/"})
    assert answer.headers["location"] == "/inloggen?terug=/stuk%3Fbron%3Dbrief"


def test_unknown_address_has_ways_on(client: TestClient) -> None:
    answer = client.get("/bestaat/niet")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text
    assert 'href="/initiatieven"' in answer.text
    assert "This page is not here" in client.get("/bestaat/niet?taal=en").text


def test_form_address_asked_as_a_page_is_not_allowed(client: TestClient) -> None:
    answer = client.get("/uitloggen")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert "Dit kan op deze pagina niet" in answer.text


@pytest.fixture
def cut_off(rules: RuleBook) -> TestClient:
    """A browser at an application whose database is away."""
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    services = bootstrap(
        settings_for(away, redis_url="redis://127.0.0.1:1/0", smtp_host="127.0.0.1"), rules=rules
    )
    return TestClient(create_app(services), base_url="http://testdorp.localhost")


def test_database_that_is_away_is_a_page_to_try_again(cut_off: TestClient) -> None:
    cut_off.cookies.set("wijkstem", "a" * 43, domain="testdorp.localhost")
    answer = cut_off.get("/mijn?taal=en")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert "It does not work just now" in answer.text


def test_database_that_is_away_leaves_what_needs_none(cut_off: TestClient) -> None:
    assert cut_off.get("/privacy").status_code == 200
    assert cut_off.get("/healthz").status_code == 200
    ready = cut_off.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["database"] == {"ok": False, "error": "OperationalError"}
