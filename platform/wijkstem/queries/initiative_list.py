"""The list of initiatives, as visitors pick from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    false,
    func,
    not_,
    or_,
    select,
)

from wijkstem.kit.rows import table_of
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.paging import Paged, paged_by
from wijkstem.queries.steps import Steps, in_steps
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Milestone

_initiative = table_of(Initiative)
_listed = table_of(ListedInitiative)


class Stage(StrEnum):
    """How far initiatives are, as visitors pick them."""

    OPEN = "open"
    RUNNING = "running"
    CLOSED = "closed"


class Order(StrEnum):
    """In which order the list is."""

    NEWEST = "newest"
    CLOSING = "closing"
    SUPPORT = "support"


@dataclass(frozen=True)
class ListedRow:
    """An initiative in a list."""

    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    filed_on: date
    step: str
    due_on: date | None
    final: bool
    result: Milestone | None
    threshold: int | None
    valid_for: int
    valid_against: int


def initiative_list(
    connection: Connection,
    municipality_id: str,
    *,
    collecting: Steps,
    public_only: bool = True,
    instrument: str | None = None,
    neighbourhood: str | None = None,
    stage: Stage | None = None,
    order: Order = Order.NEWEST,
    page: int = 1,
    per_page: int = 20,
) -> Paged[ListedRow]:
    """The initiatives that fit; ``collecting`` are the steps in which support can be given."""
    asked = {"here": municipality_id, "instrument": instrument, "neighbourhood": neighbourhood}
    total, rows = _statements(
        public_only=public_only,
        by_instrument=bool(instrument),
        by_neighbourhood=bool(neighbourhood),
        stage=stage,
        order=order,
        collecting=collecting,
    )
    return paged_by(
        connection,
        total,
        rows,
        asked,
        lambda row: ListedRow(*tuple(row)),
        page=page,
        per_page=per_page,
    )


@lru_cache(maxsize=500)
def _statements(
    *,
    public_only: bool,
    by_instrument: bool,
    by_neighbourhood: bool,
    stage: Stage | None,
    order: Order,
    collecting: Steps,
) -> tuple[Select[Any], Select[Any]]:
    """What counts and what reads; built once for each way to pick, because building costs more than asking."""
    conditions = [_listed.c.municipality_id == bindparam("here")]
    if public_only:
        conditions.append(_listed.c.public)
    if by_instrument:
        conditions.append(_listed.c.instrument == bindparam("instrument"))
    if by_neighbourhood:
        conditions.append(_listed.c.neighbourhood_code == bindparam("neighbourhood"))
    if stage:
        conditions.append(_in_stage(stage, collecting))
    picked: FromClause = _listed
    if collecting.by_version and stage in {Stage.OPEN, Stage.RUNNING}:
        picked = _listed.join(_initiative, _its_initiative())
    ordered = (*_ORDERS[order], _listed.c.filed_on.desc(), _listed.c.number.desc())
    # First which ones, from the index alone; then what is shown of these few.
    ids = (
        select(_listed.c.initiative_id)
        .select_from(picked)
        .where(*conditions)
        .order_by(*ordered)
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
        .subquery()
    )
    rows = (
        select(*_columns())
        .select_from(ids.join(_listed, _listed.c.initiative_id == ids.c.initiative_id))
        .join(_initiative, _its_initiative())
        .where(_listed.c.municipality_id == bindparam("here"))
        .order_by(*ordered)
    )
    return select(func.count()).select_from(picked).where(*conditions), rows


def _columns() -> list[ColumnElement[Any]]:
    written = {"slug", "title", "rules_version"}
    return [
        (_initiative if name in written else _listed).c[name]
        for name in ListedRow.__dataclass_fields__
    ]


def _its_initiative() -> ColumnElement[bool]:
    return and_(
        _initiative.c.municipality_id == _listed.c.municipality_id,
        _initiative.c.id == _listed.c.initiative_id,
    )


def _in_stage(stage: Stage, collecting: Steps) -> ColumnElement[bool]:
    match stage:
        case Stage.OPEN:
            return _collects(collecting)
        case Stage.RUNNING:
            return and_(not_(_listed.c.final), not_(_collects(collecting)))
        case Stage.CLOSED:
            return _listed.c.final


def _collects(collecting: Steps) -> ColumnElement[bool]:
    if collecting.by_version:
        return in_steps(_initiative, collecting.keys)
    return or_(
        false(),
        *(
            and_(_listed.c.instrument == instrument, _listed.c.step == step)
            for instrument, step in sorted(collecting.names)
        ),
    )


_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (),
    Order.CLOSING: (_listed.c.final, _listed.c.due_on.is_(None), _listed.c.due_on),
    Order.SUPPORT: (_listed.c.valid_for.desc(),),
}
