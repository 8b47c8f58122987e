"""The whole story by keyboard alone, with JavaScript and without: nothing is clicked, and it is always seen where one is.

Files a plan after a mistake, admits it, supports it, takes that back, follows it, reads what is kept, and is forgotten.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.browser.test_story import SMALL, reload_until, says
from tests.support.databases import SqliteDatabases
from tests.support.processes import site_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: More stops than any page of the story has.
MOST_STOPS = 90
#: Whether what has the focus has a line around it that is drawn, inside the window.
_SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body) return '';  // a page that is only just coming has neither of them yet
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  return drawn && inside ? '' : at.outerHTML.slice(0, 200);
}"""


class Keyboard:
    """Somebody without a mouse. What the address bar does is done by keyboard too."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self._scripts = page, scripts
        page.set_default_timeout(15_000)

    def to(self, target: Locator) -> None:
        """Tab until ``target`` has the focus; each stop on the way is seen."""
        for _ in range(MOST_STOPS):
            if target.and_(self.page.locator(":focus")).count():
                return
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"not reached by keyboard: {target}")

    def _look(self) -> None:
        if not self._scripts:
            return
        try:
            hidden = self.page.evaluate(_SEEN)
        except Error as left:
            # The page that the last key led to came just now: where the focus was, is gone.
            if "navigation" not in left.message:
                raise
            self.page.wait_for_load_state()
        else:
            assert hidden == "", "this has the focus, and nobody sees it"

    def press(self, name: str) -> None:
        """A button."""
        self.to(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press("Enter")

    def follow(self, link: Locator) -> None:
        self.to(link)
        self.page.keyboard.press("Enter")

    def type(self, label: str, text: str) -> None:
        self.to(self.page.get_by_label(label))
        self.page.keyboard.type(text)

    def choose(self, wanted: Locator, group: Locator) -> None:
        """One of several radio buttons: Tab reaches the group, the arrows go through it."""
        for _ in range(MOST_STOPS):
            if group.and_(self.page.locator(":focus")).count():
                break
            self.page.keyboard.press("Tab")
            self._look()
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if wanted.and_(self.page.locator(":checked")).count():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not chosen by keyboard: {wanted}")

    def log_in(self, who: str) -> None:
        self.page.goto("/inloggen")
        radios = self.page.locator("input[name=persoon]")
        self.choose(self.page.locator(f'input[value="{who}"]'), radios)
        self.press("Inloggen")
        expect(self.page.get_by_text("U bent ingelogd.")).to_be_visible()


@pytest.fixture(scope="module")
def site(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The embedded engine on a database of its own; its address for Testdorp."""
    folder = tmp_path_factory.mktemp("keyboard")
    with site_on(sqlite_databases.new(folder), folder) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def people(
    request: pytest.FixtureRequest, browser: Browser, site: str
) -> Iterator["list[BrowserContext]"]:
    """Four windows, for the four people of the story."""
    windows = [
        browser.new_context(
            base_url=site,
            java_script_enabled=request.param,
            viewport=SMALL,  # type: ignore[arg-type]  # a plain dict is its shape
            locale="nl-NL",
        )
        for _ in range(3)
    ]
    yield windows
    for window in windows:
        window.close()


def test_the_whole_story(
    people: list[BrowserContext], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    scripts = "without" not in request.node.name
    submitter, official, signer = (Keyboard(one.new_page(), scripts=scripts) for one in people)
    title = f"Een bankje bij de vijver, {'met' if scripts else 'zonder'} JavaScript"
    jumps_to_the_content(submitter)
    submitter.log_in("bewoner-1")
    plan = files_a_plan(submitter, title)
    official.log_in("ambtenaar-1")
    admits_it(official, title)
    # Each run has a signer of its own: in the end the signer is forgotten.
    signer.log_in("bewoner-2" if scripts else "bewoner-3")
    supports_and_follows(signer, plan)
    reads_what_is_kept(signer, tmp_path)
    is_forgotten(signer)
    withdraws(submitter, plan)


def jumps_to_the_content(who: Keyboard) -> None:
    """The first stop of a page leads past what stands on every page."""
    who.page.goto("/")
    who.page.keyboard.press("Tab")
    skip = who.page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    who.page.keyboard.press("Enter")
    expect(who.page.locator("main")).to_be_focused()


def files_a_plan(who: Keyboard, title: str) -> str:
    page = who.page
    page.goto("/initiatieven/nieuw")
    who.follow(page.locator('a[href="/initiatieven/nieuw/burgerinitiatief"]'))
    who.press("Ga verder")
    expect(page.locator("#fouten"), "what is wrong is where the reading begins").to_be_focused()
    who.follow(page.get_by_role("link", name="Geef uw plan een titel."))
    expect(page.locator("#f-title")).to_be_focused()
    page.keyboard.type(title)
    who.type("Wat moet de raad besluiten?", "Zet een bankje bij de vijver.")
    who.press("Ga verder")
    who.type("Over welke wijk gaat het?", "Cen")
    who.type("Waar gaat uw plan over?", "Gro")
    who.press("Ga verder")
    expect(page.get_by_text("Stap 4 van 5")).to_be_visible()
    who.press("Ga verder")  # without a photo
    expect(page.get_by_text(title).first).to_be_visible()
    who.press("Dien het plan in")
    expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()
    return page.url


def admits_it(who: Keyboard, title: str) -> None:
    page = who.page
    page.goto("/moderatie")
    case = page.get_by_role("link", name=title)
    reload_until(page, lambda: case.count() > 0, "the plan at the desk")
    who.follow(case.first)
    who.choose(page.get_by_label("Toelaten", exact=True), page.locator("input[name=outcome]"))
    who.press("Leg het besluit vast")
    expect(page.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()


def supports_and_follows(who: Keyboard, plan: str) -> None:
    page = who.page
    page.goto(plan)
    who.press("Ik steun dit plan")
    expect(page.get_by_text("Uw steun is bewaard en telt mee.")).to_be_visible()
    who.press("Haal mijn steun weg")
    expect(page.get_by_text("Wij hebben weggehaald wat u had gegeven.")).to_be_visible()
    who.press("Ik steun dit plan")
    who.press("Volg dit plan")
    expect(page.get_by_role("button", name="Volg dit plan niet meer")).to_be_visible()
    who.press("Volg dit plan niet meer")
    expect(page.get_by_role("button", name="Volg dit plan", exact=True)).to_be_visible()


def reads_what_is_kept(who: Keyboard, folder: Path) -> None:
    page = who.page
    page.goto("/mijn/gegevens")
    with page.expect_download() as begun:
        who.follow(page.locator('a[href="/mijn/gegevens/bestand"]'))
    begun.value.save_as(folder / "gegevens.json")
    assert (folder / "gegevens.json").stat().st_size > 100


def is_forgotten(who: Keyboard) -> None:
    page = who.page
    page.goto("/mijn/wissen")
    who.press("Wis mijn account")
    expect(page.locator("#fouten")).to_be_focused()
    who.to(page.locator("input[name=zeker]"))
    page.keyboard.press("Space")
    who.press("Wis mijn account")
    expect(page.get_by_text("Uw account is gewist.")).to_be_visible()


def withdraws(who: Keyboard, plan: str) -> None:
    page = who.page
    page.goto(plan)
    reload_until(page, lambda: says(page, "Trek dit plan in"), "the way to withdraw")
    who.follow(page.get_by_role("link", name="Trek dit plan in"))
    who.to(page.locator("main form button"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("U hebt uw plan ingetrokken.")).to_be_visible()
