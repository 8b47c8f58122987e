"""Budget rounds: their areas, phases and plans, and every version of their rules until those are fixed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words.rounds import OnBallot, PhaseKind, RoundKind, RoundState


class BudgetRound(TenantRow, table=True):
    """A vote: on plans that share a budget, or on the answers to a question. One box, roll and board serve both."""

    __tablename__ = "budget_round"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        # What the clock looks at: small however many rounds there were.
        index_where(
            "ix_budget_round_look", "look_at", "municipality_id", where="look_at IS NOT NULL"
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: RoundKind = Field(
        default=RoundKind.BUDGET,
        sa_type=Coded(RoundKind),
        sa_column_kwargs={"server_default": RoundKind.BUDGET.value},
    )
    #: Its place in addresses: a year and a number of that year.
    number: str = Field(max_length=12)
    #: Whose plans take part; "" of a question.
    instrument: str = Field(max_length=40)
    name: str = Field(max_length=120)
    about: str = Field(sa_type=Text)
    state: RoundState = Field(default=RoundState.DRAFT, sa_type=Coded(RoundState))
    #: Counts the changes; a form names the one that it showed.
    revision: int = 1
    #: What the rules will be: canonical JSON of voters, ballot and count.
    rules: str = Field(sa_type=Text)
    #: The rule file as it was fixed, and its SHA-256.
    rule_file: str | None = Field(default=None, sa_type=Text)
    rule_digest: str | None = Field(default=None, max_length=64)
    #: Who asked a colleague to fix the rules, and the digest of the file that they looked at.
    asked_by: UUID | None = None
    asked_digest: str | None = Field(default=None, max_length=64)
    cancelled_because: str | None = Field(default=None, sa_type=Text)
    #: Of the phase in which people vote; what a ballot is held against.
    opens_at: datetime | None = moment(default=None, nullable=True)
    closes_at: datetime | None = moment(default=None, nullable=True)
    #: When the clock must look again: for the next head of the board, and for the close; None: never.
    look_at: datetime | None = moment(default=None, nullable=True)


class RoundArea(TenantRow, table=True):
    """A part of the municipality with a budget, a ballot and a count of its own. Its shape is its own."""

    __tablename__ = "round_area"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        UniqueConstraint("municipality_id", "round_id", "seq"),
        CheckConstraint("budget >= 0", name="budget"),
    )

    id: UUID = Field(primary_key=True)
    round_id: UUID
    seq: int
    name: str = Field(max_length=80)
    #: Whole euros.
    budget: int
    inhabitants: int | None = None
    #: GeoJSON of where it lies; None: it is made of CBS neighbourhoods, or nobody drew it.
    shape: str | None = Field(default=None, sa_type=Text)


class RoundAreaPlace(TenantRow, table=True):
    """A CBS neighbourhood that belongs to an area: to one of each round."""

    __tablename__ = "round_area_place"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        refers("area_id", "round_area", cascade=True),
        Index(None, "municipality_id", "area_id"),
    )

    round_id: UUID = Field(primary_key=True)
    code: str = Field(primary_key=True, max_length=12)
    area_id: UUID


class RoundPhase(TenantRow, table=True):
    """From when until when something may be done in a round."""

    __tablename__ = "round_phase"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    round_id: UUID = Field(primary_key=True)
    kind: PhaseKind = Field(primary_key=True, sa_type=Coded(PhaseKind))
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    #: What is allowed in it: words of `RoundAct`, with spaces between.
    allows: str = Field(max_length=120)


class BallotPlan(TenantRow, table=True):
    """A plan that takes part in a round; it can take part in one."""

    __tablename__ = "ballot_plan"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        refers("initiative_id", "initiative", cascade=True),
        refers("area_id", "round_area"),
        UniqueConstraint("municipality_id", "round_id", "number"),
        Index(None, "municipality_id", "area_id"),
        CheckConstraint("cost > 0", name="cost"),
    )

    initiative_id: UUID = Field(primary_key=True)
    round_id: UUID
    #: None: an official has not said yet where it belongs.
    area_id: UUID | None = None
    standing: OnBallot = Field(default=OnBallot.PROPOSED, sa_type=Coded(OnBallot))
    #: On the ballot; given in no order that says anything, when the ballot is fixed.
    number: int | None = None
    #: Whole euros, by the municipality's count; None: not counted yet.
    cost: int | None = None
    category: str | None = Field(default=None, max_length=40)
    #: Of plans with the same word at most one is funded.
    exclusive: str | None = Field(default=None, max_length=40)
    #: Why it is not on the ballot; None: it is, or its own path says why.
    left_out_because: str | None = Field(default=None, sa_type=Text)


class VoteQuestion(TenantRow, table=True):
    """Of a vote on a question: the means that it is the room of. A means has one vote."""

    __tablename__ = "vote_question"
    __table_args__ = (
        refers("round_id", "budget_round", cascade=True),
        refers("means_id", "means"),
        UniqueConstraint("municipality_id", "means_id", name="uq_vote_question_means"),
    )

    round_id: UUID = Field(primary_key=True)
    means_id: UUID


class VoteOption(TenantRow, table=True):
    """An answer that can be chosen, of a vote on a question."""

    __tablename__ = "vote_option"
    __table_args__ = (refers("round_id", "budget_round", cascade=True),)

    round_id: UUID = Field(primary_key=True)
    #: On the ballot: 1, 2, 3 …
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=120)
    about: str = Field(sa_type=Text)


class RoundChange(TenantRow, table=True):
    """What the rules of a round were in each version, until they were fixed."""

    __tablename__ = "round_change"
    __table_args__ = (refers("round_id", "budget_round", cascade=True),)

    round_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    changed_on: date
    #: None: whoever it was is erased, or it was the system.
    changed_by: UUID | None = None
    rules: str = Field(sa_type=Text)
