"""A yearly report in a test: written, offered and published, with figures of a year in which something happened."""

from datetime import date
from uuid import UUID

from tests.support.world import HERE, World
from wijkstem.commands.signatures import Sign
from wijkstem.commands.year_reports import (
    BeginYearReport,
    OfferYearReport,
    PublishYearReport,
    WriteChapter,
)
from wijkstem.domain.people import Actor
from wijkstem.queries.report_figures import YearFigures, report_figures
from wijkstem.queries.year_reports import ReportPage, published_report, report_draft
from wijkstem.words import Role
from wijkstem.words.year_reports import Chapter

YEAR = 2025
#: The day before that on which `a_year` ends.
AS_OF = date(2026, 1, 14)


def a_year(world: World) -> None:
    """Three plans in December 2025, one of them open and supported twice; then it is January."""
    now = world.clock.at
    world.clock.at = now.replace(year=YEAR, month=12, day=20)
    plan = world.open()
    for name in ("anna", "bram"):
        world.execute(Sign(plan), world.person(name))
    world.submit()
    world.submit()
    world.clock.at = now.replace(month=1, day=15)
    world.settle()


def writers(world: World) -> tuple[Actor, Actor]:
    """Two officials."""
    return world.official, world.person("collega", Role.OFFICIAL)


def begun(world: World, year: int = YEAR) -> UUID:
    """A draft without a word in it."""
    made: UUID = world.execute(BeginYearReport(year), world.official)
    return made


def draft(world: World, year: int = YEAR) -> ReportPage:
    """What stands in it now."""
    with world.services.reading(HERE) as connection:
        return report_draft(connection, HERE, year)


def written(world: World, year: int = YEAR) -> UUID:
    """A draft with a text in every chapter."""
    report_id = begun(world, year)
    for one in draft(world, year).chapters:
        text = f"Over {one.chapter.value} valt veel te zeggen."
        if one.chapter is Chapter.MONEY:
            text += "\n\nEr is *geld* #eval voor $ 1 @iets <b> \\ [x] = y."
        world.execute(WriteChapter(report_id, one.chapter, one.revision, text), world.official)
    return report_id


def figures(world: World, year: int = YEAR, as_of: date = AS_OF) -> YearFigures:
    """As they are read for a report."""
    rules = world.services.rules.of(HERE)
    with world.services.reading(HERE) as connection:
        return report_figures(connection, HERE, year, rules=rules, as_of=as_of)


def offer(world: World, report_id: UUID, actor: Actor | None = None, year: int = YEAR) -> None:
    """Offered as its page of now shows it."""
    found, revision = figures(world, year), draft(world, year).facts.revision
    command = OfferYearReport(report_id, revision, found.figures, found.as_of, found.position)
    world.execute(command, actor or world.official)


def offered(world: World, year: int = YEAR) -> UUID:
    """A report that waits for a second official."""
    report_id = written(world, year)
    offer(world, report_id, year=year)
    return report_id


def publish(world: World, report_id: UUID, actor: Actor | None = None, year: int = YEAR) -> None:
    """Published by a second official, who looked at what there is now."""
    digest = draft(world, year).facts.digest or ""
    world.execute(PublishYearReport(report_id, digest), actor or writers(world)[1])


def published(world: World, year: int = YEAR) -> UUID:
    """A report that everybody can read."""
    report_id = offered(world, year)
    publish(world, report_id, year=year)
    return report_id


def report(world: World, year: int = YEAR, edition: int | None = None) -> ReportPage:
    """As everybody reads it."""
    with world.services.reading(HERE) as connection:
        return published_report(connection, HERE, year, edition)
