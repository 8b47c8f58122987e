"""The parts of what is carried out: added, done, moved or dropped, seen on photos, near, and late."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlmodel import col

from wijkstem.commands.carrying_out import (
    about,
    add,
    keep_version,
    load,
    part_cause,
)
from wijkstem.commands.media import File, let_go, take_into_use
from wijkstem.commands.moderation import WENT_ON, close_case, open_case
from wijkstem.domain import carrying_out as rules
from wijkstem.domain.carrying_out import PartForm, PartNews
from wijkstem.domain.media import checked_description, undescribed
from wijkstem.domain.permissions import may_carry_out, may_operate, require
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.errors import Invalid, NotFound, RuleBroken
from wijkstem.events.carrying_out import (
    WorkPartAdded,
    WorkPartLate,
    WorkPartNear,
    WorkPartUpdated,
    WorkPhotoAdded,
    WorkPhotoRemoved,
)
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPhoto
from wijkstem.words import CarryingOutState, CaseKind, Holder, PartState

_part = table_of(WorkPart)
_photo = table_of(WorkPhoto)


@dataclass(frozen=True)
class AddWorkPart:
    """One thing more has to happen; a form that is sent twice adds one."""

    initiative_id: UUID
    form: PartForm
    form_id: UUID | None = None


def add_work_part(command: AddWorkPart, work: Work) -> None:
    """Raises Invalid by field, RuleBroken before there is a planning and after the end."""
    require(may_carry_out(work.actor))
    it = load(command.initiative_id, work)
    rules.check_planned(it)
    form = rules.checked_part(command.form, work.today)
    held = select(func.count()).where(
        _part.c.municipality_id == work.municipality_id, _part.c.initiative_id == it.initiative_id
    )
    if work.connection.execute(held).scalar_one() >= rules.PARTS_MOST:
        raise Invalid({"what": rules.too_many_parts()})
    added = add(it, form, work, command.form_id)
    if added is None:
        return
    it.changed_on = work.today
    assert form.due_on is not None
    work.record(
        WorkPartAdded(
            initiative_id=it.initiative_id,
            part_id=added,
            due_on=form.due_on,
            added_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class UpdateWorkPart:
    """A part was done, moved or dropped, or there is news; ``revision`` is the one that their page showed."""

    part_id: UUID
    revision: int
    form: PartNews


def update_work_part(command: UpdateWorkPart, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right or has no explanation."""
    require(may_carry_out(work.actor))
    it, part = load_part(command.part_id, work)
    rules.check_goes_on(it)
    rules.check_revision(command.revision, part.revision)
    news = rules.checked_news(command.form, part, work.today)
    before, due_before, done_before = part.state, part.due_on, part.done_on
    moved = news.due_on != due_before
    if news.state is not PartState.PLANNED or moved:
        close_case(part_cause(part), WENT_ON, work)
    part.state, part.what = news.state, news.what
    part.due_on, part.whole_month, part.done_on = news.due_on, news.whole_month, news.done_on
    if moved:
        # Of another day it comes near and can be late once more.
        part.late = part.reminded = False
    part.revision += 1
    part.changed_on = it.changed_on = work.today
    keep_version(part.id, part.model_dump(), news.news, work)
    work.record(
        WorkPartUpdated(
            **about(it.initiative_id, work),
            part_id=part.id,
            revision=part.revision,
            before=before.value,
            state=part.state.value,
            due_before=due_before,
            due_on=part.due_on,
            done_before=done_before,
            done_on=part.done_on,
            updated_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class RemindOfWorkPart:
    """The clock found a part whose day comes near."""

    part_id: UUID


def remind_of_work_part(command: RemindOfWorkPart, work: Work) -> None:
    """Raises RuleBroken when that was said, or it is not near any more: a second call does nothing."""
    require(may_operate(work.actor))
    it, part = load_part(command.part_id, work)
    rules.check_near(part, it, work.today)
    part.reminded = True
    work.record(WorkPartNear(initiative_id=it.initiative_id, part_id=part.id, due_on=part.due_on))


@dataclass(frozen=True)
class PassWorkPart:
    """The clock found a part whose day is over."""

    part_id: UUID


def pass_work_part(command: PassWorkPart, work: Work) -> None:
    """It is said, and is a case from now on. Raises RuleBroken when it was: a second call does nothing."""
    require(may_operate(work.actor))
    it, part = load_part(command.part_id, work)
    rules.check_late(part, it, work.today)
    part.late = part.reminded = True
    open_case(
        CaseKind.CARRYING_OUT,
        part_cause(part),
        work,
        initiative_id=it.initiative_id,
        due_on=part.due_on,
        assigned_to=it.owner_id,
        target_id=part.id,
    )
    to = work.rules.municipality.next_after(Holder.OFFICIAL)
    work.record(
        WorkPartLate(
            **about(it.initiative_id, work),
            part_id=part.id,
            due_on=part.due_on,
            passed_on=work.today,
            to=to.value if to else None,
        )
    )


@dataclass(frozen=True)
class AddWorkPhoto:
    """A photo of a part; its files are written already (`commands/media.py`)."""

    part_id: UUID
    photo_id: UUID
    large: File
    small: File
    description: str = field(repr=False, default="")


def add_work_photo(command: AddWorkPhoto, work: Work) -> None:
    """Raises Invalid without words for who cannot see it, RuleBroken for one too many, Conflict for files that are gone."""
    require(may_carry_out(work.actor))
    it, part = load_part(command.part_id, work)
    if it.state is CarryingOutState.PLANNING:
        rules.check_planned(it)
    description = _described(command.description)
    held = select(func.count()).where(_of_part(part.id, work))
    if work.connection.execute(held).scalar_one() >= rules.PHOTOS_MOST:
        raise RuleBroken(
            "too_many_photos",
            "Er mogen hoogstens %(most)s foto's bij een onderdeel. Haal er eerst een weg.",
            most=rules.PHOTOS_MOST,
        )
    take_into_use({command.large.key, command.small.key}, work)
    work.connection.execute(insert(_photo).values(_photo_row(command, description, work)))
    it.changed_on = work.today
    work.record(
        WorkPhotoAdded(
            initiative_id=it.initiative_id,
            part_id=part.id,
            photo_id=command.photo_id,
            added_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _described(text: str) -> str:
    check_no_bsn({"description": text})
    description = checked_description(text)
    if not description:
        raise Invalid({"description": undescribed()})
    return description


def _photo_row(command: AddWorkPhoto, description: str, work: Work) -> dict[str, Any]:
    return {
        "municipality_id": work.municipality_id,
        "id": command.photo_id,
        "part_id": command.part_id,
        "description": description,
        "large": command.large.key,
        "large_width": command.large.width,
        "large_height": command.large.height,
        "small": command.small.key,
        "small_width": command.small.width,
        "small_height": command.small.height,
        "added_on": work.today,
    }


@dataclass(frozen=True)
class RemoveWorkPhoto:
    """A photo goes, and its files; one that is gone already is no error."""

    part_id: UUID
    photo_id: UUID


def remove_work_photo(command: RemoveWorkPhoto, work: Work) -> None:
    require(may_carry_out(work.actor))
    it, part = load_part(command.part_id, work)
    gone = work.connection.execute(
        delete(_photo)
        .where(_of_part(part.id, work), _photo.c.id == command.photo_id)
        .returning(_photo.c.large, _photo.c.small)
    ).first()
    if gone is None:
        return
    let_go(list(dict.fromkeys(gone)), work)
    it.changed_on = work.today
    work.record(
        WorkPhotoRemoved(
            initiative_id=it.initiative_id,
            part_id=part.id,
            photo_id=command.photo_id,
            removed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _of_part(part_id: UUID, work: Work) -> Any:
    return (_photo.c.municipality_id == work.municipality_id) & (_photo.c.part_id == part_id)


def load_part(part_id: UUID, work: Work) -> tuple[CarryingOut, WorkPart]:
    """The part with what it belongs to, which is locked first. Raises NotFound for one that is not there."""
    here = (col(WorkPart.municipality_id) == work.municipality_id) & (col(WorkPart.id) == part_id)
    initiative_id = work.connection.scalar(select(_part.c.initiative_id).where(here))
    if initiative_id is None:
        raise NotFound("unknown_part", "Dit onderdeel is er niet.")
    it = load(initiative_id, work)
    part: WorkPart = work.session.execute(
        select(WorkPart).where(here).execution_options(populate_existing=True)
    ).scalar_one()
    return it, part
