"""What the operator's machines ask."""

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.support.servers import RedisServer
from tests.support.web import ClientFor, with_settings
from tests.support.world import World
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LogPartition


def _samples(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_alive_needs_nothing(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.services.engine.dispose()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_every_part_is(world: World, client_for: ClientFor) -> None:
    world.settle()
    answer = client_for(with_settings(world, redis_url="")).get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": {"ok": True},
        "migrations": {"ok": True},
        "consumers": {"ok": True, "most_behind": 1, "late": []},  # nobody settled Buurdorp
    }


def test_not_ready_while_redis_is_away(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["redis"] == {"ok": False, "error": "ConnectionError"}


def test_ready_with_redis(
    sqlite_world: World, client_for: ClientFor, redis_server: RedisServer
) -> None:
    client = client_for(with_settings(sqlite_world, redis_url=redis_server.url))
    assert client.get("/readyz").json()["redis"] == {"ok": True}


def test_not_ready_while_a_consumer_is_far_behind(
    sqlite_world: World, client_for: ClientFor
) -> None:
    client = client_for(with_settings(sqlite_world, redis_url=""))
    _move_head(sqlite_world, 1001)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    consumers = answer.json()["consumers"]
    assert consumers["ok"] is False
    assert consumers["most_behind"] == 1001
    assert "testdorp/listing" in consumers["late"]
    assert "testdorp/messages" in consumers["late"], "reactions count as well"


def test_not_ready_before_the_migrations(sqlite_world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(sqlite_world, redis_url=""))
    with sqlite_world.services.engine.connect().execution_options(municipality="*") as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == {"ok": False}


def _move_head(world: World, head: int) -> None:
    partition = table_of(LogPartition)
    with world.services.connection("testdorp") as connection:
        connection.execute(
            update(partition).where(partition.c.municipality_id == "testdorp").values(head=head)
        )


def test_metrics_count_by_route_and_not_by_address(client: TestClient) -> None:
    client.get("/privacy?wie=ik")
    client.get("/iets/wat/niet/bestaat")
    client.request("VERZONNEN", "/privacy")
    samples = _samples(client.get("/metrics").text)
    seen = 'wijkstem_http_requests_total{method="GET",route="/privacy",status="200"}'
    assert samples[seen] >= 1
    missed = 'wijkstem_http_requests_total{method="GET",route="(none)",status="404"}'
    assert samples[missed] >= 1
    odd = 'wijkstem_http_requests_total{method="other",route="/privacy",status="405"}'
    assert samples[odd] >= 1
    assert not [name for name in samples if "bestaat" in name or "wie=" in name]


def test_metrics_count_commands_by_outcome(world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(world, demo=True))
    name = 'wijkstem_commands_total{command="LogIn",outcome="done"}'
    before = _samples(client.get("/metrics").text).get(name, 0)
    client.post("/inloggen", data={"persoon": "bewoner-1"})
    assert _samples(client.get("/metrics").text)[name] == before + 1


def test_metrics_tell_how_far_consumers_are_and_what_must_go_out(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    world.submit()
    behind = 'wijkstem_consumer_lag{consumer="listing",municipality="testdorp"}'
    waiting = 'wijkstem_deliveries{municipality="testdorp",state="waiting"}'
    before = _samples(client.get("/metrics").text)
    assert before[behind] == len(world.recorded())
    assert waiting not in before
    world.settle()
    after = _samples(client.get("/metrics").text)
    assert after[behind] == 0
    assert after[waiting] == 1


def test_security_txt_says_where_and_until_when(client: TestClient) -> None:
    assert client.get("/.well-known/security.txt").text == (
        "Contact: http://localhost/kwetsbaarheid-melden\n"
        "Expires: 2026-08-29T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        "Policy: http://localhost/kwetsbaarheid-melden\n"
    )
    assert client.get("/kwetsbaarheid-melden", headers={"Host": "localhost"}).status_code == 200


def test_styles_are_kept_for_a_year(client: TestClient) -> None:
    address = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/manifest.json").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/%2e%2e/app.py"])
def test_nothing_but_what_was_built_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
