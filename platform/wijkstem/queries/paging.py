"""A page of a long list: one statement counts, one reads, whatever the number of rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Select, func

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
    total = connection.execute(everything).scalar_one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    rows = connection.execute(found.limit(per_page).offset((page - 1) * per_page))
    return Paged(tuple(make(row) for row in rows), total, page, pages)
