"""What people who took part in a plan thought of how it went: one answer each."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words import Smiley


class Evaluation(TenantRow, table=True):
    """One answer. It goes on counting when the account goes; the words, which only officials read, do not."""

    __tablename__ = "evaluation"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        refers("person_id", "person"),
        # One person, one answer.
        UniqueConstraint(
            "municipality_id", "initiative_id", "person_id", name="uq_evaluation_person"
        ),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    person_id: UUID | None = None
    smiley: Smiley = Field(sa_type=Coded(Smiley))
    words: str = Field(sa_type=Text)
    given_on: date
