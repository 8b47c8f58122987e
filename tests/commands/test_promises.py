"""Promises: what is refused, what stays to be read, who is told, and that a late one is said once."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.commands.test_year_agenda import told
from tests.support.world import HERE, World
from wijkstem.commands.following import Follow
from wijkstem.commands.promises import MakePromise, PassPromise, UpdatePromise
from wijkstem.commands.signatures import Sign
from wijkstem.domain.promises import News, PromiseForm
from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.kit.ids import new_id
from wijkstem.queries.sweep import late_promises
from wijkstem.tables.promises import Promise, PromiseVersion
from wijkstem.words import Role
from workers.reminding import remind

DUE = date(2026, 6, 1)
FORM = PromiseForm("Er komen tien bomen.", "wethouder Groen", "Team Groen", date(2026, 3, 2), DUE)
NEWS = News("kept", DUE, FORM.what, "De bomen staan er.")


def promised(world: World, plan: str = "", **values: Any) -> UUID:
    """A promise, with what is otherwise than `FORM`."""
    made: UUID = world.execute(MakePromise(replace(FORM, **values), plan), world.clerk)
    return made


def test_form_that_is_sent_twice_keeps_one(world: World) -> None:
    command = MakePromise(FORM, form_id=new_id())
    assert {world.execute(command, world.clerk) for _ in range(2)} == {command.form_id}
    assert len(world.rows(Promise)) == len(world.events(PromiseMade)) == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"what": " "}, {"what": "empty"}),
        ({"office": "z" * 121}, {"office": "too_long"}),
        ({"owner": ""}, {"owner": "empty"}),
        ({"promised_on": None}, {"promised_on": "bad_date"}),
        ({"promised_on": date(2026, 3, 3)}, {"promised_on": "in_future"}),
        ({"due_on": None}, {"due_on": "bad_date"}),
        ({"due_on": date(2026, 3, 1)}, {"due_on": "due_before_made"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    assert wrong(world, MakePromise(replace(FORM, **values))) == expected
    assert wrong(world, MakePromise(FORM, "2026-0099")) == {"plan": "unknown_plan"}
    assert world.rows(Promise) == []


def test_change_has_its_reason_and_every_version_stays(world: World) -> None:
    made = promised(world)
    silent = UpdatePromise(made, 1, replace(NEWS, news=""))
    assert wrong(world, silent) == {"news": "empty"}
    later = News("open", date(2026, 9, 1), FORM.what, "De bomen zijn te laat besteld.")
    world.execute(UpdatePromise(made, 1, later), world.official)
    world.execute(UpdatePromise(made, 2, replace(NEWS, due_on=date(2026, 9, 1))), world.official)
    assert refusal(world, UpdatePromise(made, 2, NEWS), world.clerk) == "changed_meanwhile"

    said = [(v["due_on"], v["state"], v["news"]) for v in world.rows(PromiseVersion)]
    assert said == [
        (DUE, "open", ""),
        (later.due_on, "open", later.news),
        (later.due_on, "kept", NEWS.news),
    ]
    changes = [(e.before, e.state, e.due_before) for e in world.events(PromiseUpdated)]
    assert changes == [("open", "open", DUE), ("open", "kept", later.due_on)]


def test_late_promise_is_said_once_and_again_after_a_later_day(world: World) -> None:
    made = promised(world)
    assert refusal(world, PassPromise(made), world.clerk) == "not_late"
    world.pass_days(92)
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    later = News("open", date(2026, 6, 10), FORM.what, "Een week later.")
    world.execute(UpdatePromise(made, 1, later), world.clerk)
    with world.services.reading(HERE) as connection:
        assert late_promises(connection, HERE, date(2026, 6, 10)) == []
        assert late_promises(connection, HERE, date(2026, 6, 11)) == [made]
    assert [(event.due_on, event.to) for event in world.events(PromiseLate)] == [
        (DUE, "administrator")
    ]
    world.execute(UpdatePromise(made, 2, replace(NEWS, due_on=later.due_on)), world.clerk)
    world.pass_days(30)
    assert remind(world.services, HERE) == 0


def test_who_took_part_is_told_and_the_clerk_of_what_is_late(world: World) -> None:
    plan = world.open()
    anna, bram = world.person("anna"), world.person("bram")
    world.execute(Follow(plan), anna)
    world.execute(Sign(plan), bram)
    made = promised(world, "2026-0001")
    world.pass_days(92)
    remind(world.services, HERE)
    world.execute(UpdatePromise(made, 1, NEWS), world.clerk)
    world.settle()

    def about(name: str) -> list[str]:
        found = told(world, world.person(name).person_id)
        return [one for one in found if one.startswith("promise")]

    assert about("anna") == ["promise_made", "promise_late", "promise_updated"]
    assert about("submitter") == ["promise_made", "promise_late", "promise_updated"]
    assert about("bram") == ["promise_made", "promise_updated"]
    clerk = [one for one in told(world, world.clerk.person_id) if one.startswith("promise")]
    assert clerk == ["promise_late"]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.ADMINISTRATOR])
def test_only_officials_and_the_clerk_keep_promises(world: World, role: Role) -> None:
    made, somebody = promised(world), world.person("somebody", role)
    for command in (MakePromise(FORM), UpdatePromise(made, 1, NEWS)):
        assert refusal(world, command, somebody) == "not_allowed"
    missing = UpdatePromise(new_id(), 1, NEWS)
    assert refusal(world, missing, world.clerk) == "unknown_promise"
