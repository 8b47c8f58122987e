"""Draws on screen: from the desk to the page that everybody checks, and the answer with the link of a letter."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.support.draws import FIGURE, HOW, SOURCE, announced, drawn, entries, group_row, willing
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.domain.draws_verifying import verify_draw
from wijkstem.kit.jinja import make_pages
from wijkstem.settings import ROOT
from wijkstem.tables.draws import Draw, DrawWilling
from wijkstem.words import Role
from wijkstem.words.draws import EntryState
from workers.deliveries import deliver

DESK = "/beheer/loting"


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_from_the_desk_to_a_draw_that_anybody_checks(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    willing(world, 12)
    log_in(client, world, "official", Role.OFFICIAL)
    assert "Zoveel mensen kunnen geloot worden: 12." in text(client, DESK)
    wrong = client.post(f"{DESK}/nieuw", data={"name": "Plein", "purpose": "", "seats": "veel"})
    assert wrong.status_code == 422
    assert 'value="veel"' in wrong.text
    assert 'value="Plein"' in wrong.text
    form = {"name": "Het plein", "purpose": "Praten over het plein.", "seats": "3"}
    made = client.post(f"{DESK}/nieuw", data=form | {"place_WK990100": "ja"})
    assert made.headers["location"] == f"{DESK}/2026-0001"
    assert client.get("/loting/2026-0001").status_code == 404
    fixed = client.post(f"{DESK}/2026-0001/vast", data={"source": SOURCE, "days": "3"})
    assert fixed.status_code == 303
    [draw] = world.rows(Draw)
    page = text(client, "/loting/2026-0001")
    for said in (draw["root"], SOURCE, "Het plein", "Groep 1"):
        assert said in page
    assert client.get("/loting/2026-0001/loting.json").status_code == 404
    early = client.post(f"{DESK}/2026-0001/trekken", data={"figure": FIGURE, "how": HOW})
    assert (early.status_code, "Loten kan vanaf" in early.text) == (422, True)
    world.pass_days(3)
    log_in(client, world, "official", Role.OFFICIAL)
    done = client.post(f"{DESK}/2026-0001/trekken", data={"figure": FIGURE, "how": HOW})
    assert done.status_code == 303
    listed = client.get("/loting/2026-0001/kandidaten.jsonl").text
    outcome = client.get("/loting/2026-0001/loting.json").text
    assert all(check.ok for check in verify_draw(listed, outcome, draw["root"]))
    page = text(client, "/loting/2026-0001")
    assert FIGURE in page
    assert "minder dan 5" in page
    assert "test:" not in page + listed + outcome


def test_saying_that_one_may_be_drawn(client: TestClient, sqlite_world: World) -> None:
    assert "Log eerst in" in text(client, "/loting/meedoen")
    log_in(client, sqlite_world, "buur")
    assert "U wordt nu niet geloot." in text(client, "/loting/meedoen")
    assert client.post("/loting/meedoen", data={"willing": "yes"}).status_code == 303
    assert len(sqlite_world.rows(DrawWilling)) == 1
    assert "U kunt nu geloot worden." in text(client, "/loting/meedoen")
    client.post("/loting/meedoen", data={"willing": "no"})
    assert sqlite_world.rows(DrawWilling) == []
    log_in(client, sqlite_world, "elders", lives=None)
    refused = client.post("/loting/meedoen", data={"willing": "yes"})
    assert (refused.status_code, "niet zeker waar u woont" in refused.text) == (422, True)


def test_letter_has_a_link_with_which_nobody_logs_in(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    willing(world, 8)
    group_id = drawn(world)
    world.settle()
    deliver(world.services, make_pages(ROOT / "templates"), HERE)
    letters = [one for one in world.mailer.sent if "U bent geloot" in one.subject]
    assert len(letters) == 3
    found = [re.search(r"/loting/antwoord/\S+", one.body) for one in letters]
    links = [one[0] for one in found if one]
    assert "Ja, ik doe mee" in text(client, links[0])
    assert [row["state"] for row in entries(world, group_id)][:3] == [EntryState.INVITED] * 3
    address, code = links[0].split("?code=")
    said = client.post(address, data={"code": code, "answer": "yes"})
    assert said.status_code == 303
    assert len(entries(world, group_id, state=EntryState.YES)) == 1
    other = links[1].split("?code=")[0]
    assert client.get(f"{other}?code={code}").status_code == 303
    world.pass_days(15)
    code = links[1].split("?code=")[1]
    late = client.post(other, data={"code": code, "answer": "yes"})
    assert (late.status_code, "Antwoorden kan niet meer" in unescape(late.text)) == (422, True)


def test_own_page_shows_lists_and_nobody_elses(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    willing(world, 8)
    first, *_ = entries(world, announced(world))
    log_in(client, world, "vreemde")
    assert client.get(f"/loting/antwoord/{first['id']}").status_code == 404
    names = {world.person(f"loting 1980 {at}").person_id: f"loting 1980 {at}" for at in range(8)}
    log_in(client, world, names[first["person_id"]])
    assert str(first["id"]) in text(client, "/loting/meedoen")
    assert "U bent nog niet gevraagd." in text(client, f"/loting/antwoord/{first['id']}")


def test_cancelled_draw_says_why(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    willing(world, 8)
    group_id = announced(world)
    log_in(client, world, "official", Role.OFFICIAL)
    number = group_row(world, group_id)["number"]
    assert client.post(f"{DESK}/{number}/stoppen", data={"reason": ""}).status_code == 422
    gone = client.post(f"{DESK}/{number}/stoppen", data={"reason": "De bron stopte."})
    assert gone.status_code == 303
    assert "De bron stopte." in text(client, f"/loting/{number}")
