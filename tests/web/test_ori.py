"""Council information for machines: every answer fits the published specification, and our own description of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml
from starlette.testclient import TestClient

from tests.support.ori import FOLDER
from tests.support.statements import statements
from tests.support.world import HERE, START, World
from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.queries.ori import told_documents, told_items, told_meetings
from wijkstem.tables.council import AgendaItem, Meeting, MeetingState

API = "/api/ori/v1"
LISTS = {
    "vergaderingen": "Vergadering",
    "agendapunten": "Agendapunt",
    "informatieobjecten": "InformatieObject",
}
Said = dict[str, Any]
#: An id of nothing: the same in every process, because a test is named after it.
NOBODYS = UUID("4c3d9a5e-8f0b-4c1e-9d62-0b7a5e1f3c48")

WHOLE = ImportedMeeting(
    source_id="m",
    municipality_code="GM9901",
    body_name="Gemeenteraad",
    name="Raadsvergadering",
    held_on=date(2026, 4, 13),
    starts_at=START + timedelta(days=42),
    location="Raadzaal",
    state=MeetingState.HELD,
    items=(ImportedItem("a", "Opening", "Om half acht", "Vastgesteld"), ImportedItem("b", "Sluiting")),
    documents=(
        ImportedDocument(
            "d", "Agenda", "https://example.test/d", "a", "application/pdf", 5, date(2026, 4, 1)
        ),
        ImportedDocument("e", "Brief", ""),
    ),
)  # fmt: skip
BARE = ImportedMeeting(
    "n", "GM9901", "Een commissie", "Commissie", date(2026, 5, 1), None, None, MeetingState.PLANNED
)


@pytest.fixture
def council(sqlite_world: World) -> World:
    """Two meetings: one with everything that can be said, and one with nothing that can be left out."""
    sqlite_world.execute(ImportMeeting(WHOLE))
    sqlite_world.execute(ImportMeeting(BARE))
    return sqlite_world


def said(client: TestClient, path: str) -> Said:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["api-version"] == "1.0.0"
    assert answer.headers["access-control-allow-origin"] == "*"
    body: Said = answer.json()
    return body


def as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 as a validator of JSON Schema understands it: there, nothing may be empty by a mark of its own."""
    if isinstance(part, list):
        return [as_json_schema(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: as_json_schema(one) for name, one in part.items() if name != "nullable"}
    if part.get("nullable") and "type" in part:
        made["type"] = [part["type"], "null"]
    return made


def mistakes(specification: Said, path: str, content: Said) -> list[str]:
    """What an answer to `path` says that the specification does not allow."""
    answer = specification["paths"][path]["get"]["responses"]
    found = (answer.get(200) or answer["200"])["content"]["application/json"]["schema"]
    schema = {**as_json_schema(specification), **as_json_schema(found)}
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    validator = jsonschema.Draft7Validator(schema, format_checker=checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


@pytest.fixture(params=["published", "own"])
def specification(request: pytest.FixtureRequest, client: TestClient) -> Said:
    if request.param == "own":
        return said(client, "openapi.json")
    file = FOLDER / "mini-ori-1.0.0-koop-openapi.yaml"
    if not file.is_file():
        pytest.skip("the published specification is not beside this checkout")
    loaded: Said = yaml.safe_load(file.read_text())
    return loaded


def test_every_answer_fits_the_specification(
    client: TestClient, council: World, specification: Said
) -> None:
    for kind in LISTS:
        page = said(client, kind)
        assert page["results"]
        assert mistakes(specification, f"/{kind}", page) == []
        for one in page["results"]:
            alone = said(client, f"{kind}/{one['id']}")
            assert alone == one
            assert mistakes(specification, f"/{kind}/{{id}}", alone) == []


def test_the_validator_sees_what_is_wrong(
    client: TestClient, council: World, specification: Said
) -> None:
    """Without this the test above would prove nothing: the defect that we work around is one, and is found."""
    document = said(client, "informatieobjecten")["results"][0]
    for name, value in (("pid", None), ("datumingediend", "gisteren"), ("organisatie", {})):
        wrong = {**document, name: value}
        if value is None:
            del wrong[name]
        assert mistakes(specification, "/informatieobjecten/{id}", wrong), name


def test_a_meeting_says_all_that_is_known(client: TestClient, council: World) -> None:
    bare, whole = said(client, "vergaderingen")["results"]
    [row] = council.rows(Meeting, source_id="m")
    site = "http://testdorp.localhost"
    assert whole == {
        "id": str(row["id"]),
        "url": f"{site}{API}/vergaderingen/{row['id']}",
        "organisatie": {"gemeente": "gm9901", "naam": "Gemeente Testdorp"},
        "dossiertype": "vergadering",
        "naam": "Raadsvergadering",
        "geplandedatum": "2026-04-13",
        "vergaderdatum": "2026-04-13",
        "geplandeaanvang": "2026-04-13T09:00:00Z",
        "locatie": "Raadzaal",
        "vergaderstatus": "gehouden",
        "vergaderingstype": "raadsvergadering",
        "georganiseerddoorgremium": {"gremiumidentificatie": "raad", "gremiumnaam": "Gemeenteraad"},
        "webpaginalink": f"{site}/agenda/{row['id']}",
    }
    assert bare.keys() == whole.keys() - {
        "vergaderdatum", "geplandeaanvang", "locatie", "vergaderingstype",
    }  # fmt: skip


def test_a_document_has_both_keys_and_leads_to_where_it_is(
    client: TestClient, council: World
) -> None:
    agenda, letter = said(client, "informatieobjecten")["results"]
    assert (agenda["id"], agenda["webpaginalink"]) == (agenda["pid"], "https://example.test/d")
    assert (agenda["formaat"], agenda["datumingediend"]) == ("application/pdf", "2026-04-01")
    [item] = council.rows(AgendaItem, source_id="a")
    assert [ref["id"] for ref in agenda["agendapunten"]] == [str(item["id"])]
    meeting = letter["vergaderingen"][0]["id"]
    assert letter["webpaginalink"] == f"http://testdorp.localhost/agenda/{meeting}"
    assert letter["datumingediend"] == "2026-04-13"
    assert "agendapunten" not in letter


def placed(world: World) -> UUID:
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    there = world.rows(Meeting, source_id="n")[0]["id"]
    world.execute(TakeStep(initiative, 3, "place", meeting_id=there), world.clerk)
    return initiative


def test_an_item_of_a_plan_leads_to_the_plan(client: TestClient, council: World) -> None:
    placed(council)
    [ours] = [i for i in said(client, "agendapunten")["results"] if "bomen" in i["agendapuntnaam"]]
    assert ours["webpaginalink"].endswith("/initiatieven/2026-0001-meer-bomen-in-de-straat")


def test_items_and_documents_of_one_meeting(client: TestClient, council: World) -> None:
    [whole] = council.rows(Meeting, source_id="m")
    items = said(client, f"agendapunten?vergadering={whole['id']}")["results"]
    assert [(one["volgnummer"], one["agendapuntnaam"]) for one in items] == [
        ("1", "Opening"), ("2", "Sluiting"),
    ]  # fmt: skip
    assert (items[0]["omschrijving"], items[0]["overig"]) == ("Om half acht", "Vastgesteld")
    assert said(client, f"informatieobjecten?vergadering={NOBODYS}")["results"] == []


def test_pages_lead_through_the_whole_list(client: TestClient, council: World) -> None:
    for number in range(5):
        council.execute(ImportMeeting(replace(BARE, source_id=f"x{number}")))
    address, found, pages = f"{API}/vergaderingen?pageSize=3", [], 0
    while address:
        page = client.get(address.removeprefix("http://testdorp.localhost")).json()
        found += [one["id"] for one in page["results"]]
        address, pages = page["next"], pages + 1
    assert (pages, len(found), len(set(found))) == (3, 7, 7)
    assert page["previous"].endswith("/vergaderingen?pageSize=3&page=2")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("vergaderingen?page=0", 400),
        ("vergaderingen?page=x", 400),
        ("vergaderingen?pageSize=101", 400),
        ("vergaderingen?page=9", 404),
        ("agendapunten?vergadering=x", 400),
        ("stemmingen", 404),
        ("vergaderingen/x", 404),
        (f"vergaderingen/{NOBODYS}", 404),
        ("", 404),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    client: TestClient, council: World, path: str, status: int
) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    body = answer.json()
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"]
    assert body["detail"]


def test_nothing_new_is_not_sent_again(client: TestClient, council: World) -> None:
    first = client.get(f"{API}/vergaderingen")
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{API}/vergaderingen", headers=known).status_code == 304
    council.execute(ImportMeeting(replace(BARE, source_id="x")))
    again = client.get(f"{API}/vergaderingen", headers=known)
    assert (again.status_code, len(again.json()["results"])) == (200, 3)


def test_the_description_knows_every_list(client: TestClient) -> None:
    described = said(client, "openapi.json")
    assert set(described["paths"]) == {f"/{k}" for k in LISTS} | {f"/{k}/{{id}}" for k in LISTS}
    assert described["servers"] == [{"url": "http://testdorp.localhost/api/ori/v1"}]


@pytest.mark.parametrize("count", [1, 40])
def test_a_list_takes_two_statements_however_long(sqlite_world: World, count: int) -> None:
    for number in range(count):
        sqlite_world.execute(ImportMeeting(replace(BARE, source_id=f"x{number}")))
    for query in (told_meetings, told_items, told_documents):
        with (
            statements(sqlite_world.services.engine) as asked,
            sqlite_world.services.reading(HERE) as connection,
        ):
            query(connection, HERE, page=1, per_page=100)
        assert len(asked) == 2
