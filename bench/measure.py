"""Run something several times beside its floor, and say the medians and their ratio."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Timed:
    """Something to measure: ``run`` gets what ``prepare`` made, and only ``run`` is on the clock."""

    run: Callable[[Any], int]
    prepare: Callable[[], Any] = lambda: None

    def rate(self) -> float:
        """How many things a second; ``run`` gives how many it did."""
        prepared = self.prepare()
        start = time.perf_counter()
        done = self.run(prepared)
        return done / (time.perf_counter() - start)


@dataclass(frozen=True)
class Result:
    """One line of the bench's output."""

    name: str
    value: float
    unit: str
    #: What it is compared with, measured in the same run.
    versus: str
    floor: float
    #: (Most - least) / median of our repetitions.
    spread: float

    def line(self) -> str:
        return json.dumps(
            {
                "name": self.name,
                "value": round(self.value, 1),
                "unit": self.unit,
                "versus": self.versus,
                "floor": round(self.floor, 1),
                "ratio": round(self.value / self.floor, 3),
                "spread": round(self.spread, 3),
            }
        )


def compare(
    name: str, unit: str, ours: Timed, versus: str, floor: Timed, *, repetitions: int = 5
) -> Result:
    """Alternate both, after one warm-up each."""
    ours.rate(), floor.rate()
    pairs = [(ours.rate(), floor.rate()) for _ in range(repetitions)]
    rates = [pair[0] for pair in pairs]
    median = statistics.median(rates)
    below = statistics.median(pair[1] for pair in pairs)
    return Result(name, median, unit, versus, below, (max(rates) - min(rates)) / median)
