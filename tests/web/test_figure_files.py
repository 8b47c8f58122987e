"""Figures at the desk: looked over before they count, wrong cell by cell, nothing typed is lost, and taken back."""

from datetime import date
from html import unescape
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.commands.test_bringing import CBS, FEEDBACK, GRIEVANCES, HEAD, taken
from tests.commands.test_sources import read
from tests.kit.test_sheets import book
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands import source_rows
from wijkstem.commands.sources import TakeFile
from wijkstem.queries.observations import observations
from wijkstem.tables.sources import SourceFile
from wijkstem.words import Role
from wijkstem.words.sources import FileState, SourceKind

URL = "/beheer/cijfers"
ROW = "feels_informed;realisatie;2025;{};1200;Omnibus\n"


@pytest.fixture
def desk(client: TestClient, sqlite_world: World) -> TestClient:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    return client


def send(desk: TestClient, data: str | bytes, slug: str = "onderzoek", **fields: str) -> Any:
    name = "cijfers.xlsx" if isinstance(data, bytes) else "cijfers.csv"
    files = {"bestand": (name, data, "application/octet-stream")}
    return desk.post(f"{URL}/nieuw/{slug}", data=fields, files=files)


def text(desk: TestClient, url: str) -> str:
    answer = desk.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def act(desk: TestClient, url: str, action: str, **more: str) -> httpx2.Response:
    answer: httpx2.Response = desk.post(url, data={"actie": action, **more})
    return answer


def values(world: World) -> list[str]:
    world.settle()
    with world.services.reading(HERE) as connection:
        return [str(one.value) for one in observations(connection, HERE)]


def test_file_is_looked_over_taken_in_and_taken_back(desk: TestClient, sqlite_world: World) -> None:
    here = send(desk, HEAD + ROW.format("44,5")).headers["location"]
    page = text(desk, here)
    for words in ("Telt nog niet mee", "Voelt zich goed geïnformeerd", "44,5", "1200", "Omnibus"):
        assert words in page
    assert "Bij een cijfer staat geen webadres." in page
    assert values(sqlite_world) == []

    assert act(desk, here, "opnemen").headers["location"] == here
    assert "Telt mee sinds" in text(desk, here)
    assert values(sqlite_world) == ["44.5"]
    act(desk, here, "terug")
    assert "Teruggedraaid op" in text(desk, here)
    assert values(sqlite_world) == []
    assert here in text(desk, URL)


def test_wrong_cells_are_shown_with_what_stands_in_them(
    desk: TestClient, sqlite_world: World
) -> None:
    wrong = HEAD + ROW.format("<b>veel</b>") + ROW.format("6-apr")
    here = send(desk, wrong).headers["location"]
    page = desk.get(here).text
    assert "&lt;b&gt;veel&lt;/b&gt;" in page
    assert "Excel maakte hier een datum van." in page
    assert "Neem deze cijfers op" not in page
    assert act(desk, here, "opnemen").status_code == 422
    assert values(sqlite_world) == []
    assert act(desk, here, "weg").headers["location"] == URL
    assert desk.get(here).status_code == 404
    assert sqlite_world.rows(SourceFile) == []


def test_other_figure_of_the_same_period_has_to_be_chosen(
    desk: TestClient, sqlite_world: World
) -> None:
    first, second = (send(desk, HEAD + ROW.format(n)).headers["location"] for n in ("44", "49"))
    act(desk, first, "opnemen")
    overtaken = act(desk, second, "opnemen")
    assert overtaken.status_code == 409
    assert "Er kwamen net andere cijfers bij." in overtaken.text
    assert "Er staat nu iets anders" in text(desk, second)
    assert act(desk, second, "opnemen").status_code == 422
    assert values(sqlite_world) == ["44"]
    act(desk, second, "opnemen", vervang="ja")
    assert values(sqlite_world) == ["49"]


def test_workbook_and_a_year_for_all_rows(desk: TestClient, sqlite_world: World) -> None:
    data = book(["gebied", "inwoners"], ["WK990100", 1200])
    here = send(desk, data, "inwoners", alle_jaar="2025").headers["location"]
    page = text(desk, here)
    assert "1200" in page
    assert "2025" in page
    assert send(desk, data, "inwoners", alle_jaar="straks").status_code == 422
    assert "Deze kolom ontbreekt: jaar." in unescape(send(desk, data, "inwoners").text)


@pytest.mark.parametrize("data", ["", "indicator\n", b"PK\x03\x04nothing", b"\x00\x01\x02\xff"])
def test_what_is_no_table_is_said_at_the_form(
    desk: TestClient, sqlite_world: World, data: str | bytes
) -> None:
    answer = send(desk, data)
    assert answer.status_code == 422
    assert 'href="#f-bestand"' in answer.text
    assert sqlite_world.rows(SourceFile) == []


def test_one_line_can_be_typed_and_stays_when_it_is_wrong(
    desk: TestClient, sqlite_world: World
) -> None:
    line = {"typen": "ja", "kanaal": "balie", "maand": "2025-03", "goed": "3", "ertussenin": "1"}
    answer = desk.post(f"{URL}/nieuw/ervaringen", data={**line, "slecht": "geen idee"})
    assert answer.status_code == 422
    assert 'value="geen idee"' in answer.text
    assert "Dit is geen getal." in answer.text
    assert sqlite_world.rows(SourceFile) == []

    here = desk.post(f"{URL}/nieuw/ervaringen", data={**line, "slecht": "0"}).headers["location"]
    page = text(desk, here)
    assert "maart 2025" in page
    act(desk, here, "opnemen")
    sqlite_world.settle()
    assert "te weinig" in text(desk, f"{URL}/overzicht?jaar=2025")


def test_overview_shows_every_channel_and_gaps_as_gaps(
    desk: TestClient, sqlite_world: World
) -> None:
    taken(sqlite_world, FEEDBACK, SourceKind.FEEDBACK)
    taken(sqlite_world, GRIEVANCES, SourceKind.GRIEVANCES)
    page = text(desk, f"{URL}/overzicht")
    for words in ("74,4%", "Balie", "Telefoon", "geen cijfer", "90,0%", "Bezwaar: Loopt nog"):
        assert words in page
    assert "Over dit jaar is nog niets ingelezen." in text(desk, f"{URL}/overzicht?jaar=1999")


def test_file_that_was_stopped_half_way_goes_on(
    desk: TestClient, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_rows, "AT_ONCE", 1)
    file = read(sqlite_world, "1", "2")
    assert not sqlite_world.execute(TakeFile(file), sqlite_world.official)
    here = f"{URL}/{file}"
    assert "Nog niet alles is opgenomen." in text(desk, here)
    act(desk, here, "verder")
    assert [row["state"] for row in sqlite_world.rows(SourceFile)] == [FileState.TAKEN]


def test_example_can_be_filled_in_and_every_kind_has_its_page(desk: TestClient) -> None:
    for slug in ("onderzoek", "inwoners", "ervaringen", "klachten"):
        assert f"{URL}/nieuw/{slug}" in text(desk, URL)
        assert "Welke kolommen?" in text(desk, f"{URL}/nieuw/{slug}")
        answer = desk.get(f"{URL}/voorbeeld/{slug}.csv")
        assert answer.text.startswith("\ufeff")
        assert len(answer.text.splitlines()) == 2
    assert desk.get(f"{URL}/nieuw/anders").status_code == 404
    assert desk.get(f"{URL}/voorbeeld/anders.csv").status_code == 404


def test_table_of_cbs_is_taken_as_it_is(desk: TestClient, sqlite_world: World) -> None:
    here = send(desk, CBS, "inwoners").headers["location"]
    page = text(desk, here)
    assert "Regels die niet over uw wijken gaan" in page
    act(desk, here, "opnemen")
    sqlite_world.settle()
    assert date(2026, 3, 2) in {row["taken_on"] for row in sqlite_world.rows(SourceFile)}


def test_residents_and_the_clerk_see_nothing_of_it(client: TestClient, sqlite_world: World) -> None:
    for name, role in (("anna", Role.RESIDENT), ("griffier", Role.CLERK)):
        log_in(client, sqlite_world, name, role)
        for url in (URL, f"{URL}/overzicht", f"{URL}/nieuw/inwoners"):
            assert client.get(url).status_code == 403
        assert send(client, CBS, "inwoners").status_code == 403
