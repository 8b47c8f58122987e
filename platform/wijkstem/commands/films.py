"""The film of a plan that is being written; its file comes and goes as a photo's does (`media.py`)."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, update

from wijkstem.commands.media import draft_in_turn, let_go, take_into_use
from wijkstem.domain.films import checked_captions, checked_transcript, untold
from wijkstem.domain.permissions import may_submit, require
from wijkstem.errors import Invalid
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.media import Film

_film = table_of(Film)


@dataclass(frozen=True)
class AddFilm:
    """A film explains a draft from now on, instead of the one before; its file is written already."""

    draft_id: UUID
    film_id: UUID
    key: str
    width: int
    height: int
    seconds: int


def add_film(command: AddFilm, work: Work) -> None:
    """Raises NotFound without a draft, Conflict for a file that is gone already."""
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    take_into_use({command.key}, work)
    drop_films(_of_draft(draft.person_id, draft.id), work)
    work.connection.execute(
        insert(_film).values(
            municipality_id=work.municipality_id,
            id=command.film_id,
            person_id=draft.person_id,
            draft_id=draft.id,
            key=command.key,
            width=command.width,
            height=command.height,
            seconds=command.seconds,
            captions="",
            transcript="",
            added_at=work.now,
        )
    )
    draft.revision += 1


@dataclass(frozen=True)
class TellFilm:
    """What is said and to be seen in the film of a draft; captions that are None stay as they are."""

    draft_id: UUID
    transcript: str = field(repr=False, default="")
    captions: str | None = field(repr=False, default=None)


def tell_film(command: TellFilm, work: Work) -> None:
    """Raises Invalid for words that are too many, and for captions that are none."""
    require(may_submit(work.actor))
    draft = draft_in_turn(command.draft_id, work)
    told = {"transcript": checked_transcript(command.transcript)}
    if command.captions is not None:
        told["captions"] = checked_captions(command.captions)
    changed = work.connection.execute(
        update(_film)
        .where(
            _film.c.municipality_id == work.municipality_id, _of_draft(draft.person_id, draft.id)
        )
        .values(**told)
    ).rowcount
    draft.revision += bool(changed)


@dataclass(frozen=True)
class RemoveFilm:
    """The film of a draft goes; one that is gone already is no error."""

    draft_id: UUID


def remove_film(command: RemoveFilm, work: Work) -> None:
    draft = draft_in_turn(command.draft_id, work)
    if drop_films(_of_draft(draft.person_id, draft.id), work):
        draft.revision += 1


def _of_draft(person_id: UUID, draft_id: UUID) -> ColumnElement[bool]:
    return (_film.c.person_id == person_id) & (_film.c.draft_id == draft_id)


def drop_films(which: ColumnElement[bool], work: Work) -> int:
    """Remove rows of this municipality, and let go of their files in the same transaction; how many that were."""
    gone = work.connection.scalars(
        delete(_film)
        .where(_film.c.municipality_id == work.municipality_id, which)
        .returning(_film.c.key)
    ).all()
    let_go(list(gone), work)
    return len(gone)


def check_told(draft_id: UUID | None, person_id: UUID, work: Work) -> None:
    """Raises Invalid for a draft with a film that who cannot hear or see it has nothing of."""
    silent = select(_film.c.id).where(
        _film.c.municipality_id == work.municipality_id,
        _film.c.person_id == person_id,
        _film.c.draft_id == draft_id,
        _film.c.captions == "",
        _film.c.transcript == "",
    )
    if work.connection.scalar(silent) is not None:
        raise Invalid({"transcript": untold()})


def film_to_plan(draft_id: UUID, person_id: UUID, initiative_id: UUID, work: Work) -> None:
    """What was a draft's is the plan's: it is the plan now that says who may see it."""
    work.connection.execute(
        update(_film)
        .where(_film.c.municipality_id == work.municipality_id, _of_draft(person_id, draft_id))
        .values(person_id=None, draft_id=None, initiative_id=initiative_id)
    )
