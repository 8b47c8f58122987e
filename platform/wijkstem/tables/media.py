"""Photos that belong to a plan, written or filed; and files that belong to nothing any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, moment


class Photo(TenantRow, table=True):
    """A photo in two sizes. Of a draft it is its writer's; of a plan the plan's, and public when the plan is."""

    __tablename__ = "photo"
    __table_args__ = (
        # Neither cascades: whoever removes a row must remember its files (`commands/media.py`).
        ForeignKeyConstraint(
            ["municipality_id", "person_id", "draft_id"],
            ["draft.municipality_id", "draft.person_id", "draft.id"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "initiative_id"], ["initiative.municipality_id", "initiative.id"]
        ),
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
