"""Means: what is open now, what comes and what was; and one with its promise, what it is about, and how it changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, or_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.draws import SoundingGroup
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means, MeansPlace, MeansVersion
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import Audience, MeansKind, MeansState

_means = table_of(Means)
_place = table_of(MeansPlace)
_version = table_of(MeansVersion)
_dossier = table_of(Dossier)
_initiative = table_of(Initiative)
_proposal = table_of(CouncilProposal)
_subject = table_of(YearSubject)
_group = table_of(SoundingGroup)

#: Of what is over, on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class MeansFacts:
    """A means as it stands now."""

    id: UUID
    number: str
    slug: str
    kind: MeansKind
    dossier_id: UUID
    year_subject_id: UUID | None
    initiative_id: UUID | None
    council_proposal_id: UUID | None
    choice_id: UUID | None
    title: str
    question: str
    level: ParticipationLevel | None
    promise: str
    audience: Audience
    group_id: UUID | None
    body_id: str
    decided_on: date | None
    decision: str
    meeting_id: UUID | None
    opens_at: datetime | None
    closes_at: datetime | None
    account_by: date | None
    state: MeansState
    revision: int
    reason: str
    announced_on: date | None
    ended_at: datetime | None
    outcome: str
    accounted_on: date | None
    made_on: date
    changed_on: date

    @property
    def public(self) -> bool:
        """Whether everybody reads it, or read it before it was stopped."""
        return self.announced_on is not None


@dataclass(frozen=True)
class Version:
    """What everybody could read from a day on."""

    revision: int
    title: str
    question: str
    promise: str
    closes_at: datetime
    news: str
    said_on: date


@dataclass(frozen=True)
class Link:
    """Something that a means is about."""

    id: UUID
    #: "" for a subject of the year's agenda, whose address is its id.
    number: str
    slug: str
    title: str


@dataclass(frozen=True)
class MeansPage:
    """Everything about one means but what people do in it."""

    means: MeansFacts
    #: Codes of neighbourhoods.
    places: tuple[str, ...]
    #: The newest first; none of a draft.
    versions: tuple[Version, ...]
    dossier: Link
    year_subject: Link | None
    #: A public plan of residents.
    plan: Link | None
    council_proposal: Link | None
    #: The sounding group that it is for.
    group: Link | None


def facts_of(municipality_id: str) -> Select[Any]:
    """The columns of `MeansFacts`, in their order, of all means."""
    return select(*(_means.c[name] for name in MeansFacts.__dataclass_fields__)).where(
        _means.c.municipality_id == municipality_id
    )


def _announced() -> ColumnElement[bool]:
    return _means.c.state == MeansState.ANNOUNCED


def rows_of(connection: Connection, found: Select[Any]) -> tuple[MeansFacts, ...]:
    """What a statement of `facts_of` finds, in its order."""
    return tuple(MeansFacts(*tuple(row)) for row in connection.execute(found))


def open_means(
    connection: Connection, municipality_id: str, *, now: datetime
) -> tuple[MeansFacts, ...]:
    """In which people can take part at this moment; what closes first stands first."""
    found = facts_of(municipality_id).where(
        _announced(), _means.c.opens_at <= now, _means.c.closes_at > now
    )
    return rows_of(connection, found.order_by(_means.c.closes_at, _means.c.number))


def coming_means(
    connection: Connection, municipality_id: str, *, now: datetime
) -> tuple[MeansFacts, ...]:
    """What opens on a later day."""
    found = facts_of(municipality_id).where(_announced(), _means.c.opens_at > now)
    return rows_of(connection, found.order_by(_means.c.opens_at, _means.c.number))


def draft_means(connection: Connection, municipality_id: str) -> tuple[MeansFacts, ...]:
    """What officials prepare."""
    found = facts_of(municipality_id).where(_means.c.state == MeansState.DRAFT)
    return rows_of(connection, found.order_by(_means.c.number.desc()))


def past_means(
    connection: Connection, municipality_id: str, *, now: datetime, page: int = 1
) -> Paged[MeansFacts]:
    """What is over, the last first."""
    found = facts_of(municipality_id).where(_means.c.announced_on.is_not(None), is_past(now))
    ordered = found.order_by(*past_first())
    return paged(
        connection, ordered, lambda row: MeansFacts(*tuple(row)), page=page, per_page=PER_PAGE
    )


def is_past(now: datetime) -> ColumnElement[bool]:
    """Closed, accounted or stopped, or its last day is over and no worker closed it yet."""
    return or_(
        _means.c.state.in_((MeansState.CLOSED, MeansState.ACCOUNTED, MeansState.STOPPED)),
        and_(_announced(), _means.c.closes_at <= now),
    )


def past_first() -> tuple[ColumnElement[Any], ...]:
    """What was over last stands first."""
    return _means.c.closes_at.desc(), _means.c.number.desc()


@dataclass(frozen=True)
class MeansLists:
    """All means: what is open, what comes, what was, and for who prepares them the drafts."""

    open: tuple[MeansFacts, ...]
    coming: tuple[MeansFacts, ...]
    past: Paged[MeansFacts]
    drafts: tuple[MeansFacts, ...]


def means_lists(
    connection: Connection, municipality_id: str, *, now: datetime, drafts: bool, page: int = 1
) -> MeansLists:
    """At one moment."""
    return MeansLists(
        open_means(connection, municipality_id, now=now),
        coming_means(connection, municipality_id, now=now),
        past_means(connection, municipality_id, now=now, page=page),
        draft_means(connection, municipality_id) if drafts else (),
    )


@dataclass(frozen=True)
class MeansDesk:
    """What officials look after."""

    #: Closed, and nobody said yet what is done with it; what is due first on top.
    waiting: tuple[MeansFacts, ...]
    drafts: tuple[MeansFacts, ...]
    running: tuple[MeansFacts, ...]
    done: tuple[MeansFacts, ...]


def means_desk(connection: Connection, municipality_id: str, *, now: datetime) -> MeansDesk:
    """At one moment; of what is done the last only."""
    closed = facts_of(municipality_id).where(_means.c.state == MeansState.CLOSED)
    ended = (MeansState.ACCOUNTED, MeansState.STOPPED)
    done = facts_of(municipality_id).where(_means.c.state.in_(ended))
    return MeansDesk(
        rows_of(connection, closed.order_by(_means.c.account_by, _means.c.number)),
        draft_means(connection, municipality_id),
        open_means(connection, municipality_id, now=now)
        + coming_means(connection, municipality_id, now=now),
        rows_of(connection, done.order_by(_means.c.ended_at.desc()).limit(PER_PAGE)),
    )


def means_of_dossier(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[MeansFacts, ...]:
    """Those that everybody can read."""
    return _public(connection, municipality_id, _means.c.dossier_id == dossier_id)


def means_of_subject(
    connection: Connection, municipality_id: str, year_subject_id: UUID
) -> tuple[MeansFacts, ...]:
    """The same about a subject of the year's agenda."""
    return _public(connection, municipality_id, _means.c.year_subject_id == year_subject_id)


def means_of_plan(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[MeansFacts, ...]:
    """The same about a plan of residents."""
    return _public(connection, municipality_id, _means.c.initiative_id == initiative_id)


def means_of_choice(
    connection: Connection, municipality_id: str, choice_id: UUID
) -> tuple[MeansFacts, ...]:
    """The same that follow from a guided choice."""
    return _public(connection, municipality_id, _means.c.choice_id == choice_id)


def _public(
    connection: Connection, municipality_id: str, which: ColumnElement[bool]
) -> tuple[MeansFacts, ...]:
    found = facts_of(municipality_id).where(_means.c.announced_on.is_not(None), which)
    return rows_of(connection, found.order_by(_means.c.opens_at.desc(), _means.c.number.desc()))


def means_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, MeansFacts]:
    """Those that are there."""
    found = facts_of(municipality_id).where(_means.c.id.in_(ids))
    return {one.id: one for one in rows_of(connection, found)}


def means_news(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[tuple[UUID, int], str]:
    """Why each version came, by means and revision."""
    found = select(_version.c.means_id, _version.c.revision, _version.c.news).where(
        _version.c.municipality_id == municipality_id, _version.c.means_id.in_(ids)
    )
    return {(row.means_id, row.revision): row.news for row in connection.execute(found)}


def means_facts(connection: Connection, municipality_id: str, number: str) -> MeansFacts:
    """The means alone. Raises NotFound for one that is not there."""
    row = connection.execute(facts_of(municipality_id).where(_means.c.number == number)).first()
    if row is None:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return MeansFacts(*tuple(row))


def means_page(connection: Connection, municipality_id: str, number: str) -> MeansPage:
    """As many statements for much as for little. Raises NotFound for one that is not there."""
    it = means_facts(connection, municipality_id, number)
    dossier = _link(connection, municipality_id, _dossier, it.dossier_id)
    assert dossier is not None  # the foreign key says so
    return MeansPage(
        it,
        _places(connection, municipality_id, it.id),
        _versions(connection, municipality_id, it.id),
        dossier,
        _link(connection, municipality_id, _subject, it.year_subject_id),
        _link(connection, municipality_id, _initiative, it.initiative_id, _initiative.c.public),
        _link(
            connection,
            municipality_id,
            _proposal,
            it.council_proposal_id,
            _proposal.c.opened_on.is_not(None),
        ),
        _link(connection, municipality_id, _group, it.group_id),
    )


def _places(connection: Connection, municipality_id: str, means_id: UUID) -> tuple[str, ...]:
    found = select(_place.c.code).where(
        _place.c.municipality_id == municipality_id, _place.c.means_id == means_id
    )
    return tuple(connection.execute(found.order_by(_place.c.code)).scalars())


def _versions(connection: Connection, municipality_id: str, means_id: UUID) -> tuple[Version, ...]:
    found = select(*(_version.c[name] for name in Version.__dataclass_fields__)).where(
        _version.c.municipality_id == municipality_id, _version.c.means_id == means_id
    )
    rows = connection.execute(found.order_by(_version.c.revision.desc()))
    return tuple(Version(*row) for row in rows)


def _link(
    connection: Connection,
    municipality_id: str,
    table: Table,
    one: UUID | None,
    *shown: ColumnElement[bool],
) -> Link | None:
    row = connection.execute(
        select(table).where(table.c.municipality_id == municipality_id, table.c.id == one, *shown)
    ).first()
    if row is None:
        return None
    title = row.name if table is _group else row.title
    return Link(row.id, getattr(row, "number", ""), getattr(row, "slug", ""), title)
