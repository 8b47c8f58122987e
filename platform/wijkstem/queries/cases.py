"""The desks of officials and the clerk: what waits for them, most urgent first, and who submitted it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from wijkstem.domain.steps import StepKey, in_steps
from wijkstem.kit.rows import table_of
from wijkstem.queries.initiatives import term_of_this_step
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import Initiative, RunningTerm

_initiative = table_of(Initiative)
_term = table_of(RunningTerm)
_item = table_of(AgendaItem)
_meeting = table_of(Meeting)
_person = table_of(Person)

#: What is due within this many days counts as urgent.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Case:
    """An initiative on a desk. From the write side: what a colleague just decided is gone from it."""

    number: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    filed_on: date
    step: str
    step_since: date
    due_on: date | None
    valid_for: int
    meeting_id: UUID | None
    meeting_name: str | None
    held_on: date | None


@dataclass(frozen=True)
class Counts:
    """How much waits."""

    waiting: int
    late: int
    soon: int


def cases(
    connection: Connection,
    municipality_id: str,
    *,
    steps: Collection[StepKey],
    page: int = 1,
    per_page: int = 50,
) -> Paged[Case]:
    """What is in one of ``steps``, what is due first on top."""
    here = ("meeting_id", "meeting_name", "held_on", "due_on")
    names = [name for name in Case.__dataclass_fields__ if name not in here]
    found = (
        select(
            *(_initiative.c[name] for name in names),
            _term.c.due_on,
            _meeting.c.id.label("meeting_id"),
            _meeting.c.name.label("meeting_name"),
            _meeting.c.held_on,
        )
        .select_from(
            _initiative.outerjoin(_term, term_of_this_step()).outerjoin(_item, _its_item())
        )
        .outerjoin(_meeting, _its_meeting())
        .where(_initiative.c.municipality_id == municipality_id, in_steps(_initiative, steps))
        .order_by(_term.c.due_on.is_(None), _term.c.due_on, _initiative.c.number)
    )
    return paged(connection, found, lambda row: Case(**row._mapping), page=page, per_page=per_page)


def counts(
    connection: Connection, municipality_id: str, *, steps: Collection[StepKey], today: date
) -> Counts:
    """How much is in one of ``steps``, and how much of that is late or nearly."""
    late = _term.c.due_on < today
    soon = and_(_term.c.due_on >= today, _term.c.due_on <= today + SOON)
    found = (
        select(
            func.count().label("waiting"),
            func.coalesce(func.sum(case((late, 1), else_=0)), 0).label("late"),
            func.coalesce(func.sum(case((soon, 1), else_=0)), 0).label("soon"),
        )
        .outerjoin_from(_initiative, _term, term_of_this_step())
        .where(_initiative.c.municipality_id == municipality_id, in_steps(_initiative, steps))
    )
    return Counts(**connection.execute(found).one()._mapping)


@dataclass(frozen=True)
class Submitter:
    """Who submitted it, as far as officials must know to judge and to get in touch."""

    display_name: str
    email: str | None
    neighbourhood_code: str | None
    birth_date: date | None


def submitter(connection: Connection, municipality_id: str, person_id: UUID) -> Submitter | None:
    """None for somebody who was forgotten since."""
    columns = [_person.c[name] for name in Submitter.__dataclass_fields__]
    found = select(*columns).where(
        _person.c.municipality_id == municipality_id, _person.c.id == person_id
    )
    row = connection.execute(found).first()
    return Submitter(**row._mapping) if row else None


def _its_item() -> ColumnElement[bool]:
    return and_(
        _item.c.municipality_id == _initiative.c.municipality_id,
        _item.c.initiative_id == _initiative.c.id,
    )


def _its_meeting() -> ColumnElement[bool]:
    return and_(
        _meeting.c.municipality_id == _item.c.municipality_id,
        _meeting.c.id == _item.c.meeting_id,
    )
