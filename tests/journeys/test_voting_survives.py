"""Real processes, killed while people vote: who has a receipt is in the box, everybody once, and nothing else is."""

import random
import threading
import time
from pathlib import Path

import pytest

from tests.support.booth import Vote, a_vote, letters
from tests.support.processes import Process, embedded, environment, free_port, running, web, worker
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.voter import Voter
from tests.support.world import HERE, World, make_world
from wijkstem.commands.ballots import Stir
from wijkstem.domain.board import receipt_of
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rolls import RollEntry

pytestmark = pytest.mark.slow

#: Voters, devices that vote at once, and times that everything is killed.
VOTERS, DEVICES, BLOWS = 36, 6, 4


def test_killed_while_people_vote_on_the_small_engine(
    sqlite_url: str, rules: RuleBook, tmp_path: Path
) -> None:
    port, vote = free_port(), open_vote(sqlite_url, rules)
    env = environment(sqlite_url, "", rules_folder(tmp_path / "rules"))
    storm(vote, port, [embedded(env, tmp_path, port)])


def test_killed_while_people_vote_on_postgresql(
    postgres_url: str, redis_server: RedisServer, rules: RuleBook, tmp_path: Path
) -> None:
    port, vote = free_port(), open_vote(postgres_url, rules)
    env = environment(postgres_url, redis_server.url, rules_folder(tmp_path / "rules"))
    storm(vote, port, [web(env, tmp_path, port), worker(env, tmp_path)])


def open_vote(url: str, rules: RuleBook) -> Vote:
    """By the machine's clock, as the processes have it."""
    world: World = make_world(url, rules)
    world.clock.at = SystemClock().now()
    return a_vote(world)


def storm(vote: Vote, port: int, processes: list[Process]) -> None:
    codes, chance = letters(vote, VOTERS), random.Random(3)
    voted: dict[str, str] = {}
    first = {code: chance.choice((1, 2, 3, 4)) for code in codes}
    last = {code: chance.choice((1, 2, 3, 4)) for code in codes}

    def people(some: list[str]) -> None:
        for code in some:
            Voter(port, vote.number).vote(code, first[code])
            voted[code] = Voter(port, vote.number).vote(code, last[code])

    with running(processes):
        crowd = [threading.Thread(target=people, args=(codes[n::DEVICES],)) for n in range(DEVICES)]
        for thread in crowd:
            thread.start()
        for _ in range(BLOWS):
            time.sleep(chance.uniform(0.3, 1.2))
            _blow(processes)
            vote.world.execute(Stir(vote.round_id))
        for thread in crowd:
            thread.join()
    try:
        check(vote, voted, last)
    finally:
        vote.world.services.engine.dispose()
    assert sum(process.deaths for process in processes) == BLOWS * len(processes)


def _blow(processes: list[Process]) -> None:
    for process in processes:
        process.kill()
    for process in processes:
        process.start()
    for process in processes:
        process.wait_ready()


def check(vote: Vote, voted: dict[str, str], last: dict[str, int]) -> None:
    rows = vote.world.rows(Ballot)
    newest = {row["tag"]: row for row in sorted(rows, key=lambda row: row["version"])}
    receipts = {receipt_of(row["commitment"]) for row in newest.values()}
    marked = [row for row in vote.world.rows(RollEntry) if row["marked_on"] is not None]

    assert len(voted) == len(newest) == len(marked) == VOTERS
    assert receipts == set(voted.values()), "the last receipt of everybody is what counts"
    assert sorted(row["picks"] for row in newest.values()) == sorted(
        f'{{"{number}":1}}' for number in last.values()
    )
    assert len(rows) == 2 * VOTERS, "sent again and again, each form is one ballot"
    assert {row["municipality_id"] for row in rows} == {HERE}
