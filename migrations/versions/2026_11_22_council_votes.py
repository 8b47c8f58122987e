"""how the council voted on plans, by party."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e3b81d60c5a7"
down_revision: str | None = "3a9e5c71d084"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "council_vote",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("step_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party", sa.String(length=60), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_council_vote_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", "step_seq", "place", name=op.f("pk_council_vote")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "initiative_id",
            "step_seq",
            "party",
            name=op.f("uq_council_vote_municipality_id_initiative_id_step_seq_party"),
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("council_vote")
