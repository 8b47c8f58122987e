"""Many cases at once: what is to be done now, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.bulk import BulkAction, BulkLine, BulkState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case

_action = table_of(BulkAction)
_line = table_of(BulkLine)
_case = table_of(Case)
_initiative = table_of(Initiative)
_person = table_of(Person)


def due_lines(
    connection: Connection, municipality_id: str, now: datetime, *, most: int = 500
) -> list[tuple[UUID, UUID]]:
    """Actions and cases that are to be decided now, in one order for everybody."""
    found = (
        select(_line.c.bulk_id, _line.c.case_id)
        .join_from(
            _action,
            _line,
            and_(
                _line.c.municipality_id == _action.c.municipality_id,
                _line.c.bulk_id == _action.c.id,
            ),
        )
        .where(
            _action.c.municipality_id == municipality_id,
            _action.c.state == BulkState.PLANNED,
            _action.c.due_at <= now,
            _line.c.result.is_(None),
        )
        .order_by(_action.c.due_at, _line.c.bulk_id, _line.c.case_id)
        .limit(most)
    )
    return [(row.bulk_id, row.case_id) for row in connection.execute(found)]


def planned_for(
    connection: Connection, municipality_id: str, case_id: UUID
) -> tuple[UUID, datetime] | None:
    """The action that will decide on a case, and when; None when there is none."""
    found = (
        select(_action.c.id, _action.c.due_at)
        .join_from(
            _action,
            _line,
            and_(
                _line.c.municipality_id == _action.c.municipality_id,
                _line.c.bulk_id == _action.c.id,
            ),
        )
        .where(
            _action.c.municipality_id == municipality_id,
            _action.c.state == BulkState.PLANNED,
            _line.c.case_id == case_id,
            _line.c.result.is_(None),
        )
    )
    row = connection.execute(found).first()
    return (row.id, row.due_at) if row else None


@dataclass(frozen=True)
class BulkRow:
    """A case of it: ``result`` None is not yet, ``done``, or why it was left."""

    case_id: UUID
    number: str | None
    title: str | None
    result: str | None


@dataclass(frozen=True)
class Bulk:
    """What was done with many cases, and how far it is."""

    id: UUID
    state: BulkState
    made_by: str | None
    made_at: datetime
    due_at: datetime
    outcome: str | None
    reasons: str
    assigned_to: str | None
    rows: tuple[BulkRow, ...]


def bulk(connection: Connection, municipality_id: str, bulk_id: UUID) -> Bulk | None:
    """One, with its cases by number."""
    maker, owner = _person.alias("maker"), _person.alias("owner")
    found = (
        select(
            _action.c.id, _action.c.state, maker.c.display_name.label("made_by"),
            _action.c.made_at, _action.c.due_at, _action.c.outcome, _action.c.reasons,
            owner.c.display_name.label("assigned_to"),
        )
        .select_from(
            _action.outerjoin(
                maker,
                and_(
                    maker.c.municipality_id == _action.c.municipality_id,
                    maker.c.id == _action.c.made_by,
                ),
            ).outerjoin(
                owner,
                and_(
                    owner.c.municipality_id == _action.c.municipality_id,
                    owner.c.id == _action.c.assigned_to,
                ),
            )
        )
        .where(_action.c.municipality_id == municipality_id, _action.c.id == bulk_id)
    )  # fmt: skip
    row = connection.execute(found).first()
    if row is None:
        return None
    return Bulk(**row._mapping, rows=_rows(connection, municipality_id, bulk_id))


def _rows(connection: Connection, municipality_id: str, bulk_id: UUID) -> tuple[BulkRow, ...]:
    found = (
        select(_line.c.case_id, _initiative.c.number, _initiative.c.title, _line.c.result)
        .join_from(
            _line,
            _case,
            and_(_case.c.municipality_id == _line.c.municipality_id, _case.c.id == _line.c.case_id),
        )
        .outerjoin(
            _initiative,
            and_(
                _initiative.c.municipality_id == _case.c.municipality_id,
                _initiative.c.id == _case.c.initiative_id,
            ),
        )
        .where(_line.c.municipality_id == municipality_id, _line.c.bulk_id == bulk_id)
        .order_by(_initiative.c.number, _line.c.case_id)
    )
    return tuple(BulkRow(*row) for row in connection.execute(found))
