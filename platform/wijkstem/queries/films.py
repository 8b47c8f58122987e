"""Films: that of a plan, written or filed, and its file with who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Film

_film = table_of(Film)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class ShownFilm:
    """A film as a page shows it."""

    id: UUID
    width: int
    height: int
    seconds: int
    captions: str
    transcript: str
    #: By which decision the municipality hid it from everybody else.
    hiding_id: UUID | None = None

    @property
    def told(self) -> bool:
        """Whether there are words for who cannot hear or see it."""
        return bool(self.captions or self.transcript)


@dataclass(frozen=True)
class KeptFilm:
    """The file of a film, and whose it is: a writer's, or a plan's."""

    key: str
    captions: str
    person_id: UUID | None
    submitter_id: UUID | None
    public: bool


def film_of_draft(
    connection: Connection, municipality_id: str, person_id: UUID, draft_id: UUID
) -> ShownFilm | None:
    """None for a draft without one."""
    asked = {"here": municipality_id, "person": person_id, "draft": draft_id}
    return _shown(connection.execute(_OF_DRAFT, asked).first())


def film_of_plan(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> ShownFilm | None:
    """None for a plan without one."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    return _shown(connection.execute(_OF_PLAN, asked).first())


def _shown(row: Sequence[object] | None) -> ShownFilm | None:
    return ShownFilm(*row) if row is not None else None  # type: ignore[arg-type]  # in the order of the fields


def film(connection: Connection, municipality_id: str, film_id: UUID) -> KeptFilm | None:
    """None for one that is not there."""
    row = connection.execute(_ONE, {"here": municipality_id, "film": film_id}).first()
    if row is None:
        return None
    public = bool(row.public) and row.hiding_id is None
    return KeptFilm(row.key, row.captions, row.person_id, row.submitter_id, public)


@dataclass(frozen=True)
class OwnFilm:
    """A film that somebody added, and the title of the plan that it is with; "" for one that has none yet."""

    key: str
    captions: str
    transcript: str
    plan: str


def own_films(connection: Connection, municipality_id: str, person_id: UUID) -> list[OwnFilm]:
    """Of what they filed and of what they are writing, in the order in which they were added."""
    asked = {"here": municipality_id, "person": person_id}
    return [
        OwnFilm(row.key, row.captions, row.transcript, row.title or "")
        for row in connection.execute(_OWN, asked)
    ]


_COLUMNS = [_film.c[name] for name in ShownFilm.__dataclass_fields__]
_HERE = _film.c.municipality_id == bindparam("here")
_OF_DRAFT = select(*_COLUMNS).where(
    _HERE,
    _film.c.person_id == bindparam("person"),
    _film.c.draft_id == bindparam("draft"),
)
_OF_PLAN = select(*_COLUMNS).where(_HERE, _film.c.initiative_id == bindparam("initiative"))
#: Of a draft there is no plan yet.
_WITH_ITS_PLAN = _film.outerjoin(
    _initiative,
    and_(
        _initiative.c.municipality_id == _film.c.municipality_id,
        _initiative.c.id == _film.c.initiative_id,
    ),
)
_ONE = (
    select(
        _film.c.key,
        _film.c.captions,
        _film.c.person_id,
        _film.c.hiding_id,
        _initiative.c.submitter_id,
        _initiative.c.public,
    )
    .select_from(_WITH_ITS_PLAN)
    .where(_HERE, _film.c.id == bindparam("film"))
)
_OWN = (
    select(_film.c.key, _film.c.captions, _film.c.transcript, _initiative.c.title)
    .select_from(_WITH_ITS_PLAN)
    .where(
        _HERE,
        (_film.c.person_id == bindparam("person"))
        | (_initiative.c.submitter_id == bindparam("person")),
    )
    .order_by(_film.c.added_at, _film.c.id)
)
