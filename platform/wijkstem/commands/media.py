"""Photos of a plan that is being written, and the files of those that are gone.

A file is on disk before the row that points at it is committed. So it is announced first: what was announced and
never taken into use is removed by the clock, as is what was in use before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from wijkstem.commands.turns import person_in_turn
from wijkstem.domain.media import MOST_PHOTOS, checked_description, undescribed
from wijkstem.domain.permissions import may_operate, may_submit, require
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import LooseFile, Photo

_photo = table_of(Photo)
_loose = table_of(LooseFile)

#: A file that was announced belongs to something by then, or never will.
ANNOUNCED_FOR = timedelta(hours=1)
#: Files that one call removes.
BATCH = 100


@dataclass(frozen=True)
class AnnounceFiles:
    """These files are about to be written."""

    keys: Sequence[str]


def announce_files(command: AnnounceFiles, work: Work) -> None:
    require(may_submit(work.actor))
    let_go(command.keys, work, after=ANNOUNCED_FOR)


def let_go(keys: Sequence[str], work: Work, *, after: timedelta = timedelta(0)) -> None:
    """Nothing points at these files any more: the clock removes them."""
    rows = [
        {"municipality_id": work.municipality_id, "key": key, "due_at": work.now + after}
        for key in keys
    ]
    if rows:
        upsert(work.connection, _loose, rows, replace=["due_at"])


@dataclass(frozen=True)
class File:
    """A file with its measures."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class AddPhoto:
    """A photo belongs to a draft from now on; its files are written already."""

    draft_id: UUID
    photo_id: UUID
    large: File
    small: File
    description: str = field(repr=False, default="")


def add_photo(command: AddPhoto, work: Work) -> None:
    """Raises NotFound without a draft, RuleBroken for one too many, Conflict for files that are gone already."""
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    own = _of_draft(draft, work)
    count = work.connection.execute(
        select(func.count(), func.coalesce(func.max(_photo.c.place), 0)).where(own)
    ).one()
    if count[0] >= MOST_PHOTOS:
        raise RuleBroken(
            "too_many_photos",
            "Er mogen hoogstens %(most)s foto's bij een plan. Haal er eerst een weg.",
            most=MOST_PHOTOS,
        )
    take_into_use({command.large.key, command.small.key}, work)
    work.connection.execute(
        insert(_photo).values(
            municipality_id=work.municipality_id,
            id=command.photo_id,
            person_id=draft.person_id,
            draft_id=draft.id,
            place=count[1] + 1,
            description=checked_description(command.description),
            large=command.large.key,
            large_width=command.large.width,
            large_height=command.large.height,
            small=command.small.key,
            small_width=command.small.width,
            small_height=command.small.height,
            added_at=work.now,
        )
    )
    draft.revision += 1


def take_into_use(keys: set[str], work: Work) -> None:
    """Files that were announced are pointed at from now on. Raises Conflict when they are gone already."""
    taken = work.connection.execute(
        delete(_loose)
        .where(_loose.c.municipality_id == work.municipality_id, _loose.c.key.in_(keys))
        .returning(_loose.c.key)
    ).all()
    if len(taken) != len(keys):
        raise Conflict("file_gone", "Het bewaren duurde te lang. Kies het bestand nog een keer.")


@dataclass(frozen=True)
class DescribePhotos:
    """What is to be seen on the photos of a draft."""

    draft_id: UUID
    descriptions: Mapping[UUID, str] = field(repr=False, default_factory=dict)


def describe_photos(command: DescribePhotos, work: Work) -> None:
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    check_no_bsn({f"foto-{photo}": text for photo, text in command.descriptions.items()})
    changed = 0
    for photo_id, text in command.descriptions.items():
        description = checked_description(text)
        changed += work.connection.execute(
            update(_photo)
            .where(
                _of_draft(draft, work),
                _photo.c.id == photo_id,
                _photo.c.description != description,
            )
            .values(description=description)
        ).rowcount
    draft.revision += bool(changed)


@dataclass(frozen=True)
class RemovePhoto:
    """A photo of a draft goes; one that is gone already is no error."""

    draft_id: UUID
    photo_id: UUID


def remove_photo(command: RemovePhoto, work: Work) -> None:
    draft = draft_in_turn(command.draft_id, work)
    if drop_photos(_of_draft(draft, work) & (_photo.c.id == command.photo_id), work):
        draft.revision += 1


def draft_in_turn(draft_id: UUID, work: Work) -> Draft:
    """A draft of who asked, whose turn it is. Raises NotFound for what is not theirs or not there."""
    person = person_in_turn(work)
    draft = work.session.get(Draft, (work.municipality_id, person.id, draft_id))
    if draft is None:
        raise NotFound("unknown_draft", "Dit plan is er niet meer. Misschien is het weggegooid.")
    return draft


def _of_draft(draft: Draft, work: Work) -> ColumnElement[bool]:
    return (
        (_photo.c.municipality_id == work.municipality_id)
        & (_photo.c.person_id == draft.person_id)
        & (_photo.c.draft_id == draft.id)
    )


def drop_photos(which: ColumnElement[bool], work: Work) -> int:
    """Remove rows of this municipality, and let go of their files in the same transaction; how many that were."""
    gone = work.connection.execute(
        delete(_photo)
        .where(_photo.c.municipality_id == work.municipality_id, which)
        .returning(_photo.c.large, _photo.c.small)
    ).all()
    let_go(list(dict.fromkeys(key for row in gone for key in row)), work)
    return len(gone)


def check_described(draft_id: UUID | None, person_id: UUID, work: Work) -> None:
    """Raises Invalid for a draft with a photo of which nobody said what is on it."""
    found = select(_photo.c.id).where(
        _photo.c.municipality_id == work.municipality_id,
        _photo.c.person_id == person_id,
        _photo.c.draft_id == draft_id,
        _photo.c.description == "",
    )
    missing = work.connection.scalars(found).all()
    if missing:
        raise Invalid({f"foto-{photo}": undescribed() for photo in missing})


def photos_to_plan(draft_id: UUID, person_id: UUID, initiative_id: UUID, work: Work) -> None:
    """What was a draft's is the plan's: it is the plan now that says who may see it."""
    work.connection.execute(
        update(_photo)
        .where(
            _photo.c.municipality_id == work.municipality_id,
            _photo.c.person_id == person_id,
            _photo.c.draft_id == draft_id,
        )
        .values(person_id=None, draft_id=None, initiative_id=initiative_id)
    )


@dataclass(frozen=True)
class TakeLooseFiles:
    """The clock: files that nothing points at, to be removed before this is committed."""

    #: Removes one file.
    remove: Any = field(repr=False)


def take_loose_files(command: TakeLooseFiles, work: Work) -> int:
    """How many were removed. Killed in between, they are removed once more."""
    require(may_operate(work.actor))
    due = (
        select(_loose.c.key)
        .where(_loose.c.municipality_id == work.municipality_id, _loose.c.due_at <= work.now)
        .limit(BATCH)
    )
    taken = work.connection.execute(
        delete(_loose)
        .where(_loose.c.municipality_id == work.municipality_id, _loose.c.key.in_(due))
        .returning(_loose.c.key)
    ).scalars()
    keys = list(taken)
    for key in keys:
        command.remove(key)
    return len(keys)
