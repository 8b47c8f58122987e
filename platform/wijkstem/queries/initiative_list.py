"""The list of initiatives, as visitors pick from it."""

import functools
import operator
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
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
)

from wijkstem.domain.steps import Steps, in_steps
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import Wanted, matches
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.paging import Paged, paged_by
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.search import FindableInitiative
from wijkstem.words import Milestone

_initiative = table_of(Initiative)
_listed = table_of(ListedInitiative)
_found = table_of(FindableInitiative)


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
    #: What has most of the words in its title; only where words were asked for.
    BEST = "best"


@dataclass(frozen=True)
class ListedRow:
    """An initiative in a list."""

    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    subject: str
    filed_on: date
    step: str
    step_since: date
    due_on: date | None
    final: bool
    result: Milestone | None
    threshold: int | None
    valid_for: int
    valid_against: int


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; None: whichever."""

    words: Wanted | None = None
    neighbourhood: str | None = None
    subject: str | None = None
    instrument: str | None = None
    stage: Stage | None = None

    @property
    def kinds(self) -> "Kinds":
        """Which of them there are: what a statement is built for."""
        words = self.words.words if self.words else ()
        return Kinds(
            tuple(len(stems) for stems in words),
            tuple(name for name in _COLUMNS if getattr(self, name)),
            self.stage,
        )

    def values(self, connection: Connection) -> dict[str, object]:
        """What the statement is asked with."""
        asked: dict[str, object] = {name: getattr(self, name) for name in _COLUMNS}
        if self.words:
            asked["words"] = self.words.for_engine(connection.dialect.name)
            for place, stems in enumerate(self.words.words):
                asked |= {f"word_{place}_{n}": f"% {stem} %" for n, stem in enumerate(stems)}
        return asked


@dataclass(frozen=True)
class Kinds:
    """What is looked for, without the values: of each word the number of its stems, and the columns compared."""

    stems: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    stage: Stage | None = None


#: From what is looked for to the column that says it.
_COLUMNS = {
    "neighbourhood": _listed.c.neighbourhood_code,
    "subject": _listed.c.subject,
    "instrument": _listed.c.instrument,
}
#: Nothing in particular.
EVERYTHING = Filters()


def initiative_list(
    connection: Connection,
    municipality_id: str,
    *,
    collecting: Steps,
    filters: Filters = EVERYTHING,
    public_only: bool = True,
    order: Order = Order.NEWEST,
    page: int = 1,
    per_page: int = 20,
) -> Paged[ListedRow]:
    """The initiatives that fit; ``collecting`` are the steps in which support can be given."""
    total, rows = _statements(
        kinds=filters.kinds, public_only=public_only, order=order, collecting=collecting
    )
    return paged_by(
        connection,
        total,
        rows,
        {"here": municipality_id, **filters.values(connection)},
        lambda row: ListedRow(*tuple(row)),
        page=page,
        per_page=per_page,
    )


@lru_cache(maxsize=500)
def _statements(
    *, kinds: Kinds, public_only: bool, order: Order, collecting: Steps
) -> tuple[Select[Any], Select[Any]]:
    """What counts and what reads; built once for each way to pick, because building costs more than asking."""
    picked, conditions = picking(kinds, public_only=public_only, collecting=collecting)
    first = _best(kinds) if order is Order.BEST else _ORDERS[order]
    last = (_listed.c.filed_on.desc(), _listed.c.number.desc())
    ordered = (*first, *last)
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
    whole: FromClause = ids.join(_listed, _listed.c.initiative_id == ids.c.initiative_id)
    if kinds.stems and order is Order.BEST:
        whole = whole.join(_found, _its_words())
    rows = (
        select(*_columns())
        .select_from(whole)
        .join(_initiative, _its_initiative())
        .where(_listed.c.municipality_id == bindparam("here"))
        .order_by(*ordered)
    )
    return select(func.count()).select_from(picked).where(*conditions), rows


def picking(
    kinds: Kinds, *, public_only: bool, collecting: Steps
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """From what, and under which conditions, whoever counts or lists what fits."""
    conditions = [_listed.c.municipality_id == bindparam("here")]
    if public_only:
        conditions.append(_listed.c.public)
    conditions += [_COLUMNS[name] == bindparam(name) for name in kinds.columns]
    if kinds.stage:
        conditions.append(_in_stage(kinds.stage, collecting))
    picked: FromClause = _listed
    if kinds.stems:
        picked = picked.join(_found, _its_words())
        conditions.append(matches(_found.c.doc, _found.c.words, bindparam("words", type_=Text)))
    if collecting.by_version and kinds.stage in {Stage.OPEN, Stage.RUNNING}:
        picked = picked.join(_initiative, _its_initiative())
    return picked, conditions


def _best(kinds: Kinds) -> tuple[ColumnElement[Any], ...]:
    """How many of the words stand in the title, most first."""
    if not kinds.stems:
        return ()
    hits = [
        case(
            (
                or_(
                    *(
                        _found.c.title_words.like(bindparam(f"word_{place}_{n}"))
                        for n in range(stems)
                    )
                ),
                1,
            ),
            else_=0,
        )
        for place, stems in enumerate(kinds.stems)
    ]
    return (functools.reduce(operator.add, hits).desc(),)


def _its_words() -> ColumnElement[bool]:
    return and_(
        _found.c.municipality_id == _listed.c.municipality_id,
        _found.c.initiative_id == _listed.c.initiative_id,
    )


def _columns() -> list[ColumnElement[Any]]:
    written = {"slug", "title", "rules_version", "step_since"}
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
