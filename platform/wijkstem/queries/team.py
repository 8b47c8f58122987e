"""Who of the desk has which work, and who is away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select
from sqlalchemy import case as when

from wijkstem.kit.rows import table_of
from wijkstem.queries.moderation import Looked
from wijkstem.tables.accounts import Person, RoleGrant
from wijkstem.tables.moderation import Case, OfficialAbsence, on_the_desk
from wijkstem.words import Role

_case = table_of(Case)
_role = table_of(RoleGrant)
_person = table_of(Person)
_deputy = table_of(Person).alias("deputy")
_absence = table_of(OfficialAbsence)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the desk, or who has cases and does not any more; no id: what is nobody's."""

    id: UUID | None
    name: str
    open: int
    late: int
    #: What they have in hand just now.
    in_hand: int
    away_from: date | None
    away_until: date | None
    deputy: str | None


def team(connection: Connection, municipality_id: str, *, looked: Looked) -> list[Colleague]:
    """By name, what is nobody's last; two statements however many there are."""
    work = {row.owner: row for row in connection.execute(_work(municipality_id, looked))}
    people = connection.execute(_people(municipality_id, looked, [o for o in work if o])).all()
    found = [
        Colleague(
            row.id,
            row.display_name,
            *_counts(work.get(row.id)),
            row.first,
            row.last,
            row.deputy,
        )
        for row in people
    ]
    return [*found, Colleague(None, "", *_counts(work.get(None)), None, None, None)]


def _counts(row: Any) -> tuple[int, int, int]:
    return (row.open, row.late, row.in_hand) if row else (0, 0, 0)


def _work(municipality_id: str, looked: Looked) -> Select[Any]:
    def number(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
        return func.sum(when((condition, 1), else_=0)).label(name)

    return (
        select(
            _case.c.assigned_to.label("owner"),
            func.count().label("open"),
            number(_case.c.due_on < looked.today, "late"),
            number(_case.c.claimed_until > looked.now, "in_hand"),
        )
        .where(_case.c.municipality_id == municipality_id, on_the_desk(_case))
        .group_by(_case.c.assigned_to)
    )


def _people(municipality_id: str, looked: Looked, owners: list[UUID]) -> Select[Any]:
    """Officials, and who is none any more and still has cases."""
    works_here = (
        select(_role.c.person_id)
        .where(_role.c.municipality_id == municipality_id, _role.c.role == Role.OFFICIAL)
        .scalar_subquery()
    )
    away = and_(
        _absence.c.municipality_id == _person.c.municipality_id,
        _absence.c.person_id == _person.c.id,
        _absence.c.last >= looked.today,
    )
    deputy = and_(
        _deputy.c.municipality_id == _absence.c.municipality_id,
        _deputy.c.id == _absence.c.deputy_id,
    )
    return (
        select(
            _person.c.id,
            _person.c.display_name,
            _absence.c.first,
            _absence.c.last,
            _deputy.c.display_name.label("deputy"),
        )
        .select_from(_person.outerjoin(_absence, away).outerjoin(_deputy, deputy))
        .where(
            _person.c.municipality_id == municipality_id,
            _person.c.id.in_(works_here) | _person.c.id.in_(owners),
        )
        .order_by(_person.c.display_name, _person.c.id)
    )
