"""What of a request for the agenda went to the council's own system or the clerk, by which way, and with which receipt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.handover import HandoverKind, HandoverWay


class Handover(TenantRow, table=True):
    """One event told by one way; its deliveries say how often it was tried, and go after a while. This stays."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("municipality_id", "position", "way"),
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "initiative_id", "position"),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    #: Of the event in the log: in this order the dossier is told. None: no event, somebody took it.
    position: int | None = None
    kind: HandoverKind = Field(sa_type=Coded(HandoverKind))
    way: HandoverWay = Field(sa_type=Coded(HandoverWay))
    made_at: datetime = moment()
    delivered_at: datetime | None = moment(default=None, nullable=True)
    #: What the other side said, and the digest of what it got.
    receipt: str | None = Field(default=None, max_length=200)
    digest: str | None = Field(default=None, max_length=64)
