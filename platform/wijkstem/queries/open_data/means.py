"""Means that everybody can read, as a list in parts; and what was said in a discussion, in the same way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from wijkstem.domain.means import last_day
from wijkstem.kit.rows import table_of
from wijkstem.queries.discussion import found_of, made_of
from wijkstem.queries.open_data.keyset import Key, Listing, Part, part
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means, MeansPlace
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import Audience, MeansKind, MeansState

_means = table_of(Means)
_place = table_of(MeansPlace)
_dossier = table_of(Dossier)
_plan = table_of(Initiative)
_proposal = table_of(CouncilProposal)
_contribution = table_of(Contribution)


@dataclass(frozen=True)
class OpenMeans:
    """A means as everybody reads it."""

    id: UUID
    number: str
    slug: str
    kind: MeansKind
    title: str
    question: str
    level: ParticipationLevel | None
    promise: str
    audience: Audience
    body_id: str
    decided_on: date | None
    decision: str
    opens_at: datetime | None
    closes_at: datetime | None
    account_by: date | None
    state: MeansState
    reason: str
    announced_on: date
    outcome: str
    accounted_on: date | None
    dossier: str
    #: Numbers of what it is about, that everybody can read too.
    plan: str | None
    council_proposal: str | None

    @property
    def closes_on(self) -> date | None:
        """Its last day."""
        return last_day(self.closes_at) if self.closes_at else None


_OWN = tuple(OpenMeans.__dataclass_fields__)[:-3]


def _all(municipality_id: str) -> Select[Any]:
    here = municipality_id
    about = (
        _means.join(
            _dossier,
            and_(_dossier.c.municipality_id == here, _dossier.c.id == _means.c.dossier_id),
        )
        .outerjoin(
            _plan,
            and_(
                _plan.c.municipality_id == here,
                _plan.c.id == _means.c.initiative_id,
                _plan.c.public,
            ),
        )
        .outerjoin(
            _proposal,
            and_(
                _proposal.c.municipality_id == here,
                _proposal.c.id == _means.c.council_proposal_id,
                _proposal.c.opened_on.is_not(None),
            ),
        )
    )
    return (
        select(
            *(_means.c[name] for name in _OWN),
            _dossier.c.number.label("dossier"),
            _plan.c.number.label("plan"),
            _proposal.c.number.label("council_proposal"),
        )
        .select_from(about)
        .where(_means.c.municipality_id == here, _means.c.announced_on.is_not(None))
    )


MEANS: Final = Listing(_all, (_means.c.number,), OpenMeans)


def picked(
    *, kind: MeansKind | None, dossier: str | None, state: MeansState | None
) -> list[ColumnElement[bool]]:
    """Only those of which this is so."""
    asked = ((_means.c.kind, kind), (_dossier.c.number, dossier), (_means.c.state, state))
    return [column == value for column, value in asked if value is not None]


def one_means(connection: Connection, municipality_id: str, number: str) -> OpenMeans | None:
    """None for one that is not there, or not for everybody."""
    row = connection.execute(_all(municipality_id).where(_means.c.number == number)).first()
    return OpenMeans(*tuple(row)) if row else None


def places_of(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """The neighbourhoods that each is about, or for; one statement."""
    found = (
        select(_place.c.means_id, _place.c.code)
        .where(_place.c.municipality_id == municipality_id, _place.c.means_id.in_(ids))
        .order_by(_place.c.means_id, _place.c.code)
    )
    places: dict[UUID, tuple[str, ...]] = {}
    for means_id, code in connection.execute(found):
        places[means_id] = (*places.get(means_id, ()), code)
    return places


#: All that was said, replies too, the newest first. Of what is hidden there are no words.
CONTRIBUTIONS: Final = Listing(found_of, (_contribution.c.number,), lambda *row: made_of(*row)[0])


def contributions_of(
    connection: Connection, municipality_id: str, means_id: UUID, *, after: Key | None, most: int
) -> Part[Any]:
    """Of one discussion; one statement. Not by whom."""
    where = [_contribution.c.means_id == means_id]
    return part(connection, municipality_id, CONTRIBUTIONS, after=after, most=most, where=where)
