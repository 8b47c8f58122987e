"""The counter: what residents can support now, and the lists on paper with who is to look at them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.domain.steps import StepKey, in_steps
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.words import LineState, PaperState

_plan = table_of(Initiative)
_batch = table_of(PaperBatch)
_line = table_of(PaperLine)

#: Lists that are done, on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class OpenPlan:
    """A plan that can be supported."""

    id: UUID
    number: str
    title: str
    slug: str
    valid_for: int


def open_plans(
    connection: Connection, municipality_id: str, *, steps: Collection[StepKey], page: int = 1
) -> Paged[OpenPlan]:
    """What can be supported, the newest first."""
    found = (
        select(*(_plan.c[name] for name in OpenPlan.__dataclass_fields__))
        .where(_plan.c.municipality_id == municipality_id, in_steps(_plan, steps))
        .order_by(_plan.c.filed_on.desc(), _plan.c.number.desc())
    )
    return paged(
        connection, found, lambda row: OpenPlan(**row._mapping), page=page, per_page=PER_PAGE
    )


@dataclass(frozen=True)
class List:
    """A list on paper."""

    id: UUID
    state: PaperState
    entered_by: UUID | None
    approved_by: UUID | None
    lines: int
    opened_at: datetime
    decided_at: datetime | None
    number: str
    title: str
    slug: str


_list = select(
    _batch.c.id,
    _batch.c.state,
    _batch.c.entered_by,
    _batch.c.approved_by,
    _batch.c.lines,
    _batch.c.opened_at,
    _batch.c.decided_at,
    _plan.c.number,
    _plan.c.title,
    _plan.c.slug,
).join_from(
    _batch,
    _plan,
    (_plan.c.municipality_id == _batch.c.municipality_id) & (_plan.c.id == _batch.c.initiative_id),
)


def lists(connection: Connection, municipality_id: str, *, page: int = 1) -> Paged[List]:
    """What still has to be done first, then what was done last."""
    done = _batch.c.state.in_((PaperState.DECIDED, PaperState.DROPPED))
    found = _list.where(
        _batch.c.municipality_id == municipality_id, _batch.c.state != PaperState.DROPPED
    ).order_by(done, _batch.c.opened_at.desc(), _batch.c.id)
    return paged(connection, found, lambda row: List(**row._mapping), page=page, per_page=PER_PAGE)


@dataclass(frozen=True)
class Line:
    """A line of a list."""

    line: int
    state: LineState
    name: str | None
    birth_date: date | None
    neighbourhood_code: str | None
    lives_here: bool


@dataclass(frozen=True)
class WholeList:
    """A list with its lines."""

    facts: List
    lines: tuple[Line, ...]


def whole_list(connection: Connection, municipality_id: str, batch_id: UUID) -> WholeList | None:
    """None for one that is not there."""
    found = connection.execute(
        _list.where(_batch.c.municipality_id == municipality_id, _batch.c.id == batch_id)
    ).first()
    if found is None:
        return None
    lines = connection.execute(
        select(*(_line.c[name] for name in Line.__dataclass_fields__))
        .where(_line.c.municipality_id == municipality_id, _line.c.batch_id == batch_id)
        .order_by(_line.c.line)
    )
    return WholeList(List(**found._mapping), tuple(Line(**row._mapping) for row in lines))


def lists_waiting(connection: Connection, municipality_id: str) -> int:
    """How many lists wait for a second official."""
    counted = select(func.count()).where(
        _batch.c.municipality_id == municipality_id, _batch.c.state == PaperState.READY
    )
    return int(connection.execute(counted).scalar_one())
