"""Real processes, killed at the close and in the count again and again: one close, one count, and the right result."""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.dying import deaths_at_every_word, dies_at
from tests.support.processes import (
    Process,
    clock,
    embedded,
    environment,
    free_port,
    running,
    worker,
)
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.voted import CLOSES, Voting, published, voting
from tests.support.world import HERE, World, make_world
from wijkstem.domain.verifying import verify
from wijkstem.events.counting import RoundClosed, RoundCounted
from wijkstem.kit.clock import SystemClock
from wijkstem.queries.round_files import published_files
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import CountAlarm, RoundClosing, RoundCount
from wijkstem.tables.rounds import BudgetRound
from wijkstem.tally import presets
from workers.counting import count_votes

pytestmark = pytest.mark.slow

VOTERS, BLOWS, PATIENCE = 1500, 4, 60.0


def test_killed_at_the_close_and_in_the_count_on_the_small_engine(
    sqlite_url: str, rules: RuleBook, tmp_path: Path
) -> None:
    vote, votes = over(sqlite_url, rules)
    env = environment(sqlite_url, "", rules_folder(tmp_path / "rules"))
    storm(vote, votes, [embedded(env, tmp_path, free_port())])


def test_killed_at_the_close_and_in_the_count_on_postgresql(
    postgres_url: str, redis_server: RedisServer, rules: RuleBook, tmp_path: Path
) -> None:
    vote, votes = over(postgres_url, rules)
    env = environment(postgres_url, redis_server.url, rules_folder(tmp_path / "rules"))
    storm(vote, votes, [worker(env, tmp_path), clock(env, tmp_path)])


def test_killed_at_every_word_that_close_and_count_say_to_the_database(
    world: World, rules: RuleBook
) -> None:
    """One worker after the other, each killed one statement further than the last, and at each commit."""
    vote = voting(world, (1000, (400, 600, 700)), count=presets.equal_shares())
    ballots = [(1,), (1, 2), (2, 3), (3,), (1, 3)]
    vote.cast_many(1, ballots)
    world.clock.at = CLOSES
    url = world.services.settings.database_url

    def counting(word: int) -> Callable[[], object]:
        def work() -> None:
            mine = make_world(url, rules)
            mine.clock.at = CLOSES
            dies_at(word, mine.services.engine)
            count_votes(mine.services, HERE)

        return work

    deaths = deaths_at_every_word(counting, lambda: world.rows(BudgetRound)[0]["state"])
    assert deaths > 30
    right(vote, {str(plan): sum(plan in one for one in ballots) for plan in (1, 2, 3)})


def over(url: str, rules: RuleBook) -> tuple[Voting, dict[str, int]]:
    """A vote that has just ended, and how many votes each plan got."""
    world = make_world(url, rules)
    now = world.clock.at = SystemClock().now()
    vote = voting(
        world,
        (1000, (400, 600, 700)),
        count=presets.equal_shares(),
        opens_at=now - timedelta(days=1),
        closes_at=now,
    )
    chance = random.Random(4)
    ballots = [chance.sample((1, 2, 3), chance.randint(1, 3)) for _ in range(VOTERS)]
    vote.cast_many(1, ballots)
    return vote, {str(plan): sum(plan in one for one in ballots) for plan in (1, 2, 3)}


def storm(vote: Voting, votes: dict[str, int], processes: list[Process]) -> None:
    world, chance = vote.world, random.Random(5)
    with running(processes):
        for _ in range(BLOWS):
            time.sleep(chance.uniform(0.0, 0.5))
            for process in processes:
                process.kill()
            for process in processes:
                process.start()
            for process in processes:
                process.wait_ready()
        give_up = time.monotonic() + PATIENCE
        while not world.events(RoundCounted) and time.monotonic() < give_up:
            time.sleep(0.2)

    assert sum(process.deaths for process in processes) == BLOWS * len(processes)
    right(vote, votes)
    world.services.engine.dispose()


def right(vote: Voting, votes: dict[str, int]) -> None:
    """One close and one count, as if nobody had been killed, and anybody finds the same."""
    world = vote.world
    assert len(world.rows(RoundClosing)) == len(world.events(RoundClosed)) == 1
    assert len(world.rows(RoundCount)) == len(world.events(RoundCounted)) == 1
    assert world.rows(CountAlarm) == []
    result = json.loads(world.rows(RoundCount)[0]["result"])["result"]
    assert {plan: one["votes"] for plan, one in result["plans"].items()} == votes
    assert result["voters"] == len(world.rows(Ballot))
    published(vote)
    with world.services.reading(HERE) as connection:
        files = published_files(connection, HERE, vote.number)
    assert [check for check in verify(files) if not check.ok] == []
