"""What a seed means: which blows fall, whose clocks are wrong, how web is started. A check deals part of all, `make fire` all."""

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Storms that every check goes through; between them every kind of blow falls.
SEEDS = (1, 2, 3)
#: How many kinds of blow fall in a check's storm that nobody has seen before.
FEW = 5


class Kind(StrEnum):
    """What can be done to a platform on PostgreSQL and Redis."""

    KILL_WEB = "kill web"
    KILL_WORKER = "kill worker"
    KILL_CLOCK = "kill clock"
    KILL_CHILD = "kill child"
    KILL_ALL = "kill all"
    FREEZE = "freeze"
    CUT = "cut connections"
    REFUSE = "refuse"
    RESTART = "restart"
    CRASH = "crash"
    FLUSH = "flush"
    REDIS_AWAY = "Redis away"
    LOSE_CALLS = "lose calls"
    REPEAT_CALLS = "repeat calls"


#: By seed. Each has its own way to be hard: one stands still and crashes, one loses everything, one is cut.
HANDS: dict[int, tuple[Kind, ...]] = {
    1: (Kind.FREEZE, Kind.KILL_WEB, Kind.CRASH, Kind.FLUSH, Kind.REPEAT_CALLS),
    2: (Kind.KILL_ALL, Kind.REFUSE, Kind.REDIS_AWAY, Kind.KILL_CLOCK),
    3: (Kind.KILL_WORKER, Kind.CUT, Kind.KILL_CHILD, Kind.RESTART, Kind.LOSE_CALLS),
}
#: The seeds of a check in which the processes' clocks differ: it doubles what a process costs.
SKEWED = frozenset({3})

#: The seed of a check after which every process is weighed, again and again.
WEIGHED = 2


@dataclass(frozen=True)
class Plan:
    """One storm, but for the order of things."""

    seed: int
    kinds: tuple[Kind, ...]
    clocks_differ: bool
    #: One `web` with two processes by the Procfile's line, or two of one process each.
    as_procfile: bool
    #: Who signs both plans; so many valid signatures are the threshold.
    people: int
    authors: int
    comers: int
    #: Whether what survived is held to the light for leaks.
    weighed: bool


def asked_whole() -> bool:
    """Whether `make fire` asks for everything."""
    return os.environ.get("FIRE") == "whole"


def plan_of(seed: int, *, whole: bool | None = None) -> Plan:
    """What falls in the storm of ``seed``; ``whole`` is everything."""
    if whole is None:
        whole = asked_whole()
    as_procfile = bool(seed % 2)
    if whole:
        return Plan(
            seed, tuple(Kind), True, as_procfile, people=100, authors=15, comers=12, weighed=True
        )
    chance = random.Random(f"plan {seed}")
    kinds: Sequence[Kind] = HANDS.get(seed) or chance.sample(list(Kind), FEW)
    clocks_differ = seed in SKEWED or (seed not in SEEDS and chance.random() < 0.25)
    return Plan(
        seed,
        tuple(kinds),
        clocks_differ,
        as_procfile,
        people=50,
        authors=8,
        comers=6,
        weighed=seed == WEIGHED,
    )
