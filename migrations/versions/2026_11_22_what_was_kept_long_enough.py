"""what was kept long enough."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f79a8dd9ad1d"
down_revision: str | None = "9b2f6d01c7ae"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "retention_run",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "day", "what", name=op.f("pk_retention_run")),
    )
    op.add_column("person", sa.Column("seen_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("seen_on")

    op.drop_table("retention_run")
