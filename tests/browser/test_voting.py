"""Voting with the code of a letter, as people do it: on a phone of 360 pixels, without script, with it, and by keyboard."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_keyboard import Keyboard
from tests.support.booth import Vote, a_vote, letters
from tests.support.processes import site_on
from tests.support.world import World, make_world
from wijkstem.domain.rounds import BallotRules
from wijkstem.domain.voting_codes import grouped
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.ballots import Ballot
from wijkstem.words.rounds import BallotType

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
KNAPSACK = BallotRules(BallotType.APPROVAL, 1, None, spending_limit=60_000)
#: To look at afterwards; nothing is written without it.
SHOTS = os.environ.get("WIJKSTEM_SHOTS", "")


@pytest.fixture
def vote(sqlite_url: str, rules: RuleBook) -> Vote:
    """By the machine's clock, as the site will be."""
    world: World = make_world(sqlite_url, rules)
    world.clock.at = SystemClock().now()
    made = a_vote(world, KNAPSACK)
    world.services.engine.dispose()
    return made


@pytest.fixture
def booth(vote: Vote, sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of the door."""
    with site_on(sqlite_url, tmp_path) as address:
        yield f"{address}/wijkbudget/{vote.number}/stemmen"


def opened(browser: Browser, *, scripts: bool, size: Any = PHONE) -> Page:
    context = browser.new_context(
        viewport=size, java_script_enabled=scripts, locale="nl-NL", bypass_csp=scripts
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def seen(page: Page, name: str, *, scripts: bool) -> None:
    """Nothing sticks out, and with script axe-core finds nothing."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    if scripts:
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        broken = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
        assert (wide, broken) == (0, [])


def in_the_box(vote: Vote) -> list[str]:
    return sorted(row["picks"] for row in vote.world.rows(Ballot))


def plan(page: Page, title: str) -> Any:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title))


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "script"])
def test_voting_by_code_on_a_phone(browser: Browser, vote: Vote, booth: str, scripts: bool) -> None:
    [code] = letters(vote, 1)
    page = opened(browser, scripts=scripts)
    page.goto(booth)
    page.get_by_label("Uw stemcode").fill("abc")
    page.get_by_role("button", name="Ga naar mijn stembiljet").click()
    expect(page.get_by_text("Deze stemcode klopt niet.").first).to_be_visible()
    seen(page, f"door-{scripts}", scripts=scripts)
    page.get_by_label("Uw stemcode").fill(grouped(code).lower())
    page.get_by_role("button", name="Ga naar mijn stembiljet").click()

    # Too dear by far, and told so; what was ticked stays.
    page.get_by_label("Ik kies dit plan: Een buurtmoestuin op het veldje").check()
    page.get_by_label("Ik kies dit plan: Verlichting langs het fietspad").check()
    if not scripts:
        page.get_by_role("button", name="Bereken").click()
    expect(page.locator('[data-sum="cost"]')).to_have_text("70.000")
    expect(page.get_by_text("Dit is te veel.")).to_be_visible()
    page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
    expect(page.get_by_text("dat is € 10.000 te veel").first).to_be_visible()
    seen(page, f"too-dear-{scripts}", scripts=scripts)
    page.get_by_label("Ik kies dit plan: Verlichting langs het fietspad").uncheck()

    # Two side by side, one to read later, and looking for one.
    for title in ("Een buurtmoestuin op het veldje", "Een bankje bij de vijver"):
        plan(page, title).get_by_role("button", name="Vergelijk").click()
    page.get_by_role("button", name="Zet 2 plannen naast elkaar").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    seen(page, f"beside-{scripts}", scripts=scripts)
    page.get_by_role("link", name="Terug naar uw stembiljet").click()
    plan(page, "Een bankje bij de vijver").get_by_role("button", name="Lees voor later").click()
    page.get_by_text("Zoek een plan of kies wat u ziet").click()
    page.get_by_label("Welke plannen wilt u zien?").select_option("later")
    page.get_by_role("button", name="Laat zien", exact=True).click()
    page.get_by_label("Ik kies dit plan: Een bankje bij de vijver").check()
    if scripts:
        expect(page.locator('[data-sum="cost"]')).to_have_text("50.000")
    page.get_by_role("button", name="Laat alle plannen zien").click()
    expect(page.get_by_label("Ik kies dit plan: Een buurtmoestuin op het veldje")).to_be_checked()
    seen(page, f"ballot-{scripts}", scripts=scripts)

    page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
    expect(page.get_by_text("Deze plannen kosten samen € 50.000.")).to_be_visible()
    seen(page, f"summary-{scripts}", scripts=scripts)
    assert in_the_box(vote) == []
    page.get_by_role("button", name="Verstuur mijn stem").click()
    expect(page.get_by_role("heading", name="U hebt gestemd")).to_be_visible()
    assert re.fullmatch(
        r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}", page.locator("#ontvangstcode").inner_text()
    )
    seen(page, f"receipt-{scripts}", scripts=scripts)
    assert in_the_box(vote) == ['{"1":1,"4":1}']
    page.goto(f"{booth.rsplit('/', 2)[0]}/geheim")
    seen(page, f"secrecy-{scripts}", scripts=scripts)


def test_ballot_and_receipt_on_paper_and_in_forced_colours(
    browser: Browser, vote: Vote, booth: str
) -> None:
    [code] = letters(vote, 1)
    page = opened(browser, scripts=True, size=DESK)
    page.goto(booth)
    page.get_by_label("Uw stemcode").fill(code)
    page.get_by_role("button", name="Ga naar mijn stembiljet").click()
    bench = plan(page, "Een bankje bij de vijver")
    bench.get_by_role("checkbox").check()
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".ws-sum")).to_have_css("position", "static")
    page.emulate_media(media="screen", forced_colors="active")
    expect(bench).to_have_css("border-top-width", "4px")
    seen(page, "ballot-forced", scripts=False)
    page.emulate_media(forced_colors="none")

    page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
    page.get_by_role("button", name="Verstuur mijn stem").click()
    page.emulate_media(media="print")
    expect(page.locator("#ontvangstcode")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    where = page.get_by_role("link", name="Is mijn stem meegeteld?")
    assert where.evaluate("it => getComputedStyle(it, '::after').content").startswith('" (http')
    seen(page, "receipt-print", scripts=False)


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "script"])
def test_voting_by_keyboard_alone(browser: Browser, vote: Vote, booth: str, scripts: bool) -> None:
    [code] = letters(vote, 1)
    page = opened(browser, scripts=scripts)
    hands = Keyboard(page, scripts=scripts)
    page.goto(booth)
    hands.to(page.get_by_label("Uw stemcode"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    hands.to(page.get_by_label("Ik kies dit plan: Een bankje bij de vijver"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # the sum, and no more than that
    expect(page.locator('[data-sum="cost"]')).to_have_text("10.000")
    hands.press("Verder: kijk uw stembiljet na")
    hands.press("Verstuur mijn stem")
    expect(page.get_by_role("heading", name="U hebt gestemd")).to_be_visible()
    assert in_the_box(vote) == ['{"1":1}']


def test_ballot_on_a_desk(browser: Browser, booth: str) -> None:
    page = opened(browser, scripts=True, size=DESK)
    page.goto(booth)
    seen(page, "door-wide", scripts=True)
    page.get_by_role("link", name="Noord").click()
    page.get_by_label("Ik kies dit plan: Een bankje bij de vijver").check()
    seen(page, "ballot-wide", scripts=True)


@dataclass(frozen=True)
class Way:
    """A type of ballot, and what somebody fills in for the bench and the garden: first something wrong."""

    rules: BallotRules
    field: str
    wrong: tuple[str, str]
    said: str
    right: tuple[str, str]
    picks: str


WAYS = (
    Way(
        BallotRules(BallotType.POINTS, 1, None, points=10, most_points=6),
        "Punten voor",
        ("6", "5"),
        "dat zijn er 1 te veel",
        ("6", "4"),
        '{"1":6,"4":4}',
    ),
    Way(
        BallotRules(BallotType.SCORES, 2, None, lowest_score=0, highest_score=10),
        "Cijfer voor",
        ("8", ""),
        "Kies er minstens 2",
        ("8", "6"),
        '{"1":8,"4":6}',
    ),
    Way(
        BallotRules(BallotType.RANKING, 1, 3),
        "Plaats voor",
        ("1", "1"),
        "U gaf plaats 1 aan plan 1 en aan plan 4",
        ("1", "2"),
        '{"1":1,"4":2}',
    ),
)


@pytest.fixture
def booths(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[list[tuple[Vote, str]]]:
    """A round for each type of ballot, with the address of its door."""
    world: World = make_world(sqlite_url, rules)
    world.clock.at = SystemClock().now()
    votes = [a_vote(world, way.rules, number=f"2026-{turn}") for turn, way in enumerate(WAYS, 1)]
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield [(vote, f"{address}/wijkbudget/{vote.number}/stemmen") for vote in votes]


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "script"])
def test_points_scores_and_places_on_a_phone(
    browser: Browser, booths: list[tuple[Vote, str]], scripts: bool
) -> None:
    page = opened(browser, scripts=scripts)
    for way, (vote, booth) in zip(WAYS, booths, strict=True):
        [code] = letters(vote, 1)
        page.goto(booth)
        page.get_by_label("Uw stemcode").fill(code)
        page.get_by_role("button", name="Ga naar mijn stembiljet").click()
        fill_in(page, way.field, way.wrong)
        page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
        expect(page.get_by_text(way.said).first).to_be_visible()
        seen(page, f"{way.rules.type}-wrong-{scripts}", scripts=scripts)
        fill_in(page, way.field, way.right)
        page.get_by_role("button", name="Verder: kijk uw stembiljet na").click()
        seen(page, f"{way.rules.type}-summary-{scripts}", scripts=scripts)
        page.get_by_role("button", name="Verstuur mijn stem").click()
        expect(page.get_by_role("heading", name="U hebt gestemd")).to_be_visible()
    cast = {row["round_id"]: row["picks"] for row in booths[0][0].world.rows(Ballot)}
    assert cast == {vote.round_id: way.picks for way, (vote, _) in zip(WAYS, booths, strict=True)}


def fill_in(page: Page, field: str, given: tuple[str, str]) -> None:
    """In a box or by a choice, whichever the ballot has."""
    for title, text in zip(
        ("Een bankje bij de vijver", "Een buurtmoestuin op het veldje"), given, strict=True
    ):
        box = page.get_by_label(f"{field} {title}")
        if box.evaluate("it => it.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)
