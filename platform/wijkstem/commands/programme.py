"""The municipality adds to a neighbourhood's programme and tells how it goes; what was said before stays to be read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlmodel import col

from wijkstem.domain import programme
from wijkstem.domain.permissions import may_convene, require
from wijkstem.domain.programme import Checked, ItemForm
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.programme import ProgrammeItemAdded, ProgrammeItemUpdated
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.programme import ProgrammeItem, ProgrammeVersion

_item = table_of(ProgrammeItem)
_version = table_of(ProgrammeVersion)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class AddProgrammeItem:
    """Something that the municipality will do in a neighbourhood; a form that is sent twice adds one."""

    neighbourhood_code: str
    form: ItemForm
    #: The number of the plan that it came of; "" for none.
    plan: str = ""
    form_id: UUID | None = None


def add_programme_item(command: AddProgrammeItem, work: Work) -> UUID:
    """Raises NotFound for no neighbourhood of here, Invalid with an error for each field that must change."""
    require(may_convene(work.actor))
    code = command.neighbourhood_code
    if work.rules.municipality.neighbourhood(code) is None:
        raise NotFound("unknown_neighbourhood", "Deze wijk is er niet.")
    it = programme.checked(command.form, work.today)
    plan = _plan(command.plan, work)
    item_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": item_id,
        "neighbourhood_code": code,
        "initiative_id": plan,
        "revision": 1,
        "changed_on": work.today,
        **_said(it),
    }
    if not insert_new(work.connection, _item, row):
        return item_id
    _keep(item_id, 1, it, work)
    work.record(
        ProgrammeItemAdded(
            item_id=item_id,
            neighbourhood_code=code,
            state=it.state.value,
            first_year=it.first_year,
            last_year=it.last_year,
            initiative_id=plan,
            added_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return item_id


def _said(it: Checked) -> dict[str, Any]:
    return {
        "title": it.title,
        "what": it.what,
        "first_year": it.first_year,
        "last_year": it.last_year,
        "state": it.state,
    }


def _keep(item_id: UUID, revision: int, it: Checked, work: Work) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "item_id": item_id,
        "revision": revision,
        "news": it.news,
        "said_on": work.today,
        **_said(it),
    }
    work.connection.execute(insert(_version), [row])


def _plan(number: str, work: Work) -> UUID | None:
    if not number:
        return None
    found = work.connection.execute(
        select(_initiative.c.id).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.number == number,
            _initiative.c.public,
        )
    ).scalar()
    if found is None:
        raise Invalid(
            {
                "plan": FieldError(
                    "unknown_plan",
                    "Plan %(number)s staat niet op de website. Een nummer ziet er zo uit: 2026-0042.",
                    number=number,
                )
            }
        )
    return UUID(str(found))


@dataclass(frozen=True)
class UpdateProgrammeItem:
    """How it goes, or what is otherwise now; ``revision`` is the one that their page showed."""

    item_id: UUID
    revision: int
    form: ItemForm


def update_programme_item(command: UpdateProgrammeItem, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right or says nothing new."""
    require(may_convene(work.actor))
    item = load(command.item_id, work)
    programme.check_revision(item, command.revision)
    it = programme.checked(command.form, work.today, was=item)
    programme.check_changed(item, it)
    before = item.state
    for name, value in _said(it).items():
        setattr(item, name, value)
    item.revision += 1
    item.changed_on = work.today
    _keep(item.id, item.revision, it, work)
    work.record(
        ProgrammeItemUpdated(
            item_id=item.id,
            revision=item.revision,
            neighbourhood_code=item.neighbourhood_code,
            before=before.value,
            state=it.state.value,
            first_year=it.first_year,
            last_year=it.last_year,
            updated_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def load(item_id: UUID, work: Work) -> ProgrammeItem:
    """The item, locked until the transaction ends."""
    found: ProgrammeItem | None = work.session.execute(
        select(ProgrammeItem)
        .where(
            col(ProgrammeItem.municipality_id) == work.municipality_id,
            col(ProgrammeItem.id) == item_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_item", "Dit punt staat niet in een programma.")
    return found
