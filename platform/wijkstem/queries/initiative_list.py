"""The list of initiatives, as visitors pick from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, not_, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.paging import Paged, paged
from wijkstem.queries.steps import StepKey, in_steps
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
    collecting: Collection[StepKey],
    public_only: bool = True,
    instrument: str | None = None,
    neighbourhood: str | None = None,
    stage: Stage | None = None,
    order: Order = Order.NEWEST,
    page: int = 1,
    per_page: int = 20,
) -> Paged[ListedRow]:
    """The initiatives that fit; ``collecting`` are the steps in which support can be given."""
    found = _listed_initiatives(municipality_id)
    if public_only:
        found = found.where(_listed.c.public)
    if instrument:
        found = found.where(_listed.c.instrument == instrument)
    if neighbourhood:
        found = found.where(_listed.c.neighbourhood_code == neighbourhood)
    if stage:
        found = found.where(_in_stage(stage, collecting))
    found = found.order_by(*_ORDERS[order], _listed.c.filed_on.desc(), _listed.c.number.desc())
    return paged(
        connection, found, lambda row: ListedRow(**row._mapping), page=page, per_page=per_page
    )


def _listed_initiatives(municipality_id: str) -> Select[Any]:
    written = ("slug", "title", "rules_version")
    folded = tuple(n for n in ListedRow.__dataclass_fields__ if n not in written)
    return (
        select(*(_listed.c[name] for name in folded), *(_initiative.c[name] for name in written))
        .join_from(
            _listed,
            _initiative,
            and_(
                _initiative.c.municipality_id == _listed.c.municipality_id,
                _initiative.c.id == _listed.c.initiative_id,
            ),
        )
        .where(_listed.c.municipality_id == municipality_id)
    )


def _in_stage(stage: Stage, collecting: Collection[StepKey]) -> ColumnElement[bool]:
    match stage:
        case Stage.OPEN:
            return in_steps(_initiative, collecting)
        case Stage.RUNNING:
            return and_(not_(_listed.c.final), not_(in_steps(_initiative, collecting)))
        case Stage.CLOSED:
            return _listed.c.final


_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (),
    Order.CLOSING: (_listed.c.final, _listed.c.due_on.is_(None), _listed.c.due_on),
    Order.SUPPORT: (_listed.c.valid_for.desc(),),
}
