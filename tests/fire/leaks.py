"""Whether a process grows with what it does: weighed after each of several equal loads.

A process that is well grows while it warms up, and now and then by chance; one that leaks grows in every round.
"""

import itertools
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import psutil

from tests.fire.door import Door
from tests.support.processes import Process

#: Loads that warm up: threads and connections come as they are needed, each with memory of its own.
WARM_UP = 2
#: Equal loads after those.
ROUNDS = 4
#: Requests of one load.
LOAD = 120
#: More bytes in every round than this is a leak: some 5 kB a request.
BYTES = LOAD * 5_000
#: The same of open files and connections; less than one for each hundred requests.
FILES = 2
#: So many requests at once.
AT_ONCE = 6


@dataclass(frozen=True)
class Weight:
    """What a process holds with its children: memory that is only theirs, and open files with connections."""

    bytes: int
    files: int

    @classmethod
    def of(cls, process: Process) -> Self:
        first = psutil.Process(process.pid)
        everybody = [first, *first.children(recursive=True)]
        return cls(
            sum(one.memory_full_info().uss for one in everybody),
            sum(one.num_fds() for one in everybody),
        )


def weighed(
    processes: Sequence[Process], load: Callable[[], None], rounds: int = ROUNDS
) -> dict[str, list[Weight]]:
    """The weight of each process when it is warm, and after each load that followed."""
    found: dict[str, list[Weight]] = {process.name: [] for process in processes}
    for _ in range(WARM_UP):
        load()
    for number in range(rounds + 1):
        if number:
            load()
        for process in processes:
            found[process.name].append(Weight.of(process))
    return found


def leaking(found: dict[str, list[Weight]]) -> list[str]:
    """Who grew in every single round, and how."""
    return [
        f"{name}: {what}: {values}"
        for name, weights in found.items()
        for what, least in (("bytes", BYTES), ("files", FILES))
        if _grows(values := [getattr(weight, what) for weight in weights], least)
    ]


def _grows(values: Iterable[int], least: int) -> bool:
    return all(after - before >= least for before, after in itertools.pairwise(values))


def reading(door: Door, paths: Sequence[str], token: str, *, where: str) -> None:
    """One load: pages, again and again, as somebody who is logged in and so gets each made anew."""

    def look(number: int) -> None:
        path = paths[number % len(paths)]
        door.look(path, token, random.Random(number), where=where)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(look, range(LOAD)))


def writing(asks: Sequence[Callable[[random.Random], None]], chance: random.Random) -> None:
    """One load of what people do."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda ask: ask(random.Random(chance.random())), asks))
