"""`make bench`: every measurement on both engines, one JSON object a line, and a table in `bench/RESULTS.md`."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import (
    alike,
    consumers,
    desk,
    dialogue,
    digest,
    discussion,
    footprint,
    growth,
    indicators,
    pages,
    results,
    rush,
    signatures,
    signing,
    tally,
    visible,
    voting,
)
from bench.measure import Result
from bench.rulebooks import bench_rules
from bench.running import ENGINES, Installation, Servers, installation, servers
from bench.scale import FULL, QUICK, Scale
from bench.town import town


def _commands(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """The command by itself, without HTTP."""
    del scale
    rules = bench_rules(servers.folder / f"rules-commands-{engine}")
    with installation(servers, engine, f"commands_{engine}", rules) as it:
        for threads in (1, 8):
            yield signatures.measure(it.town.world, it.url, engine, threads)


#: What is measured in the town of ten thousand initiatives, in this order.
IN_TOWN: dict[str, Callable[[Installation, Scale], Iterator[Result]]] = {
    "pages": pages.measure,
    "signing": signing.measure,
    "visible": visible.measure,
    "rush": rush.measure,
    "desk": desk.measure,
}
#: What makes its own databases.
APART: dict[str, Callable[[Servers, str, Scale], Iterator[Result]]] = {
    "signatures": _commands,
    "consumers": consumers.measure,
    "indicators": indicators.measure,
    "digest": digest.measure,
    "growth": growth.measure,
    "footprint": footprint.measure,
    "alike": alike.measure,
    "tally": tally.measure,
    "voting": voting.measure,
    "dialogue": dialogue.measure,
    "discussion": discussion.measure,
}
PARTS = (*IN_TOWN, *APART)


def main() -> None:
    """Measure, print and write."""
    options = _options()
    with _temporary() as folder, servers(folder) as running:
        found = []
        for result in measure(running, options.only, options.engines, options.scale):
            found.append(result)
            print(result.line(), flush=True)
            if options.keep:
                with options.keep.open("a") as kept:
                    kept.write(result.kept() + "\n")
        if options.table:
            found = [Result.again(line) for line in options.table.read_text().splitlines()]
        if options.write or options.table:
            results.write(found, running)


def measure(
    servers: Servers, only: Sequence[str], engines: Sequence[str], scale: Scale
) -> Iterator[Result]:
    """Everything that was asked for."""
    for engine in engines:
        in_town = [part for part in IN_TOWN if part in only]
        if in_town:
            with town(servers, engine, scale) as it:
                for part in in_town:
                    yield from IN_TOWN[part](it, scale)
        for part in APART:
            if part in only:
                yield from APART[part](servers, engine, scale)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", type=_among(PARTS), default=PARTS, help=", ".join(PARTS))
    parser.add_argument("--engines", type=_among(ENGINES), default=ENGINES)
    parser.add_argument(
        "--quick", dest="scale", action="store_const", const=QUICK, default=FULL, help="tiny sizes"
    )
    parser.add_argument(
        "--keep", type=Path, help="add what is measured to this file, for a run in several sittings"
    )
    parser.add_argument(
        "--table", type=Path, help="measure nothing; make the table of what was kept in this file"
    )
    options = parser.parse_args()
    if options.table:
        options.only = ()
    # A part of the table, or figures that mean nothing, must not take the table's place.
    options.write = options.scale is FULL and set(options.only) == set(PARTS)
    options.write = options.write and set(options.engines) == set(ENGINES)
    return options


def _among(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def read(said: str) -> tuple[str, ...]:
        names = tuple(said.replace(",", " ").split())
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"{unknown} not in {known}")
        return names or tuple(known)

    return read


@contextmanager
def _temporary() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wijkstem-bench-"))
    folder.chmod(0o711)  # PostgreSQL has to pass through it, under another account when we are root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
