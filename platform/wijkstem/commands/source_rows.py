"""Rows of files with figures, as the commands about them find them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import col

from wijkstem.domain import sources
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.sources import SourceFile, SourceLine
from wijkstem.words.sources import FileState, SourceKind

_file = table_of(SourceFile)
_line = table_of(SourceLine)

#: Lines in one transaction.
AT_ONCE = 500


def changes(kind: SourceKind, work: Work) -> int:
    """How often what counts of a kind changed: each file that was taken in, and each that was taken back."""
    twice = case((_file.c.state == FileState.UNDONE, 2), else_=1)
    changes = select(func.coalesce(func.sum(twice), 0)).where(
        _file.c.municipality_id == work.municipality_id,
        _file.c.kind == kind,
        _file.c.state.in_((FileState.TAKEN, FileState.UNDONE)),
    )
    return int(work.connection.execute(changes).scalar_one())


def next_lines(file_id: UUID, after: int, work: Work) -> Sequence[Any]:
    return work.connection.execute(
        select(_line.c.line, _line.c.slot, _line.c.said)
        .where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.file_id == file_id,
            _line.c.line > after,
        )
        .order_by(_line.c.line)
        .limit(AT_ONCE)
    ).all()


def load(file_id: UUID, work: Work) -> SourceFile:
    """The file, locked until the transaction ends. Raises NotFound."""
    found: SourceFile | None = work.session.execute(
        select(SourceFile)
        .where(
            col(SourceFile.municipality_id) == work.municipality_id, col(SourceFile.id) == file_id
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise sources.unknown()
    return found
