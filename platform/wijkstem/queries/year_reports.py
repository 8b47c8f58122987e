"""Yearly reports as everybody reads them, as officials write them, and as a worker prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from wijkstem.domain.year_reports import FrozenFigure
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.year_reports import YearReport, YearReportFigure, YearReportText
from wijkstem.words.year_reports import Chapter, ReportState, chapters

_report = table_of(YearReport)
_text = table_of(YearReportText)
_figure = table_of(YearReportFigure)


@dataclass(frozen=True)
class ReportFacts:
    """An edition, without what it tells."""

    id: UUID
    year: int
    edition: int
    state: ReportState
    revision: int
    begun_on: date
    as_of: date | None
    position: int | None
    digest: str | None
    offered_by: UUID | None
    offered_on: date | None
    published_on: date | None
    pdf_key: str | None


@dataclass(frozen=True)
class ChapterText:
    """What stands in a chapter now."""

    chapter: Chapter
    text: str
    revision: int


@dataclass(frozen=True)
class ReportPage:
    """An edition with everything that stands in it."""

    facts: ReportFacts
    chapters: tuple[ChapterText, ...]
    #: Empty while they move.
    figures: tuple[FrozenFigure, ...]
    #: Everything that was published of this year, the newest edition first.
    editions: tuple[ReportFacts, ...]

    def chapter(self, name: Chapter) -> ChapterText:
        """Raises NotFound for one that this edition does not have."""
        for one in self.chapters:
            if one.chapter is name:
                return one
        raise NotFound("unknown_chapter", "Dit hoofdstuk is er niet.")


def year_reports(connection: Connection, municipality_id: str) -> tuple[ReportFacts, ...]:
    """Every edition of every year, the newest first; also those that are not published."""
    return _facts(connection, _editions(municipality_id))


def published_report(
    connection: Connection, municipality_id: str, year: int, edition: int | None = None
) -> ReportPage:
    """An edition that everybody can read; None: the last. Raises NotFound."""
    public = [
        one
        for one in _of_year(connection, municipality_id, year)
        if one.state is ReportState.PUBLISHED
    ]
    facts = next((one for one in public if edition in (None, one.edition)), None)
    if facts is None:
        raise NotFound("unknown_report", "Van dit jaar is er (nog) geen jaarverslag.")
    return _page(connection, municipality_id, facts, public)


def report_draft(connection: Connection, municipality_id: str, year: int) -> ReportPage:
    """The edition that is worked on. Raises NotFound where none is."""
    every = _of_year(connection, municipality_id, year)
    facts = next((one for one in every if one.state is not ReportState.PUBLISHED), None)
    if facts is None:
        raise NotFound("no_draft", "Aan dit jaarverslag wordt nu niet gewerkt.")
    public = [one for one in every if one.state is ReportState.PUBLISHED]
    return _page(connection, municipality_id, facts, public)


def _editions(municipality_id: str) -> Select[Any]:
    return (
        select(_report)
        .where(_report.c.municipality_id == municipality_id)
        .order_by(_report.c.year.desc(), _report.c.edition.desc())
    )


def _of_year(connection: Connection, municipality_id: str, year: int) -> tuple[ReportFacts, ...]:
    return _facts(connection, _editions(municipality_id).where(_report.c.year == year))


def _facts(connection: Connection, found: Select[Any]) -> tuple[ReportFacts, ...]:
    names = ReportFacts.__dataclass_fields__
    rows = connection.execute(found).mappings()
    return tuple(ReportFacts(**{name: row[name] for name in names}) for row in rows)


def _page(
    connection: Connection,
    municipality_id: str,
    facts: ReportFacts,
    public: Sequence[ReportFacts],
) -> ReportPage:
    written = _texts(connection, municipality_id, facts.id)
    texts = tuple(written[one] for one in chapters(facts.edition))
    return ReportPage(facts, texts, _figures(connection, municipality_id, facts.id), tuple(public))


def _texts(
    connection: Connection, municipality_id: str, report_id: UUID
) -> Mapping[Chapter, ChapterText]:
    found = select(_text.c.chapter, _text.c.text, _text.c.revision).where(
        _text.c.municipality_id == municipality_id, _text.c.report_id == report_id
    )
    return {row.chapter: ChapterText(*row) for row in connection.execute(found)}


def _figures(
    connection: Connection, municipality_id: str, report_id: UUID
) -> tuple[FrozenFigure, ...]:
    found = (
        select(_figure)
        .where(_figure.c.municipality_id == municipality_id, _figure.c.report_id == report_id)
        .order_by(_figure.c.line)
    )
    return tuple(_frozen(row) for row in connection.execute(found))


def _frozen(row: Row[Any]) -> FrozenFigure:
    names = FrozenFigure.__dataclass_fields__
    said = {name: value for name, value in row._mapping.items() if name in names}
    return FrozenFigure(indicator=row.indicator_code, **said)


def reports_to_print(
    connection: Connection, municipality_id: str, now: datetime
) -> tuple[tuple[int, int], ...]:
    """The year and edition of what must be made into a file, the oldest first."""
    found = (
        select(_report.c.year, _report.c.edition)
        .where(_report.c.municipality_id == municipality_id, _report.c.pdf_due_at <= now)
        .order_by(_report.c.pdf_due_at)
    )
    return tuple((row.year, row.edition) for row in connection.execute(found))


def municipalities_with_prints(connection: Connection, now: datetime) -> list[str]:
    """Where a published report waits to be made into a file."""
    found = select(_report.c.municipality_id).where(_report.c.pdf_due_at <= now).distinct()
    return list(connection.scalars(found))
