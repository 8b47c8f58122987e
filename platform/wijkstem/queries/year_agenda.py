"""What comes before the council in a year, which role residents have in it, and everything that was said of one subject."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, Table, Uuid, bindparam, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import Meeting, MeetingState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.year_agenda import (
    RoleChoice,
    SubjectAnalysis,
    SubjectFollowing,
    SubjectPlan,
    YearSubject,
    YearSubjectVersion,
)
from wijkstem.words import ParticipationLevel, SubjectState

_subject: Table = table_of(YearSubject)
_version: Table = table_of(YearSubjectVersion)
_role: Table = table_of(RoleChoice)
_analysis: Table = table_of(SubjectAnalysis)
_plan: Table = table_of(SubjectPlan)
_following: Table = table_of(SubjectFollowing)
_meeting: Table = table_of(Meeting)
_initiative: Table = table_of(Initiative)

T = TypeVar("T")

#: More than a council treats in a year.
MOST = 200


@dataclass(frozen=True)
class Subject:
    """A subject as it stands now."""

    id: UUID
    year: int
    body_id: str
    title: str
    what: str
    wants: str
    first_month: int
    council_month: int
    state: SubjectState
    level: ParticipationLevel | None
    choices: int
    analyses: int
    revision: int
    changed_on: date
    meeting_id: UUID | None
    meeting: str | None
    held_on: date | None
    starts_at: datetime | None
    meeting_state: MeetingState | None
    #: Of the newest choice of a role.
    chosen_by: str | None
    chosen_on: date | None

    @property
    def meeting_cancelled(self) -> bool:
        """Whether it has to find another meeting."""
        return self.meeting_state is MeetingState.CANCELLED


def _subjects(municipality_id: str) -> Select[Any]:
    own = [_subject.c[name] for name in Subject.__dataclass_fields__ if name in _subject.c]
    return (
        select(
            *own,
            _meeting.c.name.label("meeting"),
            _meeting.c.held_on,
            _meeting.c.starts_at,
            _meeting.c.state.label("meeting_state"),
            _role.c.body_id.label("chosen_by"),
            _role.c.chosen_on,
        )
        .select_from(_subject)
        .outerjoin(
            _meeting,
            (_meeting.c.municipality_id == _subject.c.municipality_id)
            & (_meeting.c.id == _subject.c.meeting_id),
        )
        .outerjoin(
            _role,
            (_role.c.municipality_id == _subject.c.municipality_id)
            & (_role.c.subject_id == _subject.c.id)
            & (_role.c.seq == _subject.c.choices),
        )
        .where(_subject.c.municipality_id == municipality_id)
    )


def _made(row: Any) -> Subject:
    return Subject(**row._mapping)


@dataclass(frozen=True)
class YearAgenda:
    """A year, and the years of which there is anything."""

    year: int
    years: tuple[int, ...]
    subjects: tuple[Subject, ...]


def year_agenda(connection: Connection, municipality_id: str, year: int) -> YearAgenda:
    """What comes first in the year stands first. Two statements, however much there is."""
    years = select(_subject.c.year).where(_subject.c.municipality_id == municipality_id)
    found = (
        _subjects(municipality_id)
        .where(_subject.c.year == year)
        .order_by(_subject.c.council_month, _subject.c.first_month, _subject.c.title, _subject.c.id)
        .limit(MOST)
    )
    return YearAgenda(
        year,
        tuple(connection.execute(years.distinct().order_by(_subject.c.year)).scalars()),
        tuple(_made(row) for row in connection.execute(found)),
    )


@dataclass(frozen=True)
class Version:
    """What it said from a day on."""

    revision: int
    year: int
    body_id: str
    title: str
    what: str
    wants: str
    first_month: int
    council_month: int
    state: SubjectState
    news: str
    said_on: date


@dataclass(frozen=True)
class Chosen:
    """A role that residents got."""

    seq: int
    level: ParticipationLevel
    body_id: str
    chosen_on: date
    reasons: str


@dataclass(frozen=True)
class Analysis:
    """What was found when somebody looked around."""

    seq: int
    concerned: str
    heard: str
    approach: str
    analysed_on: date


@dataclass(frozen=True)
class PlanOf:
    """A plan of residents that has to do with it."""

    number: str
    slug: str
    title: str


@dataclass(frozen=True)
class SubjectPage:
    """A subject with everything that was said and chosen, the newest first."""

    subject: Subject
    versions: tuple[Version, ...]
    roles: tuple[Chosen, ...]
    analyses: tuple[Analysis, ...]
    plans: tuple[PlanOf, ...]
    follows: bool


def year_subject(
    connection: Connection, municipality_id: str, subject_id: UUID, *, person_id: UUID | None = None
) -> SubjectPage:
    """One subject. Raises NotFound for one that is not there."""
    row = connection.execute(_subjects(municipality_id).where(_subject.c.id == subject_id)).first()
    if row is None:
        raise NotFound("unknown_subject", "Dit onderwerp staat niet op de jaaragenda.")

    def said(kind: type[T], table: Table, order: str) -> tuple[T, ...]:
        columns = [table.c[name] for name in kind.__dataclass_fields__]  # type: ignore[attr-defined]  # each is one
        found = (
            select(*columns)
            .where(table.c.municipality_id == municipality_id, table.c.subject_id == subject_id)
            .order_by(table.c[order].desc())
        )
        return tuple(kind(*one) for one in connection.execute(found))

    return SubjectPage(
        _made(row),
        said(Version, _version, "revision"),
        said(Chosen, _role, "seq"),
        said(Analysis, _analysis, "seq"),
        _plans_of(connection, municipality_id, subject_id),
        person_id is not None and _follows(connection, municipality_id, subject_id, person_id),
    )


def _plans_of(connection: Connection, municipality_id: str, subject_id: UUID) -> tuple[PlanOf, ...]:
    found = (
        select(_initiative.c.number, _initiative.c.slug, _initiative.c.title)
        .join_from(
            _plan,
            _initiative,
            (_initiative.c.municipality_id == _plan.c.municipality_id)
            & (_initiative.c.id == _plan.c.initiative_id),
        )
        .where(
            _plan.c.municipality_id == municipality_id,
            _plan.c.subject_id == subject_id,
            _initiative.c.public,
        )
        .order_by(_initiative.c.number)
    )
    return tuple(PlanOf(*row) for row in connection.execute(found))


def _follows(
    connection: Connection, municipality_id: str, subject_id: UUID, person_id: UUID
) -> bool:
    found = select(_following.c.since).where(
        _following.c.municipality_id == municipality_id,
        _following.c.subject_id == subject_id,
        _following.c.person_id == person_id,
    )
    return connection.execute(found).first() is not None


@dataclass(frozen=True)
class SubjectLink:
    """A subject as another page names it."""

    id: UUID
    title: str
    year: int
    level: ParticipationLevel | None


_LINK = select(*(_subject.c[name] for name in SubjectLink.__dataclass_fields__))
_OF_PLAN = (
    _LINK.join_from(
        _plan,
        _subject,
        (_subject.c.municipality_id == _plan.c.municipality_id)
        & (_subject.c.id == _plan.c.subject_id),
    )
    .where(
        _plan.c.municipality_id == bindparam("here"),
        _plan.c.initiative_id == bindparam("initiative", type_=Uuid()),
    )
    .order_by(_subject.c.year.desc(), _subject.c.title)
    .limit(MOST)
)


def subjects_of_plan(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[SubjectLink, ...]:
    """The subjects that a plan has to do with."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    return tuple(SubjectLink(*row) for row in connection.execute(_OF_PLAN, asked))


def subjects_of_meeting(
    connection: Connection, municipality_id: str, meeting_id: UUID
) -> tuple[SubjectLink, ...]:
    """The subjects that a meeting decides on."""
    found = _LINK.where(
        _subject.c.municipality_id == municipality_id, _subject.c.meeting_id == meeting_id
    ).order_by(_subject.c.title, _subject.c.id)
    return tuple(SubjectLink(*row) for row in connection.execute(found))


def followed_subjects(
    connection: Connection, municipality_id: str, person_id: UUID
) -> tuple[SubjectLink, ...]:
    """What somebody follows, the newest year first."""
    found = (
        _LINK.join_from(
            _following,
            _subject,
            (_subject.c.municipality_id == _following.c.municipality_id)
            & (_subject.c.id == _following.c.subject_id),
        )
        .where(_following.c.municipality_id == municipality_id, _following.c.person_id == person_id)
        .order_by(_subject.c.year.desc(), _subject.c.title)
        .limit(MOST)
    )
    return tuple(SubjectLink(*row) for row in connection.execute(found))


def subjects_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, Subject]:
    """Those that are there."""
    found = _subjects(municipality_id).where(_subject.c.id.in_(ids))
    return {row.id: _made(row) for row in connection.execute(found)}
