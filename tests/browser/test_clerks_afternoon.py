"""A council clerk's afternoon: by mouse, by keyboard alone on a telephone, and without JavaScript.

Yvonne asks what is missing, gets it, accepts the request, plans a meeting, places the plan, moves the meeting, writes
down what the council decided with how its parties voted, and what was promised. Then everybody reads it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_council import WIDE, fits
from tests.browser.test_keyboard import Keyboard
from tests.browser.test_story import SMALL, reload_until, says
from tests.support.council import council_rules, supported
from tests.support.databases import SqliteDatabases
from tests.support.processes import embedded, environment, free_port, running
from tests.support.world import HERE, World, make_world
from wijkstem.commands.initiatives import TakeStep
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.kit.jinja import long_date
from wijkstem.tables.initiatives import Initiative

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: How she gets about, whether scripts run, and the window.
WAYS = {
    "mouse": (False, True, WIDE),
    "keyboard": (True, True, SMALL),
    "no script": (False, False, SMALL),
}
TITLE = "Meer bomen in de straat"
ASKED, ANSWER = "Wat kost dit ongeveer per jaar?", "Ongeveer duizend euro per jaar."
WHY = "De zaal is die avond niet vrij."
DECIDED = "De raad vindt dit een goed plan voor de buurt."
PROMISE = "Er komen tien bomen voor het einde van het jaar."


class Mouse:
    """She points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(15_000)

    def log_in(self, who: str) -> None:
        self.page.goto("/inloggen")
        self.choose("persoon", who)
        self.press("Inloggen")
        expect(self.page.get_by_text("U bent ingelogd.")).to_be_visible()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def type(self, field: str, text: str) -> None:
        self.page.locator(f'[name="{field}"]').fill(text)

    def choose(self, field: str, value: str) -> None:
        self.page.locator(f'input[name="{field}"][value="{value}"]').check()

    def pick(self, field: str, option: str) -> None:
        self.page.locator(f'select[name="{field}"]').select_option(label=option)


class Keys(Mouse):
    """She has no mouse."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._keyboard = Keyboard(page, scripts=True)

    def press(self, name: str) -> None:
        self._keyboard.press(name)

    def link(self, name: str) -> None:
        self._keyboard.follow(self.page.get_by_role("link", name=name).first)

    def type(self, field: str, text: str) -> None:
        self._keyboard.to(self.page.locator(f'[name="{field}"]'))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def choose(self, field: str, value: str) -> None:
        group = self.page.locator(f'input[name="{field}"]')
        self._keyboard.choose(self.page.locator(f'input[name="{field}"][value="{value}"]'), group)

    def pick(self, field: str, option: str) -> None:
        self._keyboard.to(self.page.locator(f'select[name="{field}"]'))
        self.page.keyboard.type(option)


@pytest.fixture
def world(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[World]:
    """Testdorp with a plan that has the support it needs, and asks the council for a place."""
    made = make_world(sqlite_databases.new(tmp_path), council_rules(tmp_path / "rules"))
    made.clock.at = SystemClock().now()
    supported(made)
    yield made
    made.services.engine.dispose()


@pytest.fixture
def site(world: World, tmp_path: Path) -> Iterator[str]:
    """The embedded engine on that database; its address for Testdorp."""
    port = free_port()
    env = environment(world.services.settings.database_url, "", tmp_path / "rules")
    with running([embedded(env, tmp_path, port)]):
        yield f"http://{HERE}.localhost:{port}"


@pytest.mark.parametrize("way", WAYS)
def test_a_clerks_afternoon(browser: Browser, site: str, world: World, way: str) -> None:
    by_keyboard, scripts, window = WAYS[way]
    context = browser.new_context(
        base_url=site,
        java_script_enabled=scripts,
        viewport=window,  # type: ignore[arg-type]  # a plain dict is its shape
        locale="nl-NL",
    )
    try:
        clerk = (Keys if by_keyboard else Mouse)(context.new_page())
        clerk.log_in("griffie-1")
        asks_for_more(clerk, world)
        accepts(clerk)
        first, later = (local_date(SystemClock().now()) + timedelta(days=n) for n in (30, 37))
        plans_a_meeting(clerk, first)
        places(clerk, first)
        moves(clerk, first, later)
        writes_down_the_decision(clerk)
        [number] = [row["number"] for row in world.rows(Initiative)]
        writes_down_a_promise(clerk, later, number)
        context.clear_cookies()
        reads(context.new_page(), later)
    finally:
        context.close()


def opens_the_case(clerk: Mouse) -> None:
    clerk.page.goto("/griffie")
    clerk.link(TITLE)
    fits(clerk.page)


def decides(clerk: Mouse, outcome: str) -> None:
    clerk.choose("outcome", outcome)
    clerk.press("Leg het besluit vast")


def asks_for_more(clerk: Mouse, world: World) -> None:
    """Without words it is not sent, and the choice stays; then with them, and the submitter answers."""
    page = clerk.page
    opens_the_case(clerk)
    decides(clerk, "ask")
    expect(page.locator("#fouten")).to_be_focused()
    expect(page.locator('input[name="outcome"][value="ask"]')).to_be_checked()
    clerk.type("reasons", ASKED)
    clerk.press("Leg het besluit vast")
    expect(page.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()
    [plan] = world.rows(Initiative)
    answer = TakeStep(plan["id"], plan["step_seq"], "supplement", reasons=ANSWER)
    world.execute(answer, world.person("submitter"))


def accepts(clerk: Mouse) -> None:
    page = clerk.page
    opens_the_case(clerk)
    reload_until(page, lambda: says(page, ANSWER), "the answer")
    clerk.link("Lees het verzoek")
    for field, words in (("decision", "Plant tien bomen."), ("explanation", "De straat is kaal.")):
        clerk.type(field, words)
    clerk.type("costs", "Een boom kost geld.")
    clerk.type("euros", "1000")
    clerk.press("Bewaar het verzoek")
    expect(page.get_by_text("Het verzoek is bewaard.")).to_be_visible()
    clerk.press("Het verzoek is compleet")
    expect(page.get_by_text("Er mist niets.")).to_be_visible()
    fits(page)


def types_a_day(clerk: Mouse, field: str, day: date) -> None:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        clerk.type(f"{field}_{part}", str(number))


def plans_a_meeting(clerk: Mouse, day: date) -> None:
    clerk.page.goto("/griffie")
    clerk.link("Plan een vergadering")
    clerk.pick("body_id", "Gemeenteraad")
    clerk.type("name", "Raadsvergadering")
    types_a_day(clerk, "held_on", day)
    clerk.type("starts_at", "19:30")
    clerk.type("location", "Raadzaal")
    fits(clerk.page)
    clerk.press("Plan de vergadering")
    expect(clerk.page.get_by_text("De vergadering staat op de agenda.")).to_be_visible()


def places(clerk: Mouse, day: date) -> None:
    opens_the_case(clerk)
    clerk.choose("outcome", "place")
    options = clerk.page.locator('select[name="meeting"] option')
    [wanted] = [one for one in options.all_inner_texts() if long_date(day, "nl") in one]
    clerk.pick("meeting", wanted)
    clerk.press("Leg het besluit vast")
    expect(clerk.page.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()


def moves(clerk: Mouse, was: date, day: date) -> None:
    """It is said why, or it is not moved; what was typed is still there."""
    page = clerk.page
    page.goto("/griffie")
    clerk.link(f"{long_date(was, 'nl')}: Raadsvergadering")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    clerk.link("Wijzig of verplaats deze vergadering")
    types_a_day(clerk, "held_on", day)
    clerk.press("Bewaar")
    expect(page.locator("#fouten")).to_be_focused()
    expect(page.locator('[name="held_on_day"]')).to_have_value(str(day.day))
    clerk.type("reasons", WHY)
    clerk.press("Bewaar")
    expect(page.get_by_text("Deze vergadering is verplaatst")).to_be_visible()
    fits(page)


def writes_down_the_decision(clerk: Mouse) -> None:
    opens_the_case(clerk)
    clerk.choose("outcome", "adopt")
    clerk.type("reasons", DECIDED)
    clerk.type("votes", "Samen Sterk; 9; 0\nLokaal 24; 2; 6")
    clerk.type("votes_for", "11")
    clerk.type("votes_against", "6")
    clerk.press("Leg het besluit vast")
    expect(clerk.page.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()


def writes_down_a_promise(clerk: Mouse, day: date, number: str) -> None:
    page = clerk.page
    page.goto("/toezeggingen")
    clerk.link("Schrijf een belofte op")
    clerk.type("what", PROMISE)
    clerk.type("office", "wethouder Groen")
    clerk.type("owner", "Team Groen")
    types_a_day(clerk, "promised_on", local_date(SystemClock().now()))
    types_a_day(clerk, "due_on", day)
    clerk.type("plan", number)
    clerk.press("Bewaar")
    expect(page.get_by_role("heading", level=1, name=PROMISE)).to_be_visible()
    fits(page)


def reads(page: Page, day: date) -> None:
    """Somebody who is not logged in, and was not there."""
    page.goto("/initiatieven")
    reload_until(page, lambda: says(page, TITLE), "the plan")
    page.get_by_role("link", name=TITLE).first.click()
    reload_until(page, lambda: says(page, "Voor: 11 stemmen. Tegen: 6 stemmen."), "the votes")
    moved = f"De vergadering is op een andere dag: {long_date(day, 'nl')}"
    reload_until(page, lambda: says(page, moved), "the other day")
    for said in ("Samen Sterk", DECIDED, PROMISE):
        expect(page.get_by_text(said).first).to_be_visible()
    # What the clerk and the submitter said to each other is theirs.
    for said in (ASKED, ANSWER):
        assert not says(page, said)
    fits(page)
