"""Equal shares with Add1 and completion, in seconds and megabytes, beside pabutools on the same ballots.

Always on made-up ballots; also on a real election where there is one (WIJKSTEM_PB, see `tests/tally/shared.py`). With
LONG=1 that is Warszawa 2026, with 61,668 ballots, for which pabutools takes ten minutes and as many gigabytes.
"""

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.measure import Result, spread
from bench.running import SQLITE, Servers
from bench.scale import FULL, QUICK, Scale
from tests.tally.shared import FOLDER
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.pabulib.writing import published, write

REAL = "Netherlands_Amsterdam_309"
LONG = "Poland_Warszawa_2026"
OTHERS = "pabutools"
#: Ballots and plans that are made up.
MADE_UP = {QUICK: (200, 8), FULL: (5_000, 40)}
#: At most this part of what the other takes.
MOST = 0.1


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Once, for the count knows no database."""
    if engine != SQLITE:
        return
    files = {"made-up": _made_up(servers.folder / "made-up.pb", *MADE_UP[scale])}
    long = bool(os.environ.get("LONG"))
    real = FOLDER / f"{LONG if long else REAL}.pb"
    if scale is FULL and real.is_file():
        files[real.stem] = real
    for name, file in files.items():
        yield from _compared(name, file, 1 if long and file is real else scale.repetitions)


def _made_up(file: Path, ballots: int, plans: int) -> Path:
    """Plans with many friends and plans with few, ballots of one to eight plans."""
    chance = random.Random(2026)
    names = [f"p{number:02}" for number in range(plans)]
    loved = [1 / (1 + number) ** 0.5 for number in range(plans)]
    election = Election(
        budget=_thousands(400),
        kind=BallotKind.APPROVAL,
        plans=tuple(Plan(name, _thousands(chance.randint(2, 80))) for name in names),
        ballots=tuple(
            Ballot(tuple(sorted(set(chance.choices(names, loved, k=chance.randint(1, 8))))))
            for _ in range(ballots)
        ),
    )
    meta = {
        "description": "Made up",
        "country": "Netherlands",
        "unit": "Nergens",
        "instance": "2026",
        "rule": "equalshares/add1u",
        "date_begin": "2026",
        "date_end": "2026",
    }
    file.write_bytes(write(published(election, meta, {}, None)))
    return file


def _thousands(number: int) -> Fraction:
    return Fraction(number * 1000)


def _compared(name: str, file: Path, repetitions: int) -> Iterator[Result]:
    ours, theirs = [], []
    for _ in range(repetitions):
        ours.append(_run("ours", file))
        theirs.append(_run(OTHERS, file))
    same = {frozenset(one["winners"]) for one in ours + theirs}
    note = f"{ours[0]['voters']} ballots, {ours[0]['plans']} plans; " + (
        "the same winners" if len(same) == 1 else "OTHER WINNERS"
    )
    for what, unit in (("seconds", "s"), ("megabytes", "MB")):
        values = [one[what] for one in ours]
        value = statistics.median(values)
        floor = statistics.median(one[what] for one in theirs)
        yield Result(
            f"tally.{what}.{name}",
            value,
            unit,
            OTHERS,
            floor,
            spread(values),
            f"≤ {MOST} ×" if what == "seconds" else "",
            value <= MOST * floor if what == "seconds" else None,
            note,
        )


def _run(who: str, file: Path) -> dict[str, Any]:
    """In a process of its own, for its peak memory."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.tallying", who, str(file)],
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
