"""What became of earlier plans is found by an index, of the closed ones only."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "27c9be40fa61"
down_revision: str | None = "8d02c6ef51b7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLOSED = sa.text("closed_on IS NOT NULL")


def upgrade() -> None:
    """An addition only, beside the transaction, so that nobody who writes has to wait for it."""
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_initiative_ended",
            "initiative",
            ["municipality_id", "result", "public", "closed_on", "number"],
            postgresql_where=CLOSED,
            sqlite_where=CLOSED,
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index("ix_initiative_ended", "initiative")
