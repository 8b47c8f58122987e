"""The story again, with the real workers: processes on PostgreSQL and Redis, threads on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.commands.test_bulk import plans, refusing
from tests.commands.test_gatherings import FORM, announced
from tests.support.processes import clock, environment, wait_until, worker
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.world import HERE, World, make_world, settings_for
from wijkstem.bootstrap import publish_rules
from wijkstem.commands.advice import AdviseUnasked, CloseVote
from wijkstem.commands.bulk import UNDO
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.gatherings import ChangeGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.domain.gatherings import GatheringForm
from wijkstem.domain.people import Actor
from wijkstem.events.advice import AdviceAnswerLate
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.gatherings import GatheringNear
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.clock import AMSTERDAM, SystemClock, local_date
from wijkstem.projections.listing import ListedInitiative
from wijkstem.rules.registry import load
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.tables.bulk import BulkAction, BulkLine, BulkState
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.words import Advice, Milestone, Role
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
        # Everything in one mail, and no other about the same.
        wait_until(lambda: bool(subjects(world, clerk)), "the whole request with the clerk")
        assert subjects(world, clerk) == ["Verzoek voor de agenda: Meer bomen in de straat"]


@pytest.mark.slow
def test_what_only_the_clock_finds_is_done_and_told(processes: Engine) -> None:
    """Nobody calls for what comes due by itself: the clock looks, and a worker does it."""
    with processes() as world:
        now, anna = world.clock.at, world.person("anna")
        walk = announced(world, day=local_date(now) + timedelta(days=30))
        world.execute(SignUpFor(walk), anna)
        world.execute(ChangeGathering(walk, 1, soon(world)), world.official)

        world.clock.at = now - 2 * UNDO
        picked = plans(world)
        world.execute(refusing(picked), world.official)

        world.clock.at = now - timedelta(days=40)
        late = unanswered_advice(world)

        wait_until(lambda: not undecided(world), "the decisions on many cases")
        wait_until(lambda: bool(world.events(GatheringNear)), "the reminder")
        wait_until(lambda: bool(world.events(AdviceAnswerLate)), "the answer that is late")
        refused = [event for event in world.events(StepTaken) if event.outcome == "refuse"]
        assert ({row["result"] for row in world.rows(BulkLine)}, len(refused)) == ({"done"}, 3)
        assert [event.gathering_id for event in world.events(GatheringNear)] == [walk]
        assert [event.advice_id for event in world.events(AdviceAnswerLate)] == [late]
        assert [row["look_on"] for row in world.rows(NeighbourhoodAdvice)] == [None]
        near, no = f"Niet vergeten: {FORM.title}", "Niet toegelaten: "
        wait_until(lambda: near in subjects(world, anna), "she is reminded")
        filed = world.person("submitter")
        wait_until(lambda: told(world, filed, no) == len(picked), "he hears of each")


def soon(world: World) -> GatheringForm:
    """A gathering in an hour or two: whatever the time is, who comes must hear of it now."""
    starts = (world.clock.at + timedelta(hours=2)).astimezone(AMSTERDAM).replace(minute=0)
    return replace(FORM, day=starts.date(), starts=time(starts.hour), ends=time(23, 59))


def unanswered_advice(world: World) -> UUID:
    """Given by a council, to a municipality that did not say what it does with it."""
    member, why = world.person("member", Role.NEIGHBOURHOOD_COUNCIL), "Dit past goed bij de buurt."
    advice: UUID = world.execute(AdviseUnasked(world.open(), Advice.POSITIVE, why), member)
    world.execute(CloseVote(advice, "1-0-0-0-0", why), member)
    return advice


def told(world: World, person: Actor, opening: str) -> int:
    """How many messages begin so."""
    return sum(subject.startswith(opening) for subject in subjects(world, person))


def undecided(world: World) -> bool:
    return {row["state"] for row in world.rows(BulkAction)} != {BulkState.DONE}


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
