"""Yearly reports: each edition with its texts, and the figures that stand still with it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import Unit
from wijkstem.words.year_reports import Chapter, ReportState

_BUSY = text("state <> 'published'")


class YearReport(TenantRow, table=True):
    """An edition of a year's report. Once published it stays as it is: what was wrong is told in another edition."""

    __tablename__ = "year_report"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year", "edition"),
        # Of a year there is one edition at a time that is worked on.
        Index(
            "uq_year_report_busy",
            "municipality_id",
            "year",
            unique=True,
            postgresql_where=_BUSY,
            sqlite_where=_BUSY,
        ),
        CheckConstraint(
            "published_by IS NULL OR offered_by IS NULL OR published_by <> offered_by",
            name="four_eyes",
        ),
        CheckConstraint("state <> 'published' OR digest IS NOT NULL", name="figures_stand_still"),
    )

    id: UUID = Field(primary_key=True)
    year: int
    edition: int
    state: ReportState = Field(sa_type=Coded(ReportState))
    #: Of all its words together: one more with each text that changes.
    revision: int = 1
    begun_on: date
    #: The end of the day that its figures are of, and how far the log was counted; None while they move.
    as_of: date | None = None
    position: int | None = None
    #: Of its texts and figures: what was looked at is what goes out.
    digest: str | None = Field(default=None, max_length=64)
    #: None: whoever it was is erased, or nobody yet.
    offered_by: UUID | None = None
    offered_on: date | None = None
    published_by: UUID | None = None
    published_on: date | None = None
    #: The report as a file; None while a worker has not made it.
    pdf_key: str | None = Field(default=None, max_length=160)
    #: When a worker must make it; None: nothing is to be made.
    pdf_due_at: datetime | None = moment(default=None, nullable=True)


class YearReportText(TenantRow, table=True):
    """What officials wrote in a chapter."""

    __tablename__ = "year_report_text"
    __table_args__ = (refers("report_id", "year_report", cascade=True),)

    report_id: UUID = Field(primary_key=True)
    chapter: Chapter = Field(primary_key=True, sa_type=Coded(Chapter))
    text: str = Field(sa_type=Text)
    #: Of this chapter: two who write at one chapter find out, two who write at two do not notice each other.
    revision: int = 1
    changed_on: date
    changed_by: UUID | None = None


class YearReportFigure(TenantRow, table=True):
    """A figure that stands still, with everything that is needed to read it when its definition is long another."""

    __tablename__ = "year_report_figure"
    __table_args__ = (
        refers("report_id", "year_report", cascade=True),
        UniqueConstraint(
            "municipality_id",
            "report_id",
            "indicator_code",
            "part",
            name="uq_year_report_figure_once",
        ),
    )

    report_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    chapter: Chapter = Field(sa_type=Coded(Chapter))
    indicator_code: str = Field(max_length=64)
    #: A CBS code, or the number of one of more figures of one survey; "": of the whole municipality.
    part: str = Field(max_length=64)
    definition_version: str = Field(max_length=64)
    #: "": it was found by a survey, and not worked out here.
    formula: str = Field(max_length=64)
    formula_version: int
    name_nl: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    unit: Unit = Field(sa_type=Coded(Unit))
    #: Digit for digit; None: a gap, or too few people to be shown.
    value: str | None = Field(default=None, max_length=32)
    hidden: bool = False
    #: The same of the year before, by the same definition on the same day.
    before: str | None = Field(default=None, max_length=32)
    before_hidden: bool = False
    #: Of a survey: where it was read, and how many answered.
    source: str = Field(max_length=500)
    sample_size: int | None = None
