"""Seeing, downloading and erasing what is held about oneself, at the pages."""

import json
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.eventlog.consumers import unguarded
from tests.support.planted import (
    BORN,
    MAIL,
    NAME,
    ON_PAPER,
    PUBLIC_WORDS,
    TITLE,
    WORDS,
    in_rows,
    live,
)
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.accounts import Identity, LogIn
from wijkstem.kit.rows import metadata, table_of
from wijkstem.queries.personal import SHAPE, held, in_json
from wijkstem.tables.accounts import LoginSession, Person
from wijkstem.tables.personal import personal


def come_back(world: World, client: TestClient, who: str = "bsn:999990019") -> None:
    identity = Identity(who, NAME, MAIL, birth_date=BORN, neighbourhood_code="WK990100")
    logged_in = world.execute(LogIn(identity))
    client.cookies.set("wijkstem", logged_in.token, domain="testdorp.localhost")


def parts(client: TestClient) -> dict[str, Any]:
    answer = client.get("/mijn/gegevens/bestand")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == (
        'attachment; filename="mijn-gegevens-testdorp-2026-03-02.json"'
    )
    assert answer.headers["cache-control"] == "no-store"
    made = json.loads(answer.text)
    assert (made["shape"], made["municipality"]) == (SHAPE, "testdorp")
    return {one["table"]: one for one in made["parts"]}


def test_file_holds_every_row_that_is_about_somebody(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    actor = live(world)
    come_back(world, client)
    found = parts(client)

    assert found.keys() == personal().keys()
    [account] = found["person"]["rows"]
    assert (account["display_name"], account["email"], account["birth_date"]) == (
        NAME,
        MAIL,
        "1957-11-23",
    )
    assert account["birth_date_source"] == "demo"
    assert {row["title"] for row in found["initiative"]["rows"]} >= {TITLE}
    assert len(found["initiative_text"]["rows"]) == 6
    assert len(found["signature"]["rows"]) == 3
    [on_paper] = found["paper_line"]["rows"]
    assert on_paper["name"] == ON_PAPER
    assert {row["address"] for row in found["email_code"]["rows"]} == {
        MAIL.upper(),
        "zaphod@planted.test",
    }
    assert len(found["login_session"]["rows"]) == 3
    assert "token_hash" not in found["login_session"]["rows"][0]
    assert "token_hash" in found["login_session"]["left_out"]
    types = {row["type"].rpartition(".")[0] for row in found["logged_event"]["rows"]}
    assert types >= {"person.registered", "initiative.submitted", "signature.given"}
    assert all(str(actor.person_id) in row["payload"] for row in found["logged_event"]["rows"])


def test_file_has_every_column_or_says_why_not(sqlite_world: World) -> None:
    """The shape that others read: a column that comes or goes is meant."""
    actor = live(sqlite_world)
    assert actor.person_id is not None
    with sqlite_world.services.reading("testdorp") as connection:
        found = held(connection, "testdorp", actor.person_id)
    assert found is not None
    made = in_json(found, "testdorp", sqlite_world.clock.now())
    for part in made["parts"]:
        columns = set(metadata.tables[part["table"]].c.keys()) - {"municipality_id"}
        for row in part["rows"]:
            assert row.keys() | part["left_out"].keys() == columns
    assert made["parts"][0]["rows"][0].keys() == {
        *(c for c in metadata.tables["person"].c.keys() if c != "municipality_id")  # noqa: SIM118 - columns by name
    }


def test_nobody_gets_what_is_about_somebody_else(world: World, client_for: ClientFor) -> None:
    live(world)
    client = client_for(world)
    log_in(client, world, "ann")
    for path in ("/mijn/gegevens", "/mijn/gegevens/bestand"):
        text = client.get(path).text
        assert not [word for word in (*WORDS, *PUBLIC_WORDS) if word in text]


def test_page_says_it_in_words(sqlite_world: World, client: TestClient) -> None:
    live(sqlite_world)
    come_back(sqlite_world, client)
    text = client.get("/mijn/gegevens").text
    for said in (NAME, "23 november 1957", MAIL, TITLE, "Wie uw geboortedatum doorgaf"):
        assert said in text
    english = client.get("/mijn/gegevens?taal=en").text
    assert "Who told us your date of birth" in english


def test_who_comes_in_by_mail_alone_sees_nothing_of_a_login(
    sqlite_world: World, client: TestClient
) -> None:
    live(sqlite_world)
    come_back(sqlite_world, client)
    weaken(sqlite_world)
    for path in ("/mijn/gegevens", "/mijn/gegevens/bestand"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert NAME not in answer.text.replace(f"({NAME})", "")


def weaken(world: World) -> None:
    with unguarded(world) as connection:
        connection.execute(update(table_of(LoginSession)).values(strong=False))


@pytest.mark.parametrize("path", ["/mijn/gegevens", "/mijn/gegevens/bestand"])
def test_it_asks_for_a_login(client: TestClient, path: str) -> None:
    assert client.get(path).headers["location"] == f"/inloggen?terug={path}"


def test_erasing_asks_what_to_do_with_the_words(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    live(world)
    come_back(world, client)
    page = client.get("/mijn/wissen").text
    assert TITLE in page
    assert 'name="teksten"' in page
    unsure = client.post("/mijn/wissen", data={"teksten": "ja"})
    assert unsure.status_code == 422
    assert 'name="teksten" value="ja" checked' in unsure.text
    assert client.post("/mijn/wissen", data={"zeker": "ja", "teksten": "ja"}).status_code == 303
    assert in_rows(world, *WORDS, *PUBLIC_WORDS) == []
    assert world.rows(Person, display_name=NAME) == []
    assert client.get("/mijn").status_code == 303
