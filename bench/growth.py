"""What lists, pages and signatures cost as a town grows to a million signatures, and an installation to 342 towns.

A town grows by steps. After each, every projection is rebuilt by the operator's own command, which says how a
rebuild grows and leaves the town as it should be; then the running platform is measured. Every list and page is
asked for once, so that none was seen before.
"""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench import rebuild
from bench.driving import each, get
from bench.measure import Result, spread
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import Scale
from bench.seed import Town
from bench.signing import forms
from bench.town import address, lists

CONNECTIONS = 8
#: One signature in so many is on the first initiative, which is also signed while it is measured.
SHARE = 10
#: Turns that count; one before them warms up.
TURNS = 3
#: A logarithm doubles between a thousand and a million.
SLOWEST = 0.5


@dataclass(frozen=True)
class Size:
    """How large it was, and how many a second could be done, turn by turn."""

    size: int
    rates: dict[str, list[float]]


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Signatures in one town, then towns in one installation."""
    sizes, rebuilds = [], []
    rules = bench_rules(servers.folder / f"rules-growth-{engine}")
    with installation(servers, engine, f"growth_{engine}", rules) as it:
        for size in scale.grown:
            _grow(it.town, size, scale)
            rebuilds.append(rebuild.rebuild(it))
            it.town.tell()
            sizes.append(Size(size, _rates(it, scale)))
    yield from rebuild.results(engine, rebuilds)
    yield from _results(engine, "signatures", sizes)
    towns = [_towns(servers, engine, number, scale) for number in scale.municipalities]
    yield from _results(engine, "municipalities", towns)


def _towns(servers: Servers, engine: str, number: int, scale: Scale) -> Size:
    """The town that is measured is the same each time; its neighbours have a past too."""
    rules = bench_rules(servers.folder / f"rules-{engine}-{number}", number)
    with installation(servers, engine, f"towns_{engine}_{number}", rules) as it:
        _grow(it.town, scale.grown[0], scale)
        it.town.fold()
        for slug in it.town.world.services.rules.slugs:
            if slug != it.town.where:
                _settle(Town(it.town.world, slug))
        return Size(number, _rates(it, scale))


def _settle(town: Town) -> None:
    town.settle_in(10)
    for initiative in town.file(2):
        town.sign(initiative, 10)
    town.fold()


def _grow(town: Town, signatures: int, scale: Scale) -> None:
    """Up to so many signatures or a few more."""
    town.settle_in(max(0, 10 - len(town.residents)))
    if not town.initiatives:
        town.file(scale.turn * _turns(scale))
    first, *others = town.initiatives
    town.sign(first, max(0, signatures // SHARE - town.signed(first)))
    each_other = math.ceil((signatures - signatures // SHARE) / len(others))
    for other in others:
        town.sign(other, max(0, each_other - town.signed(other)))


def _turns(scale: Scale) -> int:
    return min(TURNS, scale.repetitions) + 1


def _rates(it: Installation, scale: Scale) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {"list": [], "page": [], "sign": []}
    turns = _turns(scale)
    wanted = lists()[: scale.turn * turns]
    # Before it runs: settling people in would be in the way.
    signing = [forms(it, it.town.initiatives[0], scale.turn) for _ in range(turns)]
    with it.serving() as port:
        for turn in range(turns):
            asked = {
                "list": [get(path) for path in wanted[turn::turns]],
                "page": [get(address(one)) for one in it.town.initiatives[turn::turns]],
            }
            for kind, requests in asked.items():
                answers = each(port, requests, connections=CONNECTIONS).only(200)
                rates[kind].append(answers.rate(200))
            signed = each(port, signing[turn], connections=CONNECTIONS).only(303)
            rates["sign"].append(signed.rate(303))
    return {kind: found[1:] for kind, found in rates.items()}


def _results(engine: str, what: str, sizes: Sequence[Size]) -> Iterator[Result]:
    for kind in ("list", "page", "sign"):
        medians = {one.size: statistics.median(one.rates[kind]) for one in sizes}
        small, large = medians[sizes[0].size], medians[sizes[-1].size]
        yield Result(
            f"growth.{kind}.{what}.{engine}",
            large,
            f"a second with {sizes[-1].size:,} {what}",
            f"the same with {sizes[0].size:,}",
            small,
            spread(sizes[-1].rates[kind]),
            f"flat or logarithmic: ≥ {SLOWEST} ×",
            large >= SLOWEST * small,
            "; ".join(f"{size:,}: {rate:.0f}/s" for size, rate in medians.items()),
        )
