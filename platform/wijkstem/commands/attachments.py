"""What hangs on a draft or a plan beside its words: photos, a film, and for as long as it is a draft a recording."""

from uuid import UUID

from sqlalchemy import ColumnElement, Table, select

from wijkstem.commands.films import check_told, drop_films, film_to_plan
from wijkstem.commands.media import check_described, drop_photos, photos_to_plan
from wijkstem.commands.spoken import drop_spoken
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import Film, Photo, SpokenPlan

_draft = table_of(Draft)
_photo = table_of(Photo)
_film = table_of(Film)
_spoken = table_of(SpokenPlan)


def check_attached(draft_id: UUID | None, person_id: UUID, work: Work) -> None:
    """Raises Invalid for what who cannot see or hear it has nothing of."""
    wrong: dict[str, FieldError] = {}
    for check in (check_described, check_told):
        try:
            check(draft_id, person_id, work)
        except Invalid as missing:
            wrong |= missing.fields
    if wrong:
        raise Invalid(wrong)


def to_plan(draft_id: UUID, person_id: UUID, initiative_id: UUID, work: Work) -> None:
    """What was a draft's is the plan's, but for its recording: the words are there now."""
    photos_to_plan(draft_id, person_id, initiative_id, work)
    film_to_plan(draft_id, person_id, initiative_id, work)
    drop_spoken((_spoken.c.person_id == person_id) & (_spoken.c.draft_id == draft_id), work)


def drop_of_person(person_id: UUID, work: Work) -> None:
    """Everything of their drafts."""
    drop_photos(_photo.c.person_id == person_id, work)
    drop_films(_film.c.person_id == person_id, work)
    drop_spoken(_spoken.c.person_id == person_id, work)


def drop_of_plan(initiative_id: UUID, work: Work) -> None:
    """Everything of a plan."""
    drop_photos(_photo.c.initiative_id == initiative_id, work)
    drop_films(_film.c.initiative_id == initiative_id, work)


def drop_of_drafts(which: ColumnElement[bool], work: Work) -> None:
    """Before drafts go: ``which`` says of table `draft` which ones."""
    drop_photos(_of_drafts(_photo, which, work), work)
    drop_films(_of_drafts(_film, which, work), work)
    drop_spoken(_of_drafts(_spoken, which, work), work)


def _of_drafts(table: Table, which: ColumnElement[bool], work: Work) -> ColumnElement[bool]:
    going = select(_draft.c.id).where(
        _draft.c.municipality_id == work.municipality_id,
        _draft.c.person_id == table.c.person_id,
        _draft.c.id == table.c.draft_id,
        which,
    )
    return going.exists()
