"""How often mail comes, chosen on a page; and the link in a mail that stops it, as mail programs use it."""

import re

import pytest
from starlette.testclient import TestClient

from tests.commands.test_messages import mails, rhythm, something_happens, token
from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, World
from tests.web.test_by_email import in_by_email
from wijkstem.commands.accounts import ErasePerson
from wijkstem.domain.people import Actor
from wijkstem.kit.jinja import make_pages
from wijkstem.settings import ROOT
from wijkstem.tables.accounts import Person
from wijkstem.words import Rhythm, Role
from workers.deliveries import deliver

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def person(client: TestClient, world: World, name: str = "anna") -> Actor:
    return Actor(log_in(client, world, name), frozenset({Role.RESIDENT}))


def test_choices_are_kept_and_shown(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    anna = person(client, world)
    page = client.get("/mijn/voorkeuren").text
    assert "Wij mailen naar anna@example.test." in page
    assert re.search(r'value="at_once" checked', page)
    answer = client.post("/mijn/voorkeuren", data={"ritme": "weekly", "taal": "en"})
    assert answer.headers["location"] == "/mijn/voorkeuren"
    assert rhythm(world, anna) is Rhythm.WEEKLY
    page = client.get("/mijn/voorkeuren").text
    assert re.search(r'value="weekly" checked', page)
    assert "Your preferences are kept." in page


def test_nothing_chosen_is_said_and_nothing_changes(
    sqlite_world: World, client: TestClient
) -> None:
    anna = person(client, sqlite_world)
    answer = client.post("/mijn/voorkeuren", data={"ritme": "hourly", "taal": "en"})
    assert answer.status_code == 422
    assert 'href="#f-ritme">Kies hoe vaak u e-mail wilt.</a>' in answer.text
    assert re.search(r'value="en" checked', answer.text), "what was picked is still picked"
    assert rhythm(sqlite_world, anna) is Rhythm.AT_ONCE


def test_mailbox_alone_chooses_for_its_own_mail(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    in_by_email(world, client)
    client.post("/mijn/voorkeuren", data={"ritme": "daily", "taal": "nl"})
    assert [row["mail_rhythm"] for row in world.rows(Person)] == [Rhythm.DAILY]


def test_mail_has_a_link_that_stops_it_and_what_must_come_has_none(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    anna = person(client, world)
    something_happens(world, anna)
    deliver(world.services, make_pages(ROOT / "templates"), HERE)
    stops = {m.address: m.stop for m in world.mailer.sent}
    assert stops["somebody@example.test"] == ""
    stop = stops["anna@example.test"]
    [message] = [m for m in world.mailer.sent if m.address == "anna@example.test"]
    assert stop in message.body
    assert f'href="{stop}"' in message.html
    assert stop == f"http://testdorp.localhost/afmelden/{token(world, anna)}"
    assert rhythm(world, anna) is Rhythm.AT_ONCE


def test_program_that_looks_at_links_stops_nothing(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    anna = world.person("anna")
    path = f"/afmelden/{token(world, anna)}"
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Stop deze e-mails" in page.text
    assert client.head(path).status_code == 200
    assert rhythm(world, anna) is Rhythm.AT_ONCE


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://mail.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_one_request_from_anywhere_stops_the_mail(
    sqlite_world: World, client_for: ClientFor, headers: dict[str, str]
) -> None:
    anna = sqlite_world.person("anna")
    client = client_for(sqlite_world)
    client.headers.pop("Sec-Fetch-Site")
    answers = [
        client.post(f"/afmelden/{token(sqlite_world, anna)}", data=ONE_CLICK, headers=headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200], "no way on: programs do not go"
    assert "Deze e-mails zijn gestopt" in answers[0].text
    assert [answer.headers.get("set-cookie") for answer in answers] == [None, None]
    assert rhythm(sqlite_world, anna) is Rhythm.NEVER
    something_happens(sqlite_world, anna)
    assert mails(sqlite_world, anna) == 0


def test_it_is_whose_mail_it_is_and_not_who_is_logged_in(
    sqlite_world: World, client: TestClient
) -> None:
    anna, bram = sqlite_world.person("anna"), person(client, sqlite_world, "bram")
    assert client.post(f"/afmelden/{token(sqlite_world, anna)}").status_code == 200
    assert (rhythm(sqlite_world, anna), rhythm(sqlite_world, bram)) == (
        Rhythm.NEVER,
        Rhythm.AT_ONCE,
    )


def test_who_was_erased_reads_that_it_is_done(sqlite_world: World, client: TestClient) -> None:
    anna = sqlite_world.person("anna")
    path = f"/afmelden/{token(sqlite_world, anna)}"
    assert anna.person_id is not None
    sqlite_world.execute(ErasePerson(anna.person_id), anna)
    assert client.get(path).status_code == 200
    answer = client.post(path, data=ONE_CLICK)
    assert (answer.status_code, "Deze e-mails zijn gestopt" in answer.text) == (200, True)


@pytest.mark.parametrize("made", ["x", "A" * 44, "%2e%2e", "é"])
def test_link_that_is_not_ours_says_what_to_do(
    sqlite_world: World, client: TestClient, made: str
) -> None:
    del sqlite_world
    answer = client.post(f"/afmelden/{made}", data=ONE_CLICK)
    assert answer.status_code == 404
    assert "kies bij Voorkeuren hoe vaak u e-mail wilt" in answer.text


def test_no_other_form_is_taken_from_elsewhere(sqlite_world: World, client: TestClient) -> None:
    person(client, sqlite_world)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    for path in ("/mijn/voorkeuren", "/afmelden/x/y", "/mijn/berichten/gelezen"):
        assert client.post(path, data=ONE_CLICK, headers=elsewhere).status_code in {403, 404}
    assert client.post("/mijn/voorkeuren", headers=elsewhere).status_code == 403
