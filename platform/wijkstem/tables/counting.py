"""What the count of a round gave, the lots that it needed, and the officials who let it out."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words.rounds import CountProblem


class RoundCount(TenantRow, table=True):
    """The count of one area: its ballots as a Pabulib file, and the result, both as they are published."""

    __tablename__ = "round_count"
    __table_args__ = (
        refers("round_id", "budget_round"),
        refers("area_id", "round_area"),
    )

    round_id: UUID = Field(primary_key=True)
    area_id: UUID = Field(primary_key=True)
    ballots: int
    ballots_file: str = Field(sa_type=Text)
    ballots_digest: str = Field(max_length=64)
    result: str = Field(sa_type=Text)
    result_digest: str = Field(max_length=64)
    #: Numbers of the plans that wait for a lot, with spaces between; None: no lot is needed.
    lot_for: str | None = Field(default=None, max_length=2000)
    counted_on: date


class RoundLot(TenantRow, table=True):
    """A lot that was drawn in public after the close."""

    __tablename__ = "round_lot"
    __table_args__ = (
        refers("round_id", "budget_round"),
        refers("area_id", "round_area"),
    )

    round_id: UUID = Field(primary_key=True)
    area_id: UUID = Field(primary_key=True)
    #: Of the source that the rules name, written in the one way there is (`domain/lots.py`).
    figure: str = Field(max_length=120)
    #: Where anybody can look it up, in the municipality's words.
    how: str = Field(sa_type=Text)
    drawn_on: date
    recorded_by: UUID | None = None


class RoundLotCorrection(TenantRow, table=True):
    """Figures of a lot that were typed wrong, and put right before the result was made known."""

    __tablename__ = "round_lot_correction"
    __table_args__ = (refers("round_id", "budget_round"),)

    round_id: UUID = Field(primary_key=True)
    turn: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: What stood there until then.
    was: str = Field(max_length=120)
    #: Why it was wrong, as everybody can read it.
    reasons: str = Field(sa_type=Text)
    corrected_on: date
    #: None: whoever it was is erased.
    corrected_by: UUID | None = None


class RoundApproval(TenantRow, table=True):
    """An official who looked at the result and lets it out; two different ones are needed."""

    __tablename__ = "round_approval"
    __table_args__ = (
        refers("round_id", "budget_round"),
        UniqueConstraint("municipality_id", "round_id", "approved_by"),
        CheckConstraint("turn BETWEEN 1 AND 2", name="turn"),
    )

    round_id: UUID = Field(primary_key=True)
    turn: int = Field(primary_key=True)
    #: None: whoever it was is erased.
    approved_by: UUID | None = None
    approved_on: date
    #: Of all results together: what was looked at is what goes out.
    digest: str = Field(max_length=64)


class RoundClosing(TenantRow, table=True):
    """How many codes, voters and ballots there were when the box was locked; its digest stands on the board."""

    __tablename__ = "round_closing"
    __table_args__ = (refers("round_id", "budget_round"),)

    round_id: UUID = Field(primary_key=True)
    #: As it is published (`domain/closing.py`).
    totals: str = Field(sa_type=Text)
    digest: str = Field(max_length=64)
    closed_on: date


class CountAlarm(TenantRow, table=True):
    """Why a count stopped: a ballot that did not come in by the front door, or figures that cannot be true."""

    __tablename__ = "count_alarm"
    __table_args__ = (refers("round_id", "budget_round"),)

    round_id: UUID = Field(primary_key=True)
    problem: CountProblem = Field(primary_key=True, sa_type=Coded(CountProblem))
    #: The commitment of the ballot that it is about; "" for the round as a whole.
    digest: str = Field(primary_key=True, max_length=64)
    found_on: date
