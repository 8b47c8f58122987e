"""Yearly reports: what is refused, that figures stand still, and that two officials look."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from tests.commands.test_bringing import FEEDBACK, GRIEVANCES, taken
from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.reported import (
    AS_OF,
    YEAR,
    a_year,
    begun,
    draft,
    figures,
    offer,
    offered,
    publish,
    published,
    report,
    writers,
    written,
)
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.signatures import WithdrawSignature
from wijkstem.commands.year_reports import (
    BeginYearReport,
    DropYearReport,
    OfferYearReport,
    PublishYearReport,
    ReturnYearReport,
    WriteChapter,
)
from wijkstem.domain.year_reports import REGISTER, digest_of
from wijkstem.errors import Conflict
from wijkstem.events.initiatives import InitiativeSubmitted
from wijkstem.events.year_reports import (
    YearReportBegun,
    YearReportDropped,
    YearReportOffered,
    YearReportPublished,
    YearReportReturned,
    YearReportWritten,
)
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.queries.indicators import readings
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.year_reports import YearReport, YearReportFigure, YearReportText
from wijkstem.words import Role
from wijkstem.words.sources import SourceKind
from wijkstem.words.year_reports import Chapter, ReportState, chapters

_report = table_of(YearReport)


def test_year_that_is_not_over_has_no_report(world: World) -> None:
    for year in (2026, 2027, 1990):
        assert wrong(world, BeginYearReport(year)) == {"year": "year_not_over"}
    assert world.rows(YearReport) == []


def test_begun_twice_is_one_draft(world: World) -> None:
    assert begun(world) == begun(world)
    assert [event.edition for event in world.events(YearReportBegun)] == [1]
    assert len(world.rows(YearReportText)) == len(Chapter) - 1


def test_only_officials_who_are_known_write(world: World) -> None:
    report_id = begun(world)
    by_mail = replace(world.official, strong=False)
    for who in (world.person("anna"), world.person("griffier", Role.CLERK), by_mail):
        for command in (
            BeginYearReport(2024),
            WriteChapter(report_id, Chapter.MONEY, 1, "x"),
            OfferYearReport(report_id, 1, (), AS_OF, 1),
            ReturnYearReport(report_id),
            PublishYearReport(report_id, ""),
            DropYearReport(report_id),
        ):
            assert refusal(world, command, who) == "not_allowed"


def test_chapter_keeps_what_was_written_first(world: World) -> None:
    report_id, (first, second) = begun(world), writers(world)
    world.execute(WriteChapter(report_id, Chapter.MONEY, 1, "Van de een."), first)
    late = WriteChapter(report_id, Chapter.MONEY, 1, "Van de ander.")
    assert refusal(world, late, second) == "changed_meanwhile"
    # Another chapter is nobody else's business.
    world.execute(WriteChapter(report_id, Chapter.TERMS, 1, "Van de ander."), second)

    assert draft(world).chapter(Chapter.MONEY).text == "Van de een."
    assert draft(world).chapter(Chapter.TERMS).text == "Van de ander."
    assert [event.chapter for event in world.events(YearReportWritten)] == ["money", "terms"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Prachtig 🎉", "not_printed"),
        ("مرحبا", "not_printed"),
        ("x" * 8001, "too_long"),
        ("Het nummer is 111222333.", "bsn"),
    ],
)
def test_chapter_refuses_what_cannot_be_printed(world: World, text: str, code: str) -> None:
    command = WriteChapter(begun(world), Chapter.MONEY, 1, text)
    assert wrong(world, command) == {"text": code}


def test_report_with_an_empty_chapter_is_not_offered(world: World) -> None:
    report_id = begun(world)
    world.execute(WriteChapter(report_id, Chapter.MONEY, 1, "Er is geld."), world.official)
    command = OfferYearReport(report_id, 2, (), AS_OF, 1)
    missing = {one.value for one in chapters(1)} - {"money"}
    assert set(wrong(world, command)) == missing


def test_figures_stand_still_from_the_offer_on(world: World) -> None:
    a_year(world)
    report_id, found = offered(world), figures(world)
    # What is counted of that year afterwards moves the indicator, and not the report.
    [plan] = world.rows(Initiative, public=True)
    world.execute(WithdrawSignature(plan["id"]), world.person("anna"))
    world.pass_days(1)
    world.settle()
    assert figures(world, as_of=date(2026, 1, 15)).figures != found.figures
    publish(world, report_id)

    assert report(world).figures == found.figures
    figure = {one.indicator: one.value for one in report(world).figures if not one.part}
    assert figure == {"submitted": "3", "answered_in_time": "100.0", "signatures": "2"}


def test_published_event_has_every_figure(world: World) -> None:
    a_year(world)
    published(world)

    [event], [offer_event] = world.events(YearReportPublished), world.events(YearReportOffered)
    shown, facts = report(world).figures, report(world).facts
    said = list(zip(event.indicators, event.parts, event.values, strict=True))
    assert said == [(one.indicator, one.part.lower() or None, one.value) for one in shown]
    assert ("submitted", None, "3") in said
    assert event.digest == offer_event.digest == facts.digest
    assert (event.as_of, event.counted_to) == (AS_OF, facts.position)


def test_frozen_figures_can_be_asked_again_as_of_their_day(world: World) -> None:
    a_year(world)
    published(world)
    world.open()
    world.pass_days(3)
    world.settle()

    rules = world.services.rules.of(HERE)
    with world.services.reading(HERE) as connection:
        again = readings(connection, HERE, rules=rules, year=YEAR, as_of=AS_OF)
    whole = [one for one in report(world).figures if one.formula and not one.part]
    assert {one.indicator for one in whole} == set(again)
    for one in whole:
        now = again[one.indicator].in_all.value
        assert one.value == (None if now is None else format(now, "f"))
        assert one.definition_version == str(again[one.indicator].definition.version)


def test_gap_is_no_zero(world: World) -> None:
    a_year(world)
    found = {(one.indicator, one.part): one for one in figures(world, 2024, AS_OF).figures}
    assert found["answered_in_time", ""].value is None
    assert found["submitted", ""].value == "0"


def test_figures_wait_until_the_day_is_counted(world: World) -> None:
    a_year(world)
    world.submit()  # nobody has folded this yet
    found = figures(world)
    with pytest.raises(Conflict) as caught:
        figures(world, as_of=date(2026, 1, 15))
    assert caught.value.code == "still_counting"
    assert found.position == len(world.recorded()) - len(world.events(InitiativeSubmitted)[3:])


def test_who_offered_it_does_not_publish_it(world: World) -> None:
    report_id, (first, second) = offered(world), writers(world)
    digest = draft(world).facts.digest or ""
    assert refusal(world, PublishYearReport(report_id, digest), first) == "second_look"
    assert refusal(world, PublishYearReport(report_id, "0" * 64), second) == "report_changed"
    world.execute(PublishYearReport(report_id, digest), second)
    assert report(world).facts.state is ReportState.PUBLISHED


def test_database_refuses_one_pair_of_eyes(world: World) -> None:
    report_id = published(world)
    one_person = {"published_by": world.official.person_id}
    with pytest.raises(IntegrityError, match="four_eyes"), world.services.connection(HERE) as open_:
        open_.execute(
            update(_report)
            .where(_report.c.municipality_id == HERE, _report.c.id == report_id)
            .values(one_person)
        )


def test_database_refuses_a_second_draft_of_a_year(world: World) -> None:
    begun(world)
    [row] = world.rows(YearReport)
    with pytest.raises(IntegrityError), world.services.connection(HERE) as open_:
        open_.execute(insert(_report).values({**row, "id": new_id(), "edition": 2}))


def test_report_that_is_looked_at_is_not_written_at(world: World) -> None:
    report_id = offered(world)
    write = WriteChapter(report_id, Chapter.MONEY, 2, "Toch anders.")
    assert refusal(world, write, world.official) == "report_is_offered"
    assert refusal(world, DropYearReport(report_id), world.official) == "report_is_offered"
    world.execute(ReturnYearReport(report_id), writers(world)[1])
    assert (draft(world).figures, draft(world).facts.digest) == ((), None)
    world.execute(write, world.official)
    offer(world, report_id)

    assert len(world.events(YearReportReturned)) == 1
    assert draft(world).facts.state is ReportState.OFFERED


def test_offer_of_what_a_colleague_just_changed_is_refused(world: World) -> None:
    report_id = written(world)
    seen = draft(world)
    revision = seen.chapter(Chapter.MONEY).revision
    world.execute(WriteChapter(report_id, Chapter.MONEY, revision, "Anders."), writers(world)[1])
    command = OfferYearReport(report_id, seen.facts.revision, (), AS_OF, 1)
    assert refusal(world, command, world.official) == "changed_meanwhile"


def test_published_report_never_changes(world: World) -> None:
    a_year(world)
    report_id = published(world)
    before = [world.rows(table) for table in (YearReport, YearReportText, YearReportFigure)]
    digest = report(world).facts.digest or ""
    for command in (
        WriteChapter(report_id, Chapter.MONEY, 2, "Anders."),
        OfferYearReport(report_id, 9, (), AS_OF, 1),
        ReturnYearReport(report_id),
        PublishYearReport(report_id, digest),
        DropYearReport(report_id),
    ):
        assert refusal(world, command, writers(world)[1]) in {
            "report_is_published",
            "report_not_offered",
        }
    assert before == [world.rows(table) for table in (YearReport, YearReportText, YearReportFigure)]


def test_correction_is_another_edition_that_says_what_is_otherwise(world: World) -> None:
    a_year(world)
    published(world)
    first = report(world)
    second = begun(world)
    assert draft(world).facts.edition == 2
    assert draft(world).chapter(Chapter.MONEY).text == first.chapter(Chapter.MONEY).text
    command = OfferYearReport(second, 1, (), AS_OF, 1)
    assert wrong(world, command) == {"changes": "chapter_empty"}
    said = "Het bedrag bij geld klopte niet."
    world.execute(WriteChapter(second, Chapter.CHANGES, 1, said), world.official)
    offer(world, second)
    publish(world, second)

    assert report(world).chapter(Chapter.CHANGES).text == said
    assert [one.edition for one in report(world).editions] == [2, 1]
    assert report(world, edition=1).chapters == first.chapters
    assert report(world, edition=1).figures == first.figures


def test_draft_that_is_dropped_leaves_nothing(world: World) -> None:
    world.execute(DropYearReport(written(world)), world.official)
    assert world.rows(YearReport) == world.rows(YearReportText) == []
    assert [event.year for event in world.events(YearReportDropped)] == [YEAR]
    begun(world)


def test_digest_is_of_every_word_and_figure(world: World) -> None:
    a_year(world)
    offered(world)
    it = draft(world)
    facts = it.facts
    assert facts.as_of is not None
    assert facts.position is not None
    texts = {one.chapter: one.text for one in it.chapters}
    same = digest_of(YEAR, 1, facts.as_of, facts.position, texts, it.figures)
    other = digest_of(YEAR, 1, facts.as_of, facts.position, texts, it.figures[1:])
    assert same == facts.digest != other


def test_official_who_is_erased_leaves_the_report_as_it_is(world: World) -> None:
    a_year(world)
    published(world)
    before = report(world)
    for who in writers(world):
        assert who.person_id is not None
        world.execute(ErasePerson(who.person_id, texts=True), who)

    assert (report(world).chapters, report(world).figures) == (before.chapters, before.figures)
    [row] = world.rows(YearReport)
    assert (row["offered_by"], row["published_by"]) == (None, None)
    assert {row["changed_by"] for row in world.rows(YearReportText)} == {None}


def test_complaints_and_feedback_come_from_what_was_brought_in(world: World) -> None:
    a_year(world)
    world.clock.at = world.clock.at.replace(day=14)
    taken(world, GRIEVANCES, SourceKind.GRIEVANCES)
    taken(world, FEEDBACK, SourceKind.FEEDBACK)
    found = {
        one.indicator: (one.chapter, one.value, one.before, one.hidden, one.sample_size)
        for one in figures(world).figures
        if one.formula in {REGISTER, ""}
    }
    complaints, learned = Chapter.COMPLAINTS, Chapter.LEARNED
    assert found == {
        "complaint": (complaints, "10", None, False, None),
        "complaint_upheld": (complaints, "4", None, False, None),
        "complaint_in_time": (complaints, "90.0", None, False, None),
        "objection": (complaints, "2", None, False, None),
        "objection_upheld": (complaints, "0", None, False, None),
        "objection_in_time": (complaints, None, None, False, None),
        "appeal": (complaints, None, "1", False, None),
        "appeal_upheld": (complaints, None, "0", False, None),
        "appeal_in_time": (complaints, None, "100.0", False, None),
        "feedback_counter": (learned, "74.4", None, False, 43),
        # Four answers are too few to show; none is a gap.
        "feedback_phone": (learned, None, None, True, None),
        "feedback_email": (learned, None, None, False, None),
    }
