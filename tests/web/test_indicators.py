"""Figures and rules as the public reads them: counted here, taken over as the source has them, never made up."""

from decimal import Decimal
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.web.indicators import said
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
    page = text(client, "/indicatoren")
    assert "<strong>0</strong> (tot nu toe)" in page  # plans submitted: nothing yet is a count
    assert "geen cijfer" in page  # answered in time: nothing yet is not a share


def test_indicators_from_elsewhere(client: TestClient) -> None:
    page = text(client, "/indicatoren")
    assert "<strong>49%</strong> (jaar niet bekend)" in page
    assert "<strong>55%</strong> (jaar niet bekend)" in page
    assert "Enquête" in page


def test_indicators_counted_by_year(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    sqlite_world.pass_days(365)
    sqlite_world.open()
    sqlite_world.submit()
    sqlite_world.settle()
    page = text(client, "/indicatoren")
    assert "<strong>3</strong> (tot nu toe)" in page
    assert ">2027</th>" in page
    assert "<strong>100,0%</strong> (tot nu toe)" in page


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
