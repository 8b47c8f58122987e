"""Lists that grow without end come a page at a time, and the way back is where one was."""

import re
from html import unescape
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.support.shelf import ONE, initiative
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.initiatives import EditInitiative, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.kit.ids import new_id
from wijkstem.queries import accounts, plan_timeline, postbox
from wijkstem.tables.engine import PostboxMessage

STEP = re.compile(r'<span class="ws-timeline__title">([^<]*)</span>')
LINK = re.compile(r'href="([^"]*)"[^>]*>([^<]*)</a>')


def links(html: str) -> dict[str, str]:
    return {unescape(text): unescape(href) for href, text in LINK.findall(html)}


def steps(html: str) -> list[str]:
    return [unescape(title).strip() for title in STEP.findall(html)]


def edited(world: World, times: int) -> None:
    """A public initiative whose text was changed so many times before."""
    submitter = world.person("submitter")
    filed = world.submit(submitter)
    for revision in range(1, times + 1):
        command = EditInitiative(
            filed.initiative_id,
            revision,
            "Meer bomen in de straat",
            "WK990100",
            {"decision": "Bomen."},
            "green",
        )
        world.execute(command, submitter)
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    world.settle()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a few, so that few rows are many."""
    monkeypatch.setattr(plan_timeline, "MOST_LINES", 4)
    monkeypatch.setattr(accounts, "PER_PAGE", 2)
    monkeypatch.setattr(postbox, "PER_PAGE", 2)


@pytest.mark.usefixtures("short")
def test_timeline_shows_the_last_lines_and_the_way_to_those_before(
    world: World, client_for: ClientFor
) -> None:
    edited(world, 8)
    client = client_for(world)
    seen: list[str] = []
    latest = client.get(ONE).text
    assert "Toon wat het laatst gebeurde" not in latest
    assert [line.partition(":")[0] for line in steps(latest)] == ["Gedaan"] * 4 + ["Nu"] + [
        line.partition(":")[0] for line in steps(latest)[5:]
    ]
    page = latest
    for _ in range(2):
        earlier = links(page)["Toon wat daarvoor gebeurde"]
        assert earlier.startswith(f"{ONE}?tot=")
        assert earlier.endswith("#tijdlijn")
        page = client.get(earlier).text
        seen = steps(page) + seen
        assert not any(line.startswith(("Nu:", "Daarna:")) for line in steps(page))
        assert links(page)["Toon wat het laatst gebeurde"] == f"{ONE}#tijdlijn"
    assert "Toon wat daarvoor gebeurde" not in page
    assert len(seen) + 4 == 10, "filed, changed eight times, admitted: each once"
    assert seen[0] == "Gedaan: Ingediend"
    assert 'id="tijdlijn"' in page


@pytest.mark.usefixtures("short")
def test_place_in_the_timeline_stays_when_more_happens(world: World, client_for: ClientFor) -> None:
    edited(world, 8)
    client = client_for(world)
    earlier = links(client.get(ONE).text)["Toon wat daarvoor gebeurde"]
    before = steps(client.get(earlier).text)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative(world)), world.person(name))
    world.settle()
    assert steps(client.get(earlier).text) == before


@pytest.mark.parametrize("tot", ["0", "-1", "onzin", "999999999999999999999", "1"])
def test_place_that_nobody_gave_is_no_failure(
    client: TestClient, sqlite_world: World, tot: str
) -> None:
    edited(sqlite_world, 1)
    assert client.get(f"{ONE}?tot={tot}").status_code == 200


@pytest.mark.usefixtures("short")
def test_own_plans_and_own_support_have_pages_of_their_own(
    sqlite_world: World, client: TestClient
) -> None:
    world = sqlite_world
    person = log_in(client, world, "anna")
    anna, others = Actor(person), world.person("submitter")
    for number in range(5):
        filed = world.submit(world.person("anna"), title=f"Eigen plan {number}")
        world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
        theirs = world.submit(others, title=f"Ander plan {number}")
        world.execute(TakeStep(theirs.initiative_id, 1, "admit"), world.official)
        world.execute(Sign(theirs.initiative_id), anna)
    seen: set[str] = set()
    address = "/mijn?plannen=1&steun=2"
    for number in (1, 2, 3):
        page = client.get(address).text
        seen |= set(re.findall(r">(Eigen plan \d)<", page))
        assert f"Pagina {number} van 3" in page
        assert page.count("Pagina 2 van 3") == (2 if number == 2 else 1), "the other list stays"
        address = f"/mijn?steun=2&plannen={number + 1}#plannen"
        assert (f'href="{address.replace("&", "&amp;")}"' in page) == (number < 3)
    assert seen == {f"Eigen plan {number}" for number in range(5)}
    first = client.get("/mijn").text
    assert len(re.findall(r">Ander plan \d<", first)) == 2
    assert len(set(re.findall(r'<nav class="ws-paging" aria-label="([^"]*)"', first))) == 2


@pytest.mark.usefixtures("short")
def test_post_comes_in_pages(demo_world: World, demo: TestClient) -> None:
    names = ["anna", "bram", "cato", "dirk", "eva"]
    people = {name: _known(demo_world.person(name)) for name in names}
    with demo_world.services.unit_of_work("testdorp") as work:
        for number, name in enumerate([*names, "anna", "anna"]):
            work.session.add(
                PostboxMessage(
                    municipality_id="testdorp",
                    id=new_id(),
                    message_id=f"<{number}>",
                    recipient_id=people[name],
                    subject=f"Bericht {number}",
                    body="Dag.",
                    sent_at=demo_world.clock.at,
                )
            )
    pages = [demo.get(f"/demo/post?pagina={number}").text for number in (1, 2, 3)]
    shown = [[name for name in names if f">{name}</a>" in page] for page in pages]
    assert shown == [["anna", "bram"], ["cato", "dirk"], ["eva"]]
    assert "Pagina 1 van 3" in pages[0]
    assert "(3 berichten)" in pages[0]
    box = f"/demo/post/{people['anna']}"
    letters = [demo.get(f"{box}?pagina={number}").text for number in (1, 2)]
    assert [page.count("/demo/bericht/") for page in letters] == [2, 1]
    assert f'href="{box}?pagina=2"' in letters[0]


def _known(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id
