"""Dossiers: what is refused, what the log says, and what a dossier is found by."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.world import HERE, World
from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.dossiers import (
    AddDossierEntry,
    ChangeDossier,
    OpenDossier,
    PutMeetingInDossier,
    PutPlanInDossier,
    RemoveDossierEntry,
)
from wijkstem.commands.following_dossiers import FollowDossier, UnfollowDossier
from wijkstem.commands.searching import RebuildSearch
from wijkstem.domain.dossiers import DossierForm, EntryForm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.events.dossiers import (
    DossierChanged,
    DossierEntryAdded,
    DossierEntryRemoved,
    DossierOpened,
)
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import wanted
from wijkstem.queries.dossier_letters import dossier_letters
from wijkstem.queries.dossiers import dossier_page, dossiers
from wijkstem.tables.council import AgendaItem, Meeting, MeetingState
from wijkstem.tables.dossiers import Dossier, DossierEntry, DossierFollowing, FindableDossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Role
from wijkstem.words.dossiers import EntryKind, WooCategory

_found = table_of(FindableDossier)

FORM = DossierForm("Verkeer op de Kade", "Bewoners vinden de Kade te druk. De raad praat erover.")
NEWS = EntryForm("news", "De proef begint", "Er komen drempels.", day=date(2026, 3, 2))
DOCUMENT = EntryForm(
    "document",
    "Meting van de drukte",
    "Er rijden 900 auto's per dag.",
    "https://raad.example/meting.pdf",
    date(2026, 2, 1),
    "c_fdaee95e",
)
MEETING = ImportedMeeting(
    source_id="m-1",
    municipality_code=None,
    organisation=None,
    body_name="Gemeenteraad",
    name="Raad in maart",
    held_on=date(2026, 3, 20),
    starts_at=None,
    location=None,
    state=MeetingState.PLANNED,
    items=(ImportedItem("i-1", "Drempels op de Kade", None),),
    documents=(ImportedDocument("d-1", "Voorstel", "https://raad.example/1", "i-1"),),
)


def opened(world: World) -> UUID:
    """A dossier of today."""
    number = world.execute(OpenDossier(FORM), world.official)
    [row] = world.rows(Dossier, number=number)
    made: UUID = row["id"]
    return made


def imported(world: World, **otherwise: Any) -> tuple[UUID, UUID]:
    """The meeting and its item."""
    world.execute(ImportMeeting(replace(MEETING, **otherwise)), SYSTEM)
    [meeting] = world.rows(Meeting)
    [item] = world.rows(AgendaItem) or [{"id": None}]
    return meeting["id"], item["id"]


def found(world: World, words: str) -> list[str]:
    """The titles of the dossiers that have the words."""
    with world.services.reading(HERE) as connection:
        return [one.title for one in dossiers(connection, HERE, words=wanted(words)).rows]


def test_dossier_has_a_number_of_the_year_and_is_found_by_its_words(world: World) -> None:
    opened(world)
    second = world.execute(OpenDossier(replace(FORM, title="Bomen")), world.official)

    [first, _] = sorted(row["number"] for row in world.rows(Dossier))
    year = first[:4]
    assert (first, second) == (f"{year}-0001", f"{year}-0002")
    assert [event.number for event in world.events(DossierOpened)] == [first, second]
    assert found(world, "kade") == ["Bomen", FORM.title]
    assert found(world, "boom") == ["Bomen"]


def test_form_that_is_sent_twice_opens_one_dossier(world: World) -> None:
    command = OpenDossier(FORM, new_id())
    assert len({world.execute(command, world.official) for _ in range(2)}) == 1
    assert len(world.rows(Dossier)) == len(world.events(DossierOpened)) == 1


def test_dossier_holds_a_plan_a_meeting_an_item_a_document_and_news(world: World) -> None:
    plan, dossier = world.open(), opened(world)
    meeting, item = imported(world)
    [number] = [row["number"] for row in world.rows(Initiative)]
    for command in (
        PutPlanInDossier(dossier, number),
        PutMeetingInDossier(dossier, meeting),
        PutMeetingInDossier(dossier, meeting, item),
        AddDossierEntry(dossier, NEWS),
        AddDossierEntry(dossier, DOCUMENT),
    ):
        world.execute(command, world.official)

    added = {event.kind: event.subject_id for event in world.events(DossierEntryAdded)}
    subjects = {"plan": plan, "meeting": meeting, "item": item, "news": None, "document": None}
    assert added == subjects
    with world.services.reading(HERE) as connection:
        page = dossier_page(connection, HERE, world.rows(Dossier)[0]["number"])
    told = {one.kind: one for one in page.entries}
    assert told[EntryKind.PLAN].number == number
    assert (told[EntryKind.ITEM].item, told[EntryKind.ITEM].meeting) == (
        "Drempels op de Kade",
        "Raad in maart",
    )
    assert told[EntryKind.DOCUMENT].category is WooCategory.RESEARCH
    assert [one.title for one in page.documents] == ["Voorstel"]
    for words in ("auto", "drempels", "maart", "drukte"):
        assert found(world, words) == [FORM.title]


def test_what_is_there_already_is_not_added_again(world: World) -> None:
    world.open()
    dossier, (meeting, item) = opened(world), imported(world)
    [number] = [row["number"] for row in world.rows(Initiative)]
    twice = (
        PutPlanInDossier(dossier, number),
        PutMeetingInDossier(dossier, meeting),
        PutMeetingInDossier(dossier, meeting, item),
    )
    for command in twice:
        world.execute(command, world.official)
        assert list(wrong(world, command).values()) == ["there_already"]
    sent = AddDossierEntry(dossier, NEWS, new_id())
    assert {world.execute(sent, world.official) for _ in range(2)} == {sent.form_id}
    assert len(world.rows(DossierEntry)) == len(world.events(DossierEntryAdded)) == 4


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (replace(NEWS, kind="meeting"), {"kind": "choose"}),
        (replace(NEWS, title=""), {"title": "empty"}),
        (replace(NEWS, text=""), {"text": "empty"}),
        (replace(NEWS, day=None), {"day": "bad_day"}),
        (replace(DOCUMENT, url=""), {"url": "empty"}),
        (replace(DOCUMENT, url="javascript:alert(1)"), {"url": "bad_address"}),
        (replace(DOCUMENT, url="https://[1"), {"url": "bad_address"}),
        (replace(DOCUMENT, category="c_nothing"), {"category": "choose"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, form: EntryForm, expected: dict[str, str]
) -> None:
    assert wrong(world, AddDossierEntry(opened(world), form)) == expected
    assert world.rows(DossierEntry) == []


def test_plan_that_is_not_public_and_an_item_of_elsewhere_are_refused(world: World) -> None:
    dossier, (meeting, _) = opened(world), imported(world)
    world.submit(world.person("anna"))
    [number] = [row["number"] for row in world.rows(Initiative)]

    assert wrong(world, PutPlanInDossier(dossier, number)) == {"plan": "unknown_plan"}
    elsewhere = PutMeetingInDossier(dossier, meeting, new_id())
    assert refusal(world, elsewhere, world.official) == "unknown_item"
    assert (
        refusal(world, PutMeetingInDossier(dossier, new_id()), world.official) == "unknown_meeting"
    )
    assert refusal(world, AddDossierEntry(new_id(), NEWS), world.official) == "unknown_dossier"


def test_what_is_taken_out_is_not_found_any_more(world: World) -> None:
    dossier = opened(world)
    entry = world.execute(AddDossierEntry(dossier, NEWS), world.official)
    assert found(world, "drempels") == [FORM.title]

    remove = RemoveDossierEntry(dossier, entry)
    assert [world.execute(remove, world.official) for _ in range(2)] == [True, False]
    assert found(world, "drempels") == []
    [event] = world.events(DossierEntryRemoved)
    assert (event.entry_id, event.kind) == (entry, "news")


def test_item_that_the_source_drops_still_says_that_it_was_there(world: World) -> None:
    dossier, (meeting, item) = opened(world), imported(world)
    world.execute(PutMeetingInDossier(dossier, meeting, item), world.official)
    imported(world, items=(), documents=())

    with world.services.reading(HERE) as connection:
        [entry] = dossier_page(connection, HERE, world.rows(Dossier)[0]["number"]).entries
    assert (entry.title, entry.meeting_id, entry.day) == (
        "Drempels op de Kade",
        None,
        MEETING.held_on,
    )


def test_change_on_what_somebody_else_changed_is_refused(world: World) -> None:
    dossier = opened(world)
    busy = replace(FORM, title="Rust op de Kade")
    world.execute(ChangeDossier(dossier, 1, busy), world.official)

    late = ChangeDossier(dossier, 1, replace(FORM, title="Iets anders"))
    assert refusal(world, late, world.official) == "changed_meanwhile"
    [event] = world.events(DossierChanged)
    [row] = world.rows(Dossier)
    assert (event.revision, row["title"], row["slug"]) == (2, busy.title, "rust-op-de-kade")
    assert found(world, "rust") == [busy.title]


def test_words_of_an_older_release_are_made_anew(world: World) -> None:
    opened(world)
    with world.services.unit_of_work(HERE) as uow:
        older = update(_found).where(_found.c.municipality_id == HERE)
        uow.connection.execute(older.values(words=" niets ", version=0))
    assert found(world, "kade") == []
    world.execute(RebuildSearch(), SYSTEM)
    assert found(world, "kade") == [FORM.title]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL, Role.ADMINISTRATOR])
def test_only_officials_and_the_clerk_keep_dossiers(world: World, role: Role) -> None:
    dossier, somebody = opened(world), world.person("somebody", role)
    clerk = world.person("clerk", Role.CLERK)
    commands = (
        OpenDossier(FORM),
        ChangeDossier(dossier, 1, FORM),
        AddDossierEntry(dossier, NEWS),
        PutPlanInDossier(dossier, "2026-0001"),
        PutMeetingInDossier(dossier, new_id()),
        RemoveDossierEntry(dossier, new_id()),
    )
    for command in commands:
        assert refusal(world, command, somebody) == "not_allowed"
    world.execute(commands[0], clerk)


def test_follower_is_told_of_news_and_of_what_comes_and_no_more(world: World) -> None:
    dossier, anna = opened(world), world.person("anna")
    assert [world.execute(FollowDossier(dossier), anna) for _ in range(2)] == [True, False]
    for entry in (NEWS, DOCUMENT):
        world.execute(AddDossierEntry(dossier, entry), world.official)
    meeting, _ = imported(world, held_on=date(2026, 9, 1))
    world.execute(PutMeetingInDossier(dossier, meeting), world.clerk)
    world.settle()
    assert told(world, anna) == [(NEWS.title, None), ("Raad in maart", date(2026, 9, 1))]

    assert [world.execute(UnfollowDossier(dossier), anna) for _ in range(2)] == [True, False]
    world.execute(AddDossierEntry(dossier, replace(NEWS, title="Meer")), world.official)
    world.settle()
    assert len(told(world, anna)) == 2
    assert world.rows(DossierFollowing) == []


def told(world: World, who: Actor) -> list[tuple[str, date | None]]:
    """What somebody was told came into a dossier."""
    assert who.person_id is not None
    rows = [row for row in world.rows(InboxMessage) if row["person_id"] == who.person_id]
    assert {row["template"] for row in rows} == {"dossier_news"}
    asked = [(who.person_id, row["position"]) for row in rows]
    with world.services.reading(HERE) as connection:
        rules = world.services.rules.of(HERE)
        found = dossier_letters(connection, HERE, rules=rules, asked=asked)
    assert {one.path for one in found.values()} == {"/dossiers/2026-0001-verkeer-op-de-kade"}
    return [(found[one].entry, found[one].held_on) for one in sorted(asked, key=lambda a: a[1])]
