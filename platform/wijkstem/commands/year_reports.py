"""Officials write a year's report, one offers it, another publishes it; what was published stays as it is.

The figures are worked out by who asks (`queries/report_figures.py`) and handed over: commands read no projections.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import col

from wijkstem.domain import year_reports as rules
from wijkstem.domain.permissions import may_report_year, require
from wijkstem.domain.year_reports import FrozenFigure
from wijkstem.errors import Conflict, NotFound
from wijkstem.events.year_reports import (
    YearReportBegun,
    YearReportDropped,
    YearReportOffered,
    YearReportPublished,
    YearReportReturned,
    YearReportWritten,
)
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.year_reports import YearReport, YearReportFigure, YearReportText
from wijkstem.words.year_reports import Chapter, ReportState, chapters

_report = table_of(YearReport)
_text = table_of(YearReportText)
_figure = table_of(YearReportFigure)


@dataclass(frozen=True)
class BeginYearReport:
    """A year gets a report; one that has one gets another edition, which begins with the texts of the last."""

    year: int


def begin_year_report(command: BeginYearReport, work: Work) -> UUID:
    """Its id; of two who begin at once both get the same. Raises Invalid for a year that is not over."""
    require(may_report_year(work.actor))
    rules.require_year(command.year, work.today)
    last = _last_published(command.year, work)
    report_id, edition = new_id(), (last.edition if last else 0) + 1
    row = {
        "municipality_id": work.municipality_id,
        "id": report_id,
        "year": command.year,
        "edition": edition,
        "state": ReportState.WRITING,
        "revision": 1,
        "begun_on": work.today,
    }
    if not insert_new(work.connection, _report, row):
        return _begun_by_another(command.year, work)
    before = texts_of(last.id, work) if last else {}
    _begin_texts(report_id, edition, before, work)
    work.record(
        YearReportBegun(
            report_id=report_id,
            year=command.year,
            edition=edition,
            begun_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return report_id


def _last_published(year: int, work: Work) -> Any:
    found = select(_report.c.id, _report.c.edition).where(
        _report.c.municipality_id == work.municipality_id,
        _report.c.year == year,
        _report.c.state == ReportState.PUBLISHED,
    )
    return work.connection.execute(found.order_by(_report.c.edition.desc()).limit(1)).first()


def _begun_by_another(year: int, work: Work) -> UUID:
    """Raises Conflict where that one was published in the same moment."""
    found: UUID | None = work.connection.execute(
        select(_report.c.id).where(
            _report.c.municipality_id == work.municipality_id,
            _report.c.year == year,
            _report.c.state != ReportState.PUBLISHED,
        )
    ).scalar()
    if found is None:
        raise Conflict(
            "report_just_published", "Dit verslag is net gepubliceerd. Probeer het opnieuw."
        )
    return found


def _begin_texts(report_id: UUID, edition: int, before: Mapping[Chapter, str], work: Work) -> None:
    rows = [
        {
            "municipality_id": work.municipality_id,
            "report_id": report_id,
            "chapter": chapter,
            "text": "" if chapter is Chapter.CHANGES else before.get(chapter, ""),
            "revision": 1,
            "changed_on": work.today,
            "changed_by": None,
        }
        for chapter in chapters(edition)
    ]
    work.connection.execute(insert(_text), rows)


@dataclass(frozen=True)
class WriteChapter:
    """What a chapter says from now on; ``revision`` is the one of the chapter that their page showed."""

    report_id: UUID
    chapter: Chapter
    revision: int
    text: str


def write_chapter(command: WriteChapter, work: Work) -> None:
    """Raises Conflict after somebody else's change or while it is looked at, Invalid for a text that cannot be."""
    require(may_report_year(work.actor))
    report = load(command.report_id, work)
    rules.check_writing(report)
    row = work.session.get(
        YearReportText, (work.municipality_id, report.id, command.chapter), populate_existing=True
    )
    if row is None:
        raise NotFound("unknown_chapter", "Dit hoofdstuk is er niet.")
    rules.check_revision(row.revision, command.revision)
    text = rules.checked_text(command.text)
    if text == row.text:
        return
    row.text, row.changed_on, row.changed_by = text, work.today, work.actor.person_id
    row.revision += 1
    report.revision += 1
    work.record(
        YearReportWritten(
            report_id=report.id,
            chapter=command.chapter.value,
            revision=row.revision,
            written_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class OfferYearReport:
    """Somebody who read it all asks a colleague to look; its figures stand still from here on."""

    report_id: UUID
    #: Of the report that their page showed.
    revision: int
    figures: tuple[FrozenFigure, ...]
    #: The end of the day that the figures are of, and how far the log was counted.
    as_of: date
    position: int


def offer_year_report(command: OfferYearReport, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid by chapter for what is not written yet."""
    require(may_report_year(work.actor))
    report = load(command.report_id, work)
    rules.check_writing(report)
    rules.check_revision(report.revision, command.revision)
    texts = texts_of(report.id, work)
    rules.check_complete(report.edition, texts)
    report.state, report.as_of, report.position = (
        ReportState.OFFERED,
        command.as_of,
        command.position,
    )
    report.offered_by, report.offered_on = work.actor.person_id, work.today
    report.digest = rules.digest_of(
        report.year, report.edition, command.as_of, command.position, texts, command.figures
    )
    _keep_figures(report.id, command.figures, work)
    work.record(
        YearReportOffered(
            report_id=report.id,
            year=report.year,
            edition=report.edition,
            as_of=command.as_of,
            counted_to=command.position,
            digest=report.digest,
            offered_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _keep_figures(report_id: UUID, figures: tuple[FrozenFigure, ...], work: Work) -> None:
    rows = [
        {
            "municipality_id": work.municipality_id,
            "report_id": report_id,
            "line": line,
            "indicator_code": one.indicator,
            **{name: value for name, value in asdict(one).items() if name in _figure.c},
        }
        for line, one in enumerate(figures, 1)
    ]
    if rows:
        work.connection.execute(insert(_figure), rows)


@dataclass(frozen=True)
class ReturnYearReport:
    """It goes back to be written at: whoever looked found something, or whoever offered it did."""

    report_id: UUID


def return_year_report(command: ReturnYearReport, work: Work) -> None:
    """Raises Conflict for one that does not wait."""
    require(may_report_year(work.actor))
    report = load(command.report_id, work)
    rules.check_offered(report)
    report.state, report.as_of, report.position = ReportState.WRITING, None, None
    report.digest = report.offered_by = report.offered_on = None
    report.revision += 1
    work.connection.execute(delete(_figure).where(*_of(_figure, report.id, work)))
    work.record(
        YearReportReturned(
            report_id=report.id,
            year=report.year,
            edition=report.edition,
            returned_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class PublishYearReport:
    """A second official lets it out; ``digest`` is of what they looked at."""

    report_id: UUID
    digest: str


def publish_year_report(command: PublishYearReport, work: Work) -> None:
    """Raises NotAllowed for who offered it, Conflict for what changed meanwhile or is out already."""
    require(may_report_year(work.actor))
    report = load(command.report_id, work)
    rules.check_second(report, command.digest, work.actor)
    report.state, report.published_on = ReportState.PUBLISHED, work.today
    report.published_by, report.pdf_due_at = work.actor.person_id, work.now
    assert report.as_of is not None
    assert report.position is not None
    figures = work.connection.execute(
        select(_figure).where(*_of(_figure, report.id, work)).order_by(_figure.c.line)
    ).all()
    work.record(
        YearReportPublished(
            report_id=report.id,
            year=report.year,
            edition=report.edition,
            as_of=report.as_of,
            counted_to=report.position,
            digest=command.digest,
            indicators=tuple(one.indicator_code for one in figures),
            parts=tuple(one.part.lower() or None for one in figures),
            definitions=tuple(one.definition_version for one in figures),
            values=tuple(one.value for one in figures),
            published_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class DropYearReport:
    """An edition that nobody read yet is thrown away."""

    report_id: UUID


def drop_year_report(command: DropYearReport, work: Work) -> None:
    """Raises Conflict for one that is looked at or published."""
    require(may_report_year(work.actor))
    report = load(command.report_id, work)
    rules.check_writing(report)
    said = (report.id, report.year, report.edition)
    work.connection.execute(delete(_text).where(*_of(_text, report.id, work)))
    work.session.delete(report)
    work.record(
        YearReportDropped(
            report_id=said[0],
            year=said[1],
            edition=said[2],
            dropped_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def load(report_id: UUID, work: Work) -> YearReport:
    """The report, locked until the transaction ends."""
    found: YearReport | None = work.session.execute(
        select(YearReport)
        .where(
            col(YearReport.municipality_id) == work.municipality_id, col(YearReport.id) == report_id
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_report", "Dit verslag is er niet (meer).")
    return found


def texts_of(report_id: UUID, work: Work) -> dict[Chapter, str]:
    """What was written, by chapter."""
    work.session.flush()
    found = select(_text.c.chapter, _text.c.text).where(*_of(_text, report_id, work))
    return {row.chapter: row.text for row in work.connection.execute(found)}


def _of(table: Any, report_id: UUID, work: Work) -> tuple[Any, Any]:
    return table.c.municipality_id == work.municipality_id, table.c.report_id == report_id
