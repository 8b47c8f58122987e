"""Signatures over HTTP, durable when answered, beside the bare driver's commits at the same concurrency."""

from collections.abc import Iterator, Sequence

from bench.commits import Commits
from bench.driving import Watched, each, sign
from bench.measure import Result, Said, Timed, compare
from bench.running import Installation
from bench.scale import Scale
from wijkstem.tables.initiatives import Initiative

CONNECTIONS = 32
VERSUS = "one update, two inserts, commit by the plain driver, on as many connections"


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """Each time one initiative that everybody signs; afterwards what was accepted is counted in the database."""
    initiatives = to_sign(it, scale.repetitions + 1)
    numbers = iter(initiatives)
    watched, commits = Watched(), Commits(it.url, CONNECTIONS)
    try:
        with it.serving() as port:

            def rate() -> float:
                requests = forms(it, next(numbers), scale.signing)
                return watched.rate(303, each(port, requests, connections=CONNECTIONS))

            yield compare(
                f"signing.{it.engine}",
                "signatures/s",
                Said(rate),
                VERSUS,
                Timed(lambda _: commits.write(scale.signing)),
                repetitions=scale.repetitions,
                at_least=0.35,
                note=watched.note,
            )
    finally:
        commits.close()
    require_counted(it, initiatives, scale.signing * (scale.repetitions + 1))


def to_sign(it: Installation, number: int) -> list[Initiative]:
    """New initiatives that nobody signed yet; nothing of them is left to follow."""
    filed = it.town.file(number)
    it.town.fold()
    return filed


def forms(it: Installation, initiative: Initiative, number: int) -> list[str]:
    """What so many residents send to support it."""
    return [sign(initiative.number, one.token) for one in it.town.signers(initiative, number)]


def require_counted(it: Installation, initiatives: Sequence[Initiative], accepted: int) -> None:
    """Raises ValueError when an accepted signature is missing: then the speed is not worth its name."""
    rows = [row for one in initiatives for row in it.town.world.rows(Initiative, id=one.id)]
    there = sum(row["valid_for"] for row in rows)
    if there != accepted:
        raise ValueError(f"{accepted} were accepted, {there} are there")
