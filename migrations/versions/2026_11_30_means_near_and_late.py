"""When it is said that a means closes soon, and that it was not said in time what is done with it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c2d5a91be07"
down_revision: str | None = "e3907ad15c42"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLOSED = "state = 'closed'"


def upgrade() -> None:
    """Additions only. What was announced before goes without the first; what is late is found."""
    op.add_column("means", sa.Column("remind_on", sa.Date(), nullable=True))
    op.add_column(
        "means", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_means_closed",
        "means",
        ["account_by", "municipality_id"],
        postgresql_where=sa.text(CLOSED),
        sqlite_where=sa.text(CLOSED),
    )


def downgrade() -> None:
    """Away."""
    op.drop_index("ix_means_closed", table_name="means")
    with op.batch_alter_table("means", schema=None) as batch_op:
        batch_op.drop_column("late")
        batch_op.drop_column("remind_on")
