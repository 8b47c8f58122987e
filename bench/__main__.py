"""`make bench`: every measurement on both engines, one JSON object a line."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import consumers, signatures
from bench.measure import Result
from tests.support.rulebook import rule_book
from tests.support.servers import PostgresServer
from tests.support.world import World, make_world
from wijkstem.kit.migrations import upgrade

#: Connections in the pool, so that threads wait for the database and not for each other.
POOL = 16


@contextmanager
def engines(folder: Path) -> Iterator[dict[str, str]]:
    """A fresh database of each kind, with what makes "accepted means on disk" true switched on."""
    server = PostgresServer.private(folder / "pg", durable=True)
    try:
        yield {
            "sqlite": f"sqlite:///{folder / 'bench.db'}",
            "postgres": server.create_database("bench"),
        }
    finally:
        server.stop()


def platform(url: str, folder: Path) -> World:
    """A platform on an empty database."""
    upgrade(url)
    return make_world(url, rule_book(folder), pool_size=POOL)


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="wijkstem-bench-"))
    folder.chmod(0o711)
    try:
        with engines(folder) as urls:
            for name, url in urls.items():
                world = platform(url, folder / f"rules-{name}")
                for threads in (1, 8):
                    _say(signatures.measure(world, url, f"{name}", threads))
                for result in consumers.measure(world, name):
                    _say(result)
                world.services.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say(result: Result) -> None:
    print(result.line(), flush=True)


if __name__ == "__main__":
    main()
