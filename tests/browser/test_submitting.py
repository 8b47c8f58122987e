"""Writing a plan from the choice to the sending in a real browser: with scripts, without, and by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_every_page import SCREENSHOTS, WIDTHS, barriers
from tests.support.pictures import SVG, drawn
from tests.support.processes import site_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Een bankje bij de vijver"
WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def site(sqlite_databases, tmp_path_factory) -> Iterator[str]:  # type: ignore[no-untyped-def]  # fixtures of pytest's own
    """The embedded engine on a database of its own; its address for Testdorp."""
    folder: Path = tmp_path_factory.mktemp("submitting")
    with site_on(sqlite_databases.new(folder), folder) as address:
        yield address


def window(browser: Browser, site: str, width: int, *, scripts: bool) -> BrowserContext:
    made = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        locale="nl-NL",
        bypass_csp=scripts,
    )
    made.set_default_timeout(10_000)
    return made


def log_in(page: Page, who: str) -> None:
    page.goto("/inloggen")
    page.locator(f'input[value="{who}"]').check()
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_text("U bent ingelogd.")).to_be_visible()


def on(page: Page) -> None:
    page.get_by_role("button", name="Ga verder").click()


def seen(page: Page, name: str, width: int) -> None:
    """Nothing in the way and nothing that sticks out; a picture for people."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"indienen-{name}.nl.{width}.png", full_page=True)
    assert barriers(page) == [], name
    assert not page.evaluate(WIDE), name


@contextmanager
def writing(
    browser: Browser, site: str, width: int, *, scripts: bool
) -> Iterator[tuple[Page, Callable[[str], None]]]:
    """A page of a resident who is going to write a plan, and what looks at it where scripts can."""
    with window(browser, site, width, scripts=scripts) as context:
        page = context.new_page()
        log_in(page, "bewoner-1")
        yield page, lambda name: seen(page, name, width) if scripts else None


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_choice_to_the_sending(
    browser: Browser, site: str, width: int, scripts: bool
) -> None:
    with writing(browser, site, width, scripts=scripts) as (page, look):
        page.goto("/initiatieven/nieuw")
        expect(page.get_by_text("Stap 1 van 5")).to_be_visible()
        page.locator('a[href="/initiatieven/nieuw/burgerinitiatief"]').click()
        look("1-leeg")
        on(page)
        expect(page.locator("#fouten")).to_be_focused()
        look("2-fouten")
        page.get_by_label("Titel van uw plan").fill(TITLE)
        page.get_by_label("Wat moet de raad besluiten?").fill(
            "Zet een bankje bij de vijver. Mail mij op anna@voorbeeld.nl als u mee wilt doen. " * 3
        )
        on(page)
        expect(page.get_by_text("Stap 3 van 5")).to_be_visible()
        page.go_back()
        expect(page.get_by_label("Titel van uw plan")).to_have_value(TITLE)
        on(page)
        look("3-plek")
        page.get_by_label("Over welke wijk gaat het?").select_option(label="Centrum")
        page.get_by_label("Waar gaat uw plan over?").select_option(label="Groen")
        on(page)
        _photos(page, look)
        on(page)
        expect(page.get_by_text("Stap 5 van 5")).to_be_visible()
        expect(page.get_by_role("img", name="Een veldje met een boom.")).to_be_visible()
        look("5-nakijken")
        page.get_by_role("button", name="Dien het plan in").click()
        expect(page.locator("#fouten")).to_be_focused()
        page.go_back()
        page.go_back()
        expect(page.get_by_role("heading", name="Foto's bij uw plan")).to_be_visible()
        on(page)
        page.get_by_label("Iedereen mag dit lezen").check()
        page.get_by_role("button", name="Dien het plan in").click()
        expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()
        look("6-ingediend")
        page.go_back()
        page.goto("/mijn")
        expect(page.get_by_text("nog niet hebt verstuurd")).to_have_count(0)


def _photos(page: Page, look) -> None:  # type: ignore[no-untyped-def]  # a function of the test
    page.get_by_label("Kies een foto").set_input_files(
        {"name": "vakantie.jpg", "mimeType": "image/jpeg", "buffer": SVG}
    )
    page.get_by_role("button", name="Voeg de foto toe").click()
    expect(page.get_by_text("Dit is geen foto die wij kunnen gebruiken.").first).to_be_visible()
    page.get_by_label("Kies een foto").set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": drawn(1600, 1200)}
    )
    page.get_by_label("Wat ziet u op deze foto?").fill("Een veldje met een boom.")
    page.get_by_role("button", name="Voeg de foto toe").click()
    expect(page.get_by_role("img", name="Een veldje met een boom.")).to_be_visible()
    page.get_by_label("Wat ziet u op foto 1?").press("Enter")
    expect(page.get_by_role("img", name="Een veldje met een boom.")).to_be_visible()
    look("4-foto")


def test_draft_is_found_again_and_thrown_away(browser: Browser, site: str) -> None:
    with window(browser, site, 360, scripts=True) as context:
        page = context.new_page()
        log_in(page, "bewoner-2")
        page.goto("/initiatieven/nieuw/burgerinitiatief")
        page.get_by_label("Titel van uw plan").fill(TITLE)
        page.get_by_role("button", name="Bewaar en stop nu").click()
        expect(page.get_by_text("Uw plan is bewaard.")).to_be_visible()
        seen(page, "mijn", 360)
        page.get_by_role("link", name="Ga verder").click()
        expect(page.get_by_label("Titel van uw plan")).to_have_value(TITLE)
        page.goto("/mijn")
        page.get_by_role("link", name="Gooi weg").click()
        seen(page, "weggooien", 360)
        page.get_by_role("button", name="Ja, gooi het weg").click()
        expect(page.get_by_text("Uw plan is weggegooid.")).to_be_visible()


def test_by_keyboard_alone(browser: Browser, site: str) -> None:
    with window(browser, site, 1280, scripts=True) as context:
        page = context.new_page()
        log_in(page, "bewoner-3")
        page.goto("/initiatieven/nieuw")

        def to(what: str) -> None:
            """Tab until the control with this name has the focus."""
            for _ in range(60):
                page.keyboard.press("Tab")
                name = page.evaluate(
                    "(e => e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText)"
                    "(document.activeElement)"
                )
                if what in (name or ""):
                    assert page.evaluate("document.activeElement.matches(':focus-visible')")
                    return
            raise AssertionError(f"no way to {what}")

        to("Burgerinitiatief")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Stap 2 van 5")).to_be_visible()
        to("Titel van uw plan")
        page.keyboard.type("Een lamp bij de brug")
        to("Wat moet de raad besluiten?")
        page.keyboard.type("Zet een lamp bij de brug.")
        to("Ga verder")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Stap 3 van 5")).to_be_visible()
        to("Over welke wijk gaat het?")
        page.keyboard.type("Cen")
        to("Waar gaat uw plan over?")
        page.keyboard.type("Groen")
        page.keyboard.press("Enter")
        if page.get_by_text("Stap 3 van 5").count():
            to("Ga verder")
            page.keyboard.press("Enter")
        expect(page.get_by_text("Stap 4 van 5")).to_be_visible()
        to("Ga verder")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Stap 5 van 5")).to_be_visible()
        to("Dien het plan in")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()
