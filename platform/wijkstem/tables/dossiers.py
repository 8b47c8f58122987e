"""Dossiers: everything about one subject, what stands in each, who follows it, and what it is found by."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.dossiers import EntryKind, WooCategory


class Dossier(TenantRow, table=True):
    """A subject that goes on for longer than one plan or one meeting."""

    __tablename__ = "dossier"
    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    id: UUID = Field(primary_key=True)
    #: Its address, for good; the words behind it follow the title.
    number: str = Field(max_length=9)
    title: str = Field(max_length=120)
    slug: str = Field(max_length=60)
    about: str = Field(sa_type=Text)
    #: Of its own words; what stands in it comes and goes without one.
    revision: int = 1
    opened_on: date
    changed_on: date


class DossierEntry(TenantRow, table=True):
    """Something that stands in a dossier: a plan, a meeting and an item once, documents and news as often as wanted."""

    __tablename__ = "dossier_entry"
    __table_args__ = (
        refers("dossier_id", "dossier"),
        refers("initiative_id", "initiative"),
        refers("meeting_id", "meeting"),
        UniqueConstraint(
            "municipality_id", "dossier_id", "initiative_id", name="uq_dossier_entry_plan"
        ),
        UniqueConstraint(
            "municipality_id", "dossier_id", "meeting_id", name="uq_dossier_entry_meeting"
        ),
        UniqueConstraint("municipality_id", "dossier_id", "item_id", name="uq_dossier_entry_item"),
    )

    id: UUID = Field(primary_key=True)
    dossier_id: UUID
    kind: EntryKind = Field(sa_type=Coded(EntryKind))
    #: Where it stands in time. A meeting stands where it is held, also when that moves.
    day: date
    initiative_id: UUID | None = None
    meeting_id: UUID | None = None
    #: No foreign key: the council's own system may drop an item, and then this still says that it was there.
    item_id: UUID | None = None
    #: "" for a plan, which has its own, and may be hidden.
    title: str = Field(max_length=500)
    #: Of news; of a document what it says, where that is known.
    text: str = Field(sa_type=Text)
    url: str = Field(max_length=2000)
    #: Of a document.
    category: WooCategory | None = Field(default=None, sa_type=Coded(WooCategory))
    added_on: date


class DossierFollowing(TenantRow, table=True):
    """Somebody who wants to hear of a dossier; like `Following`, the log knows nothing of it."""

    __tablename__ = "dossier_following"
    __table_args__ = (
        refers("dossier_id", "dossier"),
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
    )

    dossier_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    since: datetime = moment()


class FindableDossier(TenantRow, table=True):
    """The stems of a dossier's texts; `tables/search.py` has the same of plans."""

    __tablename__ = "findable_dossier"
    __table_args__ = (
        refers("dossier_id", "dossier", cascade=True),
        UniqueConstraint("doc"),
    )

    dossier_id: UUID = Field(primary_key=True)
    #: By which FTS5 knows it.
    doc: int = Field(sa_type=BigInteger)
    title_words: str = Field(sa_type=Text)
    #: Those of the title too.
    words: str = Field(sa_type=Text)
    #: Of `kit/search.py`.
    version: int
