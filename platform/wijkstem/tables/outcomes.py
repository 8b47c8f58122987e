"""What came of a means, once and for all: its file, and its way to the body that decides and back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words.outcomes import OutcomeState, Ruling


class MeansOutcome(TenantRow, table=True):
    """The result of a vote, or the note of answer of advice. One a means: the key is the constraint behind that."""

    __tablename__ = "means_outcome"
    __table_args__ = (
        refers("means_id", "means"),
        refers("meeting_id", "meeting"),
        Index(None, "municipality_id", "meeting_id"),
        index_where("ix_means_outcome_print", "pdf_due_at", where="pdf_due_at IS NOT NULL"),
    )

    means_id: UUID = Field(primary_key=True)
    #: SHA-256 of what came out: of the result, or of the note.
    digest: str = Field(max_length=64)
    known_on: date
    state: OutcomeState = Field(sa_type=Coded(OutcomeState))
    #: The body that it goes to and the rule that says so; "" for what goes nowhere.
    body_id: str = Field(default="", max_length=40)
    rule: str = Field(default="", max_length=40)
    #: By when it must have a place on an agenda.
    due_on: date | None = None
    #: Where it stands, or stood last.
    meeting_id: UUID | None = None
    #: No foreign key: the council's own system may drop an item.
    item_id: UUID | None = None
    #: Why it was sent back; "" otherwise.
    reasons: str = Field(default="", sa_type=Text)
    ruling: Ruling | None = Field(default=None, sa_type=Coded(Ruling))
    #: What was decided, and why.
    decision: str = Field(default="", sa_type=Text)
    decided_on: date | None = None
    revision: int = 1
    #: The outcome as a file; None while a worker has not made it.
    pdf_key: str | None = Field(default=None, max_length=160)
    #: When a worker must make it; None: nothing is to be made.
    pdf_due_at: datetime | None = moment(default=None, nullable=True)
