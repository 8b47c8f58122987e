"""The count and its result in a real browser: from the pile of paper to the page that says why a plan won."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_personal_and_paper import Scripted
from tests.support.processes import site_on
from tests.support.voted import officials, published, voting
from tests.support.world import make_world
from wijkstem.rules.registry import RuleBook
from wijkstem.tally import presets
from wijkstem.words.rounds import VotingWay

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHERE = "/wijkbudget/2026-1"


@pytest.fixture
def result_site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[str]:
    """A round of two areas that is public, counted by equal shares."""
    world = make_world(sqlite_url, rules)
    vote = voting(world, (1000, (400, 700, 300)), (500, (300, 450)), count=presets.equal_shares())
    for number in range(23):
        vote.cast(1, 1 + number % 3)
        vote.cast(2, 4 + number % 2, *((5,) if number % 4 == 0 else ()))
    published(vote)
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_anybody_can_read_why_a_plan_won(browser: Browser, result_site: str, scripts: bool) -> None:
    visits = Scripted(browser, result_site, scripts=scripts)
    page = visits.visitor()
    page.goto(f"{result_site}{WHERE}/uitslag")
    expect(page.get_by_text("Krijgt geld").first).to_be_visible()
    page.get_by_text("Bekijk alle rondes van de telling").first.click()
    expect(page.get_by_text("Ronde 1: plan").first).to_be_visible()
    visits.look(page, "uitslag")
    with page.expect_download() as download:
        page.get_by_role("link", name="Haal alle bestanden op").click()
    assert download.value.suggested_filename == "wijkbudget-2026-1.zip"
    page.get_by_role("link", name="Bekijk of de aantallen kloppen").click()
    expect(page.get_by_text("De aantallen kloppen").first).to_be_visible()
    visits.look(page, "uitslag-aantallen")


@pytest.fixture
def voting_site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[str]:
    """A vote that began yesterday, in which three voters took a ballot on paper."""
    world = make_world(sqlite_url, rules)
    world.clock.at = datetime.now(UTC) - timedelta(days=1)
    vote = voting(world, opens_at=world.clock.at, closes_at=world.clock.at + timedelta(days=9))
    vote.mark(1, VotingWay.PAPER, 3)
    officials(world)
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address


def test_official_enters_a_pile_with_the_keyboard(browser: Browser, voting_site: str) -> None:
    visits = Scripted(browser, voting_site, scripts=False)
    page = visits.person("ambtenaar-1")
    page.goto(f"{voting_site}/moderatie/rondes/2026-1/tellen")
    page.get_by_label("Gebied").select_option(label="Gebied 1")
    page.get_by_label("Hoeveel stembiljetten liggen er?").fill("3")
    visits.look(page, "tellen")
    page.keyboard.press("Enter")
    for typed in ("1 2", "1 9"):
        page.get_by_label("Wat staat erop?").fill(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Er is nog 1 ding niet in orde")).to_be_visible()
    expect(page.get_by_label("Wat staat erop?")).to_have_value("1 9")
    visits.look(page, "stapel")
    page.get_by_role("button", name="Dit stembiljet is ongeldig").click()
    expect(page.get_by_role("heading", name="Stembiljet 3")).to_be_visible()
