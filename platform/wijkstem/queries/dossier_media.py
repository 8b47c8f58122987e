"""The photos and films that belong to a dossier: of its plans, and of what is carried out of them. Only public ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, and_, literal, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.carrying_out import WorkPart, WorkPhoto
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Film, Photo

_photo = table_of(Photo)
_film = table_of(Film)
_part = table_of(WorkPart)
_work_photo = table_of(WorkPhoto)
_plan = table_of(Initiative)

PHOTO: Final = "foto"
FILM: Final = "film"
WORK_PHOTO: Final = "foto-van-de-uitvoering"


@dataclass(frozen=True)
class Media:
    """A file of a plan: under which key it is kept, and in words what is to be seen and heard."""

    kind: str
    plan_id: UUID
    key: str
    said: str
    #: Of a film, WebVTT; "": none.
    captions: str = ""


def media_of_plans(
    connection: Connection, municipality_id: str, plans: Sequence[UUID]
) -> tuple[Media, ...]:
    """Photos in their order, then films, then photos of what is carried out; three statements however many plans."""
    found: list[Media] = []
    for statement in (_photos(), _films(), _work_photos()):
        here = statement.where(
            _plan.c.municipality_id == municipality_id, _plan.c.id.in_(plans), _plan.c.public
        )
        found += (Media(*row) for row in connection.execute(here))
    return tuple(found)


def _photos() -> Select[Any]:
    return (
        select(literal(PHOTO), _plan.c.id, _photo.c.large, _photo.c.description)
        .join_from(_photo, _plan, _of_plan(_photo))
        .where(_photo.c.hiding_id.is_(None))
        .order_by(_plan.c.number, _photo.c.place, _photo.c.id)
    )


def _films() -> Select[Any]:
    return (
        select(literal(FILM), _plan.c.id, _film.c.key, _film.c.transcript, _film.c.captions)
        .join_from(_film, _plan, _of_plan(_film))
        .where(_film.c.hiding_id.is_(None))
        .order_by(_plan.c.number, _film.c.id)
    )


def _work_photos() -> Select[Any]:
    of_part = and_(
        _part.c.municipality_id == _work_photo.c.municipality_id,
        _part.c.id == _work_photo.c.part_id,
    )
    return (
        select(literal(WORK_PHOTO), _plan.c.id, _work_photo.c.large, _work_photo.c.description)
        .join_from(_work_photo, _part, of_part)
        .join(_plan, _of_plan(_part))
        .order_by(_plan.c.number, _work_photo.c.added_on, _work_photo.c.id)
    )


def _of_plan(table: Any) -> Any:
    return and_(
        _plan.c.municipality_id == table.c.municipality_id,
        _plan.c.id == table.c.initiative_id,
    )
