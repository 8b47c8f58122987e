"""Council proposals on screen: plain words first, nothing typed is lost, questions, reactions and what was reported."""

from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.commands.test_council_proposals import (
    FORM,
    HARD,
    PLAIN,
    STARTS,
    asked,
    opened,
    planned,
    row_of,
    written,
)
from tests.commands.test_meetings import placed
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.council_proposals import OpenCouncilProposal
from wijkstem.queries.council_proposals import proposal_page
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.tables.remarks import Remark
from wijkstem.words import CaseKind, Role

LIST = "/raadsvoorstellen"


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_draft_is_for_colleagues_and_opened_for_everybody(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    proposal = written(world, meeting_id=planned(world))
    url = f"{LIST}/2026-0001-een-speelplek-op-het-plein"
    assert "Er is nog geen voorstel." in text(client, LIST)
    text(client, url, 404)
    log_in(client, world, "clerk", Role.CLERK)
    assert "Alleen collega's zien het." in text(client, url)
    client.cookies.clear()
    world.execute(OpenCouncilProposal(proposal, 1), world.official)
    page = text(client, url)
    assert page.index(PLAIN[:40]) < page.index("Maak van het plein een speelplek.")
    assert "12 april 2026, 19:30 uur" in page
    assert "Goed te lezen" in page
    assert url in text(client, LIST)
    meeting = row_of(world, proposal)["meeting_id"]
    assert url in text(client, f"/agenda/{meeting}")
    [dossier] = world.rows(Dossier)
    assert "/raadsvoorstellen/2026-0001" in text(
        client, f"/dossiers/{dossier['number']}-{dossier['slug']}"
    )
    feed = text(client, "/dossiers/publicaties")
    assert "testdorp" in feed.split("/raadsvoorstellen/2026-0001")[0].rsplit('href="', 1)[1]


def test_writer_is_told_what_reads_hard_and_what_lacks(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    meeting = planned(world)
    log_in(client, world, "official", Role.OFFICIAL)
    typed = {
        "title": FORM.title,
        "office": FORM.office,
        "summary": HARD,
        "meeting": f"{meeting}/",
        **FORM.parts,
    }
    to = client.post(f"{LIST}/nieuw", data=typed).headers["location"]
    assert to == f"{LIST}/2026-0001/nakijken"
    page = text(client, to)
    assert "Voor veel mensen moeilijk" in page
    assert "Maak deze zinnen korter:" in page
    assert "klimaatadaptatiestrategie" in page
    refused = client.post(to, data={"revision": "1"})
    assert refused.status_code == 422
    assert "Uw samenvatting is lastig te lezen." in refused.text
    edited = client.post(
        f"{LIST}/2026-0001/wijzigen", data={**typed, "revision": "1", "summary": PLAIN}
    )
    assert edited.headers["location"] == to
    assert (
        client.post(to, data={"revision": "2"}).headers["location"].startswith(f"{LIST}/2026-0001-")
    )
    late = client.post(
        f"{LIST}/2026-0001/wijzigen", data={**typed, "revision": "2", "title": "Te laat"}
    )
    assert late.status_code == 422
    assert 'value="Te laat"' in late.text


def test_names_in_a_draft_are_asked_about_when_everybody_will_read_it(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    meeting = planned(world)
    log_in(client, world, "official", Role.OFFICIAL)
    typed = {
        "title": FORM.title,
        "office": FORM.office,
        "summary": PLAIN,
        "meeting": f"{meeting}/",
        **FORM.parts,
        "reason": "De familie Voorbeeld vroeg erom.",
    }
    check = client.post(f"{LIST}/nieuw", data=typed).headers["location"]
    assert check == f"{LIST}/2026-0001/nakijken", "colleagues may still read it"
    assert "<strong>Voorbeeld</strong>" in text(client, check)
    asked = client.post(check, data={"revision": "1"})
    assert (asked.status_code, world.rows(Dossier)) == (422, [])
    assert 'href="#f-gevonden"' in asked.text
    assert client.post(check, data={"revision": "1", "gevonden": "ja"}).is_redirect
    assert "De familie Voorbeeld" in text(client, f"{LIST}/2026-0001-een-speelplek-op-het-plein")


def test_form_with_mistakes_or_too_late_keeps_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    opened(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    wrong = client.post(f"{LIST}/nieuw", data={"title": "", "summary": "Getypt.", "meeting": "x/y"})
    assert (wrong.status_code, "Getypt." in wrong.text) == (422, True)
    stale = {"title": "Anders", "revision": "7", "summary": "Ook getypt."}
    late = client.post(f"{LIST}/2026-0001/wijzigen", data=stale)
    assert (late.status_code, "Ook getypt." in late.text) == (409, True)
    assert 'name="revision" value="1"' in late.text
    gone = client.post(f"{LIST}/2026-0001/intrekken", data={"revision": "7", "news": "Zomaar."})
    assert (gone.status_code, "Zomaar." in gone.text) == (409, True)


def test_resident_asks_and_everybody_reads_question_and_answer(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    url = f"{LIST}/2026-0001-een-speelplek-op-het-plein"
    opened(world)
    form = f"{LIST}/2026-0001/vragen"
    assert client.get(form).headers["location"] == f"/inloggen?terug={form}"
    log_in(client, world, "geheime-anna")
    assert client.post(form, data={"words": ""}).status_code == 422
    assert client.post(form, data={"words": "Blijft de bank?"}).headers["location"] == url
    [remark] = world.rows(Remark)
    log_in(client, world, "clerk", Role.CLERK)
    answer = f"/vragen/{remark['id']}/antwoord"
    assert "Blijft de bank?" in text(client, answer)
    sent = {"revision": "0", "text": "Ja, die blijft.", "office": "Team Groen"}
    assert client.post(answer, data={**sent, "office": ""}).status_code == 422
    assert client.post(answer, data=sent).headers["location"] == url
    late = client.post(answer, data={**sent, "text": "Nee hoor."})
    assert (late.status_code, "Nee hoor." in late.text) == (409, True)
    client.cookies.clear()
    page = text(client, url)
    for said in ("Blijft de bank?", "Ja, die blijft.", "Team Groen"):
        assert said in page
    assert "geheime-anna" not in page


def test_too_late_question_is_kept_on_screen(client: TestClient, sqlite_world: World) -> None:
    opened(sqlite_world)
    sqlite_world.clock.at = STARTS
    log_in(client, sqlite_world, "anna")
    answer = client.post(f"{LIST}/2026-0001/vragen", data={"words": "Mag dit nog?"})
    assert (answer.status_code, "Mag dit nog?" in answer.text) == (422, True)


def test_reactions_come_in_through_the_dossier_with_their_time(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    proposal = opened(world)
    meeting = row_of(world, proposal)["meeting_id"]
    [dossier] = world.rows(Dossier)
    url, form = (
        f"/dossiers/{dossier['number']}-{dossier['slug']}",
        f"/dossiers/{dossier['number']}/reageren",
    )
    assert "vanaf 19:30 uur" in text(client, url)
    log_in(client, world, "anna")
    assert "Er is nu geen vergadering" in text(client, form)
    early = client.post(form, data={"words": "Te vroeg", "meeting": str(meeting)})
    assert (early.status_code, "Te vroeg" in early.text) == (422, True)
    world.clock.at = STARTS + timedelta(minutes=12)
    log_in(client, world, "anna")
    assert "De vergadering is nu bezig." in text(client, url)
    assert client.post(form, data={"words": "", "meeting": str(meeting)}).status_code == 422
    sent = client.post(form, data={"words": "Eindelijk!", "meeting": str(meeting)})
    assert sent.headers["location"] == form
    client.cookies.clear()
    world.clock.at = STARTS + timedelta(days=3)
    page = text(client, url)
    assert "Eindelijk!" in page
    assert "19:42" in page


def test_official_judges_what_was_reported_and_shows_it_again(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    url = f"{LIST}/2026-0001-een-speelplek-op-het-plein"
    question = asked(world, opened(world), world.person("anna"), "Is de wethouder gek?")
    form = f"/vragen/{question}/melden"
    assert client.post(form, data={"reason": "", "words": "Getypt."}).status_code == 422
    sent = {"reason": "insult", "words": "Dit is een belediging."}
    assert client.post(form, data=sent).headers["location"] == url
    [case] = world.rows(Case, kind=CaseKind.REMARK)
    log_in(client, world, "official", Role.OFFICIAL)
    desk = f"/moderatie/zaak/{case['id']}"
    assert "Melding van een vraag of reactie" in text(client, "/moderatie")
    page = text(client, desk)
    assert "Is de wethouder gek?" in page
    assert "Dit is een belediging." in page
    reasons = "Dit is een belediging van iemand die hier werkt."
    judged = {"verdict": "hidden", "ground": "insult", "reasons": reasons}
    assert client.post(desk, data={**judged, "ground": ""}).status_code == 422
    assert client.post(desk, data=judged).is_redirect
    assert client.post(desk, data=judged).status_code == 409
    assert "Is de wethouder gek?" not in text(client, url)
    assert client.get(form).status_code == 404
    assert client.post(desk, data={"terug": "ja", "reasons": reasons}).headers["location"] == desk
    assert "Is de wethouder gek?" in text(client, url)
    [waits] = world.rows(Case, kind=CaseKind.QUESTION)
    leads = client.get(f"/moderatie/zaak/{waits['id']}")
    assert leads.headers["location"] == f"/vragen/{question}/antwoord"


@pytest.mark.parametrize("questions", [1, 4])
def test_page_takes_as_many_statements_however_much_was_asked(
    sqlite_world: World, questions: int
) -> None:
    world = sqlite_world
    proposal = opened(world)
    for n in range(questions):
        asked(world, proposal, world.person("anna"), f"Vraag {n}?")
    with world.services.reading(HERE) as connection, statements(world.services.engine) as said:
        page = proposal_page(connection, HERE, "2026-0001")
    assert (len(page.questions), len(said)) == (questions, 7)


def test_plan_tells_of_the_proposal_about_it(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    meeting = planned(world)
    plan = placed(world, meeting)
    [item] = world.rows(AgendaItem, initiative_id=plan)
    opened(world, meeting_id=meeting, item_id=item["id"])
    world.settle()
    url = client.get("/initiatieven/2026-0001").headers["location"]
    page = text(client, url)
    assert "Het voorstel voor de raad is te lezen" in page
    assert f"{LIST}/2026-0001" in page
    assert url in text(client, f"{LIST}/2026-0001-een-speelplek-op-het-plein")
