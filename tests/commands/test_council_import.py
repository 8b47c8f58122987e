"""A meeting from elsewhere: comes in whole, changes in place, and leaves what is ours alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from tests.support.world import HERE, START, World
from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.adapters.meeting_file import parse_meeting, read_meeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting, ImportReport
from wijkstem.commands.council_items import SettleClerksCase
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.council import AgendaItemPlaced, MeetingImported
from wijkstem.events.council_import import AgendaItemDropped, AgendaItemRestored
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role

SAMPLE = Path(__file__).parents[1] / "fixtures" / "ori" / "mini-ori-amsterdam-2018-02-08.json"
THERE = "buurdorp"
GONE = CaseKind.GONE_AT_SOURCE
SOON = date(2026, 4, 13)


@pytest.fixture(scope="module")
def sample() -> ImportedMeeting:
    return read_meeting(SAMPLE)


@pytest.fixture(scope="module")
def planned(sample: ImportedMeeting) -> ImportedMeeting:
    """The sample as if it were ours and still to come."""
    return replace(
        sample,
        municipality_code="GM9901",
        body_name="gemeenteraad",
        held_on=SOON,
        state=MeetingState.PLANNED,
    )


def take_over(world: World, meeting: ImportedMeeting, *, where: str = HERE) -> ImportReport:
    report: ImportReport = world.execute(ImportMeeting(meeting, foreign=True), where=where)
    return report


def small(*items: str, **values: Any) -> ImportedMeeting:
    """A meeting with items and a document with each."""
    made = ImportedMeeting(
        source_id=values.pop("source_id", "m"),
        municipality_code="GM9901",
        body_name="Gemeenteraad",
        name="Raadsvergadering",
        held_on=SOON,
        starts_at=START + timedelta(days=42),
        location=None,
        state=MeetingState.PLANNED,
        items=tuple(ImportedItem(name, f"Punt {name}") for name in items),
        documents=tuple(
            ImportedDocument(f"d-{name}", f"Stuk {name}", f"https://ori.example.nl/{name}", name)
            for name in items
        ),
    )
    return replace(made, **values)


def agenda(world: World, *, where: str = HERE) -> list[tuple[int, str]]:
    rows = world.rows(AgendaItem, where=where)
    return sorted((row["sequence"], row["title"]) for row in rows)


def documents(world: World) -> list[str]:
    return sorted(row["title"] for row in world.rows(MeetingDocument))


def requested(world: World) -> UUID:
    """An initiative that asked for a place on the agenda."""
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    return initiative


def put_on_item(world: World, initiative: UUID, source_id: str) -> None:
    """Our initiative on an item that came from the source."""
    item = table_of(AgendaItem)
    with world.services.connection(HERE) as connection:
        connection.execute(
            item.update()
            .where(item.c.municipality_id == HERE, item.c.source_id == source_id)
            .values(initiative_id=initiative)
        )


def test_meeting_comes_in_whole(world: World, sample: ImportedMeeting) -> None:
    report = take_over(world, sample)
    assert (report.items, report.documents, report.changed) == (39, 49, True)
    [meeting] = world.rows(Meeting)
    assert (meeting["id"], meeting["source_id"]) == (report.meeting_id, sample.source_id)
    assert (meeting["held_on"], meeting["starts_at"]) == (sample.held_on, sample.starts_at)
    assert (meeting["body_id"], meeting["state"]) == (None, MeetingState.HELD)
    assert [title for _, title in agenda(world)] == [item.title for item in sample.items]
    items = {row["id"]: row["source_id"] for row in world.rows(AgendaItem)}
    assert {row["source_id"]: items[row["item_id"]] for row in world.rows(MeetingDocument)} == {
        document.source_id: document.item_source_id for document in sample.documents
    }
    assert world.events(MeetingImported) == [
        MeetingImported(
            meeting_id=report.meeting_id,
            held_on=sample.held_on,
            state="gehouden",
            items=39,
            documents=49,
        )
    ]


def test_meeting_twice_is_once(world: World, sample: ImportedMeeting) -> None:
    first = take_over(world, sample)
    before = [world.rows(table) for table in (Meeting, AgendaItem, MeetingDocument)]
    logged = len(world.recorded())
    world.pass_days(1)
    assert take_over(world, sample) == replace(first, changed=False)
    assert [world.rows(table) for table in (Meeting, AgendaItem, MeetingDocument)] == before
    assert len(world.recorded()) == logged


def test_change_at_the_source_changes_here_in_place(world: World) -> None:
    take_over(world, small("a", "b", "c"))
    ids = {row["source_id"]: row["id"] for row in world.rows(AgendaItem)}
    changed = small("a", "new", "c", name="Extra raadsvergadering", state=MeetingState.CANCELLED)
    changed = replace(
        changed, items=(ImportedItem("a", "Opening", "Om half acht"), *changed.items[1:])
    )
    assert take_over(world, changed).changed
    [meeting] = world.rows(Meeting)
    assert (meeting["name"], meeting["state"]) == ("Extra raadsvergadering", MeetingState.CANCELLED)
    assert agenda(world) == [(1, "Opening"), (2, "Punt new"), (3, "Punt c")]
    assert documents(world) == ["Stuk a", "Stuk c", "Stuk new"]
    after = {row["source_id"]: row["id"] for row in world.rows(AgendaItem)}
    assert (after["a"], after["c"]) == (ids["a"], ids["c"])
    assert [event.items for event in world.events(MeetingImported)] == [3, 3]


def test_document_that_moves_to_another_item_stays_when_its_item_goes(world: World) -> None:
    take_over(world, small("a", "b"))
    kept = small("a", "b").documents[1]
    meeting = small("a")
    take_over(
        world, replace(meeting, documents=(*meeting.documents, replace(kept, item_source_id="a")))
    )
    assert agenda(world) == [(1, "Punt a")]
    assert documents(world) == ["Stuk a", "Stuk b"]


def test_item_that_moves_to_another_meeting_moves_here(world: World) -> None:
    take_over(world, small("a", "b"))
    later = take_over(world, small("b", source_id="later", documents=()))
    assert {row["source_id"]: row["meeting_id"] == later.meeting_id for row in world.rows(AgendaItem)} == {"a": False, "b": True}  # fmt: skip
    take_over(world, small(source_id="later"))
    assert agenda(world) == [(1, "Punt a")]
    assert documents(world) == ["Stuk a", "Stuk b"]


def test_item_with_our_initiative_survives(world: World) -> None:
    take_over(world, small("a", "b"))
    put_on_item(world, requested(world), "b")
    take_over(world, small("a"))
    assert agenda(world) == [(1, "Punt a"), (2, "Punt b")]
    assert documents(world) == ["Stuk a"]
    assert not take_over(world, small("a")).changed


def placed_at_the_source(world: World) -> UUID:
    """Our plan on a meeting that was imported, where the source has it as item "b" too."""
    report = take_over(world, small("a"))
    initiative = requested(world)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=report.meeting_id), world.clerk)
    take_over(world, with_our_plan())
    return initiative


def with_our_plan(**values: Any) -> ImportedMeeting:
    meeting = small("a", **values)
    ours = ImportedItem("b", "Burgerinitiatief 2026-0001: bomen", result="Aangehouden")
    return replace(meeting, items=(*meeting.items, ours))


def clerks_cases(world: World) -> list[tuple[str, Any]]:
    return sorted((row["cause"][-1], row["closed_as"]) for row in world.rows(Case, kind=GONE))


def test_plan_that_we_placed_is_recognised_by_its_number(world: World) -> None:
    initiative = placed_at_the_source(world)
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["source_id"], ours["source_result"]) == ("b", "Aangehouden")
    assert agenda(world) == [(1, "Punt a"), (2, "Burgerinitiatief 2026-0001: bomen")]
    assert not take_over(world, with_our_plan()).changed


def test_item_that_names_two_plans_or_a_plan_on_another_meeting_is_not_taken_for_it(
    world: World,
) -> None:
    report = take_over(world, small("a"))
    initiative = requested(world)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=report.meeting_id), world.clerk)
    two = ImportedItem("b", "Plannen 2026-0001 en 2026-0002")
    take_over(world, replace(small("a"), items=(two,)))
    alone = ImportedItem("c", "Plan 2026-0001")
    take_over(world, replace(small(source_id="later"), items=(alone,)))
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert ours["source_id"] is None
    assert len(world.rows(AgendaItem)) == 3


def test_plan_that_the_source_drops_is_kept_marked_and_brought_to_the_clerk(world: World) -> None:
    initiative = placed_at_the_source(world)
    world.pass_days(1)
    report = take_over(world, small("a"))
    assert report.changed
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["meeting_id"], ours["gone_on"]) == (report.meeting_id, date(2026, 3, 3))
    assert clerks_cases(world) == [("0", None)]
    about = {"initiative_id": initiative, "item_id": ours["id"], "meeting_id": report.meeting_id}
    assert world.events(AgendaItemDropped) == [
        AgendaItemDropped(**about, noticed_on=date(2026, 3, 3))
    ]
    assert not take_over(world, small("a")).changed

    assert take_over(world, with_our_plan()).changed
    assert world.rows(AgendaItem, initiative_id=initiative)[0]["gone_on"] is None
    assert clerks_cases(world) == [("0", "back")]
    assert world.events(AgendaItemRestored) == [
        AgendaItemRestored(**about, noticed_on=date(2026, 3, 3))
    ]
    assert take_over(world, small("a")).changed
    assert clerks_cases(world) == [("0", "back"), ("1", None)]


def test_plan_that_the_source_moves_stays_until_the_clerk_moves_it(world: World) -> None:
    initiative = placed_at_the_source(world)
    here = world.rows(AgendaItem, initiative_id=initiative)[0]["meeting_id"]
    later = take_over(world, replace(with_our_plan(source_id="later"), documents=()))
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["meeting_id"], ours["gone_on"]) == (here, date(2026, 3, 2))
    assert [row["kind"] for row in world.rows(Case, closed_at=None, kind=GONE)] == [GONE]
    world.execute(TakeStep(initiative, 4, "move", meeting_id=later.meeting_id), world.clerk)
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["meeting_id"], ours["gone_on"]) == (later.meeting_id, None)
    assert clerks_cases(world) == [("0", "seen")]
    take_over(world, replace(with_our_plan(source_id="later"), documents=()))
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["meeting_id"], ours["gone_on"]) == (later.meeting_id, None)
    assert clerks_cases(world) == [("0", "seen")]


def test_clerk_settles_a_dropped_plan_once(world: World) -> None:
    placed_at_the_source(world)
    take_over(world, small("a"))
    [case] = world.rows(Case, kind=GONE)
    with pytest.raises(NotAllowed):
        world.execute(SettleClerksCase(case["id"]), world.official)
    world.execute(SettleClerksCase(case["id"]), world.clerk)
    assert clerks_cases(world) == [("0", "seen")]
    with pytest.raises(Conflict):
        world.execute(SettleClerksCase(case["id"]), world.clerk)


def test_case_of_an_official_is_not_the_clerks(world: World) -> None:
    world.submit()
    [case] = world.rows(Case)
    with pytest.raises(NotFound):
        world.execute(SettleClerksCase(case["id"]), world.clerk)


def test_initiative_is_placed_on_an_imported_meeting(
    world: World, planned: ImportedMeeting
) -> None:
    report = take_over(world, planned)
    [meeting] = world.rows(Meeting)
    assert meeting["body_id"] == "raad"
    initiative = requested(world)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=report.meeting_id), world.clerk)
    [placed] = world.events(AgendaItemPlaced)
    assert (placed.meeting_id, placed.held_on) == (report.meeting_id, SOON)

    fewer = replace(planned, items=planned.items[:5], documents=())
    assert take_over(world, fewer).changed
    assert agenda(world)[5:] == [(40, "Meer bomen in de straat")]
    [ours] = world.rows(AgendaItem, initiative_id=initiative)
    assert (ours["meeting_id"], ours["source_id"]) == (report.meeting_id, None)


def test_initiative_is_not_placed_on_a_meeting_that_was_held(
    world: World, sample: ImportedMeeting
) -> None:
    report = take_over(world, sample)
    initiative = requested(world)
    with pytest.raises(Invalid) as refused:
        world.execute(TakeStep(initiative, 3, "place", meeting_id=report.meeting_id), world.clerk)
    assert refused.value.fields["meeting"].code == "meeting_over"


def test_meeting_that_was_made_here_is_left_alone(world: World) -> None:
    world.execute(PlanMeeting("raad", "Raadsvergadering", SOON), world.clerk)
    take_over(world, small("a"))
    assert sorted(str(row["source_id"]) for row in world.rows(Meeting)) == ["None", "m"]


def test_one_municipality_does_not_touch_the_other(world: World) -> None:
    take_over(world, small("a", "b"))
    take_over(world, small("a", name="Van de buren"), where=THERE)
    assert agenda(world) == [(1, "Punt a"), (2, "Punt b")]
    assert [row["name"] for row in world.rows(Meeting)] == ["Raadsvergadering"]
    assert agenda(world, where=THERE) == [(1, "Punt a")]
    assert len(world.events(MeetingImported)) == 1


def test_meeting_of_another_municipality_is_refused(world: World, sample: ImportedMeeting) -> None:
    with pytest.raises(RuleBroken, match=r"GM0363.*Testdorp.*GM9901") as refused:
        world.execute(ImportMeeting(sample), world.clerk)
    assert refused.value.code == "other_municipality"
    assert world.rows(Meeting) == []


def test_supplier_number_says_whose_meeting_it_is(world: World) -> None:
    told_by_number = replace(small("a"), municipality_code=None, organisation="notubiz:281")
    with pytest.raises(RuleBroken, match=r"notubiz:281.*notubiz:99"):
        world.execute(ImportMeeting(told_by_number), world.clerk)
    ours = replace(told_by_number, organisation="notubiz:99")
    assert world.execute(ImportMeeting(ours), world.clerk).changed
    assert world.rows(Meeting)[0]["body_id"] == "raad"


def test_what_is_known_of_a_document_is_kept(world: World) -> None:
    told = ImportedDocument("d", "Kaart", "", None, "image/tiff", 200_000_000, date(2026, 3, 1))
    take_over(world, replace(small(), documents=(told,)))
    [row] = world.rows(MeetingDocument)
    assert (row["url"], row["media_type"], row["size"], row["submitted_on"]) == (
        "", "image/tiff", 200_000_000, date(2026, 3, 1),
    )  # fmt: skip


def test_own_meeting_needs_no_leave(world: World) -> None:
    assert world.execute(ImportMeeting(small("a")), world.clerk).changed


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OFFICIAL, Role.NEIGHBOURHOOD_COUNCIL])
def test_only_the_clerk_and_the_administrator_import(sqlite_world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        sqlite_world.execute(ImportMeeting(small("a")), Actor(new_id(), frozenset({role})))


def test_nobody_may_import_without_logging_in(sqlite_world: World) -> None:
    with pytest.raises(NotAllowed):
        sqlite_world.execute(ImportMeeting(small("a")), ANYONE)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"<html></html>", "bestand"),
        (b"{}", "vergadering"),
        (
            SAMPLE.read_bytes().replace(b'"vergaderdatum": "2018', b'"vergaderdatum": "18'),
            "vergadering.vergaderdatum",
        ),
        (
            SAMPLE.read_bytes().replace(b'"agendapuntnaam": "Mededelingen"', b'"agendapuntnaam": 5'),
            "agendapunten.results.4.agendapuntnaam",
        ),
    ],
    ids=["html", "no-meeting", "date", "type"],
)  # fmt: skip
def test_nothing_of_a_bad_file_comes_in(sqlite_world: World, content: bytes, place: str) -> None:
    logged = len(sqlite_world.recorded())
    with pytest.raises(Invalid) as refused:
        take_over(sqlite_world, parse_meeting(content))
    assert place in refused.value.fields
    assert [sqlite_world.rows(table) for table in (Meeting, AgendaItem, MeetingDocument)] == [[]] * 3  # fmt: skip
    assert len(sqlite_world.recorded()) == logged


def test_two_imports_at_once_give_one_meeting(world: World, sample: ImportedMeeting) -> None:
    threads = 4
    together = Barrier(threads)

    def run(_: int) -> ImportReport:
        together.wait()
        return take_over(world, sample)

    with ThreadPoolExecutor(threads) as pool:
        reports = list(pool.map(run, range(threads)))
    assert sorted(report.changed for report in reports) == [False] * (threads - 1) + [True]
    assert len({report.meeting_id for report in reports}) == 1
    assert len(world.rows(Meeting)) == 1
    assert len(world.rows(AgendaItem)) == 39
    assert len(world.rows(MeetingDocument)) == 49
    assert len(world.events(MeetingImported)) == 1


def test_real_meeting_changes_and_is_imported_again(world: World, sample: ImportedMeeting) -> None:
    take_over(world, sample)
    first, *rest = sample.items
    changed = replace(
        sample,
        items=(*rest[1:], replace(first, title="Opening", result="Vastgesteld")),
        documents=sample.documents[1:],
    )
    assert take_over(world, changed).changed
    assert [title for _, title in agenda(world)] == [one.title for one in changed.items]
    assert len(world.rows(MeetingDocument)) == 48
    assert not take_over(world, changed).changed
    assert take_over(world, sample).changed
    assert [title for _, title in agenda(world)] == [one.title for one in sample.items]
    assert len(world.rows(MeetingDocument)) == 49
    assert [(e.items, e.documents) for e in world.events(MeetingImported)] == [
        (39, 49), (38, 48), (39, 49),
    ]  # fmt: skip
