"""The officials' desk: what waits, deciding on it, and two who decide at once."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

CASE = "/moderatie/2026-0001"
REASONS = "Dit hoort bij de klachtenregeling van de gemeente."
REFUSE = {"step_seq": "1", "outcome": "refuse", "ground": "complaint", "reasons": REASONS}


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def step_of(world: World) -> str:
    [initiative] = world.rows(Initiative)
    step: str = initiative["step"]
    return step


@pytest.mark.parametrize("address", ["/moderatie", CASE])
def test_desk_is_for_officials(client: TestClient, sqlite_world: World, address: str) -> None:
    sqlite_world.submit()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen?terug={address}")
    for role in (Role.RESIDENT, Role.CLERK, Role.ADMINISTRATOR):
        log_in(client, sqlite_world, role.value, role)
        text(client, address, 403)
        assert client.post(CASE, data=REFUSE).status_code == 403
    assert step_of(sqlite_world) == "triage"


def test_queue_empty(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Er wacht niets op een besluit." in text(client, "/moderatie")


def test_queue_most_urgent_first(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit(title="Het oudste plan")
    sqlite_world.pass_days(15)
    sqlite_world.submit(title="Het nieuwe plan")
    sqlite_world.open()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = text(client, "/moderatie")
    assert page.index("Het oudste plan") < page.index("Het nieuwe plan")
    assert "Meer bomen in de straat" not in page
    assert page.count("Te laat</span>") == 1
    assert "15 dagen" in page


def test_case_shows_what_to_judge_by(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = text(client, CASE)
    for said in (
        "Plant tien bomen in de straat.",
        "submitter@example.test",
        'name="step_seq" value="1"',
        "Toelaten",
        "Alleen nodig bij ‘Niet toelaten’.",
        "Het is een klacht",
    ):
        assert said in page


def test_case_of_an_erased_person(client: TestClient, sqlite_world: World) -> None:
    anna = sqlite_world.person("anna")
    sqlite_world.submit(anna)
    assert anna.person_id is not None
    sqlite_world.execute(ErasePerson(anna.person_id), anna)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Het account van de indiener is gewist." in text(client, CASE)


def test_case_unknown(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert 'href="/initiatieven"' in text(client, "/moderatie/2026-9999", 404)
    assert client.post("/moderatie/2026-9999", data=REFUSE).status_code == 404


def test_admit(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    answer = client.post(CASE, data={"step_seq": "1", "outcome": "admit"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/moderatie")
    page = text(client, "/moderatie")
    assert "Uw besluit is vastgelegd." in page
    assert "Er wacht niets op een besluit." in page
    assert step_of(sqlite_world) == "signing"
    assert "U hoeft bij deze stap niets te doen." in text(client, CASE)


def test_refuse(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert client.post(CASE, data=REFUSE).status_code == 303
    sqlite_world.settle()
    page = text(client, CASE)
    assert "Gedaan: Niet toegelaten" in page
    assert f"Het is een klacht.<br>{REASONS}" in page
    assert "Door official" in page


@pytest.mark.parametrize(
    ("wrong", "name", "said"),
    [
        ({"outcome": ""}, "outcome", "Kies wat u wilt doen."),
        ({"ground": ""}, "ground", "Kies op welke grond"),
        ({"ground": "onzin"}, "ground", "Kies op welke grond"),
        ({"reasons": ""}, "reasons", "Leg in gewone woorden uit waarom."),
        ({"reasons": "Te kort"}, "reasons", "Leg in gewone woorden uit waarom."),
        ({"reasons": "x" * 5001}, "reasons", "Uw tekst is te lang: 5001 tekens."),
        ({"reasons": REASONS + "\u202e"}, "reasons", "Er staan tekens in"),
    ],
)
def test_refused_keeps_everything(
    client: TestClient, sqlite_world: World, wrong: dict[str, str], name: str, said: str
) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    sent = REFUSE | wrong
    answer = client.post(CASE, data=sent)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert page.count(said) == 2
    assert f'href="#f-{name}"' in page
    assert sent["reasons"] in page
    assert step_of(sqlite_world) == "triage"


def test_outcome_that_is_not_there(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    answer = client.post(CASE, data=REFUSE | {"outcome": "adopt"})
    assert answer.status_code == 422
    assert "Dit kan niet bij de stap waar het plan nu is." in answer.text
    assert REASONS in answer.text


def test_two_officials(sqlite_world: World, client_for: ClientFor) -> None:
    sqlite_world.submit()
    first, second = client_for(sqlite_world), client_for(sqlite_world)
    log_in(first, sqlite_world, "wim", Role.OFFICIAL)
    log_in(second, sqlite_world, "els", Role.OFFICIAL)
    assert first.post(CASE, data=REFUSE).status_code == 303
    mine = "Ik had er een heel andere uitleg bij."
    answer = second.post(CASE, data=REFUSE | {"reasons": mine})
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "Iemand anders was u voor." in page
    assert "wim schreef:" in page
    assert REASONS in page
    assert mine in page
    assert "U hoeft bij deze stap niets te doen." in page


def test_two_officials_while_there_is_more_to_decide(
    client: TestClient, sqlite_world: World
) -> None:
    voorstel = sqlite_world.open(instrument="voorstel")
    sqlite_world.pass_days(43)
    sqlite_world.execute(PassTerm(voorstel, 2))
    sqlite_world.settle()
    assert step_of(sqlite_world) == "answering"
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Het college geeft antwoord" in text(client, "/moderatie")
    answer = client.post(CASE, data={"step_seq": "1", "outcome": "adopt", "reasons": REASONS})
    assert answer.status_code == 409
    assert 'name="step_seq" value="3"' in answer.text
    assert REASONS in answer.text
    assert "checked" not in answer.text
    answer = client.post(CASE, data={"step_seq": "3", "outcome": "adopt", "reasons": REASONS})
    assert answer.status_code == 303
    assert step_of(sqlite_world) == "adopted"


@pytest.mark.parametrize("step_seq", ["", "onzin", "-1", "99999999999999999999"])
def test_step_that_is_no_number(client: TestClient, sqlite_world: World, step_seq: str) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    answer = client.post(CASE, data={"step_seq": step_seq, "outcome": "admit"})
    assert answer.status_code == 409


def test_queue_pages(client: TestClient, sqlite_world: World) -> None:
    submitter = sqlite_world.person("submitter")
    for _ in range(51):
        sqlite_world.submit(submitter)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Pagina 1 van 2" in text(client, "/moderatie")
    assert "2026-0051" in text(client, "/moderatie?pagina=2")


def test_public_page_does_not_name_officials(client: TestClient, sqlite_world: World) -> None:
    submitted = sqlite_world.submit()
    step = TakeStep(submitted.initiative_id, 1, "admit", reasons="Dit plan is goed uitgelegd.")
    sqlite_world.execute(step, sqlite_world.person("wim", Role.OFFICIAL))
    sqlite_world.settle()
    page = text(client, "/initiatieven/2026-0001-meer-bomen-in-de-straat")
    assert "Dit plan is goed uitgelegd." in page
    assert "wim" not in page
