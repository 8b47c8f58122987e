"""Means on screen: the promise first, the desk from draft to outcome, nothing typed is lost, and the guided choice."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.commands.test_year_agenda import FORM as SUBJECT
from tests.domain.test_choosing import OPEN
from tests.support.means import FORM, announced, dossier, made, made_up_room, row_of
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.year_agenda import AddYearSubject
from wijkstem.queries.means import means_lists, means_page
from wijkstem.tables.means import Means, MeansChoice
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Role
from wijkstem.words.means import MeansKind, MeansState
from workers.reminding import remind

DESK = "/beheer/meedoen"


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def typed(world: World, **values: str) -> dict[str, str]:
    """The form as an official types it."""
    assert FORM.decided_on
    assert FORM.opens_on
    assert FORM.closes_on
    assert FORM.account_by
    return {
        "kind": "discussion",
        "title": FORM.title,
        "question": FORM.question,
        "dossier": str(dossier(world)),
        "level": FORM.level,
        "promise": FORM.promise,
        "audience": "everyone",
        "body_id": "raad",
        "decision": FORM.decision,
        **_day("decided_on", FORM.decided_on),
        **_day("opens", FORM.opens_on),
        **_day("closes", FORM.closes_on),
        **_day("account_by", FORM.account_by),
        **values,
    }


def test_promise_stands_before_what_people_do(client: TestClient, sqlite_world: World) -> None:
    announced(sqlite_world, places=("WK990100",))
    url = "/meedoen/2026-0001-wat-doen-wij-met-het-plein"
    assert client.get("/meedoen/2026-0001").headers["location"] == url
    page = text(client, url)
    at = [page.index(said) for said in ("Het plein is leeg", "Wat wij u beloven", "Adviseren")]
    assert at == sorted(at)
    assert "De raad leest alles." in page
    assert page.index("De raad leest alles.") < page.index('id="meedoen"')
    assert "uiterlijk" in page
    for listed in ("/meedoen", "/", "/wijken/WK990100"):
        assert FORM.title in text(client, listed)


def test_desk_leads_from_a_draft_to_its_outcome(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    follower = world.person("follower")
    sent = typed(world)
    world.execute(FollowDossier(UUID(sent["dossier"])), follower)
    log_in(client, world, "official", Role.OFFICIAL)
    bare = {**sent, "promise": "", "level": ""}
    answer = client.post(f"{DESK}/nieuw", data=bare)
    assert answer.headers["location"] == f"{DESK}/2026-0001"
    refused = client.post(f"{DESK}/2026-0001", data={"revision": "1"})
    assert refused.status_code == 422
    assert "Dit kan nog niet op de website" in unescape(refused.text)
    url = "/meedoen/2026-0001-wat-doen-wij-met-het-plein"
    assert (
        client.post(f"{DESK}/2026-0001/wijzigen", data={**sent, "revision": "1"})
        .headers["location"]
        .endswith("2026-0001")
    )
    assert client.post(f"{DESK}/2026-0001", data={"revision": "2"}).headers["location"] == url

    early = client.post(f"{DESK}/2026-0001/sluiten", data={"reason": " "})
    assert (early.status_code, "Vul dit in." in early.text) == (422, True)
    client.post(f"{DESK}/2026-0001/sluiten", data={"reason": "Er is al genoeg gezegd."})
    assert "Er is al genoeg gezegd." in text(client, url)
    assert "Dat is nog niet bekend." in text(client, url)
    stale = client.post(
        f"{DESK}/2026-0001/uitkomst", data={"revision": "1", "outcome": "Er komen bomen."}
    )
    assert (stale.status_code, "Er komen bomen." in stale.text) == (409, True)
    revision = row_of(world, world.rows(Means)[0]["id"])["revision"]
    told = {"revision": str(revision), "outcome": "Er komen bomen."}
    assert client.post(f"{DESK}/2026-0001/uitkomst", data=told).headers["location"] == url
    assert "Er komen bomen." in text(client, url)
    world.settle()
    got = [row["template"] for row in world.rows(InboxMessage, person_id=follower.person_id)]
    assert got == ["means_news"] * 3


def test_refused_form_keeps_what_was_typed(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    log_in(client, world, "clerk", Role.CLERK)
    wrong = typed(world, title="", closes_month="13", promise="Wij beloven Snorrewind.")
    answer = client.post(f"{DESK}/nieuw", data=wrong)
    page = unescape(answer.text)
    assert answer.status_code == 422
    for kept in ("Wij beloven Snorrewind.", FORM.question, 'value="13"', FORM.decision):
        assert kept in page
    mailed = typed(world, question="Mail anna@example.test wat u vindt.")
    warned = client.post(f"{DESK}/nieuw", data=mailed)
    assert (warned.status_code, "anna@example.test" in warned.text) == (422, True)
    assert client.post(f"{DESK}/nieuw", data={**mailed, "gevonden": "ja"}).status_code == 303


def test_what_is_open_gets_more_time_with_a_reason(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id = announced(world)
    log_in(client, world, "official", Role.OFFICIAL)
    page = text(client, f"{DESK}/2026-0001/wijzigen")
    assert "Waarom wijzigt u dit?" in page
    assert 'name="audience"' not in page
    later = {
        **dict(re.findall(r'name="([a-z_]+)"[^>]* value="([^"]*)"', page)),
        "question": FORM.question,
        "promise": FORM.promise,
        "news": "Meer mensen vroegen om tijd.",
        **_day("closes", date(2026, 3, 29)),
    }
    answer = client.post(f"{DESK}/2026-0001/wijzigen", data=later)
    assert answer.status_code == 303, answer.text
    assert row_of(world, means_id)["closes_at"].date() == date(2026, 3, 29)
    public = text(client, "/meedoen/2026-0001-wat-doen-wij-met-het-plein")
    assert "Meer mensen vroegen om tijd." in public


def test_clock_closes_what_is_over_and_its_page_says_so(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means_id = announced(world)
    url = "/meedoen/2026-0001-wat-doen-wij-met-het-plein"
    world.clock.at += timedelta(days=14)
    assert "Gesloten" in text(client, url)
    assert remind(world.services, HERE) == 1
    assert remind(world.services, HERE) == 0
    assert row_of(world, means_id)["state"] is MeansState.CLOSED


def test_draft_is_for_colleagues(client: TestClient, sqlite_world: World) -> None:
    made(sqlite_world)
    url = "/meedoen/2026-0001-wat-doen-wij-met-het-plein"
    text(client, url, 404)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Alleen collega's zien het." in text(client, url)
    assert FORM.title in text(client, "/meedoen")
    assert FORM.title in text(client, DESK)


def test_guided_choice_is_shown_changed_and_published(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    subject = world.execute(AddYearSubject(SUBJECT), world.official)
    log_in(client, world, "official", Role.OFFICIAL)
    sent = {**OPEN, "dossier": str(dossier(world)), "year_subject": str(subject)}
    assert "Dit past het best" not in text(client, f"{DESK}/keuze")
    some = client.post(f"{DESK}/keuze", data={**sent, "room": ""})
    assert (some.status_code, "Maak een keuze." in unescape(some.text)) == (422, True)
    shown = unescape(client.post(f"{DESK}/keuze", data=sent).text)
    assert "Er is nog geen plan. In een gesprek komen ideeën naar boven." in shown
    assert re.search(r'value="codecide" checked', shown)
    other = {**sent, "level": "advise", "kind_discussion": "ja", "step": "publish"}
    refused = client.post(f"{DESK}/keuze", data=other)
    assert (refused.status_code, "Vul dit in." in refused.text) == (422, True)
    done = client.post(f"{DESK}/keuze", data={**other, "reasons": "De raad beslist zelf."})
    [row] = world.rows(MeansChoice)
    url = f"/meedoen/keuze/{row['id']}"
    assert done.headers["location"] == url
    page = text(client, url)
    assert "De raad beslist zelf." in page
    assert f"{DESK}/nieuw?soort=discussion" in page
    assert url in text(client, f"/jaaragenda/onderwerp/{subject}")
    client.cookies.clear()
    assert "Bijna alles is nog open" in text(client, url)


def test_pages_ask_as_much_for_many_as_for_one(sqlite_world: World) -> None:
    world = sqlite_world
    counts = []
    for many in (1, 4):
        for _ in range(many):
            means_id = announced(world, places=("WK990100",))
        number = row_of(world, means_id)["number"]
        with world.services.reading(HERE) as connection, statements(world.services.engine) as asked:
            means_page(connection, HERE, number)
            means_lists(connection, HERE, now=world.clock.now(), drafts=True)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_outcome_is_told_in_the_dossier(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id = announced(world)
    world.clock.at += timedelta(days=14)
    remind(world.services, HERE)
    row = row_of(world, means_id)
    world.execute(AccountMeans(means_id, row["revision"], "Er komen bomen."), world.official)
    page = text(client, "/dossiers/2026-0001-het-plein")
    assert "Er komen bomen." in page
    assert "/meedoen/2026-0001" in page
