"""The whole story in a real browser, as people click through it: a phone's width, and no JavaScript."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.world import HERE
from wijkstem.demo.people import people
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.rules.registry import RuleBook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = {"width": 360, "height": 740}
TITLE = "Een bankje bij de vijver"
REASONS = "De raad vindt dit een goed plan en heeft er geld voor."
#: Seconds in which the workers have to be done, on a machine that has other things to do.
SOON = 20.0
#: A refused form is an answer too; Chromium says so as if it were an error.
REFUSED = "the server responded with a status of 422"


class Visits:
    """People with a browser window each, and everything that their consoles complain of."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.complaints: list[str] = []

    def person(self, who: str, *, scripts: bool = False) -> Page:
        """Somebody of the demonstration who logs in."""
        page = self.visitor(scripts=scripts)
        page.goto("/inloggen")
        page.locator(f'input[value="{who}"]').check()
        page.get_by_role("button", name="Inloggen").click()
        expect(page.get_by_text("U bent ingelogd.")).to_be_visible()
        return page

    def visitor(self, *, scripts: bool = False) -> Page:
        """Somebody who is not logged in."""
        return self._listened(self._context(scripts=scripts).new_page())

    def too_wide(self, whose: Page, addresses: list[str]) -> list[str]:
        """Which pages scroll sideways; only asking that takes a script."""
        context = self._context(scripts=True)
        context.add_cookies(whose.context.cookies())  # type: ignore[arg-type]  # its own answer
        page = self._listened(context.new_page())
        found = []
        for address in addresses:
            page.goto(address)
            wide = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
            if page.evaluate(wide):
                found.append(address)
        return found

    def _context(self, *, scripts: bool) -> BrowserContext:
        return self.browser.new_context(
            base_url=self.site,
            java_script_enabled=scripts,
            viewport=SMALL,  # type: ignore[arg-type]  # a plain dict is its shape
            locale="nl-NL",
        )

    def _listened(self, page: Page) -> Page:
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and REFUSED not in text:
            self.complaints.append(text)


def reload_until(page: Page, seen: Callable[[], bool], what: str) -> None:
    """Look again until the workers were there."""
    end = time.monotonic() + SOON
    while not seen():
        assert time.monotonic() < end, f"not within {SOON} seconds: {what}"
        time.sleep(0.2)
        page.reload()


def says(page: Page, text: str) -> bool:
    return page.get_by_text(text).count() > 0


def decide(page: Page, outcome: str, *, reasons: str = "", meeting: str = "") -> None:
    """Take a step on the page of a case."""
    page.get_by_label(outcome, exact=True).check()
    if meeting:
        choice = page.get_by_label("Welke vergadering?")
        choice.select_option(choice.locator("option", has_text=meeting).get_attribute("value"))
    page.get_by_label("Waarom?").fill(reasons)
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()


def file_plan(page: Page) -> str:
    """File it, after a form that was sent empty; gives its address."""
    page.goto("/initiatieven/nieuw")
    page.locator('a[href="/initiatieven/nieuw/burgerinitiatief"]').click()
    page.get_by_role("button", name="Ga verder").click()
    expect(page.locator("#fouten")).to_be_focused()
    page.get_by_role("link", name="Geef uw plan een titel.").click()
    expect(page.locator("#f-title")).to_be_focused()
    page.get_by_label("Titel van uw plan").fill(TITLE)
    page.get_by_label("Wat moet de raad besluiten?").fill("Zet een bankje bij de vijver.")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Over welke wijk gaat het?").select_option(label="Centrum")
    page.get_by_label("Waar gaat uw plan over?").select_option(label="Groen")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("button", name="Ga verder").click()  # without a photo
    page.get_by_role("button", name="Dien het plan in").click()
    expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()
    return page.url


def plan_meeting(page: Page) -> None:
    day = local_date(SystemClock().now()) + timedelta(days=30)
    page.goto("/griffie")
    page.get_by_role("link", name="Plan een vergadering").click()
    page.get_by_label("Wie vergadert er?").select_option(label="Gemeenteraad")
    page.get_by_label("Naam van de vergadering").fill("Raadsvergadering")
    for label, value in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("Hoe laat begint het?").fill("19:30")
    page.get_by_role("button", name="Plan de vergadering").click()
    expect(page.get_by_text("De vergadering staat op de agenda.")).to_be_visible()


def open_case(page: Page, desk: str) -> None:
    page.goto(desk)
    case = page.get_by_role("link", name=TITLE)
    reload_until(page, lambda: case.count() > 0, f"the plan on {desk}")
    case.first.click()


def test_from_resident_to_council_and_back(browser: Browser, site: str, rules: RuleBook) -> None:
    visits = Visits(browser, site)
    submitter = visits.person("bewoner-1")
    plan = file_plan(submitter)

    official = visits.person("ambtenaar-1")
    open_case(official, "/moderatie")
    decide(official, "Toelaten")

    for who in ("bewoner-2", "bewoner-3", "bewoner-4"):
        signer = visits.person(who)
        signer.goto(plan)
        signer.get_by_role("button", name="Ik steun dit plan").click()
        expect(signer.get_by_text("Uw steun is bewaard en telt mee.")).to_be_visible()
        signer.context.close()
    submitter.goto(plan)
    looks = "De griffie zoekt een vergadering"
    reload_until(submitter, lambda: says(submitter, f"Nu: {looks}"), "the next step")

    clerk = visits.person("griffie-1")
    plan_meeting(clerk)
    open_case(clerk, "/griffie")
    decide(clerk, "Op de agenda zetten", meeting="Raadsvergadering")
    open_case(clerk, "/griffie")
    case = clerk.url
    decide(clerk, "Aangenomen", reasons=REASONS)

    submitter.reload()
    expect(submitter.get_by_text(REASONS).first).to_be_visible()
    assert says(submitter, "Gedaan: Aangenomen")
    read_letter(submitter, people(rules.of(HERE).municipality)["bewoner-1"].display_name)

    public = ["/", "/initiatieven", plan, "/agenda", "/indicatoren", "/demo/post"]
    forms = ["/initiatieven/nieuw", "/initiatieven/nieuw/burgerinitiatief", "/mijn"]
    assert visits.too_wide(submitter, public + forms) == []
    assert visits.too_wide(clerk, ["/griffie", "/griffie/vergadering", case]) == []
    assert visits.complaints == []


def read_letter(page: Page, name: str) -> None:
    """The message about the decision, in the demonstration's post."""
    page.goto("/demo/post")
    page.get_by_role("link", name=name, exact=True).click()
    subject = page.get_by_role("link", name="Besluit, aangenomen")
    reload_until(page, lambda: subject.count() > 0, "the message about the decision")
    subject.click()
    expect(page.get_by_text(REASONS)).to_be_visible()
