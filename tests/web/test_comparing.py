"""Neighbourhoods beside each other: for each inhabitant where that is known, and as sure as a sample can be."""

from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.commands.test_bringing import faults, taken
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from tests.web.test_indicators import text
from wijkstem.commands.signatures import Sign
from wijkstem.words import Role
from wijkstem.words.sources import SourceKind

HEAD = "indicator;soort;jaar;waarde;wijk;steekproef;bron\n"
CENTRE, OUTSIDE = "WK990100", "WK990101"


def live(world: World, **how: Any) -> None:
    rows = "".join(
        f"{code};2026;{people}\n"
        for code, people in (("GM9901", 1000), (CENTRE, 800), (OUTSIDE, 200))
    )
    taken(world, f"gebied;jaar;inwoners\n{rows}", SourceKind.INHABITANTS, **how)


def surveyed(world: World) -> None:
    rows = (
        f"feels_informed;realisatie;2024;52;{CENTRE};100;Enquête\n"
        f"feels_informed;realisatie;2025;60;{CENTRE};100;Enquête\n"
        f"feels_informed;realisatie;2025;40;{OUTSIDE};25;Enquête\n"
        "feels_informed;realisatie;2025;55;;125;Enquête\n"
    )
    taken(world, HEAD + rows)


def cells(page: str) -> list[str]:
    """The comparison, row by row, without markup."""
    rows = page[page.index("<tbody") : page.index("</tbody>")].split("</tr>")[:-1]
    return [" ".join(unescape(_bare(row)).split()) for row in rows]


def _bare(markup: str) -> str:
    out, inside = "", False
    for letter in markup:
        inside = letter == "<" or (inside and letter != ">")
        out += "" if inside or letter == ">" else letter
    return out


def test_counts_without_inhabitants_are_not_called_fair(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    page = text(client, "/indicatoren/submitted/wijken")
    assert cells(page) == ["Centrum 1", "Buitengebied 0"]
    assert "Wij weten niet hoeveel mensen er in elke wijk wonen." in page


def test_counts_are_divided_by_inhabitants(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    live(sqlite_world)
    page = text(client, "/indicatoren/submitted/wijken?jaar=2026")
    assert cells(page) == [
        "Centrum 1,3 per 1.000 inwoners 1 800",
        "Buitengebied 0,0 per 1.000 inwoners 0 200",
    ]
    assert "De hele gemeente: <strong>1,0 per 1.000 inwoners</strong>" in page
    here = text(client, f"/wijken/{CENTRE}/cijfers")
    assert "1,3 per 1.000 inwoners" in here
    assert "1,0 per 1.000 inwoners" in here


def test_who_counted_inhabitants_stands_with_the_figure_itself(
    client: TestClient, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicators = sqlite_world.services.rules.of(HERE).indicators
    [submitted] = [one for one in indicators.indicators if one.code == "submitted"]
    code = {"code": "per_thousand", "formula": "people_per_thousand"}
    more = [*indicators.indicators, submitted.model_copy(update=code)]
    monkeypatch.setitem(indicators.__dict__, "indicators", more)
    sqlite_world.open()
    head = "gebied;jaar;inwoners;bron;publicatie;url\n"
    row = "GM9901;2026;1000;CBS;Kerncijfers 2026;https://cbs.example/kern\n"
    taken(sqlite_world, head + row, SourceKind.INHABITANTS)
    told = "Wie telde de inwoners?"
    assert told in text(client, "/indicatoren/per_thousand")
    assert told not in text(client, "/indicatoren/submitted"), "not divided"
    said = [
        client.get(f"/api/v1/indicatoren/{one}").json()["inwonersGeteldDoor"]
        for one in ("per_thousand", "submitted")
    ]
    assert said == [["CBS, Kerncijfers 2026, https://cbs.example/kern"], []]


def test_who_counted_inhabitants_stands_beside_what_is_divided_by_them(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    rows = (
        f"GM9901;2026;1000;CBS;Kerncijfers 2026;https://cbs.example/kern\n"
        f"{CENTRE};2026;800;CBS;Kerncijfers 2026;https://cbs.example/kern\n"
        f"{OUTSIDE};2026;200;Gemeente Testdorp;;\n"
    )
    head = "gebied;jaar;inwoners;bron;publicatie;url\n"
    file = taken(sqlite_world, head + rows, SourceKind.INHABITANTS)
    for url in ("/indicatoren/submitted/wijken?jaar=2026", f"/wijken/{CENTRE}/cijfers?jaar=2026"):
        page = text(client, url)
        assert page.count("Wie telde de inwoners?") == 2
        assert 'href="https://cbs.example/kern">CBS, Kerncijfers 2026</a>' in page
        assert "Gemeente Testdorp. Er is geen adres bij." in page
    assert "Wie telde" not in text(client, "/indicatoren/feels_informed/wijken"), "not divided"
    table = client.get("/indicatoren/submitted/wijken.csv?jaar=2026").text.splitlines()
    assert "Bron van de inwoners" in table[0]
    assert all("https://cbs.example/kern; Gemeente Testdorp" in line for line in table[1:])
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "CBS, Kerncijfers 2026" in text(client, f"/beheer/cijfers/{file}")
    live(sqlite_world, replace=True)
    page = text(client, "/indicatoren/submitted/wijken?jaar=2026")
    assert "Wie telde" not in page, "the newest file does not say it"


def test_source_of_a_whole_file_is_typed_beside_it(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    url = "/beheer/cijfers/nieuw/inwoners"
    assert 'name="alle_bron"' in text(client, url)
    assert 'name="alle_bron"' not in text(client, "/beheer/cijfers/nieuw/onderzoek")
    body = f"gebied;inwoners\n{CENTRE};800\n".encode()
    made = client.post(
        url,
        data={"alle_jaar": "2026", "alle_bron": "CBS"},
        files={"bestand": ("inwoners.csv", body, "text/csv")},
    )
    client.post(made.headers["location"], data={"actie": "opnemen"})
    sqlite_world.settle()
    page = text(client, "/indicatoren/submitted/wijken?jaar=2026")
    assert "Wie telde de inwoners? CBS. Er is geen adres bij." in " ".join(page.split())


def test_address_without_a_source_is_refused_at_its_cell(sqlite_world: World) -> None:
    rows = f"gebied;jaar;inwoners;bron;url\n{CENTRE};2026;800;;https://cbs.example/kern\n"
    assert faults(sqlite_world, rows, SourceKind.INHABITANTS) == [(2, "bron", "source_needed")]
    rows = f"gebied;jaar;inwoners;bron;url\n{CENTRE};2026;800;CBS;cbs.example\n"
    assert faults(sqlite_world, rows, SourceKind.INHABITANTS) == [(2, "url", "no_url")]


def test_few_people_are_said_in_words(client: TestClient, sqlite_world: World) -> None:
    plan = sqlite_world.open()
    for number in range(3):
        sqlite_world.execute(Sign(plan), sqlite_world.person(f"anna-{number}", lives=CENTRE))
    sqlite_world.settle()
    page = text(client, "/indicatoren/signatures/wijken")
    assert "Centrum Te weinig mensen om te tonen." in cells(page)
    assert "Gaat een cijfer over minder dan 5 mensen?" in page
    assert "Te weinig mensen om te tonen." in text(client, f"/wijken/{CENTRE}/cijfers")


def test_survey_says_how_sure_it_is(client: TestClient, sqlite_world: World) -> None:
    surveyed(sqlite_world)
    page = text(client, "/indicatoren/feels_informed/wijken")
    assert cells(page) == [
        "Centrum 60% Bijna zeker tussen 50,2% en 69,1%. 100",
        "Buitengebied 40% Bijna zeker tussen 23,4% en 59,3%. 25",
    ]
    assert page.count("ws-chart__reach") == 2
    assert cells(text(client, "/indicatoren/feels_informed/wijken?jaar=2024"))[0].startswith(
        "Centrum 52%"
    )
    here = text(client, f"/wijken/{OUTSIDE}/cijfers?jaar=2025")
    assert "Bijna zeker tussen 23,4% en 59,3%." in here


def test_survey_without_neighbourhoods(client: TestClient) -> None:
    assert "Van de wijken is er nog geen cijfer." in text(client, "/indicatoren/contact/wijken")


@pytest.mark.parametrize("year", ["1999", "99999", "x", "-1"])
def test_year_without_figures(client: TestClient, sqlite_world: World, year: str) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    for path in ("/indicatoren/submitted/wijken", f"/wijken/{CENTRE}/cijfers"):
        text(client, f"{path}?jaar={year}", 404)


def test_unknown_neighbourhood_or_indicator(client: TestClient) -> None:
    text(client, "/wijken/WK123456/cijfers", 404)
    text(client, "/indicatoren/onzin/wijken", 404)


def test_day_and_year_go_along(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    query = "op_day=2&op_month=3&op_year=2026"
    page = text(client, f"/indicatoren/submitted/wijken?jaar=2026&{query}")
    assert "U ziet wat op 2 maart 2026 te zien was." in page
    assert f"/wijken.csv?{query}&jaar=2026" in page
    assert '<input type="hidden" name="jaar" value="2026">' in page


def test_comparison_as_a_file(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    live(sqlite_world)
    answer = client.get("/indicatoren/submitted/wijken.csv?jaar=2026")
    head, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Indicator;Definitie;Wijk;Code;Jaar;Cijfer;Eenheid;Inwoners")
    assert [line.split(";")[2:10] for line in lines] == [
        ["Centrum", CENTRE, "2026", "1", "aantal", "800", "1,3", "1000"],
        ["Buitengebied", OUTSIDE, "2026", "0", "aantal", "200", "0,0", "1000"],
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/indicatoren",
        "/indicatoren/submitted",
        "/indicatoren/submitted/wijken",
        f"/wijken/{CENTRE}/cijfers",
    ],
)
def test_statements_do_not_grow(client: TestClient, sqlite_world: World, path: str) -> None:
    log_in(client, sqlite_world, "anna")  # a page of one's own is not kept for others
    counts = []
    for times in (1, 12):
        for _ in range(times):
            sqlite_world.submit()
            sqlite_world.pass_days(40)
        sqlite_world.settle()
        with statements(sqlite_world.services.engine) as asked:
            text(client, path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14
