"""`make bench`: every measurement on both engines, one JSON object a line, and a table in `bench/RESULTS.md`."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import pages, signing
from bench.measure import Result
from bench.running import ENGINES, Installation, Servers, servers
from bench.scale import FULL, QUICK, Scale
from bench.town import town

#: What is measured in the town of ten thousand initiatives, in this order.
IN_TOWN: dict[str, Callable[[Installation, Scale], Iterator[Result]]] = {
    "pages": pages.measure,
    "signing": signing.measure,
}
PARTS = (*IN_TOWN,)


def main() -> None:
    """Measure, print and write."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="wijkstem-bench-"))
    folder.chmod(0o711)  # PostgreSQL has to pass through it, under another account when we are root
    try:
        with servers(folder) as running:
            for result in measure(running, options.only, options.engines, options.scale):
                print(result.line(), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(
    servers: Servers, only: tuple[str, ...], engines: tuple[str, ...], scale: Scale
) -> Iterator[Result]:
    """Everything that was asked for."""
    for engine in engines:
        in_town = [part for part in IN_TOWN if part in only]
        if in_town:
            with town(servers, engine, scale) as it:
                for part in in_town:
                    yield from IN_TOWN[part](it, scale)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--quick", dest="scale", action="store_const", const=QUICK, default=FULL)
    options = parser.parse_args()
    options.only = tuple(options.only.split(","))
    options.engines = tuple(options.engines.split(","))
    return options


if __name__ == "__main__":
    main()
