"""Every page, in two languages and at two widths: nothing that sticks out, and no barrier that axe-core finds.

With SCREENSHOTS=1 each is kept in tests/screenshots/, for people to look at.
"""

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import FILLED
from tests.browser.stop import Stop
from tests.browser.walk import ELSEWHERE, STOPS, readable
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT, Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = ROOT / "tests" / "screenshots"
WIDTHS = (360, 1280)
#: In which language axe-core looks at which width: each of both once, for a page is built of the same parts in either.
LOOKED_AT = {"nl": 360, "en": 1280}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
#: WCAG 2.2 to AA, with what axe-core advises beyond it.
_RUN = "axe.run(document, {resultTypes: ['violations']})"
_TOO_WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
#: Structure was looked at with every page; other colours change what can be read, and nothing else.
_CONTRAST = "axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations']})"
#: Bytes over the wire of a first visit, with everything that the page loads.
LIGHT = 100_000


class Windows:
    """One window a person and a language, kept open from page to page."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._open: dict[tuple[str | None, str], Page] = {}

    def of(self, who: str | None, lang: str) -> Page:
        """The window of somebody of the demo; None is a visitor."""
        if (who, lang) not in self._open:
            self._open[who, lang] = self._new(who, lang)
        return self._open[who, lang]

    def _new(self, who: str | None, lang: str) -> Page:
        page = context(self._browser, self._port, WIDTHS[0]).new_page()
        if who is not None:
            page.goto("/inloggen")
            page.locator(f'input[value="{who}"]').check()
            page.get_by_role("button", name="Inloggen").click()
            page.get_by_text("U bent ingelogd.").wait_for()
        page.goto(f"/?taal={lang}")
        return page

    def close(self) -> None:
        for page in self._open.values():
            page.context.close()


def context(
    browser: Browser, port: int, width: int, municipality: str = FILLED, **more: Any
) -> BrowserContext:
    """A browser of somebody's own at a municipality."""
    return browser.new_context(
        base_url=f"http://{municipality}.localhost:{port}",
        viewport={"width": width, "height": 800},
        locale="nl-NL",
        **more,
    )


@pytest.fixture(scope="module")
def windows(browser: Browser, demo_port: int) -> Iterator[Windows]:
    """A window for each who walks."""
    opened = Windows(browser, demo_port)
    yield opened
    opened.close()


def barriers(page: Page, run: str = _RUN) -> list[str]:
    """What axe-core finds on the page: the rule, and the first place where it is broken."""
    page.evaluate(AXE)
    found = page.evaluate(run)["violations"]
    return [f"{one['id']}: {json.dumps(one['nodes'][0]['target'])} {one['help']}" for one in found]


def test_every_page_has_a_stop_or_a_reason() -> None:
    assert set(readable()) == {stop.route for stop in STOPS} | set(ELSEWHERE)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_stands_in_the_way(windows: Windows, stop: Stop) -> None:
    for lang, width in LOOKED_AT.items():
        page = windows.of(stop.who, lang)
        stop.reach(page)
        assert page.locator("html").get_attribute("lang") == lang
        for at in sorted(WIDTHS, key=width.__eq__):
            page.set_viewport_size({"width": at, "height": 800})
            assert (lang, at, page.evaluate(_TOO_WIDE)) == (lang, at, False)
            _keep(page, f"{stop.name}.{lang}.{at}")
        assert (lang, barriers(page)) == (lang, [])


def _keep(page: Page, name: str) -> None:
    """A picture for people, where they asked for one: taking it costs as much as the look."""
    if os.environ.get("SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", load(Settings.model_fields["rules_dir"].default).slugs)
def test_the_colours_of_every_municipality_can_be_read(
    browser: Browser, demo_port: int, slug: str, scheme: str
) -> None:
    with context(browser, demo_port, 360, slug, color_scheme=scheme) as visit:
        page = visit.new_page()
        for address in ("/", "/initiatieven", "/inloggen"):
            page.goto(address)
            assert (address, barriers(page, _CONTRAST)) == (address, [])


LIGHT_STOPS = [
    stop
    for stop in STOPS
    if stop.who is None and stop.route in {"/", "/initiatieven/{number:number}-{slug}"}
]


@pytest.mark.parametrize("stop", LIGHT_STOPS, ids=lambda stop: stop.name)
def test_a_first_visit_is_light_and_stands_still(
    browser: Browser, demo_port: int, stop: Stop
) -> None:
    with context(browser, demo_port, 360) as visit:
        page = visit.new_page()
        stop.reach(page)
        address = page.url
    with context(browser, demo_port, 360) as visit:
        page = visit.new_page()
        network = visit.new_cdp_session(page)
        network.send("Network.enable")
        sizes: list[int] = []
        network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
        page.goto(address, wait_until="networkidle")
        shifted = page.evaluate(
            "() => new Promise(tell => {let sum = 0; new PerformanceObserver(list =>"
            " list.getEntries().forEach(one => {sum += one.value}))"
            ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => tell(sum), 300)})"
        )
    assert 0 < sum(sizes) < LIGHT
    assert shifted == 0


def test_screenshots_stay_out_of_the_repository() -> None:
    assert "/tests/screenshots/" in Path(ROOT / ".gitignore").read_text().splitlines()
