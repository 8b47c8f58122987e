"""A page of a long list: one statement counts, one reads, whatever the number of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, func

T = TypeVar("T")


@dataclass(frozen=True)
class Paged(Generic[T]):
    """Some rows of a list, and where in the list they are."""

    rows: tuple[T, ...]
    total: int
    page: int
    pages: int


def paged(
    connection: Connection,
    found: Select[Any],
    make: Callable[[Row[Any]], T],
    *,
    page: int,
    per_page: int,
) -> Paged[T]:
    """One page of ``found``, which is ordered; a page that is not there gives the nearest one that is."""
    everything = found.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    part = found.limit(bindparam("limit")).offset(bindparam("offset"))
    return paged_by(connection, everything, part, {}, make, page=page, per_page=per_page)


def paged_by(
    connection: Connection,
    everything: Select[Any],
    part: Select[Any],
    asked: Mapping[str, object],
    make: Callable[[Row[Any]], T],
    *,
    page: int,
    per_page: int,
) -> Paged[T]:
    """The same with both statements in hand: one that counts, and one that takes a ``limit`` and an ``offset``."""
    total: int = connection.execute(everything, asked).scalar_one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    window = {"limit": per_page, "offset": (page - 1) * per_page}
    rows = connection.execute(part, {**asked, **window})
    return Paged(tuple(make(row) for row in rows), total, page, pages)
