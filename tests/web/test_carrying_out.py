"""Carrying out on screen: planned by a form, read by everybody, told part by part, and asked how it went."""

import re
from datetime import date

from starlette.testclient import TestClient

from tests.support.carried import DIG, PLANT, WHY, adopted, done, planned, shown
from tests.support.pictures import drawn
from tests.support.web import log_in
from tests.support.world import HERE, World
from tests.web.test_promises import text
from wijkstem.commands.carried_out import FinishCarryingOut
from wijkstem.commands.carrying_out import BeginCarryingOut
from wijkstem.commands.dossiers import OpenDossier, PutPlanInDossier
from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.commands.work_parts import PassWorkPart, UpdateWorkPart
from wijkstem.domain.carrying_out import EndForm, PartNews
from wijkstem.domain.dossiers import DossierForm
from wijkstem.queries.messages import messages
from wijkstem.queries.work_letters import WorkLetter
from wijkstem.tables.carrying_out import WorkPart, WorkPhoto
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role

URL = "/uitvoering/2026-0001"
PARTS = {
    "office": "Team Groen",
    "granted_euros": "12.000",
    "what_0": "Wij graven de gaten.",
    "due_on_0_day": "15",
    "due_on_0_month": "5",
    "due_on_0_year": "2026",
    "what_1": "Wij planten tien bomen.",
    "due_on_1_month": "11",
    "due_on_1_year": "2026",
}


def newest(world: World, name: str) -> WorkLetter:
    """The last that somebody was told."""
    person_id = world.person(name).person_id
    assert person_id is not None
    with world.services.reading(HERE) as connection:
        rules = world.services.rules.of(HERE)
        inbox = messages(connection, HERE, person_id, rules=rules, lang="nl", strong=True)
    letter = inbox.messages.rows[0].letter
    assert isinstance(letter, WorkLetter)
    return letter


def plan_url(client: TestClient) -> str:
    return client.get("/initiatieven/2026-0001").headers["location"]


def test_official_plans_and_everybody_reads_it(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    plan = adopted(world)
    assert client.get(URL).status_code == 404
    assert "Hoe wordt dit uitgevoerd?" not in text(client, plan_url(client))
    log_in(client, world, "official", Role.OFFICIAL)
    assert f"{URL}/planning" in text(client, plan_url(client))
    assert "Team" not in text(client, URL)

    more = client.post(f"{URL}/planning", data=PARTS | {"rows": "3", "ga": "meer"})
    assert more.status_code == 200
    assert "Wij planten tien bomen." in more.text
    assert 'name="what_5"' in more.text
    wrong = client.post(f"{URL}/planning", data=PARTS | {"due_on_1_month": "13", "office": ""})
    assert wrong.status_code == 422
    assert "Wij planten tien bomen." in wrong.text
    assert re.findall(r'href="#(f-[a-z_0-9]+)"', wrong.text) == ["f-office", "f-due_on_1"]
    owner = str(world.official.person_id)
    log_in(client, world, "official", Role.OFFICIAL)
    sent = client.post(f"{URL}/planning", data=PARTS | {"rows": "6", "owner": owner})
    assert sent.headers["location"] == URL

    client.cookies.clear()
    page = text(client, URL)
    said = ("Team Groen", "15 mei 2026", "november 2026", "€ 12.000", "Moet nog")
    assert [one for one in said if one not in page] == []
    assert "Voor medewerkers" not in page
    world.settle()
    page = text(client, plan_url(client))
    for one in (
        "Hoe wordt dit uitgevoerd?",
        "Wat er nu komt (15 mei 2026): Wij graven de gaten.",
        "Team Groen",
        "Klaar: 0 van de 2 onderdelen.",
        "Gedaan: Er is een planning: u leest wat er wanneer gebeurt",
    ):
        assert one in page
    assert "Meer bomen in de straat" in text(client, "/uitvoering")
    assert {row["initiative_id"] for row in world.rows(WorkPart)} == {plan}


def test_part_that_is_late_moved_and_done_is_told_everywhere(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    plan, dig, _ = planned(world)
    form = DossierForm("Bomen in de stad", "Alles over bomen.")
    number = world.execute(OpenDossier(form), world.official)
    [dossier] = world.rows(Dossier, number=number)
    world.execute(PutPlanInDossier(dossier["id"], "2026-0001"), world.official)
    world.pass_days(80)
    world.execute(PassWorkPart(dig))
    assert "Te laat" in text(client, URL)
    assert "Te laat" in text(client, "/uitvoering")
    moved = PartNews("planned", DIG.what, date(2026, 6, 30), False, "De grond is te nat.")
    world.execute(UpdateWorkPart(dig, 1, moved), world.official)
    assert "Te laat" not in text(client, URL)
    log_in(client, world, "official", Role.OFFICIAL)
    page = text(client, f"/uitvoering/onderdeel/{dig}")
    assert 'name="due_on_day" type="text" inputmode="numeric" value="30"' in page
    news = {
        **dict(
            zip(("done_on_day", "done_on_month", "done_on_year"), ["20", "5", "2026"], strict=True)
        ),
        **dict(
            zip(("due_on_day", "due_on_month", "due_on_year"), ["30", "6", "2026"], strict=True)
        ),
        "revision": "2",
        "state": "done",
        "what": DIG.what,
        "news": "De gaten zijn klaar.",
    }
    empty = client.post(f"/uitvoering/onderdeel/{dig}", data=news | {"news": ""})
    assert empty.status_code == 422
    assert client.post(f"/uitvoering/onderdeel/{dig}", data=news).headers["location"] == URL
    stale = client.post(f"/uitvoering/onderdeel/{dig}", data=news)
    assert stale.status_code == 409
    assert "De gaten zijn klaar." in stale.text
    world.settle()
    client.cookies.clear()
    page = text(client, URL)
    for one in ("20 mei 2026", "De grond is te nat.", "Eerst stond hier: 15 mei 2026.", DIG.what):
        assert one in page
    page = text(client, plan_url(client))
    lines = re.findall(r"Gedaan: ([^<\n]+)", page)[-4:]
    assert lines == [
        "Er is een planning: u leest wat er wanneer gebeurt",
        f"Te laat: {DIG.what}",
        f"Op een andere dag: {DIG.what}",
        f"Klaar: {DIG.what}",
    ]
    assert "De gaten zijn klaar." in page
    page = text(client, client.get(f"/dossiers/{number}").headers["location"])
    for one in (f"Te laat: {DIG.what}", f"Klaar: {DIG.what}", "Er is een planning"):
        assert one in page
    assert [row["initiative_id"] for row in world.rows(WorkPart, id=dig)] == [plan]


def test_photo_needs_words_and_is_for_everybody(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    _, dig, _ = planned(world)
    log_in(client, world, "official", Role.OFFICIAL)
    url = f"/uitvoering/onderdeel/{dig}/foto"
    sent = {"foto": ("gat.jpg", drawn(), "image/jpeg")}
    bare = client.post(url, files=sent, data={"description": " "})
    assert bare.status_code == 422
    assert "Vertel in een zin" in bare.text
    none = client.post(url, data={"description": "Een gat."}, files={"x": ("", b"")})
    assert none.status_code == 422
    page = client.post(url, files=sent, data={"description": "Een gat in het gras."})
    assert page.headers["location"] == f"/uitvoering/onderdeel/{dig}"
    [row] = world.rows(WorkPhoto)
    client.cookies.clear()
    assert 'alt="Een gat in het gras."' in text(client, URL)
    seen = client.get(f"/foto/{row['id']}/groot")
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/webp")
    log_in(client, world, "official", Role.OFFICIAL)
    assert client.post(url, data={"weg": str(row["id"])}, files={"x": ("", b"")}).is_redirect
    assert client.get(f"/foto/{row['id']}/groot").status_code == 404
    assert world.rows(WorkPhoto) == []


def test_end_has_its_costs_and_asks_how_it_went(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    plan, dig, plant = planned(world)
    shown(world, dig)
    world.execute(GiveEvaluation(plan, "green"), world.person("bram"))
    world.execute(UpdateWorkPart(dig, 1, done(date(2026, 3, 2))), world.official)
    log_in(client, world, "official", Role.OFFICIAL)
    end = {"revision": "2", "words": WHY, "granted_euros": "12000", "spent_euros": "11.500"}
    early = client.post(f"{URL}/klaar", data=end)
    assert early.status_code == 422
    assert WHY in early.text
    world.execute(UpdateWorkPart(plant, 1, done(date(2026, 3, 2), part=PLANT)), world.official)
    bad = client.post(f"{URL}/klaar", data=end | {"spent_euros": "veel"})
    assert bad.status_code == 422
    assert 'value="veel"' in bad.text
    assert client.post(f"{URL}/klaar", data=end).headers["location"] == URL
    client.cookies.clear()
    page = text(client, URL)
    for one in ("€ 11.500", "Minder dan er was", "€ 500", WHY, "/initiatieven/2026-0001/mening"):
        assert one in page
    world.settle()
    assert newest(world, "anna").evaluation == "/initiatieven/2026-0001/mening"
    assert newest(world, "bram").evaluation == "", "they said it already"
    assert "Klaar" in text(client, "/uitvoering")


def test_what_stops_says_why(client: TestClient, sqlite_world: World) -> None:
    planned(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    silent = client.post(f"{URL}/stoppen", data={"revision": "2", "words": ""})
    assert silent.status_code == 422
    sent = client.post(f"{URL}/stoppen", data={"revision": "2", "words": WHY})
    assert sent.headers["location"] == URL
    client.cookies.clear()
    page = text(client, URL)
    assert "Gestopt" in page
    assert WHY in page


def test_case_leads_to_where_it_is_ended(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    world.execute(BeginCarryingOut(adopted(world)), world.official)
    [case] = world.rows(Case, kind=CaseKind.CARRYING_OUT)
    log_in(client, world, "official", Role.OFFICIAL)
    page = text(client, f"/moderatie/zaak/{case['id']}")
    assert "Uitvoering van een plan" in page
    assert f'href="{URL}"' in page


def test_costs_once_more_are_put_right(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    plan, dig, plant = planned(world)
    for part, form in ((dig, DIG), (plant, PLANT)):
        world.execute(UpdateWorkPart(part, 1, done(date(2026, 3, 2), part=form)), world.official)
    world.execute(FinishCarryingOut(plan, 2, EndForm(WHY, 11_500, 12_000)), world.official)
    log_in(client, world, "official", Role.OFFICIAL)
    assert 'value="11500"' in text(client, f"{URL}/klaar")
    end = {"revision": "3", "words": WHY, "granted_euros": "12000", "spent_euros": "13.000"}
    assert client.post(f"{URL}/klaar", data=end).headers["location"] == URL
    page = text(client, URL)
    assert "Meer dan er was" in page
    assert "€ 13.000" in page
