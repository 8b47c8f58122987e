"""Which plans stand in the archive; what stands there is not in this database."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import Channel


class PutAway(TenantRow, table=True):
    """A plan that the archive has."""

    __tablename__ = "put_away"
    __table_args__ = (refers("initiative_id", "initiative"),)

    initiative_id: UUID = Field(primary_key=True)
    put_away_at: datetime = moment()


class LastStatement(TenantRow, table=True):
    """A statement of somebody who was erased while their plan was on its way to the archive; goes when it is there."""

    __tablename__ = "last_statement"
    __table_args__ = (refers("initiative_id", "initiative"),)

    initiative_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=120)
    birth_date: date | None = None
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    signed_on: date
    channel: Channel = Field(sa_type=Coded(Channel))
    valid: bool
