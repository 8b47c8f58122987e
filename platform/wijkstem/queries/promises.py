"""What was promised: all of it, on one plan, and one promise with everything that was said of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, case, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.promises import Promise, PromiseVersion
from wijkstem.words import PromiseState

_promise = table_of(Promise)
_version = table_of(PromiseVersion)
_initiative = table_of(Initiative)

#: Promises on one page, and the most that are shown with one plan.
PER_PAGE, MOST = 20, 50


@dataclass(frozen=True)
class PromiseFacts:
    """A promise as it stands now."""

    id: UUID
    what: str
    office: str
    owner: str
    promised_on: date
    due_on: date
    state: PromiseState
    revision: int
    changed_on: date
    #: Of the plan that it is about; None: about none that everybody can read.
    number: str | None
    slug: str | None
    plan: str | None

    def is_late(self, today: date) -> bool:
        """Whether it should have been done."""
        return self.state is PromiseState.OPEN and self.due_on < today


@dataclass(frozen=True)
class SaidOf:
    """What was said from a day on."""

    revision: int
    what: str
    due_on: date
    state: PromiseState
    news: str
    said_on: date


@dataclass(frozen=True)
class PromisePage:
    """A promise with every version of it, the newest first."""

    promise: PromiseFacts
    versions: tuple[SaidOf, ...]


def promises_told(municipality_id: str) -> Select[Any]:
    """Each with the plan that it is about, when everybody can read that one."""
    own = (_promise.c[name] for name in PromiseFacts.__dataclass_fields__ if name in _promise.c)
    return (
        select(*own, _initiative.c.number, _initiative.c.slug, _initiative.c.title.label("plan"))
        .join_from(
            _promise,
            _initiative,
            (_initiative.c.municipality_id == _promise.c.municipality_id)
            & (_initiative.c.id == _promise.c.initiative_id)
            & _initiative.c.public,
            isouter=True,
        )
        .where(_promise.c.municipality_id == municipality_id)
    )


def promises(connection: Connection, municipality_id: str, *, page: int = 1) -> Paged[PromiseFacts]:
    """What still has to be done first, the earliest day first; then what was done last."""
    done = case((_promise.c.state == PromiseState.OPEN, 0), else_=1)
    found = promises_told(municipality_id).order_by(
        done,
        case((_promise.c.state == PromiseState.OPEN, _promise.c.due_on)),
        _promise.c.changed_on.desc(),
        _promise.c.id,
    )
    return paged(
        connection, found, lambda row: PromiseFacts(*tuple(row)), page=page, per_page=PER_PAGE
    )


def promises_on(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[PromiseFacts, ...]:
    """What was promised about a plan, the earliest day first."""
    found = (
        promises_told(municipality_id)
        .where(_promise.c.initiative_id == initiative_id)
        .order_by(_promise.c.due_on, _promise.c.id)
        .limit(MOST)
    )
    return tuple(PromiseFacts(*tuple(row)) for row in connection.execute(found))


def promise_page(connection: Connection, municipality_id: str, promise_id: UUID) -> PromisePage:
    """One of them. Raises NotFound for one that is not there."""
    found = promises_by_id(connection, municipality_id, [promise_id])
    if promise_id not in found:
        raise NotFound("unknown_promise", "Deze belofte is er niet.")
    versions = (
        select(*(_version.c[name] for name in SaidOf.__dataclass_fields__))
        .where(_version.c.municipality_id == municipality_id, _version.c.promise_id == promise_id)
        .order_by(_version.c.revision.desc())
    )
    said = tuple(SaidOf(*row) for row in connection.execute(versions))
    return PromisePage(found[promise_id], said)


def promises_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, PromiseFacts]:
    """Those that are there."""
    found = promises_told(municipality_id).where(_promise.c.id.in_(ids))
    return {row.id: PromiseFacts(*tuple(row)) for row in connection.execute(found)}


def news_of(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[tuple[UUID, int], str]:
    """What was said with each version."""
    found = select(_version.c.promise_id, _version.c.revision, _version.c.news).where(
        _version.c.municipality_id == municipality_id, _version.c.promise_id.in_(ids)
    )
    return {(row.promise_id, row.revision): row.news for row in connection.execute(found)}
