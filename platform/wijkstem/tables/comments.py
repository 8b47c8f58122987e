"""Advice on a council proposal: its text in numbered passages, what people say of each, and what is answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.comments import Assent, NoteState, Response
from wijkstem.words.council_proposals import ProposalPart


class Passage(TenantRow, table=True):
    """A piece of the text as it stands now. From the opening on its number is for good: what comes in gets another."""

    __tablename__ = "passage"
    __table_args__ = (refers("means_id", "means", cascade=True),)

    means_id: UUID = Field(primary_key=True)
    #: From 1 on.
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: Its place in the text.
    sequence: int
    part: ProposalPart = Field(sa_type=Coded(ProposalPart))
    text: str = Field(sa_type=Text)
    #: How often it was another text, and one more.
    version: int = 1
    #: The proposal has it no more; what was said of it stays.
    gone: bool = False
    #: The paragraphs of the proposal that officials made it of, with those beside it of the same; "": it is one.
    source: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    #: And which paragraph of the proposal the first of them is, from 0 on.
    source_at: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class PassageVersion(TenantRow, table=True):
    """What a passage said from a day on: from the opening of its means on added to, never rewritten."""

    __tablename__ = "passage_version"
    __table_args__ = (refers("means_id", "means", cascade=True),)

    means_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = Field(sa_type=Text)
    said_on: date


class Comment(TenantRow, table=True):
    """What one person, or an organisation through one, says of a passage. Everybody reads it, and nobody whose it is."""

    __tablename__ = "comment"
    __table_args__ = (
        refers("means_id", "means"),
        refers("person_id", "person"),
        # One a passage for each: what somebody thinks otherwise, they change.
        UniqueConstraint(
            "municipality_id",
            "means_id",
            "passage",
            "person_id",
            "organisation",
            name="uq_comment_person",
        ),
        Index(None, "municipality_id", "person_id"),
        Index(None, "municipality_id", "means_id", "given_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    means_id: UUID
    #: `WHOLE`, or the number of a passage.
    passage: int
    #: Of the passage that it is about; 0 for the whole.
    version: int
    assent: Assent = Field(sa_type=Coded(Assent))
    why: str = Field(sa_type=Text)
    #: How the passage should read; "": nothing else was written.
    wording: str = Field(sa_type=Text)
    #: Which organisation says it, for everybody to read; "": a person.
    organisation: str = Field(max_length=120)
    #: None for who was forgotten.
    person_id: UUID | None = None
    given_at: datetime = moment()
    revision: int = 1
    #: The decision that hid it; None: everybody can read it.
    hiding_id: UUID | None = None


class CommentAnswer(TenantRow, table=True):
    """What the municipality does with a comment, and why."""

    __tablename__ = "comment_answer"
    __table_args__ = (refers("comment_id", "comment", cascade=True),)

    comment_id: UUID = Field(primary_key=True)
    response: Response = Field(sa_type=Coded(Response))
    reasons: str = Field(sa_type=Text)
    revision: int = 1
    answered_on: date
    answered_by: UUID | None = None


class ResponseNote(TenantRow, table=True):
    """The note of answer (`reactienota`): what was said in short, every comment with its answer. Adopted, it stands."""

    __tablename__ = "response_note"
    __table_args__ = (refers("means_id", "means"),)

    means_id: UUID = Field(primary_key=True)
    #: What people said, in short; "" as long as nobody wrote it.
    summary: str = Field(sa_type=Text)
    state: NoteState = Field(sa_type=Coded(NoteState))
    revision: int = 1
    #: SHA-256 over all that it says (`domain/response_notes.py`); None while it is a draft.
    digest: str | None = Field(default=None, max_length=64)
    adopted_on: date | None = None
    adopted_by: UUID | None = None
