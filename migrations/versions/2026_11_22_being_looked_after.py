"""Being looked after: since when a consumer stands still, and indexes that stay small as the log grows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7c2d94e10a5"
down_revision: str | None = "c41a7e90d5f2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNSENT = sa.text("state <> 'sent'")
RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    """Additions only: yesterday's processes go on beside it."""
    op.add_column(
        "consumer_position", sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True)
    )
    # Beside the transaction, so that on PostgreSQL nobody who writes has to wait for an index.
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_delivery_unsent",
            "delivery",
            ["municipality_id", "state", "due_at"],
            postgresql_where=UNSENT,
            sqlite_where=UNSENT,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.create_index(
            "ix_running_term_running",
            "running_term",
            ["due_on", "municipality_id"],
            postgresql_where=RUNNING,
            sqlite_where=RUNNING,
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index("ix_running_term_running", "running_term")
    op.drop_index("ix_delivery_unsent", "delivery")
    op.drop_column("consumer_position", "failing_since")
