"""Coming in, one's own overview, going out, and being forgotten."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.adapters.mail import Message, PostboxMailer
from wijkstem.commands.signatures import Sign
from wijkstem.demo.people import ELSEWHERE, TOO_YOUNG, people
from wijkstem.domain.people import age_on
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.web.accounts import role_words
from wijkstem.words import Role


def test_made_up_people_are_the_same_every_time(sqlite_world: World) -> None:
    municipality = sqlite_world.services.rules.of("testdorp").municipality
    made = people(municipality)
    assert made == people(municipality)
    assert list(made) == [
        *(f"bewoner-{number}" for number in range(1, 21)),
        *(f"wijkraad-{number}" for number in range(1, 5)),
        "ambtenaar-1",
        "ambtenaar-2",
        "griffie-1",
        "beheerder-1",
        "platform-1",
    ]
    assert made["bewoner-1"].subject == "demo:testdorp:bewoner-1"
    assert len({one.display_name for one in made.values()}) == len(made)
    assert {made[f"bewoner-{n}"].neighbourhood_code for n in range(1, 20)} == {
        "WK990100",
        "WK990101",
    }


def test_made_up_people_cover_who_may_not(sqlite_world: World) -> None:
    made = people(sqlite_world.services.rules.of("testdorp").municipality)
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    ages = {key: age_on(one.birth_date, today) for key, one in made.items() if one.birth_date}
    assert ages[TOO_YOUNG] == 15
    assert min(age for key, age in ages.items() if key != TOO_YOUNG) >= 18
    assert made[ELSEWHERE].neighbourhood_code is None
    assert made["wijkraad-1"].roles == {
        (Role.RESIDENT, ""),
        (Role.NEIGHBOURHOOD_COUNCIL, "WK990100"),
    }


def test_roles_are_said_once_and_a_resident_is_only_called_so_who_is_nothing_else() -> None:
    assert role_words({Role.RESIDENT}, "nl") == ["Bewoner"]
    member = {Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL}
    assert role_words(member, "nl") == ["Lid van de wijkraad"]


def test_login_shows_everybody_and_comes_back_to_where_it_began(demo: TestClient) -> None:
    page = demo.get("/inloggen?terug=/mijn/wissen")
    assert page.text.count('name="persoon"') == 29
    assert 'name="terug" value="/mijn/wissen"' in page.text
    answer = demo.post("/inloggen", data={"persoon": "griffie-1", "terug": "/mijn/wissen"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn/wissen")
    assert 'href="/griffie"' in demo.get("/mijn").text


@pytest.mark.parametrize("person", ["", "bewoner-99", "Bewoner-1"])
def test_login_without_a_choice_says_so_and_keeps_the_way_back(
    demo: TestClient, demo_world: World, person: str
) -> None:
    answer = demo.post("/inloggen", data={"persoon": person, "terug": "/agenda"})
    assert answer.status_code == 422
    assert "Kies wie u wilt zijn." in answer.text
    assert 'value="/agenda"' in answer.text
    assert "<title>Fout: Inloggen" in answer.text
    assert demo_world.rows(Person) == []
    english = demo.post("/inloggen?taal=en", data={"persoon": person})
    assert "Choose who you want to be." in english.text


def test_who_is_logged_in_needs_no_login(demo: TestClient, demo_world: World) -> None:
    log_in(demo, demo_world, "ann")
    assert demo.get("/inloggen").headers["location"] == "/mijn"
    assert demo.get("/inloggen?terug=/agenda").headers["location"] == "/agenda"


@pytest.mark.parametrize("path", ["/mijn", "/mijn/wissen"])
def test_own_pages_ask_for_a_login(client: TestClient, path: str) -> None:
    assert client.get(path).headers["location"] == f"/inloggen?terug={path}"


@pytest.mark.parametrize("path", ["/mijn/taal", "/mijn/wissen"])
def test_own_forms_ask_for_a_login(client: TestClient, path: str) -> None:
    assert client.post(path, data={"taal": "en", "zeker": "ja"}).status_code == 303


def test_overview_says_where_everything_is(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "submitter")
    initiative_id = world.open(world.person("submitter"))
    row = world.rows(Initiative)[0]
    text = client.get("/mijn").text
    assert "Meer bomen in de straat" in text
    assert f"/initiatieven/{row['number']}" in text
    assert "De volgende stap komt uiterlijk op" in text
    assert "U hebt nog geen plan gesteund." in text
    log_in(client, world, "ann")
    world.execute(Sign(initiative_id), world.person("ann"))
    text = client.get("/mijn").text
    assert "U hebt nog geen plan ingediend." in text
    assert 'U steunde dit op <time datetime="2026-03-02">2 maart 2026</time>' in text
    assert "telt niet mee" not in text


def test_overview_says_when_support_does_not_count(sqlite_world: World, client: TestClient) -> None:
    initiative_id = sqlite_world.open()
    log_in(client, sqlite_world, "guest", lives=None)
    sqlite_world.execute(Sign(initiative_id), sqlite_world.person("guest", lives=None))
    assert "Uw steun is bewaard, maar telt niet mee" in client.get("/mijn").text


def test_overview_speaks_of_a_vote_as_a_vote(sqlite_world: World, client: TestClient) -> None:
    vote = sqlite_world.open(instrument="voorstel")
    log_in(client, sqlite_world, "guest", lives=None)
    sqlite_world.execute(Sign(vote), sqlite_world.person("guest", lives=None))
    text = client.get("/mijn").text
    assert "U stemde voor op" in text
    assert "Uw stem is bewaard, maar telt niet mee in de uitslag." in text
    assert "drempel" not in text


def test_support_is_taken_back_from_the_overview_while_that_is_open(
    sqlite_world: World, client: TestClient
) -> None:
    world, anna = sqlite_world, sqlite_world.person("anna")
    plan = world.open()
    world.execute(Sign(plan), anna)
    log_in(client, world, "anna")
    action = 'action="/initiatieven/2026-0001/steun-intrekken"'
    assert action in client.get("/mijn").text
    answer = client.post("/initiatieven/2026-0001/steun-intrekken", data={"terug": "/mijn"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")
    assert world.rows(Signature) == []
    away = {"terug": "//elsewhere.example/mijn"}
    world.execute(Sign(plan), anna)
    there = client.post("/initiatieven/2026-0001/steun-intrekken", data=away).headers["location"]
    assert there.startswith("/initiatieven/2026-0001")
    world.execute(Sign(plan), anna)
    world.pass_days(400)
    log_in(client, world, "anna")
    assert action not in client.get("/mijn").text


def test_overview_says_when_something_is_late(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.submit(sqlite_world.person("submitter"))
    sqlite_world.pass_days(400)
    log_in(client, sqlite_world, "submitter")
    assert "Dit is te laat." in client.get("/mijn").text


def test_overview_in_english(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.open(sqlite_world.person("submitter"))
    log_in(client, sqlite_world, "submitter")
    text = client.get("/mijn?taal=en").text
    assert '<html lang="en">' in text
    assert "You are logged in as submitter." in text
    assert "The next step comes no later than" in text


def test_overview_shows_nobody_elses(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.open(sqlite_world.person("submitter"))
    log_in(client, sqlite_world, "ann")
    assert "Meer bomen" not in client.get("/mijn").text


def test_name_is_escaped(sqlite_world: World, client: TestClient) -> None:
    log_in(client, sqlite_world, "<b>ann</b>")
    assert "<b>ann" not in client.get("/mijn").text


def test_language_is_kept_with_the_person(sqlite_world: World, client: TestClient) -> None:
    log_in(client, sqlite_world, "ann")
    answer = client.post("/mijn/taal", data={"taal": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")
    assert sqlite_world.rows(Person)[0]["language"] == "en"
    assert "Your language is kept." in client.get("/mijn").text


def test_erasing_asks_first_and_says_what_stays(sqlite_world: World, client: TestClient) -> None:
    log_in(client, sqlite_world, "ann")
    page = client.get("/mijn/wissen").text
    assert "Uw steun voor plannen blijft meetellen, zonder uw naam." in page
    refused = client.post("/mijn/wissen")
    assert refused.status_code == 422
    assert "Zet een vinkje als u het zeker weet." in refused.text
    assert len(sqlite_world.rows(Person)) == 1


def test_erasing_forgets_the_person_and_keeps_the_count(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    initiative_id = world.open(world.person("submitter"))
    person = log_in(client, world, "ann")
    world.execute(Sign(initiative_id), world.person("ann"))
    answer = client.post("/mijn/wissen", data={"zeker": "ja"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Uw account is gewist." in client.get("/").text
    assert person not in {row["id"] for row in world.rows(Person)}
    assert world.rows(Initiative)[0]["valid_for"] == 1
    assert client.get("/mijn").status_code == 303


def _post(world: World, person: UUID, subject: str) -> None:
    PostboxMailer(world.services.engine).send(
        Message(
            municipality_id="testdorp",
            recipient_id=person,
            address=None,
            message_id=f"<{uuid4()}@test>",
            subject=subject,
            body="Beste Ann,\n\nEr is <nieuws>.",
            at=world.clock.now(),
        )
    )


def test_post_of_the_demo(world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(world, demo=True))
    assert "Er is nog geen post." in client.get("/demo/post").text
    person = log_in(client, world, "ann")
    _post(world, person, "Eerste")
    _post(world, person, "Tweede")
    assert "(2 berichten)" in client.get("/demo/post").text
    assert "Lees de 2 e-mails die u kreeg" in client.get("/mijn").text
    box = client.get(f"/demo/post/{person}").text
    assert "Eerste" in box
    address = box.partition("/demo/bericht/")[2].partition('"')[0]
    letter = client.get(f"/demo/bericht/{address}").text
    assert "Er is &lt;nieuws&gt;." in letter
    assert "Aan: ann" in letter


@pytest.mark.parametrize("place", ["post", "bericht"])
def test_post_that_is_not_there(demo: TestClient, place: str) -> None:
    assert demo.get(f"/demo/{place}/{uuid4()}").status_code == 404
    assert demo.get(f"/demo/{place}/1").status_code == 404


@pytest.mark.parametrize("path", ["/", "/toegankelijkheid", "/privacy", "/kwetsbaarheid-melden"])
def test_pages_for_everybody_in_both_languages(client: TestClient, path: str) -> None:
    dutch, english = client.get(path), client.get(f"{path}?taal=en")
    assert (dutch.status_code, english.status_code) == (200, 200)
    assert '<html lang="nl">' in dutch.text
    assert '<html lang="en">' in english.text
    assert dutch.headers["content-language"] == "nl"
