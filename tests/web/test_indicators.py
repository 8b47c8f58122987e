"""Figures and rules as the public reads them: counted here, taken over as the source has them, never made up."""

import re
from decimal import Decimal
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import START, World
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.web.figure_words import said
from wijkstem.words import Role, Unit


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("figure", "unit", "lang", "words"),
    [
        ("6.60", Unit.GRADE, "nl", "6,60"),
        ("6.60", Unit.GRADE, "en", "6.60"),
        ("7", Unit.GRADE, "nl", "7"),
        ("49.5", Unit.PERCENT, "nl", "49,5%"),
        ("1234567", Unit.COUNT, "nl", "1.234.567"),
        ("12.5", Unit.DAYS, "nl", "12,5 dagen"),
        ("4.17", Unit.EURO, "nl", "€\u00a04,17"),
        ("0", Unit.COUNT, "nl", "0"),
        ("-3", Unit.PERCENT, "nl", "-3%"),
    ],
)
def test_figure_in_words(figure: str, unit: Unit, lang: str, words: str) -> None:
    assert said(Decimal(figure), unit, lang) == words


def test_indicators_before_anything_happened(client: TestClient) -> None:
    assert "geen cijfer" in text(client, "/indicatoren")
    # Plans submitted: nothing yet is a count. Answered in time: nothing yet is not a share.
    assert "Over alle jaren samen: <strong>0</strong>" in text(client, "/indicatoren/submitted")
    assert "Over alle jaren samen" not in text(client, "/indicatoren/answered_in_time")


def test_overview_holds_figures_against_goals(client: TestClient) -> None:
    page = text(client, "/indicatoren")
    assert "Nog niet gehaald: <strong>1</strong>" in page
    assert "Nog niet gemeten: <strong>1</strong>" in page
    assert "Het begon bij: <strong>49% (jaar niet bekend)</strong>" in page
    assert "Ambitie: <strong>55%</strong>" in page
    assert "Nu: <strong>6,7 (2025)</strong>" in page
    assert "Doel: <strong>7 in 2027</strong>" in page
    assert "Omlaag: van 6,9 in 2024 naar 6,7 in 2025. Dat is minder goed." in page
    assert "De balie was drie maanden dicht." in page


def test_overview_counts_by_year(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.pass_days(365)
    sqlite_world.open()
    sqlite_world.submit()
    sqlite_world.settle()
    page = text(client, "/indicatoren")
    assert ">2026</th>" in page
    assert ">2027, tot nu toe</th>" in page
    row = page[page.index("Ingediende plannen") :]
    assert re.findall("<strong>(.*?)</strong>", row)[:2] == ["1", "2"]
    # One year that is over is nothing to compare.
    assert "Nog niet te zeggen." in row


def test_first_year_compares_nothing_and_names_what_is_not_counted(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.submit()
    sqlite_world.settle()
    page = text(client, "/indicatoren")
    assert ">2026, tot nu toe</th>" in page
    assert ">2025</th>" not in page
    assert ">Richting</th>" not in page
    rest = page[page.index("Hier is nog geen cijfer van") :]
    assert "/indicatoren/answered_in_time" in rest
    assert "/indicatoren/submitted" not in rest


def test_people_are_not_said_twice(client: TestClient, sqlite_world: World) -> None:
    plan = sqlite_world.open()
    for number in range(6):
        sqlite_world.execute(Sign(plan), sqlite_world.person(f"anna-{number}"))
    sqlite_world.settle()
    page = text(client, "/indicatoren/signatures")
    assert "<strong>6</strong>" in page
    assert "Mensen of antwoorden" not in page


def test_indicator_page(client: TestClient) -> None:
    page = text(client, "/indicatoren/contact")
    for words in (
        "<strong>6,60</strong>",
        "6,62 (2024), gemeenten van deze grootte",
        "versie 2",
        "Versie 1, tot en met 31 december 2023: Cijfer voor de balie",
        "Team Dienstverlening",
        "De lijn begint hier niet bij 0.",
    ):
        assert words in page
    assert "style=" not in page


def test_chart_says_what_it_shows(client: TestClient) -> None:
    page = text(client, "/indicatoren/contact")
    told = re.search(r"<desc[^>]*>(.*?)</desc>", page)
    assert told is not None
    assert "Realisatie, 2024: 6,9." in told[1]
    assert "Streefwaarde, 2027: 7." in told[1]
    # 2023 was not measured: the line has a gap there.
    assert len(re.findall('<polyline class="ws-chart__line"', page)) == 2


def test_indicator_as_it_was_defined(client: TestClient) -> None:
    page = text(client, "/indicatoren/contact?op_day=1&op_month=3&op_year=2023")
    assert "U ziet wat op 1 maart 2023 te zien was." in page
    assert "Cijfer voor de balie</h1>" in page


def test_indicator_as_it_was_counted(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    sqlite_world.pass_days(30)
    sqlite_world.open()
    sqlite_world.settle()
    then = START.date()
    query = f"op_day={then.day}&op_month={then.month}&op_year={then.year}"
    assert "2 (2026, tot nu toe)" in text(client, "/indicatoren/submitted")
    assert "1 (2026, tot nu toe)" in text(client, f"/indicatoren/submitted?{query}")
    assert f"?{query}" in text(client, f"/indicatoren?{query}")  # links keep the day


def test_correction_is_marked(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.clock.at = sqlite_world.clock.at.replace(year=2025, month=12)
    plan, anna = sqlite_world.open(), sqlite_world.person("anna")
    for one in (anna, sqlite_world.person("bram")):
        sqlite_world.execute(Sign(plan), one)
    sqlite_world.pass_days(35)
    sqlite_world.execute(WithdrawSignature(plan), anna)
    sqlite_world.settle()
    page = text(client, "/indicatoren/signatures")
    assert "Later anders geteld, het laatst op 6 januari 2026." in page


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("op_day=31&op_month=2&op_year=2024", "Deze dag bestaat niet."),
        ("op_day=x&op_month=&op_year=", "Deze dag bestaat niet."),
        ("op_day=1&op_month=1&op_year=2090", "Deze dag komt nog."),
    ],
)
def test_wrong_day_is_told_and_kept(client: TestClient, day: str, wrong: str) -> None:
    for path in ("/indicatoren", "/indicatoren/contact", "/indicatoren/contact/cijfers.csv"):
        page = text(client, f"{path}?{day}", 422)
        assert wrong in page
        assert f'value="{day.partition("=")[2].partition("&")[0]}"' in page


def test_unknown_indicator(client: TestClient) -> None:
    text(client, "/indicatoren/onzin", 404)
    text(client, "/indicatoren/onzin/cijfers.csv", 404)


def test_figures_as_a_file(client: TestClient) -> None:
    answer = client.get("/indicatoren/contact/cijfers.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Indicator;Definitie;Wat;Jaar;Cijfer;Eenheid")
    assert [line.split(";")[2:5] for line in lines] == [
        ["Ter vergelijking, niet van deze gemeente", "2024", "6,62"],
        ["Streefwaarde", "2027", "7"],
        ["Realisatie", "2021", "6,2"],
        ["Realisatie", "2022", "6,60"],
        ["Realisatie", "2024", "6,9"],
        ["Realisatie", "2025", "6,7"],
    ]


def test_rules(client: TestClient) -> None:
    page = text(client, "/spelregels")
    for words in (
        "Deze regels gelden sinds 1 januari 2025.",
        "Er is steun nodig van 3 inwoners.",
        "De gemeente bekijkt het initiatief<",
        "Hoogstens 2 weken<",
        "Het is een klacht",
    ):
        assert words in page
    assert "/beheer/spelregels" not in page


def test_assumed_rules_are_for_administrators(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    text(client, "/beheer/spelregels", 403)
    log_in(client, sqlite_world, "beheer", Role.ADMINISTRATOR)
    assert "/beheer/spelregels" in text(client, "/spelregels")
    page = text(client, "/beheer/spelregels")
    for words in (
        "Burgerinitiatief, steun die nodig is",
        "Burgerinitiatief, wie meetelt",
        "woont in de gemeente, op de dag van steunen",
        "Burgerinitiatief, termijn: De gemeente bekijkt het initiatief",
        "2 weken",
        "Voorstel, grond: Het is een klacht",
    ):
        assert words in page
    assert "burgerinitiatief." not in page
    assert "lives in the municipality, on the day of filing" in text(
        client, "/beheer/spelregels?taal=en"
    )
