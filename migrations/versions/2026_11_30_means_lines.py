"""What became of each means, for dossiers and the timelines of plans; the timeline is folded anew."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b81c6e5f2d94"
down_revision: str | None = "5e0b7c3d91af"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "means_line",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint(
            "municipality_id", "means_id", "position", name=op.f("pk_means_line")
        ),
    )
    op.create_index(
        op.f("ix_means_line_municipality_id_dossier_id"),
        "means_line",
        ["municipality_id", "dossier_id"],
    )


def downgrade() -> None:
    """The log has everything that stands in it."""
    op.drop_table("means_line")
