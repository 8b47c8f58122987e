"""The council's meetings: what comes, what was, and everything on one of them."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from tests.support.statements import statements
from tests.support.world import HERE, START, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import (
    Agenda,
    AwaitsPlace,
    MeetingFacts,
    OnAgenda,
    agenda,
    upcoming_meetings,
)
from wijkstem.queries.meetings import Document, Item, MeetingPage, meeting_page
from wijkstem.tables.council import AgendaItem, MeetingDocument

APRIL = date(2026, 4, 13)
TODAY = date(2026, 3, 2)
REASONS = "Dit is de uitleg in gewone woorden."


def plan(world: World, name: str, day: date) -> UUID:
    meeting: UUID = world.execute(PlanMeeting("raad", name, day, location="Raadzaal"), world.clerk)
    return meeting


def the_agenda(world: World, today: date) -> Agenda:
    with world.services.reading(HERE) as connection:
        return agenda(connection, HERE, today=today)


def ask_for_a_place(world: World) -> UUID:
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    return initiative


def place_one(world: World, meeting: UUID) -> None:
    initiative = ask_for_a_place(world)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)


def add_items(world: World, meeting: UUID, count: int) -> list[UUID]:
    """Items as the council's own system would give them."""
    ids = [uuid4() for _ in range(count)]
    rows = [
        {
            "municipality_id": HERE,
            "id": i,
            "meeting_id": meeting,
            "sequence": n,
            "title": f"Punt {n}",
        }
        for n, i in enumerate(ids, 1)
    ]
    with world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(AgendaItem)), rows)
    return ids


def add_document(world: World, meeting: UUID, item: UUID) -> None:
    row = {
        "municipality_id": HERE,
        "id": uuid4(),
        "source_id": "d1",
        "meeting_id": meeting,
        "item_id": item,
        "title": "Voorstel",
        "url": "https://example.test/d1",
    }
    with world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(MeetingDocument)), [row])


def test_agenda_upcoming_and_past(world: World) -> None:
    later, sooner = plan(world, "Later", date(2026, 5, 1)), plan(world, "Eerder", APRIL)
    before = the_agenda(world, APRIL)
    assert [listed.meeting.id for listed in before.upcoming] == [sooner, later]
    assert before.past.rows == ()
    after = the_agenda(world, date(2026, 6, 1))
    assert after.upcoming == ()
    assert [listed.meeting.id for listed in after.past.rows] == [later, sooner]


def test_agenda_with_initiative(world: World) -> None:
    meeting = plan(world, "Raad", APRIL)
    add_items(world, meeting, 3)
    place_one(world, meeting)
    [listed] = the_agenda(world, APRIL).upcoming
    assert listed.meeting == MeetingFacts(
        meeting,
        "raad",
        "Gemeenteraad",
        "Raad",
        APRIL,
        None,
        "Raadzaal",
        "gepland",
        changed_at=START,
    )
    assert listed.items == 4
    assert listed.initiatives == (
        OnAgenda("2026-0001", "meer-bomen-in-de-straat", "Meer bomen in de straat"),
    )


@pytest.mark.parametrize("count", [1, 30])
def test_agenda_statements(sqlite_world: World, count: int) -> None:
    for number in range(count):
        meeting = plan(sqlite_world, f"Raad {number}", APRIL)
    add_items(sqlite_world, meeting, count)
    with statements(sqlite_world.services.engine) as asked:
        found = the_agenda(sqlite_world, APRIL)
    assert (len(found.upcoming), len(asked)) == (count, 6)


def test_agenda_waits_until_the_clerk_has_decided(world: World) -> None:
    meeting = plan(world, "Raad", APRIL)
    placed, returned, _ = (ask_for_a_place(world) for _ in range(3))

    def waiting() -> tuple[AwaitsPlace, ...]:
        return the_agenda(world, APRIL).waiting

    slug, title = "meer-bomen-in-de-straat", "Meer bomen in de straat"
    everything = tuple(
        AwaitsPlace(
            OnAgenda(f"2026-000{number}", slug, title),
            "raad",
            TODAY,
            date(2026, 4, 13),
            instrument="burgerinitiatief",
            rules_version="2025.1",
            step="agenda_request",
        )
        for number in (1, 2, 3)
    )
    assert waiting() == everything
    world.execute(TakeStep(placed, 3, "place", meeting_id=meeting), world.clerk)
    world.execute(TakeStep(returned, 3, "not_place", reasons=REASONS), world.clerk)
    world.settle()
    assert waiting() == everything[2:]
    with world.services.reading("buurdorp") as connection:
        assert agenda(connection, "buurdorp", today=APRIL).waiting == ()


def test_upcoming_meetings(sqlite_world: World) -> None:
    plan(sqlite_world, "Eerder", APRIL)
    later = plan(sqlite_world, "Later", date(2026, 5, 1))
    with sqlite_world.services.reading(HERE) as connection:
        found = upcoming_meetings(connection, HERE, today=date(2026, 4, 14))
    assert [meeting.id for meeting in found] == [later]


@pytest.mark.parametrize("count", [1, 39])
def test_meeting_page(sqlite_world: World, count: int) -> None:
    world = sqlite_world
    meeting = plan(world, "Raad", APRIL)
    ids = add_items(world, meeting, count)
    add_document(world, meeting, ids[0])
    place_one(world, meeting)
    with (
        statements(world.services.engine) as asked,
        world.services.reading(HERE) as connection,
    ):
        page = meeting_page(connection, HERE, meeting)
    assert len(asked) == 3
    assert isinstance(page, MeetingPage)
    assert page.items[0] == Item(ids[0], 1, "Punt 1", None, None, None, by_hand=True)
    assert [item.sequence for item in page.items] == list(range(1, count + 2))
    assert (page.items[-1].number, page.items[-1].slug) == ("2026-0001", "meer-bomen-in-de-straat")
    [found] = page.documents
    told = Document(found.id, ids[0], "Voorstel", "https://example.test/d1", by_hand=False)
    assert found == told


def test_meeting_page_unknown(sqlite_world: World) -> None:
    with (
        sqlite_world.services.reading(HERE) as connection,
        pytest.raises(NotFound),
    ):
        meeting_page(connection, HERE, uuid4())
