"""Nothing that anybody typed or is comes into a log: recognisable values go through everything that can go wrong."""

import logging
import sys
import threading
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from tests.support.logged import Logged
from tests.support.submitting import file_plan
from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, World
from wijkstem.adapters.mail import FakeMailer, Message
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.domain.people import SYSTEM
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import follow
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.logs import LEFT_OUT
from wijkstem.settings import ROOT
from wijkstem.web import finding
from workers import clock
from workers.deliveries import deliver

NAME = "Wilhelmina Zonderling-Planteman"
EMAIL = "w.zonderling@geheim.example"
BORN = date(1961, 7, 23)
TITLE = "Een vijver met kikkers voor Zonderling"
PLAN = "Mijn huisarts zegt dat kikkers helpen tegen somberheid."
STREET = "Kwakersdwarspad 17 bis"
CODE = "geheime-code-849201"
SECRETS = (
    NAME,
    "Zonderling",
    EMAIL,
    "geheim.example",
    "1961",
    TITLE,
    "kikkers",
    PLAN,
    STREET,
    CODE,
)


@pytest.fixture
def resident(world: World, client_for: ClientFor) -> tuple[TestClient, str]:
    """A browser of somebody with recognisable particulars, and the secret of the session."""
    identity = Identity(CODE, NAME, email=EMAIL, birth_date=BORN, neighbourhood_code="WK990100")
    found: LoggedIn = world.execute(LogIn(identity))
    client = client_for(world)
    client.cookies.set("wijkstem", found.token, domain=f"{HERE}.localhost")
    return client, found.token


def fail_with(*words: str) -> Any:
    def fail(*_args: object, **_more: object) -> NoReturn:
        raise ValueError(" ".join(words))

    return fail


FORM = {
    "title": TITLE,
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "decision": PLAN,
    "onzin": STREET,
}


def test_forms_and_pages_that_go_well_or_wrong(
    logged: Logged, world: World, resident: tuple[TestClient, str]
) -> None:
    client, token = resident
    new = "/initiatieven/nieuw/burgerinitiatief"
    for sent in (FORM, FORM | {"title": STREET * 40}, FORM | {"vraag-decision": f"{PLAN}\x07"}, {}):
        client.post(new, data=sent)
        file_plan(client, sent)
    client.get(f"/initiatieven?q={STREET}&taal={CODE}")
    client.get(f"/{STREET}/{CODE}")
    client.post("/inloggen", data={"persoon": EMAIL, "terug": f"/{CODE}"})
    client.post(new, data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    client.post(new, content=f"{PLAN}{EMAIL}", headers={"Content-Type": "multipart/form-data"})
    client.post("/mijn/wissen", data={"zeker": CODE})
    client.post("/mijn/taal", data={"taal": CODE})
    assert logged.lines("request")
    assert logged.lines("command")
    logged.tells_nothing(*SECRETS, token)


def test_mistakes_of_ours_with_values_in_them(
    logged: Logged, resident: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, token = resident
    monkeypatch.setattr(finding, "ask", fail_with(NAME, EMAIL, PLAN, str(BORN)))
    answer = client.get("/initiatieven")
    assert answer.status_code == 500
    [line] = logged.lines("request failed")
    assert line["correlation_id"] in answer.text, "the number on the page finds the line"
    [request] = [one for one in logged.lines("request") if one["status"] == 500]
    assert request["correlation_id"] == line["correlation_id"]
    logged.tells_nothing(*SECRETS, token)


def test_errors_of_the_database_that_name_values(logged: Logged, world: World) -> None:
    """PostgreSQL names the values of a key that is there already; what anybody logs of it names none."""
    person = world.person("somebody")
    insert = text(
        "INSERT INTO person (municipality_id, id, identity_tag, display_name, email, language,"
        " registered_at) VALUES (:here, :id, :tag, :name, :mail, 'nl', '2026-03-02')"
    )
    values = {"here": HERE, "id": str(person.person_id), "tag": CODE, "name": NAME, "mail": EMAIL}
    everywhere = world.services.engine.connect().execution_options(municipality="*")
    with everywhere as connection:
        try:
            connection.execute(insert, {**values, "id": str(person.person_id).replace("-", "")})
            connection.execute(insert, values)
        except IntegrityError:
            structlog.get_logger("wijkstem").exception("failed")
            logging.getLogger("dramatiq.worker").exception("Failed to process message.")
    assert logged.lines("failed")
    assert logged.lines("Failed to process message.")
    logged.tells_nothing(*SECRETS)


def test_workers_and_the_clock(
    logged: Logged, world: World, resident: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, token = resident
    file_plan(client, FORM)
    world.submit(title=TITLE, texts={"decision": PLAN, "proposal": PLAN})
    world.settle()
    pages = make_pages(ROOT / "templates")

    class Refusing(FakeMailer):
        def send(self, message: Message) -> NoReturn:
            raise ConnectionError(
                f"550 {message.address}: {message.subject} {EMAIL} {message.body}"
            )

    refusing = replace(world.services, mailer=Refusing())
    assert deliver(refusing, pages, HERE) > 0
    world.clock.at = world.clock.at.replace(hour=23)
    assert deliver(world.services, pages, HERE) > 0
    [sent, *_] = logged.lines("delivery sent")
    by_event = {str(one.event_id): str(one.correlation_id) for one in world.recorded()}
    assert by_event[sent["event_id"]] == sent["correlation_id"], "back to the request"

    broken: Consumer[Any] = Consumer("broken", fail_with(NAME, PLAN, EMAIL), ())
    follow(broken, HERE, world.services.projection_desk(HERE))
    [stopped] = logged.lines("consumer stopped")
    assert by_event[stopped["event_id"]] == stopped["correlation_id"]

    def gone(*_: object) -> NoReturn:
        raise IntegrityError(f"INSERT {NAME}", {"email": EMAIL}, Exception(PLAN))

    monkeypatch.setattr(clock, "sweep", gone)
    clock.tick(world.services, ())
    assert logged.lines("sweep failed")
    logged.tells_nothing(*SECRETS, token)


@pytest.mark.filterwarnings("default")
def test_what_others_say_and_nobody_catches(logged: Logged) -> None:
    logging.getLogger("some.library").error("refused %s", EMAIL)
    logging.getLogger("asyncio").error(f"Task exception was never retrieved {NAME}")
    logging.getLogger("uvicorn.access").info(f"GET /zoek?q={STREET}")
    dying = threading.Thread(target=fail_with(NAME, EMAIL))
    dying.start()
    dying.join()
    try:
        fail_with(PLAN)()
    except ValueError:
        sys.excepthook(*sys.exc_info())
    assert len(logged.lines(LEFT_OUT)) == 2
    assert len(logged.lines("nobody caught")) == 2
    logged.tells_nothing(*SECRETS)


def test_a_session_is_nobodys_in_the_log(
    logged: Logged, world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    who = log_in(client, world, NAME)
    for address in ("/mijn", "/uitloggen"):
        client.get(address)
    world.execute(LogIn(Identity("again", NAME)), SYSTEM)
    assert logged.lines("request")
    logged.tells_nothing(*SECRETS, str(who))
