"""Figures of a lot that were typed wrong, and put right."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c4e17f9ab3d8"
down_revision: str | None = "4b7e90c2d815"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A table of its own: who reads a result goes on as before."""
    op.create_table(
        "round_lot_correction",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("was", sa.String(length=120), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_lot_correction_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "turn", name=op.f("pk_round_lot_correction")
        ),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("round_lot_correction")
