"""Who will speak at a meeting of the council."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, false
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, moment, refers


class Speaker(TenantRow, table=True):
    """Somebody on a meeting's list of speakers, or waiting for a place on it; numbered as seats are."""

    __tablename__ = "speaker"
    __table_args__ = (
        UniqueConstraint("municipality_id", "meeting_id", "person_id", name="uq_speaker_person"),
        UniqueConstraint("municipality_id", "meeting_id", "seat", name="uq_speaker_seat"),
        UniqueConstraint("municipality_id", "meeting_id", "turn", name="uq_speaker_turn"),
        refers("meeting_id", "meeting"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "person_id"),
    )

    #: Random, and what the log knows of it: whose it is stands here alone.
    id: UUID = Field(primary_key=True)
    meeting_id: UUID
    person_id: UUID
    #: The order in which they came.
    turn: int
    #: The place on the list; None: they wait for one.
    seat: int | None = None
    #: The item that they speak on, if it is one and still there.
    item_id: UUID | None = None
    topic: str = Field(sa_type=Text)
    on_behalf: str | None = Field(default=None, max_length=200)
    #: Whether their name may stand on the public page.
    name_shown: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    signed_up_at: datetime = moment()
