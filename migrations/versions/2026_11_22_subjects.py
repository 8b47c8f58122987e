"""What a plan is about: one of the municipality's subjects. What was filed before there were any fits none."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4be1f70c92d3"
down_revision: str | None = "c4d81f6e29b3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("initiative", "listed_initiative")


def upgrade() -> None:
    """An addition only: the last release goes on writing rows without it."""
    for table in TABLES:
        op.add_column(
            table,
            sa.Column("subject", sa.String(length=40), nullable=False, server_default="other"),
        )


def downgrade() -> None:
    """Back to the schema before."""
    for table in reversed(TABLES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("subject")
