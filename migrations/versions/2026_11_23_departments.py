"""Cases that were passed on to a department."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e7a2c5b81f04"
down_revision: str | None = "e3b7a1c9d502"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A column that may be empty, and a table: the last release knows neither and goes on."""
    op.add_column("moderation_case", sa.Column("department", sa.String(length=64), nullable=True))
    op.create_table(
        "case_forward",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("was", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forwarded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["moderation_case.municipality_id", "moderation_case.id"],
            name=op.f("fk_case_forward_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "case_id", "turn", name=op.f("pk_case_forward")),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("case_forward")
    op.drop_column("moderation_case", "department")
