"""What residents reported, what was decided on it and on other cases, and who asked to have that looked at again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import ReportReason, Target, Verdict


class Report(TenantRow, table=True):
    """Somebody says that something should not be there. All reports of one thing are one case."""

    __tablename__ = "report"
    __table_args__ = (
        # Who reports the same thing again says nothing new. Who is not known has no id here, and can.
        UniqueConstraint("municipality_id", "case_id", "reporter_id"),
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "initiative_id"),
        Index(None, "municipality_id", "reporter_id"),
    )

    id: UUID = Field(primary_key=True)
    case_id: UUID
    #: None for what is about no plan: a question or a reaction.
    initiative_id: UUID | None = None
    reason: ReportReason = Field(sa_type=Coded(ReportReason))
    words: str = Field(sa_type=Text)
    #: None for who did not log in, and for who was forgotten.
    reporter_id: UUID | None = None
    reported_at: datetime = moment()


class Decision(TenantRow, table=True):
    """What was decided on a plan besides the steps of its path: with before and after, for colleagues to trace."""

    __tablename__ = "moderation_decision"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "initiative_id"),
        Index(None, "municipality_id", "case_id"),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID | None = None
    #: None for a step, of which the case was the step's own.
    case_id: UUID | None = None
    target: Target | None = Field(default=None, sa_type=Coded(Target))
    target_id: UUID | None = None
    #: The step that was refused.
    step_seq: int | None = None
    verdict: Verdict = Field(sa_type=Coded(Verdict))
    #: A code of the rules; None where there is none to choose.
    ground: str | None = Field(default=None, max_length=40)
    #: What those concerned read. Of a step it stands with the step.
    reasons: str = Field(default="", sa_type=Text)
    #: How it was and how it became: a verdict, or a step of the path.
    was: str = Field(max_length=40)
    became: str = Field(max_length=40)
    decided_at: datetime = moment()
    #: None for who was forgotten.
    decided_by: UUID | None = None
    #: The last day on which it can be asked to have it looked at again; None: it cannot.
    appeal_until: date | None = None


class Appeal(TenantRow, table=True):
    """Somebody asks that another official looks at a decision again: once."""

    __tablename__ = "appeal"
    __table_args__ = (
        # Once for each decision and person; by whom it was asked goes when they are forgotten.
        UniqueConstraint("municipality_id", "decision_id", "appellant_id"),
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "initiative_id"),
        Index(None, "municipality_id", "appellant_id"),
        Index(None, "municipality_id", "case_id"),
    )

    id: UUID = Field(primary_key=True)
    decision_id: UUID
    case_id: UUID
    #: None for what is about no plan.
    initiative_id: UUID | None = None
    appellant_id: UUID | None = None
    words: str = Field(sa_type=Text)
    asked_at: datetime = moment()


class EarlierText(TenantRow, table=True):
    """What stood in a public plan before it was changed, for who looks at the change; then it goes."""

    __tablename__ = "earlier_text"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    #: The revision that had this text.
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    field: str = Field(primary_key=True, max_length=40)
    text: str = Field(sa_type=Text)
