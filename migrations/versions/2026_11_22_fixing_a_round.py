"""Budget rounds: who asked a colleague to fix the rules, why a round stopped, and why a plan is left out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3f1c7a90be52"
down_revision: str | None = "5c81e0f7b2d9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.add_column("budget_round", sa.Column("asked_by", sa.Uuid(), nullable=True))
    op.add_column("budget_round", sa.Column("asked_digest", sa.String(length=64), nullable=True))
    op.add_column("budget_round", sa.Column("cancelled_because", sa.Text(), nullable=True))
    op.add_column("ballot_plan", sa.Column("left_out_because", sa.Text(), nullable=True))


def downgrade() -> None:
    """What was added goes."""
    op.drop_column("ballot_plan", "left_out_because")
    for column in ("cancelled_because", "asked_digest", "asked_by"):
        op.drop_column("budget_round", column)
