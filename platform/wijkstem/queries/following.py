"""Who follows what: asked for a plan's own page, and for the list at /mijn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.initiatives import Initiative, slug_for_others, title_for_others
from wijkstem.tables.messages import Following

_following = table_of(Following)
_initiative = table_of(Initiative)

#: What it takes to say where a plan is: the first fields of a row about one.
WHERE_IT_IS = (
    _initiative.c.number,
    _initiative.c.slug,
    _initiative.c.title,
    _initiative.c.instrument,
    _initiative.c.rules_version,
    _initiative.c.step,
)


def of_others(columns: Sequence[ColumnElement[Any]]) -> tuple[ColumnElement[Any], ...]:
    """The same of a plan that somebody else filed: of one that is hidden, not its words."""
    instead = {"title": title_for_others(_initiative), "slug": slug_for_others(_initiative)}
    return tuple(instead.get(one.name, one) for one in columns)


#: Plans on one page.
PER_PAGE = 20

_FOLLOWS = select(_following.c.since).where(
    _following.c.municipality_id == bindparam("here"),
    _following.c.initiative_id == bindparam("initiative"),
    _following.c.person_id == bindparam("person"),
)


def follows(
    connection: Connection, municipality_id: str, initiative_id: UUID, person_id: UUID
) -> bool:
    """Whether this person follows that plan."""
    asked = {"here": municipality_id, "initiative": initiative_id, "person": person_id}
    return connection.execute(_FOLLOWS, asked).first() is not None


@dataclass(frozen=True)
class Followed:
    """A plan that somebody follows, with what it takes to say where it is."""

    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    step: str
    since: datetime


def followed(
    connection: Connection, municipality_id: str, person_id: UUID, *, page: int = 1
) -> Paged[Followed]:
    """What a person follows, the latest first."""
    found = (
        select(*of_others(WHERE_IT_IS), _following.c.since)
        .join_from(
            _following,
            _initiative,
            (_initiative.c.municipality_id == _following.c.municipality_id)
            & (_initiative.c.id == _following.c.initiative_id),
        )
        .where(_following.c.municipality_id == municipality_id, _following.c.person_id == person_id)
        .order_by(_following.c.since.desc(), _initiative.c.number.desc())
    )
    return paged(connection, found, lambda row: Followed(*tuple(row)), page=page, per_page=PER_PAGE)
