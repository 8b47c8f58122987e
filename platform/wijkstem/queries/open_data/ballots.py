"""The ballots of rounds whose result is public, one by one: read from the published files, a piece at a time."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.rounds import BudgetRound, RoundArea
from wijkstem.words.rounds import RoundKind, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_count = table_of(RoundCount)

#: Characters of a file that are in memory at a time.
_PIECE: Final = 256 * 1024
_VOTES: Final = "VOTES"


@dataclass(frozen=True)
class OpenBallot:
    """A ballot as it was published: nobody's, and in no order that says anything."""

    round: str
    area: int
    #: Its place in the file of its area.
    place: int
    #: Numbers of the ballot.
    plans: tuple[str, ...]
    points: tuple[str, ...]
    method: str


def open_ballots(connection: Connection, municipality_id: str) -> Iterator[OpenBallot]:
    """Of all public rounds, area by area."""
    found = (
        select(_round.c.number, _area.c.seq, _count.c.round_id, _count.c.area_id)
        .join_from(
            _count,
            _round,
            (_round.c.municipality_id == _count.c.municipality_id)
            & (_round.c.id == _count.c.round_id),
        )
        .join(
            _area,
            (_area.c.municipality_id == _count.c.municipality_id)
            & (_area.c.id == _count.c.area_id),
        )
        .where(
            _count.c.municipality_id == municipality_id,
            _round.c.state == RoundState.PUBLISHED,
            _round.c.kind == RoundKind.BUDGET,
        )
        .order_by(_round.c.number, _area.c.seq)
    )
    for number, area, *of in connection.execute(found).all():
        yield from _of_area(number, area, _lines(connection, municipality_id, *of))


def _of_area(number: str, area: int, lines: Iterator[str]) -> Iterator[OpenBallot]:
    for line in lines:
        if line.strip() == _VOTES:
            break
    for one in csv.DictReader(lines, delimiter=";"):
        yield OpenBallot(
            number,
            area,
            int(one["voter_id"]),
            _listed(one["vote"]),
            _listed(one.get("points") or ""),
            one.get("voting_method") or "",
        )


def _listed(said: str) -> tuple[str, ...]:
    return tuple(said.split(",")) if said else ()


def _lines(
    connection: Connection, municipality_id: str, round_id: UUID, area_id: UUID
) -> Iterator[str]:
    rest, place = "", 1
    while True:
        piece = connection.execute(
            select(func.substr(_count.c.ballots_file, place, _PIECE)).where(
                _count.c.municipality_id == municipality_id,
                _count.c.round_id == round_id,
                _count.c.area_id == area_id,
            )
        ).scalar_one()
        if not piece:
            break
        place += len(piece)
        *whole, rest = (rest + piece).split("\n")
        yield from (f"{line}\n" for line in whole)
    if rest:
        yield rest
