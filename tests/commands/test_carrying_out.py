"""Carrying out: for which plans, what is refused, what stays to be read, what is late once, and what it cost."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.carried import CARRIER, DIG, PLANT, adopted, done, planned, shown, stopped
from tests.support.council import told
from tests.support.world import HERE, World
from wijkstem.adapters.files import MemoryFiles
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.carried_out import EndWithPlan, FinishCarryingOut, StopCarryingOut
from wijkstem.commands.carrying_out import (
    BeginCarryingOut,
    ChangeCarrier,
    PassPlanning,
    PlanCarryingOut,
)
from wijkstem.commands.following import Follow
from wijkstem.commands.work_parts import (
    AddWorkPart,
    PassWorkPart,
    RemindOfWorkPart,
    RemoveWorkPhoto,
    UpdateWorkPart,
)
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm, PartNews
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.events.carrying_out import (
    CarrierChanged,
    CarryingOutBegun,
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    FinalCostsCorrected,
    PlanningLate,
    WorkPartAdded,
    WorkPartLate,
    WorkPartNear,
    WorkPartUpdated,
)
from wijkstem.kit.ids import new_id
from wijkstem.projections.indicators import Figure
from wijkstem.queries.work_sweep import municipalities_with_work_to_look_at
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPartVersion, WorkPhoto
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role
from workers.reminding import remind
from workers.tidying import tidy

END = EndForm("De bomen staan er. Er was minder grond nodig.", 11_500, 12_000)


def cases(world: World) -> list[tuple[Any, ...]]:
    """Of carrying out, in the order in which they were opened."""
    rows = world.rows(Case, kind=CaseKind.CARRYING_OUT)
    rows.sort(key=lambda row: (row["opened_at"], row["due_on"] or date.max))
    return [(row["due_on"], row["assigned_to"], row["closed_as"]) for row in rows]


def figures(world: World) -> dict[str, int]:
    """What was counted of carrying out."""
    words = ("work", "carr", "final_costs", "granted_known")
    rows = [row for row in world.rows(Figure) if row["measure"].startswith(words) and row["count"]]
    return {row["measure"]: row["count"] for row in rows}


def test_rules_begin_it_and_an_official_must_plan_it(council_world: World) -> None:
    world = council_world
    plan = adopted(world)
    [begun] = world.events(CarryingOutBegun)
    due = date(2026, 4, 28)
    assert (begun.initiative_id, begun.plan_due_on, begun.official_id) == (plan, due, None)
    assert cases(world) == [(due, None, None)]
    world.execute(BeginCarryingOut(plan))
    assert len(world.events(CarryingOutBegun)) == 1, "whoever comes second finds it begun"

    planned(world, plan)
    assert cases(world) == [(due, None, "went_on")]
    [event] = world.events(CarryingOutPlanned)
    assert (event.parts, event.ends_on, event.granted_euros) == (2, PLANT.due_on, 12_000)
    assert event.was_due_on == due
    [row] = world.rows(CarryingOut)
    assert (row["state"], row["office"]) == ("busy", "Team Groen")
    assert row["owner_id"] == world.official.person_id
    again = PlanCarryingOut(plan, CARRIER, (DIG,))
    assert refusal(world, again, world.official) == "planned_already"
    assert figures(world) == {"work_planned_in_time": 1}


def test_official_begins_what_no_rule_begins_and_only_what_was_decided(world: World) -> None:
    waiting = world.open()
    for command in (BeginCarryingOut(waiting), PlanCarryingOut(waiting, CARRIER, (DIG,))):
        assert refusal(world, command, world.official) == "not_given"
    plan = adopted(world)
    assert world.events(CarryingOutBegun) == []
    planned(world, plan)
    due = date(2026, 4, 28)
    assert [e.plan_due_on for e in world.events(CarryingOutBegun)] == [due]
    assert cases(world) == [(due, None, "went_on")]


def test_rejected_plan_is_not_carried_out(sqlite_world: World) -> None:
    plan = adopted(sqlite_world, "reject")
    command = PlanCarryingOut(plan, CARRIER, (DIG,))
    assert refusal(sqlite_world, command, sqlite_world.official) == "not_given"
    assert sqlite_world.rows(CarryingOut) == []


EMPTY = PartForm("", None)


@pytest.mark.parametrize(
    ("form", "parts", "expected"),
    [
        (CarrierForm(" "), (DIG,), {"office": "empty"}),
        (CarrierForm("Team", -1), (DIG,), {"granted_euros": "bad_euros"}),
        (CARRIER, (EMPTY, EMPTY), {"what_0": "empty"}),
        (CARRIER, (EMPTY, PartForm("", DIG.due_on)), {"what_1": "empty"}),
        (CARRIER, (DIG, PartForm("Graven", None)), {"due_on_1": "bad_date"}),
        (CARRIER, (PartForm("Graven", date(1926, 5, 1)),), {"due_on_0": "bad_year"}),
        (CARRIER, (PartForm("z" * 201, DIG.due_on),), {"what_0": "too_long"}),
        (CARRIER, (DIG,) * 41, {"what_0": "too_many_parts"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    sqlite_world: World, form: CarrierForm, parts: tuple[PartForm, ...], expected: dict[str, str]
) -> None:
    plan = adopted(sqlite_world)
    assert wrong(sqlite_world, PlanCarryingOut(plan, form, parts)) == expected
    assert sqlite_world.rows(CarryingOut) == []


def test_every_change_of_a_part_has_its_reason_and_stays(world: World) -> None:
    plan, dig, _ = planned(world)
    moved = PartNews("planned", DIG.what, date(2026, 6, 30), True, "De grond is te nat.")
    assert wrong(world, UpdateWorkPart(dig, 1, replace(moved, news=" "))) == {"news": "empty"}
    assert wrong(world, UpdateWorkPart(dig, 1, replace(moved, state="x"))) == {
        "state": "choose_state"
    }
    undone = UpdateWorkPart(dig, 1, replace(moved, state="done"))
    assert wrong(world, undone) == {"done_on": "bad_date"}
    future = UpdateWorkPart(dig, 1, done(date(2026, 3, 3)))
    assert wrong(world, future) == {"done_on": "in_future"}
    world.execute(UpdateWorkPart(dig, 1, moved), world.official)
    late = UpdateWorkPart(dig, 1, done(date(2026, 3, 2)))
    assert refusal(world, late, world.official) == "changed_meanwhile"
    world.pass_days(150)
    world.execute(UpdateWorkPart(dig, 2, done(date(2026, 7, 2))), world.official)

    said = [
        (v["due_on"], v["whole_month"], v["state"], v["done_on"], v["news"])
        for v in world.rows(WorkPartVersion, part_id=dig)
    ]
    assert said == [
        (DIG.due_on, False, "planned", None, ""),
        (moved.due_on, True, "planned", None, moved.news),
        (moved.due_on, True, "done", date(2026, 7, 2), "De gaten zijn klaar."),
    ]
    changes = [(e.before, e.state, e.due_before) for e in world.events(WorkPartUpdated)]
    assert changes == [("planned", "planned", DIG.due_on), ("planned", "done", moved.due_on)]
    world.settle()
    assert figures(world) == {"work_late": 1, "work_moved": 1, "work_planned_in_time": 1}
    # It was not done after all: it leaves the month in which it was counted.
    back = replace(moved, news="Er zijn nog twee gaten nodig.")
    world.execute(UpdateWorkPart(dig, 3, back), world.official)
    world.settle()
    assert figures(world) == {"work_moved": 1, "work_planned_in_time": 1}
    assert world.rows(CarryingOut)[0]["initiative_id"] == plan


def test_part_is_near_and_late_once_and_its_case_goes_with_it(world: World) -> None:
    plan, dig, _ = planned(world)
    owner = world.official.person_id
    assert refusal(world, RemindOfWorkPart(dig)) == "not_near"
    assert refusal(world, PassWorkPart(dig)) == "not_late"
    world.clock.at += timedelta(days=(DIG.due_on - world_day(world)).days - 14)  # type: ignore[operator]
    assert due_somewhere(world) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    assert [(e.part_id, e.due_on) for e in world.events(WorkPartNear)] == [(dig, DIG.due_on)]
    assert due_somewhere(world) == []
    world.pass_days(15)
    assert due_somewhere(world) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    [late] = world.events(WorkPartLate)
    assert (late.part_id, late.to, late.passed_on) == (dig, "administrator", date(2026, 5, 16))
    assert cases(world)[1:] == [(DIG.due_on, owner, None)]

    moved = PartNews("planned", DIG.what, date(2026, 5, 20), False, "De machine is stuk.")
    world.execute(UpdateWorkPart(dig, 1, moved), world.official)
    assert cases(world)[1:] == [(DIG.due_on, owner, "went_on")]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0], "near once more"
    world.pass_days(5)
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    world.execute(UpdateWorkPart(dig, 2, done(date(2026, 5, 21))), world.official)
    assert [case[2] for case in cases(world)] == ["went_on"] * 3
    assert [row["initiative_id"] for row in world.rows(WorkPart, id=dig)] == [plan]


def world_day(world: World) -> date:
    return world.clock.now().date()


def due_somewhere(world: World) -> list[str]:
    """Where the clock would call the workers."""
    with world.services.reading_everywhere() as connection:
        return list(municipalities_with_work_to_look_at(connection, world_day(world)))


def test_planning_that_does_not_come_is_late_once(council_world: World) -> None:
    world = council_world
    plan = adopted(world)
    assert refusal(world, PassPlanning(plan)) == "not_late"
    world.pass_days(58)
    assert due_somewhere(world) == [HERE]
    assert [remind(world.services, HERE) for _ in range(2)] == [1, 0]
    [late] = world.events(PlanningLate)
    assert (late.due_on, late.to) == (date(2026, 4, 28), "administrator")
    planned(world, plan)
    assert figures(world) == {"work_planned_late": 1}


def test_end_with_costs_that_can_be_put_right(world: World) -> None:
    plan, dig, plant = planned(world)
    finish = FinishCarryingOut(plan, 2, END)
    assert refusal(world, finish, world.official) == "parts_left"
    world.execute(UpdateWorkPart(dig, 1, done(date(2026, 3, 2))), world.official)
    dropped = PartNews("dropped", PLANT.what, PLANT.due_on, True, "De buurt plant ze zelf.")
    world.execute(UpdateWorkPart(plant, 1, dropped), world.official)
    assert wrong(world, replace(finish, form=EndForm("", -1, -1))) == {
        "words": "empty",
        "spent_euros": "bad_euros",
        "granted_euros": "bad_euros",
    }
    world.execute(finish, world.official)
    [finished] = world.events(CarryingOutFinished)
    assert (finished.spent_euros, finished.granted_euros, finished.days) == (11_500, 12_000, 0)
    for command in (
        StopCarryingOut(plan, 3, "Het gaat niet."),
        AddWorkPart(plan, DIG),
        UpdateWorkPart(dig, 2, done(date(2026, 3, 2))),
    ):
        assert refusal(world, command, world.official) == "carried_out_already"
    assert refusal(world, finish, world.official) == "changed_meanwhile"
    right = replace(END, spent_euros=12_500)
    world.execute(FinishCarryingOut(plan, 3, right), world.official)
    [corrected] = world.events(FinalCostsCorrected)
    assert (corrected.spent_before, corrected.spent_euros) == (11_500, 12_500)
    world.settle()
    counted = figures(world)
    assert counted["final_costs"] == counted["final_costs_known"] == 12_500
    assert (counted["carried_out"], counted["granted_known"]) == (1, 12_000)


def test_it_stops_with_a_reason_and_nothing_of_it_is_late_any_more(world: World) -> None:
    plan, dig, _ = planned(world)
    world.pass_days(80)
    remind(world.services, HERE)
    assert wrong(world, StopCarryingOut(plan, 2, " ")) == {"words": "empty"}
    world.execute(StopCarryingOut(plan, 2, "De grond is niet van de gemeente."), world.official)
    assert [case[2] for case in cases(world)] == ["went_on", "went_on"]
    world.pass_days(300)
    assert due_somewhere(world) == []
    assert remind(world.services, HERE) == 0
    assert refusal(world, PassWorkPart(dig)) == "not_late"
    world.execute(EndWithPlan(plan))
    assert len(world.events(CarryingOutStopped)) == 1


def test_plan_that_ends_takes_its_work_along(world: World) -> None:
    plan, *_ = planned(world)
    world.execute(EndWithPlan(plan))
    [stopped] = world.events(CarryingOutStopped)
    assert (stopped.initiative_id, stopped.official_id) == (plan, None)
    world.execute(EndWithPlan(world.open()))
    assert len(world.events(CarryingOutStopped)) == 1


def test_part_that_is_sent_twice_is_added_once(world: World) -> None:
    plan, *_ = planned(world)
    command = AddWorkPart(plan, PartForm("Wij geven water.", date(2027, 3, 1)), new_id())
    for _ in range(2):
        world.execute(command, world.official)
    assert len(world.rows(WorkPart)) == 3
    [added] = world.events(WorkPartAdded)
    assert (added.part_id, added.due_on) == (command.form_id, date(2027, 3, 1))
    bad = AddWorkPart(plan, PartForm("", None))
    assert wrong(world, bad) == {"what": "empty", "due_on": "bad_date"}


def test_another_team_and_a_colleague_who_looks_after_it(world: World) -> None:
    plan, dig, _ = planned(world)
    colleague = world.person("colleague", Role.OFFICIAL)
    change = ChangeCarrier(plan, 2, CarrierForm("Team Wegen", 9_000), colleague.person_id)
    stranger = replace(change, owner_id=world.person("anna").person_id)
    assert wrong(world, stranger) == {"owner": "no_official"}
    world.execute(change, world.official)
    assert refusal(world, change, world.official) == "changed_meanwhile"
    [event] = world.events(CarrierChanged)
    assert (event.granted_before, event.granted_euros) == (12_000, 9_000)
    world.pass_days(80)
    remind(world.services, HERE)
    world.settle()
    assert told(world, "colleague")["colleague"] == ["work_late"]
    # Who leaves is no longer told; what they looked after stays.
    assert colleague.person_id is not None
    world.execute(ErasePerson(colleague.person_id), colleague)
    assert [row["owner_id"] for row in world.rows(CarryingOut)] == [None]
    world.execute(UpdateWorkPart(dig, 1, done(date(2026, 5, 20))), world.official)


def test_photos_have_words_and_take_their_files_along(world: World) -> None:
    _, dig, _ = planned(world)
    with pytest.raises(Invalid):
        shown(world, dig, " ")
    photos = [shown(world, dig, f"Gat {n}") for n in range(6)]
    with pytest.raises(RuleBroken):
        shown(world, dig, "Eén te veel")
    world.execute(RemoveWorkPhoto(dig, photos[0]), world.official)
    world.execute(RemoveWorkPhoto(dig, photos[0]), world.official)
    assert len(world.rows(WorkPhoto)) == 5
    world.pass_days(1)
    tidy(world.services, HERE)
    files = world.services.files
    assert isinstance(files, MemoryFiles)
    assert len(files.kept) == 10


def test_task_that_was_given_can_be_planned_before_its_path_ends(sqlite_world: World) -> None:
    plan = stopped(sqlite_world)
    [row] = sqlite_world.rows(CarryingOut)
    assert (row["initiative_id"], row["state"]) == (plan, "stopped")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.ADMINISTRATOR, Role.CLERK])
def test_only_officials_carry_out(sqlite_world: World, role: Role) -> None:
    world = sqlite_world
    plan, dig, _ = planned(world)
    somebody = world.person("somebody", role)
    for command in (
        PlanCarryingOut(plan, CARRIER, (DIG,)),
        ChangeCarrier(plan, 2, CARRIER),
        AddWorkPart(plan, DIG),
        UpdateWorkPart(dig, 1, done(date(2026, 3, 2))),
        RemoveWorkPhoto(dig, new_id()),
        FinishCarryingOut(plan, 2, END),
        StopCarryingOut(plan, 2, "Nee."),
    ):
        assert refusal(world, command, somebody) == "not_allowed"
    for missing in (UpdateWorkPart(new_id(), 1, done(date(2026, 3, 2))), PassWorkPart(new_id())):
        actor = (world.official,) if isinstance(missing, UpdateWorkPart) else ()
        assert refusal(world, missing, *actor) == "unknown_part"
    nothing = StopCarryingOut(world.open(), 1, "Niets.")
    assert refusal(world, nothing, world.official) == "not_carried_out"


def test_who_took_part_is_told_and_who_works_on_it(world: World) -> None:
    plan = adopted(world)
    late = Follow(plan)
    assert refusal(world, late, world.person("dirk")) == "closed_already"
    world.execute(BeginCarryingOut(plan), world.official)
    world.execute(late, world.person("dirk"))
    _, dig, plant = planned(world, plan)
    world.pass_days(80)
    remind(world.services, HERE)
    world.execute(UpdateWorkPart(dig, 1, done(date(2026, 5, 20))), world.official)
    world.execute(AddWorkPart(plan, PartForm("Wij geven water.", date(2027, 3, 1))), world.official)
    world.execute(UpdateWorkPart(plant, 1, done(date(2026, 5, 20), part=PLANT)), world.official)
    [last] = [row["id"] for row in world.rows(WorkPart) if row["state"] == "planned"]
    dropped = PartNews("dropped", "Wij geven water.", date(2027, 3, 1), False, "De buurt doet het.")
    world.execute(UpdateWorkPart(last, 1, dropped), world.official)
    world.execute(FinishCarryingOut(plan, 2, END), world.official)
    world.settle()
    found = {
        name: [one for one in some if "work" in one]
        for name, some in told(world, "submitter", "anna", "dirk", "official").items()
    }
    everything = [
        "work_planned",
        "work_late",
        "work_part",
        "work_part",
        "work_part",
        "work_part",
        "work_ended",
    ]
    assert found == {
        "submitter": everything,
        "dirk": everything,
        "anna": [one for one in everything if one != "work_late"],
        "official": ["work_late"],
    }
