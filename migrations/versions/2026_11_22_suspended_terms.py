"""Terms that stand still while the submitter has a question, and the submitter's own words, which go when they do."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9b2f6d01c7ae"
down_revision: str | None = "e8b3f6a2c071"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only: the last release goes on without them."""
    op.add_column("running_term", sa.Column("began_seq", sa.Integer(), nullable=True))
    op.add_column(
        "running_term",
        sa.Column("suspended_days", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "step_reason",
        sa.Column("by_submitter", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "term_suspension",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("asked_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_seq", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_term_suspension_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", "asked_seq", name=op.f("pk_term_suspension")
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("term_suspension")
    with op.batch_alter_table("step_reason", schema=None) as batch_op:
        batch_op.drop_column("by_submitter")
    with op.batch_alter_table("running_term", schema=None) as batch_op:
        batch_op.drop_column("suspended_days")
        batch_op.drop_column("began_seq")
