"""What the operator's machines ask."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.support.servers import RedisServer
from tests.support.statements import statements
from tests.support.web import ClientFor, with_settings
from tests.support.world import World
from wijkstem.bootstrap import consumer_names, make_wake
from wijkstem.commands.deliveries import HoldDeliveries
from wijkstem.commands.terms import PassTerm
from wijkstem.eventlog import positions
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.db import make_engine
from wijkstem.kit.rows import table_of
from wijkstem.queries import engine
from wijkstem.tables.engine import LogPartition
from wijkstem.tables.initiatives import RunningTerm


def _samples(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_alive_needs_nothing(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.services.engine.dispose()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_every_part_is(world: World, client_for: ClientFor) -> None:
    world.settle()
    answer = client_for(world).get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": {"ok": True},
        "migrations": {"ok": True},
        "consumers": {"ok": True, "most_behind": 1, "late": [], "stopped": []},  # Buurdorp's
        "broker": {"ok": True, "waiting": 0},
    }


def with_redis(world: World, url: str) -> World:
    """The same platform, calling its workers by the Redis at ``url``."""
    reached = with_settings(world, redis_url=url)
    wake = make_wake(reached.services.settings)
    return replace(reached, services=replace(reached.services, wake=wake))


def test_not_ready_while_redis_is_away(sqlite_world: World, client_for: ClientFor) -> None:
    answer = client_for(with_redis(sqlite_world, "redis://127.0.0.1:1/0")).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == {"ok": False, "error": "ConnectionError"}


def test_ready_with_redis(
    sqlite_world: World, client_for: ClientFor, redis_server: RedisServer
) -> None:
    redis_server.flush()
    world = with_redis(sqlite_world, redis_server.url)
    client = client_for(world)
    assert client.get("/readyz").json()["broker"] == {"ok": True, "waiting": 0}
    world.services.wake.ring("testdorp")
    assert client.get("/readyz").json()["broker"] == {"ok": True, "waiting": 1}


def test_not_ready_while_a_consumer_is_far_behind(
    sqlite_world: World, client_for: ClientFor
) -> None:
    client = client_for(with_settings(sqlite_world, ready_within_events=20))
    _move_head(sqlite_world, 20)
    assert client.get("/readyz").status_code == 200
    _move_head(sqlite_world, 21)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    consumers = answer.json()["consumers"]
    assert consumers["ok"] is False
    assert consumers["most_behind"] == 21
    assert "testdorp/listing" in consumers["late"]
    assert "testdorp/messages" in consumers["late"], "reactions count as well"


def test_ready_while_an_event_stops_a_consumer_in_one_municipality(
    sqlite_world: World, client_for: ClientFor
) -> None:
    sqlite_world.settle()
    with sqlite_world.services.connection("testdorp") as connection:
        at = positions.hold(connection, "timeline", "testdorp")
        assert at is not None
        positions.fail(
            connection, "timeline", "testdorp", at, "ValueError: odd", sqlite_world.clock.at
        )
    client = client_for(with_settings(sqlite_world, ready_within_events=20))
    _move_head(sqlite_world, 21)
    with sqlite_world.services.connection("testdorp") as connection:
        for name in consumer_names(sqlite_world.services):
            if name != "timeline":
                positions.advance(connection, name, "testdorp", 21)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["consumers"]["stopped"] == ["testdorp/timeline"]


def test_not_ready_before_the_migrations(client: TestClient, sqlite_world: World) -> None:
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


TOKEN = "a-token-that-only-this-test-knows"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def figures(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return _samples(answer.text)


def measured(world: World, **values: Any) -> World:
    """The world with its figures on the public address, for who has the token."""
    return with_settings(world, metrics_token=SecretStr(TOKEN), **values)


@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer no"}]
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_metrics_are_not_for_the_public(
    sqlite_world: World, client_for: ClientFor, token: str, given: dict[str, str]
) -> None:
    client = client_for(with_settings(sqlite_world, metrics_token=SecretStr(token)))
    answer = client.get("/metrics", headers=given)
    assert answer.status_code == 404
    assert "wijkstem_" not in answer.text


def test_metrics_count_by_route_and_not_by_address(
    sqlite_world: World, client_for: ClientFor
) -> None:
    client = client_for(measured(sqlite_world))
    client.get("/privacy?wie=ik")
    client.get("/iets/wat/niet/bestaat")
    client.request("VERZONNEN", "/privacy")
    samples = figures(client)
    seen = 'wijkstem_http_requests_total{method="GET",route="/privacy",status="200"}'
    assert samples[seen] >= 1
    missed = 'wijkstem_http_requests_total{method="GET",route="(none)",status="404"}'
    assert samples[missed] >= 1
    odd = 'wijkstem_http_requests_total{method="other",route="/privacy",status="405"}'
    assert samples[odd] >= 1
    assert not [name for name in samples if "bestaat" in name or "wie=" in name]


def test_metrics_count_commands_by_outcome_and_refused_sign_ins(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(measured(world, demo=True))
    name = 'wijkstem_commands_total{command="LogIn",outcome="done"}'
    refused = 'wijkstem_sign_ins_refused_total{reason="choose_person"}'
    commits = "wijkstem_commit_seconds_count"
    before = figures(client)
    client.post("/inloggen", data={"persoon": "bewoner-1"})
    client.post("/uitloggen")
    client.post("/inloggen", data={"persoon": "bewoner-99"})
    after = figures(client)
    assert after[name] == before.get(name, 0) + 1
    assert after[refused] == before.get(refused, 0) + 1
    assert after[commits] - before[commits] == 2, "who comes and who goes, and nobody who reads"


def test_metrics_tell_how_the_engine_stands(world: World, client_for: ClientFor) -> None:
    client = client_for(measured(world))
    submitted = world.submit()
    where = 'municipality="testdorp"'
    before = figures(client)
    assert before[f'wijkstem_consumer_lag{{consumer="listing",{where}}}'] == len(world.recorded())
    assert f'wijkstem_deliveries{{{where},state="waiting"}}' not in before
    assert before[f"wijkstem_term_unhandled_seconds{{{where}}}"] == 0
    world.settle()
    world.execute(HoldDeliveries())
    [term] = world.rows(RunningTerm, initiative_id=submitted.initiative_id)
    world.clock.at = datetime.combine(term["due_on"], time(23, 59, 59), AMSTERDAM)
    assert figures(client)[f"wijkstem_term_unhandled_seconds{{{where}}}"] == 0
    world.clock.at += timedelta(minutes=15, seconds=1)
    late = figures(client)
    assert late[f'wijkstem_consumer_lag{{consumer="listing",{where}}}'] == 0
    assert late[f'wijkstem_deliveries{{{where},state="waiting"}}'] == 1
    assert late[f"wijkstem_delivery_late_seconds{{{where}}}"] > 0
    assert late[f"wijkstem_deliveries_on_hold{{{where}}}"] == 1
    assert late[f"wijkstem_term_unhandled_seconds{{{where}}}"] == 15 * 60
    assert late[f"wijkstem_log_events_total{{{where}}}"] == len(world.recorded())
    assert late["wijkstem_database_up"] == late["wijkstem_broker_up"] == 1
    assert [name for name in late if name.startswith("wijkstem_build_info{version=")]
    world.execute(PassTerm(submitted.initiative_id, term["step_seq"]))
    assert figures(client)[f"wijkstem_term_unhandled_seconds{{{where}}}"] == 0


def test_metrics_tell_since_when_a_consumer_stands_still(
    sqlite_world: World, client_for: ClientFor
) -> None:
    client = client_for(measured(sqlite_world))
    sqlite_world.settle()
    with sqlite_world.services.connection("testdorp") as connection:
        at = positions.hold(connection, "timeline", "testdorp")
        assert at is not None
        positions.fail(connection, "timeline", "testdorp", at, "odd", sqlite_world.clock.at)
    samples = figures(client)
    labels = '{consumer="timeline",municipality="testdorp"}'
    assert samples[f"wijkstem_consumer_failures{labels}"] == 1
    since = samples[f"wijkstem_consumer_failing_since_seconds{labels}"]
    assert since == sqlite_world.clock.at.timestamp()


def test_metrics_without_database_and_broker_say_so(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = measured(with_redis(sqlite_world, "redis://127.0.0.1:1/0"))
    client = client_for(world)
    away = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    client.app.state.services = replace(world.services, engine=away)  # type: ignore[attr-defined]
    samples = figures(client)
    assert (samples["wijkstem_database_up"], samples["wijkstem_broker_up"]) == (0, 0)


def test_figures_look_only_at_what_did_not_go_out(sqlite_world: World) -> None:
    """However many messages went out and terms were met, the figures come from the small indexes."""
    made = sqlite_world.services.engine
    with statements(made) as asked, sqlite_world.services.reading_everywhere() as connection:
        engine.unsent_deliveries(connection)
        engine.unhandled_terms(connection, sqlite_world.clock.at.date())
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values).all())
            for one, values in zip(tuple(asked), ((), ("2026-03-02",)), strict=True)
        ]
    assert "ix_delivery_unsent" in plans[0]
    assert "ix_running_term_running" in plans[1]


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
