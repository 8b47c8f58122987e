"""A neighbourhood's programme: what is refused, what the log says, and that nothing that was said is lost."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.world import World
from wijkstem.commands.programme import AddProgrammeItem, UpdateProgrammeItem
from wijkstem.domain.programme import ItemForm
from wijkstem.events.programme import ProgrammeItemAdded, ProgrammeItemUpdated
from wijkstem.kit.ids import new_id
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.programme import ProgrammeItem, ProgrammeVersion
from wijkstem.words import Role

FORM = ItemForm("Het plein wordt groener", "Er komen acht bomen.", 2026, 2027, "planned")
NEWS = "De eerste vier bomen staan er."


def added(world: World, **values: Any) -> UUID:
    """An item, with what is otherwise than `FORM`."""
    made: UUID = world.execute(
        AddProgrammeItem("WK990100", replace(FORM, **values)), world.official
    )
    return made


def test_item_is_added_with_its_first_version(world: World) -> None:
    plan = world.open()
    [number] = [row["number"] for row in world.rows(Initiative)]
    made = world.execute(AddProgrammeItem("WK990100", FORM, number), world.official)

    [row] = world.rows(ProgrammeItem)
    assert (row["id"], row["initiative_id"], row["state"]) == (made, plan, "planned")
    assert [(v["revision"], v["title"]) for v in world.rows(ProgrammeVersion)] == [(1, FORM.title)]
    [event] = world.events(ProgrammeItemAdded)
    assert (event.item_id, event.neighbourhood_code, event.state) == (made, "WK990100", "planned")


def test_form_that_is_sent_twice_adds_one(world: World) -> None:
    command = AddProgrammeItem("WK990100", FORM, form_id=new_id())
    assert {world.execute(command, world.official) for _ in range(2)} == {command.form_id}
    assert len(world.rows(ProgrammeItem)) == len(world.events(ProgrammeItemAdded)) == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": ""}, {"title": "empty"}),
        ({"what": "z" * 5001}, {"what": "too_long"}),
        ({"first_year": 0}, {"first_year": "bad_year"}),
        ({"last_year": 2126}, {"last_year": "bad_year"}),
        ({"last_year": 2025}, {"last_year": "end_before_start"}),
        ({"state": "dreamt"}, {"state": "choose_state"}),
        ({"state": "stopped"}, {"news": "reasons_needed"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    assert wrong(world, AddProgrammeItem("WK990100", replace(FORM, **values))) == expected
    assert world.rows(ProgrammeItem) == []


def test_item_of_no_neighbourhood_or_of_an_unknown_plan_is_refused(world: World) -> None:
    command = AddProgrammeItem("WK014700", FORM)
    assert refusal(world, command, world.official) == "unknown_neighbourhood"
    assert wrong(world, AddProgrammeItem("WK990100", FORM, "2026-0099")) == {"plan": "unknown_plan"}


def test_every_version_stays_to_be_read(world: World) -> None:
    made = added(world)
    world.pass_days(1)
    running = replace(FORM, state="running", news=NEWS)
    world.execute(UpdateProgrammeItem(made, 1, running), world.official)
    stopped = replace(FORM, state="stopped", news="Er ligt een kabel in de weg.")
    world.execute(UpdateProgrammeItem(made, 2, stopped), world.official)

    said = [(v["revision"], v["state"], v["news"]) for v in world.rows(ProgrammeVersion)]
    assert said == [
        (1, "planned", ""),
        (2, "running", NEWS),
        (3, "stopped", "Er ligt een kabel in de weg."),
    ]
    states = [(event.before, event.state) for event in world.events(ProgrammeItemUpdated)]
    assert states == [("planned", "running"), ("running", "stopped")]


def test_change_has_something_to_tell(world: World) -> None:
    made = added(world)

    def update(**values: Any) -> UpdateProgrammeItem:
        return UpdateProgrammeItem(made, 1, replace(FORM, **values))

    assert wrong(world, update()) == {"news": "nothing_new"}
    assert wrong(world, update(state="done")) == {"news": "news_needed"}
    assert wrong(world, update(state="stopped")) == {"news": "reasons_needed"}
    world.execute(update(last_year=2028), world.official)


def test_change_on_what_somebody_else_changed_is_refused(world: World) -> None:
    made = added(world)
    world.execute(UpdateProgrammeItem(made, 1, replace(FORM, news=NEWS)), world.official)

    late = UpdateProgrammeItem(made, 1, replace(FORM, news="Iets anders."))
    assert refusal(world, late, world.official) == "changed_meanwhile"
    missing = UpdateProgrammeItem(new_id(), 1, FORM)
    assert refusal(world, missing, world.official) == "unknown_item"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL, Role.CLERK])
def test_only_officials_keep_the_programme(world: World, role: Role) -> None:
    made, somebody = added(world), world.person("somebody", role)

    for command in (AddProgrammeItem("WK990100", FORM), UpdateProgrammeItem(made, 1, FORM)):
        assert refusal(world, command, somebody) == "not_allowed"
