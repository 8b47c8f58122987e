"""What came of taking part on screen: at the clerk's desk, on the page of the means and with the meeting."""

from html import unescape

from starlette.testclient import TestClient

from tests.support.means import row_of
from tests.support.outcomes import advised, council_meets, outcome_row
from tests.support.statements import statements
from tests.support.votes import MadeVote, a_vote, published, resident
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.kit.clock import local_date
from wijkstem.words import Role
from wijkstem.words.outcomes import OutcomeState
from workers.outcomes import print_outcomes


def text(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return unescape(answer.text)


def voted(world: World) -> MadeVote:
    made = a_vote(world, means={"audience": "residents"})
    for n in range(6):
        made.send(resident(world, f"voter {n}"), [1])
    published(made)
    return made


def test_clerk_places_a_result_and_writes_down_the_decision(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    made = voted(world)
    it = row_of(world, made.means_id)
    desk = f"/griffie/meedoen/{it['number']}"
    log_in(client, world, "griffie", Role.CLERK)
    assert desk in text(client, "/griffie")
    assert "Wacht op een vergadering" in text(client, desk)
    # Refused without a meeting, and placed with one; today, so that the decision can be written down.
    assert client.post(desk, data={"act": "plaatsen", "revision": "1"}).status_code == 422
    meeting = council_meets(world, 0)
    placed = {"act": "plaatsen", "revision": "1", "meeting": str(meeting)}
    assert client.post(desk, data=placed).status_code == 303
    assert client.post(desk, data=placed).status_code == 409
    on_agenda = text(client, f"/agenda/{meeting}")
    assert "Uitslag: Wat doen wij met het plein?" in on_agenda
    assert f"/meedoen/{it['number']}/uitslag.csv" in on_agenda

    today = local_date(world.clock.now())
    typed = {
        "act": "besluit",
        "revision": str(outcome_row(world, made.means_id)["revision"]),
        "decision": "Er komt een park. De raad volgt de uitslag.",
        "decided_day": str(today.day),
        "decided_month": str(today.month),
        "decided_year": str(today.year),
    }
    no = client.post(desk, data=typed)
    assert no.status_code == 422
    assert "Er komt een park. De raad volgt de uitslag." in unescape(no.text)
    assert client.post(desk, data={**typed, "ruling": "followed"}).status_code == 303
    assert outcome_row(world, made.means_id)["state"] is OutcomeState.DECIDED
    page = text(client, f"/meedoen/{it['number']}-{it['slug']}")
    assert "Zoals mensen het wilden" in page
    assert "Er komt een park. De raad volgt de uitslag." in page


def test_clerk_says_why_a_result_gets_no_place(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    made = voted(world)
    it = row_of(world, made.means_id)
    desk = f"/griffie/meedoen/{it['number']}"
    log_in(client, world, "griffie", Role.CLERK)
    assert client.post(desk, data={"act": "terug", "revision": "1"}).status_code == 422
    why = "De raad besloot hier vorige maand al over."
    back = {"act": "terug", "revision": "1", "reasons": why}
    assert client.post(desk, data=back).status_code == 303
    assert why in text(client, f"/meedoen/{it['number']}-{it['slug']}")


def test_result_is_a_table_and_a_document(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    made = voted(world)
    number = row_of(world, made.means_id)["number"]
    table = client.get(f"/meedoen/{number}/uitslag.csv").text
    assert "Een park" in table
    assert client.get(f"/meedoen/{number}/uitslag.pdf").status_code == 404
    assert print_outcomes(world.services, HERE) == 1
    first = client.get(f"/meedoen/{number}/uitslag.pdf")
    assert first.headers["content-type"] == "application/pdf"
    mark = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"/meedoen/{number}/uitslag.pdf", headers=mark).status_code == 304


def test_no_file_before_the_result(client: TestClient, sqlite_world: World) -> None:
    made = a_vote(sqlite_world, means={"audience": "residents"})
    number = row_of(sqlite_world, made.means_id)["number"]
    for name in ("csv", "pdf"):
        assert client.get(f"/meedoen/{number}/uitslag.{name}").status_code == 404


def test_open_council_data_names_the_whole_address(client: TestClient, sqlite_world: World) -> None:
    means_id = advised(sqlite_world, sqlite_world.person("anna"))
    number = row_of(sqlite_world, means_id)["number"]
    shown = client.get("/api/ori/v1/informatieobjecten").text
    assert f"/meedoen/{number}/reactienota" in shown
    assert f'"/meedoen/{number}' not in shown


def test_desk_is_the_clerks(client: TestClient, sqlite_world: World) -> None:
    means_id = advised(sqlite_world, sqlite_world.person("anna"))
    number = row_of(sqlite_world, means_id)["number"]
    log_in(client, sqlite_world, "ambtenaar", Role.OFFICIAL)
    assert client.get(f"/griffie/meedoen/{number}").status_code == 403
    log_in(client, sqlite_world, "griffie", Role.CLERK)
    text(client, f"/griffie/meedoen/{number}")
    text(client, "/griffie/meedoen/2099-0001", 404)


def test_many_outcomes_cost_no_more_statements(client: TestClient, sqlite_world: World) -> None:
    advised(sqlite_world, sqlite_world.person("anna"))
    log_in(client, sqlite_world, "griffie", Role.CLERK)
    with statements(sqlite_world.services.engine) as few:
        text(client, "/griffie")
    for _ in range(2):
        advised(sqlite_world, sqlite_world.person("anna"))
    with statements(sqlite_world.services.engine) as more:
        text(client, "/griffie")
    assert len(more) == len(few)
