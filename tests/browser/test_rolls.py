"""The desk of a vote in a real browser: a list comes in, paper goes out, a lost code is replaced."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_personal_and_paper import Scripted
from tests.domain.test_roll_files import ANNA, BRAM, HEAD
from tests.support.processes import site_on
from tests.support.voting import a_vote, with_codes
from tests.support.world import make_world
from wijkstem.rules.registry import RuleBook
from wijkstem.words.rounds import RoundState

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK = "/moderatie/rondes"


@pytest.fixture
def desk_site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[str]:
    """One vote that is open, and one that is still being prepared."""
    world = make_world(sqlite_url, rules)
    world.clock.at = datetime.now(UTC)
    with_codes(world, a_vote(world, opens=world.clock.at - timedelta(days=1)), "bsn:111222333")
    later = world.clock.at + timedelta(days=7)
    a_vote(world, number="2026-2", state=RoundState.ANNOUNCED, opens=later)
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_day_at_the_desk(browser: Browser, desk_site: str, tmp_path: Path, scripts: bool) -> None:
    visits = Scripted(browser, desk_site, scripts=scripts)
    page = visits.person("ambtenaar-1")
    wrong, right = tmp_path / "fout.csv", tmp_path / "kiezers.csv"
    wrong.write_text(HEAD + ANNA + BRAM.replace("1950", "2015"))
    right.write_text(HEAD + ANNA + BRAM)
    page.goto(f"{DESK}/2026-2/kiezers")
    page.get_by_label("Bestand met kiezers").set_input_files(wrong)
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text("Deze inwoner is te jong om te stemmen.")).to_be_visible()
    visits.look(page, "kiezerslijst")
    page.get_by_label("Bestand met kiezers").set_input_files(right)
    with page.expect_download() as download:
        page.get_by_role("button", name="Lees in").click()
    assert download.value.path().read_text().count("-") > 4
    page.goto(f"{DESK}/2026-1/kiezers")
    page.get_by_role("link", name="Iemand is de code kwijt").click()
    page.get_by_label("Burgerservicenummer of kenmerk").fill("111222333")
    page.get_by_role("button", name="Maak een nieuwe code").click()
    expect(page.get_by_text("De oude code werkt niet meer.")).to_be_visible()
    visits.look(page, "nieuwe-code")
    code = page.locator(".ws-code").inner_text()
    page.goto(f"{DESK}/2026-1/loket")
    page.get_by_label("De stemcode uit de brief").fill(code.lower())
    page.get_by_role("button", name="Streep af").click()
    expect(page.get_by_text("Geef nu één stembiljet mee: Centrum.")).to_be_visible()
    visits.look(page, "loket")
    assert visits.complaints == []
