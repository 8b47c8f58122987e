"""The box: ballots under a tag that only the voter's own code leads to. No person, no time, no order."""

from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow
from wijkstem.words.rounds import VotingMethod


class Ballot(TenantRow, table=True):
    """A ballot as it came in. A change is a new version under the same tag; the last counts.

    It refers to its round by id and to nothing by a foreign key. On SQLite the rows lie in the order of their key.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("municipality_id", "round_id", "commitment", name="uq_ballot_commitment"),
        {"sqlite_with_rowid": False},
    )

    round_id: UUID = Field(primary_key=True)
    tag: str = Field(primary_key=True, max_length=64)
    version: int = Field(primary_key=True)
    area_id: UUID
    #: Canonical: plan numbers with their points, score or rank (`domain/ballots.py`).
    picks: str = Field(sa_type=Text)
    #: Of the form; the same form twice is the same ballot.
    nonce: str = Field(max_length=64)
    commitment: str = Field(max_length=64)
    #: Keyed, over all of the above: what somebody wrote into the database by hand has none.
    seal: str = Field(max_length=64)
    seal_key: str = Field(max_length=20)
    method: VotingMethod = Field(sa_type=Coded(VotingMethod))
