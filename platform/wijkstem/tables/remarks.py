"""What residents say to what comes before the council: questions with their answers, and reactions during a meeting."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.council_proposals import RemarkKind


class Remark(TenantRow, table=True):
    """A question or a reaction. Everybody reads the words, and nobody whose they are."""

    __tablename__ = "remark"
    __table_args__ = (
        refers("council_proposal_id", "council_proposal"),
        refers("dossier_id", "dossier"),
        refers("meeting_id", "meeting"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "council_proposal_id"),
        Index(None, "municipality_id", "dossier_id"),
        Index(None, "municipality_id", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    kind: RemarkKind = Field(sa_type=Coded(RemarkKind))
    #: Of a question.
    council_proposal_id: UUID | None = None
    #: Where a reaction came in.
    dossier_id: UUID
    #: The meeting that it was said before, or during.
    meeting_id: UUID
    #: None for who was forgotten.
    person_id: UUID | None = None
    words: str = Field(sa_type=Text)
    said_at: datetime = moment()
    #: The decision that hid it; None: everybody can read it.
    hiding_id: UUID | None = None


class RemarkAnswer(TenantRow, table=True):
    """What the municipality answers to a question."""

    __tablename__ = "remark_answer"
    __table_args__ = (refers("remark_id", "remark", cascade=True),)

    remark_id: UUID = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    #: Who says it: an office, and no person.
    office: str = Field(max_length=120)
    answered_at: datetime = moment()
    revision: int = 1
    answered_by: UUID | None = None
