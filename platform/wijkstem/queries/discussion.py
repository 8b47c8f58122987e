"""A discussion as everybody reads it: a part of its contributions with the first replies, and a thread by itself.

What is read follows from the size of a page and never from the size of the discussion: contributions are read behind a
key, replies by their place, both straight from an index.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from wijkstem.domain.discussion import HOUR
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.open_data.keyset import Key, Listing, part
from wijkstem.tables.accounts import Person
from wijkstem.tables.discussion import (
    Contribution,
    ContributionSupport,
    ContributionVersion,
    DiscussionRoom,
    on_top,
    unanswered,
)
from wijkstem.tables.means import Means
from wijkstem.tables.reports import Decision
from wijkstem.words.discussion import ContributionStance, Sorting

_room = table_of(DiscussionRoom)
_contribution = table_of(Contribution)
_version = table_of(ContributionVersion)
_support = table_of(ContributionSupport)
_decision = table_of(Decision)
_person = table_of(Person)
_means = table_of(Means)

#: Contributions on a page; replies shown below each, and below each of those.
PER_PAGE, REPLIES, BELOW = 20, 3, 2
#: Replies on the page of one thread.
THREAD = 50


@dataclass(frozen=True)
class Room:
    """How a discussion goes."""

    last_number: int = 0
    slow_minutes: int = 0
    closed: bool = False
    reason: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Shown:
    """A contribution as everybody reads it. Not whose it is."""

    id: UUID
    number: int
    depth: int
    parent_id: UUID | None
    place: int
    to_number: int | None
    stance: ContributionStance | None
    #: "" when it is hidden.
    words: str
    neighbourhood_code: str | None
    office: str | None
    said_at: datetime
    changed_at: datetime | None
    revision: int
    replies: int
    support: int
    hidden: bool
    #: Of the rules: why it was hidden.
    ground: str | None
    #: Whether the reader said it, and whether they support it.
    own: bool = False
    supported: bool = False
    below: tuple["Shown", ...] = field(default=())

    @property
    def more(self) -> int:
        """Replies that are not here."""
        return self.replies - len(self.below)


@dataclass(frozen=True)
class DiscussionPage:
    """Some contributions with their first replies; behind ``last`` there are more, if that is not None."""

    room: Room
    contributions: tuple[Shown, ...]
    last: Key | None


@dataclass(frozen=True)
class ThreadPage:
    """A contribution with the replies behind a place; behind ``last`` there are more, if that is not None."""

    room: Room
    contribution: Shown
    #: The number of what it stands below.
    above: int | None
    last: int | None


_COLUMNS = (
    "id",
    "number",
    "depth",
    "parent_id",
    "place",
    "to_number",
    "stance",
    "words",
    "neighbourhood_code",
    "office",
    "said_at",
    "changed_at",
    "revision",
    "replies",
    "support",
)
_WITH_GROUND = _contribution.outerjoin(
    _decision,
    and_(
        _decision.c.municipality_id == _contribution.c.municipality_id,
        _decision.c.id == _contribution.c.hiding_id,
    ),
)


def found_of(municipality_id: str) -> Select[Any]:
    return (
        select(
            *(_contribution.c[name] for name in _COLUMNS),
            _contribution.c.hiding_id,
            _decision.c.ground,
            _contribution.c.person_id,
        )
        .select_from(_WITH_GROUND)
        .where(_contribution.c.municipality_id == municipality_id)
    )


def made_of(*row: Any) -> tuple[Shown, UUID | None]:
    """And whose it is. Of what is hidden nobody gets the words."""
    own = dict(zip(_COLUMNS, row[:-3], strict=True))
    hiding_id, ground, person_id = row[-3:]
    if hiding_id is not None:
        own["words"] = ""
    return Shown(**own, hidden=hiding_id is not None, ground=ground), person_id


_BY = {
    Sorting.SUPPORT: (_contribution.c.score, _contribution.c.number),
    Sorting.NEWEST: (_contribution.c.number,),
    Sorting.UNANSWERED: (_contribution.c.number,),
}
_AMONG = {Sorting.UNANSWERED: unanswered(_contribution)}


def discussion_page(
    connection: Connection,
    municipality_id: str,
    means_id: UUID,
    *,
    sorting: Sorting,
    after: Key | None,
    person_id: UUID | None,
) -> DiscussionPage:
    """A page of it; five statements, four for who is not logged in."""
    listing = Listing(found_of, _BY[sorting], made_of)
    where: list[ColumnElement[bool]] = [
        _contribution.c.means_id == means_id,
        _AMONG.get(sorting, on_top(_contribution)),
    ]
    found = part(connection, municipality_id, listing, after=after, most=PER_PAGE, where=where)
    first = _replies(connection, municipality_id, [one.id for one, _ in found.rows], REPLIES)
    second = _replies(connection, municipality_id, [one.id for one, _ in first], BELOW)
    return DiscussionPage(
        room_of(connection, municipality_id, means_id),
        _nested(connection, municipality_id, (*found.rows, *first, *second), person_id, found.rows),
        found.last,
    )


_Read = tuple[Shown, UUID | None]


def _replies(
    connection: Connection, municipality_id: str, above: Collection[UUID], most: int
) -> list[_Read]:
    """The first of each; of a place there is one, so no more are read than are shown."""
    if not above:
        return []
    found = (
        found_of(municipality_id)
        .where(
            _contribution.c.parent_id.in_(above),
            _contribution.c.place.in_(range(1, most + 1)),
        )
        .order_by(_contribution.c.number)
    )
    return [made_of(*row) for row in connection.execute(found)]


def _nested(
    connection: Connection,
    municipality_id: str,
    everything: Sequence[_Read],
    person_id: UUID | None,
    tops: Sequence[_Read],
) -> tuple[Shown, ...]:
    """``tops`` with what stands below them; with what the reader has to do with."""
    mine = _supported(connection, municipality_id, [one.id for one, _ in everything], person_id)
    below: dict[UUID | None, list[Shown]] = {}
    for one, whose in sorted(everything, key=lambda read: -read[0].depth):
        own = person_id is not None and whose == person_id
        replies = tuple(below.get(one.id, ()))
        whole = replace(one, own=own, supported=one.id in mine, below=replies)
        below.setdefault(one.parent_id, []).append(whole)
    made = {one.id: one for found in below.values() for one in found}
    return tuple(made[one.id] for one, _ in tops)


def _supported(
    connection: Connection, municipality_id: str, shown: Collection[UUID], person_id: UUID | None
) -> set[UUID]:
    if person_id is None or not shown:
        return set()
    found = select(_support.c.contribution_id).where(
        _support.c.municipality_id == municipality_id,
        _support.c.contribution_id.in_(shown),
        _support.c.person_id == person_id,
    )
    return set(connection.scalars(found))


def room_of(connection: Connection, municipality_id: str, means_id: UUID) -> Room:
    """How a discussion goes; as one begins, when nobody said anything yet."""
    row = connection.execute(
        select(*(_room.c[name] for name in Room.__dataclass_fields__)).where(
            _room.c.municipality_id == municipality_id, _room.c.means_id == means_id
        )
    ).first()
    return Room(*row) if row else Room()


def thread_page(
    connection: Connection,
    municipality_id: str,
    means_id: UUID,
    number: int,
    *,
    after: int,
    person_id: UUID | None,
) -> ThreadPage:
    """One contribution with the replies behind a place. Raises NotFound for a number that is not there."""
    row = connection.execute(
        found_of(municipality_id).where(
            _contribution.c.means_id == means_id, _contribution.c.number == number
        )
    ).first()
    if row is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    top = made_of(*row)
    rows = connection.execute(
        found_of(municipality_id)
        .where(_contribution.c.parent_id == top[0].id, _contribution.c.place > after)
        .order_by(_contribution.c.place)
        .limit(THREAD + 1)
    ).all()
    first = [made_of(*one) for one in rows[:THREAD]]
    second = _replies(connection, municipality_id, [one.id for one, _ in first], BELOW)
    (whole,) = _nested(connection, municipality_id, (top, *first, *second), person_id, [top])
    return ThreadPage(
        room_of(connection, municipality_id, means_id),
        whole,
        _number_of(connection, municipality_id, top[0].parent_id),
        first[-1][0].place if len(rows) > THREAD else None,
    )


def _number_of(
    connection: Connection, municipality_id: str, contribution_id: UUID | None
) -> int | None:
    if contribution_id is None:
        return None
    found: int | None = connection.scalar(
        select(_contribution.c.number).where(
            _contribution.c.municipality_id == municipality_id,
            _contribution.c.id == contribution_id,
        )
    )
    return found


@dataclass(frozen=True)
class Earlier:
    """The words that a contribution had before, and from when on."""

    revision: int
    words: str
    said_at: datetime


def earlier_words(
    connection: Connection, municipality_id: str, contribution_id: UUID
) -> tuple[Earlier, ...]:
    """The newest first."""
    found = (
        select(_version.c.revision, _version.c.words, _version.c.said_at)
        .where(
            _version.c.municipality_id == municipality_id,
            _version.c.contribution_id == contribution_id,
        )
        .order_by(_version.c.revision.desc())
    )
    return tuple(Earlier(*row) for row in connection.execute(found))


def own_neighbourhood(
    connection: Connection, municipality_id: str, person_id: UUID | None
) -> str | None:
    """Where somebody lives, for who may want to show it; None: not known, or not here."""
    found = select(_person.c.neighbourhood_code).where(
        _person.c.municipality_id == municipality_id, _person.c.id == person_id
    )
    return connection.execute(found).scalar()


@dataclass(frozen=True)
class ContributionFacts:
    """A contribution with where it stands, for who reports or judges it."""

    id: UUID
    number: int
    words: str
    said_at: datetime
    hidden: bool
    revision: int
    #: Number, slug and title of the means that it stands in.
    means: tuple[str, str, str]
    #: How much the same person said in the hour before and after.
    around: int


def contribution_facts(
    connection: Connection, municipality_id: str, contribution_id: UUID
) -> ContributionFacts:
    """Raises NotFound for one that is not there."""
    row = connection.execute(
        select(_contribution, _means.c.number.label("means_number"), _means.c.slug, _means.c.title)
        .join_from(
            _contribution,
            _means,
            and_(
                _means.c.municipality_id == _contribution.c.municipality_id,
                _means.c.id == _contribution.c.means_id,
            ),
        )
        .where(
            _contribution.c.municipality_id == municipality_id,
            _contribution.c.id == contribution_id,
        )
    ).first()
    if row is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    same = select(func.count()).where(
        _contribution.c.municipality_id == municipality_id,
        _contribution.c.person_id == row.person_id,
        _contribution.c.said_at.between(row.said_at - HOUR, row.said_at + HOUR),
    )
    return ContributionFacts(
        row.id,
        row.number,
        row.words,
        row.said_at,
        row.hiding_id is not None,
        row.revision,
        (row.means_number, row.slug, row.title),
        connection.execute(same).scalar_one() if row.person_id else 1,
    )
