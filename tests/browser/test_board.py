"""The ballot board in a real browser: a receipt is looked up on a small screen, with scripts and without."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_personal_and_paper import Scripted
from tests.commands.test_board import append, cast
from tests.support.processes import site_on
from tests.support.voting import a_vote
from tests.support.world import make_world
from wijkstem.domain.board import receipt_of
from wijkstem.domain.voting_codes import grouped
from wijkstem.rules.registry import RuleBook

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def receipt(sqlite_url: str, rules: RuleBook) -> str:
    """Of a ballot that is on the board, on the second of three nights."""
    world = make_world(sqlite_url, rules)
    world.clock.at = datetime.now(UTC) - timedelta(days=3)
    vote = a_vote(world)
    came: list[str] = []
    for night in range(3):
        came += cast(world, vote, *(f"{night}{n:063x}" for n in range(40)))
        append(world, vote)
        world.pass_days(1)
    world.services.engine.dispose()
    return grouped(receipt_of(came[50]))


@pytest.fixture
def board_site(receipt: str, sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    with site_on(sqlite_url, tmp_path) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_was_my_vote_counted(
    browser: Browser, board_site: str, receipt: str, scripts: bool
) -> None:
    visits = Scripted(browser, board_site, scripts=scripts)
    page = visits.visitor()
    page.goto(f"{board_site}/stembord")
    page.get_by_role("link", name="Wijkbudget 2026").click()
    visits.look(page, "stembord")
    page.get_by_role("link", name="Is mijn stem meegeteld?").click()
    page.get_by_label("Uw ontvangstcode").fill("1234")
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("group", name="Er is nog 1 ding niet in orde")).to_be_visible()
    page.get_by_label("Uw ontvangstcode").fill(receipt.lower())
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_text("Ja. Uw stem staat op het bord")).to_be_visible()
    visits.look(page, "stembord-controle")
    with page.expect_download() as download:
        page.get_by_role("link", name="Haal het bewijs op").click()
    assert download.value.suggested_filename.startswith("bewijs-")
    assert visits.complaints == []
