"""Drawing people by lot: strata, places by largest remainder, and an order that follows from what was published before.

Fixed and published first: the list of candidates under random numbers, its strata and places, and which public figures
will be taken. The root of a Merkle tree sums it up. Then the figures come, that nobody can choose; the order follows.
A list lets nobody be recognised: a stratum has at least `LEAST` candidates.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from wijkstem.kit.canonical import canonical
from wijkstem.kit.merkle import root_of
from wijkstem.words import AgeBand

#: Neighbourhood and age band.
Cell = tuple[str, AgeBand]

#: Candidates in a stratum at the least: fewer would point at people.
LEAST: Final = 5
#: From young to old.
BANDS: Final = (
    AgeBand.UNDER_16,
    AgeBand.FROM_16,
    AgeBand.FROM_18,
    AgeBand.FROM_30,
    AgeBand.FROM_45,
    AgeBand.FROM_65,
)


@dataclass(frozen=True)
class Stratum:
    """Neighbourhoods and ages that are drawn from together."""

    #: From 1.
    number: int
    cells: tuple[Cell, ...]
    candidates: int
    seats: int


@dataclass(frozen=True)
class Plan:
    """What is published before anything is drawn, but for the candidates themselves."""

    municipality: str
    number: str
    #: As many places as were asked for; there can be fewer candidates.
    seats: int
    #: Where the figures come from, and the first day on which they count.
    source: str
    first_day: str
    strata: tuple[Stratum, ...]


def least_of(candidates: int, seats: int) -> int:
    """How many a stratum has at the least, so that each has a place to give and lets nobody be recognised."""
    return max(LEAST, -(-candidates // seats))


def strata_of(
    counts: Mapping[Cell, int], codes: Iterable[str], bands: Sequence[AgeBand], seats: int
) -> tuple[Stratum, ...]:
    """The strata with their places. Cells stay apart where they can, and go together where they are too small.

    Ages of one neighbourhood go together first. Neighbourhoods that are too small as a whole go together by age. What is
    then still too small joins the last. Cells without candidates take part, so that the list does not tell which those are.
    """
    total = sum(counts.values())
    least = least_of(total, seats)
    groups: list[list[Cell]] = []
    small: list[Cell] = []
    for code in sorted(codes):
        cells = [(code, band) for band in bands]
        if _size(cells, counts) < least:
            small += cells
        else:
            groups += _parted(cells, counts, least)
    small.sort(key=lambda cell: (bands.index(cell[1]), cell[0]))
    groups = _with_small(groups, small, counts, least)
    sizes = [_size(group, counts) for group in groups]
    places = allocated(sizes, seats)
    return tuple(
        Stratum(number, tuple(group), size, place)
        for number, (group, size, place) in enumerate(zip(groups, sizes, places, strict=True), 1)
    )


def _size(cells: Iterable[Cell], counts: Mapping[Cell, int]) -> int:
    return sum(counts.get(cell, 0) for cell in cells)


def _parted(cells: Sequence[Cell], counts: Mapping[Cell, int], least: int) -> list[list[Cell]]:
    """In their order, each part as small as it may be; what is left at the end joins the last."""
    parts: list[list[Cell]] = [[]]
    for cell in cells:
        if _size(parts[-1], counts) >= least:
            parts.append([])
        parts[-1].append(cell)
    if len(parts) > 1 and _size(parts[-1], counts) < least:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _with_small(
    groups: list[list[Cell]], small: list[Cell], counts: Mapping[Cell, int], least: int
) -> list[list[Cell]]:
    if not small:
        return groups
    if groups and _size(small, counts) < least:
        return [*groups[:-1], groups[-1] + small]
    return groups + _parted(small, counts, least)


def allocated(sizes: Sequence[int], seats: int) -> list[int]:
    """Places for each, in proportion: whole ones first, then one each by largest remainder.

    Equal remainders: the larger stratum first, then the one that stands first. Never more places than candidates.
    """
    total = sum(sizes)
    if not total:
        return [0 for _ in sizes]
    seats = min(seats, total)
    places = [seats * size // total for size in sizes]
    order = sorted(range(len(sizes)), key=lambda at: (-(seats * sizes[at] % total), -sizes[at], at))
    for at in order[: seats - sum(places)]:
        places[at] += 1
    return places


def lines_of(plan: Plan, entries: Mapping[str, int]) -> list[str]:
    """The list as it is published: the plan, then the candidates by their random numbers, with their stratum."""
    strata = [
        {
            "number": one.number,
            "cells": [f"{code}/{band.value}" for code, band in one.cells],
            "candidates": one.candidates,
            "seats": one.seats,
        }
        for one in plan.strata
    ]
    first = {
        "municipality": plan.municipality,
        "number": plan.number,
        "seats": plan.seats,
        "source": plan.source,
        "first_day": plan.first_day,
        "strata": strata,
    }
    return [
        canonical(first),
        *(canonical({"entry": one, "stratum": entries[one]}) for one in sorted(entries)),
    ]


def list_root(lines: Iterable[str]) -> str:
    """What is published beforehand of the whole list: nothing in it can change without changing this."""
    return root_of(line.encode() for line in lines).hex()


def drawn_order(root: str, figure: str, entries: Iterable[str]) -> list[str]:
    """In the order in which they are asked; the same whatever the order they are given in."""
    return sorted(entries, key=lambda one: (_ticket(root, figure, one), one))


def _ticket(root: str, figure: str, entry: str) -> str:
    return hashlib.sha256(f"{root}|{figure}|{entry}".encode()).hexdigest()


def by_stratum(entries: Mapping[str, int]) -> dict[int, list[str]]:
    """The entries of each stratum."""
    found: dict[int, list[str]] = {}
    for entry, stratum in entries.items():
        found.setdefault(stratum, []).append(entry)
    return found


def result_of(
    root: str, figure: str, entries: Mapping[str, int], strata: Iterable[Stratum]
) -> dict[int, list[str]]:
    """Who gets the first places, by stratum."""
    theirs = by_stratum(entries)
    return {
        one.number: drawn_order(root, figure, theirs.get(one.number, ()))[: one.seats]
        for one in strata
    }


def outcome_of(
    plan: Plan, root: str, figure: str, how: str, result: Mapping[int, Sequence[str]]
) -> dict[str, Any]:
    """The second file: the figures, where they can be looked up, and what came out."""
    return {
        "number": plan.number,
        "root": root,
        "source": plan.source,
        "first_day": plan.first_day,
        "figure": figure,
        "how": how,
        "drawn": [{"stratum": one, "entries": list(result[one])} for one in sorted(result)],
    }


def is_ordered(entries: Sequence[str]) -> bool:
    """Whether each stands once, in the order of their numbers."""
    return all(one < two for one, two in pairwise(entries))
