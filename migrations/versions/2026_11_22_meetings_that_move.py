"""meetings that are changed, moved and cancelled here, and documents that the clerk names."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7e2a60c41d9"
down_revision: str | None = "e3b81d60c5a7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHEN = sa.DateTime(timezone=True)
TO_REMIND = sa.text("state = 'gepland' AND NOT reminded")


def upgrade() -> None:
    """Additions; and a document may have no source."""
    for column in (
        sa.Column("ends_at", WHEN, nullable=True),
        sa.Column("livestream", sa.String(length=500), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False),
    ):
        op.add_column("meeting", column)
    op.create_index(
        "ix_meeting_to_remind",
        "meeting",
        ["held_on", "municipality_id"],
        postgresql_where=TO_REMIND,
        sqlite_where=TO_REMIND,
    )
    with op.batch_alter_table("meeting_document", schema=None) as batch_op:
        batch_op.alter_column("source_id", existing_type=sa.String(length=80), nullable=True)
