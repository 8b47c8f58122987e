"""A neighbourhood's programme: what the municipality will do there, and every version of it that was shown."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words import ProgrammeState


class ProgrammeItem(TenantRow, table=True):
    """Something that the municipality will do in a neighbourhood, as it stands now."""

    __tablename__ = "programme_item"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "neighbourhood_code", "first_year"),
    )

    id: UUID = Field(primary_key=True)
    neighbourhood_code: str = Field(max_length=12)
    title: str = Field(max_length=120)
    what: str = Field(sa_type=Text)
    first_year: int
    last_year: int
    state: ProgrammeState = Field(sa_type=Coded(ProgrammeState))
    #: The plan of residents that it came of.
    initiative_id: UUID | None = None
    #: Of the newest version.
    revision: int = 1
    changed_on: date


class ProgrammeVersion(TenantRow, table=True):
    """What an item said from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "programme_version"
    __table_args__ = (refers("item_id", "programme_item", cascade=True),)

    item_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=120)
    what: str = Field(sa_type=Text)
    first_year: int
    last_year: int
    state: ProgrammeState = Field(sa_type=Coded(ProgrammeState))
    #: How it goes, in the words of who changed it; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date
