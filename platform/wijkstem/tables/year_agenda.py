"""The year's agenda: subjects that come before the council, the role of residents in each, and what was said earlier."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import ParticipationLevel, SubjectState


class YearSubject(TenantRow, table=True):
    """Something that a body will decide on in a year, as it stands now."""

    __tablename__ = "year_subject"
    __table_args__ = (
        refers("meeting_id", "meeting"),
        Index(None, "municipality_id", "year"),
        Index(None, "municipality_id", "meeting_id"),
    )

    id: UUID = Field(primary_key=True)
    year: int
    #: Who decides; a body of the municipality.
    body_id: str = Field(max_length=40)
    title: str = Field(max_length=120)
    what: str = Field(sa_type=Text)
    #: What the council itself wants of it.
    wants: str = Field(sa_type=Text)
    #: When work on it begins, and when it comes before the body.
    first_month: int
    council_month: int
    #: The very meeting, once it is known.
    meeting_id: UUID | None = None
    state: SubjectState = Field(sa_type=Coded(SubjectState))
    #: The newest choice and the newest analysis; None while there is none.
    level: ParticipationLevel | None = Field(default=None, sa_type=Coded(ParticipationLevel))
    choices: int = 0
    analyses: int = 0
    #: Of the newest version.
    revision: int = 1
    changed_on: date


class YearSubjectVersion(TenantRow, table=True):
    """What a subject said from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "year_subject_version"
    __table_args__ = (refers("subject_id", "year_subject", cascade=True),)

    subject_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    year: int
    body_id: str = Field(max_length=40)
    title: str = Field(max_length=120)
    what: str = Field(sa_type=Text)
    wants: str = Field(sa_type=Text)
    first_month: int
    council_month: int
    state: SubjectState = Field(sa_type=Coded(SubjectState))
    #: Why it changed, in the words of who changed it; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date


class RoleChoice(TenantRow, table=True):
    """Which role residents got, who chose it when, and why: each choice stays to be read."""

    __tablename__ = "role_choice"
    __table_args__ = (refers("subject_id", "year_subject", cascade=True),)

    subject_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    level: ParticipationLevel = Field(sa_type=Coded(ParticipationLevel))
    #: The body that chose.
    body_id: str = Field(max_length=40)
    chosen_on: date
    reasons: str = Field(sa_type=Text)


class SubjectAnalysis(TenantRow, table=True):
    """What was found out before the start: who is concerned, what they said, which approach fits and why."""

    __tablename__ = "subject_analysis"
    __table_args__ = (refers("subject_id", "year_subject", cascade=True),)

    subject_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    concerned: str = Field(sa_type=Text)
    heard: str = Field(sa_type=Text)
    approach: str = Field(sa_type=Text)
    analysed_on: date


class SubjectPlan(TenantRow, table=True):
    """A plan of residents that a subject has to do with."""

    __tablename__ = "subject_plan"
    __table_args__ = (
        refers("subject_id", "year_subject", cascade=True),
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "initiative_id"),
    )

    subject_id: UUID = Field(primary_key=True)
    initiative_id: UUID = Field(primary_key=True)


class SubjectFollowing(TenantRow, table=True):
    """Somebody who wants to hear of a subject; as with plans, the log knows nothing of it."""

    __tablename__ = "subject_following"
    __table_args__ = (
        refers("subject_id", "year_subject", cascade=True),
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
    )

    subject_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    since: datetime = moment()
