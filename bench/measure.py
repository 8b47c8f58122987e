"""Run something several times beside its floor, and say the medians and their ratio."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol


class Rated(Protocol):
    """Something whose rate can be taken."""

    def rate(self) -> float:
        """How many things a second, this time."""
        ...


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
class Said:
    """Something that says its own rate, because what is on the clock is elsewhere."""

    rate: Callable[[], float]


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
    #: What the project wants of it; "" when it is there to be looked at.
    aim: str = ""
    reached: bool | None = None
    #: What one must know to read the figures.
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    def kept(self) -> str:
        """All of it, for `again`."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def again(cls, kept: str) -> "Result":
        """What `kept` was made of."""
        return cls(**json.loads(kept))

    def line(self) -> str:
        return json.dumps(
            {
                "name": self.name,
                "value": round(self.value, 1),
                "unit": self.unit,
                "versus": self.versus,
                "floor": round(self.floor, 1),
                "ratio": round(self.ratio, 3),
                "spread": round(self.spread, 3),
                "aim": self.aim,
                "reached": self.reached,
                "note": self.note,
            },
            ensure_ascii=False,
        )


def compare(
    name: str,
    unit: str,
    ours: Rated,
    versus: str,
    floor: Rated,
    *,
    repetitions: int = 5,
    at_least: float | None = None,
    note: Callable[[], str] = lambda: "",
) -> Result:
    """Alternate both, after one warm-up each; ``at_least`` is the ratio that is aimed at."""
    ours.rate(), floor.rate()
    pairs = [(ours.rate(), floor.rate()) for _ in range(repetitions)]
    rates = [pair[0] for pair in pairs]
    median = statistics.median(rates)
    below = statistics.median(pair[1] for pair in pairs)
    aim = "" if at_least is None else f"≥ {at_least} ×"
    reached = None if at_least is None else median / below >= at_least
    return Result(name, median, unit, versus, below, spread(rates), aim, reached, note())


def spread(values: Sequence[float]) -> float:
    """(Most - least) / median."""
    return (max(values) - min(values)) / statistics.median(values)
