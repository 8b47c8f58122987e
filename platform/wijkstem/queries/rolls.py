"""The roll in figures: how many may vote, have a code and used it, and the turnout by day. Never who."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.rolls import RollEntry, RollImport
from wijkstem.words.rounds import VotingWay

_entry = table_of(RollEntry)
_import = table_of(RollImport)


@dataclass(frozen=True)
class RollFigures:
    """What the reconciliation begins with."""

    entries: int
    codes: int
    reissued: int
    marked: int


@dataclass(frozen=True)
class Imported:
    """A list that was taken in."""

    imported_on: date
    voters: int


def roll_figures(connection: Connection, municipality_id: str, round_id: UUID) -> RollFigures:
    found = select(
        func.count(),
        func.count(_entry.c.code_hash),
        func.coalesce(func.sum(_entry.c.reissued), 0),
        func.count(_entry.c.marked_on),
    ).where(_entry.c.municipality_id == municipality_id, _entry.c.round_id == round_id)
    entries, codes, reissued, marked = connection.execute(found).one()
    return RollFigures(entries, codes, int(reissued), marked)


def imports(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Imported, ...]:
    """The oldest first."""
    found = (
        select(_import.c.imported_on, _import.c.voters)
        .where(_import.c.municipality_id == municipality_id, _import.c.round_id == round_id)
        .order_by(_import.c.imported_on, _import.c.id)
    )
    return tuple(Imported(*row) for row in connection.execute(found))


def turnout(
    connection: Connection, municipality_id: str, round_id: UUID
) -> tuple[tuple[date, VotingWay, int], ...]:
    """How many voted on each day, by each way."""
    found = (
        select(_entry.c.marked_on, _entry.c.way, func.count())
        .where(
            _entry.c.municipality_id == municipality_id,
            _entry.c.round_id == round_id,
            _entry.c.marked_on.is_not(None),
        )
        .group_by(_entry.c.marked_on, _entry.c.way)
        .order_by(_entry.c.marked_on, _entry.c.way)
    )
    return tuple((on, way, count) for on, way, count in connection.execute(found))
