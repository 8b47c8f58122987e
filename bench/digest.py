"""A digest for a whole town: made and sent, beside a bare loop that fills the same templates and sends to the same server."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from bench.measure import Result, spread
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import Scale
from tests.support.readers import settle_readers
from tests.support.world import HERE
from wijkstem.adapters.mail import SmtpMailer
from wijkstem.commands.deliveries import Claimed
from wijkstem.domain.digests import cause, period
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.services import Services
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery
from wijkstem.words import Rhythm
from workers.deliveries import BATCH, deliver
from workers.digests import make_digests
from workers.letters import filled, read

#: The run is timed in so many parts, all of one size.
PARTS = 10
#: Messages of the bare loop.
BARE = 2_000
AT_LEAST = 0.25
#: Constant: no more memory for the last part than for the first, but for noise.
CONSTANT = 1.2


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """One worker, one thread: how many people a second, and whether it needs more memory as it goes on."""
    rules = bench_rules(servers.folder / f"rules-digest-{engine}")
    with installation(servers, engine, f"digest_{engine}", rules) as it, _post_office() as port:
        settle_readers(it.town.world, scale.readers)
        services = replace(
            it.town.world.services, mailer=SmtpMailer("127.0.0.1", port, "bench@localhost")
        )
        pages = make_pages(ROOT / "templates")
        began = time.perf_counter()
        made = make_digests(services, HERE)
        seconds = time.perf_counter() - began
        sent = _send(services, pages, made)
        floor = _bare(services, pages, it, min(BARE, made))
        left = len(it.town.world.rows(Delivery, template="digest", state="waiting"))
    yield _rate(engine, made, seconds, sent, floor, left)
    first, last = sent[0].memory, sent[-1].memory
    yield Result(
        f"digest.memory.{engine}",
        last,
        "MB",
        f"after the first {made // PARTS:,} people",
        first,
        0.0,
        f"constant: ≤ {CONSTANT} ×",
        last <= CONSTANT * first,
        f"held after {made:,} people (RSS)",
    )


@dataclass(frozen=True)
class Part:
    """A part of the run."""

    rate: float
    #: Megabytes held at its end.
    memory: float


def _send(services: Services, pages: Pages, people: int) -> list[Part]:
    parts = []
    for _ in range(PARTS):
        began = time.perf_counter()
        done = deliver(services, pages, HERE, stopping=_after(people // PARTS))
        parts.append(Part(done / (time.perf_counter() - began), _memory()))
    deliver(services, pages, HERE)
    return parts


def _after(messages: int) -> Callable[[], bool]:
    """A stop when so many are sent: it is looked for before each batch, and before each message in one."""
    looked = 0

    def stopping() -> bool:
        nonlocal looked
        looked += 1
        return looked > messages + messages // BATCH

    return stopping


def _bare(services: Services, pages: Pages, it: Installation, number: int) -> float:
    """The same letter again and again: no database, nothing claimed, nothing marked."""
    row = next(one for one in it.town.world.rows(Delivery, template="digest"))
    why = cause(Rhythm.DAILY, period(Rhythm.DAILY, services.clock.now()))
    recipient: UUID = row["recipient_id"]
    claimed = Claimed(row["id"], why, recipient, "digest", 1)
    said = read(services, HERE, [claimed])[claimed.id]
    began = time.perf_counter()
    with services.mailer.line() as line:
        for _ in range(number):
            line.send(filled(services, pages, HERE, claimed, said))
    return number / (time.perf_counter() - began)


def _rate(
    engine: str, made: int, seconds: float, sent: list[Part], floor: float, left: int
) -> Result:
    rates = [part.rate for part in sent]
    # Making and sending, one after the other.
    whole = 1 / (seconds / made + 1 / statistics.median(rates))
    return Result(
        f"digest.{engine}",
        whole,
        "people/s",
        "a bare loop that fills the same templates and sends to the same server",
        floor,
        spread(rates),
        f"≥ {AT_LEAST} ×",
        whole >= AT_LEAST * floor,
        f"{made:,} people, {left} left over; made in {seconds:.1f} s, one thread",
    )


def _memory() -> float:
    """What this process holds now, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def _post_office() -> Iterator[int]:
    """The port of a mail server that takes everything, in a process of its own."""
    command = [sys.executable, "-m", "tests.support.post_office"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
