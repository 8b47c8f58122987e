"""accounts: when somebody was told that theirs goes, because they do not come in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a7c31e9d5f40"
down_revision: str | None = "5d9e1b7c04a8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """One column, empty for who is there."""
    op.add_column("person", sa.Column("warned_on", sa.Date(), nullable=True))
