"""The whole way in and out in a real browser without JavaScript, at a real provider, from the operator's own file.

A session ends halfway a form, and what was typed is still there after the login.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.databases import SqliteDatabases
from tests.support.processes import Process, embedded, environment, free_port, running
from tests.support.provider import CLIENT, SECRET, TestProvider, running_provider
from tests.support.rulebook import rules_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
BSN = "123456782"
ANNA: dict[str, Any] = {
    "sub": "pairwise-1",
    "bsn": BSN,
    "name": "Anna de Vries",
    "birthdate": "1980-05-17",
    "wijkcode": "WK990100",
}
WAYS = """
[testdorp.digid]
serves = "residents"
name = {{ nl = "DigiD", en = "DigiD" }}
issuer = "{issuer}"
client_id = "{client}"
client_secret_file = "secret"
level = "http://eidas.europa.eu/LoA/substantial"
claims = {{ subject = "bsn", birth_date = "birthdate", neighbourhood = "wijkcode" }}
"""


@dataclass
class Site:
    """The platform in a process, with its provider in another."""

    process: Process
    provider: TestProvider
    port: int

    @property
    def address(self) -> str:
        return f"http://testdorp.localhost:{self.port}"

    def tell(self, claims: dict[str, Any] = ANNA, **wrong: Any) -> None:
        client = self.provider.client()
        client["redirect_uris"] = [f"{self.address}/inloggen/met/digid/terug"]
        self.provider.tell(time.time(), claims, client=client, **wrong)


@pytest.fixture(scope="module")
def site(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("login"), free_port()
    rules = rules_folder(folder / "rules")
    (folder / "secret").write_text(SECRET)
    ways = folder / "login.toml"
    with running_provider(folder) as provider:
        ways.write_text(WAYS.format(issuer=provider.issuer, client=CLIENT))
        env = environment(
            sqlite_databases.new(folder),
            "",
            rules,
            WIJKSTEM_LOGIN_FILE=str(ways),
            WIJKSTEM_PUBLIC_PORT=str(port),
        )
        process = embedded(env, folder, port)
        with running([process]):
            yield Site(process, provider, port)


@pytest.fixture(params=[360, 1280], ids=lambda width: f"{width}px")
def context(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[BrowserContext]:
    site.tell()
    made = browser.new_context(
        viewport={"width": request.param, "height": 900},
        java_script_enabled=False,
        base_url=site.address,
    )
    yield made
    made.close()


def come_in(page: Page) -> None:
    page.get_by_role("link", name="Inloggen met DigiD").click()
    expect(page.get_by_text("U bent ingelogd.")).to_be_visible()


def test_session_that_ends_halfway_a_form(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto("/initiatieven/nieuw/voorstel")
    page.locator("input[name=title]").fill("Een bankje bij de vijver")
    page.locator("textarea").first.fill("Zet daar een bankje neer.")
    for _ in range(2):  # before the first login, and when the session has ended
        page.get_by_role("button", name="Ga verder").click()
        expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()
        come_in(page)
        expect(page.locator("input[name=title]")).to_have_value("Een bankje bij de vijver")
        expect(page.locator("textarea").first).to_have_value("Zet daar een bankje neer.")
        context.clear_cookies(name="wijkstem")
    page.get_by_role("button", name="Ga verder").click()
    come_in(page)
    page.get_by_role("button", name="Ga verder").click()
    page.locator("select[name=neighbourhood_code]").select_option("WK990100")
    page.locator("select[name=subject]").select_option("green")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("button", name="Ga verder").click()  # without a photo
    page.get_by_role("button", name="Dien het plan in").click()
    expect(page.get_by_text("Wij hebben uw plan ontvangen.")).to_be_visible()


def test_out_here_and_at_the_provider(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto("/inloggen")
    come_in(page)
    expect(page.get_by_text("Chrome op").first).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/uitgelogd?state=*")  # by way of the provider, without a script
    expect(page.get_by_role("heading", name="U bent uitgelogd")).to_be_visible()
    page.goto("/mijn")
    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()


def test_refusal_is_told_and_nothing_of_who_it_was(context: BrowserContext, site: Site) -> None:
    site.tell(wrong_claims={"acr": "http://eidas.europa.eu/LoA/low"})
    page = context.new_page()
    page.goto("/inloggen")
    page.get_by_role("link", name="Inloggen met DigiD").click()
    expect(page.get_by_text("niet veilig genoeg")).to_be_visible()
    page.get_by_role("link", name="Opnieuw inloggen").click()
    expect(page.get_by_role("link", name="Inloggen met DigiD")).to_be_visible()
    log = site.process.log.read_text()
    assert "level_too_low" in log
    assert BSN not in log


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_pages_have_no_barriers(browser: Browser, site: Site, width: int, lang: str) -> None:
    site.tell()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, base_url=site.address
    )
    page = context.new_page()
    paths = ("/inloggen", "/inloggen/email", "/inloggen/email/code", "/uitgelogd")
    for path in (*paths, "/inloggen/met/digid", "/inloggen/met/nergens"):
        page.goto(f"{path}?taal={lang}")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [
            {"rule": one["id"], "where": [node["html"] for node in one["nodes"]]}
            for one in found["violations"]
        ]
        assert told == [], f"{path}: {json.dumps(told, indent=1)}"
        wide = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
        assert not page.evaluate(wide), path
    context.close()


def test_secret_of_the_provider_is_not_in_the_log(site: Site) -> None:
    assert SECRET not in site.process.log.read_text()
