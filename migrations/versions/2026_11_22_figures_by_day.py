"""figures by day: what each day added to the figures behind the indicators."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4b7e90c2d815"
down_revision: str | None = "b81e5d20f7a3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only; it is filled when the projection is folded anew."""
    op.create_table(
        "figure_change",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "measure",
            "month",
            "instrument",
            "neighbourhood_code",
            "channel",
            "value",
            "recorded_on",
            name=op.f("pk_figure_change"),
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("figure_change")
