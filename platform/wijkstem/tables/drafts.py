"""Plans that somebody is still writing: on their account, in no event and in nobody else's sight."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, moment, refers


class Draft(TenantRow, table=True):
    """What somebody typed of a plan. Its id becomes the plan's: a draft that is sent twice is one plan."""

    __tablename__ = "draft"
    __table_args__ = (
        refers("person_id", "person", cascade=True),
        Index(None, "keep_until", "municipality_id"),
    )

    #: In the key, so that nobody's draft can stand in the way of another's.
    person_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    instrument: str = Field(max_length=40)
    #: As `domain/drafts.py` writes them.
    answers: str = Field(sa_type=Text)
    #: Counts every change; a page says which one it showed.
    revision: int
    saved_at: datetime = moment()
    #: After this day it is thrown away; None: it goes with the account.
    keep_until: date | None = None
