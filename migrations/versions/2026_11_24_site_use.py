"""how the site is used: counts of a day, and nothing of who used it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5d9e1b7c04a8"
down_revision: str | None = "2d9f61b8e07c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "site_use",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "day", "what", "name", name=op.f("pk_site_use")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("site_use")
