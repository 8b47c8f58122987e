"""What is carried out: all of it, of one plan in short, and of one plan with every part, word and photo."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.media import Kept, Shown
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPartVersion, WorkPhoto
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import BallotPlan
from wijkstem.words import CarryingOutState, PartState

_work = table_of(CarryingOut)
_part = table_of(WorkPart)
_version = table_of(WorkPartVersion)
_photo = table_of(WorkPhoto)
_plan = table_of(Initiative)
_on_ballot = table_of(BallotPlan)

#: Plans on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class WorkFacts:
    """How far the municipality is with one plan."""

    initiative_id: UUID
    state: CarryingOutState
    begun_on: date
    plan_due_on: date | None
    office: str
    owner_id: UUID | None
    granted_euros: int | None
    spent_euros: int | None
    words: str
    closed_on: date | None
    revision: int
    changed_on: date


@dataclass(frozen=True)
class PartFacts:
    """A part as it stands now."""

    id: UUID
    initiative_id: UUID
    what: str
    due_on: date
    whole_month: bool
    state: PartState
    done_on: date | None
    revision: int

    def is_late(self, today: date) -> bool:
        """Whether it should have been done."""
        return self.state is PartState.PLANNED and self.due_on < today


@dataclass(frozen=True)
class PartSaid:
    """What was said of a part from a day on."""

    part_id: UUID
    revision: int
    what: str
    due_on: date
    whole_month: bool
    state: PartState
    done_on: date | None
    news: str
    said_on: date


@dataclass(frozen=True)
class WorkInShort:
    """What the page of a plan tells of it."""

    work: WorkFacts
    parts: tuple[PartFacts, ...]


@dataclass(frozen=True)
class WorkOfPlan:
    """The plan, and how it is carried out; None before that began."""

    initiative_id: UUID
    number: str
    slug: str
    title: str
    public: bool
    submitter_id: UUID | None
    closed: bool
    work: WorkFacts | None
    parts: tuple[PartFacts, ...] = ()
    #: By part, the newest first.
    said: Mapping[UUID, tuple[PartSaid, ...]] = field(default_factory=dict)
    photos: Mapping[UUID, tuple[Shown, ...]] = field(default_factory=dict)
    #: What a budget round gave for it.
    round_euros: int | None = None


@dataclass(frozen=True)
class ListedWork:
    """A plan that is carried out, in the list of all of them."""

    number: str
    slug: str
    title: str
    state: CarryingOutState
    office: str
    plan_due_on: date | None
    closed_on: date | None
    parts: int
    done: int
    #: The day of the first part that still has to be done.
    next_on: date | None


_FACTS = [_work.c[name] for name in WorkFacts.__dataclass_fields__]
_PARTS = (
    select(*(_part.c[name] for name in PartFacts.__dataclass_fields__))
    .where(
        _part.c.municipality_id == bindparam("here"),
        _part.c.initiative_id == bindparam("initiative"),
    )
    .order_by(_part.c.due_on, _part.c.id)
)
_SHORT = select(*_FACTS).where(
    _work.c.municipality_id == bindparam("here"),
    _work.c.initiative_id == bindparam("initiative"),
)


def work_of(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> WorkInShort | None:
    """None for a plan that is not carried out, which is most of them: that costs one look."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    row = connection.execute(_SHORT, asked).first()
    if row is None:
        return None
    parts = tuple(PartFacts(*tuple(one)) for one in connection.execute(_PARTS, asked))
    return WorkInShort(WorkFacts(*tuple(row)), parts)


def work_page(connection: Connection, municipality_id: str, number: str) -> WorkOfPlan:
    """As many statements for many parts as for one. Raises NotFound for a plan that is not there."""
    row = connection.execute(
        select(
            *(_plan.c[name] for name in ("id", "number", "slug", "title", "public")),
            _plan.c.submitter_id,
            _plan.c.closed_on,
            _on_ballot.c.cost,
        )
        .outerjoin_from(
            _plan,
            _on_ballot,
            and_(
                _on_ballot.c.municipality_id == _plan.c.municipality_id,
                _on_ballot.c.initiative_id == _plan.c.id,
            ),
        )
        .where(_plan.c.municipality_id == municipality_id, _plan.c.number == number)
    ).first()
    if row is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    plan = _plan_of(row)
    short = work_of(connection, municipality_id, row.id)
    if short is None:
        return plan
    ids = [part.id for part in short.parts]
    return replace(
        plan,
        work=short.work,
        parts=short.parts,
        said=said_of_parts(connection, municipality_id, ids),
        photos=_photos(connection, municipality_id, ids),
    )


def _plan_of(row: Any) -> WorkOfPlan:
    return WorkOfPlan(
        row.id,
        row.number,
        row.slug,
        row.title,
        bool(row.public),
        row.submitter_id,
        row.closed_on is not None,
        None,
        round_euros=row.cost,
    )


def said_of_parts(
    connection: Connection, municipality_id: str, parts: Collection[UUID]
) -> dict[UUID, tuple[PartSaid, ...]]:
    """Every version of each, the newest first."""
    found = (
        select(*(_version.c[name] for name in PartSaid.__dataclass_fields__))
        .where(_version.c.municipality_id == municipality_id, _version.c.part_id.in_(parts))
        .order_by(_version.c.part_id, _version.c.revision.desc())
    )
    said: defaultdict[UUID, list[PartSaid]] = defaultdict(list)
    for row in connection.execute(found):
        said[row.part_id].append(PartSaid(*tuple(row)))
    return {part: tuple(some) for part, some in said.items()}


def _photos(
    connection: Connection, municipality_id: str, parts: Collection[UUID]
) -> dict[UUID, tuple[Shown, ...]]:
    names = [name for name in Shown.__dataclass_fields__ if name in _photo.c]
    found = (
        select(_photo.c.part_id, *(_photo.c[name] for name in names))
        .where(_photo.c.municipality_id == municipality_id, _photo.c.part_id.in_(parts))
        .order_by(_photo.c.part_id, _photo.c.added_on, _photo.c.id)
    )
    photos: defaultdict[UUID, list[Shown]] = defaultdict(list)
    for row in connection.execute(found):
        photos[row.part_id].append(Shown(*tuple(row)[1:]))
    return {part: tuple(some) for part, some in photos.items()}


def number_of_part(connection: Connection, municipality_id: str, part_id: UUID) -> str:
    """Of the plan that a part belongs to. Raises NotFound for a part that is not there."""
    found: str | None = connection.scalar(
        select(_plan.c.number)
        .join_from(_part, _plan, _its_plan(_part))
        .where(_part.c.municipality_id == municipality_id, _part.c.id == part_id)
    )
    if found is None:
        raise NotFound("unknown_part", "Dit onderdeel is er niet.")
    return found


def _its_plan(rows: Any) -> Any:
    return and_(
        _plan.c.municipality_id == rows.c.municipality_id, _plan.c.id == rows.c.initiative_id
    )


def work_photo(connection: Connection, municipality_id: str, photo_id: UUID) -> Kept | None:
    """The files of a photo; everybody may see it who may see the plan."""
    row = connection.execute(
        select(_photo.c.large, _photo.c.small, _plan.c.submitter_id, _plan.c.public)
        .join_from(
            _photo,
            _part,
            and_(
                _part.c.municipality_id == _photo.c.municipality_id,
                _part.c.id == _photo.c.part_id,
            ),
        )
        .join(_plan, _its_plan(_part))
        .where(_photo.c.municipality_id == municipality_id, _photo.c.id == photo_id)
    ).first()
    if row is None:
        return None
    return Kept(row.large, row.small, None, row.submitter_id, bool(row.public))


def all_work(connection: Connection, municipality_id: str, *, page: int = 1) -> Paged[ListedWork]:
    """What still has to be done first, the earliest day first; then what was done last. Of public plans."""
    over = case((_work.c.state.in_([CarryingOutState.PLANNING, CarryingOutState.BUSY]), 0), else_=1)
    parts, columns = _counted_parts(municipality_id), ListedWork.__dataclass_fields__
    own = [_work.c[name] for name in columns if name in _work.c]
    found = (
        select(
            _plan.c.number,
            _plan.c.slug,
            _plan.c.title,
            *own,
            func.coalesce(parts.c.parts, 0),
            func.coalesce(parts.c.done, 0),
            parts.c.next_on,
        )
        .join_from(_work, _plan, _its_plan(_work))
        .outerjoin(
            parts,
            and_(
                parts.c.municipality_id == _work.c.municipality_id,
                parts.c.initiative_id == _work.c.initiative_id,
            ),
        )
        .where(_work.c.municipality_id == municipality_id, _plan.c.public)
        .order_by(
            over,
            case((over == 0, func.coalesce(parts.c.next_on, _work.c.plan_due_on))),
            _work.c.changed_on.desc(),
            _plan.c.number,
        )
    )
    return paged(connection, found, _listed, page=page, per_page=PER_PAGE)


def _listed(row: Any) -> ListedWork:
    return ListedWork(*tuple(row))


def _counted_parts(municipality_id: str) -> Any:
    """By plan: how many parts there are, how many were done, and the first day that is still to come or was missed."""
    still = _part.c.state == PartState.PLANNED
    found: Select[Any] = (
        select(
            _part.c.municipality_id,
            _part.c.initiative_id,
            func.sum(case((_part.c.state != PartState.DROPPED, 1), else_=0)).label("parts"),
            func.sum(case((_part.c.state == PartState.DONE, 1), else_=0)).label("done"),
            func.min(case((still, _part.c.due_on))).label("next_on"),
        )
        .where(_part.c.municipality_id == municipality_id)
        .group_by(_part.c.municipality_id, _part.c.initiative_id)
    )
    return found.subquery()
