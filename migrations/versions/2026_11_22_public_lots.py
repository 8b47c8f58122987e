"""The public lot: what was drawn is the figure of a source that the fixed rules name."""

from collections.abc import Sequence

from alembic import op

revision: str = "b90c47d1e62f"
down_revision: str | None = "5e1d8b70c2a9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Another name; the last release did not know the table."""
    op.execute("ALTER TABLE round_lot RENAME COLUMN seed TO figure")


def downgrade() -> None:
    """The name that it had."""
    op.execute("ALTER TABLE round_lot RENAME COLUMN figure TO seed")
