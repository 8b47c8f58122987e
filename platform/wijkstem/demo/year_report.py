"""The yearly report in the demo: last year's, which everybody can read, and another edition that is being written.

Enschede promises such a report every year (budget of 2019, action 1.02), so it is shown there; Borne shows it too.
"""

import tomllib
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from wijkstem.commands.handlers import execute
from wijkstem.commands.year_reports import (
    BeginYearReport,
    OfferYearReport,
    PublishYearReport,
    WriteChapter,
)
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.kit.clock import local_date
from wijkstem.queries.report_figures import report_figures
from wijkstem.queries.year_reports import ReportFacts, ReportPage, report_draft
from wijkstem.services import Services
from wijkstem.words.year_reports import Chapter

FILE = Path(__file__).with_name("year_report.toml")
#: Where there is one.
MUNICIPALITIES = ("enschede", "borne")
WRITER, SECOND = "ambtenaar-1", "ambtenaar-2"


class Written(Part):
    """What officials wrote."""

    correction: str
    chapters: dict[Chapter, str]


def report_last_year(services: Services, slug: str, crowd: Crowd) -> None:
    """Published by two officials; after that they found something to put right. The figures must be counted by now."""
    if slug not in MUNICIPALITIES:
        return
    texts = Written(**tomllib.loads(FILE.read_text()))
    year = local_date(services.clock.now()).year - 1
    writer, second = crowd.known[WRITER], crowd.known[SECOND]
    report_id: UUID = execute(services, slug, BeginYearReport(year), writer)
    for chapter, text in texts.chapters.items():
        execute(services, slug, WriteChapter(report_id, chapter, 1, text), writer)
    execute(services, slug, _offer(services, slug, year), writer)
    digest = _draft(services, slug, year).digest or ""
    execute(services, slug, PublishYearReport(report_id, digest), second)
    again: UUID = execute(services, slug, BeginYearReport(year), writer)
    execute(services, slug, WriteChapter(again, Chapter.CHANGES, 1, texts.correction), writer)


def _draft(services: Services, slug: str, year: int) -> ReportFacts:
    with services.reading(slug) as connection:
        found: ReportPage = report_draft(connection, slug, year)
    return found.facts


def _offer(services: Services, slug: str, year: int) -> OfferYearReport:
    yesterday = local_date(services.clock.now()) - timedelta(days=1)
    facts = _draft(services, slug, year)
    with services.reading(slug) as connection:
        found = report_figures(
            connection, slug, year, rules=services.rules.of(slug), as_of=yesterday
        )
    return OfferYearReport(facts.id, facts.revision, found.figures, found.as_of, found.position)
