"""Lists on paper: two officials, each line like a signature online, and nothing of anybody stays behind."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.commands.test_initiatives import refusal
from tests.commands.test_on_behalf import by_digid, resident
from tests.commands.test_tag_keys import known_everywhere, rotated
from tests.eventlog.consumers import unguarded
from tests.support.planted import in_rows
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.paper import (
    MOST_LINES,
    AddPaperLine,
    ApprovePaper,
    DropPaper,
    DropPaperLine,
    HandOverPaper,
    OpenPaper,
)
from wijkstem.commands.recognising import Identity
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.events.on_behalf import PaperApproved
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.words import Channel, LineState, PaperState, Role

NUMBERS = ("999990019", "999990032", "999990044", "999990056", "999990068", "999990081")


def second(world: World) -> Actor:
    return world.person("second official", Role.OFFICIAL)


def listed(world: World, plan: UUID, *people: Identity | LineState) -> UUID:
    """A list that the first official entered and handed over."""
    batch: UUID = world.execute(OpenPaper(plan), world.official)
    for number, one in enumerate(people, start=1):
        bad = one if isinstance(one, LineState) else None
        who = one if isinstance(one, Identity) else None
        world.execute(AddPaperLine(batch, number, who, bad), world.official)
    world.execute(HandOverPaper(batch), world.official)
    return batch


def states(world: World, batch: UUID) -> list[LineState]:
    return [row["state"] for row in world.rows(PaperLine, batch_id=batch)]


def test_each_line_counts_like_a_signature_online(world: World) -> None:
    plan = world.open()
    world.execute(Sign(plan), by_digid(world, NUMBERS[1]))
    batch = listed(
        world,
        plan,
        resident(NUMBERS[0], name="Truus"),
        resident(NUMBERS[1]),
        LineState.ILLEGIBLE,
        resident(NUMBERS[2], birth_date=date(2015, 1, 1)),
        resident(NUMBERS[0]),
        resident(NUMBERS[3], neighbourhood_code=None),
        resident(NUMBERS[4]),
    )
    assert len(world.rows(Signature)) == 1, "nothing happens before the second pair of eyes"
    world.execute(ApprovePaper(batch, frozenset({7})), second(world))

    assert states(world, batch) == [
        LineState.COUNTED,
        LineState.DOUBLE,
        LineState.ILLEGIBLE,
        LineState.NOT_COUNTED,
        LineState.TWICE,
        LineState.NOT_COUNTED,
        LineState.STRUCK,
    ]
    assert world.rows(Initiative, id=plan)[0]["valid_for"] == 2
    channels = [row["channel"] for row in world.rows(Signature)]
    assert sorted(channels) == [Channel.ONLINE, *[Channel.PAPER] * 3]
    assert [e.channel for e in world.events(SignatureGiven)].count("paper") == 3
    [event] = world.events(PaperApproved)
    assert (event.lines, event.counted, event.not_counted, event.double) == (7, 1, 2, 1)
    assert event.entered_by == world.official.person_id
    assert event.approved_by == second(world).person_id


def test_who_is_on_paper_and_signs_online_later_counts_once(world: World) -> None:
    plan = world.open()
    batch = listed(world, plan, resident(NUMBERS[0]))
    world.execute(ApprovePaper(batch), second(world))
    assert refusal(world, Sign(plan), by_digid(world, NUMBERS[0])) == "signed_already"


def test_nothing_that_tells_who_it_was_stays_on_the_list(world: World) -> None:
    plan = world.open()
    batch = listed(world, plan, resident(NUMBERS[0], name="Quirina Zwartjes"), LineState.NOT_FOUND)
    assert in_rows(world, "Quirina") != []
    world.execute(ApprovePaper(batch, frozenset({1})), second(world))

    assert in_rows(world, "Quirina", *NUMBERS) == []
    for row in world.rows(PaperLine):
        assert {row[n] for n in ("name", "birth_date", "neighbourhood_code", "tags")} == {None}


def test_who_entered_it_may_not_approve_it(world: World) -> None:
    batch = listed(world, world.open(), resident())
    assert refusal(world, ApprovePaper(batch), world.official) == "second_pair_of_eyes"
    assert world.rows(Signature) == []


def test_the_database_itself_wants_another_pair_of_eyes(world: World) -> None:
    listed(world, world.open(), resident())
    table = table_of(PaperBatch)
    with unguarded(world) as connection:
        for more in ({}, {"state": "decided"}):
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(update(table).values(approved_by=table.c.entered_by, **more))


def test_official_who_was_erased_cannot_come_back_as_the_second(world: World) -> None:
    batch, first = listed(world, world.open(), resident()), world.official
    assert first.person_id is not None
    world.execute(ErasePerson(first.person_id), first)
    again = world.person("official", Role.OFFICIAL)
    assert refusal(world, ApprovePaper(batch), again) == "second_pair_of_eyes"
    assert refusal(world, ApprovePaper(batch), second(world)) == "second_pair_of_eyes"
    world.execute(DropPaper(batch), second(world))
    assert world.rows(PaperLine) == []


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CLERK, Role.ADMINISTRATOR])
def test_only_officials_touch_a_list(sqlite_world: World, role: Role) -> None:
    world, who = sqlite_world, sqlite_world.person("somebody", role)
    plan = world.open()
    batch = listed(world, plan, resident())
    commands: tuple[Any, ...] = (
        OpenPaper(plan),
        AddPaperLine(batch, 9, resident()),
        DropPaperLine(batch, 1),
        HandOverPaper(batch),
        ApprovePaper(batch),
        DropPaper(batch),
    )
    for command in commands:
        assert refusal(world, command, who) == "not_allowed"


def test_a_colleague_does_not_change_a_list_that_is_being_entered(sqlite_world: World) -> None:
    world = sqlite_world
    batch = world.execute(OpenPaper(world.open()), world.official)
    for command in (AddPaperLine(batch, 1, resident()), HandOverPaper(batch), DropPaper(batch)):
        assert refusal(world, command, second(world)) == "not_your_list"
    assert refusal(world, ApprovePaper(batch), second(world)) == "list_moved_on"
    assert refusal(world, HandOverPaper(batch), world.official) == "empty_list"


def test_form_that_is_sent_twice_adds_one_line(world: World) -> None:
    plan = world.open()
    batch = world.execute(OpenPaper(plan), world.official)
    assert world.execute(OpenPaper(plan), world.official) == batch
    for _ in range(2):
        world.execute(AddPaperLine(batch, 1, resident()), world.official)
    assert len(world.rows(PaperLine)) == 1
    world.execute(DropPaperLine(batch, 1), world.official)
    world.execute(AddPaperLine(batch, 2, resident(NUMBERS[1])), world.official)
    assert [row["line"] for row in world.rows(PaperLine)] == [2]


def test_list_ends_somewhere(sqlite_world: World) -> None:
    world = sqlite_world
    batch = world.execute(OpenPaper(world.open()), world.official)
    for number in range(1, MOST_LINES + 1):
        world.execute(AddPaperLine(batch, number, bad=LineState.ILLEGIBLE), world.official)
    more = AddPaperLine(batch, MOST_LINES + 1, bad=LineState.ILLEGIBLE)
    assert refusal(world, more, world.official) == "list_is_full"


def test_list_for_a_plan_that_closed_counts_nothing_and_waits(world: World) -> None:
    submitter = world.person("submitter")
    plan = world.open(submitter)
    batch = listed(world, plan, resident())
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    assert refusal(world, ApprovePaper(batch), second(world)) == "not_open"
    assert world.rows(PaperBatch)[0]["state"] is PaperState.READY
    assert world.rows(Person, birth_date=date(1950, 3, 4)) == [], "all of it or nothing"


def test_line_of_somebody_who_is_erased_goes(world: World) -> None:
    plan, truus = world.open(), by_digid(world, NUMBERS[0])
    batch = listed(world, plan, resident(NUMBERS[0], name="Truus"), resident(NUMBERS[1]))
    assert truus.person_id is not None
    world.execute(ErasePerson(truus.person_id), truus)

    assert in_rows(world, "Truus") == []
    world.execute(ApprovePaper(batch), second(world))
    assert states(world, batch) == [LineState.COUNTED]


def test_list_survives_a_new_key_that_was_announced(world: World) -> None:
    plan = world.open()
    late = listed(world, plan, resident(NUMBERS[0]))
    known = listed(known_everywhere(world), plan, resident(NUMBERS[1]))
    now = rotated(world)
    for batch in (late, known):
        now.execute(ApprovePaper(batch), second(now))

    assert states(world, late) == [LineState.TOO_OLD]
    assert states(world, known) == [LineState.COUNTED]
    assert refusal(now, Sign(plan), by_digid(now, NUMBERS[1])) == "signed_already"
