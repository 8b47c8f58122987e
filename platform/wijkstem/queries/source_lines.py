"""Which lines of all files count: of those that say something about the same, the one that was taken in last."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.sources import TakenFile

_file = table_of(TakenFile)


def counts(as_of: date | None) -> ColumnElement[bool]:
    """Whether a file counts now, or counted at the end of a day."""
    if as_of is None:
        return _file.c.undone_on.is_(None)
    still = _file.c.undone_on.is_(None) | (_file.c.undone_on > as_of)
    return and_(_file.c.taken_on <= as_of, still)


def ranked(
    lines: Table, slot: Sequence[Column[Any]], municipality_id: str, as_of: date | None
) -> Select[Any]:
    """Every line of a file that counts, with `taken_on`, `place`, and `newest`: 1 for the one that counts."""
    newest = func.row_number().over(partition_by=slot, order_by=_file.c.place.desc())
    return (
        select(*lines.c, _file.c.taken_on, _file.c.place, newest.label("newest"))
        .join_from(
            lines,
            _file,
            and_(
                _file.c.municipality_id == lines.c.municipality_id,
                _file.c.file_id == lines.c.file_id,
            ),
        )
        .where(lines.c.municipality_id == municipality_id, counts(as_of))
    )


def counting(
    lines: Table, slot: Sequence[Column[Any]], municipality_id: str, as_of: date | None
) -> Select[Any]:
    """Of each slot the line that counts."""
    found = ranked(lines, slot, municipality_id, as_of).subquery()
    return select(found).where(found.c.newest == 1, found.c.municipality_id == municipality_id)
