"""What the clock asks about carrying out: which plannings and parts are late, and which parts come near."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Table, and_, or_, select

from wijkstem.domain.carrying_out import REMIND
from wijkstem.kit.rows import table_of
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, part_to_look_at, to_plan
from wijkstem.words import CarryingOutState, PartState

_row: Table = table_of(CarryingOut)
_part: Table = table_of(WorkPart)


def municipalities_with_work_to_look_at(connection: Connection, today: date) -> Iterable[str]:
    """Where something is late or near, and nobody was told yet."""
    late = select(_row.c.municipality_id).where(to_plan(_row), _row.c.plan_due_on < today)
    near = and_(_part.c.due_on >= today, _part.c.due_on <= today + REMIND)
    parts = (
        select(_part.c.municipality_id)
        .join(
            _row,
            and_(
                _row.c.municipality_id == _part.c.municipality_id,
                _row.c.initiative_id == _part.c.initiative_id,
            ),
        )
        .where(
            part_to_look_at(_part),
            _row.c.state == CarryingOutState.BUSY,
            _part.c.due_on <= today + REMIND,
            or_(_part.c.due_on < today, and_(near, _part.c.reminded.is_(False))),
        )
    )
    return connection.execute(late.union(parts)).scalars()


def late_plannings(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """The plans of which nobody was told yet that their planning is late."""
    found = select(_row.c.initiative_id).where(
        _row.c.municipality_id == municipality_id,
        _row.c.state == CarryingOutState.PLANNING,
        _row.c.plan_late.is_(False),
        _row.c.plan_due_on < today,
    )
    return list(connection.execute(found.order_by(_row.c.plan_due_on)).scalars())


def late_parts(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """The parts of which nobody was told yet that they are late."""
    found = _waiting(municipality_id).where(_part.c.late.is_(False), _part.c.due_on < today)
    return list(connection.execute(found).scalars())


def near_parts(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """The parts that nobody was told yet that they are near."""
    found = _waiting(municipality_id).where(
        _part.c.reminded.is_(False), _part.c.due_on.between(today, today + REMIND)
    )
    return list(connection.execute(found).scalars())


def _waiting(municipality_id: str) -> Select[Any]:
    return (
        select(_part.c.id)
        .join(
            _row,
            and_(
                _row.c.municipality_id == _part.c.municipality_id,
                _row.c.initiative_id == _part.c.initiative_id,
            ),
        )
        .where(
            _part.c.municipality_id == municipality_id,
            _part.c.state == PartState.PLANNED,
            _row.c.state == CarryingOutState.BUSY,
        )
        .order_by(_part.c.due_on, _part.c.id)
    )
