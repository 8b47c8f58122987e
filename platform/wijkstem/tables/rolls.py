"""Who may vote in a round. Nothing here says what anybody voted, and nothing in the box says who.

Of people stands here a keyed tag only. Days and no times: an order would say which ballot is whose.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words.rounds import VotingWay


class RollImport(TenantRow, table=True):
    """A list of voters that the municipality brought in; the file with their codes is made once."""

    __tablename__ = "roll_import"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        # The same file twice is once.
        UniqueConstraint("municipality_id", "round_id", "digest"),
    )

    id: UUID = Field(primary_key=True)
    round_id: UUID
    digest: str = Field(max_length=64)
    voters: int
    imported_on: date
    imported_by: UUID | None = None


class RollEntry(TenantRow, table=True):
    """Somebody who may vote, once, whichever way they come in."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        refers("area_id", "round_area"),
        UniqueConstraint("municipality_id", "round_id", "person_tag", name="uq_roll_entry_person"),
        UniqueConstraint("municipality_id", "round_id", "code_hash", name="uq_roll_entry_code"),
        UniqueConstraint(
            "municipality_id", "round_id", "credential", name="uq_roll_entry_credential"
        ),
        Index(None, "municipality_id", "round_id", "marked_on"),
    )

    #: Random.
    id: UUID = Field(primary_key=True)
    round_id: UUID
    area_id: UUID
    #: Where they live, for the turnout of a vote on a question; None: not said, or a budget's.
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    #: Keyed, of the number that the municipality or the identity provider knows somebody by; None: a code for nobody known.
    person_tag: str | None = Field(default=None, max_length=64)
    tag_key: str = Field(max_length=20)
    #: Keyed, of the code in the letter; None: there is none (any more).
    code_hash: str | None = Field(default=None, max_length=64)
    #: How often a code was revoked and another given.
    reissued: int = 0
    marked_on: date | None = None
    way: VotingWay | None = Field(default=None, sa_type=Coded(VotingWay))
    #: Keyed, of the secret that the voter changes their ballot with; None: not marked, or voted on paper.
    credential: str | None = Field(default=None, max_length=64)
