"""Following a plan, reading what happened to it, and stopping the mail: on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_story import Visits, decide, file_plan, open_case, reload_until, says

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened_plan(visits: Visits) -> tuple[Page, str]:
    """A plan that collects support: its submitter, and its address."""
    submitter = visits.person("bewoner-1")
    # With a place in the page, going there again would not ask for it again.
    plan = file_plan(submitter).partition("#")[0]
    official = visits.person("ambtenaar-1")
    open_case(official, "/moderatie")
    decide(official, "Toelaten")
    official.context.close()
    return submitter, plan


def follow(reader: Page, plan: str) -> None:
    """Follow, stop, and follow after all."""
    reader.goto(plan)
    reader.get_by_role("button", name="Volg dit plan", exact=True).click()
    expect(reader.get_by_text("U krijgt bericht als er iets gebeurt.").first).to_be_visible()
    reader.get_by_role("button", name="Volg dit plan niet meer").click()
    expect(reader.get_by_text("U volgt dit plan niet meer.")).to_be_visible()
    reader.get_by_role("button", name="Volg dit plan", exact=True).click()


def withdraw(submitter: Page, plan: str) -> None:
    submitter.goto(plan)
    submitter.locator('a[href$="/intrekken"]').click()
    submitter.get_by_role("button", name="Ja, trek mijn plan in").click()
    expect(submitter.get_by_text("U hebt uw plan ingetrokken.")).to_be_visible()


def address_that_stops(reader: Page) -> str:
    """As it stands in the mail that came; without the host, which has no port there."""
    reader.goto("/mijn")
    reader.get_by_role("link", name="Lees de e-mail").click()
    reader.get_by_role("link", name="Ingetrokken:").click()
    found = re.search(r"/afmelden/[\w-]+", reader.locator("article").inner_text())
    assert found is not None
    return found[0]


@pytest.mark.parametrize("scripts", [False, True], ids=["without script", "with script"])
def test_reader_follows_reads_and_stops_the_mail(
    browser: Browser, site: str, scripts: bool
) -> None:
    visits = Visits(browser, site)
    submitter, plan = opened_plan(visits)
    reader = visits.person("bewoner-2", scripts=scripts)
    follow(reader, plan)
    assert reader.locator(".ws-address").inner_text().endswith(plan.removeprefix(site))
    assert reader.get_by_role("button", name="Kopieer het adres").is_visible() == scripts
    withdraw(submitter, plan)

    reader.goto("/mijn/berichten")
    news = reader.get_by_role("link", name="Ingetrokken:")
    reload_until(reader, lambda: news.count() > 0, "the message that it was withdrawn")
    assert says(reader, "1 bericht hebt u nog niet gelezen.")
    news.click()
    expect(reader.get_by_text("Er is nieuws over een plan dat u volgt")).to_be_visible()
    reader.goto("/mijn/berichten")
    assert not says(reader, "nog niet gelezen")

    reload_until(reader, lambda: mail_came(reader), "the mail about it")
    stopping = visits.visitor(scripts=scripts)
    stopping.goto(address_that_stops(reader))
    stopping.get_by_role("button", name="Stop deze e-mails").click()
    expect(stopping.get_by_role("heading", name="Deze e-mails zijn gestopt")).to_be_visible()
    reader.goto("/mijn/voorkeuren")
    expect(reader.get_by_label("Geen e-mail; ik kijk zelf op deze website")).to_be_checked()
    reader.get_by_label("Een keer per week, op maandag").check()
    reader.get_by_role("button", name="Bewaar mijn voorkeuren").click()
    expect(reader.get_by_text("Uw voorkeuren zijn bewaard.")).to_be_visible()

    pages = ["/mijn", "/mijn/berichten", "/mijn/voorkeuren", plan]
    assert visits.too_wide(reader, pages) == []
    assert visits.complaints == []


def mail_came(reader: Page) -> bool:
    reader.goto("/mijn")
    return reader.get_by_role("link", name="Lees de e-mail").count() > 0
