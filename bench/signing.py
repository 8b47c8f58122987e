"""Signatures over HTTP, durable when answered, beside the bare driver's commits at the same concurrency."""

from collections.abc import Iterator

from bench.commits import Commits
from bench.driving import Watched, each, sign
from bench.measure import Result, Said, Timed, compare
from bench.running import Installation
from bench.scale import Scale
from wijkstem.tables.initiatives import Initiative

CONNECTIONS = 32
VERSUS = "one update, two inserts, commit by the plain driver, on as many connections"


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """One initiative that everybody signs; what was answered is counted afterwards in the database."""
    [initiative] = it.town.file(1)
    it.town.fold()
    watched, commits = Watched(), Commits(it.url, CONNECTIONS)
    try:
        with it.serving() as port:
            yield compare(
                f"signing.{it.engine}",
                "signatures/s",
                Said(
                    lambda: watched.rate(
                        303,
                        each(port, _forms(it, initiative, scale.signing), connections=CONNECTIONS),
                    )
                ),
                VERSUS,
                Timed(lambda _: commits.write(scale.signing)),
                repetitions=scale.repetitions,
                at_least=0.35,
                note=watched.note,
            )
    finally:
        commits.close()
    require_counted(it, initiative, scale.signing * (scale.repetitions + 1))


def _forms(it: Installation, initiative: Initiative, number: int) -> list[str]:
    return [sign(initiative.number, one.token) for one in it.town.fresh(number)]


def require_counted(it: Installation, initiative: Initiative, expected: int) -> None:
    """Raises ValueError when an accepted signature is missing: then what was measured is not worth its name."""
    [row] = it.town.world.rows(Initiative, id=initiative.id)
    if row["valid_for"] != expected:
        raise ValueError(f"{expected} were accepted, {row['valid_for']} are there")
