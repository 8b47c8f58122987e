"""Who of the desk is away, and who looks after their cases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c83b5f1d90e6"
down_revision: str | None = "c7d2e94f1a06"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """An addition only."""
    op.create_table(
        "official_absence",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "person_id", name=op.f("pk_official_absence")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("official_absence")
