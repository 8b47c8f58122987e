"""Taking one's data along, being forgotten, and a list on paper, in a real browser: with scripts and without."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_every_page import SCREENSHOTS, barriers
from tests.browser.test_story import SMALL, Visits, decide, file_plan, open_case
from wijkstem.demo.people import numbers
from wijkstem.rules.registry import RuleBook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 800}


class Scripted(Visits):
    """The same visits, with scripts or without, and a look at each page for barriers."""

    def __init__(self, browser: Browser, site: str, *, scripts: bool) -> None:
        super().__init__(browser, site)
        self.scripts = scripts

    def _context(self, *, scripts: bool) -> BrowserContext:
        del scripts
        return super()._context(scripts=self.scripts)

    def look(self, page: Page, name: str) -> None:
        """A picture at two widths, and with scripts also what axe-core finds."""
        SCREENSHOTS.mkdir(exist_ok=True)
        for size in (WIDE, SMALL):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is its shape
            page.screenshot(path=SCREENSHOTS / f"{name}.{size['width']}.png", full_page=True)
            if self.scripts:
                assert (name, barriers(page)) == (name, [])


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visits(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Scripted]:
    made = Scripted(browser, site, scripts=request.param)
    yield made
    assert made.complaints == []


def fill_line(page: Page, number: str, name: str) -> None:
    """One line, by keyboard alone."""
    page.get_by_label("Burgerservicenummer").focus()
    for text in (number, "4", "3", "1950"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_label("Waar woont deze inwoner?").select_option(label="Centrum")
    page.get_by_label("Naam").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text("De regel staat op de lijst.")).to_be_visible()


def test_list_on_paper(visits: Scripted, rules: RuleBook) -> None:
    known = list(numbers(rules.of("testdorp").municipality))
    submitter = visits.person("bewoner-1")
    plan = file_plan(submitter)
    first = visits.person("ambtenaar-1")
    open_case(first, "/moderatie")
    decide(first, "Toelaten")
    signer = visits.person("bewoner-2")
    signer.goto(plan)
    signer.get_by_role("button", name="Ik steun dit plan").click()

    first.goto("/balie")
    visits.look(first, "balie")
    first.get_by_role("button", name="Lijst op papier invoeren").click()
    first.get_by_role("button", name="Zet op de lijst").click()
    expect(first.locator("#fouten")).to_be_focused()
    expect(first.get_by_role("link", name="Dit is geen burgerservicenummer.")).to_be_visible()
    fill_line(first, known[1], "Bilal")  # who signed online
    fill_line(first, known[2], "Corrie")
    first.get_by_label("Is deze regel niet goed?").select_option(label="Niet te lezen")
    first.get_by_role("button", name="Zet op de lijst").click()
    visits.look(first, "balie-papier-invoeren")
    paper = first.url
    first.get_by_role("button", name="Klaar: een collega kijkt het na").click()
    first.goto(paper)
    expect(first.get_by_role("button", name="Keur de lijst goed")).to_have_count(0)

    second = visits.person("ambtenaar-2")
    second.goto("/balie")
    second.get_by_role("link", name="Lijst voor").click()
    visits.look(second, "balie-papier-controleren")
    second.get_by_role("button", name="Keur de lijst goed").click()
    expect(
        second.get_by_text("Dubbel: deze inwoner had dit plan al gesteund").first
    ).to_be_visible()
    visits.look(second, "balie-papier-klaar")
    expect(second.get_by_text("Bilal")).to_have_count(0)


def test_take_along_and_be_forgotten(visits: Scripted, tmp_path: Path) -> None:
    page = visits.person("bewoner-2")
    file_plan(page)
    page.goto("/mijn")
    page.get_by_role("link", name="Bekijk of download alles wat wij over u bewaren").click()
    expect(page.get_by_role("heading", name="Uw account", exact=True)).to_be_visible()
    visits.look(page, "mijn-gegevens")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download alles als bestand").click()
    file = tmp_path / "gegevens.json"
    waiting.value.save_as(file)
    found = {part["table"]: part["rows"] for part in json.loads(file.read_text())["parts"]}
    assert len(found["initiative"]) == len(found["person"]) == 1
    assert found["logged_event"] != []

    page.goto("/mijn/wissen")
    visits.look(page, "mijn-wissen")
    page.get_by_label("Wis ook de tekst van mijn plannen").check()
    page.get_by_label("Ja, ik weet het zeker").check()
    page.get_by_role("button", name="Wis mijn account").click()
    expect(page.get_by_text("Uw account is gewist.")).to_be_visible()
    page.goto("/mijn")
    assert "/inloggen" in page.url
