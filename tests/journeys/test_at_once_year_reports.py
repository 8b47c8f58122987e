"""Officials and workers at one yearly report at the same moment: real threads on a real PostgreSQL."""

from functools import partial

from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.journeys.test_at_once import MANY, at_once, kinds, problems
from tests.support.reported import YEAR, begun, draft, offered, published, writers
from tests.support.world import World
from wijkstem.commands.printing import TakePrint
from wijkstem.commands.year_reports import (
    BeginYearReport,
    DropYearReport,
    PublishYearReport,
    ReturnYearReport,
    WriteChapter,
)
from wijkstem.events.year_reports import (
    YearReportBegun,
    YearReportPublished,
    YearReportReturned,
    YearReportWritten,
)
from wijkstem.tables.year_reports import YearReport, YearReportText
from wijkstem.words.year_reports import Chapter


def begun_by_many(world: World) -> dict[str, int]:
    officials = [*writers(world)] * (MANY // 2)
    jobs = [partial(world.execute, BeginYearReport(YEAR), who) for who in officials]
    return dict(kinds(at_once(jobs)))


def test_report_that_many_begin_at_once_is_one(postgres_world: World) -> None:
    world = postgres_world
    assert begun_by_many(world) == {"done": MANY}
    assert len(world.rows(YearReport)) == len(world.events(YearReportBegun)) == 1
    assert len(world.rows(YearReportText)) == len(Chapter) - 1
    assert problems(world) == []


def test_without_the_constraint_a_year_gets_more_than_one_report(postgres_world: World) -> None:
    world = postgres_world
    with unguarded(world) as connection:
        connection.execute(text("DROP INDEX uq_year_report_busy"))
        connection.execute(
            text(
                "ALTER TABLE year_report DROP CONSTRAINT uq_year_report_municipality_id_year_edition"
            )
        )
    assert begun_by_many(world) == {"done": MANY}
    assert len(world.rows(YearReport)) > 1


def test_chapter_that_many_write_at_once_keeps_the_first(postgres_world: World) -> None:
    world = postgres_world
    report_id, officials = begun(world), [*writers(world)] * (MANY // 2)
    commands = [WriteChapter(report_id, Chapter.MONEY, 1, f"Tekst {n}.") for n in range(MANY)]
    ended = at_once(
        [partial(world.execute, one, who) for one, who in zip(commands, officials, strict=True)]
    )
    assert kinds(ended) == {"done": 1, "changed_meanwhile": MANY - 1}
    [event] = world.events(YearReportWritten)
    assert draft(world).chapter(Chapter.MONEY).revision == event.revision == 2
    assert problems(world) == []


def test_report_is_published_or_goes_back_and_once(postgres_world: World) -> None:
    world = postgres_world
    report_id, second = offered(world), writers(world)[1]
    digest = draft(world).facts.digest or ""
    ended = at_once(
        [lambda: world.execute(PublishYearReport(report_id, digest), second)] * (MANY // 2)
        + [lambda: world.execute(ReturnYearReport(report_id), second)] * (MANY // 2)
    )
    assert kinds(ended) == {"done": 1, "report_not_offered": MANY - 1}
    assert len(world.events(YearReportPublished)) + len(world.events(YearReportReturned)) == 1
    assert problems(world) == []


def test_draft_that_many_drop_at_once_goes_once(postgres_world: World) -> None:
    world, report_id = postgres_world, begun(postgres_world)
    official = world.official
    ended = at_once([lambda: world.execute(DropYearReport(report_id), official)] * MANY)
    assert kinds(ended) == {"done": 1, "unknown_report": MANY - 1}
    assert problems(world) == []


def test_file_that_many_workers_would_make_is_one_workers(postgres_world: World) -> None:
    world, report_id = postgres_world, published(postgres_world)
    ended = at_once([lambda: world.execute(TakePrint(report_id))] * MANY)
    assert sorted(ended) == [False] * (MANY - 1) + [True]
    assert problems(world) == []
