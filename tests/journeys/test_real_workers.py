"""The story again, with the real workers: processes on PostgreSQL and Redis, threads on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.processes import clock, environment, wait_until, worker
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.world import HERE, World, make_world, settings_for
from wijkstem.bootstrap import publish_rules
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.events.council import AgendaItemRequested
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.projections.listing import ListedInitiative
from wijkstem.rules.registry import load
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.words import Milestone
from workers.embedded import embedded_services, working

Engine = Callable[[], AbstractContextManager[World]]


@pytest.fixture
def processes(postgres_url: str, redis_server: RedisServer, tmp_path: Path) -> Engine:
    """Worker and clock as the Procfile starts them."""

    @contextmanager
    def run() -> Iterator[World]:
        redis_server.flush()
        rules = rules_folder(tmp_path / "rules")
        world = make_world(postgres_url, load(rules))
        world.clock.at = SystemClock().now()
        env = environment(postgres_url, redis_server.url, rules)
        running = [worker(env, tmp_path), clock(env, tmp_path)]
        try:
            for process in running:
                process.start()
            yield world
        finally:
            for process in running:
                process.close()
            world.services.engine.dispose()

    return run


@pytest.fixture
def threads(sqlite_url: str, tmp_path: Path) -> Engine:
    """Workers and clock in this process, on Dramatiq's in-process broker."""

    @contextmanager
    def run() -> Iterator[World]:
        rules = rules_folder(tmp_path / "rules")
        services, broker = embedded_services(settings_for(sqlite_url, rules_dir=rules, demo=True))
        with working(services, broker):
            publish_rules(services)
            yield World.around(services)
        services.engine.dispose()

    return run


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["processes", "threads"])
def test_from_resident_to_council_and_back(engine: str, request: pytest.FixtureRequest) -> None:
    run: Engine = request.getfixturevalue(engine)
    with run() as world:
        submitter, clerk = world.person("submitter"), world.clerk
        signers = [world.person(name) for name in ("anna", "bram", "cato")]
        initiative = world.open(submitter)
        for signer in signers:
            world.execute(Sign(initiative), signer)
        wait_until(lambda: bool(world.events(AgendaItemRequested)), "the agenda request")
        soon = local_date(SystemClock().now()) + timedelta(days=30)
        meeting = world.execute(PlanMeeting("raad", "Raadsvergadering", soon), clerk)
        world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), clerk)
        reasons = "De raad vindt dit een goed plan voor de buurt."
        world.execute(TakeStep(initiative, 4, "adopt", reasons=reasons), clerk)
        wait_until(lambda: decided(world), "the decision on the list")
        wait_until(lambda: all_told(world, [submitter, *signers], 3), "everybody told")
        title = "Meer bomen in de straat (2026-0001)".replace("2026", str(soon_year(world)))
        assert subjects(world, submitter) == [
            f"Besluit, aangenomen: {title}",
            f"Genoeg handtekeningen: {title}",
            f"Op de agenda: {title}",
            f"Toegelaten: {title}",
            f"Wij hebben uw plan ontvangen ({title[-10:-1]})",
        ]
        for signer in signers:
            assert subjects(world, signer) == subjects(world, submitter)[:3]
        assert subjects(world, clerk) == [f"Agendaverzoek voor {title[-10:-1]}"]


def soon_year(world: World) -> int:
    """The year in which the initiative was filed."""
    filed: date = world.rows(ListedInitiative)[0]["filed_on"]
    return filed.year


def decided(world: World) -> bool:
    return [row["result"] for row in world.rows(ListedInitiative)] == [Milestone.ADOPTED]


def all_told(world: World, people: list[Actor], times: int) -> bool:
    states = [row["state"] for row in world.rows(Delivery)]
    enough = all(len(subjects(world, person)) >= times for person in people)
    return enough and set(states) == {DeliveryState.SENT}


def subjects(world: World, person: Actor) -> list[str]:
    """What somebody got, in the order of the alphabet: two workers may swap two messages."""
    found = world.rows(PostboxMessage, where=HERE, recipient_id=person.person_id)
    return sorted(row["subject"] for row in found)
