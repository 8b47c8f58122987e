"""A long list in parts, each behind the last row of the one before: as quick at its end as at its beginning.

A list keeps its order while rows come and go, so whoever reads all parts has every row that was there all along, once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, or_

T = TypeVar("T")
#: The values of a row that say where in the list it is.
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Listing(Generic[T]):
    """How a list is read: the newest first, by columns that together are of one row only."""

    rows: Callable[[str], Select[Any]]
    keys: tuple[ColumnElement[Any], ...]
    make: Callable[..., T]

    def found(self, municipality_id: str, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
        """All of it, in its order, with its keys behind the other columns."""
        marked = (key.label(f"key_{place}") for place, key in enumerate(self.keys))
        ordered = (key.desc() for key in self.keys)
        return self.rows(municipality_id).add_columns(*marked).where(*where).order_by(*ordered)


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some rows of a list; behind ``last`` there is more, if that is not None."""

    rows: tuple[T, ...]
    last: Key | None


def part(
    connection: Connection,
    municipality_id: str,
    listing: Listing[T],
    *,
    after: Key | None,
    most: int,
    where: Sequence[ColumnElement[bool]] = (),
) -> Part[T]:
    """The rows behind ``after``; one statement."""
    found = listing.found(municipality_id, where)
    if after is not None:
        found = found.where(_behind(listing.keys, after))
    rows = connection.execute(found.limit(most + 1)).all()
    width = len(listing.keys)
    made = tuple(listing.make(*row[:-width]) for row in rows[:most])
    return Part(made, tuple(rows[most - 1][-width:]) if len(rows) > most else None)


def chunks(
    connection: Connection, municipality_id: str, listing: Listing[T], *, most: int = 1000
) -> Iterator[tuple[T, ...]]:
    """The whole list, never more than one part of it in memory."""
    after: Key | None = None
    while True:
        found = part(connection, municipality_id, listing, after=after, most=most)
        yield found.rows
        after = found.last
        if after is None:
            return


def _behind(keys: Sequence[ColumnElement[Any]], after: Key) -> ColumnElement[bool]:
    """Row by row comparison, spelled so that both engines find its beginning in an index."""
    first, value = keys[0], after[0]
    older: ColumnElement[bool] = first < value
    if len(keys) == 1:
        return older
    return and_(first <= value, or_(older, _behind(keys[1:], after[1:])))
