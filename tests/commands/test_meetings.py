"""Meetings that the clerk changes, moves and cancels, and what they put on the agenda."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_initiatives import refusal
from tests.journeys.test_at_once import at_once, kinds
from tests.support.world import HERE, World
from wijkstem.adapters.council import ImportedItem, ImportedMeeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meeting_agendas import (
    AddAgendaItem,
    AddDocument,
    OrderAgenda,
    RemoveAgendaItem,
    RemoveDocument,
)
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.signatures import Sign
from wijkstem.domain.meetings import DocumentForm, ItemForm, MeetingForm, is_address
from wijkstem.errors import Invalid
from wijkstem.events.agenda_requests import PlacedMeetingMoved
from wijkstem.events.council import MeetingPlanned
from wijkstem.events.meetings import (
    ItemMeetingMoved,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
)
from wijkstem.kit.ids import new_id
from wijkstem.projections.agenda import AgendaEntry
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.tables.messages import InboxMessage

APRIL = date(2026, 4, 13)
BEGINS = datetime(2026, 4, 13, 17, 30, tzinfo=UTC)
WHY = "De raadzaal wordt verbouwd."
FORM = MeetingForm("Raad in april", APRIL, BEGINS, None, "Raadzaal")
LINK = DocumentForm("Voorstel", "https://raad.example.nl/stuk.pdf")


def planned(world: World) -> UUID:
    command = PlanMeeting("raad", FORM.name, FORM.held_on, FORM.starts_at, FORM.location)
    made: UUID = world.execute(command, world.clerk)
    return made


def placed(world: World, meeting: UUID) -> UUID:
    """An initiative on that meeting's agenda."""
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)
    return initiative


def the(world: World, meeting: UUID) -> dict[str, Any]:
    [row] = world.rows(Meeting, id=meeting)
    return row


def agenda(world: World, meeting: UUID) -> list[str]:
    rows = world.rows(AgendaItem, meeting_id=meeting)
    return [row["title"] for row in sorted(rows, key=lambda row: row["sequence"])]


def wrong(world: World, command: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        world.execute(command, world.clerk)
    return {name: error.code for name, error in caught.value.fields.items()}


def test_name_and_livestream_change_without_moving_it(world: World) -> None:
    meeting = planned(world)
    form = replace(FORM, name="Raadsvergadering", livestream="https://raad.example.nl/live")
    assert not world.execute(ChangeMeeting(meeting, 1, form), world.clerk)

    row = the(world, meeting)
    assert (row["name"], row["livestream"], row["revision"]) == (form.name, form.livestream, 2)
    assert world.events(MeetingChanged) == [
        MeetingChanged(
            meeting_id=meeting, revision=2, items=0, documents=0, official_id=world.clerk.person_id
        )
    ]
    assert world.events(MeetingMoved) == []


def test_moved_meeting_is_said_of_everything_that_is_on_it(world: World) -> None:
    meeting = planned(world)
    initiative = placed(world, meeting)
    form = replace(FORM, held_on=date(2026, 4, 20), starts_at=BEGINS.replace(day=20))
    assert world.execute(ChangeMeeting(meeting, 1, form, WHY), world.clerk)

    assert (the(world, meeting)["held_on"], the(world, meeting)["reasons"]) == (form.held_on, WHY)
    [event] = world.events(MeetingMoved)
    assert (event.was_on, event.held_on, event.initiatives) == (APRIL, form.held_on, (initiative,))
    assert world.events(ItemMeetingMoved) == []
    world.settle()
    [followed] = world.events(PlacedMeetingMoved)
    assert (followed.initiative_id, followed.was_on) == (initiative, APRIL)
    [entry] = world.rows(AgendaEntry)
    assert entry["held_on"] == date(2026, 4, 20)


def test_moving_needs_a_reason_and_another_time_or_place_is_moving(world: World) -> None:
    meeting = planned(world)
    for form in (replace(FORM, location="Buurthuis"), replace(FORM, starts_at=None)):
        assert wrong(world, ChangeMeeting(meeting, 1, form)) == {"reasons": "empty"}
    assert the(world, meeting)["location"] == "Raadzaal"


def test_submitter_and_followers_are_told_of_a_move_and_of_a_cancelling(world: World) -> None:
    meeting = planned(world)
    initiative = placed(world, meeting)
    dirk = world.person("dirk")
    world.execute(Follow(initiative), dirk)
    world.settle()
    form = replace(FORM, location="Buurthuis")
    world.execute(ChangeMeeting(meeting, 1, form, WHY), world.clerk)
    world.execute(CancelMeeting(meeting, 2, WHY), world.clerk)
    world.settle()

    upset = ("item_meeting_moved", "placed_meeting_cancelled")
    told = {(row["person_id"], row["template"]) for row in world.rows(InboxMessage)}
    people = (world.person("submitter"), dirk)
    wanted = {(who.person_id, template) for who in people for template in upset}
    assert wanted <= told


def test_cancelled_meeting_stays_with_what_was_on_it(world: World) -> None:
    meeting = planned(world)
    initiative = placed(world, meeting)
    assert wrong(world, CancelMeeting(meeting, 1, " ")) == {"reasons": "empty"}
    world.execute(CancelMeeting(meeting, 1, WHY), world.clerk)

    row = the(world, meeting)
    assert (row["state"], row["reasons"], row["revision"]) == (MeetingState.CANCELLED, WHY, 2)
    assert agenda(world, meeting) == ["Meer bomen in de straat"]
    assert [event.initiatives for event in world.events(MeetingCancelled)] == [(initiative,)]
    for command in (
        ChangeMeeting(meeting, 2, FORM),
        CancelMeeting(meeting, 2, WHY),
        AddAgendaItem(meeting, ItemForm("Opening", "")),
    ):
        assert refusal(world, command, world.clerk) == "cancelled"


def test_form_of_before_a_colleague_changed_it_is_refused(world: World) -> None:
    meeting = planned(world)
    world.execute(ChangeMeeting(meeting, 1, replace(FORM, name="Anders")), world.clerk)
    assert refusal(world, ChangeMeeting(meeting, 1, FORM), world.clerk) == "changed_meanwhile"
    assert refusal(world, CancelMeeting(meeting, 1, WHY), world.clerk) == "changed_meanwhile"


def test_of_two_clerks_at_once_one_changes_it(world: World) -> None:
    meeting, clerk = planned(world), world.clerk
    forms = [replace(FORM, name=f"Raad {n}") for n in range(4)]
    said = at_once(
        [partial(world.execute, ChangeMeeting(meeting, 1, form), clerk) for form in forms]
    )
    assert kinds(said) == {"done": 1, "changed_meanwhile": 3}
    assert the(world, meeting)["revision"] == 2


def test_meeting_that_has_begun_is_not_changed(world: World) -> None:
    meeting = planned(world)
    world.pass_days(43)
    assert refusal(world, CancelMeeting(meeting, 1, WHY), world.clerk) == "begun"
    assert refusal(world, ChangeMeeting(meeting, 1, FORM), world.clerk) == "begun"


def test_only_the_clerk_and_only_what_is_there(world: World) -> None:
    meeting = planned(world)
    for command in (
        ChangeMeeting(meeting, 1, FORM),
        CancelMeeting(meeting, 1, WHY),
        AddAgendaItem(meeting, ItemForm("Opening", "")),
        AddDocument(meeting, LINK),
        OrderAgenda(meeting, 1, {}),
        RemoveAgendaItem(meeting, new_id()),
        RemoveDocument(meeting, new_id()),
    ):
        assert refusal(world, command, world.official) == "not_allowed"
    assert refusal(world, CancelMeeting(new_id(), 1, WHY), world.clerk) == "unknown_meeting"
    assert refusal(world, RemoveAgendaItem(meeting, new_id()), world.clerk) == "unknown_item"
    assert refusal(world, RemoveDocument(meeting, new_id()), world.clerk) == "unknown_document"


def test_items_stand_in_the_order_of_their_numbers(world: World) -> None:
    meeting = planned(world)
    ids = [
        world.execute(AddAgendaItem(meeting, ItemForm(title, "")), world.clerk)
        for title in ("Opening", "Sluiting", "Begroting")
    ]
    assert agenda(world, meeting) == ["Opening", "Sluiting", "Begroting"]
    revision = the(world, meeting)["revision"]
    assert revision == 4
    numbers: dict[UUID, int | None] = {ids[1]: 9, ids[2]: 2, ids[0]: 1}
    world.execute(OrderAgenda(meeting, revision, numbers), world.clerk)
    assert agenda(world, meeting) == ["Opening", "Begroting", "Sluiting"]
    assert sorted(row["sequence"] for row in world.rows(AgendaItem)) == [1, 2, 3]
    # No number: behind the others; the same number: as it was.
    world.execute(OrderAgenda(meeting, 5, {ids[0]: None, ids[1]: 1, ids[2]: 1}), world.clerk)
    assert agenda(world, meeting) == ["Begroting", "Sluiting", "Opening"]
    assert refusal(world, OrderAgenda(meeting, 5, {}), world.clerk) == "changed_meanwhile"


def test_form_that_is_sent_twice_at_once_adds_one_item_and_one_document(world: World) -> None:
    meeting, clerk = planned(world), world.clerk
    item, link = new_id(), new_id()
    adding = AddAgendaItem(meeting, ItemForm("Opening", ""), item)
    naming = AddDocument(meeting, LINK, form_id=link)
    said = at_once([partial(world.execute, one, clerk) for one in (adding, naming) for _ in "123"])
    assert set(said) == {item, link}
    assert (agenda(world, meeting), len(world.rows(MeetingDocument))) == (["Opening"], 1)


def test_only_what_was_put_on_by_hand_is_taken_off(world: World) -> None:
    meeting = planned(world)
    placed(world, meeting)
    [plan] = world.rows(AgendaItem)
    item = world.execute(AddAgendaItem(meeting, ItemForm("Opening", "Welkom.")), world.clerk)
    document = world.execute(AddDocument(meeting, LINK, item), world.clerk)
    assert refusal(world, RemoveAgendaItem(meeting, plan["id"]), world.clerk) == "not_by_hand"
    world.execute(RemoveAgendaItem(meeting, item), world.clerk)
    [row] = world.rows(MeetingDocument)
    assert (row["id"], row["item_id"], row["source_id"]) == (document, None, None)
    world.execute(RemoveDocument(meeting, document), world.clerk)
    assert world.rows(MeetingDocument) == []
    assert agenda(world, meeting) == ["Meer bomen in de straat"]


def test_meeting_from_elsewhere_gets_a_livestream_and_keeps_what_was_added(world: World) -> None:
    source = ImportedMeeting(
        "m", "GM9901", "Gemeenteraad", "Raad", APRIL, None, None, MeetingState.PLANNED,
        (ImportedItem("a", "Punt a"),),
    )  # fmt: skip
    meeting = world.execute(ImportMeeting(source)).meeting_id
    live = replace(FORM, name="Anders", livestream="https://raad.example.nl/live")
    assert not world.execute(ChangeMeeting(meeting, 1, live), world.clerk)
    world.execute(AddDocument(meeting, LINK), world.clerk)
    assert refusal(world, OrderAgenda(meeting, 3, {}), world.clerk) == "imported"
    assert refusal(world, CancelMeeting(meeting, 3, WHY), world.clerk) == "imported"
    world.execute(ImportMeeting(replace(source, name="Raad, nieuw")))

    row = the(world, meeting)
    assert (row["name"], row["livestream"]) == ("Raad, nieuw", live.livestream)
    assert len(world.rows(MeetingDocument)) == 1
    world.execute(ImportMeeting(replace(source, held_on=date(2026, 4, 20))))
    world.execute(ImportMeeting(replace(source, state=MeetingState.CANCELLED)))
    assert [event.was_on for event in world.events(MeetingMoved)] == [APRIL]
    assert [event.meeting_id for event in world.events(MeetingCancelled)] == [meeting]


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://raad.example.nl/live", True),
        ("https://raad.example.nl:8443/live?a=1#b", True),
        ("http://raad.example.nl/live", False),
        ("javascript:alert(1)", False),
        ("https://wie@raad.example.nl/", False),
        ("https://localhost/", False),
        ("https://raad.example.nl/met spatie", False),
        ("https://raad.example.nl\x00/", False),
        ("https://[::1", False),
        ("//raad.example.nl", False),
        ("https://раад.example.nl/", False),
    ],
)
def test_livestream_is_an_https_address_with_a_name(address: str, right: bool) -> None:
    assert is_address(address, {"https"}) is right


def test_what_is_not_right_is_said_by_field(world: World) -> None:
    meeting = planned(world)
    form = MeetingForm("", None, None, BEGINS, "x" * 301, "http://raad.example.nl")
    assert wrong(world, ChangeMeeting(meeting, 1, form)) == {
        "name": "bad_name",
        "held_on": "bad_date",
        "ends_at": "end_before_start",
        "location": "too_long",
        "livestream": "bad_livestream",
    }
    assert wrong(world, AddDocument(meeting, DocumentForm("", "ftp://x.example/"))) == {
        "document_title": "empty",
        "url": "bad_address",
    }
    assert wrong(world, AddDocument(meeting, LINK, new_id())) == {"item_id": "unknown_item"}
    assert wrong(world, AddAgendaItem(meeting, ItemForm("a\nb", "x" * 5001))) == {
        "title": "control_characters",
        "description": "too_long",
    }


def test_meeting_of_another_municipality_is_not_there(world: World) -> None:
    meeting = planned(world)
    assert HERE != "buurdorp"
    with pytest.raises(Exception, match="bestaat niet"):
        world.execute(
            CancelMeeting(meeting, 1, WHY),
            world.clerk,
            where="buurdorp",
        )
    assert len(world.events(MeetingPlanned)) == 1
