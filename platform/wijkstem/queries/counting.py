"""What a worker counts: the box, what was marked, what stands on the board, and the lots."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.domain.closing import InBox
from wijkstem.kit.rows import table_of
from wijkstem.queries.sweep import due_for_counting
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.counting import RoundClosing, RoundCount, RoundLot
from wijkstem.tables.rounds import BudgetRound, RoundArea
from wijkstem.words.rounds import BoardKind, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_ballot = table_of(Ballot)
_entry = table_of(BoardEntry)
_head = table_of(BoardHead)
_count = table_of(RoundCount)
_closing = table_of(RoundClosing)
_lot = table_of(RoundLot)

#: Whether a row of the box has a seal of this installation.
Sealed = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Due:
    """A round that the clock must look at."""

    id: UUID
    state: RoundState


@dataclass(frozen=True)
class ToCount:
    """Everything that a count needs."""

    rule_file: str
    totals: str
    areas: Mapping[int, UUID]
    box: tuple[InBox, ...]
    board: frozenset[str]


@dataclass(frozen=True)
class ToCountAnew:
    """An area whose lot was drawn: what was counted before it."""

    rule_file: str
    area_id: UUID
    area: int
    ballots: int
    ballots_file: str
    result: str
    totals: str
    #: Of the board at the close.
    root: str
    figure: str
    how: str


def due_rounds(connection: Connection, municipality_id: str, now: datetime) -> list[Due]:
    """Rounds whose time has come: for the close or the count."""
    found = select(_round.c.id, _round.c.state).where(
        _round.c.municipality_id == municipality_id, due_for_counting(now)
    )
    return [Due(*row) for row in connection.execute(found.order_by(_round.c.look_at))]


def to_count(
    connection: Connection, municipality_id: str, round_id: UUID, sealed: Sealed
) -> ToCount:
    """The locked box of a round."""
    of = _round.c.municipality_id == municipality_id, _round.c.id == round_id
    file = connection.execute(select(_round.c.rule_file).where(*of)).scalar_one()
    totals = select(_closing.c.totals).where(*_of(_closing, municipality_id, round_id))
    areas = select(_area.c.seq, _area.c.id).where(*_of(_area, municipality_id, round_id))
    box = connection.execute(select(_ballot).where(*_of(_ballot, municipality_id, round_id)))
    board = select(_entry.c.digest).where(
        *_of(_entry, municipality_id, round_id), _entry.c.kind == BoardKind.BALLOT
    )
    return ToCount(
        file,
        connection.execute(totals).scalar_one(),
        {row.seq: row.id for row in connection.execute(areas)},
        tuple(_in_box(dict(row._mapping), sealed) for row in box),
        frozenset(connection.execute(board).scalars()),
    )


def _in_box(row: Mapping[str, Any], sealed: Sealed) -> InBox:
    return InBox(
        area_id=row["area_id"],
        tag=row["tag"],
        version=row["version"],
        picks=row["picks"],
        commitment=row["commitment"],
        method=row["method"],
        sealed=sealed(row),
    )


def to_count_anew(
    connection: Connection, municipality_id: str, round_id: UUID
) -> list[ToCountAnew]:
    """Areas with a lot: drawn after their count, or put right after it."""
    found = (
        select(
            _round.c.rule_file,
            _count.c.area_id,
            _area.c.seq,
            _count.c.ballots,
            _count.c.ballots_file,
            _count.c.result,
            _closing.c.totals,
            _head.c.root,
            _lot.c.figure,
            _lot.c.how,
        )
        .join_from(_round, _count, _tied(_round.c.id, _round, _count.c.round_id, _count))
        .join(_area, _tied(_area.c.id, _area, _count.c.area_id, _count))
        .join(
            _lot,
            _tied(_lot.c.area_id, _lot, _count.c.area_id, _count)
            & (_lot.c.round_id == _count.c.round_id),
        )
        .join(_closing, _tied(_closing.c.round_id, _closing, _round.c.id, _round))
        .join(_head, _tied(_head.c.round_id, _head, _round.c.id, _round) & _head.c.closing)
        .where(_round.c.municipality_id == municipality_id, _round.c.id == round_id)
    )
    return [ToCountAnew(*tuple(row)) for row in connection.execute(found)]


def _tied(mine: Any, table: Any, other: Any, to: Any) -> Any:
    return (table.c.municipality_id == to.c.municipality_id) & (mine == other)


def _of(table: Any, municipality_id: str, round_id: UUID) -> tuple[Any, Any]:
    return table.c.municipality_id == municipality_id, table.c.round_id == round_id
