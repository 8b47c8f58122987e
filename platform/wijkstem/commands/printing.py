"""The file of a published yearly report: a worker takes it on, makes it, and it belongs to the report from then on."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from wijkstem.commands.media import ANNOUNCED_FOR, let_go, take_into_use
from wijkstem.commands.year_reports import load
from wijkstem.domain.permissions import may_operate, require
from wijkstem.events.year_reports import YearReportPrinted
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.year_reports import YearReport

_report = table_of(YearReport)

#: A worker that did not come back by then was killed, or failed: another one tries.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class TakePrint:
    """A worker is about to make the file."""

    report_id: UUID


def take_print(command: TakePrint, work: Work) -> bool:
    """Whether it is this worker's to make: of two who come at once the second does not."""
    require(may_operate(work.actor))
    taken = work.connection.execute(
        update(_report)
        .where(
            _report.c.municipality_id == work.municipality_id,
            _report.c.id == command.report_id,
            _report.c.pdf_due_at <= work.now,
        )
        .values(pdf_due_at=work.now + PATIENCE)
    )
    return bool(taken.rowcount)


@dataclass(frozen=True)
class AnnouncePrint:
    """This file is about to be written."""

    key: str


def announce_print(command: AnnouncePrint, work: Work) -> None:
    require(may_operate(work.actor))
    let_go([command.key], work, after=ANNOUNCED_FOR)


@dataclass(frozen=True)
class KeepPrint:
    """The file is there; its name ends in the digest of its content."""

    report_id: UUID
    key: str


def keep_print(command: KeepPrint, work: Work) -> None:
    """Whoever comes second leaves what is there. Raises Conflict for a file that is gone already."""
    require(may_operate(work.actor))
    report = load(command.report_id, work)
    if report.pdf_due_at is None:
        return
    take_into_use({command.key}, work)
    report.pdf_key, report.pdf_due_at = command.key, None
    work.record(
        YearReportPrinted(
            report_id=report.id,
            year=report.year,
            edition=report.edition,
            digest=command.key.rpartition("/")[2].partition(".")[0],
            printed_on=work.today,
        )
    )
