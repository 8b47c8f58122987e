"""A neighbourhood council's evening: by mouse, by keyboard alone on a telephone, and without JavaScript.

Uma makes a mistake and votes, Teun votes, Saskia steps aside, Uma closes the vote, and everybody reads what came of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from tests.browser.test_keyboard import Keyboard
from tests.browser.test_story import SMALL, reload_until, says
from tests.support.databases import SqliteDatabases
from tests.support.processes import embedded, environment, free_port
from tests.support.rulebook import rules_folder
from tests.support.world import HERE
from wijkstem.bootstrap import bootstrap, publish_rules
from wijkstem.commands.handlers import execute
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.demo.crowd import Crowd, gather
from wijkstem.services import Services
from wijkstem.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 900}
#: How somebody gets about, whether scripts run, and the window.
WAYS = {
    "mouse": (False, True, WIDE),
    "keyboard": (True, True, SMALL),
    "no script": (False, False, SMALL),
}
TITLE = "Een feest voor de straat"
WHY = "Dit is goed voor de buurt, en het kost niet veel."


class Mouse:
    """Somebody with a mouse or a finger, who does what somebody with a keyboard does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(15_000)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def choose(self, field: str, value: str) -> None:
        self.page.locator(f'input[name="{field}"][value="{value}"]').check()


class Keys(Mouse):
    """The same with a keyboard alone."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._keyboard = Keyboard(page, scripts=True)

    def press(self, name: str) -> None:
        self._keyboard.press(name)

    def link(self, name: str) -> None:
        self._keyboard.follow(self.page.get_by_role("link", name=name, exact=True).first)

    def type(self, label: str, text: str) -> None:
        self._keyboard.type(label, text)

    def choose(self, field: str, value: str) -> None:
        group = self.page.locator(f'input[name="{field}"]')
        self._keyboard.choose(self.page.locator(f'input[name="{field}"][value="{value}"]'), group)


@pytest.fixture
def site(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[str]:
    """Testdorp with its council, and a plan that waits for its advice."""
    port = free_port()
    env = environment(sqlite_databases.new(tmp_path), "", rules_folder(tmp_path / "rules"))
    settings = Settings(
        database_url=env["WIJKSTEM_DATABASE_URL"],
        redis_url="",
        tag_key=SecretStr(env["WIJKSTEM_TAG_KEY"]),
        rules_dir=tmp_path / "rules",
        demo=True,
    )
    services = bootstrap(settings)
    publish_rules(services)
    file_plan(services, gather(services, HERE, 0))
    services.engine.dispose()
    process = embedded(env, tmp_path, port)
    try:
        process.start()
        process.wait_ready()
        yield f"http://{HERE}.localhost:{port}"
    finally:
        process.close()


def file_plan(services: Services, crowd: Crowd) -> None:
    texts = {"purpose": "Een feest voor de hele straat.", "amount": "400 euro"}
    command = SubmitInitiative("bewonersinitiatief", TITLE, "WK990100", texts, subject="green")
    filed = execute(services, HERE, command, crowd.known["bewoner-1"])
    admit = TakeStep(filed.initiative_id, 1, "admit")
    execute(services, HERE, admit, crowd.known["ambtenaar-1"])


def open_advice(who: Mouse, key: str) -> None:
    """Log in and go to what waits, by way of the menu."""
    page = who.page
    page.goto("/inloggen")
    who.choose("persoon", key)
    who.press("Inloggen")
    expect(page.get_by_text("U bent ingelogd.")).to_be_visible()
    who.link("Wijkraad")
    expect(page.get_by_text("Wacht op u", exact=True)).to_be_visible()
    who.link(TITLE)
    expect(page.get_by_text("Een feest voor de hele straat.")).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_a_councils_evening(browser: Browser, site: str, way: str) -> None:
    by_keyboard, scripts, window = WAYS[way]
    windows = [
        browser.new_context(
            base_url=site,
            java_script_enabled=scripts,
            viewport=window,  # type: ignore[arg-type]  # a plain dict is its shape
            locale="nl-NL",
        )
        for _ in range(4)
    ]
    try:
        evening([(Keys if by_keyboard else Mouse)(one.new_page()) for one in windows])
    finally:
        for one in windows:
            one.close()


def evening(people: list[Mouse]) -> None:
    uma, teun, saskia, reader = people
    open_advice(uma, "wijkraad-1")
    uma.choose("choice", "conditional")
    uma.type("Waarom?", WHY)
    uma.press("Bewaar mijn stem")
    expect(uma.page.locator("#fouten")).to_be_focused()
    expect(uma.page.get_by_label("Waarom?")).to_have_value(WHY)
    uma.type("Wat moet er eerst gebeuren?", "Na tien uur is het stil.")
    uma.press("Bewaar mijn stem")
    expect(uma.page.get_by_text("Uw stem is bewaard.")).to_be_visible()

    open_advice(teun, "wijkraad-2")
    teun.choose("choice", "positive")
    teun.type("Waarom?", "Zo leren buren elkaar kennen.")
    teun.press("Bewaar mijn stem")
    expect(teun.page.get_by_text("Uw stem is bewaard.")).to_be_visible()

    open_advice(saskia, "wijkraad-3")
    saskia.choose("interest", "next_door")
    saskia.press("Ik doe niet mee")
    expect(saskia.page.get_by_text("U doet bij dit advies niet mee.")).to_be_visible()
    expect(saskia.page.get_by_role("button", name="Bewaar mijn stem")).to_have_count(0)

    uma.page.reload()
    expect(uma.page.get_by_text("1 lid doet niet mee")).to_be_visible()
    uma.press("Sluit de stemming")
    expect(uma.page.get_by_text("Het advies is klaar.")).to_be_visible()
    fits(uma.page)

    reader.page.goto("/initiatieven")
    reload_until(reader.page, lambda: says(reader.page, TITLE), "the plan")
    reader.link(TITLE)
    for said in ("Advies van de wijkraad", "Positief, met voorwaarden", WHY):
        expect(reader.page.get_by_text(said).first).to_be_visible()
    expect(reader.page.get_by_text("Uma")).to_have_count(0)


def fits(page: Page) -> None:
    """Nothing has to be read by moving the page sideways."""
    box = page.locator("main").bounding_box()
    window = page.viewport_size
    assert box is not None
    assert window is not None
    assert box["x"] + box["width"] <= window["width"]
