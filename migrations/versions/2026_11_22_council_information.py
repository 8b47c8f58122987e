"""council information: what a source says of a document and of what came of an item, and what it took off."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7c1d40b9e2f5"
down_revision: str | None = "b90c47d1e62f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.add_column("agenda_item", sa.Column("source_result", sa.Text(), nullable=True))
    op.add_column("agenda_item", sa.Column("gone_on", sa.Date(), nullable=True))
    op.add_column("meeting_document", sa.Column("media_type", sa.String(length=100), nullable=True))
    op.add_column("meeting_document", sa.Column("size", sa.BigInteger(), nullable=True))
    op.add_column("meeting_document", sa.Column("submitted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    for column in ("submitted_on", "size", "media_type"):
        op.drop_column("meeting_document", column)
    for column in ("gone_on", "source_result"):
        op.drop_column("agenda_item", column)
