"""The yearly report on screen: read, printed, written by two officials, and nothing that was typed is lost."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.reported import YEAR, a_year, begun, draft, offer, offered, published, written
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.year_reports import WriteChapter
from wijkstem.tables.year_reports import YearReport
from wijkstem.words import Role
from wijkstem.words.year_reports import Chapter, ReportState
from workers.printing import print_reports

URL = f"/jaarverslag/{YEAR}"
DRAFT = f"{URL}/concept"


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_report_is_a_page_with_texts_and_figures(client: TestClient, sqlite_world: World) -> None:
    a_year(sqlite_world)
    assert "Er is nog geen jaarverslag." in text(client, "/jaarverslag")
    assert client.get(URL).status_code == 404
    published(sqlite_world)

    assert f'href="{URL}"' in text(client, "/jaarverslag")
    page = text(client, URL)
    for words in (
        "Jaarverslag over 2025",
        "Wat er binnenkwam",
        "Over came_in valt veel te zeggen.",
        "De cijfers zijn van het einde van 14 januari 2026.",
        "Over klachten, bezwaar en beroep zijn hier geen cijfers bekend.",
    ):
        assert words in page
    # A row: this year, and the year before, in which there was nothing and so a zero.
    assert re.search(r">Ingediende plannen</th>\s*<td[^>]*>3</td>\s*<td[^>]*>0</td>", page)
    assert re.search(
        r">Op tijd beantwoord</th>\s*<td[^>]*>100,0%</td>\s*<td[^>]*>geen cijfer<", page
    )
    assert client.get(f"{URL}/editie/2").status_code == 404


def test_report_can_be_read_by_who_reads_english(client: TestClient, sqlite_world: World) -> None:
    published(sqlite_world)
    page = text(client, f"{URL}?taal=en")
    assert "Yearly report about 2025" in page
    assert '<div lang="nl">' in page


def test_file_comes_with_the_worker(client: TestClient, sqlite_world: World) -> None:
    published(sqlite_world)
    file = f"{URL}/editie/1/pdf"
    assert client.get(file).status_code == 404
    assert "/editie/1/pdf" not in text(client, URL)
    print_reports(sqlite_world.services, HERE)

    assert f'href="{file}"' in text(client, URL)
    answer = client.get(file)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="jaarverslag-2025-editie-1.pdf"' in answer.headers["content-disposition"]
    again = client.get(file, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_two_officials_make_a_report(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    a_year(world)
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    assert client.post("/jaarverslag", data={"year": "2025"}).headers["location"] == DRAFT
    assert "nog geen tekst" in text(client, DRAFT)
    for one in draft(world).chapters:
        [slug] = re.findall(r"/tekst/([a-z-]+)", _row(text(client, DRAFT), one.chapter))
        form = text(client, f"{DRAFT}/tekst/{slug}")
        assert 'name="text"' in form
        sent = {"revision": "1", "text": f"Dit is over {one.chapter.value}."}
        assert client.post(f"{DRAFT}/tekst/{slug}", data=sent).is_redirect
    revision = {"revision": str(draft(world).facts.revision)}
    assert client.post(f"{DRAFT}/aanbieden", data=revision).is_redirect
    page = text(client, DRAFT)
    assert "Publiceer dit verslag" not in page
    [digest] = [row["digest"] for row in world.rows(YearReport)]
    alone = client.post(f"{DRAFT}/publiceren", data={"digest": digest})
    assert alone.status_code == 403
    assert "U bood dit verslag zelf aan." in unescape(alone.text)

    log_in(client, sqlite_world, "tweede", Role.OFFICIAL)
    page = text(client, DRAFT)
    assert f'value="{digest}"' in page
    assert client.post(f"{DRAFT}/publiceren", data={"digest": digest}).headers["location"] == URL
    assert "Dit is over money." in text(client, URL)


def _row(page: str, chapter: Chapter) -> str:
    """The line of a chapter in the list of a draft."""
    lines = re.findall(r'<li id="f-[^"]*">.*?</li>', page, re.DOTALL)
    return str(lines[[*Chapter].index(chapter) - 1])


def test_what_was_typed_stays_when_it_is_refused(client: TestClient, sqlite_world: World) -> None:
    begun(sqlite_world)
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    answer = client.post(
        f"{DRAFT}/tekst/geld", data={"revision": "1", "text": "Feest 🎉 voor <b>ons</b>"}
    )
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "Dit teken kan niet in het PDF-bestand: 🎉." in page
    assert "Feest 🎉 voor <b>ons</b></textarea>" in page


def test_personal_data_is_asked_about(client: TestClient, sqlite_world: World) -> None:
    begun(sqlite_world)
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    sent = {"revision": "1", "text": "Bel 06 12345678 of mail iemand@voorbeeld.test."}
    answer = client.post(f"{DRAFT}/tekst/geld", data=sent)
    assert answer.status_code == 422
    page = unescape(answer.text)
    for words in ("Telefoonnummer", "E-mailadres", 'name="gevonden"', sent["text"]):
        assert words in page
    assert draft(sqlite_world).chapter(Chapter.MONEY).text == ""
    assert client.post(f"{DRAFT}/tekst/geld", data={**sent, "gevonden": "ja"}).is_redirect
    assert draft(sqlite_world).chapter(Chapter.MONEY).text == sent["text"]


def test_two_who_edit_one_chapter_see_both_texts(client: TestClient, sqlite_world: World) -> None:
    world, report_id = sqlite_world, begun(sqlite_world)
    world.execute(WriteChapter(report_id, Chapter.MONEY, 1, "Van de collega."), world.official)
    log_in(client, sqlite_world, "tweede", Role.OFFICIAL)
    answer = client.post(f"{DRAFT}/tekst/geld", data={"revision": "1", "text": "Van mij."})
    assert answer.status_code == 409
    page = unescape(answer.text)
    for words in ("Van de collega.", "Van mij.</textarea>", 'name="revision" value="2"'):
        assert words in page
    # Having seen both, they may decide.
    assert client.post(
        f"{DRAFT}/tekst/geld", data={"revision": "2", "text": "Van ons."}
    ).is_redirect
    assert draft(world).chapter(Chapter.MONEY).text == "Van ons."


def test_offer_without_texts_names_every_chapter(client: TestClient, sqlite_world: World) -> None:
    begun(sqlite_world)
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    answer = client.post(f"{DRAFT}/aanbieden", data={"revision": "1"})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert 'href="#f-geld">Geld: Dit hoofdstuk heeft nog geen tekst.' in page
    assert 'id="f-geld"' in page


def test_year_that_is_not_over_is_said_at_its_field(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    for typed in ("2026", "1990", "nooit"):
        answer = client.post("/jaarverslag", data={"year": typed})
        assert answer.status_code == 422
        assert "Kies een jaar dat voorbij is. Bijvoorbeeld: 2025." in unescape(answer.text)
        assert f'value="{typed}"' in answer.text


def test_figures_that_are_not_counted_yet_hold_up_nothing_else(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    written(world)
    world.submit()  # counted by nobody yet
    world.pass_days(1)
    log_in(client, sqlite_world, "eerste", Role.OFFICIAL)
    answer = client.get(DRAFT)
    assert answer.status_code == 409
    assert "De cijfers worden nog geteld." in unescape(answer.text)


def test_drafts_are_for_officials(client: TestClient, sqlite_world: World) -> None:
    offered(sqlite_world)
    assert "concept" not in text(client, "/jaarverslag")
    log_in(client, sqlite_world, "anna")
    for url in (DRAFT, f"{DRAFT}/tekst/geld"):
        assert client.get(url).status_code == 403


def test_earlier_edition_says_that_there_is_a_newer_one(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    published(world)
    second = begun(world)
    world.execute(
        WriteChapter(second, Chapter.CHANGES, 1, "Een getal klopte niet."), world.official
    )
    offer(world, second)
    log_in(client, sqlite_world, "tweede", Role.OFFICIAL)
    [digest] = [row["digest"] for row in world.rows(YearReport, state=ReportState.OFFERED)]
    client.post(f"{DRAFT}/publiceren", data={"digest": digest})

    assert "Een getal klopte niet." in text(client, URL)
    old = text(client, f"{URL}/editie/1")
    assert "Er is een nieuwere editie" in old
    assert "Een getal klopte niet." not in old


@pytest.mark.parametrize("plans", [1, 8])
def test_page_asks_as_often_for_much_as_for_little(
    client: TestClient, sqlite_world: World, plans: int
) -> None:
    for _ in range(plans):
        sqlite_world.open()
    sqlite_world.settle()
    published(sqlite_world)
    client.get(URL)
    with statements(sqlite_world.services.engine) as asked:
        client.get(f"{URL}/editie/1")
    assert len(asked) <= 8
