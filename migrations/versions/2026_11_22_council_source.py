"""council source: how looks at the council's own system went."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3a9e5c71d084"
down_revision: str | None = "7a41c0e95d32"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "council_source",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("address_digest", sa.String(length=64), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("last_modified", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_council_source")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("council_source")
