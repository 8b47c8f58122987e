"""What hangs on a decision of the council: how each party voted."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, refers


class CouncilVote(TenantRow, table=True):
    """The votes of one party when a plan was decided on, in the order in which the clerk wrote them down."""

    __tablename__ = "council_vote"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        UniqueConstraint("municipality_id", "initiative_id", "step_seq", "party"),
    )

    initiative_id: UUID = Field(primary_key=True)
    #: The step that the decision ended.
    step_seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(max_length=60)
    in_favour: int
    against: int
