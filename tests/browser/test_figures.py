"""The desk of figures in a real browser: a file with a mistake, the file mended, taken in and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_personal_and_paper import Scripted
from tests.commands.test_bringing import FEEDBACK, GRIEVANCES, HEAD
from tests.commands.test_bringing import taken as brought
from tests.support.processes import site_on
from tests.support.world import make_world
from wijkstem.rules.registry import RuleBook
from wijkstem.words.sources import SourceKind

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK = "/beheer/cijfers"
RIGHT = "feels_informed;realisatie;2025;44,5;1200;Omnibusonderzoek\n"
WRONG = "feels_informed;realisatie;2024;6-apr;1200;Omnibusonderzoek\n"


@pytest.fixture
def desk_site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[str]:
    """Feedback and complaints of last year."""
    world = make_world(sqlite_url, rules)
    brought(world, FEEDBACK, SourceKind.FEEDBACK)
    brought(world, GRIEVANCES, SourceKind.GRIEVANCES)
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_figures_come_in_and_go_out(
    browser: Browser, desk_site: str, tmp_path: Path, scripts: bool
) -> None:
    visits = Scripted(browser, desk_site, scripts=scripts)
    page = visits.person("ambtenaar-1")
    wrong, right = tmp_path / "fout.csv", tmp_path / "goed.csv"
    wrong.write_text(HEAD + RIGHT + WRONG)
    right.write_text(HEAD + RIGHT)
    page.goto(DESK)
    visits.look(page, "cijfers")
    page.get_by_role("link", name="Cijfers uit onderzoek").first.click()
    visits.look(page, "cijfers-nieuw")
    page.get_by_label("Bestand met cijfers").set_input_files(wrong)
    page.get_by_role("button", name="Lees het bestand").click()
    expect(page.get_by_text("Excel maakte hier een datum van.")).to_be_visible()
    visits.look(page, "cijfers-fout")
    page.get_by_role("link", name="Stuur een ander bestand").click()
    page.get_by_label("Bestand met cijfers").set_input_files(right)
    page.get_by_role("button", name="Lees het bestand").click()
    visits.look(page, "cijfers-nakijken")
    page.get_by_role("button", name="Neem deze cijfers op").click()
    expect(page.get_by_text("De cijfers tellen nu mee.")).to_be_visible()
    page.get_by_role("button", name="Draai dit bestand terug").click()
    expect(page.get_by_text("Teruggedraaid op")).to_be_visible()
    page.goto(f"{DESK}/overzicht")
    expect(page.get_by_text("74,4%")).to_be_visible()
    visits.look(page, "cijfers-overzicht")
