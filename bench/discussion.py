"""A discussion of ten thousand contributions beside one of fifty, in every order; and support for one of them over HTTP.

Pages are asked for by somebody who is logged in, so that each is made anew. Both discussions have the same shape: of
every four contributions one is a reply. What was said is written in bulk, with the scores that the command would give;
support comes in by the website, and is counted in the database afterwards.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import insert

from bench import bulk
from bench.commits import Commits
from bench.driving import Watched, around, each, get
from bench.measure import Result, Said, Timed, compare
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import QUICK, Scale
from bench.signing import CONNECTIONS, VERSUS
from tests.support.means import announced, row_of
from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.domain.discussion import score
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.queries.discussion import discussion_page
from wijkstem.tables.discussion import Contribution, ContributionSupport, DiscussionRoom
from wijkstem.words.discussion import ContributionStance, Sorting
from wijkstem.words.means import MeansKind

#: Contributions in the two that are compared.
FEW = 50
MANY = {QUICK: 400}
FULL_MANY = 10_000
#: Most that one was supported; and who asks for pages at once.
MOST, READERS = 60, 8
#: A page of the large one is at least so quick as one of the small one.
AS_QUICK = 0.8
WORDS = (
    "Er moeten bomen komen, en een bank in de schaduw. Kinderen kunnen er dan veilig spelen. " * 3
)

_contribution = table_of(Contribution)
_room = table_of(DiscussionRoom)


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Raises ValueError when support that was accepted is not counted."""
    rules = bench_rules(servers.folder / f"rules-discussion-{engine}")
    many = MANY.get(scale, FULL_MANY)
    with installation(servers, engine, f"discussion_{engine}", rules, webs=scale.webs) as it:
        it.town.settle_in(scale.signing * (scale.repetitions + 1) + 1)
        small, large = (_discussion(it.town.world, size) for size in (FEW, many))
        asked = {one: _asked(it.town.world, small, large, one) for one in Sorting}
        it.town.fold()
        with it.serving() as port:
            for sorting in Sorting:
                yield _pages(it, scale, port, sorting, (small, large), (many, *asked[sorting]))
            yield _support(it, scale, port, large)


def _discussion(world: World, size: int) -> UUID:
    """Open since today, with so much in it."""
    today = local_date(world.clock.at)
    means_id = announced(
        world,
        MeansKind.DISCUSSION,
        decided_on=today,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        account_by=today + timedelta(days=30),
    )
    rows, supports = list(_said(world, means_id, size)), 0
    for row in rows:
        supports += row["support"]
    with world.services.connection(HERE) as connection:
        common = {"municipality_id": HERE, "means_id": means_id, "words": WORDS, "revision": 1}
        bulk.write(connection, _contribution, rows, common=common)
        room = {"municipality_id": HERE, "means_id": means_id, "last_number": size}
        connection.execute(
            insert(_room).values(**room, supports=supports, ordered_at=supports, revision=0)
        )
    return means_id


def _said(world: World, means_id: UUID, size: int) -> Iterator[dict[str, Any]]:
    """Of nobody in particular; every fourth is a reply to the one before it."""
    chance, ids = random.Random(size), [new_id() for _ in range(size)]
    del means_id
    for at, one in enumerate(ids):
        reply = at % 4 == 3
        support = 0 if reply else chance.randrange(MOST)
        yield {
            "id": one,
            "number": at + 1,
            "depth": int(reply),
            "parent_id": ids[at - 1] if reply else None,
            "place": int(reply),
            "to_number": at if reply else None,
            "stance": None if reply else ContributionStance.FOR,
            "replies": int(at % 4 == 2 and at + 1 < size),
            "answered": at % 4 == 2 and at + 1 < size,
            "support": support,
            "score": score(support, MOST * 2),
            "said_at": world.clock.at - timedelta(seconds=size - at),
        }


def _asked(world: World, small: UUID, large: UUID, sorting: Sorting) -> tuple[int, int]:
    """How many statements a page takes, of each."""

    def one(means_id: UUID) -> int:
        with (
            world.services.reading(HERE) as connection,
            statements(world.services.engine) as counted,
        ):
            discussion_page(
                connection, HERE, means_id, sorting=sorting, after=None, person_id=new_id()
            )
        return len(counted)

    return one(small), one(large)


def _pages(
    it: Installation,
    scale: Scale,
    port: int,
    sorting: Sorting,
    both: tuple[UUID, UUID],
    sizes: tuple[int, int, int],
) -> Result:
    watched, token = Watched(), it.town.residents[0].token
    small, large = (_address(it.town.world, one, sorting) for one in both)

    def rate(path: str) -> Said:
        requests = [get(path, cookie=f"wijkstem={token}")]
        return Said(
            lambda: watched.rate(
                200, around(port, requests, connections=READERS, seconds=scale.seconds)
            )
        )

    many, few_asked, many_asked = sizes
    return compare(
        f"discussion.page.{sorting.value}.{it.engine}",
        f"pages/s of {many:,} contributions",
        rate(large),
        f"the same of {FEW}",
        rate(small),
        repetitions=scale.repetitions,
        at_least=AS_QUICK,
        note=lambda: (
            f"{many_asked} statements against {few_asked} for the discussion; {watched.note()}"
        ),
    )


def _address(world: World, means_id: UUID, sorting: Sorting) -> str:
    row = row_of(world, means_id)
    return f"/meedoen/{row['number']}-{row['slug']}?sorteer={sorting.value}"


def _support(it: Installation, scale: Scale, port: int, means_id: UUID) -> Result:
    """Everybody supports the first; each time it is others."""
    world = it.town.world
    path = f"/meedoen/{row_of(world, means_id)['number']}/bijdrage/1/steun"
    tokens = iter([one.token for one in it.town.residents[1:]])
    watched, commits = Watched(), Commits(it.url, CONNECTIONS)

    def rate() -> float:
        requests = [_form(path, next(tokens)) for _ in range(scale.signing)]
        return watched.rate(303, each(port, requests, connections=CONNECTIONS))

    try:
        found = compare(
            f"discussion.supporting.{it.engine}",
            "supports/s",
            Said(rate),
            VERSUS,
            Timed(lambda _: commits.write(scale.signing)),
            repetitions=scale.repetitions,
            note=watched.note,
        )
    finally:
        commits.close()
    _require_counted(world, means_id, scale.signing * (scale.repetitions + 1))
    return found


def _form(path: str, token: str) -> str:
    body = urlencode({"steun": "ja"})
    return (
        f"POST {path} HTTP/1.1\r\nHost: {HERE}.localhost\r\nCookie: wijkstem={token}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def _require_counted(world: World, means_id: UUID, accepted: int) -> None:
    """Raises ValueError when one is missing or there too much: then the speed is not worth its name."""
    there: Sequence[object] = world.rows(ContributionSupport)
    [first] = world.rows(Contribution, means_id=means_id, number=1)
    before = next(_said(world, means_id, _size_of(world, means_id)))["support"]
    if (len(there), first["support"]) != (accepted, before + accepted):
        raise ValueError(f"{accepted} were accepted, {len(there)} are there")


def _size_of(world: World, means_id: UUID) -> int:
    [room] = world.rows(DiscussionRoom, means_id=means_id)
    return int(room["last_number"])
