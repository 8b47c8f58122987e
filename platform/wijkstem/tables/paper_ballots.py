"""Ballots on paper: batches, entered twice by two people, and the sample that is held against the paper."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words.rounds import BatchState


class BallotBatch(TenantRow, table=True):
    """A pile of ballots on paper of one area, with the number of sheets as it was counted by hand."""

    __tablename__ = "ballot_batch"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        refers("area_id", "round_area"),
        UniqueConstraint("municipality_id", "round_id", "number"),
        CheckConstraint("sheets > 0", name="sheets"),
    )

    id: UUID = Field(primary_key=True)
    round_id: UUID
    area_id: UUID
    number: int
    sheets: int
    state: BatchState = Field(default=BatchState.ENTERING, sa_type=Coded(BatchState))
    #: SHA-256 of what was agreed on; stands on the board.
    digest: str | None = Field(default=None, max_length=64)
    agreed_on: date | None = None


class BallotSheet(TenantRow, table=True):
    """What somebody read on a sheet: the first and the second time, and the third where those differ."""

    __tablename__ = "ballot_sheet"
    __table_args__ = (
        refers("batch_id", "ballot_batch", cascade=True),
        # Nobody reads a sheet twice.
        UniqueConstraint(
            "municipality_id", "batch_id", "sheet", "entered_by", name="uq_ballot_sheet_reader"
        ),
        CheckConstraint("turn BETWEEN 1 AND 3", name="turn"),
    )

    batch_id: UUID = Field(primary_key=True)
    sheet: int = Field(primary_key=True)
    turn: int = Field(primary_key=True)
    #: None: whoever it was is erased.
    entered_by: UUID | None = None
    #: Canonical, as on a ballot; None: nobody can say what was meant, or it is over a limit.
    picks: str | None = Field(default=None, sa_type=Text)


class BallotCheck(TenantRow, table=True):
    """A sheet that was drawn by lot and held against the paper."""

    __tablename__ = "ballot_check"
    __table_args__ = (refers("batch_id", "ballot_batch", cascade=True),)

    batch_id: UUID = Field(primary_key=True)
    sheet: int = Field(primary_key=True)
    #: None: it was drawn and not looked at yet.
    same: bool | None = None
    checked_by: UUID | None = None
    checked_on: date | None = None
