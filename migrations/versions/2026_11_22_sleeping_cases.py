"""Cases that have nothing to do yet, because others have the step in hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3e9d17c4a8b0"
down_revision: str | None = "3f1c7a90be52"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """An addition only; what is open already stays in sight."""
    op.add_column("moderation_case", sa.Column("wakes_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.drop_column("wakes_on")
