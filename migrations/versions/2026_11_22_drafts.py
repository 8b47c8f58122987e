"""plans that somebody is still writing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d4a7c09e15b3"
down_revision: str | None = "d19a6c4e7f30"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "draft",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_draft_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "person_id", "id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_keep_until_municipality_id"),
            ["keep_until", "municipality_id"],
            unique=False,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("draft")
