"""A night of voting over HTTP, with a crowd at the close: marked, in the box and counted are the same at the end.

A vote is two transactions that are on disk when the voter has a receipt. Beside it: the bare driver's commits.
"""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import update

from bench.commits import Commits
from bench.driving import Answers, Watched, each
from bench.measure import Result, Said, Timed, compare
from bench.rulebooks import bench_rules
from bench.running import Servers, installation
from bench.scale import Scale
from tests.support.booth import Vote, a_vote, letters
from tests.support.voter import Voter
from tests.support.world import HERE
from wijkstem.commands.ballots import new_nonce
from wijkstem.kit.clock import SystemClock
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound

CONNECTIONS = 32
VERSUS = "one update, two inserts, commit by the plain driver, on as many connections"
#: Of all voters, so many come in the last seconds; and those seconds.
CROWD, LAST = 5, 3.0

_round = table_of(BudgetRound)


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Raises ValueError when a single ballot is lost or there too much."""
    rules = bench_rules(servers.folder / f"rules-voting-{engine}")
    with installation(servers, engine, f"voting_{engine}", rules) as it:
        vote = a_vote(it.town.world)
        share = scale.voters // (scale.repetitions + 1)
        watched, commits = Watched(), Commits(it.url, CONNECTIONS)
        with it.serving() as port:
            drafts = [started(port, vote, plan) for plan in (1, 2, 3, 4)]

            def rate() -> float:
                return watched.rate(
                    303, each(port, forms(vote, drafts, share), connections=CONNECTIONS)
                )

            found = compare(
                f"voting.{engine}",
                "ballots/s",
                Said(rate),
                VERSUS,
                Timed(lambda _: commits.write(share)),
                repetitions=scale.repetitions,
                note=watched.note,
            )
            crowd = close_in_the_middle(
                port, vote, forms(vote, drafts, max(scale.voters // CROWD, 20))
            )
        commits.close()
        require_reconciled(vote, share * (scale.repetitions + 1), crowd)
    yield found
    taken = crowd.statuses.get(303, 0)
    yield Result(
        f"voting.crowd.{engine}",
        crowd.rate(303, 422),
        "answers/s",
        "the same before the crowd came",
        found.value,
        0.0,
        note=f"{taken} of {sum(crowd.statuses.values())} were in time; nothing lost, all accounted for",
    )


def started(port: int, vote: Vote, plan: int) -> str:
    """The cookie of a device on which a ballot was filled in."""
    return Voter(port, vote.number).fill_in(plan)


def forms(vote: Vote, drafts: list[str], number: int) -> list[str]:
    """What so many voters send, each with the code of their letter."""
    return [
        form(vote, drafts[n % len(drafts)], code) for n, code in enumerate(letters(vote, number))
    ]


def form(vote: Vote, cookie: str, code: str) -> str:
    body = urlencode({"nonce": new_nonce(), "code": code})
    return (
        f"POST /wijkbudget/{vote.number}/stembiljet/1/controleren HTTP/1.1\r\n"
        f"Host: {HERE}.localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def close_in_the_middle(port: int, vote: Vote, requests: list[str]) -> Answers:
    """Everybody comes at once, and the vote ends while they are in line."""
    ends = SystemClock().now() + timedelta(seconds=LAST)
    with vote.world.services.connection(HERE) as connection:
        connection.execute(
            update(_round)
            .where(_round.c.municipality_id == HERE, _round.c.id == vote.round_id)
            .values(closes_at=ends)
        )
    return each(port, requests, connections=2 * CONNECTIONS).only(303, 422)


def require_reconciled(vote: Vote, before: int, crowd: Answers) -> None:
    """Receipts = ballots in the box = voters marked, but for those whom the close met between the two halves."""
    taken, late = crowd.statuses.get(303, 0), crowd.statuses.get(422, 0)
    ballots = len({row["tag"] for row in vote.world.rows(Ballot)})
    marked = sum(row["marked_on"] is not None for row in vote.world.rows(RollEntry))
    if ballots != before + taken or not ballots <= marked <= ballots + late:
        raise ValueError(
            f"{before} and {taken} have a receipt, {ballots} are in the box, {marked} are marked"
        )
