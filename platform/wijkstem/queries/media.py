"""Photos: those of a plan that is being written, and the file of one with who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, or_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Photo

_photo = table_of(Photo)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class Shown:
    """A photo as a page shows it."""

    id: UUID
    description: str
    large_width: int
    large_height: int
    small_width: int
    small_height: int
    #: By which decision the municipality hid it from everybody else.
    hiding_id: UUID | None = None


@dataclass(frozen=True)
class Kept:
    """The files of a photo, and whose it is: a writer's, or a plan's."""

    large: str
    small: str
    person_id: UUID | None
    submitter_id: UUID | None
    public: bool


def photos_of_draft(
    connection: Connection, municipality_id: str, person_id: UUID, draft_id: UUID
) -> tuple[Shown, ...]:
    """In their order."""
    asked = {"here": municipality_id, "person": person_id, "draft": draft_id}
    return _shown(connection.execute(_OF_DRAFT, asked).all())


def photos_of_plan(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[Shown, ...]:
    """In their order."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    return _shown(connection.execute(_OF_PLAN, asked).all())


@dataclass(frozen=True)
class OwnPhoto:
    """A photo that somebody added, and the title of the plan that it is with; "" for one that has none yet."""

    key: str
    description: str
    plan: str


def own_photos(connection: Connection, municipality_id: str, person_id: UUID) -> list[OwnPhoto]:
    """Of what they filed and of what they are writing, in the order in which they were added."""
    asked = {"here": municipality_id, "person": person_id}
    return [
        OwnPhoto(row.large, row.description, row.title or "")
        for row in connection.execute(_OWN, asked)
    ]


def _shown(rows: Sequence[Sequence[object]]) -> tuple[Shown, ...]:
    return tuple(Shown(*row) for row in rows)  # type: ignore[arg-type]  # in the order of the fields


def photo(connection: Connection, municipality_id: str, photo_id: UUID) -> Kept | None:
    """None for one that is not there."""
    row = connection.execute(_ONE, {"here": municipality_id, "photo": photo_id}).first()
    if row is None:
        return None
    public = bool(row.public) and row.hiding_id is None
    return Kept(row.large, row.small, row.person_id, row.submitter_id, public)


_COLUMNS = [_photo.c[name] for name in Shown.__dataclass_fields__]
_OF_DRAFT = (
    select(*_COLUMNS)
    .where(
        _photo.c.municipality_id == bindparam("here"),
        _photo.c.person_id == bindparam("person"),
        _photo.c.draft_id == bindparam("draft"),
    )
    .order_by(_photo.c.place, _photo.c.id)
)
_OF_PLAN = (
    select(*_COLUMNS)
    .where(
        _photo.c.municipality_id == bindparam("here"),
        _photo.c.initiative_id == bindparam("initiative"),
    )
    .order_by(_photo.c.place, _photo.c.id)
)
#: Of a draft there is no plan yet.
_WITH_ITS_PLAN = _photo.outerjoin(
    _initiative,
    and_(
        _initiative.c.municipality_id == _photo.c.municipality_id,
        _initiative.c.id == _photo.c.initiative_id,
    ),
)
_OWN = (
    select(_photo.c.large, _photo.c.description, _initiative.c.title)
    .select_from(_WITH_ITS_PLAN)
    .where(
        _photo.c.municipality_id == bindparam("here"),
        or_(
            _photo.c.person_id == bindparam("person"),
            _initiative.c.submitter_id == bindparam("person"),
        ),
    )
    .order_by(_photo.c.added_at, _photo.c.id)
)
_ONE = (
    select(
        _photo.c.large,
        _photo.c.small,
        _photo.c.person_id,
        _photo.c.hiding_id,
        _initiative.c.submitter_id,
        _initiative.c.public,
    )
    .select_from(_WITH_ITS_PLAN)
    .where(_photo.c.municipality_id == bindparam("here"), _photo.c.id == bindparam("photo"))
)
