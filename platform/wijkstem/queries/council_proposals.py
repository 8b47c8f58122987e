"""Council proposals: the list, and one with its text, what was said of it before, and what residents ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import MeetingFacts, facts_of, meetings_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.queries.remarks import SaidBy, questions_about
from wijkstem.tables.council import AgendaItem, Meeting, MeetingState
from wijkstem.tables.council_proposals import (
    CouncilProposal,
    CouncilProposalText,
    CouncilProposalVersion,
)
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.words.council_proposals import ProposalPart, ProposalState

_proposal = table_of(CouncilProposal)
_text = table_of(CouncilProposalText)
_version = table_of(CouncilProposalVersion)
_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_dossier = table_of(Dossier)
_initiative = table_of(Initiative)

#: On one page, and the most that can be picked from a list.
PER_PAGE, MOST = 20, 200


@dataclass(frozen=True)
class ProposalFacts:
    """A proposal as it stands now."""

    id: UUID
    number: str
    slug: str
    title: str
    office: str
    summary: str
    state: ProposalState
    meeting_id: UUID | None
    item_id: UUID | None
    dossier_id: UUID | None
    text_ease: int | None
    summary_ease: int | None
    tried_out: bool
    revision: int
    opened_on: date | None
    changed_on: date
    #: Of the meeting that it comes before.
    held_on: date | None
    starts_at: datetime | None
    meeting: str | None
    meeting_state: MeetingState | None

    @property
    def public(self) -> bool:
        """Whether everybody reads it, or read it before it was withdrawn."""
        return self.opened_on is not None


@dataclass(frozen=True)
class Version:
    """What everybody could read from a day on."""

    revision: int
    title: str
    summary: str
    text_ease: int | None
    summary_ease: int | None
    news: str
    said_on: date


@dataclass(frozen=True)
class ProposalPage:
    """Everything about one proposal."""

    proposal: ProposalFacts
    parts: Mapping[ProposalPart, str]
    #: The newest first.
    versions: tuple[Version, ...]
    #: Parts that read otherwise before, by the revision that has them still.
    earlier: Mapping[int, Mapping[ProposalPart, str]]
    meeting: MeetingFacts | None
    #: Number, slug and title.
    dossier: tuple[str, str, str] | None
    #: The public plan of residents that the item came from: the same.
    plan: tuple[str, str, str] | None
    questions: tuple[SaidBy, ...]


def _facts(municipality_id: str) -> Select[Any]:
    own = (_proposal.c[name] for name in ProposalFacts.__dataclass_fields__ if name in _proposal.c)
    return (
        select(
            *own,
            _meeting.c.held_on,
            _meeting.c.starts_at,
            _meeting.c.name.label("meeting"),
            _meeting.c.state.label("meeting_state"),
        )
        .outerjoin_from(_proposal, _meeting, _its_meeting())
        .where(_proposal.c.municipality_id == municipality_id)
    )


def _its_meeting() -> ColumnElement[bool]:
    return and_(
        _meeting.c.municipality_id == _proposal.c.municipality_id,
        _meeting.c.id == _proposal.c.meeting_id,
    )


def council_proposals(
    connection: Connection,
    municipality_id: str,
    *,
    today: date,
    drafts: bool = False,
    page: int = 1,
) -> Paged[ProposalFacts]:
    """What comes before the council first, the next meeting on top; then what was. Drafts for who writes them."""
    comes = and_(_proposal.c.state == ProposalState.OPEN, _meeting.c.held_on >= today)
    found = _facts(municipality_id).order_by(
        case((comes, 0), (_proposal.c.state == ProposalState.DRAFT, 1), else_=2),
        case((comes, _meeting.c.held_on)),
        _meeting.c.held_on.desc(),
        _proposal.c.number,
    )
    if not drafts:
        found = found.where(_proposal.c.opened_on.is_not(None))
    return paged(
        connection, found, lambda row: ProposalFacts(*tuple(row)), page=page, per_page=PER_PAGE
    )


def proposal_facts(connection: Connection, municipality_id: str, number: str) -> ProposalFacts:
    """The proposal alone. Raises NotFound for one that is not there."""
    row = connection.execute(_facts(municipality_id).where(_proposal.c.number == number)).first()
    if row is None:
        raise NotFound("unknown_proposal", "Dit voorstel is er niet.")
    return ProposalFacts(*tuple(row))


def proposals_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, ProposalFacts]:
    """Those that are there."""
    found = _facts(municipality_id).where(_proposal.c.id.in_(ids))
    return {row.id: ProposalFacts(*tuple(row)) for row in connection.execute(found)}


def news_of(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[tuple[UUID, int], str]:
    """What was said with each version."""
    key = _version.c.council_proposal_id
    found = select(key, _version.c.revision, _version.c.news).where(
        _version.c.municipality_id == municipality_id, key.in_(ids)
    )
    return {(row[0], row.revision): row.news for row in connection.execute(found)}


def proposal_page(connection: Connection, municipality_id: str, number: str) -> ProposalPage:
    """As many statements for much as for little. Raises NotFound for one that is not there."""
    it = proposal_facts(connection, municipality_id, number)
    parts = _parts(connection, municipality_id, it.id)
    return ProposalPage(
        it,
        parts.get(it.revision, {}),
        _versions(connection, municipality_id, it.id),
        parts,
        _meeting_of(connection, municipality_id, it),
        _dossier_of(connection, municipality_id, it),
        _plan_of(connection, municipality_id, it),
        questions_about(connection, municipality_id, it.id),
    )


def _parts(
    connection: Connection, municipality_id: str, proposal_id: UUID
) -> dict[int, dict[ProposalPart, str]]:
    found = select(_text.c.revision, _text.c.part, _text.c.text).where(
        _text.c.municipality_id == municipality_id, _text.c.council_proposal_id == proposal_id
    )
    parts: dict[int, dict[ProposalPart, str]] = {}
    for row in connection.execute(found):
        parts.setdefault(row.revision, {})[row.part] = row.text
    return parts


def _versions(
    connection: Connection, municipality_id: str, proposal_id: UUID
) -> tuple[Version, ...]:
    found = (
        select(*(_version.c[name] for name in Version.__dataclass_fields__))
        .where(
            _version.c.municipality_id == municipality_id,
            _version.c.council_proposal_id == proposal_id,
        )
        .order_by(_version.c.revision.desc())
    )
    return tuple(Version(*row) for row in connection.execute(found))


def _meeting_of(
    connection: Connection, municipality_id: str, it: ProposalFacts
) -> MeetingFacts | None:
    row = connection.execute(
        meetings_of(municipality_id).where(_meeting.c.id == it.meeting_id)
    ).first()
    return facts_of(row) if row else None


def _dossier_of(
    connection: Connection, municipality_id: str, it: ProposalFacts
) -> tuple[str, str, str] | None:
    row = connection.execute(
        select(_dossier.c.number, _dossier.c.slug, _dossier.c.title).where(
            _dossier.c.municipality_id == municipality_id, _dossier.c.id == it.dossier_id
        )
    ).first()
    return (row.number, row.slug, row.title) if row else None


def _plan_of(
    connection: Connection, municipality_id: str, it: ProposalFacts
) -> tuple[str, str, str] | None:
    row = connection.execute(
        select(_initiative.c.number, _initiative.c.slug, _initiative.c.title)
        .join_from(
            _item,
            _initiative,
            and_(
                _initiative.c.municipality_id == _item.c.municipality_id,
                _initiative.c.id == _item.c.initiative_id,
            ),
        )
        .where(
            _item.c.municipality_id == municipality_id,
            _item.c.id == it.item_id,
            _initiative.c.public,
        )
    ).first()
    return (row.number, row.slug, row.title) if row else None


def proposals_of_meeting(
    connection: Connection, municipality_id: str, meeting_id: UUID
) -> tuple[ProposalFacts, ...]:
    """Those that everybody can read, by number."""
    found = _facts(municipality_id).where(
        _proposal.c.meeting_id == meeting_id, _proposal.c.state == ProposalState.OPEN
    )
    rows = connection.execute(found.order_by(_proposal.c.number))
    return tuple(ProposalFacts(*tuple(row)) for row in rows)


@dataclass(frozen=True)
class Place:
    """A meeting, or an item on its agenda, to pick for a proposal."""

    meeting_id: UUID
    item_id: UUID | None
    meeting: str
    held_on: date
    #: "" for the meeting itself.
    item: str


def places_to_pick(
    connection: Connection, municipality_id: str, *, today: date
) -> tuple[Place, ...]:
    """Meetings that come, each followed by what is on its agenda. Of a hidden plan the title is not told."""
    hidden = _initiative.c.hiding_id.is_not(None)
    found = (
        select(
            _meeting.c.id,
            _item.c.id.label("item_id"),
            _meeting.c.name,
            _meeting.c.held_on,
            case((hidden, ""), else_=func.coalesce(_item.c.title, "")).label("title"),
        )
        .outerjoin_from(
            _meeting,
            _item,
            and_(
                _item.c.municipality_id == _meeting.c.municipality_id,
                _item.c.meeting_id == _meeting.c.id,
            ),
        )
        .outerjoin(
            _initiative,
            and_(
                _initiative.c.municipality_id == _meeting.c.municipality_id,
                _initiative.c.id == _item.c.initiative_id,
            ),
        )
        .where(
            _meeting.c.municipality_id == municipality_id,
            _meeting.c.held_on >= today,
            _meeting.c.state == MeetingState.PLANNED,
        )
        .order_by(_meeting.c.held_on, _meeting.c.id, _item.c.sequence, _item.c.id)
        .limit(MOST)
    )
    places: list[Place] = []
    for row in connection.execute(found):
        if not places or places[-1].meeting_id != row.id:
            places.append(Place(row.id, None, row.name, row.held_on, ""))
        if row.title:
            places.append(Place(row.id, row.item_id, row.name, row.held_on, row.title))
    return tuple(places)


def dossiers_to_pick(
    connection: Connection, municipality_id: str
) -> tuple[tuple[UUID, str, str], ...]:
    """Id, number and title, what changed last first."""
    found = (
        select(_dossier.c.id, _dossier.c.number, _dossier.c.title)
        .where(_dossier.c.municipality_id == municipality_id)
        .order_by(_dossier.c.changed_on.desc(), _dossier.c.number.desc())
        .limit(MOST)
    )
    return tuple((row.id, row.number, row.title) for row in connection.execute(found))
