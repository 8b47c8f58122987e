"""Every page, in two languages and at two widths: no barrier that axe-core finds, nothing that sticks out.

The screenshots end in tests/screenshots/, for people to look at.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import FILLED
from tests.browser.walk import ELSEWHERE, STOPS, Stop, readable
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT, Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = ROOT / "tests" / "screenshots"
WIDTHS = (360, 1280)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
#: WCAG 2.2 to AA, with what axe-core advises beyond it.
_RUN = "axe.run(document, {resultTypes: ['violations']})"
_TOO_WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
#: Structure was looked at with every page; other colours change what can be read, and nothing else.
_CONTRAST = "axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations']})"
#: Bytes over the wire of a first visit, with everything that the page loads.
LIGHT = 100_000


@pytest.fixture(scope="module", params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """The width of the window, in CSS pixels."""
    found: int = request.param
    return found


class Window:
    """One window a person, kept open from page to page."""

    def __init__(self, browser: Browser, port: int, width: int) -> None:
        self._browser, self._port, self._width = browser, port, width
        self._open: dict[str | None, Page] = {}

    def of(self, who: str | None) -> Page:
        """The window of somebody of the demo; None is a visitor."""
        if who not in self._open:
            self._open[who] = self._new(who)
        return self._open[who]

    def _new(self, who: str | None) -> Page:
        page = context(self._browser, self._port, self._width).new_page()
        if who is not None:
            page.goto("/inloggen")
            page.locator(f'input[value="{who}"]').check()
            page.get_by_role("button", name="Inloggen").click()
            page.get_by_text("U bent ingelogd.").wait_for()
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
def window(browser: Browser, demo_port: int, width: int) -> Iterator[Window]:
    """Windows of this width."""
    opened = Window(browser, demo_port, width)
    yield opened
    opened.close()


def barriers(page: Page, run: str = _RUN) -> list[str]:
    """What axe-core finds on the page: the rule, and the first place where it is broken."""
    page.evaluate(AXE)
    found = page.evaluate(run)["violations"]
    return [f"{one['id']}: {json.dumps(one['nodes'][0]['target'])} {one['help']}" for one in found]


def test_every_page_has_a_stop_or_a_reason() -> None:
    assert set(readable()) == {stop.route for stop in STOPS} | set(ELSEWHERE)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_stands_in_the_way(window: Window, stop: Stop, lang: str, width: int) -> None:
    page = window.of(stop.who)
    page.goto(f"/?taal={lang}")
    stop.reach(page)

    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{stop.name}.{lang}.{width}.png", full_page=True)
    assert page.locator("html").get_attribute("lang") == lang
    assert barriers(page) == []
    assert not page.evaluate(_TOO_WIDE)


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
