"""Finding a plan by words and on the map, in a real browser: with script and without, by keyboard too."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_every_page import context

pytestmark = [pytest.mark.browser, pytest.mark.slow]

scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def found(page: Page) -> int:
    """How many the page says that it found."""
    number = re.match(r"\d+", page.locator("#gevonden").inner_text())
    assert number
    return int(number[0])


@scripts
def test_words_are_found_and_stay_after_a_reload(
    browser: Browser, demo_port: int, script: bool
) -> None:
    with context(browser, demo_port, 360, java_script_enabled=script) as visit:
        page = visit.new_page()
        page.goto("/")
        page.get_by_label("Zoek een plan of een antwoord").fill("boom")
        page.get_by_role("button", name="Zoek").click()
        expect(page).to_have_url(re.compile(r"/initiatieven\?zoek=boom"))
        expect(page.get_by_role("main")).to_contain_text("U zocht op: ‘boom’.")
        expect(page.get_by_label("Zoek op woorden")).to_have_value("boom")
        assert found(page) > 0
        before = page.get_by_role("main").inner_text()
        page.reload()
        assert page.get_by_role("main").inner_text() == before


@scripts
def test_map_leads_to_the_plans_of_a_neighbourhood(
    browser: Browser, demo_port: int, script: bool
) -> None:
    with context(browser, demo_port, 1280, java_script_enabled=script) as visit:
        page = visit.new_page()
        trouble: list[str] = []
        page.on("console", lambda one: trouble.append(one.text))
        page.on("pageerror", lambda one: trouble.append(str(one)))
        page.goto("/initiatieven/kaart", wait_until="networkidle")
        assert page.locator(".leaflet-container").count() == script
        assert page.locator("svg.ws-map__drawing").count() == (not script)
        place = page.locator("#kaart a[href*='wijk=']").first
        place.focus()
        name = place.get_attribute("title") if script else place.get_attribute("aria-label")
        assert name
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/initiatieven\?wijk=WK\d{6}#gevonden"))
        expect(page.get_by_role("main")).to_contain_text(f"U zocht op: {name.split(':')[0]}.")
        assert trouble == []


def test_map_asks_nothing_of_others(browser: Browser, demo_port: int) -> None:
    with context(browser, demo_port, 360) as visit:
        page = visit.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto("/initiatieven/kaart", wait_until="networkidle")
        page.get_by_role("button", name="Vergroot de kaart").click()
        page.wait_for_load_state("networkidle")
        here = page.url.partition("/initiatieven")[0]
        assert [url for url in asked if not url.startswith(here)] == []
