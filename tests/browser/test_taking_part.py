"""Taking part as people do it: an official opens a discussion and a dialogue, a resident says something in each, and of a proposal.

By mouse on a screen, by keyboard alone on a telephone, and without JavaScript.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_council import WAYS, Keys, Mouse
from tests.support.advised import advice
from tests.support.dialogue import STATEMENTS, draft_dialogue
from tests.support.means import made
from tests.support.processes import site_on
from tests.support.world import make_world
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.rules.registry import RuleBook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TALK, DIALOGUE, ADVICE = (
    "Wat doen wij met het plein?",
    "Wat kan iedereen?",
    "Lees mee over het plein",
)
IDEA = "Zet er bankjes neer, dan kan ik even zitten."
WHY = "Waar moet mijn moeder dan staan?"


@pytest.fixture
def site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[str]:
    """Testdorp with two drafts and a proposal that asks for advice, by the machine's clock."""
    world = make_world(sqlite_url, rules)
    world.clock.at = SystemClock().now()
    today = local_date(world.clock.at)
    days: dict[str, Any] = {
        "decided_on": today - timedelta(days=9),
        "opens_on": today,
        "closes_on": today + timedelta(days=9),
        "account_by": today + timedelta(days=30),
    }
    made(world, title=TALK, **days)
    draft_dialogue(world, title=DIALOGUE, **days)
    advice(world, title=ADVICE, **days)
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address


@pytest.mark.parametrize("way", WAYS)
def test_from_the_officials_opening_to_what_a_resident_said(
    browser: Browser, site: str, way: str
) -> None:
    by_keyboard, scripts, window = WAYS[way]
    somebody = Keys if by_keyboard else Mouse
    official, resident = (
        somebody(
            browser.new_context(
                base_url=site,
                java_script_enabled=scripts,
                viewport=window,  # type: ignore[arg-type]  # a plain dict is its shape
                locale="nl-NL",
            ).new_page()
        )
        for _ in range(2)
    )
    _come_in(official, "ambtenaar-1")
    for title in (TALK, DIALOGUE):
        official.page.goto("/beheer/meedoen")
        official.link(title)
        official.press("Zet dit op de website")
        expect(official.page.get_by_text("Open", exact=True).first).to_be_visible()
    _come_in(resident, "bewoner-1")
    _discuss(resident)
    _answer(resident)
    _advise(resident)
    for who in (official, resident):
        who.page.context.close()


def _come_in(who: Mouse, key: str) -> None:
    who.page.goto("/inloggen")
    who.choose("persoon", key)
    who.press("Inloggen")
    expect(who.page.get_by_text("U bent ingelogd.")).to_be_visible()


def _discuss(who: Mouse) -> None:
    """First with nothing filled in: what is wrong stands at the field, and what was chosen is kept."""
    who.page.goto("/meedoen")
    who.link(TALK)
    expect(who.page.get_by_role("heading", name="Wat wij u beloven")).to_be_visible()
    who.link("Zeg wat u vindt")
    who.choose("stance", "idea")
    who.press("Zet dit op de website")
    expect(who.page.get_by_text("Vul dit in.").first).to_be_visible()
    expect(who.page.locator('input[name="stance"][value="idea"]')).to_be_checked()
    who.type("Uw tekst", IDEA)
    who.press("Zet dit op de website")
    expect(who.page.get_by_text(IDEA)).to_be_visible()
    who.page.goto("/meedoen")
    who.link(TALK)
    expect(who.page.get_by_text("Er staat 1 bijdrage.")).to_be_visible()


def _answer(who: Mouse) -> None:
    """All of them, one after the other."""
    who.page.goto("/meedoen")
    who.link(DIALOGUE)
    who.link("Begin met antwoorden")
    for done, _ in enumerate(STATEMENTS):
        expect(
            who.page.get_by_text(f"U gaf {done} van de {len(STATEMENTS)} antwoorden.")
        ).to_be_visible()
        who.press("Eens")
    expect(who.page.get_by_text("U bent klaar.")).to_be_visible()
    who.page.goto("/meedoen")
    who.link(DIALOGUE)
    expect(who.page.get_by_text("1 mens deed mee.")).to_be_visible()


def _advise(who: Mouse) -> None:
    """On the second passage."""
    who.page.goto("/meedoen")
    who.link(ADVICE)
    who.link("Reageer op stuk 2")
    who.choose("assent", "disagree")
    who.type("Waarom?", WHY)
    who.press("Verstuur uw reactie")
    expect(who.page.get_by_text(WHY)).to_be_visible()
