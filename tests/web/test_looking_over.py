"""What somebody is told who looks their plan over: personal data, how it reads, and plans that look like it."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.domain.test_reading import OFFICIAL, PLAIN
from tests.support.submitting import GOOD, begin, file_plan, send_step, write_plan
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative

BSN = "123456782"
MAIL = "Mail mij op anna@voorbeeld.nl of bel 06-12345678."


def look(client: TestClient, **answers: str) -> tuple[str, str]:
    """The address of a plan, and its last page."""
    address, _ = write_plan(client, GOOD | answers)
    return address, unescape(client.get(f"{address}/versturen").text)


def test_nothing_to_warn_of(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    _, page = look(client)
    for said in ("persoonlijke gegevens", "Bedoelt u misschien", "Leest uw tekst makkelijk?"):
        assert said not in page


def test_personal_data_is_warned_of_and_may_be_passed_over(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    address, page = look(client, **{"vraag-decision": MAIL})
    for said in ("persoonlijke gegevens", "anna@voorbeeld.nl", "06-12345678", "Telefoonnummer"):
        assert said in page
    refused = send_step(client, f"{address}/versturen", {})
    assert refused.status_code == 422
    assert unescape(refused.text).count("Zet een vinkje als iedereen deze gegevens mag lezen.") == 2
    assert 'href="#f-gevonden"' in refused.text
    assert world.rows(Initiative) == []
    assert send_step(client, f"{address}/versturen", {"gevonden": "ja"}).status_code == 303
    assert len(world.rows(Initiative)) == 1


@pytest.mark.parametrize("name", ["title", "vraag-decision", "vraag-costs"])
@pytest.mark.parametrize("go", ["verder", "bewaar", "terug"])
def test_bsn_is_never_kept(client: TestClient, sqlite_world: World, name: str, go: str) -> None:
    log_in(client, sqlite_world, "anna")
    address = f"{begin(client)}/plan?soort=burgerinitiatief"
    typed = f"{GOOD[name]} {BSN}"
    answer = send_step(client, address, GOOD | {name: typed, "ga": go})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert page.count("lijkt. Dat bewaren wij niet") == 2
    assert typed in page, "what was typed stays in the form"
    assert sqlite_world.rows(Draft) == []
    assert send_step(client, address, GOOD).status_code == 303


def test_bsn_is_refused_wherever_it_comes_in(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "submitter")
    sqlite_world.submit()
    edited = {"revision": "1"} | GOOD | {"vraag-decision": f"Ik ben {BSN}."}
    answer = client.post("/initiatieven/2026-0001/wijzigen", data=edited)
    assert (answer.status_code, "Dat bewaren wij niet" in answer.text) == (422, True)
    old = client.post("/initiatieven/nieuw/burgerinitiatief", data=edited)
    page = unescape(client.get(old.headers["location"]).text)
    assert "Er moet nog 1 ding gebeuren" in page
    assert GOOD["title"] in page
    assert BSN not in str(sqlite_world.rows(Draft))


def test_how_it_reads(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    assert "Uw tekst is goed te lezen." in look(client, **{"vraag-decision": PLAIN})[1]
    _, page = look(client, **{"vraag-decision": OFFICIAL})
    assert "Uw tekst is voor veel mensen moeilijk." in page
    assert "Deze zin is lang: 30 woorden." in page
    assert "Dien het plan in" in page, "a hint and never a block"


def test_plans_that_look_alike_are_offered(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    filed = world.submit(title="Bankjes bij de vijver")
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
    log_in(client, world, "anna")
    _, page = look(client)
    assert "Bedoelt u misschien een van deze plannen?" in page
    assert f'href="/initiatieven/{filed.number}-{filed.slug}"' in page
    assert "U kunt dit plan nu steunen." in page
    address, _ = write_plan(client, GOOD)
    assert filed.slug in client.get(f"{address}/plek").text, "before they do more work on it"
    assert "Dien het plan in" in page


def test_anything_typed_is_shown_as_it_is(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    odd = "<script>alert(1)</script>\"'&%{{ 7*7 }} \N{FAMILY} \u0627\u0644\u0639\u0631\u0628\u064a\u0629 a@b.nl"
    address, _ = write_plan(
        client, GOOD | {"title": odd, "vraag-decision": odd, "vraag-costs": odd}
    )
    raw = client.get(f"{address}/versturen").text
    assert "<script>alert" not in raw
    assert "{{ 7*7 }}" in raw
    assert unescape(raw).count("\u0627\u0644\u0639\u0631\u0628\u064a\u0629") >= 3
    filed = file_plan(client, GOOD | {"title": odd, "gevonden": "ja"})
    assert filed.status_code == 303
    assert "<script>alert" not in client.get(filed.headers["location"]).text


def test_title_that_is_being_typed_is_told_what_is_there_already(
    client: TestClient, sqlite_world: World
) -> None:
    title = 'Bankjes <b>bij</b> de "vijver"'
    filed = sqlite_world.submit(title=title)
    asked = "/initiatieven/lijkt-op?titel=Een+bankje+bij+de+vijver"
    assert client.get(asked).text.strip() == "", "not public yet"
    sqlite_world.execute(TakeStep(filed.initiative_id, 1, "admit"), sqlite_world.official)
    part = client.get(asked)
    assert part.headers["cache-control"] == "no-store"
    assert ("<b>" in part.text, title in unescape(part.text)) == (False, True)
    assert "U kunt dit plan nu steunen." in part.text
    assert "<html" not in part.text
    for nothing in ("", "x" * 5000, "%00%_"):
        answer = client.get(f"/initiatieven/lijkt-op?titel={nothing}")
        assert (answer.status_code, answer.text.strip()) == (200, "")
