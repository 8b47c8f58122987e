"""Photos and films that belong to a plan, written or filed; plans that were spoken; and files that belong to nothing."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, moment, refers


class Photo(TenantRow, table=True):
    """A photo in two sizes. Of a draft it is its writer's; of a plan the plan's, and public when the plan is."""

    __tablename__ = "photo"
    __table_args__ = (
        # Neither cascades: whoever removes a row must remember its files (`commands/media.py`).
        ForeignKeyConstraint(
            ["municipality_id", "person_id", "draft_id"],
            ["draft.municipality_id", "draft.person_id", "draft.id"],
        ),
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "person_id", "draft_id"),
        Index(None, "municipality_id", "initiative_id"),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID | None = None
    draft_id: UUID | None = None
    initiative_id: UUID | None = None
    #: In which order they are shown.
    place: int
    #: What is to be seen on it, for who cannot see it.
    description: str = Field(default="", max_length=300)
    large: str = Field(max_length=160)
    large_width: int
    large_height: int
    small: str = Field(max_length=160)
    small_width: int
    small_height: int
    added_at: datetime = moment()
    #: The decision by which the municipality hid it.
    hiding_id: UUID | None = None


class LooseFile(TenantRow, table=True):
    """A file that nothing in the database points at: not yet, or not any more. The clock removes it."""

    __tablename__ = "loose_file"
    __table_args__ = (Index(None, "due_at", "municipality_id"),)

    key: str = Field(primary_key=True, max_length=160)
    due_at: datetime = moment()


class Film(TenantRow, table=True):
    """A short film that explains a plan, one each; whose it is goes as with a photo."""

    __tablename__ = "film"
    __table_args__ = (
        UniqueConstraint("municipality_id", "person_id", "draft_id"),
        UniqueConstraint("municipality_id", "initiative_id"),
        ForeignKeyConstraint(
            ["municipality_id", "person_id", "draft_id"],
            ["draft.municipality_id", "draft.person_id", "draft.id"],
        ),
        refers("initiative_id", "initiative"),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID | None = None
    draft_id: UUID | None = None
    initiative_id: UUID | None = None
    key: str = Field(max_length=160)
    width: int
    height: int
    seconds: int
    #: WebVTT; "": none.
    captions: str = Field(default="", sa_type=Text)
    #: What is said and to be seen in it, in words; a film has this or captions.
    transcript: str = Field(default="", sa_type=Text)
    added_at: datetime = moment()
    #: The decision by which the municipality hid it.
    hiding_id: UUID | None = None


class SpokenPlan(TenantRow, table=True):
    """A plan that somebody spoke instead of wrote, for an official to type out.

    It is never public, and goes when the plan is sent.
    """

    __tablename__ = "spoken_plan"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "person_id", "draft_id"],
            ["draft.municipality_id", "draft.person_id", "draft.id"],
        ),
        Index(None, "municipality_id", "id"),
    )

    person_id: UUID = Field(primary_key=True)
    draft_id: UUID = Field(primary_key=True)
    #: In its address, and in that of its case.
    id: UUID
    key: str = Field(max_length=160)
    seconds: int
    added_at: datetime = moment()
    #: From then on officials can hear it; None: only who spoke it.
    sent_at: datetime | None = moment(default=None, nullable=True)
    #: The day on which it must be typed out.
    due_on: date | None = None
    typed_at: datetime | None = moment(default=None, nullable=True)
    #: Whether it could be understood.
    understood: bool | None = None
