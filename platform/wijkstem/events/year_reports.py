"""Yearly reports: begun, written at, offered to a second official, published, and made into a file."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Digits, Event


class YearReportBegun(Event):
    """Officials began a report, or another edition of one that was published."""

    type = "year_report.begun.v1"

    report_id: UUID
    year: int
    edition: int
    begun_on: date
    official_id: UUID | None


class YearReportDropped(Event):
    """An edition that nobody read yet was thrown away."""

    type = "year_report.dropped.v1"

    report_id: UUID
    year: int
    edition: int
    dropped_on: date
    official_id: UUID | None


class YearReportWritten(Event):
    """The text of a chapter changed."""

    type = "year_report.written.v1"

    report_id: UUID
    chapter: Code
    revision: int
    written_on: date
    official_id: UUID | None


class YearReportOffered(Event):
    """Its figures stand still, and a second official is asked to look."""

    type = "year_report.offered.v1"

    report_id: UUID
    year: int
    edition: int
    as_of: date
    counted_to: int
    digest: Digest
    offered_on: date
    official_id: UUID | None


class YearReportReturned(Event):
    """It is written at again: its figures move."""

    type = "year_report.returned.v1"

    report_id: UUID
    year: int
    edition: int
    returned_on: date
    official_id: UUID | None


class YearReportPublished(Event):
    """Everybody can read it. The figures stand here as well: side by side, one place for each."""

    type = "year_report.published.v1"

    report_id: UUID
    year: int
    edition: int
    as_of: date
    counted_to: int
    digest: Digest
    indicators: tuple[Code, ...]
    #: A CBS code in small letters, or a number; None: of the whole municipality.
    parts: tuple[Code | None, ...]
    definitions: tuple[Code, ...]
    #: None: a gap, or too few people to be shown.
    values: tuple[Digits | None, ...]
    published_on: date
    official_id: UUID | None


class YearReportPrinted(Event):
    """A worker made the report into a file, whose content has this digest."""

    type = "year_report.printed.v1"

    report_id: UUID
    year: int
    edition: int
    digest: Digest
    printed_on: date
