"""The board of a round: digests in a chain, and the heads that were given to the world outside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words.rounds import BoardKind


class BoardEntry(TenantRow, table=True):
    """One digest on the board; nothing is ever changed or taken away here."""

    __tablename__ = "board_entry"
    __table_args__ = (
        refers("round_id", "budget_round"),
        UniqueConstraint("municipality_id", "round_id", "digest"),
    )

    round_id: UUID = Field(primary_key=True)
    #: 0, 1, 2 … without gaps: the leaf's index in the tree.
    position: int = Field(primary_key=True)
    kind: BoardKind = Field(sa_type=Coded(BoardKind))
    digest: str = Field(max_length=64)
    #: SHA-256 of the entry before it and of this one.
    chain: str = Field(max_length=64)


class BoardHead(TenantRow, table=True):
    """What the board was at a set time: its size, the root of its tree (RFC 9162) and the end of its chain."""

    __tablename__ = "board_head"
    __table_args__ = (refers("round_id", "budget_round"),)

    round_id: UUID = Field(primary_key=True)
    size: int = Field(primary_key=True)
    root: str = Field(max_length=64)
    chain: str = Field(max_length=64)
    made_at: datetime = moment()
    #: Made at the close: no ballot comes after it.
    closing: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
