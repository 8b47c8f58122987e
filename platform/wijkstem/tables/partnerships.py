"""The register of partnerships: with whom, in which role, for how much, how the council steers, and what was said before."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    FromClause,
    Text,
    and_,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, refers
from wijkstem.words.partnerships import LegalForm, OwnRole


class Partnership(TenantRow, table=True):
    """A partnership as it stands now. Who changes anything of it has this row locked."""

    __tablename__ = "partnership"
    __table_args__ = (
        # Small however many there were: the clock looks every second.
        index_where(
            "ix_partnership_to_look_at",
            "review_on",
            "municipality_id",
            where="ended_on IS NULL AND NOT late",
        ),
    )

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=120)
    legal_form: LegalForm = Field(sa_type=Coded(LegalForm))
    own_role: OwnRole = Field(sa_type=Coded(OwnRole))
    #: What it does, and what the municipality does in it.
    tasks: str = Field(sa_type=Text)
    #: How the council steers it and hears of it.
    account: str = Field(sa_type=Text)
    since_on: date
    #: When the council looks again whether this is still the right way.
    review_on: date
    reviewed_on: date | None = None
    #: None: it goes on.
    ended_on: date | None = None
    #: Whether it was said that the review is late.
    late: bool = False
    revision: int = 1
    changed_on: date


def to_look_at(partnerships: FromClause) -> ColumnElement[bool]:
    """What can still be reviewed too late; in the very words of the index that holds only those."""
    return and_(
        partnerships.c.ended_on.is_(None), literal_column("NOT partnership.late", Boolean())
    )


class PartnershipPartner(TenantRow, table=True):
    """An organisation in it, and its role there."""

    __tablename__ = "partnership_partner"
    __table_args__ = (refers("partnership_id", "partnership", cascade=True),)

    partnership_id: UUID = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=200)
    role: str = Field(max_length=200)


class PartnershipMoney(TenantRow, table=True):
    """What the municipality pays for it in a year."""

    __tablename__ = "partnership_money"
    __table_args__ = (
        refers("partnership_id", "partnership", cascade=True),
        CheckConstraint("euros >= 0", name="euros"),
    )

    partnership_id: UUID = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    euros: int


class PartnershipItem(TenantRow, table=True):
    """An item of the council that is about it."""

    __tablename__ = "partnership_item"
    __table_args__ = (
        refers("partnership_id", "partnership", cascade=True),
        refers("meeting_id", "meeting"),
    )

    partnership_id: UUID = Field(primary_key=True)
    #: No foreign key: the council's own system may drop an item, and then this still says that it was there.
    item_id: UUID = Field(primary_key=True)
    meeting_id: UUID
    #: "" for one that came from a plan of residents, which has its own title and may be hidden.
    title: str = Field(max_length=500)


class PartnershipVersion(TenantRow, table=True):
    """What the register said from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "partnership_version"
    __table_args__ = (refers("partnership_id", "partnership", cascade=True),)

    partnership_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=120)
    legal_form: LegalForm = Field(sa_type=Coded(LegalForm))
    own_role: OwnRole = Field(sa_type=Coded(OwnRole))
    tasks: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    #: A line each, as they were typed.
    partners: str = Field(sa_type=Text)
    money: str = Field(sa_type=Text)
    review_on: date
    ended_on: date | None = None
    #: Why it changed, or what a review found; "" for the first.
    news: str = Field(sa_type=Text)
    #: Whether that was a review.
    review: bool = False
    said_on: date
