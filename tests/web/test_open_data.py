"""Whole datasets: what stands in them adds up, a broken download goes on, and nobody's name is in any of them."""

import base64
import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.support.api import everything, get, whole_list
from tests.support.dialogue import (
    STATEMENTS,
    answered_by_two_camps,
    computed,
    open_dialogue,
)
from tests.support.planted import BORN, MAIL, NAME, SAID, SUBJECT, TEXT, WORDS, live
from tests.support.voted import published, voting
from tests.support.world import HERE, World
from tests.web.test_council_votes import on_agenda
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.statements import ProposeStatement
from wijkstem.domain.decisions import VoteForm
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.web.open_data.datasets import DATASETS

#: rdflib reads JSON-LD with a class of its own that it calls old.
OLD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SHAPES = Path(__file__).parents[1] / "fixtures/dcat"
FILES = "/open-data/bestanden"
ALL_FILES = [one.file(form) for one in DATASETS for form in one.forms]


def rows(client: TestClient, name: str) -> list[dict[str, str]]:
    """A dataset, as a spreadsheet reads it."""
    answer = client.get(f"{FILES}/{name}.csv")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def change(world: World, *where: Any, **values: Any) -> None:
    """Of plans, without a command."""
    plans = table_of(Initiative)
    with world.services.connection(HERE) as connection:
        changed = update(plans).where(plans.c.municipality_id == HERE, *where)
        connection.execute(changed.values(**values))


def with_result(world: World) -> None:
    """A round of plans that everybody can read, with its result."""
    vote = voting(world)
    vote.cast(1, 1, 2)
    vote.cast(1, 2)
    vote.cast(2, 4)
    published(vote)
    change(world, public=True)


@pytest.fixture
def voted(sqlite_world: World) -> World:
    """A plan that the council adopted, one that can be supported, and a round whose result is public."""
    on_agenda(sqlite_world)
    votes = VoteForm("Samen Sterk; 9; 0\nLokaal 24; 2; 6", "11", "6")
    [plan] = sqlite_world.rows(Initiative)
    adopt = TakeStep(plan["id"], 4, "adopt", reasons="De raad vindt dit goed.", votes=votes)
    sqlite_world.execute(adopt, sqlite_world.clerk)
    sqlite_world.execute(Sign(sqlite_world.open()), sqlite_world.person("anna"))
    with_result(sqlite_world)
    today = local_date(sqlite_world.clock.now())
    days: dict[str, Any] = {"opens_on": today, "closes_on": today, "account_by": today}
    open_dialogue(sqlite_world, **days)
    sqlite_world.settle()
    return sqlite_world


@pytest.mark.parametrize("file", ALL_FILES)
def test_a_file_has_the_rows_and_the_checksum_that_it_says(
    client: TestClient, voted: World, file: str
) -> None:
    answer = client.get(f"{FILES}/{file}")
    assert answer.status_code == 200
    digest = hashlib.sha256(answer.content).digest()
    assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
    assert client.get(f"{FILES}/{file}/controle").json() == {
        "bestand": file,
        "rijen": int(answer.headers["row-count"]),
        "bytes": len(answer.content),
        "sha256": digest.hex(),
    }
    assert counted(file, answer.text) == int(answer.headers["row-count"]) > 0
    assert answer.headers["access-control-allow-origin"] == "*"


def counted(file: str, text: str) -> int:
    """How many rows there are, by somebody else's reading."""
    if file.endswith(".csv"):
        return len(list(csv.DictReader(io.StringIO(text))))
    said: dict[str, Any] = json.loads(text)
    found = said["features"] if file.endswith(".geojson") else said["gegevens"]
    assert said["aantal"] == len(found)
    return len(found)


def test_a_dataset_says_the_same_in_every_form(client: TestClient, voted: World) -> None:
    for dataset in DATASETS:
        cells = [list(row.values()) for row in rows(client, dataset.name)]
        text = client.get(f"{FILES}/{dataset.name}.json").text
        # To the digit: "6.60" is not "6.6".
        told = json.loads(text, parse_float=str)["gegevens"]
        assert [[_cell(value) for value in one.values()] for one in told] == cells
        assert all(tuple(one) == tuple(dataset.columns) for one in told)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_the_plans_are_those_of_the_api(client: TestClient, voted: World) -> None:
    there = {one["nummer"]: one for one in whole_list(client, "initiatieven")}
    for row in rows(client, "initiatieven"):
        plan = there.pop(row["nummer"])
        assert row["titel"] == plan["titel"]
        assert row["pagina"] == plan["pagina"]
        assert row["steun_voor"] == str(plan["steun"]["voor"] if plan["steun"] else "")
    assert there == {}


def test_a_decision_says_what_why_and_how_the_council_voted(
    client: TestClient, voted: World
) -> None:
    [row] = rows(client, "besluiten")
    assert (row["initiatief"], row["besluit"]) == ("2026-0001", "adopted")
    assert row["toelichting"] == "De raad vindt dit goed."
    assert (row["stemmen_voor"], row["stemmen_tegen"]) == ("11", "6")
    [told] = get(client, "besluiten")["resultaten"]
    assert [one["partij"] for one in told["stemming"]] == ["Samen Sterk", "Lokaal 24"]


def test_every_ballot_of_a_public_round_stands_there_and_of_no_other(
    client: TestClient, sqlite_world: World
) -> None:
    vote = voting(sqlite_world)
    vote.cast(1, 1, 2)
    vote.cast(1, 2)
    vote.cast(2, 4)
    assert rows(client, "stembiljetten") == []
    published(vote)
    change(sqlite_world, public=True)
    found = sorted((one["gebied"], one["plannen"]) for one in rows(client, "stembiljetten"))
    assert found == [("1", "1 2"), ("1", "2"), ("2", "4")]
    plans = {(one["gebied"], one["nummer"]): one["stemmen"] for one in rows(client, "rondes")}
    assert (plans["1", "1"], plans["1", "2"], plans["2", "4"]) == ("1", "2", "1")


def test_means_and_statements_are_those_of_the_api(client: TestClient, sqlite_world: World) -> None:
    means_id = open_dialogue(sqlite_world)
    waiting = ProposeStatement(means_id, "Er moet een fontein komen.")
    sqlite_world.execute(waiting, sqlite_world.person("anna"))
    before = rows(client, "stellingen")
    assert {one["tekst"] for one in before} == set(STATEMENTS), "what waits is not there"
    assert {(one["groep"], one["eens"], one["verborgen"]) for one in before} == {("", "", "false")}
    answered_by_two_camps(sqlite_world, means_id)
    computed(sqlite_world)
    [means] = rows(client, "meedoen")
    [told] = whole_list(client, "meedoen")
    assert (means["nummer"], means["soort"], means["laatste_dag"], means["pagina"]) == (
        told["nummer"], told["soort"]["code"], "2026-03-15", told["pagina"],
    )  # fmt: skip
    said = {one["id"]: one for one in whole_list(client, told["stellingen"])}
    found = rows(client, "stellingen")
    assert len(found) == 3 * len(said)
    for one in found:
        it = said[one["stelling"]]
        of = {group["groep"]: group["antwoorden"] for group in it["groepen"]} | {
            "": it["antwoorden"]
        }
        assert [one["eens"], one["oneens"], one["geen_mening"]] == [
            str(number) for number in of[one["groep"]].values()
        ]


def test_on_a_map_a_plan_lies_in_its_neighbourhood_or_nowhere(
    client: TestClient, voted: World
) -> None:
    said = json.loads(client.get(f"{FILES}/initiatieven.geojson").text)
    assert said["type"] == "FeatureCollection"
    for one in said["features"]:
        assert one["type"] == "Feature"
        assert one["properties"]["wijk_code"] == "WK990100"
        assert one["geometry"] is None or one["geometry"]["type"] == "Point"


def test_no_cell_is_a_formula(client: TestClient, sqlite_world: World) -> None:
    plan = sqlite_world.open()
    change(sqlite_world, table_of(Initiative).c.id == plan, title="=HYPERLINK(1)")
    assert [one["titel"] for one in rows(client, "initiatieven")] == ["'=HYPERLINK(1)"]


def test_a_broken_download_goes_on_where_it_was(client: TestClient, voted: World) -> None:
    """Also when there is a newer file by then: the rest of the old one fits its beginning."""
    address = f"{FILES}/initiatieven.csv"
    whole = client.get(address)
    half = len(whole.content) // 2
    first = client.get(address, headers={"Range": f"bytes=0-{half - 1}"})
    assert first.status_code == 206
    sign_again(voted)
    rest = client.get(
        address, headers={"Range": f"bytes={half}-", "If-Range": first.headers["etag"]}
    )
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes {half}-{len(whole.content) - 1}/{len(whole.content)}"  # fmt: skip
    assert first.content + rest.content == whole.content
    assert rest.headers["repr-digest"] == whole.headers["repr-digest"]
    assert client.get(address).content != whole.content


def sign_again(world: World) -> None:
    """Something changes that is in the file."""
    world.execute(Sign(world.open()), world.person("bram"))


def test_the_rest_of_a_file_that_is_gone_is_the_whole_of_the_new_one(
    client: TestClient, voted: World
) -> None:
    asked = {"Range": "bytes=10-", "If-Range": '"another"'}
    assert client.get(f"{FILES}/initiatieven.csv", headers=asked).status_code == 200


def test_nothing_new_is_not_sent_again(client: TestClient, voted: World) -> None:
    address = f"{FILES}/initiatieven.json"
    known = {"If-None-Match": client.get(address).headers["etag"]}
    assert client.get(address, headers=known).status_code == 304
    sign_again(voted)
    assert client.get(address, headers=known).status_code == 200


def test_what_is_hidden_is_in_no_file_any_more(client: TestClient, sqlite_world: World) -> None:
    filed = sqlite_world.submit()
    assert rows(client, "initiatieven") == []
    sqlite_world.execute(TakeStep(filed.initiative_id, 1, "admit"), sqlite_world.official)
    assert len(rows(client, "initiatieven")) == 1


@pytest.mark.parametrize(
    "file", ["plannen.csv", "initiatieven.xml", "besluiten.geojson", "initiatieven"]
)
def test_no_file_of_ours_is_not_there(client: TestClient, file: str) -> None:
    assert client.get(f"{FILES}/{file}").status_code == 404
    assert client.get(f"{FILES}/{file}/controle").status_code == 404


def test_nobodys_name_and_no_word_of_a_resident_is_in_any_file_or_answer(
    client: TestClient, sqlite_world: World
) -> None:
    """Planted in every field that a person can fill; the title of a public plan is all that is told of it."""
    live(sqlite_world)
    addresses = [f"{FILES}/{file}" for file in ALL_FILES]
    said = {address: client.get(address).text for address in addresses}
    said |= {address: json.dumps(content) for _, address, content in everything(client)}
    said["catalogue"] = client.get("/open-data/catalogus.jsonld").text
    assert "Een plan voor Brabbelom" in said[f"{FILES}/initiatieven.csv"], "the plans are there"
    secret = (*WORDS, TEXT, "Quaedvlieg", "Wubbo Zwiep", "anna@example.test")
    assert {NAME, MAIL, SUBJECT, BORN.isoformat()} <= set(secret)
    found = [
        (word, address)
        for word in secret
        for address, text in said.items()
        if word.casefold() in text.casefold()
    ]
    # What somebody says in a discussion everybody reads, in its last words, and nowhere but there.
    [said_here] = [one for one in said if one.endswith("/bijdragen")]
    assert found == [(SAID, said_here)]


@OLD
def test_the_catalogue_holds_to_dcat_ap_nl(client: TestClient) -> None:
    answer = client.get("/open-data/catalogus.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    assert mistakes(graph) == []
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)
    for file in ALL_FILES:
        address = rdflib.URIRef(f"http://testdorp.localhost{FILES}/{file}")
        assert (None, DCAT.downloadURL, address) in graph


@OLD
@pytest.mark.parametrize("missing", [DCTERMS.license, DCAT.contactPoint, DCTERMS.identifier])
def test_the_shapes_see_what_is_missing(client: TestClient, missing: rdflib.URIRef) -> None:
    """Without this the test above would prove nothing."""
    answer = client.get("/open-data/catalogus.jsonld")
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    graph.remove((None, missing, None))
    assert mistakes(graph) != []


def mistakes(graph: rdflib.Graph) -> list[str]:
    """What the shapes of DCAT-AP-NL and of DCAT-AP do not allow."""
    shapes = rdflib.Graph()
    for file in sorted(SHAPES.glob("*.ttl")):
        shapes.parse(file)
    fits, _, said = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
    return [] if fits else said.splitlines()


def test_the_page_leads_to_every_file(client: TestClient) -> None:
    page = client.get("/open-data")
    assert page.status_code == 200
    for address in (*(f"{FILES}/{file}" for file in ALL_FILES), "/open-data/catalogus.jsonld", "/api/v1/openapi.json"):  # fmt: skip
        assert f'href="{address}"' in page.text
    assert get(client, "openapi.json")["info"]["contact"]["url"].endswith("/open-data")
