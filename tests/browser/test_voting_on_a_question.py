"""Voting on a question as people do it: on a phone of 360 pixels without script, and on a screen by keyboard."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_voting import AXE, DESK, PHONE, opened, seen
from tests.support.booth import letters
from tests.support.processes import site_on
from tests.support.votes import fixed_vote
from tests.support.world import World, make_world
from wijkstem.domain.voting_codes import grouped
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.rounds import RoundArea
from wijkstem.tally.answers.rules import Method
from wijkstem.words.rounds import BallotType

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def codes(sqlite_url: str, rules: RuleBook) -> list[str]:
    """Letters of a ranking that is open by the machine's clock, as the site will have it."""
    world: World = make_world(sqlite_url, rules)
    now = SystemClock().now()
    world.clock.at = now - timedelta(days=5)
    day = local_date(now)
    means = {
        "opens_on": day - timedelta(days=2),
        "closes_on": day + timedelta(days=9),
        "account_by": day + timedelta(days=30),
        "decided_on": day - timedelta(days=9),
    }
    made = fixed_vote(world, means=means, ballot=BallotType.RANKING, method=Method.SCHULZE)
    [area] = world.rows(RoundArea)
    known: Any = SimpleNamespace(world=world, round_id=made.round_id, areas=(area["id"],))
    found = letters(known, 2)
    world.services.engine.dispose()
    return found


@pytest.fixture
def site(codes: list[str], sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    del codes  # the vote is there before the site is
    with site_on(sqlite_url, tmp_path) as address:
        yield address


def voted(page: Page, site: str, code: str, *, scripts: bool, name: str) -> str:
    """From the page of the means to the receipt."""
    page.goto(f"{site}/meedoen/2026-0001")
    seen(page, f"{name}-means", scripts=scripts)
    expect(page.get_by_role("heading", name="Wat wij u beloven")).to_be_visible()
    page.get_by_role("link", name="Stem nu").click()
    page.get_by_label("Uw stemcode").fill(grouped(code))
    page.get_by_role("button", name="Ga naar mijn stembiljet").click()
    seen(page, f"{name}-ballot", scripts=scripts)
    page.get_by_label("Plaats voor Een park").select_option("2")
    page.get_by_label("Plaats voor Winkels").select_option("2")
    page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
    expect(page.get_by_text("Kies er een.").first).to_be_visible()
    page.get_by_label("Plaats voor Winkels").select_option("1")
    page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
    seen(page, f"{name}-check", scripts=scripts)
    page.get_by_role("button", name="Verstuur mijn stem").click()
    return page.locator("#ontvangstcode").inner_text()


def test_vote_on_a_phone_without_script(browser: Browser, site: str, codes: list[str]) -> None:
    page = opened(browser, scripts=False, size=PHONE)
    receipt = voted(page, site, codes[0], scripts=False, name="question-phone")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)


def test_who_chooses_before_the_script_is_there_sees_the_right_sum(
    browser: Browser, site: str, codes: list[str]
) -> None:
    page = opened(browser, scripts=True, size=PHONE)
    page.goto(f"{site}/wijkbudget/2026-1/stemmen")
    late: list[Route] = []
    page.route("**/booth.*.js", lambda route: late.append(route))
    page.get_by_label("Uw stemcode").fill(codes[1])
    page.get_by_role("button", name="Ga naar mijn stembiljet").click(no_wait_after=True)
    park = page.get_by_label("Plaats voor Een park")
    park.select_option("1")
    expect(page.locator("#som")).to_contain_text("Gekozen: 0")
    [waiting] = late
    waiting.continue_()
    expect(page.locator("#som")).to_contain_text("Gekozen: 1")
    park.select_option("")
    expect(page.locator("#som")).to_contain_text("Gekozen: 0")


def test_vote_on_a_screen_by_keyboard(browser: Browser, site: str, codes: list[str]) -> None:
    page = opened(browser, scripts=True, size=DESK)
    page.goto(f"{site}/wijkbudget/2026-1/stemmen")
    page.get_by_label("Uw stemcode").focus()
    page.keyboard.type(codes[1])
    page.keyboard.press("Enter")
    first = page.locator("select").first
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#som")).to_contain_text("Gekozen: 1")
    first.select_option("")
    expect(page.locator("#som")).to_contain_text("Gekozen: 0")
    first.select_option("1")
    page.evaluate(AXE)
    wrong = page.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
    assert wrong == []
    go_on = page.get_by_role("button", name="Verder: kijk uw stembiljet na")
    go_on.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kijk uw stembiljet na")).to_be_visible()
    page.get_by_role("button", name="Verstuur mijn stem").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ontvangstcode")).to_be_visible()
    page.goto(f"{site}/meedoen/2026-0001")
    seen(page, "question-desk-means", scripts=True)
