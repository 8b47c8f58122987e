"""What the storms need: a PostgreSQL that keeps what it said it would keep, and the seeds."""

import os
import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fire.plan import SEEDS
from tests.support.needs import Missing, lacks
from tests.support.servers import PostgresServer


def seeds() -> list[int]:
    """The seeds of this run, the last of which nobody has seen: ``SEED=…`` repeats one."""
    if asked := os.environ.get("SEED", ""):
        return [int(asked)]
    # Every process of a parallel run has to come to the same tests.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    return [*SEEDS, random.Random(run).randrange(1000, 10**6)]


@pytest.fixture
def durable_postgres(run_folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL for one storm, which survives its own crash."""
    try:
        server = PostgresServer.private(run_folder / f"pg-{secrets.token_hex(4)}", durable=True)
    except Missing as missing:
        lacks(str(missing))
    yield server
    server.stop()
