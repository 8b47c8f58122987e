"""What was in the box when it was locked, and why a count stopped."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5a1f0c92d7be"
down_revision: str | None = "0d9c0dc00eb4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "count_alarm",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_count_alarm_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "problem", "digest", name=op.f("pk_count_alarm")
        ),
    )
    op.create_table(
        "round_closing",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_closing_budget_round"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "round_id", name=op.f("pk_round_closing")),
    )


def downgrade() -> None:
    """Takes away what upgrade added."""
    op.drop_table("round_closing")
    op.drop_table("count_alarm")
