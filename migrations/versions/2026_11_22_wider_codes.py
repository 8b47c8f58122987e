"""Codes of a dossier's entries as wide as all codes are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6d0f2b9a41c7"
down_revision: str | None = "0c61e8d27fa5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """As everywhere else."""
    with op.batch_alter_table("dossier_entry", schema=None) as table:
        table.alter_column("kind", existing_type=sa.String(length=8), type_=sa.String(length=40))
        table.alter_column(
            "category", existing_type=sa.String(length=10), type_=sa.String(length=40)
        )


def downgrade() -> None:
    """As it was."""
    with op.batch_alter_table("dossier_entry", schema=None) as table:
        table.alter_column("kind", existing_type=sa.String(length=40), type_=sa.String(length=8))
        table.alter_column(
            "category", existing_type=sa.String(length=40), type_=sa.String(length=10)
        )
