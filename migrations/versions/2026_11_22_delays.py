"""Why a step takes longer than its term, in words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c07d5e81fa24"
down_revision: str | None = "dfe5807ad936"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """An addition only."""
    op.create_table(
        "delay_note",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("step_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_delay_note_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", "step_seq", name=op.f("pk_delay_note")
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("delay_note")
