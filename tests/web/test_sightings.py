"""Signs of life hold nobody up: written together after the answers, and left where another is at work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from tests.support.statements import statements
from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, World
from wijkstem.commands.sessions import SeeSessions
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import LoginSession
from wijkstem.web.arrival import SEEN_EVERY

session = table_of(LoginSession)


@pytest.fixture
def secrets(client: TestClient, sqlite_world: World) -> list[str]:
    """Of people who all are due."""
    found = []
    for number in range(12):
        log_in(client, sqlite_world, f"person-{number}")
        found.append(client.cookies["wijkstem"])
        client.cookies.clear()
    sqlite_world.clock.at += SEEN_EVERY
    return found


def look(client: TestClient, secret: str) -> int:
    return client.get("/mijn", headers={"Cookie": f"wijkstem={secret}"}).status_code


def test_those_who_come_at_once_are_written_down_together(
    client: TestClient, sqlite_world: World, secrets: list[str]
) -> None:
    with (
        statements(sqlite_world.services.engine) as asked,
        ThreadPoolExecutor(len(secrets)) as pool,
    ):
        assert set(pool.map(lambda one: look(client, one), secrets)) == {200}
    written = [one for one in asked if one.startswith("UPDATE login_session")]
    assert 1 <= len(written) < len(secrets)
    assert {row["seen_at"] for row in sqlite_world.rows(LoginSession)} == {sqlite_world.clock.at}


def test_one_that_cannot_be_written_down_spoils_no_answer(
    client: TestClient, sqlite_world: World, secrets: list[str]
) -> None:
    def full(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE login_session"):
            raise DBAPIError("full", None, Exception("full"))

    engine = sqlite_world.services.engine
    event.listen(engine, "before_cursor_execute", full)
    try:
        assert look(client, secrets[0]) == 200
    finally:
        event.remove(engine, "before_cursor_execute", full)
    now = sqlite_world.clock.at
    assert now not in {row["seen_at"] for row in sqlite_world.rows(LoginSession)}
    assert look(client, secrets[0]) == 200
    assert [row["seen_at"] for row in sqlite_world.rows(LoginSession)].count(now) == 1


def test_session_that_another_has_in_hands_is_left(
    postgres_world: World, client_for: ClientFor
) -> None:
    world = postgres_world
    for name in ("ann", "bob"):
        log_in(client_for(world), world, name)
    hashes = sorted(row["token_hash"] for row in world.rows(LoginSession))
    world.clock.at += timedelta(minutes=6)
    with world.services.connection(HERE) as other:
        held = select(session.c.id).where(
            session.c.municipality_id == HERE, session.c.token_hash == hashes[0]
        )
        assert other.execute(held.with_for_update()).first()
        world.execute(SeeSessions(frozenset(hashes)), SYSTEM)
    seen = {row["token_hash"]: row["seen_at"] for row in world.rows(LoginSession)}
    assert [seen[one] == world.clock.at for one in hashes] == [False, True]
