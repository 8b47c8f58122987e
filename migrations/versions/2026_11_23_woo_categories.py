"""What the law calls a document that came from the council's own system."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e5b21c08d4a6"
down_revision: str | None = "c4f0a7d91b62"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nobody knows it yet of what was taken in before."""
    op.add_column("meeting_document", sa.Column("category", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """As it was."""
    op.drop_column("meeting_document", "category")
