"""Passages of an advice that officials join, split and correct before it opens."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b1d60f4a7c93"
down_revision: str | None = "e3907ad15c42"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Three new columns, with what holds for passages that stand as the proposal has them."""
    for table, name, kind, default in (
        ("passage", "source", sa.Text(), ""),
        ("passage", "source_at", sa.Integer(), "0"),
        ("means", "passages_revision", sa.Integer(), "0"),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    """Away."""
    op.drop_column("means", "passages_revision")
    op.drop_column("passage", "source_at")
    op.drop_column("passage", "source")
