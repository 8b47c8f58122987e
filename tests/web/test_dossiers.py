"""Dossiers on screen: everything in order of time, found by the search of plans too, and nothing typed is lost."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from io import BytesIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

from sqlalchemy import update
from starlette.testclient import TestClient

from tests.commands.test_dossiers import DOCUMENT, FORM, MEETING, NEWS, imported, opened
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.dossiers import AddDossierEntry, PutMeetingInDossier, PutPlanInDossier
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import Meeting
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.initiatives import Initiative
from wijkstem.web.atom import ATOM
from wijkstem.words import Role
from wijkstem.words.dossiers import WooCategory


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


def test_who_is_not_logged_in_hears_that_a_mailbox_is_enough_to_follow(
    client: TestClient, sqlite_world: World
) -> None:
    page = text(client, full(sqlite_world))
    assert "Log dan in en volg dit dossier. Dat kan ook met alleen uw e-mailadres." in page


def test_overview_lists_the_dossiers_that_somebody_follows(
    client: TestClient, sqlite_world: World
) -> None:
    url = full(sqlite_world)
    log_in(client, sqlite_world, "anna")
    assert url not in text(client, "/mijn")
    client.post(f"/dossiers/{url.split('/')[2][:9]}/volgen")
    assert f'href="{url}">{FORM.title}</a>' in text(client, "/mijn")
    log_in(client, sqlite_world, "bram")
    assert url not in text(client, "/mijn")


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


def test_personal_data_in_what_officials_write_is_asked_about_first(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    ticked = {"gevonden": "ja"}
    begun = {"title": FORM.title, "about": "Mail jan@example.test als u dit leest."}
    answer = client.post("/dossiers/nieuw", data=begun)
    assert (answer.status_code, sqlite_world.rows(Dossier)) == (422, [])
    assert "<strong>jan@example.test</strong>" in answer.text
    url = client.post("/dossiers/nieuw", data=begun | ticked).headers["location"]
    number = url.split("/")[2][:9]
    changed = begun | {"revision": "1", "title": "Anders"}
    assert client.post(f"/dossiers/{number}/wijzigen", data=changed).status_code == 422
    assert client.post(f"/dossiers/{number}/wijzigen", data=changed | ticked).is_redirect
    news = {"kind": "news", "title": "Bericht", "text": "Bel 06-12345678.", "day_day": "2"}
    news |= {"day_month": "3", "day_year": "2026"}
    assert client.post(f"/dossiers/{number}/toevoegen", data=news).status_code == 422
    assert client.post(f"/dossiers/{number}/toevoegen", data=news | ticked).is_redirect


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


def test_archive_holds_everything_and_a_digest_of_each_file(
    client: TestClient, sqlite_world: World
) -> None:
    number = full(sqlite_world).split("/")[2][:9]
    answer = client.get(f"/dossiers/{number}/archief.zip")
    assert answer.content == client.get(f"/dossiers/{number}/archief.zip").content
    with ZipFile(BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    told = {one["naam"]: one["sha256"] for one in manifest["bestanden"]}
    assert told == {name: sha256(said).hexdigest() for name, said in files.items()}

    parts = json.loads(files["dossier.json"])["onderdelen"]
    [document] = [one for one in parts if one["soort"] == "document"]
    assert document["adres"] == DOCUMENT.url
    assert document["wooinformatiecategorie"].endswith("/c_fdaee95e")
    assert files[document["bestand"]].decode() == DOCUMENT.text
    [plan] = [one for one in parts if one["soort"] == "plan"]
    assert files[plan["bestand"]]
    assert "submitter" not in str(files)


def test_archive_says_nothing_of_a_plan_that_is_hidden(
    client: TestClient, sqlite_world: World
) -> None:
    number = full(sqlite_world).split("/")[2][:9]
    [plan] = sqlite_world.rows(Initiative)
    plans = table_of(Initiative)
    with sqlite_world.services.unit_of_work(HERE) as uow:
        hide = update(plans).where(plans.c.municipality_id == HERE).values(public=False)
        uow.connection.execute(hide)
    with ZipFile(BytesIO(client.get(f"/dossiers/{number}/archief.zip").content)) as archive:
        said = "".join(archive.read(name).decode() for name in archive.namelist())
    assert plan["title"] not in said


def test_documents_of_the_council_are_in_that_feed_and_in_the_archive(
    client: TestClient, sqlite_world: World
) -> None:
    number = full(sqlite_world).split("/")[2][:9]
    [known] = MEETING.documents
    named = replace(known, category=WooCategory.ADVICE, submitted_on=date(2026, 3, 2))
    unknown = replace(known, source_id="d-2", title="Kaart")
    nowhere = replace(named, source_id="d-3", url="", title="Weg")
    meeting, _ = imported(sqlite_world, documents=(named, unknown, nowhere))
    root = fromstring(client.get("/dossiers/publicaties").content)  # noqa: S314 - our own
    entries = root.findall(f"{{{ATOM}}}entry")
    told = {one.findtext(f"{{{ATOM}}}title"): one for one in entries}
    assert set(told) == {DOCUMENT.title, "Voorstel"}
    assert f"/agenda/{meeting}" in (told["Voorstel"].findtext(f"{{{ATOM}}}summary") or "")
    code = "https://identifier.overheid.nl/tooi/def/thes/kern/c_99a836c7"
    assert told["Voorstel"].find(f"{{{ATOM}}}category[@term='{code}']") is not None
    assert "Advies" in text(client, f"/agenda/{meeting}")
    with ZipFile(BytesIO(client.get(f"/dossiers/{number}/archief.zip").content)) as archive:
        said = json.loads(archive.read("dossier.json"))["stukken"]
        manifest = json.loads(archive.read("manifest.json"))
    told_codes = {one["titel"]: one["wooinformatiecategorie"] for one in said}
    assert told_codes["Voorstel"] == code
    links = {one["titel"]: one for one in manifest["verwijzingen"]}
    assert links["Voorstel"] == {
        "titel": "Voorstel",
        "adres": known.url,
        "datum": "2026-03-02",
        "mediatype": known.media_type,
        "bytes": known.size,
    }
    assert links[DOCUMENT.title] == {
        "titel": DOCUMENT.title,
        "adres": DOCUMENT.url,
        "datum": DOCUMENT.day.isoformat() if DOCUMENT.day else None,
    }
    assert set(links) == {DOCUMENT.title, "Voorstel", "Kaart"}, "what is nowhere is no link"
    shown = client.get("/api/ori/v1/informatieobjecten").json()["results"]
    assert {one["titel"]: one["wooinformatiecategorie"] for one in shown} == {
        "Voorstel": "c_99a836c7",
        "Kaart": "c_db4862c3",
        "Weg": "c_99a836c7",
    }


def test_documents_of_a_category_of_the_law_are_a_feed(
    client: TestClient, sqlite_world: World
) -> None:
    full(sqlite_world)
    root = fromstring(client.get("/dossiers/publicaties").content)  # noqa: S314 - our own
    [entry] = root.findall(f"{{{ATOM}}}entry")
    assert entry.findtext(f"{{{ATOM}}}title") == DOCUMENT.title
    terms = [one.get("term") for one in entry.findall(f"{{{ATOM}}}category")]
    assert terms == [
        "https://identifier.overheid.nl/tooi/def/thes/kern/c_fdaee95e",
        "Onderzoek",
    ]
