"""Officials take in a file with figures that was looked over (`reading_sources.py`), take it back, or throw it away.

No transaction holds more than some hundreds of lines, so a file of 100,000 lines holds nobody up. Its lines go to the
log in parts; what makes them count is the one event at the end, and what undoes that is one event as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, delete, func, select

from wijkstem.commands import feedback, grievances, inhabitants, observations, source_rows
from wijkstem.commands.source_rows import changes, load, next_lines
from wijkstem.domain import sources
from wijkstem.domain.permissions import may_bring_figures, require
from wijkstem.errors import Conflict
from wijkstem.events.base import Event
from wijkstem.events.sources import FileTaken, FileUndone
from wijkstem.kit.db import take_turns
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.sources import SourceDocument, SourceFault, SourceFile, SourceLine
from wijkstem.words.sources import FileState, SourceKind

_file = table_of(SourceFile)
_line = table_of(SourceLine)
_fault = table_of(SourceFault)
_document = table_of(SourceDocument)

#: Lines in one event.
IN_EVENT = 100

#: How lines of each kind become an event.
EVENTS: Mapping[SourceKind, Callable[[UUID, Sequence[tuple[int, list[Any]]]], Event]] = {
    SourceKind.OBSERVATIONS: observations.taken,
    SourceKind.INHABITANTS: inhabitants.taken,
    SourceKind.FEEDBACK: feedback.taken,
    SourceKind.GRIEVANCES: grievances.taken,
}


@dataclass(frozen=True)
class TakeFile:
    """Its figures are right: take them in, and where others stood in their place, let these count."""

    file_id: UUID
    replace: bool = False


def take_file(command: TakeFile, work: Work) -> bool:
    """Whether all of it counts now; if not, `TakeMore` goes on. Raises RuleBroken or Conflict."""
    require(may_bring_figures(work.actor))
    file = _in_turn(command.file_id, work)
    sources.check_takeable(file, compared=changes(file.kind, work), replace=command.replace)
    _require_first(file, work)
    file.state, file.taken_by = FileState.TAKING, work.actor.person_id
    return _take_some(file, work)


def _in_turn(file_id: UUID, work: Work) -> SourceFile:
    """The file, with the turn of its kind: what counts of that kind stays as it is until this transaction ends."""
    kind = load(file_id, work).kind
    take_turns(work.connection, work.municipality_id, "sources", kind)
    return load(file_id, work)


def _require_first(file: SourceFile, work: Work) -> None:
    """Raises Conflict while another file is being taken in, and for what counts already."""
    others = work.connection.execute(
        select(_file.c.state, _file.c.digest).where(
            _file.c.municipality_id == work.municipality_id,
            _file.c.kind == file.kind,
            _file.c.state.in_((FileState.TAKING, FileState.TAKEN)),
        )
    ).all()
    if any(state is FileState.TAKING for state, _ in others):
        raise Conflict("other_file_taking", "Er wordt al een bestand opgenomen. Wacht even.")
    if any(digest == file.digest for _, digest in others):
        raise Conflict("same_file", "Een bestand met dezelfde cijfers telt al mee.")


@dataclass(frozen=True)
class TakeMore:
    """Go on with a file that is being taken in."""

    file_id: UUID


def take_more(command: TakeMore, work: Work) -> bool:
    """Whether all of it counts now; whoever comes second finds it further, or done."""
    require(may_bring_figures(work.actor))
    file = _in_turn(command.file_id, work)
    if file.state is FileState.TAKEN:
        return True
    if file.state is not FileState.TAKING:
        raise Conflict("file_not_taking", "Dit bestand wordt niet opgenomen.")
    return _take_some(file, work)


def _take_some(file: SourceFile, work: Work) -> bool:
    lines = next_lines(file.id, file.taken_line, work)
    for start in range(0, len(lines), IN_EVENT):
        part = [(one.line, sources.as_said(one.said)) for one in lines[start : start + IN_EVENT]]
        work.record(EVENTS[file.kind](file.id, part))
    if lines:
        file.taken_line = lines[-1].line
    if len(lines) == source_rows.AT_ONCE:
        return False
    _count_it(file, work)
    return True


def _count_it(file: SourceFile, work: Work) -> None:
    assert file.digest is not None
    places = select(func.coalesce(func.max(_file.c.place), 0)).where(
        _file.c.municipality_id == work.municipality_id, _file.c.kind == file.kind
    )
    file.place = int(work.connection.execute(places).scalar_one()) + 1
    file.state, file.taken_on = FileState.TAKEN, work.today
    work.record(
        FileTaken(
            file_id=file.id,
            kind=file.kind.value,
            place=file.place,
            lines=file.lines,
            digest=file.digest,
            taken_on=work.today,
            official_id=file.taken_by,
        )
    )


@dataclass(frozen=True)
class UndoFile:
    """It was a mistake: what counted before counts again."""

    file_id: UUID


def undo_file(command: UndoFile, work: Work) -> None:
    """Raises Conflict when its figures do not count."""
    require(may_bring_figures(work.actor))
    file = _in_turn(command.file_id, work)
    sources.check_undoable(file)
    file.state, file.undone_on, file.undone_by = (
        FileState.UNDONE,
        work.today,
        work.actor.person_id,
    )
    work.record(
        FileUndone(
            file_id=file.id,
            kind=file.kind.value,
            undone_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class DropFile:
    """Throw away a file that was not taken in, some thousands of lines at a time."""

    file_id: UUID


#: Lines that one transaction throws away.
DROPPED_AT_ONCE = 2000


def drop_file(command: DropFile, work: Work) -> bool:
    """Whether it is gone; if not, the same command goes on."""
    require(may_bring_figures(work.actor))
    file = load(command.file_id, work)
    if file.state not in {FileState.READING, FileState.READ}:
        raise Conflict("file_used", "Dit bestand is al opgenomen. Het blijft in de lijst staan.")
    file.state = FileState.READING  # what is half gone can never be taken in
    for table in (_fault, _line):
        if _dropped(table, file.id, work) == DROPPED_AT_ONCE:
            return False
    work.session.flush()
    work.connection.execute(
        delete(_file).where(
            _file.c.municipality_id == work.municipality_id, _file.c.id == command.file_id
        )
    )
    work.session.expunge(file)
    return True


def _dropped(table: Table, file_id: UUID, work: Work) -> int:
    here = and_(table.c.municipality_id == work.municipality_id, table.c.file_id == file_id)
    last = (
        select(table.c.line).where(here).order_by(table.c.line).offset(DROPPED_AT_ONCE - 1).limit(1)
    )
    until = work.connection.execute(last).scalar()
    gone = delete(table).where(here)
    done = work.connection.execute(gone if until is None else gone.where(table.c.line <= until))
    return DROPPED_AT_ONCE if until is not None else done.rowcount
