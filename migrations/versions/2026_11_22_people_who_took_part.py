"""people who took part: each counted once a year, and what indicators remember of plans and meetings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9c20d7f4e1b6"
down_revision: str | None = "d93a5c1e7f02"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only; they are filled when the projection is folded anew."""
    op.create_table(
        "participation",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "person_id",
            "year",
            "neighbourhood_code",
            name=op.f("pk_participation"),
        ),
    )
    op.create_table(
        "remembered",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_remembered")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("remembered")
    op.drop_table("participation")
