"""A whole file, command after command, for whoever has one: the page, the terminal, the demo.

Not a command itself: each part is a transaction of its own, so that a long file holds nobody up.
"""

import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO
from uuid import UUID

from wijkstem.commands import source_rows
from wijkstem.commands.reading_sources import BeginFile, CompareLines, FinishReading, ReadLines
from wijkstem.commands.sources import DropFile, TakeFile, TakeMore
from wijkstem.domain.source_files import Asked, Batch, Layout, batches, headings
from wijkstem.domain.sources import Line, Numbered, as_text
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import BadSheet, rows

#: Carries out a command and gives its answer.
Execute = Callable[[object], Any]


def bring_in(execute: Execute, file: BinaryIO, layout: Layout, asked: Asked) -> UUID:
    """Read a file to the end. Raises BadSheet; then nothing of it is left."""
    found = rows(file)
    first = next(found, None)
    if first is None:
        raise BadSheet("empty", N_("Dit bestand is leeg."))
    columns = headings(first, layout, asked)
    file_id: UUID = execute(BeginFile(layout.kind, columns.ignored))
    digest = hashlib.sha256()
    try:
        for batch in batches(found, columns, layout, asked, size=source_rows.AT_ONCE):
            execute(_lines(file_id, batch))
            for one in batch.lines:
                digest.update(f"{one.line.slot} {as_text(one.line.said)}\n".encode())
    except BadSheet:
        drop(execute, file_id)
        raise
    execute(FinishReading(file_id, digest.hexdigest()))
    return file_id


def _lines(file_id: UUID, batch: Batch) -> ReadLines:
    return ReadLines(file_id, batch.lines, batch.faults, batch.skipped, batch.gaps, batch.notes)


def enter(execute: Execute, layout: Layout, line: Line) -> UUID:
    """One line that somebody typed, as a file of its own."""
    file_id: UUID = execute(BeginFile(layout.kind))
    execute(ReadLines(file_id, (Numbered(1, line),)))
    said = hashlib.sha256(f"{line.slot} {as_text(line.said)}\n".encode()).hexdigest()
    execute(FinishReading(file_id, said))
    return file_id


def take(execute: Execute, file_id: UUID, *, replace: bool) -> None:
    """Take it in, to the last line. Killed in between, it can be asked again."""
    done = execute(TakeFile(file_id, replace=replace))
    while not done:
        done = execute(TakeMore(file_id))


def go_on(execute: Execute, file_id: UUID) -> None:
    """Go on with a file that somebody was taking in."""
    while not execute(TakeMore(file_id)):
        pass


def compare(execute: Execute, file_id: UUID) -> None:
    """Hold all its lines against what counts now."""
    after: int | None = 0
    while after is not None:
        after = execute(CompareLines(file_id, after))


def drop(execute: Execute, file_id: UUID) -> None:
    """Throw it away, however long it is."""
    while not execute(DropFile(file_id)):
        pass
