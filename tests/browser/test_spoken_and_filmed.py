"""A plan that is spoken into a real browser's microphone, and a film with it: with scripts, and without."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.test_submitting import log_in, on, seen, window, writing
from tests.support.needs import lacks
from tests.support.processes import site_on
from tests.support.recordings import filmed, spoken

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: A microphone that beeps, and nobody who asks whether it may be used.
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def talking() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        lacks("There is no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", *MICROPHONE]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(sqlite_databases, tmp_path_factory) -> Iterator[str]:  # type: ignore[no-untyped-def]  # fixtures of pytest's own
    """The embedded engine on a database of its own; its address for Testdorp."""
    folder: Path = tmp_path_factory.mktemp("speaking")
    with site_on(sqlite_databases.new(folder), folder) as address:
        yield address


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
@pytest.mark.parametrize("width", [360, 1280])
def test_plan_is_spoken_typed_out_and_filmed(
    talking: Browser, site: str, width: int, scripts: bool
) -> None:
    with writing(talking, site, width, scripts=scripts) as (page, look):
        page.goto("/initiatieven/nieuw/burgerinitiatief")
        page.get_by_role("link", name="Spreek uw plan in").click()
        look("opname-1-leeg")
        if scripts:
            page.get_by_role("button", name="Neem nu op").click()
            expect(page.get_by_text("U neemt nu op:")).to_be_visible()
            expect(page.locator(".ws-recorder__clock")).to_have_text("0:01")
            page.get_by_role("button", name="Stop met opnemen").click()
        else:
            page.get_by_label("Kies een opname").set_input_files(
                {"name": "opname.ogg", "mimeType": "audio/ogg", "buffer": spoken("ogg")}
            )
            page.get_by_role("button", name="Bewaar de opname").click()
        expect(page.locator("audio")).to_be_visible()
        if scripts:
            page.wait_for_function("document.querySelector('audio').duration > 0")
        look("opname-2-bewaard")
        page.get_by_role("button", name="Stuur de opname naar de gemeente").click()
        expect(page.get_by_text("De gemeente typt uw plan uit")).to_be_visible()
        look("opname-3-verstuurd")
        address = page.url.partition("/opname")[0]

        with window(talking, site, width, scripts=scripts) as desk:
            official = desk.new_page()
            log_in(official, "ambtenaar-1")
            official.goto("/moderatie?reden=spoken")
            official.get_by_role("link", name="Opname om uit te typen").last.click()
            official.get_by_label("Titel van uw plan").fill("Een bankje bij de vijver")
            official.get_by_label("Wat moet de raad besluiten?").fill("Zet er een bankje neer.")
            if scripts:
                seen(official, "opname-4-uittypen", width)
            official.get_by_role("button", name="Stuur de tekst naar de inwoner").click()
            expect(official.get_by_text("Uw besluit is vastgelegd.")).to_be_visible()

        page.goto(f"{address}/plan")
        expect(page.get_by_text("Bedoelt u misschien")).to_have_count(0)
        expect(page.get_by_label("Titel van uw plan")).to_have_value("Een bankje bij de vijver")
        on(page)
        page.get_by_label("Over welke wijk gaat het?").select_option(label="Centrum")
        page.get_by_label("Waar gaat uw plan over?").select_option(label="Groen")
        on(page)
        page.get_by_role("link", name="Leg uw plan uit in een korte film").click()
        look("film-1-leeg")
        page.get_by_label("Kies een film").set_input_files(
            {"name": "film.webm", "mimeType": "video/webm",
             "buffer": filmed("webm", "libvpx", "libopus")}
        )  # fmt: skip
        page.get_by_role("button", name="Voeg de film toe").click()
        page.get_by_label("Wat is er in de film te horen en te zien?").fill("Een leeg veldje.")
        if scripts:
            page.wait_for_function("document.querySelector('video').duration > 0")
        look("film-2-met-tekst")
        page.get_by_role("button", name="Bewaar en ga terug naar de foto's").click()
        on(page)
        expect(page.get_by_text("Een medewerker typte uw opname uit.")).to_be_visible()
        look("film-3-versturen")
        page.get_by_role("button", name="Dien het plan in").click()
        expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()
        expect(page.locator("video")).to_be_visible()


def test_plans_that_look_alike_come_while_the_title_is_typed(talking: Browser, site: str) -> None:
    with window(talking, site, 360, scripts=True) as context:
        page = context.new_page()
        log_in(page, "bewoner-1")
        page.goto("/initiatieven/nieuw/burgerinitiatief")
        title = page.get_by_label("Titel van uw plan")
        with page.expect_response("**/initiatieven/lijkt-op?titel=*") as answered:
            title.press_sequentially("Een bankje bij het station", delay=20)
        assert answered.value.ok
        assert answered.value.url.endswith("station"), "once, after typing, and not for each letter"
        expect(page.locator("#lijkt")).to_be_empty()
        # What the server answers is looked at in tests/web/test_looking_over.py.
        page.route(
            "**/initiatieven/lijkt-op?*",
            lambda route: route.fulfill(content_type="text/html", body="<p>Dit lijkt erop</p>"),
        )
        title.press_sequentially(" en de bushalte", delay=20)
        expect(page.locator("#lijkt")).to_have_text("Dit lijkt erop")
        title.fill("Kort")
        expect(page.locator("#lijkt")).to_be_empty()
