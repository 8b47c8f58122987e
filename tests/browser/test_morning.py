"""An official's morning: twenty mixed cases, by mouse, by keyboard alone with its shortcuts, and without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_keyboard import Keyboard
from tests.support.databases import SqliteDatabases
from tests.support.processes import site_on
from tests.support.world import World, make_world
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import RuleBook
from wijkstem.words import Trigger

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REASONS = "Dit is reclame en gaat niet over onze gemeente."
LARGE = {"width": 1280, "height": 900}


class Hands(Protocol):
    """How somebody does things: by mouse, or by keyboard."""

    page: Page

    def log_in(self, who: str) -> None: ...
    def press(self, name: str) -> None: ...
    def follow(self, link: Locator) -> None: ...
    def tick(self, box: Locator) -> None: ...
    def decide(self, outcome: str) -> None: ...
    def write(self, label: str, text: str) -> None: ...
    def pick(self, label: str, option: str) -> None: ...
    def search(self, text: str) -> None: ...
    def begin(self) -> None: ...


class Mouse:
    """Somebody who points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, who: str) -> None:
        self.page.goto("/inloggen")
        self.page.locator(f'input[value="{who}"]').check()
        self.press("Inloggen")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, link: Locator) -> None:
        link.click()

    def tick(self, box: Locator) -> None:
        box.check()

    def decide(self, outcome: str) -> None:
        self.page.get_by_label(outcome, exact=True).check()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def pick(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(label=option)

    def search(self, text: str) -> None:
        self.write("Zoek in titel of nummer", text)
        self.press("Toon de zaken")

    def begin(self) -> None:
        self.press("Begin met de eerste zaak")


class Keys(Keyboard):
    """Somebody without a mouse, who turned the shortcuts on."""

    def log_in(self, who: str) -> None:
        super().log_in(who)
        self.page.goto("/moderatie")
        self.to(self.page.locator("#sneltoetsen summary"))
        self.page.keyboard.press("Enter")
        self.to(self.page.get_by_label("Sneltoetsen aan op dit apparaat"))
        self.page.keyboard.press("Space")

    def tick(self, box: Locator) -> None:
        """Down the list with j until the case has the focus, and x."""
        name = box.get_attribute("id")
        for _ in range(40):
            here = self.page.evaluate(
                "document.activeElement.closest('tr')?.querySelector('input')?.id"
            )
            if here == name:
                self.page.keyboard.press("x")
                return
            self.page.keyboard.press("j")
        raise AssertionError(f"not reached with j: {name}")

    def decide(self, outcome: str) -> None:
        outcomes = self.page.locator("input[name=outcome]")
        if self.page.locator("#besluit").count():
            self.page.keyboard.press("b")
            expect(outcomes.first).to_be_focused()
        self.choose(self.page.get_by_label(outcome, exact=True), outcomes)

    def write(self, label: str, text: str) -> None:
        self.type(label, text)

    def pick(self, label: str, option: str) -> None:
        self.to(self.page.get_by_label(label))
        self.page.keyboard.type(option)

    def search(self, text: str) -> None:
        self.page.keyboard.press("/")
        expect(self.page.get_by_label("Zoek in titel of nummer")).to_be_focused()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def begin(self) -> None:
        self.page.keyboard.press("b")


def twenty_cases(world: World) -> None:
    """Plans of several kinds and ages: some late, some that came back, some that are no plans."""
    submitter, official = world.person("submitter"), world.official
    for number in range(1, 4):
        world.submit(submitter, title=f"Reclame voor dakgoten {number}")
    for number in range(1, 4):
        world.submit(submitter, instrument="voorstel", title=f"Een voorstel uit de straat {number}")
    back = world.submit(submitter, title="Een plan dat terugkwam").initiative_id
    world.execute(TakeStep(back, 1, "ask", reasons="In welke straat moet dat komen?"), official)
    world.execute(TakeStep(back, 2, "supplement", reasons="In de Dorpsstraat."), submitter)
    voted = world.open(submitter, instrument="voorstel")
    world.execute(Advance(voted, Trigger.TERM, 2))
    world.pass_days(18)
    for number in range(1, 13):
        world.submit(submitter, title=f"Een plan voor het park {number}")
    world.settle()


@pytest.fixture(params=["mouse", "keyboard", "without script"])
def hands(
    request: pytest.FixtureRequest,
    browser: Browser,
    sqlite_databases: SqliteDatabases,
    tmp_path: Path,
    rules: RuleBook,
) -> Iterator[Hands]:
    """Somebody at a desk with twenty cases."""
    url = sqlite_databases.new(tmp_path)
    world = make_world(url, rules)
    world.clock.at = SystemClock().now()
    world.pass_days(-20)
    twenty_cases(world)
    world.services.engine.dispose()
    with site_on(url, tmp_path) as site:
        context = browser.new_context(
            base_url=site,
            java_script_enabled=request.param != "without script",
            viewport=LARGE,  # type: ignore[arg-type]  # a plain dict is its shape
            locale="nl-NL",
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield Keys(page, scripts=True) if request.param == "keyboard" else Mouse(page)
        context.close()


def figure(page: Page, name: str) -> int:
    """One of the figures on top of the queue."""
    tile = page.locator(".ws-counts__link", has_text=re.compile(rf"{name}\s*$"))
    return int(tile.locator(".ws-counts__figure").inner_text())


def test_morning(hands: Hands) -> None:
    hands.log_in("ambtenaar-1")
    page = hands.page
    page.goto("/moderatie")
    assert figure(page, "Alle zaken") == 20
    late = figure(page, "Te laat")
    assert late == 7, "filed twenty days ago with two weeks to look at them; the answer has longer"
    refuse_the_advertisements(hands)
    one_after_another(hands)
    keep_a_list(hands)
    page.goto("/moderatie")
    # Three wait for the end of undoing, four were decided.
    assert figure(page, "Alle zaken") == 16


def refuse_the_advertisements(hands: Hands) -> None:
    """Three at once; undone, because the text was wrong; and again."""
    page = hands.page
    hands.search("Reclame")
    expect(page.get_by_role("heading", name="3 zaken")).to_be_visible()
    for attempt in (REASONS, f"{REASONS} U kunt wel een plan indienen."):
        for box in page.locator("input[name^=zaak-]").all():
            hands.tick(box)
        hands.press("Doe iets met de gekozen zaken")
        hands.decide("Niet toelaten")
        hands.pick("Op welke grond?", "Het is een klacht")
        hands.write("Waarom?", attempt)
        hands.press("Kijk eerst wat er gebeurt")
        expect(page.get_by_text("Dit gaat gebeuren: Niet toelaten")).to_be_visible()
        hands.press("Doe dit met 3 zaken")
        expect(page.get_by_text("Tot dan weet niemand ervan.")).to_be_visible()
        if attempt == REASONS:
            hands.press("Maak dit ongedaan")
            expect(page.get_by_text("Dit is ongedaan gemaakt.")).to_be_visible()
            page.goto("/moderatie?zoek=Reclame")


def one_after_another(hands: Hands) -> None:
    """The list gives the next case by itself: admitted, asked, refused, and admitted after an answer."""
    page = hands.page
    page.goto("/moderatie?van=to_do")
    hands.begin()
    expect(page.get_by_text("U werkt nu aan deze zaak.")).to_be_visible()
    titles = []
    for outcome in ("Toelaten", "Eerst iets vragen aan de indiener", "Niet toelaten", "Toelaten"):
        titles.append(page.get_by_role("heading", level=1).inner_text())
        hands.decide(outcome)
        if outcome == "Niet toelaten":
            hands.pick("Op welke grond?", "Het is een klacht")
        if outcome != "Toelaten":
            hands.write("Waarom?", "Hier schrijft de gemeente wat zij wil weten, of waarom niet.")
        hands.press("Leg het besluit vast")
        expect(
            page.get_by_text("Uw besluit is vastgelegd. Dit is de volgende zaak.")
        ).to_be_visible()
    assert len(set(titles)) == 4
    assert not [title for title in titles if title.startswith("Reclame")], "those are in hand"


def keep_a_list(hands: Hands) -> None:
    page = hands.page
    page.goto("/moderatie?termijn=late")
    hands.write("Hoe heet deze lijst?", "Wat te laat is")
    hands.press("Bewaar de lijst")
    expect(page.get_by_text("De lijst is bewaard.")).to_be_visible()
    hands.follow(page.get_by_role("link", name="Wat te laat is"))
    expect(page).to_have_url(re.compile(r"/moderatie\?termijn=late#zaken$"))
