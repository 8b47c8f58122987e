"""Many cases at once in a browser: chosen in the queue, looked at, done, and undone or too late."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.bulk import UNDO
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.moderation import ClaimCase
from wijkstem.events.initiatives import StepTaken
from wijkstem.tables.bulk import BulkAction
from wijkstem.tables.moderation import Case
from wijkstem.words import Role, Trigger
from workers.bulk import carry_out_bulk

REASONS = "Dit hoort bij de klachtenregeling van de gemeente."
FORM_ID = "4c3d9a5e-8f0b-4c1e-9d62-0b7a5e1f3c48"
REFUSE = {"wat": "besluit", "outcome": "refuse", "ground": "complaint", "reasons": REASONS, "form_id": FORM_ID}  # fmt: skip
RESULT = f"/moderatie/samen/{FORM_ID}"


@pytest.fixture
def desk(client: TestClient, sqlite_world: World) -> TestClient:
    for title in ("Een bankje", "Een hek om de speeltuin", "Lampen in het park"):
        sqlite_world.submit(title=title)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    return client


def chosen(client: TestClient) -> dict[str, str]:
    """Every box of the queue, ticked."""
    page = client.get("/moderatie").text
    return dict(re.findall(r'name="(zaak-[0-9a-f-]+)" value="([^"]*)"', page))


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_from_the_queue_to_a_decision(desk: TestClient, sqlite_world: World) -> None:
    ticked = chosen(desk)
    assert len(ticked) == 3
    page = unescape(desk.post("/moderatie/samen", data=ticked).text)
    assert "U koos 3 zaken" in page
    assert [word for word in ("Toelaten", "Niet toelaten", "Het is een klacht") if word in page]
    page = unescape(desk.post("/moderatie/samen", data=ticked | REFUSE).text)
    assert "Dit gaat gebeuren: Niet toelaten" in page
    assert "Doe dit met 3 zaken" in page
    assert REASONS in page
    assert sqlite_world.rows(BulkAction) == []
    done = desk.post("/moderatie/samen", data=ticked | REFUSE | {"zeker": "ja"})
    assert (done.status_code, done.headers["location"]) == (303, RESULT)
    page = text(desk, RESULT)
    assert "De besluiten worden om 10:05 genomen." in page
    assert page.count("Nog niet gedaan") == 3
    sqlite_world.clock.at += UNDO
    carry_out_bulk(sqlite_world.services, HERE)
    page = text(desk, RESULT)
    assert "De besluiten zijn genomen." in page
    assert page.count(">Gedaan<") == 3


def test_undone(desk: TestClient, sqlite_world: World) -> None:
    desk.post("/moderatie/samen", data=chosen(desk) | REFUSE | {"zeker": "ja"})
    answer = desk.post(f"{RESULT}/ongedaan", data={})
    assert answer.headers["location"] == RESULT
    page = text(desk, RESULT)
    assert "Niemand heeft bericht gekregen." in page
    assert "Maak dit ongedaan" not in page


def test_too_late_says_what_can_still_be_done(desk: TestClient, sqlite_world: World) -> None:
    desk.post("/moderatie/samen", data=chosen(desk) | REFUSE | {"zeker": "ja"})
    sqlite_world.clock.at += UNDO
    carry_out_bulk(sqlite_world.services, HERE)
    late = desk.post(f"{RESULT}/ongedaan", data={})
    assert late.status_code == 422
    assert "Dat kunt u niet meer ongedaan maken." in late.text
    assert "Bel of mail de indiener." in late.text
    assert len(sqlite_world.events(StepTaken)) == 3


def test_case_that_changed_is_left_and_listed(desk: TestClient, sqlite_world: World) -> None:
    ticked = chosen(desk)
    first, second, _ = sqlite_world.rows(Case)
    colleague = sqlite_world.person("colleague", Role.OFFICIAL)
    sqlite_world.execute(ClaimCase(first["id"]), colleague)
    sqlite_world.execute(TakeStep(second["initiative_id"], 1, "admit"), colleague)
    page = unescape(desk.post("/moderatie/samen", data=ticked | REFUSE).text)
    assert "Niet gedaan: een collega werkt aan de zaak." in page
    assert "1 zaak is intussen klaar. Daar gebeurt niets mee." in page
    assert "Doe dit met 1 zaak" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ground": ""}, "Kies op welke grond u dit plan weigert."),
        ({"reasons": "Kort"}, "Leg in gewone woorden uit waarom."),
    ],
)
def test_refused_keeps_everything(
    desk: TestClient, sqlite_world: World, wrong: dict[str, str], said: str
) -> None:
    ticked, sent = chosen(desk), REFUSE | wrong
    answer = desk.post("/moderatie/samen", data=ticked | sent)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert page.count(said) == 2
    assert sent["reasons"] in page
    assert all(f'name="{name}"' in page for name in ticked)
    assert sqlite_world.rows(BulkAction) == []


def test_no_outcome_chosen(desk: TestClient) -> None:
    answer = desk.post("/moderatie/samen", data=chosen(desk) | REFUSE | {"outcome": ""})
    assert answer.status_code == 422
    assert "Kies wat u wilt doen." in answer.text


def test_nothing_chosen(desk: TestClient) -> None:
    answer = desk.post("/moderatie/samen", data={})
    assert "Kies eerst een of meer zaken." in text(desk, answer.headers["location"])


def test_given_together(desk: TestClient, sqlite_world: World) -> None:
    colleague = sqlite_world.person("colleague", Role.OFFICIAL)
    ticked = chosen(desk)
    gift = {"wat": "geven", "aan": str(colleague.person_id), "form_id": FORM_ID}
    answer = desk.post("/moderatie/samen", data=ticked | gift)
    assert answer.headers["location"] == RESULT
    assert "Deze zaken zijn nu van colleague." in text(desk, RESULT)
    assert {case["assigned_to"] for case in sqlite_world.rows(Case)} == {colleague.person_id}
    desk.post(f"{RESULT}/ongedaan", data={})
    assert {case["assigned_to"] for case in sqlite_world.rows(Case)} == {None}
    to_nobody = desk.post("/moderatie/samen", data=ticked | gift | {"aan": FORM_ID, "form_id": ""})
    assert to_nobody.status_code == 422
    assert "Kies een collega uit de lijst." in to_nobody.text


def test_cases_without_a_decision_in_common(desk: TestClient, sqlite_world: World) -> None:
    """A vote that ended waits for an answer; what can be decided there, cannot be at the start."""
    vote = sqlite_world.open(instrument="voorstel")
    sqlite_world.execute(Advance(vote, Trigger.TERM, 2))
    page = unescape(desk.post("/moderatie/samen", data=chosen(desk)).text)
    assert "U koos 4 zaken" in page
    assert "Deze zaken hebben geen besluit gemeen." in page


def test_views_are_kept_and_thrown_away(desk: TestClient, sqlite_world: World) -> None:
    view = {"termijn": "late", "zoek": "bomen", "naam": "Te laat met bomen"}
    answer = desk.post("/moderatie/lijsten", data=view)
    assert answer.headers["location"] == "/moderatie?zoek=bomen&termijn=late"
    page = text(desk, "/moderatie")
    assert 'href="/moderatie?zoek=bomen&termijn=late#zaken">Te laat met bomen</a>' in page
    desk.post("/moderatie/lijsten", data=view | {"zoek": ""})
    assert 'href="/moderatie?termijn=late#zaken">Te laat met bomen</a>' in text(desk, "/moderatie")
    log_in(desk, sqlite_world, "colleague", Role.OFFICIAL)
    assert "Te laat met bomen" not in text(desk, "/moderatie")
    log_in(desk, sqlite_world, "official", Role.OFFICIAL)
    desk.post("/moderatie/lijsten", data={"weg": "Te laat met bomen"})
    assert "Te laat met bomen" not in text(desk, "/moderatie")


def test_view_without_a_name(desk: TestClient) -> None:
    answer = desk.post("/moderatie/lijsten", data={"termijn": "late", "naam": " "})
    assert answer.status_code == 422
    assert unescape(answer.text).count("Geef een naam van hoogstens 60 tekens.") == 2


def test_too_many_views(desk: TestClient) -> None:
    for number in range(20):
        desk.post("/moderatie/lijsten", data={"termijn": "late", "naam": f"Lijst {number}"})
    answer = desk.post("/moderatie/lijsten", data={"termijn": "late", "naam": "Nog een"})
    assert answer.status_code == 422
    assert "U hebt al genoeg lijsten bewaard." in answer.text
    assert 'value="Nog een"' in answer.text
    assert "Nog een" not in text(desk, "/moderatie")
    again = desk.post("/moderatie/lijsten", data={"termijn": "soon", "naam": "Lijst 3"})
    assert again.status_code == 303


def test_view_of_too_much(desk: TestClient) -> None:
    answer = desk.post("/moderatie/lijsten", data={"zoek": "é" * 200, "naam": "Alles"})
    assert answer.status_code == 422
    assert "Deze lijst is te lang om te bewaren." in answer.text


def test_name_that_no_database_takes(desk: TestClient) -> None:
    assert desk.post("/moderatie/lijsten", data={"weg": "x\0y"}).status_code == 303


def test_only_while_it_is_there(desk: TestClient) -> None:
    assert desk.get(RESULT).status_code == 404
    assert desk.post(f"{RESULT}/ongedaan", data={}).status_code == 404


def test_case_that_waits_for_its_moment_says_so(desk: TestClient, sqlite_world: World) -> None:
    """And is not given to anybody who asks for the next case, who decided it least of all."""
    ticked = dict(list(chosen(desk).items())[:2])
    desk.post("/moderatie/samen", data=ticked | REFUSE | {"zeker": "ja"})
    page = text(desk, "/moderatie/2026-0001")
    assert "Dat gaat in om 10:05." in page
    assert f'href="{RESULT}"' in page
    begun = desk.post("/moderatie/volgende", data={})
    assert begun.headers["location"] == "/moderatie/2026-0003?lijst="
