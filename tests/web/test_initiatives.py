"""Filing, supporting and following an initiative, as a resident does it in a browser."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import GOOD, file_plan
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.words import Role

CHILD = date(2014, 1, 1)
NEW = "/initiatieven/nieuw/burgerinitiatief"
ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_list_empty(client: TestClient) -> None:
    assert "Er zijn nog geen plannen." in text(client, "/initiatieven")


def test_list_shows_what_is_public(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.submit(title="Nog niet bekeken")
    sqlite_world.settle()
    page = text(client, "/initiatieven")
    assert f'href="{ONE}"' in page
    assert "Nog niet bekeken" not in page
    assert "1 plan gevonden" in page
    assert "28 april 2026" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?stand=open", 1),
        ("?stand=closed", 0),
        ("?wijk=WK990101", 0),
        ("?soort=voorstel", 0),
        ("?wijk=WK990100&soort=burgerinitiatief&stand=open&volgorde=closing", 1),
        ("?stand=onzin&volgorde=onzin&pagina=onzin", 1),
        ("?pagina=99999999999999999999", 1),
        ("?pagina=-1", 1),
        ("?wijk=%00%27%22%3C", 0),
    ],
)
def test_list_filters(client: TestClient, sqlite_world: World, query: str, found: int) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    page = text(client, "/initiatieven" + query)
    assert page.count(f'href="{ONE}"') == found
    assert ("Er is geen plan dat hierbij past." in page) is (found == 0)


def test_list_says_until_when_one_can_sign_or_vote(client: TestClient, sqlite_world: World) -> None:
    for instrument in ("burgerinitiatief", "voorstel"):
        sqlite_world.open(instrument=instrument)
    sqlite_world.settle()
    signing = text(client, "/initiatieven?soort=burgerinitiatief")
    voting = text(client, "/initiatieven?soort=voorstel")
    assert ("Steunen kan tot en met" in signing, "Stemmen kan tot en met" in signing) == (
        True,
        False,
    )
    assert ("Steunen kan tot en met" in voting, "Stemmen kan tot en met" in voting) == (False, True)


def test_list_pages_keep_the_filter(client: TestClient, sqlite_world: World) -> None:
    for _ in range(21):
        sqlite_world.open()
    sqlite_world.settle()
    page = text(client, "/initiatieven?wijk=WK990100")
    assert 'href="/initiatieven?wijk=WK990100&pagina=2#gevonden"' in page
    assert "Pagina 2 van 2" in text(client, "/initiatieven?wijk=WK990100&pagina=2")


def test_choose_tells_the_rules(client: TestClient) -> None:
    page = text(client, "/initiatieven/nieuw")
    assert f'href="{NEW}"' in page
    assert "U bent minstens 16 jaar." in page
    assert "Er is steun nodig van 3 inwoners." in page
    assert "Daar is 8 weken de tijd voor." in page


def test_new_unknown_instrument(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    text(client, "/initiatieven/nieuw/onzin", 404)


def test_file_and_see_it_at_once(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    answer = file_plan(client, GOOD)
    address = "/initiatieven/2026-0001-een-bankje-bij-de-vijver"
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    # No worker ran: what the page needs comes from the write side.
    page = text(client, address)
    for said in (
        "Wij hebben uw plan ontvangen.",
        "Nummer 2026-0001",
        "De gemeente bekijkt het initiatief",
        "16 maart 2026",
        "Gedaan: Ingediend",
        "Nu: De gemeente bekijkt het initiatief",
        "Daarna: Inwoners kunnen tekenen",
        "Zet een bankje neer bij de vijver.",
        "Wijzig de tekst",
    ):
        assert said in page
    sqlite_world.settle()
    assert text(client, address).count("Gedaan: Ingediend") == 1


@pytest.mark.parametrize("address", ["/initiatieven/2026-0001", ONE + "-x", ONE + "?taal=en"])
def test_page_at_its_own_address(client: TestClient, sqlite_world: World, address: str) -> None:
    sqlite_world.open()
    answer = client.get(address)
    if address.startswith(ONE + "?"):
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.headers["location"]) == (301, ONE)


@pytest.mark.parametrize("address", ["/initiatieven/2026-9999-x", "/initiatieven/onzin"])
def test_page_unknown_has_a_way_on(client: TestClient, address: str) -> None:
    assert 'href="/initiatieven"' in text(client, address, 404)


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("submitter", Role.RESIDENT, 200),
        ("official", Role.OFFICIAL, 200),
        ("anna", Role.RESIDENT, 404),
    ],
)
def test_page_that_is_not_public(
    client: TestClient, sqlite_world: World, name: str, role: Role, status: int
) -> None:
    sqlite_world.submit()
    text(client, ONE, 404)
    log_in(client, sqlite_world, name, role)
    text(client, ONE, status)


def test_page_of_another_municipality(sqlite_world: World, client_for: Any) -> None:
    sqlite_world.open()
    text(client_for(sqlite_world, where="buurdorp"), ONE, 404)


def test_page_late(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    sqlite_world.pass_days(15)
    log_in(client, sqlite_world, "submitter")
    page = text(client, ONE)
    assert "Had uiterlijk klaar moeten zijn op" in page
    assert "Te laat" in page


def test_support_counts_at_once(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    assert "Log in om te steunen" in text(client, ONE)
    log_in(client, sqlite_world, "anna")
    assert "Nog 3 nodig." in text(client, ONE)
    answer = client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    assert (answer.status_code, answer.headers["location"]) == (303, ONE)
    page = text(client, ONE)
    assert "Uw steun is bewaard en telt mee." in page
    assert "U steunde dit plan op 2 maart 2026." in page
    assert "Nog 2 nodig." in page


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"lives": None}, "U woont niet in deze gemeente."),
        ({"born": None}, "Wij weten uw leeftijd niet."),
        ({"born": CHILD}, "U was nog geen 16"),
    ],
)
def test_support_that_does_not_count(
    client: TestClient, sqlite_world: World, person: dict[str, Any], why: str
) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "anna", **person)
    client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    page = text(client, ONE)
    assert "maar telt niet mee" in page
    assert why in page
    assert "Nog 3 nodig." in page


def test_support_twice(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "anna")
    client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    answer = client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    assert answer.status_code == 422
    assert "U hebt dit plan al gesteund." in answer.text
    assert "Nog 2 nodig." in answer.text


def test_support_after_the_term(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.pass_days(58)
    log_in(client, sqlite_world, "anna")
    assert "Ik steun dit plan" not in text(client, ONE)
    answer = client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    assert answer.status_code == 422
    assert "U kunt dit plan nu niet steunen." in answer.text


def test_support_against_a_signature(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "anna")
    answer = client.post("/initiatieven/2026-0001/steunen", data={"stance": "against"})
    assert answer.status_code == 422
    assert "Stemmen tegen kan hier niet." in answer.text


def test_support_unknown_and_hidden(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "anna")
    for number in ("2026-0001", "2026-9999"):
        assert client.post(f"/initiatieven/{number}/steunen").status_code == 404


def test_take_back(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "anna")
    client.post("/initiatieven/2026-0001/steunen", data={"stance": "for"})
    answer = client.post("/initiatieven/2026-0001/steun-intrekken")
    assert answer.headers["location"] == ONE
    page = text(client, ONE)
    assert "Nog 3 nodig." in page
    assert "Ik steun dit plan" in page
    assert client.post("/initiatieven/2026-0001/steun-intrekken").status_code == 422


def test_vote_for_and_against(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open(instrument="voorstel")
    log_in(client, sqlite_world, "anna")
    page = text(client, ONE)
    assert "Ik stem voor" in page
    client.post("/initiatieven/2026-0001/steunen", data={"stance": "against"})
    page = text(client, ONE)
    assert "U stemde tegen op 2 maart 2026." in page
    assert "<strong>0</strong> voor, <strong>1</strong> tegen" in page


def test_story_on_the_page(client: TestClient, sqlite_world: World) -> None:
    initiative = sqlite_world.open()
    for name in ("anna", "bram", "cato"):
        sqlite_world.execute(Sign(initiative), sqlite_world.person(name))
    sqlite_world.settle()
    reasons = "De agenda is vol.\nProbeer het <later> nog eens."
    step = TakeStep(initiative, 3, "not_place", reasons=reasons)
    sqlite_world.execute(step, sqlite_world.clerk)
    lagging = client.get(ONE).text
    sqlite_world.settle()
    page = client.get(ONE).text
    for html in (lagging, page):
        assert html.count("Gedaan: Niet op de agenda") == 1
        assert "De agenda is vol.<br>Probeer het &lt;later&gt; nog eens." in html
        assert "clerk" not in html
    for line in (
        "Ingediend",
        "Toegelaten",
        "Genoeg steun: 3",
        "Er is een plek op de agenda gevraagd",
    ):
        assert f"Gedaan: {line}" in page
    assert "Bij: Gemeenteraad" in page


def test_refused_with_ground(client: TestClient, sqlite_world: World) -> None:
    submitted = sqlite_world.submit()
    reasons = "Dit hoort bij de klachtenregeling."
    step = TakeStep(submitted.initiative_id, 1, "refuse", ground="complaint", reasons=reasons)
    sqlite_world.execute(step, sqlite_world.official)
    sqlite_world.settle()
    log_in(client, sqlite_world, "submitter")
    assert f"Het is een klacht.<br>{reasons}" in client.get(ONE).text


def test_withdraw(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    address = "/initiatieven/2026-0001/intrekken"
    log_in(client, sqlite_world, "anna")
    assert "Trek dit plan in" not in text(client, ONE)
    text(client, address, 403)
    assert client.post(address, data={"step_seq": "2"}).status_code == 403
    log_in(client, sqlite_world, "submitter")
    assert "Trek dit plan in" in text(client, ONE)
    assert 'name="step_seq" value="2"' in text(client, address)
    stale = client.post(address, data={"step_seq": "1"})
    assert stale.status_code == 409
    assert client.post(address, data={"step_seq": "2"}).headers["location"] == ONE
    page = text(client, ONE)
    assert "U hebt uw plan ingetrokken." in page
    assert "Gedaan: Ingetrokken" in page


def test_edit(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    address = "/initiatieven/2026-0001/wijzigen"
    log_in(client, sqlite_world, "submitter")
    page = text(client, address)
    assert "Plant tien bomen in de straat." in page
    assert 'name="revision" value="1"' in page
    answer = client.post(address, data=GOOD | {"revision": "1"})
    changed = "/initiatieven/2026-0001-een-bankje-bij-de-vijver"
    assert answer.headers["location"] == changed
    assert "Zet een bankje neer bij de vijver." in text(client, changed)


def test_edit_refused(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "submitter")
    address = "/initiatieven/2026-0001/wijzigen"
    answer = client.post(address, data=GOOD | {"revision": "1", "title": ""})
    assert answer.status_code == 422
    assert GOOD["vraag-decision"] in answer.text


def test_edit_in_two_windows(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "submitter")
    address = "/initiatieven/2026-0001/wijzigen"
    client.post(address, data=GOOD | {"revision": "1"})
    answer = client.post(address, data=GOOD | {"revision": "1", "vraag-decision": "Mijn tekst."})
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "Dit plan is intussen al gewijzigd." in page
    assert "Zet een bankje neer bij de vijver." in page  # what is there now
    assert "Mijn tekst." in page
    assert 'name="revision" value="2"' in page


def test_edit_not_by_others_and_not_later(client: TestClient, sqlite_world: World) -> None:
    submitted = sqlite_world.submit()
    address = "/initiatieven/2026-0001/wijzigen"
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    text(client, address, 403)
    log_in(client, sqlite_world, "submitter")
    sqlite_world.execute(TakeStep(submitted.initiative_id, 1, "admit"), sqlite_world.official)
    answer = client.post(address, data=GOOD | {"revision": "1"})
    assert answer.status_code == 422
    assert "U kunt het niet meer wijzigen." in answer.text
    assert "Dit had u getypt" in answer.text
    assert GOOD["title"] in answer.text
    assert GOOD["vraag-decision"] in answer.text


def test_pages_in_english(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    for address in ("/initiatieven", "/initiatieven/nieuw", ONE):
        page = text(client, address + "?taal=en")
        assert '<html lang="en">' in page
