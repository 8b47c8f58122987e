"""Dossiers on screen: everything in order of time, found by the search of plans too, and nothing typed is lost."""

from html import unescape
from xml.etree.ElementTree import fromstring

from starlette.testclient import TestClient

from tests.commands.test_dossiers import DOCUMENT, FORM, NEWS, imported, opened
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.dossiers import AddDossierEntry, PutMeetingInDossier, PutPlanInDossier
from wijkstem.tables.council import Meeting
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.initiatives import Initiative
from wijkstem.web.atom import ATOM
from wijkstem.words import Role


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def full(world: World) -> str:
    """The address of a dossier with one of everything in it."""
    world.open()
    dossier, (meeting, item) = opened(world), imported(world)
    [number] = [row["number"] for row in world.rows(Initiative)]
    for command in (
        PutPlanInDossier(dossier, number),
        PutMeetingInDossier(dossier, meeting, item),
        AddDossierEntry(dossier, NEWS),
        AddDossierEntry(dossier, DOCUMENT),
    ):
        world.execute(command, world.official)
    world.settle()
    [row] = world.rows(Dossier)
    return f"/dossiers/{row['number']}-{row['slug']}"


def test_dossier_tells_everything_in_order_of_time(client: TestClient, sqlite_world: World) -> None:
    url = full(sqlite_world)
    page = text(client, url)

    past = page[page.index("Wat er is gebeurd") :]
    places = [past.index(words) for words in ("Meting van de drukte", "De proef begint")]
    assert places == sorted(places)
    coming = page[page.index("Dit komt nog") : page.index("Wat er is gebeurd")]
    for words in ("Drempels op de Kade", "Voorstel", "20 maart 2026"):
        assert words in coming
    assert "Onderzoek" in past
    assert "Haal weg" not in page
    assert client.get(url.rpartition("-")[0]).headers["location"] == url


def test_dossier_is_found_by_what_stands_in_it(client: TestClient, sqlite_world: World) -> None:
    url = full(sqlite_world)
    assert url in text(client, "/dossiers?zoek=auto")
    assert url in text(client, "/initiatieven?zoek=auto")
    assert url not in text(client, "/dossiers?zoek=olifant")
    assert url not in text(client, "/initiatieven")


def test_dossier_is_a_feed_with_the_newest_first(client: TestClient, sqlite_world: World) -> None:
    number = full(sqlite_world).split("/")[2][:9]
    root = fromstring(client.get(f"/dossiers/{number}/feed").content)  # noqa: S314 - our own
    titles = [one.text for one in root.findall(f"{{{ATOM}}}entry/{{{ATOM}}}title")]
    [plan] = [row["title"] for row in sqlite_world.rows(Initiative)]
    assert sorted(filter(None, titles)) == sorted([plan, NEWS.title, DOCUMENT.title])
    updated = [one.text or "" for one in root.findall(f"{{{ATOM}}}entry/{{{ATOM}}}updated")]
    assert updated == sorted(updated, reverse=True)


def test_official_begins_a_dossier_fills_it_and_takes_something_out(
    client: TestClient, sqlite_world: World
) -> None:
    imported(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Begin dit dossier" in text(client, "/dossiers/nieuw")
    sent = client.post("/dossiers/nieuw", data={"title": FORM.title, "about": FORM.about})
    url = sent.headers["location"]
    number = url.split("/")[2][:9]
    assert "Raad in maart" in text(client, f"/dossiers/{number}/toevoegen")
    [meeting] = [row["id"] for row in sqlite_world.rows(Meeting)]
    picked = text(client, f"/dossiers/{number}/vergadering?vergadering={meeting}")
    assert "Drempels op de Kade" in picked
    form = {"meeting": str(meeting), "item": ""}
    assert client.post(f"/dossiers/{number}/vergadering", data=form).is_redirect
    assert "Raad in maart" in text(client, url)
    again = client.post(f"/dossiers/{number}/vergadering", data=form)
    assert (again.status_code, "Dit staat al in het dossier." in again.text) == (422, True)

    [entry] = sqlite_world.rows(DossierEntry)
    client.post(f"/dossiers/{number}/weghalen", data={"entry": str(entry["id"])})
    assert "Raad in maart" not in text(client, url)


def test_form_with_mistakes_comes_back_with_everything_that_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    opened(sqlite_world)
    [row] = sqlite_world.rows(Dossier)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    typed = {
        "kind": "document",
        "title": "Brief van de straat",
        "text": "Het is te druk.",
        "url": "raad.example/brief",
        "day_day": "31",
        "day_month": "2",
        "day_year": "2026",
    }
    answer = client.post(f"/dossiers/{row['number']}/toevoegen", data=typed)
    page = unescape(answer.text)

    assert answer.status_code == 422
    for words in (
        "Een adres begint met https://",
        "Schrijf een dag, een maand en een jaar.",
        "Het is te druk.",
        'value="raad.example/brief"',
        'value="Brief van de straat"',
    ):
        assert words in page


def test_change_that_comes_too_late_keeps_the_words(
    client: TestClient, sqlite_world: World
) -> None:
    opened(sqlite_world)
    [row] = sqlite_world.rows(Dossier)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    url = f"/dossiers/{row['number']}/wijzigen"
    first = {"revision": "1", "title": "Rust", "about": FORM.about}
    assert client.post(url, data=first).is_redirect
    late = client.post(url, data=first | {"title": "Nog meer rust"})
    assert late.status_code == 409
    assert "Nog meer rust" in late.text
    assert 'name="revision" value="2"' in late.text
