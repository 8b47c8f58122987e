"""A gathering from announcing to its report, as people click through it: a phone's width, with and without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, text

from tests.browser.test_story import Visits
from wijkstem.kit.clock import SystemClock, local_date

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Samen kijken in de wijk"


def announce(official: Page) -> str:
    """The official's form, filled in; the address of what comes of it."""
    day = local_date(SystemClock().now()) + timedelta(days=3)
    official.goto("/wijken")
    official.locator('a[href^="/wijken/"]').first.click()
    official.get_by_role("link", name="Kondig een bijeenkomst aan").click()
    official.get_by_label("Naam van de bijeenkomst").fill(TITLE)
    official.get_by_label("Wandeling door de wijk").check()
    official.get_by_label("Waar gaat het over?").fill("Wij lopen door de straten.")
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        official.locator(f'input[name="day_{part}"]').fill(str(number))
    official.get_by_label("Hoe laat begint het?").fill("19:30")
    official.get_by_label("Waar is het?").fill("Buurthuis, Dorpsstraat 1")
    official.get_by_label("Kan iedereen naar binnen?").fill("Er is geen drempel.")
    official.get_by_label("Hoeveel mensen passen erin?").fill("1")
    official.get_by_role("button", name="Zet op de website").click()
    expect(official.get_by_text("Er is nog 1 ding niet in orde")).to_be_visible()
    expect(official.get_by_label("Naam van de bijeenkomst")).to_have_value(TITLE)
    official.get_by_label("Hoe laat is het klaar?").fill("21.00")
    official.get_by_role("button", name="Zet op de website").click()
    expect(official.get_by_text("De bijeenkomst staat op de website.")).to_be_visible()
    return official.url


def held(database_url: str) -> None:
    """A browser cannot wait three days; what was announced was yesterday."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE gathering SET held_on = date('now', '-1 day'),"
                " starts_at = datetime('now', '-1 day'), ends_at = datetime('now', '-23 hours')"
            )
        )
    engine.dispose()


def report(official: Page, gathering: str) -> None:
    official.goto(gathering)
    official.get_by_role("link", name="Schrijf het verslag").click()
    official.get_by_label("Hoeveel bewoners kwamen er?").fill("14")
    official.get_by_label("Wat hebt u gehoord?").fill("Bij het plein is het donker.")
    official.get_by_label("Wat gaat de gemeente doen?").fill("In mei komen er twee lampen.")
    official.get_by_role("button", name="Zet het verslag op de website").click()
    expect(official.get_by_text("Het verslag staat op de website.")).to_be_visible()


@pytest.mark.parametrize("scripts", [False, True], ids=["without script", "with script"])
def test_gathering_is_announced_come_to_and_reported(
    browser: Browser, site: str, sqlite_url: str, scripts: bool
) -> None:
    visits = Visits(browser, site)
    official = visits.person("ambtenaar-1", scripts=scripts)
    gathering = announce(official)
    first, second = (visits.person(f"bewoner-{n}", scripts=scripts) for n in (1, 2))
    first.goto(gathering)
    first.get_by_role("button", name="Ik kom").click()
    expect(first.get_by_text("U bent aangemeld. Kunt u niet komen?")).to_be_visible()
    second.goto(gathering)
    second.get_by_role("button", name="Zet mij op de wachtlijst").click()
    expect(second.get_by_text("U bent als eerste aan de beurt.")).to_be_visible()
    first.get_by_role("button", name="Meld mij af").click()
    second.goto(gathering)
    expect(second.get_by_text("U bent aangemeld. Kunt u niet komen?")).to_be_visible()
    held(sqlite_url)
    report(official, gathering)

    visitor = visits.visitor(scripts=scripts)
    visitor.goto(gathering)
    expect(visitor.get_by_text("Er kwamen 14 bezoekers.")).to_be_visible()
    expect(visitor.get_by_text("In mei komen er twee lampen.")).to_be_visible()
    assert (
        visits.too_wide(official, [gathering, "/wijken", "/bijeenkomsten", "/bijeenkomsten/nieuw"])
        == []
    )
    assert visits.complaints == []
