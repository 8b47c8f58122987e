"""The municipality carries out what was decided: begun by rule or by hand, planned, handed over, finished or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlmodel import col

from wijkstem.commands.initiatives import course_of
from wijkstem.commands.initiatives import load as load_plan
from wijkstem.commands.moderation import WENT_ON, close_case, is_official, open_case
from wijkstem.domain import carrying_out as rules
from wijkstem.domain.carrying_out import CarrierForm, PartForm
from wijkstem.domain.permissions import may_carry_out, may_operate, require
from wijkstem.domain.reports import last_day
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.carrying_out import (
    CarrierChanged,
    CarryingOutBegun,
    CarryingOutPlanned,
    PlanningLate,
)
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPartVersion
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import CarryingOutState, CaseKind, Holder, PartState

_row = table_of(CarryingOut)
_part = table_of(WorkPart)
_version = table_of(WorkPartVersion)
_initiative = table_of(Initiative)
_person = table_of(Person)


def planning_cause(initiative_id: UUID) -> str:
    """What makes the case of a planning that must be made one."""
    return f"{CaseKind.CARRYING_OUT}:{initiative_id}"


@dataclass(frozen=True)
class BeginCarryingOut:
    """It was decided to do something: from now on it must be said what happens when."""

    initiative_id: UUID


def begin_carrying_out(command: BeginCarryingOut, work: Work) -> bool:
    """Whether it began now. Raises RuleBroken for a plan of which nobody decided to do it."""
    require(may_operate(work.actor) or may_carry_out(work.actor))
    plan = load_plan(command.initiative_id, work)
    rule = work.rules.municipality.carrying_out
    if work.actor.person_id is None and (rule is None or plan.instrument not in rule.instruments):
        return False
    return _begun(plan, work)


def _begun(plan: Initiative, work: Work) -> bool:
    """The plan is locked."""
    rules.check_given(plan, course_of(plan, work).path)
    town = work.rules.municipality
    due_on = last_day(town.carrying_out.plan, work.today, town) if town.carrying_out else None
    row = {
        "municipality_id": work.municipality_id,
        "initiative_id": plan.id,
        "state": CarryingOutState.PLANNING,
        "begun_on": work.today,
        "plan_due_on": due_on,
        "plan_late": False,
        "office": "",
        "words": "",
        "revision": 1,
        "changed_on": work.today,
    }
    if not insert_new(work.connection, _row, row):
        return False
    open_case(
        CaseKind.CARRYING_OUT,
        planning_cause(plan.id),
        work,
        initiative_id=plan.id,
        due_on=due_on,
    )
    work.record(
        CarryingOutBegun(
            initiative_id=plan.id,
            instrument=plan.instrument,
            neighbourhood_code=plan.neighbourhood_code,
            begun_on=work.today,
            plan_due_on=due_on,
            official_id=work.actor.person_id,
        )
    )
    return True


@dataclass(frozen=True)
class PlanCarryingOut:
    """Who does it, and what happens when; whoever plans it looks after it, or names a colleague."""

    initiative_id: UUID
    form: CarrierForm
    parts: Sequence[PartForm]
    owner_id: UUID | None = None


def plan_carrying_out(command: PlanCarryingOut, work: Work) -> None:
    """Raises Invalid by field, RuleBroken for what was planned before or nobody decided."""
    require(may_carry_out(work.actor))
    owner = lock_owner(command.owner_id or work.actor.person_id, work)
    plan = load_plan(command.initiative_id, work)
    _begun(plan, work)
    it = load(plan.id, work)
    rules.check_to_plan(it)
    form, parts = rules.checked_planning(command.form, command.parts, work.today)
    it.state, it.owner_id = CarryingOutState.BUSY, owner
    _change(it, form, work)
    work.session.flush()
    for part in parts:
        add(it, part, work)
    close_case(planning_cause(plan.id), WENT_ON, work)
    work.record(
        CarryingOutPlanned(
            initiative_id=plan.id,
            instrument=plan.instrument,
            neighbourhood_code=plan.neighbourhood_code,
            parts=len(parts),
            ends_on=max(part.due_on for part in parts if part.due_on),
            granted_euros=form.granted_euros,
            planned_on=work.today,
            was_due_on=it.plan_due_on,
            official_id=work.actor.person_id,
        )
    )


def lock_owner(person_id: UUID | None, work: Work) -> UUID:
    """As the foreign key would, before anything else. Raises Invalid for who does not work at the desk."""
    found: UUID | None = work.connection.scalar(
        select(_person.c.id)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(read=True, key_share=True)
    )
    if found is None or not is_official(found, work):
        raise Invalid({"owner": FieldError("no_official", "Kies een collega uit de lijst.")})
    return found


def _change(it: CarryingOut, form: CarrierForm, work: Work) -> None:
    it.office, it.granted_euros = form.office, form.granted_euros
    it.revision += 1
    it.changed_on = work.today


def add(it: CarryingOut, part: PartForm, work: Work, part_id: UUID | None = None) -> UUID | None:
    """One part more, with what it says first; None when the form that was sent twice added it before."""
    row: dict[str, Any] = {
        "municipality_id": work.municipality_id,
        "id": part_id or new_id(),
        "initiative_id": it.initiative_id,
        "what": part.what,
        "due_on": part.due_on,
        "whole_month": part.whole_month,
        "state": PartState.PLANNED,
        "late": False,
        "reminded": False,
        "revision": 1,
        "changed_on": work.today,
    }
    if not insert_new(work.connection, _part, row):
        return None
    keep_version(row["id"], row, "", work)
    made: UUID = row["id"]
    return made


def keep_version(part_id: UUID, said: dict[str, Any], news: str, work: Work) -> None:
    """What it says from now on."""
    row = {
        "municipality_id": work.municipality_id,
        "part_id": part_id,
        "revision": said["revision"],
        "what": said["what"],
        "due_on": said["due_on"],
        "whole_month": said["whole_month"],
        "state": said["state"],
        "done_on": said.get("done_on"),
        "news": news,
        "said_on": work.today,
    }
    work.connection.execute(insert(_version), [row])


@dataclass(frozen=True)
class ChangeCarrier:
    """Another team or official, or another amount that was given; ``revision`` is the one that their page showed."""

    initiative_id: UUID
    revision: int
    form: CarrierForm
    owner_id: UUID | None = None


def change_carrier(command: ChangeCarrier, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid by field."""
    require(may_carry_out(work.actor))
    owner = lock_owner(command.owner_id or work.actor.person_id, work)
    it = load(command.initiative_id, work)
    rules.check_planned(it)
    rules.check_revision(command.revision, it.revision)
    form = rules.checked_carrier(command.form)
    before, it.owner_id = it.granted_euros, owner
    _change(it, form, work)
    work.record(
        CarrierChanged(
            initiative_id=it.initiative_id,
            revision=it.revision,
            granted_before=before,
            granted_euros=it.granted_euros,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def part_cause(part: WorkPart) -> str:
    """What makes the case of a late part one: of a later day it can be late once more."""
    return f"{CaseKind.CARRYING_OUT}:{part.id}:{part.due_on}"


@dataclass(frozen=True)
class PassPlanning:
    """The clock found a planning whose day is over."""

    initiative_id: UUID


def pass_planning(command: PassPlanning, work: Work) -> None:
    """Raises RuleBroken when that was said, or it was planned meanwhile: a second call does nothing."""
    require(may_operate(work.actor))
    it = load(command.initiative_id, work)
    rules.check_planning_late(it, work.today)
    assert it.plan_due_on is not None
    it.plan_late = True
    to = work.rules.municipality.next_after(Holder.OFFICIAL)
    work.record(
        PlanningLate(
            **about(it.initiative_id, work),
            due_on=it.plan_due_on,
            passed_on=work.today,
            to=to.value if to else None,
        )
    )


def about(initiative_id: UUID, work: Work) -> dict[str, Any]:
    """The codes by which an event about a plan is counted."""
    plan = work.connection.execute(
        select(_initiative.c.instrument, _initiative.c.neighbourhood_code).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.id == initiative_id,
        )
    ).one()
    return {
        "initiative_id": initiative_id,
        "instrument": plan.instrument,
        "neighbourhood_code": plan.neighbourhood_code,
    }


def load(initiative_id: UUID, work: Work) -> CarryingOut:
    """The row, locked until the transaction ends. Raises NotFound for what is not carried out."""
    it = found(initiative_id, work)
    if it is None:
        raise NotFound("not_carried_out", "Voor dit plan is nog geen planning.")
    return it


def found(initiative_id: UUID, work: Work) -> CarryingOut | None:
    """The same; None for what is not carried out."""
    it: CarryingOut | None = work.session.execute(
        select(CarryingOut)
        .where(
            col(CarryingOut.municipality_id) == work.municipality_id,
            col(CarryingOut.initiative_id) == initiative_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    return it


def parts_of(it: CarryingOut, work: Work) -> list[WorkPart]:
    """Its parts; the row above is locked, so nobody changes them meanwhile."""
    rows = work.session.execute(
        select(WorkPart)
        .where(
            col(WorkPart.municipality_id) == work.municipality_id,
            col(WorkPart.initiative_id) == it.initiative_id,
        )
        .execution_options(populate_existing=True)
    )
    return list(rows.scalars())
