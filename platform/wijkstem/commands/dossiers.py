"""Officials and the clerk keep dossiers: open one, say what it is about, put something in and take it out."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import col

from wijkstem.commands.dossier_searching import keep_dossier_findable
from wijkstem.domain import dossiers
from wijkstem.domain.dossiers import DossierForm, EntryForm
from wijkstem.domain.permissions import may_keep_dossiers, require
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.dossiers import (
    DossierChanged,
    DossierEntryAdded,
    DossierEntryRemoved,
    DossierOpened,
)
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean, slug
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.initiatives import Initiative
from wijkstem.words.dossiers import EntryKind, WooCategory

_dossier = table_of(Dossier)
_entry = table_of(DossierEntry)
_initiative = table_of(Initiative)
_meeting = table_of(Meeting)
_item = table_of(AgendaItem)


@dataclass(frozen=True)
class OpenDossier:
    """A subject gets a dossier; a form that is sent twice, with its id, makes one."""

    form: DossierForm
    form_id: UUID | None = None


def open_dossier(command: OpenDossier, work: Work) -> str:
    """Its number. Raises Invalid with an error for each field that must change."""
    require(may_keep_dossiers(work.actor))
    form = dossiers.checked_dossier(command.form)
    take_turns(work.connection, work.municipality_id, "dossiers")
    dossier_id, number = command.form_id or new_id(), _next_number(work)
    row = {
        "municipality_id": work.municipality_id,
        "id": dossier_id,
        "number": number,
        "title": form.title,
        "slug": slug(form.title),
        "about": form.about,
        "revision": 1,
        "opened_on": work.today,
        "changed_on": work.today,
    }
    if not insert_new(work.connection, _dossier, row):
        return load_dossier(dossier_id, work).number
    keep_dossier_findable(dossier_id, work)
    work.record(
        DossierOpened(
            dossier_id=dossier_id,
            number=number,
            opened_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return number


def _next_number(work: Work) -> str:
    """Of those who come at once, one stands here at a time."""
    of_year = _dossier.c.number.like(f"{work.today.year}-%")
    held = select(func.count()).where(_dossier.c.municipality_id == work.municipality_id, of_year)
    return f"{work.today.year}-{work.connection.execute(held).scalar_one() + 1:04}"


@dataclass(frozen=True)
class ChangeDossier:
    """What it is called and about; ``revision`` is the one that their page showed."""

    dossier_id: UUID
    revision: int
    form: DossierForm


def change_dossier(command: ChangeDossier, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right."""
    require(may_keep_dossiers(work.actor))
    dossier = load_dossier(command.dossier_id, work)
    dossiers.check_revision(dossier, command.revision)
    form = dossiers.checked_dossier(command.form)
    if (form.title, form.about) == (dossier.title, dossier.about):
        return
    dossier.title, dossier.about, dossier.slug = form.title, form.about, slug(form.title)
    dossier.revision += 1
    dossier.changed_on = work.today
    work.session.flush()
    keep_dossier_findable(dossier.id, work)
    work.record(
        DossierChanged(
            dossier_id=dossier.id,
            revision=dossier.revision,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class AddDossierEntry:
    """A document or news, as it was typed; a form that is sent twice adds one."""

    dossier_id: UUID
    form: EntryForm
    form_id: UUID | None = None


def add_dossier_entry(command: AddDossierEntry, work: Work) -> UUID:
    """Raises Invalid with an error for each field that must change."""
    require(may_keep_dossiers(work.actor))
    form = dossiers.checked_entry(command.form, work.today)
    assert form.day is not None
    said = {
        "title": form.title,
        "text": form.text,
        "url": form.url,
        "category": WooCategory(form.category) if form.category else None,
    }
    kind = EntryKind(form.kind)
    return add_entry(command.dossier_id, kind, form.day, said, work, entry_id=command.form_id)


@dataclass(frozen=True)
class PutPlanInDossier:
    """The plan with this number."""

    dossier_id: UUID
    number: str


def put_plan_in_dossier(command: PutPlanInDossier, work: Work) -> UUID:
    """Raises Invalid for a plan that is not on the website."""
    require(may_keep_dossiers(work.actor))
    number = clean(command.number)
    found = work.connection.execute(
        select(_initiative.c.id, _initiative.c.filed_on).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.number == number,
            _initiative.c.public,
        )
    ).first()
    if found is None:
        raise Invalid({"plan": _unknown_plan(number)})
    said = {"initiative_id": found.id}
    day = found.filed_on
    return add_entry(command.dossier_id, EntryKind.PLAN, day, said, work, field="plan")


def _unknown_plan(number: str) -> FieldError:
    return FieldError(
        "unknown_plan",
        "Plan %(number)s staat niet op de website. Een nummer ziet er zo uit: 2026-0042.",
        number=number,
    )


@dataclass(frozen=True)
class PutMeetingInDossier:
    """A meeting, or one item on its agenda."""

    dossier_id: UUID
    meeting_id: UUID
    item_id: UUID | None = None


def put_meeting_in_dossier(command: PutMeetingInDossier, work: Work) -> UUID:
    """Raises NotFound for what is not on the agenda."""
    require(may_keep_dossiers(work.actor))
    meeting = work.connection.execute(
        select(_meeting.c.name, _meeting.c.held_on).where(
            _meeting.c.municipality_id == work.municipality_id, _meeting.c.id == command.meeting_id
        )
    ).first()
    if meeting is None:
        raise NotFound("unknown_meeting", "Deze vergadering bestaat niet.")
    if command.item_id is None:
        kind, said = EntryKind.MEETING, {"meeting_id": command.meeting_id, "title": meeting.name}
    else:
        title = _item_title(command.meeting_id, command.item_id, work)
        kind, said = EntryKind.ITEM, {"item_id": command.item_id, "title": title}
    return add_entry(command.dossier_id, kind, meeting.held_on, said, work, field="item")


def _item_title(meeting_id: UUID, item_id: UUID, work: Work) -> str:
    """Of what came from a plan nothing is kept: a plan can be hidden."""
    found = work.connection.execute(
        select(_item.c.title, _item.c.initiative_id).where(
            _item.c.municipality_id == work.municipality_id,
            _item.c.meeting_id == meeting_id,
            _item.c.id == item_id,
        )
    ).first()
    if found is None:
        raise NotFound("unknown_item", "Dit punt staat niet op de agenda.")
    return "" if found.initiative_id else str(found.title)


_NOTHING: dict[str, Any] = {
    "initiative_id": None,
    "meeting_id": None,
    "item_id": None,
    "title": "",
    "text": "",
    "url": "",
    "category": None,
}


def add_entry(
    dossier_id: UUID,
    kind: EntryKind,
    day: date,
    said: dict[str, Any],
    work: Work,
    *,
    entry_id: UUID | None = None,
    field: str = "title",
) -> UUID:
    """The entry's id. Raises Invalid where no more fits, or what can stand there once stands there already."""
    dossier = load_dossier(dossier_id, work)
    entry_id = entry_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": entry_id,
        "dossier_id": dossier.id,
        "kind": kind,
        "day": day,
        "added_on": work.today,
        **_NOTHING,
        **said,
    }
    _check_room(dossier.id, field, work)
    if not insert_new(work.connection, _entry, row):
        if field == "title":
            return entry_id
        raise Invalid({field: FieldError("there_already", "Dit staat al in het dossier.")})
    dossier.changed_on = work.today
    keep_dossier_findable(dossier.id, work)
    work.record(
        DossierEntryAdded(
            dossier_id=dossier.id,
            entry_id=entry_id,
            kind=kind.value,
            subject_id=row["initiative_id"] or row["meeting_id"] or row["item_id"],
            day=day,
            added_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return entry_id


def _check_room(dossier_id: UUID, field: str, work: Work) -> None:
    held = select(func.count()).where(
        _entry.c.municipality_id == work.municipality_id, _entry.c.dossier_id == dossier_id
    )
    if work.connection.execute(held).scalar_one() >= dossiers.ENTRIES_MOST:
        full = FieldError(
            "dossier_full",
            "In een dossier passen %(most)s dingen. Begin een nieuw dossier.",
            most=dossiers.ENTRIES_MOST,
        )
        raise Invalid({field: full})


@dataclass(frozen=True)
class RemoveDossierEntry:
    """It does not belong there; the plan, the meeting or the document itself stays where it is."""

    dossier_id: UUID
    entry_id: UUID


def remove_dossier_entry(command: RemoveDossierEntry, work: Work) -> bool:
    """Whether there was something to take out: the second of two finds nothing."""
    require(may_keep_dossiers(work.actor))
    dossier = load_dossier(command.dossier_id, work)
    gone = work.connection.execute(
        delete(_entry)
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.dossier_id == dossier.id,
            _entry.c.id == command.entry_id,
        )
        .returning(_entry.c.kind)
    ).first()
    if gone is None:
        return False
    dossier.changed_on = work.today
    keep_dossier_findable(dossier.id, work)
    work.record(
        DossierEntryRemoved(
            dossier_id=dossier.id,
            entry_id=command.entry_id,
            kind=gone.kind.value,
            removed_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return True


def load_dossier(dossier_id: UUID, work: Work) -> Dossier:
    """The dossier, locked until the transaction ends: who adds at the same time waits, and finds what was added."""
    found: Dossier | None = work.session.execute(
        select(Dossier)
        .where(col(Dossier.municipality_id) == work.municipality_id, col(Dossier.id) == dossier_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_dossier", "Dit dossier is er niet.")
    return found
