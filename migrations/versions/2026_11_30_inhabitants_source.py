"""inhabitants_count: where a count of inhabitants was read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8d4f20b6ce17"
down_revision: str | None = "5e0b7c3d91af"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """One column, empty for files that do not say it."""
    op.add_column("inhabitants_count", sa.Column("source_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("inhabitants_count", "source_id")
