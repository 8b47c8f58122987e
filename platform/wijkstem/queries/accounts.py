"""What somebody sees of themselves at /mijn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.dossiers import DossierLink, followed_dossiers
from wijkstem.queries.drafts import OwnDraft, own_drafts
from wijkstem.queries.following import WHERE_IT_IS, Followed, followed, of_others
from wijkstem.queries.gatherings import GatheringFacts, own_gatherings
from wijkstem.queries.paging import Paged, paged
from wijkstem.queries.year_agenda import SubjectLink, followed_subjects
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import PostboxMessage
from wijkstem.tables.initiatives import Initiative, RunningTerm, Signature, TermState
from wijkstem.words import Milestone, Stance

_person = table_of(Person)
_initiative = table_of(Initiative)
_term = table_of(RunningTerm)
_signature = table_of(Signature)
_message = table_of(PostboxMessage)

#: Own initiatives and own signatures on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class Profile:
    """What is kept of a person."""

    person_id: UUID
    display_name: str
    email: str | None
    language: str
    birth_date: date | None
    neighbourhood_code: str | None
    residence_checked_on: date | None
    registered_at: datetime


def profile(connection: Connection, municipality_id: str, person_id: UUID) -> Profile | None:
    """What is kept of a person; None once erased."""
    row = connection.execute(
        select(
            _person.c.id,
            _person.c.display_name,
            _person.c.email,
            _person.c.language,
            _person.c.birth_date,
            _person.c.neighbourhood_code,
            _person.c.residence_checked_on,
            _person.c.registered_at,
        ).where(_person.c.municipality_id == municipality_id, _person.c.id == person_id)
    ).first()
    return None if row is None else Profile(*row)


@dataclass(frozen=True)
class OwnInitiative:
    """An initiative with what it takes to say where it is."""

    initiative_id: UUID
    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    step: str
    public: bool
    filed_on: date
    closed_on: date | None
    result: Milestone | None
    due_on: date | None


_own = (
    _initiative.c.id,
    *WHERE_IT_IS,
    _initiative.c.public,
    _initiative.c.filed_on,
    _initiative.c.closed_on,
    _initiative.c.result,
    _term.c.due_on,
)
#: The term that runs for the step where the initiative is now.
_running = (
    (_term.c.municipality_id == _initiative.c.municipality_id)
    & (_term.c.initiative_id == _initiative.c.id)
    & (_term.c.step_seq == _initiative.c.step_seq)
    & (_term.c.state != TermState.MET)
)


def _own_initiative(values: Sequence[Any]) -> OwnInitiative:
    return OwnInitiative(*values)


def own_initiatives(
    connection: Connection, municipality_id: str, person_id: UUID, *, page: int = 1
) -> Paged[OwnInitiative]:
    """What a person filed, the newest first."""
    found = (
        select(*_own)
        .select_from(_initiative.outerjoin(_term, _running))
        .where(
            _initiative.c.municipality_id == municipality_id,
            _initiative.c.submitter_id == person_id,
        )
        .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
    )
    return paged(connection, found, _own_initiative, page=page, per_page=PER_PAGE)


@dataclass(frozen=True)
class OwnSignature:
    """What a person supported."""

    initiative: OwnInitiative
    stance: Stance
    valid: bool
    signed_on: date


def own_signatures(
    connection: Connection, municipality_id: str, person_id: UUID, *, page: int = 1
) -> Paged[OwnSignature]:
    """What a person supported, the latest first."""
    joined = _signature.join(
        _initiative,
        (_initiative.c.municipality_id == _signature.c.municipality_id)
        & (_initiative.c.id == _signature.c.initiative_id),
    ).outerjoin(_term, _running)
    found = (
        select(_signature.c.stance, _signature.c.valid, _signature.c.signed_on, *of_others(_own))
        .select_from(joined)
        .where(
            _signature.c.municipality_id == municipality_id,
            _signature.c.person_id == person_id,
        )
        .order_by(_signature.c.signed_at.desc(), _initiative.c.number.desc())
    )
    return paged(connection, found, _own_signature, page=page, per_page=PER_PAGE)


def _own_signature(row: Row[Any]) -> OwnSignature:
    return OwnSignature(_own_initiative(row[3:]), row.stance, row.valid, row.signed_on)


@dataclass(frozen=True)
class Overview:
    """Everything at /mijn, read at one moment."""

    profile: Profile | None
    drafts: tuple[OwnDraft, ...]
    initiatives: Paged[OwnInitiative]
    signatures: Paged[OwnSignature]
    following: Paged[Followed]
    messages: int
    #: That somebody signed up for, from a day on.
    gatherings: tuple[GatheringFacts, ...] = ()
    subjects: tuple[SubjectLink, ...] = ()
    dossiers: tuple[DossierLink, ...] = ()


def overview(
    connection: Connection,
    municipality_id: str,
    person_id: UUID,
    *,
    initiatives_page: int = 1,
    signatures_page: int = 1,
    following_page: int = 1,
    today: date,
) -> Overview:
    """What a person sees of themselves."""
    messages = connection.execute(
        select(func.count())
        .select_from(_message)
        .where(_message.c.municipality_id == municipality_id, _message.c.recipient_id == person_id)
    ).scalar_one()
    return Overview(
        profile(connection, municipality_id, person_id),
        own_drafts(connection, municipality_id, person_id),
        own_initiatives(connection, municipality_id, person_id, page=initiatives_page),
        own_signatures(connection, municipality_id, person_id, page=signatures_page),
        followed(connection, municipality_id, person_id, page=following_page),
        messages,
        own_gatherings(connection, municipality_id, person_id, today=today),
        followed_subjects(connection, municipality_id, person_id),
        followed_dossiers(connection, municipality_id, person_id),
    )
