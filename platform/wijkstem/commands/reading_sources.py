"""Officials send a file with figures: its lines are kept and compared with what counts; nothing counts yet.

No transaction holds more than some hundreds of lines, so a file of 100,000 lines holds nobody up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, insert, select, update

from wijkstem.commands import source_rows
from wijkstem.commands.source_rows import changes, load, next_lines
from wijkstem.domain import sources
from wijkstem.domain.permissions import may_bring_figures, require
from wijkstem.domain.sources import Fault, Numbered
from wijkstem.errors import Conflict, FieldError
from wijkstem.kit.db import insert_rows_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.sources import SourceDocument, SourceFault, SourceFile, SourceLine
from wijkstem.words.sources import FileState, Note, SourceKind, Standing

_file = table_of(SourceFile)
_line = table_of(SourceLine)
_fault = table_of(SourceFault)
_document = table_of(SourceDocument)

#: Wrong cells that are kept to be shown; the rest is counted.
MOST_FAULTS = 1000
#: What nobody took in is let go after this.
DRAFT_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class BeginFile:
    """Somebody sends a file; its lines follow."""

    kind: SourceKind
    #: Headings of columns that nothing is done with.
    ignored: str = ""


def begin_file(command: BeginFile, work: Work) -> UUID:
    """Its id. What others sent and left lying goes."""
    require(may_bring_figures(work.actor))
    work.connection.execute(
        delete(_file).where(
            _file.c.municipality_id == work.municipality_id,
            _file.c.state.in_((FileState.READING, FileState.READ)),
            _file.c.begun_at < work.now - DRAFT_KEPT,
        )
    )
    file_id = new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": file_id,
        "kind": command.kind,
        "state": FileState.READING,
        "begun_at": work.now,
        "begun_by": work.actor.person_id,
        "compared": changes(command.kind, work),
        "ignored": command.ignored,
    }
    work.connection.execute(insert(_file).values(row))
    return file_id


@dataclass(frozen=True)
class ReadLines:
    """The next lines of a file: what is right of them, and what is wrong."""

    file_id: UUID
    lines: tuple[Numbered, ...]
    faults: tuple[Fault, ...] = ()
    #: Rows of other municipalities, and rows without a figure.
    skipped: int = 0
    gaps: int = 0
    notes: frozenset[Note] = frozenset()


def read_lines(command: ReadLines, work: Work) -> None:
    """Raises Conflict when the file was read to the end already."""
    require(may_bring_figures(work.actor))
    file = load(command.file_id, work)
    if file.state is not FileState.READING:
        raise Conflict("file_read", "Dit bestand is al gelezen.")
    right, doubles = _once(command, work)
    faults = (*command.faults, *doubles)
    standings = _standings(file.kind, [one.line.slot for one in right], work)
    rows = [_row(command.file_id, one, standings, work) for one in right]
    if rows:
        work.connection.execute(insert(_line), rows)
    _keep_documents(right, work)
    _keep_faults(file, faults, work)
    file.lines += len(rows)
    file.faults += len(faults)
    file.skipped += command.skipped
    file.gaps += command.gaps
    file.notes = ",".join(sorted({*filter(None, file.notes.split(",")), *command.notes}))
    file.others += sum(row["standing"] is Standing.OTHER for row in rows)


def _once(command: ReadLines, work: Work) -> tuple[list[Numbered], list[Fault]]:
    """Lines that say something that no earlier line said, and faults for the others."""
    found = work.connection.execute(
        select(_line.c.slot, _line.c.line).where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.file_id == command.file_id,
            _line.c.slot.in_([one.line.slot for one in command.lines]),
        )
    )
    seen: dict[str, int] = {row.slot: row.line for row in found}
    right, faults = [], []
    before = frozenset(seen.values())
    for one in command.lines:
        first = seen.setdefault(one.line.slot, one.number)
        if first == one.number:
            # Sent twice, it stands there already.
            right.extend([] if one.number in before else [one])
        else:
            error = FieldError("double_line", sources.TWICE, line=first)
            faults.append(Fault(one.number, "", "", error))
    return right, faults


def _standings(kind: SourceKind, slots: Sequence[str], work: Work) -> dict[str, str]:
    """What counts now about each of ``slots``: of the file that was taken in last."""
    found = work.connection.execute(
        select(_line.c.slot, _line.c.said)
        .join_from(
            _line,
            _file,
            and_(_file.c.municipality_id == _line.c.municipality_id, _file.c.id == _line.c.file_id),
        )
        .where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.slot.in_(slots),
            _file.c.kind == kind,
            _file.c.state == FileState.TAKEN,
        )
        .order_by(_file.c.place)
    )
    return {row.slot: row.said for row in found}


def _standing(slot: str, said: str, counting: Mapping[str, str]) -> Standing:
    if slot not in counting:
        return Standing.NEW
    return Standing.SAME if counting[slot] == said else Standing.OTHER


def _row(file_id: UUID, one: Numbered, counting: Mapping[str, str], work: Work) -> dict[str, Any]:
    said = sources.as_text(one.line.said)
    return {
        "municipality_id": work.municipality_id,
        "file_id": file_id,
        "line": one.number,
        "slot": one.line.slot,
        "said": said,
        "standing": _standing(one.line.slot, said, counting),
    }


def _keep_documents(lines: Sequence[Numbered], work: Work) -> None:
    documents = {document.id: document for one in lines for document in one.line.documents}
    rows = [
        {
            "municipality_id": work.municipality_id,
            "id": document.id,
            "name": document.name,
            "publication": document.publication,
            "url": document.url,
        }
        for document in documents.values()
    ]
    insert_rows_new(work.connection, _document, rows)


def _keep_faults(file: SourceFile, faults: Sequence[Fault], work: Work) -> None:
    room = max(0, MOST_FAULTS - file.faults)
    rows = [
        {
            "municipality_id": work.municipality_id,
            "file_id": file.id,
            "line": fault.number,
            "heading": fault.heading,
            "cell": fault.cell[:80],
            "error": sources.error_text(fault.error),
        }
        for fault in faults[:room]
    ]
    insert_rows_new(work.connection, _fault, rows)


@dataclass(frozen=True)
class FinishReading:
    """That was the last line; ``digest`` is of what all of them say."""

    file_id: UUID
    digest: str


def finish_reading(command: FinishReading, work: Work) -> None:
    """From now on it can be looked over."""
    require(may_bring_figures(work.actor))
    file = load(command.file_id, work)
    if file.state is not FileState.READING:
        raise Conflict("file_read", "Dit bestand is al gelezen.")
    file.state, file.digest = FileState.READ, command.digest


@dataclass(frozen=True)
class CompareLines:
    """Look again at what counts beside the lines of a file, some hundreds at a time."""

    file_id: UUID
    after: int = 0


def compare_lines(command: CompareLines, work: Work) -> int | None:
    """The line that was looked at last; None when that was all."""
    require(may_bring_figures(work.actor))
    file = load(command.file_id, work)
    if file.state is not FileState.READ:
        raise Conflict("file_not_read", "Dit bestand is al gebruikt, of nog niet gelezen.")
    now = changes(file.kind, work)
    if command.after == 0:
        file.others, file.compared = 0, now
    elif file.compared != now:
        return 0
    lines = next_lines(file.id, command.after, work)
    counting = _standings(file.kind, [line.slot for line in lines], work)
    changed: dict[Standing, list[int]] = {}
    for line in lines:
        changed.setdefault(_standing(line.slot, line.said, counting), []).append(line.line)
    for standing, numbers in changed.items():
        _restate(file.id, standing, numbers, work)
    file.others += len(changed.get(Standing.OTHER, ()))
    return lines[-1].line if len(lines) == source_rows.AT_ONCE else None


def _restate(file_id: UUID, standing: Standing, numbers: Sequence[int], work: Work) -> None:
    work.connection.execute(
        update(_line)
        .where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.file_id == file_id,
            _line.c.line.in_(numbers),
        )
        .values(standing=standing)
    )
