"""A dialogue: its statements, what each person answers to each, who takes part, and what came out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.dialogue import Stance, StatementState


class Statement(TenantRow, table=True):
    """A short sentence to agree or disagree with. Everybody reads the words, and nobody whose they are."""

    __tablename__ = "statement"
    __table_args__ = (
        refers("means_id", "means"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "means_id"),
        Index(None, "municipality_id", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    means_id: UUID
    words: str = Field(max_length=140)
    state: StatementState = Field(sa_type=Coded(StatementState))
    said_at: datetime = moment()
    #: None for the municipality's own, and for who was forgotten.
    person_id: UUID | None = None
    #: When it was placed or refused.
    judged_at: datetime | None = moment(default=None, nullable=True)
    judged_by: UUID | None = None
    #: Why it was refused; "" otherwise.
    reasons: str = Field(default="", sa_type=Text)


class StatementVote(TenantRow, table=True):
    """What a person says to a statement: one answer, by the key; without a time, for the order would tell who is who."""

    __tablename__ = "statement_vote"
    __table_args__ = (
        refers("statement_id", "statement"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "means_id", "person_id"),
        Index(None, "municipality_id", "person_id"),
    )

    statement_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    means_id: UUID
    stance: Stance = Field(sa_type=Coded(Stance))


class DialoguePart(TenantRow, table=True):
    """Somebody takes part in a dialogue, once; and when they last answered."""

    __tablename__ = "dialogue_part"
    __table_args__ = (
        refers("means_id", "means"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "means_id", "changed_at"),
        Index(None, "municipality_id", "person_id"),
    )

    means_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    changed_at: datetime = moment()


class DialogueResult(TenantRow, table=True):
    """What came out of the answers, worked out by a worker: the last while it is open, the final one after its close."""

    __tablename__ = "dialogue_result"
    __table_args__ = (refers("means_id", "means", cascade=True),)

    means_id: UUID = Field(primary_key=True)
    #: Until then a worker is at it.
    taken_until: datetime = moment()
    #: The moment whose answers these are; None: never yet.
    computed_at: datetime | None = moment(default=None, nullable=True)
    final: bool = False
    #: Of the answers that it comes from: the same answers have the same.
    digest: str = Field(default="", max_length=64)
    #: JSON: the ids of the statements in their order, and `opinion.finding.Found`.
    found: str = Field(default="", sa_type=Text)
